import NumericCore

extension LevelGraph {
    /// A node for each level that a play which pays can lead to: the topics' sorted lists of levels, merged.
    ///
    /// A list is a running maximum, so that rounding cannot break its order, and ends with the first level at which its topic no
    /// longer pays, or with the last that is new. The last node may be one at which nothing pays.
    /// - Parameter nodeLimit: nil comes back where there would be more nodes.
    /// - Complexity: V <= 1 + sum_i min(T, plays of i that pay) nodes, O(V k) time and memory.
    init?(exact levels: TopicLevels, nodeLimit: Int, workers: Workers) {
        let lengths = (0..<levels.game.topics).map { levels.listLength(of: $0) }
        guard lengths.reduce(1, +) <= nodeLimit else { return nil }
        let lists = SharedTable(count: lengths.count, filledWith: [Double]())
        workers.run(lengths.count) { topic in lists[topic] = Self.list(levels, topic, count: lengths[topic]) }
        let merge = LevelMerge(lists.array, levels)
        let payoffs = Self.payoffs(levels.game, merge.nodes, workers)
        self.init(levels: levels, nodes: merge.nodes, payoffs: payoffs, caps: merge.caps, targets: merge.targets(payoffs))
    }

    /// lev_i(1), ..., lev_i(count) as a running maximum.
    private static func list(_ levels: TopicLevels, _ topic: Int, count: Int) -> [Double] {
        var highest = -Double.infinity
        return (1..<count + 1).map { plays in
            highest = max(highest, levels.level(of: topic, after: plays))
            return highest
        }
    }

    /// r_i(M_v)^+ for all nodes, a row of `stride` a node.
    static func payoffs(_ game: PlanningGame, _ nodes: [Double], _ workers: Workers) -> [Double] {
        let stride = stride(game.topics)
        let tile = 1024
        return [Double](unsafeUninitializedCapacity: nodes.count * stride) { table, count in
            nonisolated(unsafe) let table = table
            workers.run((nodes.count + tile - 1) / tile) { index in
                for node in index * tile..<min((index + 1) * tile, nodes.count) {
                    let row = table.baseAddress! + node * stride
                    for topic in 0..<stride {
                        (row + topic).initialize(to: topic < game.topics ? max(game.payoff(of: topic, at: nodes[node]), 0) : 0)
                    }
                }
            }
            count = nodes.count * stride
        }
    }
}

extension TopicLevels {
    /// Whether no further play of a topic raises its level.
    func isSpent(_ topic: Int, after plays: Int) -> Bool { level(of: topic, after: plays) >= game.genAIQualityLimit(of: topic) }

    /// Plays after which a topic's list of levels ends: it no longer pays, does not rise any more, or the horizon is reached.
    func listLength(of topic: Int) -> Int {
        let paying = min(playsThatPay(of: topic) ?? horizon, horizon)
        guard paying > 0 else { return 0 }
        return min(paying, plays(of: topic, below: game.genAIQualityLimit(of: topic)) + 1)
    }
}

/// Sorted lists of levels merged into nodes, with the counts at each.
private struct LevelMerge {
    private(set) var nodes: [Double]
    private(set) var caps: [Double]
    private let topics: Int
    private let stride: Int

    /// - Complexity: O(V k).
    init(_ lists: [[Double]], _ levels: TopicLevels) {
        topics = lists.count
        let stride = LevelGraph.stride(topics)
        self.stride = stride
        let most = lists.reduce(1) { $0 + $1.count }
        var merged = [levels.start]
        merged.reserveCapacity(most)
        // What lies at or below the first level is free from the start.
        var counts = lists.map { list in list.prefix { $0 <= levels.start }.count }
        var heads = zip(lists, counts).map { $1 < $0.count ? $0[$1] : .infinity }
        // A list that ended because the level does not rise any more leaves all further plays free.
        let ends = lists.indices.map { Double(levels.isSpent($0, after: lists[$0].count) ? levels.horizon : lists[$0].count) }
        caps = [Double](unsafeUninitializedCapacity: most * stride) { table, filled in
            func addRow() {
                let row = table.baseAddress! + filled
                for topic in 0..<stride { (row + topic).initialize(to: 0) }
                for topic in lists.indices { row[topic] = heads[topic] == .infinity ? ends[topic] : Double(counts[topic]) }
                filled += stride
            }
            addRow()
            while true {
                var next = Double.infinity
                for head in heads where head < next { next = head }
                guard next < .infinity else { break }
                merged.append(next)
                for topic in lists.indices where heads[topic] == next {
                    repeat { counts[topic] += 1 } while counts[topic] < lists[topic].count && lists[topic][counts[topic]] == next
                    heads[topic] = counts[topic] < lists[topic].count ? lists[topic][counts[topic]] : .infinity
                }
                addRow()
            }
        }
        nodes = merged
    }

    /// Of each node and topic that pays, the next node at which the topic's count has grown; -1 where there is none.
    func targets(_ payoffs: [Double]) -> [Int32] {
        [Int32](unsafeUninitializedCapacity: nodes.count * topics) { table, filled in
            var next = [Int32](repeating: -1, count: topics)
            for node in nodes.indices.reversed() {
                for topic in 0..<topics {
                    let pays = payoffs[node * stride + topic] > 0
                    (table.baseAddress! + node * topics + topic).initialize(to: pays ? next[topic] : -1)
                    if node > 0, caps[node * stride + topic] > caps[(node - 1) * stride + topic] { next[topic] = Int32(node) }
                }
            }
            filled = nodes.count * topics
        }
    }
}
