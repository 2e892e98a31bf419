#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The price of a market variant as a function of t = log s, in logarithms: nothing overflows, whatever the total.
struct VariantCurve: Sendable {
    private let market: TopicMarket
    private let variant: MarketVariant
    private let logStrength: Double
    private let logShared: Double // of mu Q
    private let logHuman: Double // of mu (1 - Q)

    init(_ market: TopicMarket, _ variant: MarketVariant) {
        (self.market, self.variant) = (market, variant)
        logStrength = log(market.strength)
        logShared = log(market.mu) + log(variant.sharedPart)
        logHuman = log(market.mu) + log(variant.humanPart)
    }

    /// The parts of the price over e^logScale, the largest of them, as shapes of a common unit.
    private func parts(_ t: Double) -> (shared: PriceTerm, human: PriceTerm, licence: PriceTerm, logScale: Double) {
        let (lead, small, w, v) = weights(t)
        let (shared, human): (PriceTerm, PriceTerm)
        let logs: (shared: Double, human: Double)
        switch variant.demand {
        case .human:
            (shared, human) = TwoEngines.shapes(market, genAI: w, human: v)
            logs = TwoEngines.logPrices(market, t, lead: lead, small: small)
        case .total:
            (shared, human) = TotalDemand.shapes(market, genAI: w, human: v)
            logs = TotalDemand.logPrices(market, t, lead: lead, small: small)
        }
        let sizes = (shared: logShared + logs.shared, human: logHuman + logs.human, licence: variant.licence.logPrice(t))
        let scale = max(sizes.shared, sizes.human, sizes.licence)
        return (
            shared.sized(exp(sizes.shared - scale)), human.sized(exp(sizes.human - scale)),
            variant.licence.shape(at: exp(t)).sized(exp(sizes.licence - scale)), scale
        )
    }

    /// P over e^logScale, with its elasticity.
    func term(_ t: Double) -> (term: PriceTerm, logScale: Double) {
        let (shared, human, licence, scale) = parts(t)
        return (shared + human + licence, scale)
    }

    /// The step in t over which log P changes by `change`, to full relative accuracy however small it is: the root of
    /// log(1 + sum_j p_j (e^(change of log P_j) - 1)) = change, p_j the parts of P at t.
    func step(from t: Double, changingLogPriceBy change: Double) -> Double {
        let (shared, human, licence, _) = parts(t)
        let whole = shared + human + licence
        let (_, _, w, v) = weights(t)
        var step = -change / whole.elasticity
        for _ in 0..<12 {
            let logs = variant.demand == .human
                ? TwoEngines.logChanges(market, genAI: w, human: v, over: step)
                : TotalDemand.logChanges(market, genAI: w, human: v, over: step)
            let sum = shared.size * expm1(logs.shared) + human.size * expm1(logs.human)
                + licence.size * expm1(variant.licence.logChange(from: exp(t), over: step))
            let correction = (log1p(sum / whole.size) - change) / term(t + step).term.elasticity
            step += correction
            if abs(correction) <= 1e-15 * abs(step) { break }
        }
        return step
    }

    /// log of GenAI's term over the human one, e^-|that|, and the two terms' parts.
    private func weights(_ t: Double) -> (lead: Double, small: Double, genAI: Double, human: Double) {
        guard market.strength > 0 else { return (-.infinity, 0, 0, 1) }
        let lead = logStrength + (market.beta - market.gamma) * t
        let small = exp(-abs(lead))
        let (minor, major) = (small / (1 + small), 1 / (1 + small))
        return (lead, small, lead > 0 ? major : minor, lead > 0 ? minor : major)
    }
}
