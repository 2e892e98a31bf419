/// A4: bounds and plans on buckets of levels, split until they are close, whatever the horizon.
struct BucketPlanner: Planner {
    /// Numbers of a graph's table, 16 bytes each: more buckets than fit are not made.
    static let tableLimit = 1 << 24

    func plan(_ game: PlanningGame, _ work: PlanWork) -> PlannerOutcome {
        let levels = TopicLevels(game, horizon: LongRun(of: game).horizon(of: game))
        guard levels.horizon > 0 else { return .leavingAtOnce }
        let limit = max(min(work.settings.bucketLimit, Self.tableLimit / game.topics), 2)
        var buckets = BucketStarts(levels, count: min(work.settings.buckets, limit))
        var best = BestPlan(of: game)
        var outcome = PlannerOutcome(plan: Plan())
        outcome.method = .buckets
        var bound = Double.infinity
        while true {
            let graph = LevelGraph(levels, buckets: buckets.starts, workers: work.workers)
            let multiplier = MultiplierBound(graph, work)
            if multiplier.bound < bound {
                bound = multiplier.bound
                outcome.lambda = multiplier.lambda
                outcome.horizonBinds = multiplier.horizonBinds
            }
            outcome.stopped = multiplier.stopped
            let paths = [multiplier.short, multiplier.long].compactMap { $0 }.map { FilledPath($0, in: graph) }
            for path in paths { best.consider(path.playedByLevel(in: graph)) }
            let reached = best.value >= bound * (1 - work.settings.accuracy) || work.settings.closes(best.value, bound)
            work.progress("splitting buckets", graph.count, of: limit)
            if reached || outcome.stopped != nil { break }
            let losses = paths.reduce(into: [BucketLoss](repeating: BucketLoss(), count: graph.count)) { $1.addLosses(in: graph, to: &$0) }
            if !buckets.split(losses, limit: limit) { break }
        }
        outcome.plan = best.plan
        outcome.dualBound = bound
        outcome.bounds = [PlanBound(name: PlanMethod.buckets.rawValue, value: bound)]
        return outcome
    }
}

extension FilledPath {
    /// Adds what the plays of each bucket would lose were they paid at the last level in the bucket, not at the first.
    func addLosses(in graph: LevelGraph, to losses: inout [BucketLoss]) {
        let levels = graph.levels
        var step = 0
        path.forEachStep { place in
            defer { step += 1 }
            guard place.node + 1 < graph.count else { return }
            var end = graph.nodes[place.node]
            for topic in 0..<graph.topics where graph.payoff(place.node, topic) > 0 {
                end = max(end, levels.level(of: topic, after: graph.cap(place.node, topic)))
            }
            losses[place.node].end = end
            guard end > graph.nodes[place.node] else { return }
            for topic in 0..<graph.topics {
                let raise = step < path.raises.count && path.raises[step].topic == topic ? 1 : 0
                let plays = freePlays[step * graph.topics + topic] + raise
                guard plays > 0 else { continue }
                losses[place.node].payoff += Double(plays) * (graph.payoff(place.node, topic) - levels.game.payoff(of: topic, at: end))
            }
        }
    }

    /// The path's plays in its order of buckets, within a bucket by the level that each leads to; those that would not pay are left
    /// out. Sorting is optimal neither across buckets nor, always, within one: it is a plan, played for real before it is believed.
    ///
    /// Long stretches of one topic are sorted in blocks, at most 1024 a topic and bucket.
    /// - Complexity: O(T log T).
    func playedByLevel(in graph: LevelGraph) -> Plan {
        let (levels, game) = (graph.levels, graph.levels.game)
        var plan = Plan()
        var counts = [Int](repeating: 0, count: graph.topics)
        var level = levels.start
        func play(_ topic: Int, _ rounds: Int) {
            guard game.payoff(of: topic, at: level) > 0 else { return }
            counts[topic] += rounds
            plan.append(topic, rounds: rounds)
            level = max(level, levels.level(of: topic, after: counts[topic]))
        }
        var blocks: [(level: Double, topic: Int, rounds: Int)] = []
        for step in 0...path.raises.count {
            blocks.removeAll(keepingCapacity: true)
            for topic in 0..<graph.topics {
                let plays = freePlays[step * graph.topics + topic]
                let size = max(1, plays / 1024)
                var made = 0
                while made < plays {
                    let rounds = levels.isSpent(topic, after: counts[topic] + made) ? plays - made : min(size, plays - made)
                    made += rounds
                    blocks.append((levels.level(of: topic, after: counts[topic] + made), topic, rounds))
                }
            }
            blocks.sort { ($0.level, $0.topic, $1.rounds) < ($1.level, $1.topic, $0.rounds) }
            for block in blocks { play(block.topic, block.rounds) }
            if step < path.raises.count { play(path.raises[step].topic, 1) }
        }
        return plan
    }
}
