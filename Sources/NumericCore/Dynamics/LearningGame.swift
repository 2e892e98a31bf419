import CKernels

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A contest with bounded action sets, as dynamics see it: creator after creator, efforts also as parts of their bounds.
///
/// - Complexity: O(cells) to build, some twenty powers a cell.
final class LearningGame: @unchecked Sendable {
    let game: CoupledGame
    let tiles: CreatorTiles
    /// u by position; 0 where no effort pays.
    let bound: UnsafeMutablePointer<Double>
    /// p by position: the larger of price and marginal power cost at u, with what u costs across topics; 1 where u = 0.
    let scale: UnsafeMutablePointer<Double>
    /// By creator, in units of u: the ball of this radius around (r, ..., r) lies within X_i.
    let innerRadius: UnsafeMutablePointer<Double>
    /// Below this a topic's total counts as this: prices of an empty topic have no bound.
    let driest: [Double]
    /// The positions of each topic in the order of creators: those of topic k in `topicOffsets[k]..<topicOffsets[k + 1]`.
    let topicOffsets: [Int]
    let topicPositions: [Int]
    let workers: Workers
    private let arena = DoublesArena()

    /// Why the contest has no bounded action sets.
    struct Unbounded: Error { let reason: String }

    /// - Throws: ``Unbounded`` where prices rise or efforts have no bound.
    init(_ contest: Contest, kernels: UnsafePointer<nb_kernels>, workers: Workers) throws(Unbounded) {
        if let k = contest.firstTopicNotMonotone {
            throw Unbounded(reason: "topic \(k): \(contest.topic(k).obstacle), so payoffs need not be concave and efforts have no certain bound")
        }
        game = CoupledGame(contest, kernels: kernels)
        self.workers = workers
        tiles = CreatorTiles(game, workers: workers)
        bound = arena.doubles(game.count)
        scale = arena.doubles(game.count)
        innerRadius = arena.doubles(game.creators)
        let game = game
        nonisolated(unsafe) let bounds = bound
        nonisolated(unsafe) let scales = scale
        nonisolated(unsafe) let radii = innerRadius
        tiles.run { _, creators, _ in
            for i in creators { Self.bound(creator: i, of: game, bounds, scales, radii) }
        }
        var offsets = [Int](repeating: 0, count: game.topics + 1)
        for topic in game.order.topics { offsets[Int(topic) + 1] += 1 }
        for k in 0..<game.topics { offsets[k + 1] += offsets[k] }
        var next = offsets
        var positions = [Int](repeating: 0, count: game.count)
        var driest = [Double](repeating: 0, count: game.topics)
        for p in 0..<game.count {
            let k = Int(game.order.topics[p])
            if bound[p] == .infinity {
                throw Unbounded(reason: "topic \(k): more effort always pays (linear costs below a price that never falls), so action sets have no bound")
            }
            positions[next[k]] = p
            next[k] += 1
            driest[k] = max(driest[k], bound[p])
        }
        topicOffsets = offsets
        topicPositions = positions
        self.driest = driest.map { max($0 * 0x1p-40, TopicPrices.dry) }
    }

    /// Cells of topics with attention.
    var count: Int { game.count }

    func doubles(_ count: Int) -> UnsafeMutablePointer<Double> { arena.doubles(count) }

    func topic(_ position: Int) -> Int { Int(game.order.topics[position]) }

    func rho(_ position: Int) -> Double { game.view.exponent[position * game.view.exponent_stride] }

    /// What bounds and scales a position before the capacity has its say.
    private static func effortBound(_ p: Int, creator i: Int, of game: CoupledGame) -> EffortBound {
        let view = game.view
        let k = Int(game.order.topics[p])
        var bound = EffortBound(market: game.market(k), cost: view.cost[p], rho: view.exponent[p * view.exponent_stride])
        if let weight = view.weight, let diagonal = view.matrix_diagonal { bound.coupling = weight[i] * diagonal[k] }
        if let fatigue = view.scale, let weight = view.scale_weight {
            bound.theta = view.theta
            bound.fatigue = fatigue[i] * pow(weight[k], view.theta)
        }
        return bound
    }

    private static func bound(
        creator i: Int, of game: CoupledGame, _ bound: UnsafeMutablePointer<Double>, _ scale: UnsafeMutablePointer<Double>,
        _ innerRadius: UnsafeMutablePointer<Double>
    ) {
        let positions = game.positions(i..<i + 1)
        let view = game.view
        var helps = false
        if let weight = view.weight, weight[i] > 0, let matrix = view.matrix {
            helps = positions.contains { p in
                positions.contains { matrix[Int(game.order.topics[p]) * game.topics + Int(game.order.topics[$0])] < 0 }
            }
        }
        let revenues = helps ? positions.map { effortBound($0, creator: i, of: game).largestRevenue } : []
        let all = revenues.reduce(0, +)
        var (used, squares) = (0.0, 0.0)
        for p in positions {
            let k = Int(game.order.topics[p])
            let rule = effortBound(p, creator: i, of: game)
            var u = helps ? rule.byPayoff(elsewhere: all - revenues[p - positions.lowerBound]) : rule.byMarginalPayoff
            if let limit = view.limit, let weight = view.limit_weight {
                u = min(u, limit[i] / weight[k])
                used += weight[k] * u
                squares += weight[k] * u * weight[k] * u
            }
            bound[p] = u
            // Without an effort, nothing moves and any scale will do.
            scale[p] = u > 0 && u.isFinite ? max(rule.market.price(at: u).value, rule.marginalCost(u)) : 1
        }
        let limit = view.limit.map { $0[i] } ?? .infinity
        // (r, ..., r) is r from the faces at 0, at least r from those at 1, and (B - r b) / |b| from the capacity's.
        innerRadius[i] = used > 0 && limit.isFinite ? min(0.5, limit / (used + squares.squareRoot())) : 0.5
    }

    /// The effort closest by of a profile on the contest's layout: within bounds, scaled into the capacity.
    func gather(_ profile: EffortProfile, to effort: UnsafeMutablePointer<Double>) {
        game.gather(profile.values, to: effort)
        for p in 0..<count { effort[p] = min(max(effort[p], 0), bound[p]) }
        guard let limit = game.view.limit, let weight = game.view.limit_weight else { return }
        for i in 0..<game.creators {
            let positions = game.positions(i..<i + 1)
            let used = positions.reduce(0) { $0 + weight[topic($1)] * effort[$1] }
            if used > limit[i] { for p in positions { effort[p] *= limit[i] / used } }
        }
    }

    /// Well inside the action sets: r u.
    func startInside(_ effort: UnsafeMutablePointer<Double>) {
        for i in 0..<game.creators { for p in game.positions(i..<i + 1) { effort[p] = innerRadius[i] * bound[p] } }
    }
}
