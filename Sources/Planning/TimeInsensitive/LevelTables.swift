/// Levels and payoffs as plain tables, of which every link and gap is a special case: all that the exact method needs is that levels
/// do not fall in plays and payoffs do not rise in the level. It is tried on such tables, where ties and jumps are common.
package struct LevelTables {
    /// T.
    package let rounds: Int
    /// lev_i(n), n = 0 ... T, nondecreasing; a list a topic.
    package let levels: [[Double]]
    /// r_i(M), nonincreasing in M.
    package let payoff: (_ topic: Int, _ level: Double) -> Double

    package init(rounds: Int, levels: [[Double]], payoff: @escaping (_ topic: Int, _ level: Double) -> Double) {
        (self.rounds, self.levels, self.payoff) = (rounds, levels, payoff)
    }

    package var topics: Int { levels.count }

    /// What the exact method says of the tables.
    package struct Solution {
        /// min D(lambda), at least the optimum (A2).
        package var bound: Double
        /// Whether the best path without a horizon has more than T plays; where it has not, `bound` is the optimum (A1).
        package var horizonBinds: Bool
        /// The best path of at most T plays, no entry dropped (A3).
        package var whole: Double
        /// The same, entries dropped that cannot come to what a plan is known to pay.
        package var pruned: Double
        /// The multiplier's paths, filled with free plays, and the budgeted graph's two.
        package var plans: [Plan]
    }

    /// A2 and A3 with and without dropping entries; `known` is what some plan pays.
    /// - Complexity: O(k^2 T^2 + k^3 T) and the V k T of making a graph by looking.
    package func solved(known: Double) -> Solution? {
        guard let graph = graph() else { return nil }
        let work = PlanWork(PlanSettings())
        let multiplier = MultiplierBound(graph, work)
        var all = BudgetedGraph(graph, prices: multiplier.prices, lowerBound: nil)
        var few = BudgetedGraph(graph, prices: multiplier.prices, lowerBound: known)
        guard let whole = all.best(work, entryLimit: .max), let pruned = few.best(work, entryLimit: .max) else { return nil }
        let filled = [multiplier.short, multiplier.long].compactMap { $0 }.map { FilledPath($0, in: graph) }
        return Solution(
            bound: multiplier.bound, horizonBinds: multiplier.horizonBinds, whole: whole.value, pruned: pruned.value,
            plans: (filled + [whole.filled, pruned.filled]).map { $0.plan(topics: topics) })
    }

    /// Every level a node, counts and targets by looking; nil where a list is not one of levels.
    func graph() -> LevelGraph? {
        let start = levels.compactMap(\.first).max() ?? 0
        let nodes = Set(levels.joined()).filter { $0 >= start }.sorted()
        let stride = LevelGraph.stride(topics)
        var payoffs = [Double](repeating: 0, count: nodes.count * stride)
        var caps = payoffs
        var targets = [Int32](repeating: -1, count: nodes.count * topics)
        for (node, level) in nodes.enumerated() {
            for topic in 0..<topics {
                guard let cap = levels[topic].lastIndex(where: { $0 <= level }) else { return nil }
                payoffs[node * stride + topic] = max(payoff(topic, level), 0)
                caps[node * stride + topic] = Double(cap)
                guard cap < rounds, payoff(topic, level) > 0 else { continue }
                guard let target = nodes.firstIndex(of: levels[topic][cap + 1]) else { return nil }
                targets[node * topics + topic] = Int32(target)
            }
        }
        // Only the horizon and the number of topics of the game are used: levels and payoffs are the tables'.
        guard let game = try? PlanningGame(topics: topics, rounds: rounds, quality: 1, cost: 0, gap: .linear(initial: 0, rate: 0)) else {
            return nil
        }
        return LevelGraph(levels: TopicLevels(game, horizon: rounds), nodes: nodes, payoffs: payoffs, caps: caps, targets: targets)
    }
}

/// How large the graph of all levels is: what one pass over it has to price (A1).
package struct LevelGraphSize: Sendable, Equatable {
    /// V, the levels.
    package let nodes: Int
    /// E, the raises that pay.
    package let edges: Int
    /// E k: payoffs times counts that a pass adds up.
    package let terms: Int

    /// nil where a level graph is not made: a game that forgets, or one with too many levels.
    package init?(of game: PlanningGame) {
        guard game.isTimeInsensitive else { return nil }
        let levels = TopicLevels(game, horizon: LongRun(of: game).horizon(of: game))
        let workers = PlanWork(PlanSettings()).workers
        guard let graph = LevelGraph(exact: levels, nodeLimit: ExactPlanner.nodeLimit, workers: workers) else { return nil }
        nodes = graph.count
        edges = graph.targets.count { $0 >= 0 }
        terms = edges * game.topics
    }
}
