import NumericCore

extension LevelGraph {
    /// A node for each level that a play which pays can lead to: the topics' sorted lists of levels, merged.
    ///
    /// A list is a running maximum, so that rounding cannot break its order, and ends with the first level at which its topic no
    /// longer pays. The last node may be one at which nothing pays.
    /// - Parameter nodeLimit: nil comes back where there would be more nodes.
    /// - Complexity: V <= 1 + sum_i min(T, plays of i that pay) nodes, O(V k) time and memory.
    init?(exact levels: TopicLevels, nodeLimit: Int, workers: Workers) {
        let game = levels.game
        let topics = game.topics
        var lists: [[Double]] = []
        var total = 1
        for topic in 0..<topics {
            lists.append(Self.list(levels, topic, limit: nodeLimit - total))
            total += lists[topic].count
            if total > nodeLimit { return nil }
        }
        var merged = [levels.start]
        merged.reserveCapacity(total)
        let stride = Self.stride(topics)
        var caps: [Double] = []
        caps.reserveCapacity(total * stride)
        var targets: [Int32] = []
        targets.reserveCapacity(total * topics)
        var counts = [Int](repeating: 0, count: topics)
        var lastEvent = [Int](repeating: 0, count: topics)
        // What lies at or below the first level is free from the start.
        for topic in 0..<topics {
            while counts[topic] < lists[topic].count, lists[topic][counts[topic]] <= levels.start { counts[topic] += 1 }
        }
        // A list that ended because the level does not rise any more leaves all further plays free.
        let endsSpent = (0..<topics).map { levels.isSpent($0, after: lists[$0].count) }
        func addRow() {
            for topic in 0..<topics {
                let isSpent = endsSpent[topic] && counts[topic] == lists[topic].count
                caps.append(Double(isSpent ? levels.horizon : counts[topic]))
            }
            for _ in topics..<stride { caps.append(0) }
            for _ in 0..<topics { targets.append(-1) }
        }
        addRow()
        while true {
            var next = Double.infinity
            for topic in 0..<topics where counts[topic] < lists[topic].count { next = min(next, lists[topic][counts[topic]]) }
            guard next < .infinity else { break }
            let node = merged.count
            merged.append(next)
            for topic in 0..<topics where counts[topic] < lists[topic].count && lists[topic][counts[topic]] == next {
                for earlier in lastEvent[topic]..<node { targets[earlier * topics + topic] = Int32(node) }
                lastEvent[topic] = node
                repeat { counts[topic] += 1 } while counts[topic] < lists[topic].count && lists[topic][counts[topic]] == next
            }
            addRow()
        }
        let payoffs = Self.payoffs(game, merged, workers)
        for node in merged.indices {
            for topic in 0..<topics where payoffs[node * stride + topic] == 0 { targets[node * topics + topic] = -1 }
        }
        self.init(levels: levels, nodes: merged, payoffs: payoffs, caps: caps, targets: targets)
    }

    /// lev_i(1), lev_i(2), ... up to the horizon, the first that ends the topic's pay, or the last that is new.
    private static func list(_ levels: TopicLevels, _ topic: Int, limit: Int) -> [Double] {
        let game = levels.game
        var list: [Double] = []
        var level = max(levels.start, levels.level(of: topic, after: 0))
        guard game.payoff(of: topic, at: level) > 0 else { return list }
        while list.count < levels.horizon, list.count <= limit, !levels.isSpent(topic, after: list.count) {
            let next = max(list.last ?? -.infinity, levels.level(of: topic, after: list.count + 1))
            list.append(next)
            guard next > level else { continue }
            level = next
            if game.payoff(of: topic, at: level) <= 0 { break }
        }
        return list
    }

    /// r_i(M_v)^+ for all nodes.
    static func payoffs(_ game: PlanningGame, _ nodes: [Double], _ workers: Workers) -> [Double] {
        let stride = stride(game.topics)
        let table = SharedTable(count: nodes.count * stride, filledWith: 0.0)
        let tile = 1024
        workers.run((nodes.count + tile - 1) / tile) { index in
            for node in index * tile..<min((index + 1) * tile, nodes.count) {
                for topic in 0..<game.topics { table[node * stride + topic] = max(game.payoff(of: topic, at: nodes[node]), 0) }
            }
        }
        return table.array
    }
}

extension TopicLevels {
    /// Whether no further play of a topic raises its level.
    func isSpent(_ topic: Int, after plays: Int) -> Bool { level(of: topic, after: plays) >= game.genAIQualityLimit(of: topic) }
}
