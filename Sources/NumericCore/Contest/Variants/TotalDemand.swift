#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Demand by total content: attention is mu T^gt with T = s + M alpha s^bt, human and GenAI content together.
///
///     P = mu T^gt/T = mu T^-gamma = mu s^-gamma (1 + M alpha s^(beta - gamma))^-gamma
///
/// A search engine or a royalty (``TwoEngines``, ``Royalty``) adds the part mu T^gt/s that goes to human content alone. With
/// w = M alpha s^bt/T, v = 1 - w and E = v + w bt = dlog T/dlog s in [0, 1], dE/dlog s = -(1 - bt)^2 w v:
///
///     mu T^-gamma:  e = gamma E,        de/dlog s = gamma (1 - bt)^2 w v
///     mu T^gt/s:    e = 1 - gt E,       de/dlog s = -gt (1 - bt)^2 w v
///
/// and P' = -e P/s, P'' = P (e (1 + e) - de/dlog s)/s^2 of each.
///
/// Monotone on the whole domain bt, gt in [0, 1], beta < 0 included (conditions: ``TwoEngines``). With d = 1 - bt, E = 1 - d w:
/// mu T^-gamma has 0 <= e <= 1 and 0 <= de/dlog s <= gamma d w v <= e, as d v <= E. mu T^gt/s has 0 <= e <= 1, de/dlog s <= 0 and
/// e (1 - e) = (1 - gt E) gt E >= gt (1 - E) E = gt d w (1 - d w) >= gt d^2 w v.
/// Source: derived here.
enum TotalDemand {
    /// Shapes of mu T^-gamma and mu T^gt/s, without sizes.
    static func shapes(_ market: TopicMarket, genAI w: Double, human v: Double) -> (shared: PriceTerm, human: PriceTerm) {
        let gamma = market.gamma
        let gt = 1 - gamma
        let gap = gamma - market.beta // 1 - bt
        let growth = v + w * (1 - gap)
        let fall = gap * w // 1 - growth
        let bend = gap * gap * w * v
        return (
            PriceTerm(size: 1, elasticity: gamma * growth, complement: gt + gamma * fall, elasticitySlope: gamma * bend),
            PriceTerm(size: 1, elasticity: gamma + gt * fall, complement: gt * growth, elasticitySlope: -gt * bend)
        )
    }

    /// T^-gamma and T^gt/s, by powers.
    static func prices(_ market: TopicMarket, at total: Double) -> (shared: Double, human: Double) {
        let content = total + market.genAIOutput(at: total)
        return (pow(content, -market.gamma), pow(content, 1 - market.gamma) / total)
    }

    /// Their logarithms at t = log s; `lead` is log(M alpha s^bt/s) and `small` is e^-|lead|.
    static func logPrices(_ market: TopicMarket, _ t: Double, lead: Double, small: Double) -> (shared: Double, human: Double) {
        let relative = max(lead, 0) + log1p(small) // log T/s
        let shared = -market.gamma * (t + relative)
        return (shared, (1 - market.gamma) * relative - market.gamma * t)
    }

    /// How both logarithms change over a step of log s, to full relative accuracy however short it is.
    static func logChanges(
        _ market: TopicMarket, genAI w: Double, human v: Double, over step: Double
    ) -> (shared: Double, human: Double) {
        let content = log1p(v * expm1(step) + w * expm1((1 + market.beta - market.gamma) * step))
        return (-market.gamma * content, (1 - market.gamma) * content - step)
    }

    /// Limits of T^-gamma and of T^gt/s.
    static func limits(_ market: TopicMarket) -> (shared: PriceLimits, human: PriceLimits) {
        let (a, gamma) = (market.strength, market.gamma)
        let gt = 1 - gamma
        let bt = 1 + market.beta - gamma
        // Content begins at M alpha where bt = 0, and at 0 else.
        let shared = PriceLimits(
            price: gamma == 0 ? 1 : bt <= 0 ? pow(a, -gamma) : .infinity, elasticity: gamma * max(bt, 0),
            revenue: gamma == 1 && bt == 1 ? 1 / (1 + a) : 0, priceAtInfinity: gamma == 0 ? 1 : 0)
        let atInfinity = gamma > 0 ? 0 : bt == 1 ? 1 + a : 1
        if bt <= 0 || gt == 0 {
            let revenue = gt == 0 ? 1 : pow(a, gt)
            let more = gt == 0 ? 0 : gt * pow(a, -gamma)
            return (shared, PriceLimits(price: .infinity, elasticity: 1, revenue: revenue, marginalRevenue: more, priceAtInfinity: atInfinity))
        }
        let isConstant = gamma == 0 && bt == 1
        return (
            shared,
            PriceLimits(price: isConstant ? 1 + a : .infinity, elasticity: isConstant ? 0 : 1 - gt * bt, priceAtInfinity: atInfinity)
        )
    }
}
