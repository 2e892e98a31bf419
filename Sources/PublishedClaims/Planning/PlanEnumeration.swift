import Planning

/// OPT_T over all (k + 1)^T plans, plays that do not pay included: nothing of the planners' ideas.
struct PlanEnumeration {
    let optimum: Double

    init(_ game: PlanningGame) { optimum = Self.best(game, game.initial, game.rounds) }

    private static func best(_ game: PlanningGame, _ state: [Double], _ left: Int) -> Double {
        guard left > 0 else { return 0 }
        var level = -Double.infinity
        for topic in 0..<game.topics { level = max(level, game.genAIQuality(of: topic, after: state[topic])) }
        var faded = state
        for topic in 0..<game.topics { faded[topic] = game.memory[topic] * state[topic] }
        var best = left == 1 ? 0 : self.best(game, faded, left - 1)
        for topic in 0..<game.topics {
            let payoff = game.payoff(of: topic, at: level)
            if left == 1 {
                best = max(best, payoff)
                continue
            }
            let kept = faded[topic]
            faded[topic] = game.memory[topic] * (state[topic] + 1)
            best = max(best, payoff + self.best(game, faded, left - 1))
            faded[topic] = kept
        }
        return best
    }

    /// Random games small enough for it: at most about 4000 plans.
    static func game(_ index: Int, seed: UInt64, memory: RandomPlanningGames.Memory? = nil) throws -> PlanningGame {
        var family = RandomPlanningGames(seed: seed)
        family.memory = memory ?? [.short, .long, .mixed][index % 3]
        let topics = 1 + index / 3 % 3
        family.topics = topics...topics
        family.rounds = 3...[10, 7, 6][topics - 1]
        return try family.game(index)
    }
}
