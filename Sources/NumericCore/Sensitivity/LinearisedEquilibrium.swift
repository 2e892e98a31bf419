import CKernels
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The conditions of an equilibrium linearised on its active set: free cells (x > 0) and capacities that bind (lambda > 0).
///
/// On creator i's free cells F(x, s; theta) = 0 and, where the capacity binds, a'x = B. With M_i = D^-1 + w (Q - diag Q) + nu' b b',
/// D^-1 = c rho (rho - 1) x^(rho - 2) - P' + w Q_kk and G = -(P' + x P''):
///
///     M dx + a dlambda + G ds + F_theta dtheta = 0,   a'dx = dB,   ds = sum_i dx
///
/// and, with W_i the inverse of M_i within a'dx = 0, C = I + sum_i W_i diag(G_i) (K x K): the matrices of a step of
/// ``StructuredNewton``, but for the slopes D, which here are never bounded from below.
final class LinearisedEquilibrium: @unchecked Sendable {
    let game: CoupledGame
    let point: CoupledPoint
    /// c rho x^(rho - 1) by position, 0 at idle cells.
    let marginalCost: UnsafeMutablePointer<Double>
    /// Q x by position; nil without a similarity cost.
    let similarEfforts: UnsafeMutablePointer<Double>?
    let priceResponses: [PriceResponse]
    let equations: CoupledEquations
    private let system: TotalsSystem
    private let kernels: UnsafePointer<nb_kernels>
    private let arena = DoublesArena()

    /// - Throws: ``SensitivityError`` where C or a creator's block is singular: a continuum of equilibria, or nearly one.
    init(_ game: CoupledGame, efforts: CellBuffer, capacityPrices: [Double]?, workers: Workers) throws(SensitivityError) {
        self.game = game
        kernels = game.kernels
        equations = CoupledEquations(game, workers: workers)
        point = CoupledPoint(game, arena)
        game.gather(efforts, to: point.effort)
        marginalCost = arena.doubles(game.count)
        equations.evaluate(point)
        let contest = game.contest
        let totals = point.totals
        priceResponses = (0..<contest.topics).map { PriceResponse(contest.topicForDerivatives($0), licence: contest.market.variant($0).licence, at: totals[$0]) }
        similarEfforts = game.hasCoupling ? arena.doubles(game.count) : nil
        if let similarEfforts { Self.findSimilar(game, equations, point, similarEfforts) }
        Self.findSlopes(game, equations, point, marginalCost)
        Self.setCapacityPrices(game, point, given: capacityPrices)
        if game.hasCapacity {
            equations.linearise(point, proximal: 0, anchor: nil)
            Self.findSlopes(game, equations, point, marginalCost)
        }
        let singular = SensitivityError(
            description: "the equilibrium's linearised conditions are singular: it has no derivatives (a continuum of equilibria, or nearly one)")
        if game.contest.isSeparable {
            let values = Self.separableSystem(game, point)
            guard values.allSatisfy({ $0.isFinite && $0 != 0 }) else { throw singular }
            system = .diagonal(values)
        } else {
            guard let capacitance = CoupledEquations.Capacitance(equations, point, rightSide: point.imbalance) else { throw singular }
            system = .factored(capacitance.factors)
        }
    }

    private static func findSimilar(
        _ game: CoupledGame, _ equations: CoupledEquations, _ point: CoupledPoint, _ out: UnsafeMutablePointer<Double>
    ) {
        nonisolated(unsafe) let out = out
        equations.tiles.run { _, creators, room in equations.tiles.coupled(creators, point.effort, out, room) }
    }

