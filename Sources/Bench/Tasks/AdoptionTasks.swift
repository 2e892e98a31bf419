import NumericCore

/// Inclusive games: the family's market and costs, with GenAI open to all. Searches for equilibria, with the certificates of those
/// listed, to be held against cold solves of the same game with one outside GenAI (the task `solve` beside them).
enum AdoptionTasks {
    /// - Throws: ``TaskError`` for a game whose topics touch, or of which this search cannot be made.
    static func prepare(_ point: TaskPoint, _ inputs: TaskInputs) throws -> PreparedTask {
        let base = try inputs.contest(point)
        guard base.isSeparable, case .shared = base.costs.exponents else {
            throw TaskError(description: "it is for games with separate topics and one exponent", isAbsence: true)
        }
        let contest = try Contest(market: base.market, costs: base.costs, competition: .inclusive)
        var settings = InclusiveSettings()
        settings.solver.threads = point.threads
        if point.task == .thresholds { settings.search = .thresholds } else { settings.equilibriumLimit = 1 }
        let cells = Double(contest.layout.cells)
        var last: InclusiveResult?
        // Costs read once, a power of each: what one pass over the creators takes.
        return PreparedTask(work: TaskWork(bytesRead: 8 * cells, powers: cells), conclude: { last.map(Conclusion.init) ?? .wrong("nothing came of it") }) {
            let result = try solveInclusive(contest, settings: settings)
            last = result
            return result.seconds.solve + result.seconds.certify
        }
    }
}

extension Conclusion {
    /// A search counts where every set of the kind searched was looked at or ruled out, and every equilibrium listed is certified.
    /// Passes: the contests of humans that were solved.
    fileprivate init(_ result: InclusiveResult) {
        let certificates = result.equilibria.map(\.certificate)
        let outcome = BenchmarkResult.Outcome(
            status: result.status.rawValue, passes: result.searched.reduce(0) { $0 + $1.solves },
            relativeResidual: certificates.map(\.relativeResidual).max(), relativeExploitability: certificates.map(\.relativeExploitability).max())
        let isWhole = result.searched.allSatisfy(\.isComplete)
        let isAnswered = result.status == .converged || result.status == .noneFound && isWhole
        self = isAnswered ? .right(outcome) : .wrong(result.reason ?? result.status.rawValue, outcome)
    }
}
