/// Attention and GenAI of every topic, in reduced exponents.
///
/// With total human effort s in a topic, GenAI's output is alpha s^bt, attention is mu s^gt, and
///
///     D(s) = M alpha s^beta + s^gamma,   P(s) = mu / D(s),   beta = bt - gt,   gamma = 1 - gt,
///
/// where M is the number of GenAI players (0 human-only, 1 exclusive). P is the price of one unit of effort.
/// Domain: mu >= 0, alpha >= 0, gamma in [0, 1], max(-1, gamma - 1) <= beta <= gamma.
/// Source: Yao, Li, Nekipelov, Wang, Xu, "Human vs. Generative AI in Content Creation Competition: Symbiosis or
/// Conflict?", ICML 2024, arXiv:2402.15467; reduced exponents derived here.
///
/// ```swift
/// let market = try Market(mu: [100, 40], alpha: 0.7, beta: 0.3, gamma: [0.8, 1.0])
/// let paying = try Market(mu: [100, 40], alpha: 0.7, beta: 0.3, gamma: [0.8, 1.0], royalty: 0.2)
/// ```
/// Variants change that price and combine; at their neutral values (the defaults) they change nothing:
///
///     P = mu (Q C + (1 - Q) H) + v (s + s0)^-d,   Q = q (1 - tau),   C = 1/D,  H = s^-gamma
///
/// with royalty tau and share q of conversation in [0, 1], and a licence with v, d, s0 >= 0; where demand is by total content
/// T = s + M alpha s^bt, C = T^-gamma and H = T^(1 - gamma)/s. Derived here; when the game stays monotone is said of each term
/// (``TwoEngines``, ``TotalDemand``, ``DataLicence``).
public struct Market: Sendable, Equatable {
    /// Attention at a total of 1: mu_k >= 0.
    public var mu: PerTopic
    /// GenAI's learning efficiency: alpha_k >= 0.
    public var alpha: PerTopic
    /// Scaling exponent less demand exponent.
    public var beta: PerTopic
    /// One less the demand exponent.
    public var gamma: PerTopic
    /// tau in [0, 1]: the share of GenAI's revenue that goes to human creators, pro rata to their effort. Neutral: 0.
    public var royalty: PerTopic
    /// What GenAI platforms pay for content. Neutral: a price of 0.
    public var licence: Licence
    /// q in [0, 1]: the share of attention that asks a conversational engine, which shows GenAI's content too. Neutral: 1.
    public var conversationShare: PerTopic
    /// What attracts attention. Neutral: human content.
    public var demand: Demand

    /// A data licence: v (s + s0)^-d a unit of content.
    public struct Licence: Sendable, Equatable {
        /// v >= 0
        public var price: PerTopic
        /// d >= 0; above 1 the game stays monotone only while s <= 2 s0/(d - 1).
        public var decay: PerTopic
        /// s0 >= 0, data from elsewhere in units of human content.
        public var outsideData: PerTopic

        /// Checked where a market is built with it.
        public init(price: PerTopic, decay: PerTopic = 0, outsideData: PerTopic = 0) {
            (self.price, self.decay, self.outsideData) = (price, decay, outsideData)
        }

        /// Nothing is bought.
        public static let none = Licence(price: 0)
    }

    /// - Throws: ``FieldError`` naming the first value outside the domain.
    public init(
        mu: PerTopic, alpha: PerTopic = 0, beta: PerTopic = 0, gamma: PerTopic = 1, royalty: PerTopic = 0,
        licence: Licence = .none, conversationShare: PerTopic = 1, demand: Demand = .human
    ) throws(FieldError) {
        self.mu = mu
        self.alpha = alpha
        self.beta = beta
        self.gamma = gamma
        self.royalty = royalty
        self.licence = licence
        self.conversationShare = conversationShare
        self.demand = demand
        try validate(topics: nil)
    }

    /// The same market from the exponents of GenAI's output (bt in [0, 1]) and of attention (gt in [0, 1]).
    /// - Throws: ``FieldError`` naming the first value outside the domain.
    public init(mu: PerTopic, alpha: PerTopic = 0, scalingExponent: PerTopic, demandExponent: PerTopic) throws(FieldError) {
        let count = max(scalingExponent.values.count, demandExponent.values.count)
        for (field, exponent) in [("market.scalingExponent", scalingExponent), ("market.demandExponent", demandExponent)] {
            if !exponent.isShared, exponent.values.count != count {
                throw FieldError(field: field, expected: "one number or \(count) numbers", found: "\(exponent.values.count)")
            }
            for (k, value) in exponent.values.enumerated() where !(value >= 0 && value <= 1) {
                throw FieldError(field: exponent.label(field, k), expected: "a number in [0, 1]", found: "\(value)")
            }
        }
        let shared = scalingExponent.isShared && demandExponent.isShared
        let beta = (0..<count).map { scalingExponent[$0] - demandExponent[$0] }
        try self.init(
            mu: mu, alpha: alpha, beta: shared ? PerTopic(beta[0]) : PerTopic(beta), gamma: demandExponent.map { 1 - $0 })
    }

