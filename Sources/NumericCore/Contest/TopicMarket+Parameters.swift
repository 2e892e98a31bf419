#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// How a topic's price and its slope move with each parameter of the topic, at a fixed total.
///
/// With u = s^beta / D, w = a u and v = 1 - w (GenAI's and the human part of D), L = log s, e = w beta + v gamma and
/// P' = -P e/s:
///
///     dP/dmu = P/mu      dP/da = -P u       dP/dbeta = -P w L             dP/dgamma = -P v L
///                        de/da = (beta - gamma) u v
///                        de/dbeta = w + (beta - gamma) w v L              de/dgamma = v - (beta - gamma) w v L
///     dP'/dt = -(e dP/dt + P de/dt)/s   for each parameter t
///
/// Source: derived here from P = mu / (a s^beta + s^gamma). Variants: ``MarketVariant/responses(_:at:)``, ``DataLicence``.
struct PriceResponse: Sendable, Equatable {
    /// The derivative of P, and of P' = dP/ds.
    struct Pair: Sendable, Equatable {
        var price: Double
        var slope: Double

        /// The derivative of a creator's marginal revenue P + x P'.
        func marginalRevenue(at effort: Double) -> Double { price + effort * slope }

        static let zero = Pair(price: 0, slope: 0)
    }

    /// With respect to mu > 0.
    var mu: Pair
    /// With respect to a = M alpha, from above where that is 0.
    var strength: Pair
    /// With respect to beta; 0 where there is no GenAI.
    var beta: Pair
    /// With respect to gamma.
    var gamma: Pair
    /// With respect to a royalty and a share of conversation; 0 where there is no GenAI.
    var royalty = Pair.zero, conversationShare = Pair.zero
    /// With respect to a licence's price, decay and outside data.
    var licencePrice = Pair.zero, licenceDecay = Pair.zero, outsideData = Pair.zero

    static let zero = PriceResponse(mu: .zero, strength: .zero, beta: .zero, gamma: .zero)

    /// The responses at a total s > 0; zero where nobody creates (s = 0), and those of the market where nobody attends (mu = 0).
    /// - Parameter licence: at any price, 0 included.
    /// - Complexity: O(1), two logarithms and at most eight powers.
    init(_ market: TopicMarket, licence: DataLicence = .none, at total: Double) {
        self = .zero
        guard total > 0 else { return }
        (licencePrice, licenceDecay, outsideData) = licence.responses(at: total)
        guard market.mu > 0 else { return }
        let variant = market.variant ?? .neutral
        let responses = variant.responses(market, at: total)
        (royalty, conversationShare) = (responses.royalty, responses.conversationShare)
        if market.variant != nil {
            (mu, strength, beta, gamma) = (responses.mu, responses.strength, responses.beta, responses.gamma)
            return
        }
        let price = market.price(at: total).value
        let (w, v) = market.parts(at: total)
        let (e, _) = market.elasticity(at: total)
        // u = w/a; where a = 0 that is s^beta / s^gamma.
        let u = market.strength > 0 ? w / market.strength : pow(total, market.beta - market.gamma)
        let l = log(total)
        let gap = market.beta - market.gamma
        func pair(_ logPrice: Double, _ elasticity: Double) -> Pair {
            Pair(price: price * logPrice, slope: -(price / total) * (e * logPrice + elasticity))
        }
        mu = pair(1 / market.mu, 0)
        strength = pair(-u, gap * u * v)
        beta = pair(-w * l, w + gap * w * v * l)
        gamma = pair(-v * l, v - gap * w * v * l)
    }

    init(mu: Pair, strength: Pair, beta: Pair, gamma: Pair) {
        self.mu = mu
        self.strength = strength
        self.beta = beta
        self.gamma = gamma
    }
}

/// How a topic's GenAI output G = a s^bt, bt = 1 + beta - gamma, moves with the total and with each parameter.
struct GenAIResponse: Sendable, Equatable {
    /// G
    var value: Double
    /// bt G/s, G/a (s^bt where a = 0), G log s, -G log s
    var total, strength, beta, gamma: Double

    /// At a total s >= 0; all 0 where nobody creates.
    init(_ market: TopicMarket, at total: Double) {
        guard total > 0 else {
            (value, self.total, strength, beta, gamma) = (0, 0, 0, 0, 0)
            return
        }
        let exponent = 1 + market.beta - market.gamma
        strength = pow(total, exponent)
        value = market.strength * strength
        self.total = exponent * value / total
        beta = value * log(total)
        gamma = -beta
    }
}

extension Contest {
    /// A topic's market with its beta even where there is no GenAI: what a derivative with respect to alpha at 0 needs.
    func topicForDerivatives(_ k: Int) -> TopicMarket {
        guard competition == .exclusive else { return topic(k) }
        return TopicMarket(
            mu: market.mu[k], efficiency: market.alpha[k], beta: market.beta[k], gamma: market.gamma[k], players: 1,
            variant: market.isBase ? nil : market.variant(k))
    }
}
