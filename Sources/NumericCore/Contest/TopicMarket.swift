#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The price of a unit of effort in a topic and its derivatives with respect to the total s.
public struct Price: Sendable, Equatable {
    /// P(s)
    public var value: Double
    /// P'(s)
    public var slope: Double
    /// P''(s)
    public var curvature: Double
}

/// One topic's market with M GenAI players counted in: P(s) = mu / (a s^beta + s^gamma), a = M alpha, or a variant of it.
///
/// e(s) = -s P'/P is the elasticity of the price. With w = a s^beta / D the weight of GenAI's term,
/// e = w beta + (1 - w) gamma and de/dlog s = w (1 - w) (gamma - beta)^2. Variants (``MarketVariant``) are sums of such terms;
/// where their parameters are neutral the base formulas are used as they stand.
///
/// ```swift
/// let alone = contest.topic(0, players: 0)      // human-only
/// let crowded = contest.topic(0, players: 12)   // 12 creators on GenAI
/// crowded.price(at: 3).value
/// crowded.adopterIncome(at: 3)                  // what each of the 12 earns, before fees
/// ```
public struct TopicMarket: Sendable, Equatable {
    /// Attention at a total of 1: mu >= 0.
    public let mu: Double
    /// a = M alpha, the strength of all GenAI players together.
    public let strength: Double
    /// Scaling exponent less demand exponent.
    public let beta: Double
    /// One less the demand exponent, in [0, 1].
    public let gamma: Double
    /// M, the number of GenAI players on the topic.
    public let players: Int
    /// alpha, the strength of one of them.
    public let efficiency: Double
    /// What differs from the base market; nil where nothing does.
    let variant: MarketVariant?

    /// A base market with one GenAI player of this strength, or none.
    package init(mu: Double, strength: Double, beta: Double, gamma: Double) {
        self.init(mu: mu, efficiency: strength, beta: beta, gamma: gamma, players: 1, variant: nil)
    }

    init(mu: Double, efficiency: Double, beta: Double, gamma: Double, players: Int, variant: MarketVariant?) {
        (self.mu, self.efficiency, self.beta, self.gamma, self.players, self.variant) = (mu, efficiency, beta, gamma, players, variant)
        strength = players == 1 ? efficiency : Double(players) * efficiency
    }

    /// Whether the price is the base market's, mu/D.
    package var isBase: Bool { variant == nil }
    /// Whether effort can earn anything: attention, or a licence that pays for content.
    package var pays: Bool { mu > 0 || (variant?.licence.price ?? 0) > 0 }

    /// P, P', P'' at a total s > 0. Powers are taken of the larger term, so that nothing overflows before P does.
    /// - Complexity: O(1), two powers; up to four for a variant.
    public func price(at total: Double) -> Price {
        if let variant { return term(variant, at: total).price(at: total) }
        let (weight, rest) = parts(at: total)
        let value = weight <= rest ? mu * pow(total, -gamma) * rest : (mu / strength) * pow(total, -beta) * weight
        let e = weight * beta + rest * gamma
        // s^2 D''/D, then P'' = P (2 e^2 - s^2 D''/D) / s^2.
        let bend = weight * beta * (beta - 1) + rest * gamma * (gamma - 1)
        return Price(value: value, slope: -value * e / total, curvature: value / total * (2 * e * e - bend) / total)
    }

    /// e = -s P'/P and 1 - e at a total s > 0, each a sum of terms of one sign where 0 <= beta <= gamma.
    public func elasticity(at total: Double) -> (e: Double, complement: Double) {
        if let variant {
            let term = term(variant, at: total)
            return (term.elasticity, term.complement)
        }
        let (weight, rest) = parts(at: total)
        return (weight * beta + rest * gamma, weight * (1 - beta) + rest * (1 - gamma))
    }

    /// de/dlog s at a total s > 0, given e there.
    func elasticitySlope(at total: Double, elasticity e: Double) -> Double {
        if let variant { return term(variant, at: total).elasticitySlope }
        return strength > 0 ? (gamma - e) * (e - beta) : 0
    }

    /// The parts of D that are GenAI's and human: w = a s^beta / D and 1 - w.
    func parts(at total: Double) -> (genAI: Double, human: Double) {
        guard strength > 0 else { return (0, 1) }
        let ratio = strength * pow(total, beta - gamma)
        return ratio <= 1 ? (ratio / (1 + ratio), 1 / (1 + ratio)) : (1 / (1 + 1 / ratio), (1 / ratio) / (1 + 1 / ratio))
    }

    /// The right-hand limit of P at s = 0: infinite unless the smallest exponent present is 0.
    public var priceAtZero: Double { limits.price }

    /// e at s = 0+: the smallest exponent present.
    public var elasticityAtZero: Double { variant == nil ? (strength == 0 ? gamma : min(beta, gamma)) : limits.elasticity }

    /// GenAI's output a s^bt, bt = 1 + beta - gamma, at a total s >= 0 (0 at s = 0, its limit for bt > 0).
    public func genAIOutput(at total: Double) -> Double {
        total == 0 || strength == 0 ? 0 : strength * pow(total, 1 + beta - gamma)
    }
}
