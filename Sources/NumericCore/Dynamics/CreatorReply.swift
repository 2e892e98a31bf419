#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The best reply of a creator whose topics touch: its concave payoff maximised over X_i.
///
/// Coordinate ascent: topic after topic the best effort given the others, until none moves by more than rounding; it
/// converges because the payoff is concave and smooth but for parts that each belong to one topic (P. Tseng, "Convergence of a
/// block coordinate descent method for nondifferentiable minimization", J. Optim. Theory Appl. 109, 2001,
/// doi:10.1023/A:1017501703105). Around it a search for the capacity price, in which the capacity used falls.
struct CreatorReply {
    let learning: LearningGame
    let creator: Int
    let positions: Range<Int>
    /// Effort of the others, by position.
    let rivals: UnsafePointer<Double>
    /// The reply, by position; what it holds first is where the ascent begins.
    let effort: UnsafeMutablePointer<Double>

    private static let sweepLimit = 10_000
    private static let rounding = 1e-15

    /// Finds the reply.
    func find() {
        ascend(price: 0)
        let view = learning.game.view
        guard let limit = view.limit?[creator], limit.isFinite, let weight = view.limit_weight else { return }
        func used() -> Double { positions.reduce(0) { $0 + weight[learning.topic($1)] * effort[$1] } }
        guard used() > limit else { return }
        var low = 0.0
        // At the price of the dearest topic per unit of capacity nobody would do much; twice that and so on ends the search.
        var high = positions.reduce(0) { learning.bound[$1] > 0 ? max($0, learning.scale[$1] / weight[learning.topic($1)]) : $0 }
        ascend(price: high)
        while used() > limit, high < 1e300 {
            low = high
            high *= 2
            ascend(price: high)
        }
        for _ in 0..<200 where high - low > Self.rounding * high {
            let middle = 0.5 * (low + high)
            ascend(price: middle)
            if used() > limit { low = middle } else { high = middle }
        }
        ascend(price: high) // within the capacity
    }

    /// The best efforts when a unit of capacity costs `price`.
    private func ascend(price: Double) {
        let view = learning.game.view
        let couples = view.weight.map { $0[creator] > 0 } ?? false
        let tires = view.scale.map { $0[creator] > 0 } ?? false
        for _ in 0..<Self.sweepLimit {
            var largest = 0.0
            var tired = tires ? positions.reduce(0) { $0 + view.scale_weight[learning.topic($1)] * effort[$1] } : 0
            for p in positions where learning.bound[p] > 0 {
                var problem = Coordinate(learning, p, rivals: rivals[p], capacityPrice: price)
                let k = learning.topic(p)
                if couples {
                    let row = view.matrix + k * learning.game.topics
                    var others = 0.0
                    for q in positions where q != p { others += row[learning.topic(q)] * effort[q] }
                    problem.fixed += view.weight[creator] * others
                    problem.similar = view.weight[creator] * row[k]
                }
                if tires {
                    problem.fatigue = (view.scale[creator], view.scale_weight[k], view.theta, max(0, tired - view.scale_weight[k] * effort[p]))
                }
                let best = problem.maximiser(from: effort[p])
                largest = max(largest, abs(best - effort[p]) / learning.bound[p])
                if tires { tired += view.scale_weight[k] * (best - effort[p]) }
                effort[p] = best
            }
            if largest <= Self.rounding || !(couples || tires) { return }
        }
    }
}

/// One effort of a creator, all its others held: a concave payoff on [0, u].
private struct Coordinate {
    let market: TopicMarket
    let cost: Double
    let rho: Double
    let rivals: Double
    let bound: Double
    /// What a unit costs whatever its number: capacity, and similar topics.
    var fixed: Double
    /// w Q_kk
    var similar = 0.0
    /// h, a, theta and the weighted effort in other topics.
    var fatigue: (scale: Double, weight: Double, theta: Double, elsewhere: Double)?

    init(_ learning: LearningGame, _ position: Int, rivals: Double, capacityPrice: Double) {
        let view = learning.game.view
        let k = learning.topic(position)
        market = learning.game.market(k)
        cost = view.cost[position]
        rho = learning.rho(position)
        self.rivals = rivals
        bound = learning.bound[position]
        fixed = capacityPrice > 0 ? capacityPrice * view.limit_weight[k] : 0
    }

    /// The marginal payoff at y > 0 and its slope; the revenue part has no cancellation.
    private func marginal(_ y: Double) -> (value: Double, slope: Double) {
        let total = rivals + y
        let price = market.price(at: total)
        let (e, complement) = market.elasticity(at: total)
        let power = cost * rho * pow(y, rho - 1)
        var value = price.value * (complement + e * (rivals / total)) - power - similar * y - fixed
        var slope = 2 * price.slope + y * price.curvature - (rho - 1) * power / y - similar
        if let fatigue {
            let all = fatigue.elsewhere + fatigue.weight * y
            let marginal = fatigue.scale * fatigue.weight * pow(all, fatigue.theta - 1)
            value -= marginal
            slope -= (fatigue.theta - 1) * fatigue.weight * marginal / all
        }
        return (value, slope)
    }

    /// The best effort: Newton's method on the marginal payoff, kept in its bracket by bisection.
    func maximiser(from start: Double) -> Double {
        var low = bound * BestResponse.least
        var high = bound
        // Without rivals the payoff may rise all the way to 0, which it does not reach.
        if !(marginal(low).value > 0) { return rivals > 0 || !(market.priceAtZero == .infinity) ? 0 : low }
        if !(marginal(high).value < 0) { return high }
        var y = start > low && start < high ? start : 0.5 * high
        for _ in 0..<200 {
            let at = marginal(y)
            if at.value > 0 { low = y } else { high = y }
            var next = y - at.value / at.slope
            // Far below its goal a step in the logarithm is shorter than one to the middle.
            if !(next > low && next < high) { next = high > 4 * low ? (low * high).squareRoot() : 0.5 * (low + high) }
            if abs(next - y) <= 4e-16 * y { return next }
            y = next
        }
        return y
    }
}
