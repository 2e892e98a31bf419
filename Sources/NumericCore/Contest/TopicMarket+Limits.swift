#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What is known of a topic's market without a total: its limits, and where theory says that it behaves.
extension TopicMarket {
    /// Limits of the price at s = 0 from the right and at infinity; all 0 where nothing pays.
    var limits: PriceLimits {
        guard let variant else { return baseLimits }
        let (shared, human) = variant.demand == .human ? TwoEngines.limits(self) : TotalDemand.limits(self)
        let parts = [
            shared.scaled(by: mu * variant.sharedPart), human.scaled(by: mu * variant.humanPart), variant.licence.limits,
        ].compactMap { $0 }
        guard let first = parts.first else { return PriceLimits(price: 0, elasticity: gamma, priceAtInfinity: 0) }
        return parts.dropFirst().reduce(first, +)
    }

    /// Of mu/D. For beta < 0 GenAI's part of D grows without bound as s falls to 0: the price starts at 0.
    var baseLimits: PriceLimits {
        let hasGenAI = strength > 0
        let e = hasGenAI ? min(beta, gamma) : gamma
        if mu == 0 { return PriceLimits(price: 0, elasticity: e, priceAtInfinity: 0) }
        let isConstant = gamma == 0 && (!hasGenAI || beta == 0)
        let atZero = isConstant ? mu / (strength + 1) : hasGenAI && beta == 0 ? mu / strength : hasGenAI && beta < 0 ? 0 : .infinity
        // s P tends to mu over the weight of the terms that are linear in s.
        let linear = (gamma == 1 ? 1 : 0) + (beta == 1 ? strength : 0)
        return PriceLimits(
            price: atZero, elasticity: e, revenue: e == 1 ? mu / linear : 0, priceAtInfinity: gamma > 0 ? 0 : isConstant ? atZero : mu)
    }

    /// Whether the revenue part of -g is monotone at every total (conditions and proofs: ``TwoEngines``, ``TotalDemand``,
    /// ``DataLicence``): then payoffs are concave in one's own effort, and there is at most one equilibrium where costs or
    /// prices make it strictly so. False where this is not shown.
    package var isMonotone: Bool {
        guard let variant else { return beta >= 0 }
        guard variant.licence.isMonotone else { return false }
        return mu == 0 || strength == 0 || variant.demand == .total || TwoEngines.isMonotone(self, sharedPart: variant.sharedPart)
    }

    /// What keeps the game from being shown monotone, where ``isMonotone`` is false.
    var obstacle: String { variant.map { $0.licence.isMonotone } ?? true ? "beta < 0" : "a licence of decay above 1" }

    /// Whether a lone creator earns more the less it does: revenue tends to a positive number at s = 0, and does not rise from
    /// there, payoffs being concave. The supremum is not attained.
    var isLonelyRevenueFalling: Bool {
        if variant == nil, elasticityAtZero != 1 { return false }
        let limits = limits
        return limits.revenue > 0 && limits.marginalRevenue <= 0
    }

    /// Whether P is the same number at every total.
    var hasConstantPrice: Bool {
        guard gamma == 0 || mu == 0 else { return false }
        let isMarketConstant: Bool
        if mu == 0 || strength == 0 || beta == 0 {
            isMarketConstant = true
        } else {
            // s^-gamma and T^-gamma are constant for gamma = 0, D and T^gt/s are not.
            isMarketConstant = variant.map { $0.demand == .human ? $0.sharedPart == 0 : $0.humanPart == 0 } ?? false
        }
        return isMarketConstant && (variant.map { $0.licence.price == 0 || $0.licence.decay == 0 } ?? true)
    }

    /// Whether s P is linear in s, so that a lone creator's marginal revenue never falls: the game is monotone there, not
    /// strictly.
    var hasLinearRevenue: Bool {
        let hasLicence = variant?.licence.hasLinearRevenue ?? true
        guard mu > 0 else { return hasLicence }
        guard gamma == 0 || gamma == 1 else { return false }
        let isPlain = strength == 0 || beta == gamma
        guard let variant, !isPlain else { return isPlain && hasLicence }
        return hasLicence && isMarketLinear(variant)
    }

    /// Of gamma = 0 or 1, GenAI and beta < gamma: s T^-1, s/D and, but for bt = 0, T are not linear in s.
    private func isMarketLinear(_ variant: MarketVariant) -> Bool {
        switch variant.demand {
        case .human: variant.sharedPart == 0
        case .total: gamma == 1 ? variant.sharedPart == 0 : variant.humanPart == 0 || beta == -1
        }
    }
}

extension TopicMarket {
    /// log s where one part of the price takes over from another: where GenAI's content equals that of humans, where what is paid
    /// for human content alone equals what is left to it of shared attention, where total content equals data from elsewhere, and
    /// where a licence pays as much as the market. Far from all of them log P is a straight line in log s.
    var turningPoints: [Double] {
        let gap = gamma - beta
        guard let variant else { return strength > 0 && gap > 0 ? [log(strength) / gap] : [] }
        var points: [Double] = []
        if strength > 0, gap > 0 {
            points.append(log(strength) / gap)
            if variant.sharedPart > 0, variant.humanPart > 0 {
                points.append((log(strength) + log(variant.humanPart) - log(variant.sharedPart)) / gap)
            }
        }
        let licence = variant.licence
        guard licence.price > 0 else { return points }
        if licence.outsideData > 0 { points.append(log(licence.outsideData)) }
        guard mu > 0 else { return points }
        let market = VariantCurve(self, variant.withoutLicence)
        let places = stride(from: -700.0, through: 700, by: 10).map { $0 }
        let leads = places.map { place in
            let (term, logScale) = market.term(place)
            return licence.logPrice(place) - logScale - log(term.size)
        }
        for (place, pair) in zip(places, zip(leads, leads.dropFirst())) where (pair.0 < 0) != (pair.1 < 0) { points.append(place + 5) }
        return points
    }
}
