import NumericCore

/// What regret is measured against: a reward a round for each player.
public enum RegretBenchmark: Sendable, Equatable {
    /// The Stackelberg outcome, ties for the human.
    case stackelberg
    /// The relaxed benchmark of each player.
    case relaxed
    /// Given numbers; nil where a player's regret is not asked for.
    case values(human: Double?, ai: Double?)

    /// The benchmark of a player in a game with these; nil where it is not asked for, or could not be had in time.
    public func value(for player: Player, in benchmarks: GameBenchmarks) -> Double? {
        switch (self, player) {
        case (.stackelberg, .human): benchmarks.strong.human
        case (.stackelberg, .ai): benchmarks.strong.ai
        case (.relaxed, .human): benchmarks.relaxed?.human.value
        case (.relaxed, .ai): benchmarks.relaxed?.ai.value
        case (.values(let human, _), .human): human
        case (.values(_, let ai), .ai): ai
        }
    }

    /// Whether a player's regret is asked for.
    func isAsked(of player: Player) -> Bool {
        switch (self, player) {
        case (.stackelberg, _), (.relaxed, _): true
        case (.values(let human, _), .human): human != nil
        case (.values(_, let ai), .ai): ai != nil
        }
    }

    func validate() throws(FieldError) {
        guard case .values(let human, let ai) = self else { return }
        for value in [human, ai].compactMap({ $0 }) where !(abs(value) <= PromptingGame.mostReward) {
            throw FieldError(field: "benchmark", expected: "numbers of size at most 1e100", found: "\(value)")
        }
    }
}
