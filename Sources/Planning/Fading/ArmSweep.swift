/// The arm bound: topics taken apart, each a small decision problem of its own on a grid of memories.
///
/// A plan's round t has a level M_t, in bucket l_t, and at most one play. Relax both couplings of the topics with multipliers
/// (``ArmPrices``): every topic i has a bucket of its own opinion, no lower than that of its own quality q_i(N_i), and plays on
/// its own account. For a play in bucket l the topic is paid at most r_i(h_l), or r_i(max(F, q_i)) where l is its own bucket. Then
///
///     OPT <= D = sum_t max_l (lambda_{t,l} - sum_i mu_{t,i,l}) + sum_i V_i(1, N_i(0))
///     V_i(t, N) = max( max_{l >= l_i(N)} mu_{t,i,l} + V_i(t+1, gamma N),
///                      max_{l >= l_i(N)} [mu_{t,i,l} - lambda_{t,l} + pay_i(l, N)] + V_i(t+1, gamma (N + 1)) )
///
/// since a plan is a choice that all topics agree on, for which the mu cancel and the lambda are paid back at most. V_i does not
/// rise in N, so a memory rounded down to a grid keeps the bound. With one bucket this is the decoupled arm bound of the
/// specification, in which topics do not feel what others teach GenAI; the buckets make them agree on the level. The bound and its
/// proof are this project's.
///
/// Storage is one row a round over all topics' grid points, so that the inner loops are gathers of two precomputed indices.
/// - Complexity: O(T (points + k L)) a sweep, (T + 1) points doubles.
final class ArmSweep {
    let game: PlanningGame
    let edges: [Double]
    let grids: [ArmGrid]
    /// Where each topic's points start in a row; the last entry is the length of a row.
    let offsets: [Int]
    let rounds: Int
    var levels: Int { edges.count }
    var points: Int { offsets[game.topics] }
    /// V, a row for each round 0...T.
    let values: UnsafeMutablePointer<Double>
    /// sum over rounds s >= t of the first term of D, T + 1 entries.
    private(set) var paidBack: [Double]
    let idle: UnsafeMutablePointer<Int32>, played: UnsafeMutablePointer<Int32>, bucket: UnsafeMutablePointer<Int32>
    let ownPayoff: UnsafeMutablePointer<Double>
    let edgePayoff: UnsafeMutablePointer<Double>
    private let scratch: UnsafeMutablePointer<Double>

    init(game: PlanningGame, edges: [Double], gridSize: Int) {
        self.game = game
        self.edges = edges
        rounds = game.rounds
        let topics = game.topics
        let grids = (0..<topics).map {
            ArmGrid(memory: game.memory[$0], initial: game.initial[$0], rounds: game.rounds, size: gridSize)
        }
        self.grids = grids
        offsets = grids.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
        let points = offsets[topics]
        values = .allocate(capacity: (rounds + 1) * points)
        values.initialize(repeating: 0, count: (rounds + 1) * points)
        idle = .allocate(capacity: points)
        played = .allocate(capacity: points)
        bucket = .allocate(capacity: points)
        ownPayoff = .allocate(capacity: points)
        edgePayoff = .allocate(capacity: topics * edges.count)
        scratch = .allocate(capacity: 3 * (edges.count + 1))
        paidBack = [Double](repeating: 0, count: rounds + 1)
        for topic in 0..<topics {
            let grid = grids[topic], base = offsets[topic]
            for (g, count) in grid.points.enumerated() {
                idle[base + g] = grid.idle[g] + Int32(base)
                played[base + g] = grid.played[g] + Int32(base)
                let level = max(edges[0], game.genAIQuality(of: topic, after: count))
                ownPayoff[base + g] = game.payoff(of: topic, at: level)
                bucket[base + g] = Int32((edges.firstIndex { $0 > level } ?? edges.count) - 1)
            }
            for level in edges.indices { edgePayoff[topic * edges.count + level] = game.payoff(of: topic, at: edges[level]) }
        }
    }

    deinit {
        values.deallocate()
        idle.deallocate()
        played.deallocate()
        bucket.deallocate()
        ownPayoff.deallocate()
        edgePayoff.deallocate()
        scratch.deallocate()
    }

    /// D, with every V in `values`.
    func bound(_ prices: ArmPrices) -> Double {
        let topics = game.topics, levels = levels, points = points
        prices.perRound.withUnsafeBufferPointer { lambda in
            prices.perTopic.withUnsafeBufferPointer { mu in
                for t in stride(from: rounds - 1, through: 0, by: -1) {
                    let next = values + (t + 1) * points, row = values + t * points
                    if levels == 1 {
                        sweepPlain(price: lambda[t], next: next, row: row)
                        paidBack[t] = paidBack[t + 1] + lambda[t]
                        continue
                    }
                    var best = -Double.infinity
                    for level in 0..<levels {
                        var agreed = lambda[t * levels + level]
                        for topic in 0..<topics { agreed -= mu[(t * topics + topic) * levels + level] }
                        best = max(best, agreed)
                    }
                    paidBack[t] = paidBack[t + 1] + best
                    for topic in 0..<topics {
                        sweep(topic, lambda: lambda.baseAddress! + t * levels,
                              mu: mu.baseAddress! + (t * topics + topic) * levels, next: next, row: row)
                    }
                }
            }
        }
        var total = paidBack[0]
        for topic in 0..<topics { total += values[offsets[topic] + grids[topic].start] }
        return total
    }

    @inline(__always)
    private func sweepPlain(price: Double, next: UnsafeMutablePointer<Double>, row: UnsafeMutablePointer<Double>) {
        for g in 0..<points {
            row[g] = max(next[Int(idle[g])], ownPayoff[g] - price + next[Int(played[g])])
        }
    }

    private func sweep(
        _ topic: Int, lambda: UnsafePointer<Double>, mu: UnsafePointer<Double>, next: UnsafeMutablePointer<Double>,
        row: UnsafeMutablePointer<Double>
    ) {
        let levels = levels, paid = edgePayoff + topic * levels
        let resting = scratch, working = scratch + levels + 1, charge = scratch + 2 * (levels + 1)
        resting[levels] = -Double.infinity
        working[levels] = -Double.infinity
        for level in stride(from: levels - 1, through: 0, by: -1) {
            charge[level] = mu[level] - lambda[level]
            resting[level] = max(resting[level + 1], mu[level])
            working[level] = max(working[level + 1], charge[level] + paid[level])
        }
        for g in offsets[topic]..<offsets[topic + 1] {
            let own = Int(bucket[g])
            let rest = resting[own] + next[Int(idle[g])]
            let work = max(charge[own] + ownPayoff[g], working[own + 1]) + next[Int(played[g])]
            row[g] = max(rest, work)
        }
    }

    /// The part of the bound for rounds t ..< T from a memory, for one topic.
    @inline(__always)
    func value(_ topic: Int, after t: Int, memory: Double) -> Double {
        values[t * points + offsets[topic] + grids[topic].point(of: memory)]
    }
}