    /// D at free cells, 0 elsewhere.
    private static func findSlopes(
        _ game: CoupledGame, _ equations: CoupledEquations, _ point: CoupledPoint, _ marginalCost: UnsafeMutablePointer<Double>
    ) {
        nonisolated(unsafe) let marginalCost = marginalCost
        equations.tiles.run { _, creators, _ in
            let view = game.view
            let slope = point.prices.view.slope!
            for i in creators {
                let weight = view.weight?[i] ?? 0
                for p in game.positions(i..<i + 1) {
                    let x = point.effort[p]
                    point.slope[p] = 0
                    marginalCost[p] = 0
                    guard x > 0 else { continue }
                    let k = Int(view.topic[p])
                    let rho = view.exponent[p * view.exponent_stride]
                    let m = view.cost[p] * rho * (rho == 1 ? 1 : rho == 2 ? x : pow(x, rho - 1))
                    marginalCost[p] = m
                    point.slope[p] = 1 / ((rho - 1) * (m / x) - slope[k] + weight * (view.matrix_diagonal?[k] ?? 0))
                }
            }
        }
    }

    /// lambda of each creator at its limit: as given or, where none is, what its free cells' conditions leave (least squares);
    /// 0 for all others.
    private static func setCapacityPrices(_ game: CoupledGame, _ point: CoupledPoint, given: [Double]?) {
        guard let capacity = game.contest.capacity else { return }
        for i in 0..<game.creators {
            point.capacityPrice[i] = 0
            let use = game.use(of: i, point.effort, capacity)
            guard capacity.limits[i] < .infinity, use >= capacity.limits[i] * (1 - Sensitivity.nearness) else { continue }
            if let given {
                point.capacityPrice[i] = max(given[i], 0)
                continue
            }
            var (along, length) = (0.0, 0.0)
            for p in game.positions(i..<i + 1) where point.slope[p] > 0 {
                let a = capacity.weights[Int(game.order.topics[p])]
                along -= point.slope[p] * a * point.imbalance[p]
                length += point.slope[p] * a * a
            }
            // A creator with nothing to spend pays what its best cell would earn.
            let idle = game.positions(i..<i + 1).map { -point.imbalance[$0] / capacity.weights[Int(game.order.topics[$0])] }
            point.capacityPrice[i] = max(length > 0 ? along / length : idle.max() ?? 0, 0)
        }
    }

    /// The diagonal of C where no cost or capacity joins topics.
    private static func separableSystem(_ game: CoupledGame, _ point: CoupledPoint) -> [Double] {
        var values = [Double](repeating: 1, count: game.topics)
        for p in 0..<game.count where point.slope[p] > 0 {
            let k = Int(game.order.topics[p])
            values[k] -= point.slope[p] * (point.prices.view.slope[k] + point.effort[p] * point.prices.view.curvature[k])
        }
        return values
    }

    func isFree(_ position: Int) -> Bool { point.slope[position] > 0 }
    func cost(_ position: Int) -> Double { game.view.cost[position] }
    func exponent(_ position: Int) -> Double { game.view.exponent[position * game.view.exponent_stride] }
    /// Whether a creator's capacity is part of the active set.
    func binds(_ creator: Int) -> Bool { game.hasCapacity && point.capacityPrice[creator] > 0 }

    /// E = b'x of a creator.
    func effort(of creator: Int) -> Double {
        guard let weight = game.view.scale_weight else { return 0 }
        return game.positions(creator..<creator + 1).reduce(0) { $0 + weight[Int(game.order.topics[$1])] * point.effort[$1] }
    }

    /// x of a creator in a topic; 0 where it is not eligible.
    func effort(of creator: Int, in topic: Int) -> Double {
        game.positions(creator..<creator + 1).first { game.order.topics[$0] == Int32(topic) }.map { point.effort[$0] } ?? 0
    }

    /// w (Q x)_k + nu b_k at a position, given Q x.
    func otherMarginalCost(_ p: Int, of creator: Int, _ similar: UnsafeMutablePointer<Double>?) -> Double {
        (game.view.weight?[creator] ?? 0) * (similar?[p] ?? 0)
            + point.effortPrice[creator] * (game.view.scale_weight?[Int(game.order.topics[p])] ?? 0)
    }

