import NumericCore

/// A path of a level graph: its raises, from node 0.
struct LevelPath: Sendable {
    /// A raise: the topic played at `node` leads to `next`.
    struct Raise: Sendable {
        var node: Int
        var topic: Int
        var next: Int
    }
    var raises: [Raise] = []

    init() {}

    /// The path that prices choose.
    init(_ prices: LevelPrices, in graph: LevelGraph) {
        var node = 0
        while prices.choice[node] >= 0, let next = graph.target(node, Int(prices.choice[node])) {
            raises.append(Raise(node: node, topic: Int(prices.choice[node]), next: next))
            node = next
        }
    }

    /// Payoff and length of the path with all free plays that pay more than `lambda`.
    func line(_ graph: LevelGraph, lambda: Double) -> (payoff: Double, plays: Double) {
        var sum = CompensatedSum()
        var plays = Double(raises.count)
        for raise in raises { sum.add(graph.payoff(raise.node, raise.topic)) }
        forEachStep { step in
            for topic in 0..<graph.topics {
                let payoff = graph.payoff(step.node, topic)
                guard payoff > lambda else { continue }
                let free = Double(graph.freePlays(of: topic, at: step.node, after: step.previous, raised: step.raised))
                sum.add(free * payoff)
                plays += free
            }
        }
        return (sum.value, plays)
    }

    /// A node of the path, and how it was come to.
    struct Step {
        var node: Int
        var previous: Int?
        var raised: Int?
    }

    /// The path's nodes in order.
    func forEachStep(_ body: (Step) -> Void) {
        body(Step(node: 0))
        for raise in raises { body(Step(node: raise.next, previous: raise.node, raised: raise.topic)) }
    }
}

/// A path with as many plays as the horizon takes: its raises and the best free plays.
struct FilledPath: Sendable {
    let path: LevelPath
    /// Free plays made at each step, a row of `topics` counts a step.
    let freePlays: [Int]

    /// The first T raises at most, and the best T - m free plays with a payoff above 0, earlier ones first on ties.
    /// - Complexity: O(m k) expected.
    init(_ path: LevelPath, in graph: LevelGraph) {
        var path = path
        if path.raises.count > graph.horizon { path.raises.removeLast(path.raises.count - graph.horizon) }
        var offers: [WeightedPayoff] = []
        path.forEachStep { step in
            for topic in 0..<graph.topics {
                let payoff = graph.payoff(step.node, topic)
                let free = graph.freePlays(of: topic, at: step.node, after: step.previous, raised: step.raised)
                if payoff > 0, free > 0 { offers.append(WeightedPayoff(payoff: payoff, plays: free)) }
            }
        }
        var (least, rest) = WeightedPayoff.best(graph.horizon - path.raises.count, of: &offers)
        var plays: [Int] = []
        plays.reserveCapacity((path.raises.count + 1) * graph.topics)
        path.forEachStep { step in
            for topic in 0..<graph.topics {
                let payoff = graph.payoff(step.node, topic)
                var free = graph.freePlays(of: topic, at: step.node, after: step.previous, raised: step.raised)
                if payoff <= 0 || payoff < least { free = 0 }
                if payoff == least, free > 0 {
                    free = min(free, rest)
                    rest -= free
                }
                plays.append(max(free, 0))
            }
        }
        self.path = path
        freePlays = plays
    }

    /// With given free plays.
    init(_ path: LevelPath, freePlays: [Int]) { (self.path, self.freePlays) = (path, freePlays) }

    /// The plays in the path's order: at each node its free plays, topic after topic, then the raise.
    func plan(topics: Int) -> Plan {
        var plan = Plan()
        for step in 0...path.raises.count {
            for topic in 0..<topics { plan.append(topic, rounds: freePlays[step * topics + topic]) }
            if step < path.raises.count { plan.append(path.raises[step].topic) }
        }
        return plan
    }
}

/// Plays that pay the same.
struct WeightedPayoff {
    var payoff: Double
    var plays: Int

    /// Where the best `wanted` plays end: all above `least` are among them, and `rest` of those that pay exactly that.
    /// - Complexity: O(offers) expected; reorders them.
    static func best(_ wanted: Int, of offers: inout [WeightedPayoff]) -> (least: Double, rest: Int) {
        var (low, high, missing) = (0, offers.count, wanted)
        while low < high {
            let pivot = offers[low + (high - low) / 2].payoff
            // Above the pivot, equal to it, below it.
            var (above, index, below, more, same) = (low, low, high, 0, 0)
            while index < below {
                let offer = offers[index]
                if offer.payoff > pivot {
                    offers.swapAt(index, above)
                    more += offer.plays
                    above += 1
                    index += 1
                } else if offer.payoff < pivot {
                    below -= 1
                    offers.swapAt(index, below)
                } else {
                    same += offer.plays
                    index += 1
                }
            }
            if more >= missing, above > low {
                high = above
            } else if more + same >= missing {
                return (pivot, max(missing - more, 0))
            } else {
                missing -= more + same
                low = below
            }
        }
        return (0, 0)
    }
}
