import NumericCore

extension RulePlanner {
    /// argmax_i r_i(M_t), the lowest index on ties; opts out where nothing pays.
    static let greedy = RulePlanner { game, _ in
        var seen = Double.nan
        var best = Plan.optOut
        return { _, level in
            // A level that has not changed has the same best topic.
            if level != seen { (seen, best) = (level, game.bestPlay(at: level)?.topic ?? Plan.optOut) }
            return best
        }
    }

    /// Topic (t - 1) mod k where it pays, else opting out.
    static let roundRobin = RulePlanner { game, _ in
        { round, level in
            let topic = (round - 1) % game.topics
            return game.payoff(of: topic, at: level) > 0 ? topic : Plan.optOut
        }
    }

    /// One of the topics or opting out, each with the same chance, whether or not it pays.
    static let uniform = RulePlanner { game, work in
        let random = CounterRandom(seed: work.settings.seed, stream: 0)
        return { round, _ in min(Int(random.unit(at: UInt64(round)) * Double(game.topics + 1)), game.topics) - 1 }
    }
}

/// Never works, and is worth 0.
struct OptOutPlanner: Planner {
    func plan(_ game: PlanningGame, _ work: PlanWork) -> PlannerOutcome { PlannerOutcome(plan: Plan()) }
}

/// One topic for ever, opting out in rounds where it does not pay; the best such topic, the lowest index on ties.
struct BestTopicPlanner: Planner {
    /// - Complexity: O(T k) where nothing is forgotten or GenAI starts from nothing, O(T k^2) else; over threads.
    func plan(_ game: PlanningGame, _ work: PlanWork) -> PlannerOutcome {
        let found = SharedTable(count: game.topics, filledWith: Candidate(plan: Plan(), value: -.infinity, stopped: nil))
        work.workers.run(game.topics) { topic in
            var play = OnlinePlay(game, work)
            let stopped = play.run { _, level in game.payoff(of: topic, at: level) > 0 ? topic : Plan.optOut }
            let value = PlanSimulation(of: play.plan, in: game, keepsStretches: false).value
            found[topic] = Candidate(plan: play.plan, value: value, stopped: stopped)
        }
        let all = found.array
        var best = 0
        for topic in 1..<max(game.topics, 1) where all[topic].value > all[best].value { best = topic }
        var outcome = PlannerOutcome(plan: all[best].plan)
        outcome.stopped = all.compactMap(\.stopped).first
        return outcome
    }

    private struct Candidate {
        let plan: Plan
        let value: Double
        let stopped: PlanStatus?
    }
}