    /// The same market with other exponents.
    /// - Throws: ``FieldError`` naming the first value outside the domain.
    public func with(scalingExponent: PerTopic, demandExponent: PerTopic) throws(FieldError) -> Market {
        var changed = try Market(mu: mu, alpha: alpha, scalingExponent: scalingExponent, demandExponent: demandExponent)
        (changed.royalty, changed.licence, changed.conversationShare, changed.demand) = (royalty, licence, conversationShare, demand)
        try changed.validate(topics: nil)
        return changed
    }

    /// Whether every variant is at its neutral value.
    var isBase: Bool { demand == .human && !hasRoyalty && !hasLicence && !hasTwoEngines }
    var hasRoyalty: Bool { royalty.values.contains { $0 != 0 } }
    var hasLicence: Bool { licence.price.values.contains { $0 != 0 } }
    var hasTwoEngines: Bool { conversationShare.values.contains { $0 != 1 } }

    /// What differs from the base market in a topic.
    func variant(_ k: Int) -> MarketVariant {
        MarketVariant(
            royalty: Royalty(share: royalty[k]), conversationShare: conversationShare[k], demand: demand,
            licence: DataLicence(price: licence.price[k], decay: licence.decay[k], outsideData: licence.outsideData[k]))
    }

    /// A topic with M GenAI players; its beta is 0 where there is no GenAI.
    func topic(_ k: Int, players: Int, hasVariants: Bool) -> TopicMarket {
        let hasGenAI = players > 0 && alpha[k] > 0
        // Without GenAI beta has no meaning, and one within a rounding of bt - gt = 0 is 0.
        let beta = !hasGenAI || abs(beta[k]) <= 0x1p-52 ? 0 : beta[k]
        var variant: MarketVariant?
        if hasVariants {
            let found = self.variant(k)
            // Without attention there is nothing that GenAI could share in.
            if !found.isNeutral(strength: hasGenAI && mu[k] > 0 ? alpha[k] : 0) { variant = found }
        }
        return TopicMarket(mu: mu[k], efficiency: alpha[k], beta: beta, gamma: gamma[k], players: players, variant: variant)
    }

    /// Checks every value, and every count where the number of topics is known.
    func validate(topics: Int?) throws(FieldError) {
        let fields: [(String, PerTopic)] = [
            ("market.mu", mu), ("market.alpha", alpha), ("market.licence.price", licence.price),
            ("market.licence.decay", licence.decay), ("market.licence.outsideData", licence.outsideData),
            ("market.royalty", royalty), ("market.conversationShare", conversationShare), ("market.beta", beta), ("market.gamma", gamma),
        ]
        for (field, parameter) in fields {
            if let topics, !parameter.isShared, parameter.values.count != topics {
                throw FieldError(
                    field: field, expected: "one number or one for each of \(topics) topics", found: "\(parameter.values.count)")
            }
        }
        for (field, parameter) in fields.prefix(5) {
            for (k, value) in parameter.values.enumerated() where !(value >= 0 && value.isFinite) {
                throw FieldError(field: parameter.label(field, k), expected: "a finite number >= 0", found: "\(value)")
            }
        }
        for (field, parameter) in fields[5..<7] {
            for (k, value) in parameter.values.enumerated() where !(value >= 0 && value <= 1) {
                throw FieldError(field: parameter.label(field, k), expected: "a number in [0, 1]", found: "\(value)")
            }
        }
        for (k, value) in gamma.values.enumerated() where !(value >= 0 && value <= 1) {
            throw FieldError(field: gamma.label("market.gamma", k), expected: "a number in [0, 1]", found: "\(value)")
        }
        for (k, value) in beta.values.enumerated() {
            let upper: Double
            let lower: Double
            if gamma.isShared || beta.isShared {
                upper = gamma.values.min() ?? 0
                lower = (gamma.values.max() ?? 0) - 1
            } else {
                guard k < gamma.values.count else { break } // the counts disagree; the contest, which knows them, says so
                upper = gamma[k]
                lower = gamma[k] - 1
            }
            // bt = 1 + beta - gamma is in [0, 1] up to the rounding of the two differences that made beta and gamma.
            guard value >= max(-1, lower) - 0x1p-52, value <= upper else {
                throw FieldError(
                    field: beta.label("market.beta", k), expected: "a number in [\(max(-1, lower)), \(upper)] (gamma - 1 to gamma)",
                    found: "\(value)")
            }
        }
    }
}
