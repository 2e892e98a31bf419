#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The best effort y of one creator against a total R of others in a market that is monotone: payoffs are then concave in y.
///
/// In l = log y, with t = log(R + y), z = y/(R + y) and e the elasticity at t, the condition is
///
///     G(l) = log P(t) + log(1 - e z) - log(c rho) - (rho - 1) l = 0,
///     G'(l) = -e z - z (e_t z + e (1 - z))/(1 - e z) - (rho - 1) < 0,
///
/// solved by Newton's method in a bracket.
struct HumanReply {
    /// The supremum of the payoff, >= 0.
    let payoff: Double
    /// y P(R + y) at the best effort; the limit where the supremum is approached at 0.
    let revenue: Double
    /// y/(R + y), and (R + y) P(R + y).
    let share: Double
    let gross: Double

    /// `bound`: take e from this market, which has more users: the marginal payoff and with it y are then at least what they are
    /// with any number of users between the two markets, since P and e fall in it.
    init(_ market: TopicMarket, cost: Double, rho: Double, rivals: Double, elasticityOf bound: TopicMarket? = nil) {
        let still = rivals > 0 ? rivals * market.price(at: rivals).value : 0
        guard market.pays else {
            (payoff, revenue, share, gross) = (0, 0, 0, 0)
            return
        }
        let limits = market.limits
        // s P(s) tends to a positive number, and the first bit of effort beyond costs at least what it earns.
        if rivals == 0, limits.elasticity == 1, limits.revenue > 0, limits.marginalRevenue <= (rho == 1 ? cost : 0) {
            revenue = limits.revenue
            (payoff, share, gross) = (revenue, 1, revenue)
            return
        }
        let limit = rivals > 0 ? market.price(at: rivals).value : limits.price
        if rho == 1, cost >= limit {
            (payoff, revenue, share, gross) = (0, 0, 0, still)
            return
        }
        if rho == 1, cost < limits.priceAtInfinity {
            (payoff, revenue, share, gross) = (.infinity, .infinity, 1, .infinity)
            return
        }
        let curve = TopicCurve(market)
        let other = bound.map { TopicCurve($0) }
        let logCost = log(cost) + log(rho)
        var (low, high) = (-740.0, 709.0)
        var l = rivals > 0 ? log(rivals) : 0
        if rho > 1, rivals > 0 { l = min(max((log(limit) - logCost) / (rho - 1), low), min(high, l + 40)) } // as a price taker
        var part = 0.0
        var here = curve(l)
        for _ in 0..<200 {
            let y = exp(l)
            let total = rivals + y
            part = y / total
            let others = rivals / total
            here = curve(rivals > 0 ? log(total) : l)
            if let other {
                let there = other(rivals > 0 ? log(total) : l)
                (here.elasticity, here.complement, here.elasticitySlope) = (there.elasticity, there.complement, there.elasticitySlope)
            }
            let e = here.elasticity
            let kept = here.complement + e * others
            guard kept > 0 else { // 1 - e z is 0 to the last place: too much effort
                high = l
                l = 0.5 * (low + high)
                continue
            }
            let value = here.logPrice + log(kept) - logCost - (rho - 1) * l
            let slope = -e * part - part * (here.elasticitySlope * part + e * others) / kept - (rho - 1)
            if value > 0 { low = l } else { high = l }
            let next = l - value / slope
            if abs(next - l) <= 1e-15 * max(1, abs(l)) { break }
            let isInside = next > low && next < high
            let middle = 0.5 * (low + high)
            if !isInside && !(middle > low && middle < high) { break }
            l = isInside ? next : middle
        }
        let y = exp(l)
        revenue = y * exp(here.logPrice)
        payoff = revenue * (((rho - 1) + here.elasticity * part) / rho)
        share = part
        gross = (rivals + y) * exp(here.logPrice)
    }
}
