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
/// ```
public struct Market: Sendable, Equatable {
    /// Attention at a total of 1: mu_k >= 0.
    public var mu: PerTopic
    /// GenAI's learning efficiency: alpha_k >= 0.
    public var alpha: PerTopic
    /// Scaling exponent less demand exponent.
    public var beta: PerTopic
    /// One less the demand exponent.
    public var gamma: PerTopic

    /// - Throws: ``ContestError`` naming the first value outside the domain.
    public init(mu: PerTopic, alpha: PerTopic = 0, beta: PerTopic = 0, gamma: PerTopic = 1) throws(ContestError) {
        self.mu = mu
        self.alpha = alpha
        self.beta = beta
        self.gamma = gamma
        try validate(topics: nil)
    }

    /// The same market from the exponents of GenAI's output (bt in [0, 1]) and of attention (gt in [0, 1]).
    /// - Throws: ``ContestError`` naming the first value outside the domain.
    public init(mu: PerTopic, alpha: PerTopic = 0, scalingExponent: PerTopic, demandExponent: PerTopic) throws(ContestError) {
        let count = max(scalingExponent.values.count, demandExponent.values.count)
        for (field, exponent) in [("market.scalingExponent", scalingExponent), ("market.demandExponent", demandExponent)] {
            if !exponent.isShared, exponent.values.count != count {
                throw ContestError(field: field, expected: "one number or \(count) numbers", found: "\(exponent.values.count)")
            }
            for (k, value) in exponent.values.enumerated() where !(value >= 0 && value <= 1) {
                throw ContestError(field: exponent.label(field, k), expected: "a number in [0, 1]", found: "\(value)")
            }
        }
        let shared = scalingExponent.isShared && demandExponent.isShared
        let beta = (0..<count).map { scalingExponent[$0] - demandExponent[$0] }
        try self.init(
            mu: mu, alpha: alpha, beta: shared ? PerTopic(beta[0]) : PerTopic(beta), gamma: demandExponent.map { 1 - $0 })
    }

    /// Checks every value, and every count where the number of topics is known.
    func validate(topics: Int?) throws(ContestError) {
        let fields: [(String, PerTopic)] = [
            ("market.mu", mu), ("market.alpha", alpha), ("market.beta", beta), ("market.gamma", gamma),
        ]
        for (field, parameter) in fields {
            if let topics, !parameter.isShared, parameter.values.count != topics {
                throw ContestError(
                    field: field, expected: "one number or one for each of \(topics) topics", found: "\(parameter.values.count)")
            }
        }
        for (field, parameter) in fields.prefix(2) {
            for (k, value) in parameter.values.enumerated() where !(value >= 0 && value.isFinite) {
                throw ContestError(field: parameter.label(field, k), expected: "a finite number >= 0", found: "\(value)")
            }
        }
        for (k, value) in gamma.values.enumerated() where !(value >= 0 && value <= 1) {
            throw ContestError(field: gamma.label("market.gamma", k), expected: "a number in [0, 1]", found: "\(value)")
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
                throw ContestError(
                    field: beta.label("market.beta", k), expected: "a number in [\(max(-1, lower)), \(upper)] (gamma - 1 to gamma)",
                    found: "\(value)")
            }
        }
    }
}
