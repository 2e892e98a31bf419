#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// How attention grows with content: the file word of `market.demand`.
public enum Demand: String, Sendable, CaseIterable {
    /// mu s^gt: attention comes for human content alone.
    case human
    /// mu (s + M alpha s^bt)^gt: GenAI's content attracts it as well (``TotalDemand``).
    case total
}

/// How a topic's market differs from the base market. All of it combines:
///
///     P = mu (Q C + (1 - Q) H) + v (s + s0)^-d,   Q = q (1 - tau),
///
/// where C is what a unit of content earns of attention shared by all content (1/D, or T^-gamma for demand by total content) and
/// H what it earns of attention that goes to human content alone (s^-gamma, or T^gt/s). C and H are in ``TwoEngines`` and
/// ``TotalDemand``, the weights in ``Royalty``, the licence in ``DataLicence``.
/// Source: derived here; that a royalty and two engines are one family too.
struct MarketVariant: Sendable, Equatable {
    var royalty: Royalty
    /// q
    var conversationShare: Double
    var demand: Demand
    var licence: DataLicence

    static let neutral = MarketVariant(royalty: Royalty(share: 0), conversationShare: 1, demand: .human, licence: .none)

    /// Q
    var sharedPart: Double { royalty.sharedPart(conversation: conversationShare) }
    /// 1 - Q
    var humanPart: Double { royalty.humanPart(conversation: conversationShare) }
    /// The same where nothing is bought.
    var withoutLicence: MarketVariant {
        MarketVariant(royalty: royalty, conversationShare: conversationShare, demand: demand, licence: .none)
    }
    /// Whether the price is the base market's where GenAI has this strength: without GenAI only a licence counts.
    func isNeutral(strength: Double) -> Bool {
        licence.price == 0 && (strength == 0 || self.demand == .human && humanPart == 0)
    }
}

extension TopicMarket {
    /// P and its elasticity at a total, by powers. Where a part leaves the range of doubles, sizes are formed by logarithms.
    func term(_ variant: MarketVariant, at total: Double) -> PriceTerm {
        let (w, v) = parts(at: total)
        let (shared, human): (PriceTerm, PriceTerm)
        let sizes: (shared: Double, human: Double)
        switch variant.demand {
        case .human:
            (shared, human) = TwoEngines.shapes(self, genAI: w, human: v)
            sizes = TwoEngines.prices(self, at: total, human: v)
        case .total:
            (shared, human) = TotalDemand.shapes(self, genAI: w, human: v)
            sizes = TotalDemand.prices(self, at: total)
        }
        let licence = variant.licence.shape(at: total)
        let paid = variant.licence.price(at: total)
        let market = shared.sized(mu * variant.sharedPart * sizes.shared) + human.sized(mu * variant.humanPart * sizes.human)
        if market.size + paid >= .leastNormalMagnitude, market.size + paid < .infinity { return market + licence.sized(paid) }
        let curve = VariantCurve(self, variant)
        let (scaled, logScale) = curve.term(log(total))
        return scaled.sized(scaled.size * exp(logScale))
    }

    /// What each GenAI player earns at a human total s >= 0, before fees: alpha s^bt units of content at the price of shared
    /// attention, less the royalty. With w = M alpha s^beta/D,
    ///
    ///     income = (1 - tau) q mu s^gt w/M              demand by human content
    ///            = (1 - tau) q mu T^gt w/M              demand by total content
    ///
    /// A licence is paid by GenAI platforms, not by their users. 0 where nobody creates or nobody uses GenAI.
    /// - Complexity: O(1), two powers.
    public func adopterIncome(at total: Double, payoff: GenAIPayoff = .derived) -> Double {
        guard total > 0, players > 0, strength > 0, mu > 0 else { return 0 }
        let variant = variant ?? .neutral
        let (w, _) = parts(at: total)
        let gt = 1 - gamma
        let share = variant.sharedPart * (w / Double(players))
        let content = variant.demand == .human ? total : total + genAIOutput(at: total)
        switch payoff {
        case .derived: return mu * share * pow(content, gt)
        case .printed: return mu * share * pow(content / total, gt) // s^beta in the place of s^bt = s^beta s^gt
        }
    }
}

/// How much content a GenAI user sells: the file word of `genAIPayoff`. Both agree where gt = 0.
public enum GenAIPayoff: String, Sendable, CaseIterable {
    /// alpha s^bt, from share times attention; the default (derived here).
    case derived
    /// alpha s^beta, as the notes behind the model print it.
    case printed
}
