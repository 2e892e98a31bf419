import NumericCore
import Persuasion

/// Persuasion. Of `persuasion_cuts` `creators` is the number of types and `topics` that of cuts, of `persuasion_program` `creators` is the number of
/// states and `topics` that of actions.
enum PersuasionTasks {
    /// - Throws: ``FieldError`` where the numbers make no problem.
    static func prepare(_ point: TaskPoint, _ inputs: TaskInputs) throws -> PreparedTask {
        point.task == .persuasionCuts ? try cuts(point, inputs) : try program(point, inputs)
    }

    /// Types below one half, whom alone cuts can tell apart, from their probabilities to the cuts.
    private static func cuts(_ point: TaskPoint, _ inputs: TaskInputs) throws -> PreparedTask {
        let random = CounterRandom(seed: inputs.seed, stream: 0xC075)
        let probabilities = (0..<point.creators).map { random.unit(at: UInt64($0)) / 2 }.sorted()
        var plan: CutPlan?
        return PreparedTask(conclude: { conclude(plan, probabilities, cuts: point.topics) }) {
            plan = try PrivateTypes(probabilities: probabilities).cuts(upTo: point.topics)
            return nil
        }
    }

    /// Right where the intervals between the cuts sell what is said, each as types of their own.
    private static func conclude(_ plan: CutPlan?, _ probabilities: [Double], cuts: Int) -> Conclusion {
        guard let plan, let value = plan.values.last else { return .wrong("nothing came of it") }
        guard plan.cuts.count <= cuts, plan.values.count == cuts + 1 else { return .wrong("\(plan.cuts.count) cuts, \(plan.values.count) values") }
        var (sales, start) = (CompensatedSum(), 0)
        for end in plan.cuts + [probabilities.count] where end > start {
            let part = Double(end - start) / Double(probabilities.count)
            guard let own = try? PrivateTypes(probabilities: Array(probabilities[start..<end])) else { return .wrong("an interval holds no types") }
            sales.add(part * own.pooledPolicy().value)
            start = end
        }
        guard abs(sales.value - value) <= 1e-11 * value else { return .wrong("the cuts sell \(sales.value), not \(value)") }
        return .right(.init(status: Status.converged.rawValue))
    }

    /// Payoffs drawn evenly from 0 to 1, all states as likely.
    private static func program(_ point: TaskPoint, _ inputs: TaskInputs) throws -> PreparedTask {
        let random = CounterRandom(seed: inputs.seed, stream: 0xF1F1)
        func matrix(_ from: Int) -> [[Double]] {
            (0..<point.creators).map { w in (0..<point.topics).map { a in random.unit(at: UInt64(from + w * point.topics + a)) } }
        }
        let problem = try FinitePersuasion(
            prior: [Double](repeating: 1 / Double(point.creators), count: point.creators), sender: matrix(0), receiver: matrix(point.cells))
        var found: OptimalPersuasion?
        return PreparedTask(conclude: {
            guard let found else { return .wrong("nothing came of it") }
            guard found.isCertified, found.certificate.isCertified(tolerance: 1e-9) else {
                return .wrong(found.reason ?? "not certified to 1e-9", .init(status: "not-certified", passes: found.pivots))
            }
            return .right(.init(status: "certified", passes: found.pivots))
        }) {
            found = problem.solve()
            return nil
        }
    }
}
