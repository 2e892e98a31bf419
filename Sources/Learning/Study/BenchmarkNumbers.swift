import NumericCore

/// The benchmarks that are stated with the model, computed anew: the talk's pair of games that cannot be told apart at delta = 0.01,
/// 0.1 and 0.5, and the game of the large follower gap, whose relaxed benchmarks are its Stackelberg rewards.
public enum BenchmarkNumbers {
    /// Every stated benchmark, a reward a round.
    /// - Throws: never for the games above, which are valid.
    public static func all() throws(FieldError) -> [CheckedNumber] {
        var rows: [CheckedNumber] = []
        func add(
            _ name: String, _ source: CheckedNumber.Source, _ instance: GrowthInstance, stackelberg: Double, human: Double, ai: Double
        ) throws(FieldError) {
            let game = try instance.game
            let relaxed = RelaxedBenchmarks(of: game)
            for (kind, stated, found) in [
                ("Stackelberg, human", stackelberg, game.stackelberg(ties: .strong).human),
                ("relaxed, human", human, relaxed.human.value), ("relaxed, assistant", ai, relaxed.ai.value),
            ] {
                rows.append(
                    CheckedNumber(
                        subject: name, statement: kind, source: source, claimed: stated, found: found, tolerance: 1e-12 * max(1, abs(stated))))
            }
        }
        for delta in [0.01, 0.1, 0.5] {
            try add(
                "misaligned, state 1, delta \(delta)", .talk, .misaligned(state: 1, delta: delta), stackelberg: 10, human: 8 + 2 * delta, ai: 9 + delta)
            try add(
                "misaligned, state 2, delta \(delta)", .talk, .misaligned(state: 2, delta: delta), stackelberg: 8, human: 8, ai: min(10, 9 + 3 * delta))
        }
        try add("large follower gap", .derived, .largeFollowerGap, stackelberg: 10, human: 10, ai: 9)
        return rows
    }
}
