import NumericCore

extension LevelGraph {
    /// A node for each of some levels, every level rounded down to the one at or below it (A4).
    ///
    /// cap_i(b) = max {n: lev_i(n) < h_{b+1}} and payoffs are those at h_b. A path of the exact graph leaves bucket b by topic j at the
    /// count cap_j(b) exactly, as lev_j(cap_j(M)) <= M < h_{b+1} <= lev_j(cap_j(M) + 1); its raises within a bucket are free plays here.
    /// So it has an image that pays no less, and V(lambda), D(lambda) are upper bounds on what they are for the exact graph.
    /// - Parameter starts: h_0 = M_0 < h_1 < ...; the last bucket has no end.
    /// - Complexity: O(B k) counts by the closed inverse of phi, whatever the horizon; O(B k) memory.
    init(_ levels: TopicLevels, buckets starts: [Double], workers: Workers) {
        let game = levels.game
        let (topics, stride) = (game.topics, Self.stride(game.topics))
        let payoffs = Self.payoffs(game, starts, workers)
        let caps = SharedTable(count: starts.count * stride, filledWith: 0.0)
        let targets = SharedTable(count: starts.count * topics, filledWith: Int32(-1))
        workers.run(starts.count) { bucket in
            for topic in 0..<topics where payoffs[bucket * stride + topic] > 0 {
                let isLast = bucket + 1 == starts.count
                let cap = isLast ? levels.horizon : levels.plays(of: topic, below: starts[bucket + 1])
                caps[bucket * stride + topic] = Double(cap)
                guard cap < levels.horizon else { continue }
                targets[bucket * topics + topic] = Int32(Self.bucket(of: levels.level(of: topic, after: cap + 1), in: starts, after: bucket))
            }
        }
        self.init(levels: levels, nodes: starts, payoffs: payoffs, caps: caps.array, targets: targets.array)
    }

    /// The last bucket that starts at or below a level; one after `bucket`, as the level is not in that one.
    private static func bucket(of level: Double, in starts: [Double], after bucket: Int) -> Int {
        // Most raises go to one of the next few.
        var step = 1
        var low = bucket + 1
        while low + step < starts.count, starts[low + step] <= level { (low, step) = (low + step, step * 2) }
        var high = min(low + step, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= level { low = middle } else { high = middle }
        }
        return low
    }
}

/// What the plays of a bucket would lose were they paid at its last level, `end`.
struct BucketLoss {
    var payoff = 0.0
    var end = 0.0
}

/// Where buckets begin, and how they are split.
struct BucketStarts {
    let levels: TopicLevels
    /// h_0 = M_0 < h_1 < ...
    private(set) var starts: [Double]

    /// Levels spread evenly from M_0 to where nothing pays, or to the highest that the horizon allows.
    init(_ levels: TopicLevels, count: Int) {
        self.levels = levels
        let game = levels.game
        var top = levels.start
        for topic in 0..<game.topics where game.payoff(of: topic, at: levels.start) > 0 {
            let plays = min(levels.playsThatPay(of: topic) ?? levels.horizon, levels.horizon)
            top = max(top, levels.level(of: topic, after: plays))
        }
        starts = [levels.start]
        let wanted = (1..<max(count, 2)).map { levels.start + (top - levels.start) * (Double($0) / Double(max(count, 2) - 1)) }
        add(wanted.map { min($0, top) })
    }

    /// Splits the buckets in which plays lose most by being paid as at the bucket's start.
    /// - Parameters:
    ///   - losses: of each bucket.
    ///   - limit: no more buckets than this in all.
    /// - Returns: false where no bucket could be split.
    mutating func split(_ losses: [BucketLoss], limit: Int) -> Bool {
        let total = losses.reduce(0) { $0 + $1.payoff }
        guard total > 0, starts.count < limit else { return false }
        let share = total / Double(min(starts.count, limit - starts.count))
        var wanted: [Double] = []
        for (bucket, loss) in losses.enumerated() where loss.payoff > 0.1 * share {
            let parts = Int(min(max((loss.payoff / share).rounded(.up), 1), 64)) + 1
            let width = loss.end - starts[bucket]
            for part in 1..<parts { wanted.append(starts[bucket] + width * Double(part) / Double(parts)) }
        }
        let before = starts.count
        add(Array(wanted.prefix(limit - before)))
        return starts.count > before
    }

    /// Starts at the first real level at or above each of some levels: a bucket that starts at one loses nothing there.
    private mutating func add(_ wanted: [Double]) {
        var found = starts
        for level in wanted {
            var next = Double.infinity
            for topic in 0..<levels.game.topics {
                let plays = levels.plays(of: topic, below: level) + 1
                if plays <= levels.horizon { next = min(next, levels.level(of: topic, after: plays)) }
            }
            if next > levels.start, next < .infinity { found.append(next) }
        }
        found.sort()
        starts = []
        for start in found where starts.last.map({ $0 < start }) ?? true { starts.append(start) }
    }
}
