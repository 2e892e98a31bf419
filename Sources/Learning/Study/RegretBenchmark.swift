import NumericCore

/// What regret is measured against: a reward a round for each player.
public enum RegretBenchmark: Sendable, Equatable {
    /// The Stackelberg outcome, ties for the human.
    case stackelberg
    /// The relaxed benchmark of each player.
    case relaxed
    /// Given numbers; nil where a player's regret is not asked for.
    case values(human: Double?, ai: Double?)

    /// The benchmark of a player in a game.
    public func value(for player: Player, in game: PromptingGame) -> Double? {
        switch (self, player) {
        case (.stackelberg, .human): game.stackelberg(ties: .strong).human
        case (.stackelberg, .ai): game.stackelberg(ties: .strong).ai
        case (.relaxed, .human): game.relaxedHumanBenchmark.value
        case (.relaxed, .ai): game.relaxedAIBenchmark.value
        case (.values(let human, _), .human): human
        case (.values(_, let ai), .ai): ai
        }
    }

    func validate() throws(FieldError) {
        guard case .values(let human, let ai) = self else { return }
        for value in [human, ai].compactMap({ $0 }) where !(abs(value) <= PromptingGame.mostReward) {
            throw FieldError(field: "benchmark", expected: "numbers of size at most 1e100", found: "\(value)")
        }
    }
}
