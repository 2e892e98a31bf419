import CBench
import NumericCore

/// Games that join topics: solves, and the iteration that they are made of, against plain inverses of as many matrices as there
/// are creators. A ratio of 2 to that floor is an iteration at half the rate of a library's batched dpotrf and dpotri. A projected
/// step is held against the product with Q alone, by one dgemm: a ratio of 1.43 is a step at 70% of its rate.
enum CoupledTasks {
    /// - Throws: ``TaskError`` for a game whose topics are separate; what a solve throws.
    static func prepare(_ point: TaskPoint, _ inputs: TaskInputs) throws -> PreparedTask {
        guard point.family?.isCoupled == true else {
            throw TaskError(description: "it is for games that join topics", isAbsence: true)
        }
        var settings = Settings()
        settings.threads = point.threads
        let contest = try inputs.contest(point)
        return switch point.task {
        case .structuredStep: try structuredStep(moved(contest), from: inputs.equilibrium(point), point)
        case .coupledWarm:
            SolveTasks.solve(try moved(contest), settings, from: try inputs.equilibrium(point), inputs, work: work(point))
        case .projectedStep: try projectedStep(contest, from: inputs.equilibrium(point), point)
        case .adjoint: try adjoint(contest, at: inputs.equilibrium(point), point)
        default: SolveTasks.solve(contest, settings, from: nil, inputs, work: work(point))
        }
    }

    /// The game with 1% more attention in every topic.
    private static func moved(_ contest: Contest) throws -> Contest { try contest.with(\.mu, contest.market.mu.map { $0 * 1.01 }) }

    /// Near the equilibrium the full step is the first trial and is taken, as in most iterations.
    private static func structuredStep(_ contest: Contest, from start: Equilibrium, _ point: TaskPoint) throws -> PreparedTask {
        let iteration = try StructuredIteration(contest, from: start, threads: point.threads)
        var last: StructuredIteration.Outcome?
        return PreparedTask(work: work(point), conclude: {
            guard let last else { return .wrong("nothing came of it") }
            let outcome = BenchmarkResult.Outcome(
                status: last.isAccepted ? "accepted" : "rejected", passes: last.trials, relativeResidual: last.residuals.after.ifFinite)
            // The merit decides: a residual may rise on the way.
            return last.isAccepted
                ? .right(outcome) : .wrong("the step did not lead to a better point", outcome)
        }) {
            last = iteration.run()
            return nil
        }
    }

    /// From an equilibrium a step leads nowhere, which is the verdict; its cost is that of any other.
    private static func projectedStep(_ contest: Contest, from start: Equilibrium, _ point: TaskPoint) throws -> PreparedTask {
        let step = try ProjectedIteration(contest, from: start, threads: point.threads)
        return PreparedTask(work: RowProductTasks.work(point), conclude: {
            step.change <= 1e-4 ? .right() : .wrong("a step from an equilibrium moves a total by \(step.change) of itself")
        }) {
            step.run()
            return nil
        }
    }

    private static func adjoint(_ contest: Contest, at equilibrium: Equilibrium, _ point: TaskPoint) throws -> PreparedTask {
        var last: Sensitivity.Gradient?
        var fault: String?
        return PreparedTask(work: work(point), conclude: {
            if let fault { return .wrong(fault) }
            guard let last, (0..<contest.topics).allSatisfy({ last.parameters.mu[$0].isFinite }) else { return .wrong("derivatives that are not numbers") }
            return .right()
        }) {
            do { last = try Sensitivity(of: equilibrium, in: contest, threads: point.threads).gradient(of: .totalEffort) } catch { fault = "\(error)" }
            return nil
        }
    }

    /// One inverse a creator: K^3 flops.
    private static func work(_ point: TaskPoint) -> TaskWork {
        let order = Double(point.topics)
        return TaskWork(flops: Double(point.creators) * order * order * order)
    }
}
