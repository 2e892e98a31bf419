/// What a player can hope for against one who errs a little: a value, and the error e at which the infimum is attained.
public struct RelaxedBenchmark: Sendable, Equatable {
    /// Reward a round.
    public let value: Double
    /// The smallest e that attains it.
    public let epsilon: Double
}

/// The relaxed benchmarks of both players.
///
/// With B_e(a) = {b : vA(a, b) >= max_b' vA(a, b') - e}, lower(e) = max_a min over B_e(a) of vH and
/// A_e = {a : max over B_e(a) of vH >= lower(e) - e},
///
///     human: inf over e >= 0 of lower(e) + e              assistant: inf over e >= 0 of min over A_e of max_b vA(a, b) + e
///
/// lower falls in steps that are closed on the left, so the human's infimum is the least value at the beginning of a step. A prompt is in
/// A_e from the first e on at which one of its responses b is within e of the best and vH(a, b) + e >= lower(e), both of which stay true:
/// the assistant's is the least max_b' vA(a, b') + e over all pairs (a, b), e being where both become true for the pair (all this
/// derived here).
/// Source of the benchmarks: arXiv:2403.00188 and the talk named at ``PromptingGame`` (which prints vA in the last term of A_e; vH is
/// meant, derived here).
///
/// Rewards are taken as the decimals that they are printed as, and all sums and comparisons are exact where one power of ten as the unit
/// leaves each at most 37 digits; in other games, whose rewards lie twenty orders of magnitude apart and more, they are those of doubles.
public struct RelaxedBenchmarks: Sendable, Equatable {
    /// The human's.
    public let human: RelaxedBenchmark
    /// The assistant's.
    public let ai: RelaxedBenchmark

    /// Both benchmarks of a game.
    /// - Complexity: O(n log n) time and O(n) memory for n = prompts x responses.
    public init(of game: PromptingGame) {
        guard let all = try? RelaxedBenchmarks(of: game, watch: nil) else { preconditionFailure("nothing stops what is not watched") }
        self = all
    }

    /// - Throws: where `watch` says stop.
    init(of game: PromptingGame, watch: PlayWatch?) throws(WorkPace.Stopped) {
        var pace = WorkPace(watch)
        if let units = try RewardUnits(of: game, &pace) {
            let scan = try RelaxedScan(human: units.human, ai: units.ai, &pace)
            self.init(try scan.human(&pace), try scan.ai(&pace)) { units.double($0) }
        } else {
            func there(_ rows: [[Double?]]) -> [[Double]] { rows.map { $0.compactMap { $0 } } }
            let scan = try RelaxedScan(human: there(game.human), ai: there(game.ai), &pace)
            self.init(try scan.human(&pace), try scan.ai(&pace)) { $0 }
        }
    }

    private init<Number>(_ human: (value: Number, e: Number), _ ai: (value: Number, e: Number), double: (Number) -> Double) {
        self.human = RelaxedBenchmark(value: double(human.value), epsilon: double(human.e))
        self.ai = RelaxedBenchmark(value: double(ai.value), epsilon: double(ai.e))
    }
}
