/// A benchmark that is stated with the model, and what this package computes.
///
/// The talk's pair of games that cannot be told apart at delta = 0.01, 0.1 and 0.5, and the game of the large follower gap, whose
/// relaxed benchmarks are its Stackelberg rewards.
public struct PublishedBenchmark: Sendable, Equatable {
    /// The game and the benchmark.
    public let name: String
    /// What is stated, a reward a round.
    public let stated: Double
    /// What is computed.
    public let found: Double

    /// Whether both are equal up to rounding.
    public var holds: Bool { abs(stated - found) <= 1e-12 * max(1, abs(stated)) }

    /// Every stated benchmark.
    /// - Throws: never for the games above, which are valid.
    public static func all() throws(LearningError) -> [PublishedBenchmark] {
        var rows: [PublishedBenchmark] = []
        func add(_ name: String, _ instance: GrowthInstance, stackelberg: Double, human: Double, ai: Double) throws(LearningError) {
            let game = try instance.game
            for (kind, stated, found) in [
                ("Stackelberg, human", stackelberg, game.stackelberg(ties: .strong).human),
                ("relaxed, human", human, game.relaxedHumanBenchmark.value), ("relaxed, assistant", ai, game.relaxedAIBenchmark.value),
            ] {
                rows.append(PublishedBenchmark(name: "\(name): \(kind)", stated: stated, found: found))
            }
        }
        for delta in [0.01, 0.1, 0.5] {
            try add(
                "misaligned, state 1, delta \(delta)", .misaligned(state: 1, delta: delta), stackelberg: 10, human: 8 + 2 * delta, ai: 9 + delta)
            try add(
                "misaligned, state 2, delta \(delta)", .misaligned(state: 2, delta: delta), stackelberg: 8, human: 8, ai: min(10, 9 + 3 * delta))
        }
        try add("large follower gap", .largeFollowerGap, stackelberg: 10, human: 10, ai: 9)
        return rows
    }
}
