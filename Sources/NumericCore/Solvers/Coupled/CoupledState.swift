import CKernels

/// A trial profile of a coupled contest: efforts, multipliers, and what follows from them.
package final class CoupledPoint: @unchecked Sendable {
    /// x by position
    package let effort: UnsafeMutablePointer<Double>
    let multipliers: Multipliers
    /// lambda by creator
    package var capacityPrice: UnsafeMutablePointer<Double> { multipliers.capacityPrice }
    /// nu = h (b'x)^(theta - 1) by creator
    package var effortPrice: UnsafeMutablePointer<Double> { multipliers.effortPrice }
    /// dnu/d(b'x) by creator
    package let effortBend: UnsafeMutablePointer<Double>
    /// s by topic
    let totals: UnsafeMutablePointer<Double>
    package let prices: TopicPrices
    /// P + x P' - w Q x by position
    package let pull: UnsafeMutablePointer<Double>
    package let imbalance: UnsafeMutablePointer<Double>
    package let netPrice: UnsafeMutablePointer<Double>
    package let stiffness: UnsafeMutablePointer<Double>
    package let slope: UnsafeMutablePointer<Double>
    var sums = nb_coupled_sums(residual: .infinity, rounding: .infinity)

    /// Keeps the memory.
    private let arena: DoublesArena

    package init(_ game: CoupledGame, _ arena: DoublesArena) {
        self.arena = arena
        effort = arena.doubles(game.count)
        multipliers = Multipliers(game, arena)
        effortBend = arena.doubles(game.creators)
        totals = arena.doubles(game.topics)
        prices = TopicPrices(topics: game.topics)
        pull = arena.doubles(game.count)
        imbalance = arena.doubles(game.count)
        netPrice = arena.doubles(game.count)
        stiffness = arena.doubles(game.count)
        slope = arena.doubles(game.count)
    }
}

