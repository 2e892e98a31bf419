import CKernels
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The totals s + ds to which a Newton step leads when creators' answers to marginal revenues are linear but prices are not:
///
///     ds = y + M dP(ds) + N t(ds),    y = -sum W_i N_i,  M = sum W_i,  N = sum W_i diag(x_i) diag(P'')
///
/// with dP = P(s + ds) - P(s), and t the change of P' over P'': P' itself where totals rise; ds, its tangent, where they fall,
/// since the efforts x that it multiplies fall too. A price without bound at 0 keeps totals positive, so that no topic is sent
/// below 0 by a step that linear prices would make, and neighbours do not answer to efforts that cannot be. Where ds is small
/// this is Newton's step to second order. Newton's method in log(1 + ds/s) with a line search on the residual; K unknowns only, so
/// that it costs next to nothing beside the creators' blocks. A topic whose price has a bound at 0 keeps its tangent.
/// Derived here; monotone wherever the revenue part of the game is and no creator has more than half of a topic.
struct PricedTotals {
    /// ds by topic
    let totalStep: [Double]
    /// dP, and P'' t: the change of P' that multiplies efforts.
    private let priceChange, slopeChange: [Double]

    private static let iterations = 60
    /// The longest move of log(1 + ds/s) a step.
    private static let longestMove = 5.0
    private static let shortestStep = 0x1p-24
    /// Of each equation's terms: beyond this the line search only sees rounding.
    private static let tolerance = 1e-12

    /// nil where no totals are found.
    /// - Complexity: O(K^3) an iteration, about 8 of them.
    init?(_ game: CoupledGame, _ prices: TopicPrices, _ capacitance: CoupledEquations.Capacitance) {
        let model = Model(game, prices, capacitance)
        // log(1 + ds/s) from 0 on, so that a small ds has all its digits; ds itself where the price keeps its tangent.
        var unknown = [Double](repeating: 0, count: game.topics)
        var at = model.residual(unknown)
        for _ in 0..<Self.iterations {
            guard at.norm.isFinite else { return nil }
            if at.isSmall {
                self.init(unknown, model)
                return
            }
            guard let step = model.newton(at, unknown) else { return nil }
            let longest = zip(step, model.isPriced).reduce(0) { $1.1 ? max($0, abs($1.0)) : $0 }
            var t = min(1, Self.longestMove / longest)
            while true {
                let next = zip(unknown, step).map { $0 + t * $1 }
                let there = model.residual(next)
                if there.norm <= (1 - 1e-4 * t) * at.norm {
                    (unknown, at) = (next, there)
                    break
                }
                t *= 0.5
                guard t >= Self.shortestStep else { return nil }
            }
        }
        return nil
    }

    private init(_ unknown: [Double], _ model: Model) {
        let moves = unknown.indices.map { model.move($0, unknown[$0]) }
        totalStep = moves.map(\.total)
        priceChange = moves.map(\.price)
        slopeChange = moves.indices.map { model.curvature[$0] * moves[$0].turn }
    }

    /// Prices whose slope and curvature are the whole changes: a step of 1 in them is the step of these totals.
    func withChanges(_ body: (nb_topic_prices) -> Void) {
        priceChange.withUnsafeBufferPointer { price in
            slopeChange.withUnsafeBufferPointer { slope in
                body(nb_topic_prices(price: price.baseAddress, slope: price.baseAddress, curvature: slope.baseAddress, total: nil))
            }
        }
    }

    /// The equations and their derivatives.
    private struct Model {
        let game: CoupledGame
        let capacitance: CoupledEquations.Capacitance
        let here: [Double]
        /// Whether a topic's price has no bound at 0, so that its total is found by its logarithm.
        let isPriced: [Bool]
        let price, slope, curvature: [Double]
        private let scale: [Double]

        struct Residual {
            var values: [Double]
            var norm: Double
            var isSmall: Bool
        }

        init(_ game: CoupledGame, _ prices: TopicPrices, _ capacitance: CoupledEquations.Capacitance) {
            self.game = game
            self.capacitance = capacitance
            let k = game.topics
            let view = prices.view
            here = (0..<k).map { view.total[$0] }
            isPriced = (0..<k).map { game.market($0).priceAtZero == .infinity }
            price = (0..<k).map { view.price[$0] }
            slope = (0..<k).map { view.slope[$0] }
            curvature = (0..<k).map { view.curvature[$0] }
            scale = zip(here, capacitance.stepSum).map { $0 + abs($1) }
        }

        /// What a topic does at a value of its unknown: ds and its derivative, dP, P'(s + ds), t and dt/ds.
        func move(_ k: Int, _ unknown: Double) -> (
            total: Double, unit: Double, price: Double, slope: Double, turn: Double, turnSlope: Double
        ) {
            guard isPriced[k] else { return (unknown, 1, slope[k] * unknown, slope[k], unknown, 1) }
            let change = here[k] * expm1(unknown)
            let total = here[k] * exp(unknown)
            guard abs(unknown) > 1e-5 else { // a difference of prices would lose more digits than the third order is
                return (change, total, (slope[k] + 0.5 * curvature[k] * change) * change, slope[k] + curvature[k] * change, change, 1)
            }
            let there = game.market(k).price(at: total)
            let rises = change > 0 && curvature[k] != 0
            return (
                change, total, there.value - price[k], there.slope, rises ? (there.slope - slope[k]) / curvature[k] : change,
                rises ? there.curvature / curvature[k] : 1
            )
        }

        /// ds - y - M dP - N t, and whether it is rounding.
        func residual(_ unknown: [Double]) -> Residual {
            let k = here.count
            let moves = (0..<k).map { move($0, unknown[$0]) }
            var values = (0..<k).map { moves[$0].total - capacitance.stepSum[$0] }
            var terms = (0..<k).map { abs(moves[$0].total) + abs(capacitance.stepSum[$0]) }
            for l in 0..<k {
                for row in 0..<k {
                    let term = capacitance.supply[l * k + row] * moves[l].price
                    values[row] -= term + capacitance.ownSupply[l * k + row] * moves[l].turn
                    terms[row] += abs(term)
                }
            }
            let norm = zip(values, scale).reduce(0) { $0 + ($1.0 / $1.1) * ($1.0 / $1.1) }.squareRoot()
            return Residual(values: values, norm: norm, isSmall: zip(values, terms).allSatisfy { abs($0) <= PricedTotals.tolerance * $1 })
        }

        /// The Newton step in the unknowns.
        func newton(_ at: Residual, _ unknown: [Double]) -> [Double]? {
            let k = here.count
            var matrix = [Double](repeating: 0, count: k * k)
            for l in 0..<k {
                let move = move(l, unknown[l])
                for row in 0..<k {
                    let gain = capacitance.supply[l * k + row] * move.slope + capacitance.ownSupply[l * k + row] * move.turnSlope
                    matrix[l * k + row] = ((row == l ? 1 : 0) - gain) * move.unit
                }
            }
            guard let factors = SquareFactors(matrix, order: k) else { return nil }
            let step = factors.solve(at.values.map { -$0 })
            return step.allSatisfy(\.isFinite) ? step : nil
        }
    }
}
