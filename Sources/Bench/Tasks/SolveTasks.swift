import NumericCore

/// Solves and certificates, each with its certificate as its outcome.
enum SolveTasks {
    static func prepare(_ point: TaskPoint, _ inputs: TaskInputs) throws -> PreparedTask {
        let contest = try inputs.contest(point)
        var settings = Settings()
        settings.threads = point.threads
        switch point.task {
        case .certify, .verify:
            if point.task == .verify { settings.exploitability = .search }
            return certificate(contest, try inputs.equilibrium(point).efforts, settings)
        case .stepWarm:
            return solve(try stepped(contest), settings, from: try inputs.equilibrium(point), inputs)
        case .stepCold:
            return solve(try stepped(contest), settings, from: nil, inputs)
        default:
            return solve(contest, settings, from: nil, inputs)
        }
    }

    /// The next point of a sweep over GenAI's strength.
    private static func stepped(_ contest: Contest) throws -> Contest { try contest.with(\.alpha, contest.market.alpha.map { $0 * 1.05 }) }

    /// The solver's own seconds; the certificate that every solve ends with is not counted, and is the outcome. `atLeast` is what a
    /// solve cannot do without, by default numbers and powers of each cell.
    static func solve(
        _ contest: Contest, _ settings: Settings, from start: Equilibrium?, _ inputs: TaskInputs, work atLeast: TaskWork? = nil
    ) -> PreparedTask {
        let efforts = inputs.scratch(0, count: contest.layout.cells)
        let last = Last<Equilibrium>()
        return PreparedTask(work: atLeast ?? work(contest.costs, bytesWritten: 8), conclude: { conclusion(last) { Conclusion($0) } }) {
            let equilibrium = try NumericCore.solve(contest, settings: settings, startingFrom: start, into: efforts)
            last.keep(equilibrium, isRight: equilibrium.status == .converged)
            return equilibrium.seconds.solve
        }
    }

    private static func certificate(_ contest: Contest, _ efforts: EffortProfile, _ settings: Settings) -> PreparedTask {
        let last = Last<Certificate>()
        return PreparedTask(work: work(contest.costs, bytesRead: 8), conclude: { conclusion(last) { Conclusion($0) } }) {
            let certificate = try certify(contest, efforts: efforts, settings: settings).certificate
            last.keep(certificate, isRight: certificate.isConverged)
            return nil
        }
    }

    /// Costs read once, a power of each cell where the exponent needs one, and efforts either way.
    private static func work(_ costs: PowerCost, bytesRead: Double = 0, bytesWritten: Double = 0) -> TaskWork {
        let cells = Double(costs.layout.cells)
        return TaskWork(
            bytesRead: (8 + KernelTasks.exponentBytes(costs) + bytesRead) * cells, bytesWritten: bytesWritten * cells,
            powers: KernelTasks.needsPowers(costs) ? cells : 0)
    }

    /// The latest result, or the first one that was wrong.
    private final class Last<Value> {
        private(set) var value: Value?
        private var wentWrong = false

        func keep(_ new: Value, isRight: Bool) {
            if wentWrong { return }
            value = new
            wentWrong = !isRight
        }
    }

    private static func conclusion<Value>(_ last: Last<Value>, _ judge: (Value) -> Conclusion) -> Conclusion {
        last.value.map(judge) ?? .wrong("nothing came of it")
    }
}

extension Conclusion {
    /// A solve counts where it converged, and with it its certificate.
    init(_ equilibrium: Equilibrium) {
        let certificate = equilibrium.certificate
        let outcome = BenchmarkResult.Outcome(
            status: equilibrium.status.rawValue, passes: equilibrium.iterations,
            relativeResidual: certificate.relativeResidual.ifFinite, relativeExploitability: certificate.relativeExploitability.ifFinite)
        if equilibrium.status == .converged {
            self = .right(outcome)
        } else {
            self = .wrong(equilibrium.reason ?? equilibrium.status.rawValue, outcome)
        }
    }

    init(_ certificate: Certificate) {
        let outcome = BenchmarkResult.Outcome(
            status: certificate.isConverged ? Status.converged.rawValue : Status.stalled.rawValue,
            relativeResidual: certificate.relativeResidual.ifFinite, relativeExploitability: certificate.relativeExploitability.ifFinite)
        self = certificate.isConverged ? .right(outcome) : .wrong("the certificate does not hold", outcome)
    }
}

extension Double {
    /// JSON has no other numbers.
    var ifFinite: Double? { isFinite ? self : nil }
}