/// The equations of a coupled contest, evaluated over tiles of creators: shared by the Newton methods and the sensitivities.
///
/// Source of the equations: the first-order conditions of `Contest`; the form in net prices R with x = prox(R) is derived here.
package struct CoupledEquations: Sendable {
    let game: CoupledGame
    let tiles: CreatorTiles
    nonisolated(unsafe) let kernels: UnsafePointer<nb_kernels>

    package init(_ game: CoupledGame, workers: Workers) {
        self.game = game
        kernels = game.kernels
        tiles = CreatorTiles(game, workers: workers)
    }

    private var couples: Bool { game.hasCoupling }

    /// Totals, prices, pull and the linearised conditions at the point's efforts and capacity prices.
    package func evaluate(_ point: CoupledPoint, proximal: Double = 0, anchor: UnsafePointer<Double>? = nil) {
        tiles.totals(point.effort, into: point.totals)
        point.prices.evaluate(game, totals: point.totals)
        tiles.run { _, creators, room in
            var view = game.view
            var at = point.prices.view
            // The products are needed only until the pull is formed, so they are formed where it goes.
            tiles.coupled(creators, point.effort, point.pull, room)
            kernels.pointee.creator_pull(
                &view, creators.lowerBound, creators.upperBound, &at, point.effort, couples ? point.pull : nil, point.pull)
        }
        linearise(point, proximal: proximal, anchor: anchor)
    }

    /// The conditions linearised once more, with another proximal term.
    func linearise(_ point: CoupledPoint, proximal: Double, anchor: UnsafePointer<Double>?) {
        let found = SharedTable(count: tiles.slots, filledWith: nb_coupled_sums(residual: 0, rounding: 0))
        nonisolated(unsafe) let anchor = anchor
        tiles.run { slot, creators, room in
            var view = game.view
            var at = point.prices.view
            tiles.coupled(creators, point.effort, point.slope, room, magnitudes: true)
            var out = nb_linearised(
                imbalance: point.imbalance, net_price: point.netPrice, stiffness: point.stiffness, slope: point.slope,
                effort_price: point.effortPrice, effort_bend: point.effortBend)
            var sums = nb_coupled_sums()
            kernels.pointee.creator_linearise(
                &view, creators.lowerBound, creators.upperBound, &at, proximal, anchor, point.effort, point.pull,
                couples ? point.slope : nil, point.capacityPrice, &out, &sums)
            found[slot].residual = max(found[slot].residual, sums.residual)
            found[slot].rounding = max(found[slot].rounding, sums.rounding)
        }
        point.sums = found.array.reduce(nb_coupled_sums()) {
            nb_coupled_sums(residual: max($0.residual, $1.residual), rounding: max($0.rounding, $1.rounding))
        }
        if !point.prices.isFinite { point.sums.residual = .infinity }
    }

    /// Efforts and multipliers of given net prices at given stiffness: the proximal step.
    func step(
        netPrice: UnsafePointer<Double>, stiffness: UnsafePointer<Double>, effort: UnsafeMutablePointer<Double>,
        slope: UnsafeMutablePointer<Double>? = nil, multipliers: Multipliers
    ) {
        nonisolated(unsafe) let (netPrice, stiffness, effort, slope) = (netPrice, stiffness, effort, slope)
        tiles.run { _, creators, room in
            var view = game.view
            kernels.pointee.creator_prox(
                &view, creators.lowerBound, creators.upperBound, stiffness, netPrice, effort, slope,
                multipliers.capacityPrice, multipliers.effortPrice, room.kernels)
        }
    }

    /// The square of the natural map in a money metric, sum h (x - prox(h x + pull))^2, with the stiffness of another point.
    /// `net` and `reply` are scratch by position, the multipliers scratch by creator.
    func merit(
        _ point: CoupledPoint, stiffness: UnsafePointer<Double>, proximal: Double, anchor: UnsafePointer<Double>?,
        net: UnsafeMutablePointer<Double>, reply: UnsafeMutablePointer<Double>, multipliers: Multipliers
    ) -> Double {
        multipliers.update(from: point.multipliers)
        nonisolated(unsafe) let (stiffness, anchor, net, reply) = (stiffness, anchor, net, reply)
        let parts = SharedTable(count: tiles.slots, filledWith: 0.0)
        let held = proximal / (1 + proximal)
        tiles.run { slot, creators, room in
            var view = game.view
            let positions = game.positions(creators)
            for p in positions { net[p] = stiffness[p] * point.effort[p] + point.pull[p] }
            if let anchor, proximal > 0 {
                for p in positions { net[p] -= held * stiffness[p] * (point.effort[p] - anchor[p]) }
            }
            kernels.pointee.creator_prox(
                &view, creators.lowerBound, creators.upperBound, stiffness, net, reply, nil, multipliers.capacityPrice,
                multipliers.effortPrice, room.kernels)
            let first = positions.lowerBound
            parts[slot] += kernels.pointee.creator_distance(positions.count, stiffness + first, point.effort + first, reply + first)
        }
        return parts.array.reduce(0, +)
    }

    /// The Newton step in totals ds and in net prices dR at a point; nil where a block or the K x K system is singular to working
    /// precision. Creators' answers to prices are linear in it; prices are those of the totals it leads to (``PricedTotals``), or
    /// linear too (Newton's step proper) where no such totals are found or it is asked for.
    func direction(
        _ point: CoupledPoint, step: UnsafeMutablePointer<Double>, coupledStep: UnsafeMutablePointer<Double>,
        netStep: UnsafeMutablePointer<Double>, linearPrices: Bool = false
    ) -> [Double]? {
        guard let capacitance = Capacitance(self, point, rightSide: point.imbalance, keepingSupply: !linearPrices) else { return nil }
        if !linearPrices, let priced = PricedTotals(game, point.prices, capacitance) {
            let ones = [Double](repeating: 1, count: game.topics)
            priced.withChanges { steps(point, at: $0, totalStep: ones, step: step, coupledStep: coupledStep, netStep: netStep) }
            return priced.totalStep
        }
        let totalStep = capacitance.solve(capacitance.stepSum)
        guard totalStep.allSatisfy(\.isFinite) else { return nil }
        steps(point, at: point.prices.view, totalStep: totalStep, step: step, coupledStep: coupledStep, netStep: netStep)
        return totalStep
    }

    /// dx = -W (N + G ds) and the dR that goes with it, G = -(`at.slope` + x `at.curvature`).
    private func steps(
        _ point: CoupledPoint, at: nb_topic_prices, totalStep: [Double], step: UnsafeMutablePointer<Double>,
        coupledStep: UnsafeMutablePointer<Double>, netStep: UnsafeMutablePointer<Double>
    ) {
        nonisolated(unsafe) let (at, step, coupledStep, netStep) = (at, step, coupledStep, netStep)
        totalStep.withUnsafeBufferPointer { totalStep in
            nonisolated(unsafe) let totalStep = totalStep.baseAddress!
            tiles.run(blocks: true) { _, creators, room in
                var view = game.view
                var at = at
                kernels.pointee.creator_steps(
                    &view, creators.lowerBound, creators.upperBound, &at, point.effort, point.slope, point.imbalance,
                    point.capacityPrice, point.effortBend, totalStep, true, step, nil, nil, room.kernels)
                findNetSteps(
                    point, creators, at: at, totalStep: totalStep, step: step, coupledStep: coupledStep, netStep: netStep, room)
            }
        }
    }

    /// dR = -N - w (Q - diag Q) dx - G ds at every cell of a tile, corners too, of given dx and ds, with G of the slopes and
    /// curvatures in `at` (the point's own unless told otherwise); Q dx goes to `coupledStep`.
    func findNetSteps(
        _ point: CoupledPoint, _ creators: Range<Int>, at prices: nb_topic_prices? = nil, totalStep: UnsafePointer<Double>,
        step: UnsafePointer<Double>, coupledStep: UnsafeMutablePointer<Double>, netStep: UnsafeMutablePointer<Double>,
        _ room: CreatorTiles.Room
    ) {
        var view = game.view
        var at = prices ?? point.prices.view
        tiles.coupled(creators, step, coupledStep, room)
        kernels.pointee.creator_net_steps(
            &view, creators.lowerBound, creators.upperBound, &at, point.effort, point.imbalance, totalStep, step,
            couples ? coupledStep : nil, netStep)
    }
}
