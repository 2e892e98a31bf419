import CKernels
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Net prices R, the efforts x = prox(R) that balance them, and the reply prices G that those efforts call for.
final class NetPricePoint: @unchecked Sendable {
    let net: UnsafeMutablePointer<Double>
    let effort: UnsafeMutablePointer<Double>
    /// G = h x + P + x P' - w Q x
    let reply: UnsafeMutablePointer<Double>
    /// (G - R)/sqrt(h)
    let mismatch: UnsafeMutablePointer<Double>
    let multipliers: Multipliers
    let totals: UnsafeMutablePointer<Double>
    let prices: TopicPrices
    var sums = nb_mismatch_sums(square: .infinity, residual: .infinity, rounding: .infinity)
    private let arena: DoublesArena

    /// ||G - R|| in the metric 1/h: an upper bound of the natural residual ||x - prox(h x - F)|| in the metric h.
    var merit: Double { sums.square.squareRoot() }

    init(_ game: CoupledGame, _ arena: DoublesArena) {
        self.arena = arena
        net = arena.doubles(game.count)
        effort = arena.doubles(game.count)
        reply = arena.doubles(game.count)
        mismatch = arena.doubles(game.count)
        multipliers = Multipliers(game, arena)
        totals = arena.doubles(game.topics)
        prices = TopicPrices(topics: game.topics)
    }
}

/// The forward-backward map R -> G of a coupled contest in a diagonal metric: power costs, total effort and capacity are in its
/// proximal step, prices and similar topics in its gradient. Its fixed points are the equilibria.
final class NetPriceMap {
    let game: CoupledGame
    let tiles: CreatorTiles
    /// h: the curvature of revenue and similar topics of each cell by itself, when it was last looked at.
    let curvature: UnsafeMutablePointer<Double>
    /// kappa h, the metric in use.
    let stiffness: UnsafeMutablePointer<Double>
    private(set) var kappa = 1.0
    private var priceSlopes: [Double]
    private let kernels: TableReference
    private let arena: DoublesArena

    init(_ game: CoupledGame, workers: Workers, arena: DoublesArena) {
        self.game = game
        self.arena = arena
        kernels = TableReference(game.kernels)
        tiles = CreatorTiles(game, workers: workers)
        curvature = arena.doubles(game.count)
        stiffness = arena.doubles(game.count)
        priceSlopes = [Double](repeating: 0, count: game.topics)
    }

    /// Efforts of the point's net prices, and what they call for. Multipliers on entry are guesses.
    func evaluate(_ point: NetPricePoint) {
        nonisolated(unsafe) let stiffness = stiffness
        let (game, kernels) = (game, kernels)
        tiles.run { _, creators, room in
            var view = game.view
            kernels.table.pointee.creator_prox(
                &view, creators.lowerBound, creators.upperBound, stiffness, point.net, point.effort, nil,
                point.multipliers.capacityPrice, point.multipliers.effortPrice, room.kernels)
        }
        respond(point)
    }

    /// What the point's efforts call for, and how far that is from its net prices.
    func respond(_ point: NetPricePoint) {
        nonisolated(unsafe) let stiffness = stiffness
        let (game, kernels, tiles) = (game, kernels, tiles)
        tiles.totals(point.effort, into: point.totals)
        point.prices.evaluate(game, totals: point.totals)
        let found = SharedTable(count: tiles.slots, filledWith: nb_mismatch_sums())
        tiles.run { slot, creators, room in
            var view = game.view
            var at = point.prices.view
            var sums = nb_mismatch_sums()
            tiles.coupled(creators, point.effort, point.reply, room)
            kernels.table.pointee.creator_mismatch(
                &view, creators.lowerBound, creators.upperBound, &at, stiffness, point.effort, game.hasCoupling ? point.reply : nil,
                point.net, point.reply, point.mismatch, &sums)
            found[slot].square += sums.square
            found[slot].residual = max(found[slot].residual, sums.residual)
            found[slot].rounding = max(found[slot].rounding, sums.rounding)
        }
        point.sums = found.array.reduce(nb_mismatch_sums()) {
            nb_mismatch_sums(square: $0.square + $1.square, residual: max($0.residual, $1.residual), rounding: max($0.rounding, $1.rounding))
        }
        if !point.prices.isFinite || !point.sums.square.isFinite {
            point.sums = nb_mismatch_sums(square: .infinity, residual: .infinity, rounding: .infinity)
        }
    }

    /// Takes the curvature from a point's prices.
    func look(at prices: TopicPrices) {
        let view = prices.view
        let floor = (0..<game.topics).map { 0x1p-20 * view.price[$0] / max(view.total[$0], 0x1p-400) }
        for k in 0..<game.topics { priceSlopes[k] = view.slope[k] }
        for i in 0..<game.creators {
            for p in game.positions(i..<i + 1) {
                let k = Int(game.order.topics[p])
                curvature[p] = max(own(k, weight: game.view.weight?[i] ?? 0, slope: view.slope[k]), floor[k])
            }
        }
    }

    /// The largest change of a topic's curvature since it was taken, for a creator of mean weight, as a logarithm.
    func change(to prices: TopicPrices) -> Double {
        let weight = game.view.weight.map { weights in (0..<game.creators).reduce(0.0) { $0 + weights[$1] } / Double(game.creators) } ?? 0
        return (0..<game.topics).reduce(0.0) { most, k in
            guard prices[k] > 0 else { return most }
            let ratio = own(k, weight: weight, slope: prices.view.slope[k]) / own(k, weight: weight, slope: priceSlopes[k])
            return ratio > 0 && ratio.isFinite ? max(most, abs(log(ratio))) : most
        }
    }

    private func own(_ topic: Int, weight: Double, slope: Double) -> Double {
        weight * (game.view.matrix_diagonal?[topic] ?? 0) - slope
    }

    /// Changes the metric to `kappa` h. Net and reply prices of `point` move with it, so that its efforts stay those of its net prices.
    func use(_ kappa: Double, keeping point: NetPricePoint) {
        self.kappa = kappa
        for p in 0..<game.count {
            let next = kappa * curvature[p]
            let shift = (next - stiffness[p]) * point.effort[p]
            point.net[p] += shift
            point.reply[p] += shift
            stiffness[p] = next
        }
    }

    /// ||x - y|| in the metric, and ||F(x) - F(y)|| in its inverse.
    func changes(_ from: NetPricePoint, _ to: NetPricePoint) -> (effort: Double, gradient: Double) {
        let parts = SharedTable(count: tiles.slots * 2, filledWith: 0.0)
        nonisolated(unsafe) let stiffness = stiffness
        let game = game
        tiles.run { slot, creators, _ in
            for p in game.positions(creators) {
                let moved = stiffness[p] * (to.effort[p] - from.effort[p])
                let pull = (to.reply[p] - from.reply[p]) - moved
                parts[2 * slot] += moved * moved / stiffness[p]
                parts[2 * slot + 1] += pull * pull / stiffness[p]
            }
        }
        let sums = (0..<tiles.slots).reduce(into: (0.0, 0.0)) { $0.0 += parts[2 * $1]; $0.1 += parts[2 * $1 + 1] }
        return (sums.0.squareRoot(), sums.1.squareRoot())
    }
}
