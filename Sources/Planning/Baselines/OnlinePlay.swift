/// Plays a rule that decides round by round from what it sees: the round's number and its level.
struct OnlinePlay {
    private let game: PlanningGame
    private let work: PlanWork
    private var state: [Double]
    private var level: Double
    private(set) var plan = Plan()

    init(_ game: PlanningGame, _ work: PlanWork) {
        self.game = game
        self.work = work
        state = game.initial
        level = game.level(after: state)
    }

    /// All rounds.
    /// - Parameter rule: the action of round `round` (from 1) at a level.
    /// - Returns: why it ended early; the plan so far ends there.
    /// - Complexity: O(T) where nothing is forgotten, O(T k) else, and what the rule takes.
    mutating func run(_ rule: (_ round: Int, _ level: Double) -> Int) -> PlanStatus? {
        for round in 1...game.rounds {
            if round & 0xFFF == 0 {
                if let stopped = work.stopped { return stopped }
                work.progress("playing rounds", round, of: game.rounds)
            }
            let action = rule(round, level)
            plan.append(action)
            if game.isTimeInsensitive {
                guard action != Plan.optOut else { continue }
                state[action] += 1
                level = max(level, game.genAIQuality(of: action, after: state[action]))
            } else {
                game.advance(&state, playing: action)
                level = game.level(after: state)
            }
        }
        return nil
    }
}

/// A baseline that is one rule, the same in every round but for what it sees.
struct RulePlanner: Planner {
    /// Makes the rule for one game.
    let rule: @Sendable (PlanningGame, PlanWork) -> (_ round: Int, _ level: Double) -> Int

    func plan(_ game: PlanningGame, _ work: PlanWork) -> PlannerOutcome {
        var play = OnlinePlay(game, work)
        let stopped = play.run(rule(game, work))
        var outcome = PlannerOutcome(plan: play.plan)
        outcome.stopped = stopped
        return outcome
    }
}