    /// C^-1 r, or with the transpose.
    func totals(_ right: [Double], transposed: Bool = false) -> [Double] { system.solve(right, transposed: transposed) }

    /// -W (r + G shift) where weighted, else -W (r + shift), with its sums by topic, plain and weighted by G.
    func steps(
        _ right: UnsafePointer<Double>, shift: [Double]?, isWeighted: Bool, into step: UnsafeMutablePointer<Double>
    ) -> (sums: [Double], weighted: [Double]) {
        let tiles = equations.tiles
        let k = game.topics
        let plain = SharedTable(count: tiles.slots * k, filledWith: 0.0)
        let weighted = SharedTable(count: tiles.slots * k, filledWith: 0.0)
        nonisolated(unsafe) let (right, step, kernels) = (right, step, kernels)
        func run(_ shift: UnsafePointer<Double>?) {
            nonisolated(unsafe) let shift = shift
            tiles.run(blocks: true) { slot, creators, room in
                var view = game.view
                var at = point.prices.view
                kernels.pointee.creator_steps(
                    &view, creators.lowerBound, creators.upperBound, &at, point.effort, point.slope, right, point.capacityPrice,
                    point.effortBend, shift, isWeighted, step, plain.base + slot * k, weighted.base + slot * k, room.kernels)
            }
        }
        if let shift { shift.withUnsafeBufferPointer { run($0.baseAddress) } } else { run(nil) }
        var result = (sums: [Double](repeating: 0, count: k), weighted: [Double](repeating: 0, count: k))
        result.sums.withUnsafeMutableBufferPointer { tiles.add(plain, into: $0.baseAddress!) }
        result.weighted.withUnsafeMutableBufferPointer { tiles.add(weighted, into: $0.baseAddress!) }
        return result
    }

    /// M v on the free cells, 0 elsewhere; v is 0 at idle cells.
    func blocks(_ v: UnsafePointer<Double>, into out: UnsafeMutablePointer<Double>) {
        nonisolated(unsafe) let (v, out) = (v, out)
        equations.tiles.run { _, creators, room in
            let view = game.view
            equations.tiles.coupled(creators, v, out, room)
            for i in creators {
                let weight = view.weight?[i] ?? 0
                let positions = game.positions(i..<i + 1)
                var pushed = 0.0
                if let b = view.scale_weight { for p in positions { pushed += b[Int(view.topic[p])] * v[p] } }
                pushed *= point.effortBend[i]
                for p in positions {
                    let k = Int(view.topic[p])
                    let similar = game.hasCoupling ? weight * (out[p] - view.matrix_diagonal[k] * v[p]) : 0
                    out[p] = isFree(p) ? v[p] / point.slope[p] + similar + pushed * (view.scale_weight?[k] ?? 0) : 0
                }
            }
        }
    }

    /// What is left of the conditions along each binding capacity: (a'D r)/(a'D a), 0 for creators who are not bound. NaN where no
    /// effort is free, a limit of 0: the price is that of the best topic, which may be another on either side.
    func alongCapacities(_ left: UnsafePointer<Double>) -> [Double] {
        guard let weight = game.view.limit_weight else { return [] }
        return (0..<game.creators).map { i in
            guard binds(i) else { return 0 }
            var (along, length) = (0.0, 0.0)
            for p in game.positions(i..<i + 1) {
                let a = weight[Int(game.order.topics[p])]
                along += point.slope[p] * a * left[p]
                length += point.slope[p] * a * a
            }
            return length > 0 ? along / length : .nan
        }
    }
}

extension CoupledGame {
    /// a'x of a creator.
    func use(of creator: Int, _ effort: UnsafePointer<Double>, _ capacity: Capacity) -> Double {
        positions(creator..<creator + 1).reduce(0) { $0 + capacity.weights[Int(order.topics[$1])] * effort[$1] }
    }
}
