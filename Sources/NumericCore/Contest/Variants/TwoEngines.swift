#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Two engines: a share q of attention mu s^gt asks a conversational engine, which shows human and GenAI content in proportion,
/// the rest a search engine, which shows human content only.
///
///     P = mu s^gt (q/(M alpha s^bt + s) + (1 - q)/s) = q mu/D + (1 - q) mu s^-gamma
///
/// With w = M alpha s^beta/D and v = 1 - w, the two parts have
///
///     mu/D:         e = w beta + v gamma,   de/dlog s = w v (gamma - beta)^2
///     mu s^-gamma:  e = gamma,              de/dlog s = 0
///
/// and P' = -e P/s, P'' = P (e (1 + e) - de/dlog s)/s^2 of each.
///
/// Monotone. The revenue part of -g is monotone at a total s, for any number of creators and any shares, if and only if
/// P' <= 0 and |s P''| <= -2 P': in shares z = x/s its symmetric part is -P' (I + 11' - (p/2)(z1' + 1z')), p = -s P''/P', and
/// y'(.)y >= |y|^2 + (1'y)^2 - |p| |1'y| |y| with |z| <= 1; a lone creator and many small ones reach p = 2 and p = -2. The
/// conditions are linear in P, so a sum of monotone prices is monotone. In terms of e they read -e (1 - e) <= de/dlog s
/// <= e (3 + e). Here: mu s^-gamma has 0 <= e = gamma <= 1; mu/D for 0 <= beta <= gamma has 0 <= e <= 1 and
/// 0 <= de/dlog s = (gamma - e)(e - beta) <= e. So the game is monotone for 0 <= beta <= gamma at every q.
///
/// For beta < 0 the base market never is, but with enough attention for human content alone the sum can be. With d = gamma - beta,
/// P = mu s^-gamma h, h = 1 - Q w, h' = dh/dlog s = Q d w v and h'' = -Q d^2 w v (1 - 2 w) the two conditions are
///
///     A(w) = gamma (1 - gamma) h - (1 - 2 gamma) h' - h'' >= 0,   B(w) = gamma (gamma + 3) h - (2 gamma + 3) h' + h'' >= 0
///
/// for all w in (0, 1), every one of which some total has: two cubics, decided by their values at the ends and where their
/// derivatives vanish (``isMonotone(_:sharedPart:)``). Their sum, P' <= 0, is gamma >= d (1 - r)/(1 + r) with r = (1 - Q)^(1/2).
/// With beta = -0.1 and gamma = 0.7 a royalty of 1% is enough, with beta = -0.2 one of 10%.
/// Source: derived here.
enum TwoEngines {
    /// Shapes of mu/D and mu s^-gamma, without sizes.
    static func shapes(_ market: TopicMarket, genAI w: Double, human v: Double) -> (shared: PriceTerm, human: PriceTerm) {
        let (beta, gamma) = (market.beta, market.gamma)
        let gap = gamma - beta
        return (
            PriceTerm(
                size: 1, elasticity: w * beta + v * gamma, complement: w * (1 - beta) + v * (1 - gamma),
                elasticitySlope: w * v * gap * gap),
            PriceTerm(size: 1, elasticity: gamma, complement: 1 - gamma, elasticitySlope: 0)
        )
    }

    /// Whether Q mu/D + (1 - Q) mu s^-gamma is monotone at every total (A >= 0 and B >= 0 above); false within rounding of not being.
    /// - Complexity: O(1), two square roots; nothing where 0 <= beta.
    static func isMonotone(_ market: TopicMarket, sharedPart q: Double) -> Bool {
        if market.beta >= 0 || q == 0 { return true }
        let gamma = market.gamma
        let d = gamma - market.beta
        // h = 1 - q w, w v = w - w^2, w v (1 - 2 w) = w - 3 w^2 + 2 w^3
        func isPositive(_ ofLevel: Double, _ ofSlope: Double, _ ofBend: Double) -> Bool {
            let (c0, slope, bend) = (ofLevel, ofSlope * q * d, -ofBend * q * d * d)
            let (c1, c2, c3) = (-ofLevel * q + slope + bend, -slope - 3 * bend, 2 * bend)
            let discriminant = c2 * c2 - 3 * c3 * c1
            var points = [0.0, 1]
            if discriminant >= 0 {
                // Both roots of c1 + 2 c2 w + 3 c3 w^2, without cancellation.
                let sum = -(c2 + (c2 < 0 ? -discriminant.squareRoot() : discriminant.squareRoot()))
                points += [sum / (3 * c3), c1 / sum].filter { $0 > 0 && $0 < 1 }
            }
            let size = abs(c0) + abs(c1) + abs(c2) + abs(c3)
            return points.allSatisfy { w in
                let value = c0 + w * (c1 + w * (c2 + w * c3))
                return w == 0 || w == 1 ? value >= -0x1p-48 * size : value >= 0x1p-40 * size
            }
        }
        return isPositive(gamma * (1 - gamma), -(1 - 2 * gamma), -1) && isPositive(gamma * (gamma + 3), -(2 * gamma + 3), 1)
    }

    /// 1/D and s^-gamma, by powers.
    static func prices(_ market: TopicMarket, at total: Double, human v: Double) -> (shared: Double, human: Double) {
        let alone = pow(total, -market.gamma)
        return (alone * v, alone)
    }

    /// log 1/D and log s^-gamma at t = log s; `lead` is log(M alpha s^beta/s^gamma) and `small` is e^-|lead|.
    static func logPrices(_ market: TopicMarket, _ t: Double, lead: Double, small: Double) -> (shared: Double, human: Double) {
        let alone = -market.gamma * t
        return (alone - max(lead, 0) - log1p(small), alone)
    }

    /// How both logarithms change over a step of log s, to full relative accuracy however short it is.
    static func logChanges(
        _ market: TopicMarket, genAI w: Double, human v: Double, over step: Double
    ) -> (shared: Double, human: Double) {
        (-log1p(w * expm1(market.beta * step) + v * expm1(market.gamma * step)), -market.gamma * step)
    }

    /// Limits of 1/D and of s^-gamma.
    static func limits(_ market: TopicMarket) -> (shared: PriceLimits, human: PriceLimits) {
        let (a, beta, gamma) = (market.strength, market.beta, market.gamma)
        return (
            TopicMarket(mu: 1, strength: a, beta: beta, gamma: gamma).baseLimits,
            PriceLimits(
                price: gamma == 0 ? 1 : .infinity, elasticity: gamma, revenue: gamma == 1 ? 1 : 0, priceAtInfinity: gamma == 0 ? 1 : 0)
        )
    }
}
