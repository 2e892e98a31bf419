#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A creator's best reply in one topic against a total `rivals` of all others, searched over all efforts y >= 0.
///
/// The payoff v(y) = y P(S + y) - c y^rho is judged through its marginal P (1 - e + e S/(S + y)) - c rho y^(rho - 1), whose
/// revenue part has no cancellation. Where the game is monotone (``TopicMarket/isMonotone``) the payoff is concave and the
/// marginal has one sign change; else it is scanned for all of them.
struct BestReply {
    let market: TopicMarket
    let cost: Double
    let rho: Double
    let rivals: Double

    struct Result {
        /// The best effort; 0 also where a supremum is approached at 0; infinite where the payoff is unbounded.
        var effort: Double
        /// The supremum of the payoff.
        var payoff: Double
        /// Gross revenue at the best effort.
        var revenue: Double
    }

    func search() -> Result {
        guard market.pays else { return Result(effort: 0, payoff: 0, revenue: 0) }
        if rho == 1 && cost < market.limits.priceAtInfinity {
            return Result(effort: .infinity, payoff: .infinity, revenue: .infinity)
        }
        var best = supremumAtZero
        for effort in candidates() where payoff(effort) > best.payoff {
            best = Result(effort: effort, payoff: payoff(effort), revenue: effort * market.price(at: rivals + effort).value)
        }
        return best
    }

    /// v(y) = y (P(S + y) - c y^(rho - 1)).
    func payoff(_ y: Double) -> Double {
        y == 0 ? 0 : y * (market.price(at: rivals + y).value - marginalCost(of: y) / rho)
    }

    /// The cost of an effort.
    func cost(of y: Double) -> Double { cost * pow(y, rho) }

    /// v'(y) at y > 0.
    func marginal(at y: Double) -> Double {
        let total = rivals + y
        let (e, complement) = market.elasticity(at: total)
        return market.price(at: total).value * (complement + e * (rivals / total)) - marginalCost(of: y)
    }

    /// c rho y^(rho - 1), the power in two halves so that it overflows only where the product does.
    func marginalCost(of y: Double) -> Double {
        let half = pow(y, 0.5 * (rho - 1))
        return cost * rho * half * half
    }

    /// Doing ever less earns a positive amount only alone and with e(0+) >= 1: the limit of s P(s).
    private var supremumAtZero: Result {
        guard rivals == 0, market.elasticityAtZero >= 1 else { return Result(effort: 0, payoff: 0, revenue: 0) }
        let limit = market.limits.revenue
        // Linear costs vanish at 0 like the effort itself, so the limit is approached there too.
        return Result(effort: 0, payoff: limit, revenue: limit)
    }

    /// log of marginal revenue over marginal cost at y = e^l; -infinity where the marginal revenue is not positive.
    private func balance(_ l: Double) -> Double {
        let y = exp(l)
        let total = rivals + y
        let price = market.price(at: total)
        let (e, complement) = market.elasticity(at: total)
        let kept = complement + e * (rivals / total)
        return kept > 0 ? log(price.value) + log(kept) - log(cost * rho) - (rho - 1) * l : -.infinity
    }

    private func candidates() -> [Double] {
        let range = (low: -708.0, high: 709.0)
        if market.isMonotone {
            if balance(range.low) <= 0 { return [] }
            return [exp(root(range.low, range.high))]
        }
        let points = places(range.low, range.high)
        var found: [Double] = []
        for (a, b) in zip(points, points.dropFirst()) where balance(a) > 0 && balance(b) <= 0 { found.append(exp(root(a, b))) }
        return found
    }

    /// Where a payoff that need not be concave is looked at, in log y. Far from the effort of the others and from where one part of
    /// the price takes over from another, `balance` is a straight line; there steps are wide.
    private func places(_ low: Double, _ high: Double) -> [Double] {
        let (fine, coarse, reach) = (0.05, 0.5, 20.0)
        let kinks = ([log(rivals)] + market.turningPoints).filter { $0 > low && $0 < high }
        var places: [Double] = []
        var l = low
        while l <= high {
            places.append(l)
            l += kinks.contains { abs(l - $0) <= reach } ? fine : coarse
        }
        return places
    }

    /// The sign change of `balance`, positive at `low`, between the ends: Newton's method by secants, kept in the bracket
    /// by bisection.
    private func root(_ low: Double, _ high: Double) -> Double {
        var low = low
        var high = high
        if balance(high) > 0 { return high }
        var l = rivals > 0 ? min(max(log(rivals), low), high) : 0.5 * (low + high)
        for _ in 0..<200 {
            let value = balance(l)
            if value > 0 { low = l } else { high = l }
            let width = 1e-6 * max(1, abs(l))
            let slope = (balance(l + width) - value) / width
            var next = l - value / slope
            if !(next > low && next < high) { next = 0.5 * (low + high) }
            if abs(next - l) <= 1e-13 * max(1, abs(l)) || !(0.5 * (low + high) > low && 0.5 * (low + high) < high) { return next }
            l = next
        }
        return l
    }
}
