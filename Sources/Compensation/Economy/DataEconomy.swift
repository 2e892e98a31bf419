import NumericCore

/// A model, what it earns, and the producers whose data it was trained on: everything a question about payment needs.
///
/// ```swift
/// let economy = try CompensationFile.read("economy.json")
/// let result = try compensate(economy)
/// result.payments   // what each producer is paid a year
/// ```
public struct DataEconomy: Sendable {
    /// For people; results repeat it.
    public var name: String?
    /// v(D): law, size and profit curve.
    public var value: DataValue
    /// D > 0, the tokens of all producers.
    public var tokens: Double
    /// Who produced them; nil where only their sum is known.
    public var producers: Producers?
    /// How much of profit data are given.
    public var rule = ShareRule.flat
    /// The share that the rule `flat` gives; the memo's example by default.
    public var flatShare = 0.2
    /// N0 and D0 of the Shapley share.
    public var baseline: (parameters: Double, tokens: Double) = (0, 0)
    /// How many models pay, and how they compete.
    public var market: ModelMarket
    /// How the pool is divided.
    public var split = SplitRule.tokens
    /// The least a buyer may post, profit a token.
    public var minimumPrice = 0.0
    /// kappa, where a licence price is wanted.
    public var tokensPerUnit: Double?
    /// D0, tokens from elsewhere beside a topic's own.
    public var outsideTokens = 0.0

    /// Those who made the data.
    public struct Producers: Sendable {
        /// d_i >= 0, n of them.
        public var tokens: [Double]
        /// w_i >= 0, the quality of a token; nil: all alike.
        public var weights: [Double]?
        /// How often each one's data were retrieved, >= 0.
        public var retrievals: [Double]?
        /// r_i >= 0, what each asks for its whole contribution.
        public var reservations: [Double]?
        /// n names.
        public var names: [String]?

        /// Producers; checked where an economy is made of them.
        public init(
            tokens: [Double], weights: [Double]? = nil, retrievals: [Double]? = nil, reservations: [Double]? = nil, names: [String]? = nil
        ) {
            (self.tokens, self.weights, self.retrievals) = (tokens, weights, retrievals)
            (self.reservations, self.names) = (reservations, names)
        }

        /// - Throws: ``FieldError`` naming the first number that is negative or not finite, or a list of another length.
        func validate() throws(FieldError) {
            let lists: [(String, [Double]?)] = [
                ("tokens", tokens), ("weights", weights), ("retrievals", retrievals), ("reservations", reservations),
            ]
            guard !tokens.isEmpty else { throw FieldError(field: "producers.tokens", expected: "at least one producer", found: "none") }
            for (name, list) in lists {
                guard let list else { continue }
                guard list.count == tokens.count else {
                    throw FieldError(field: "producers.\(name)", expected: "\(tokens.count) numbers", found: "\(list.count)")
                }
                if let place = list.firstIndex(where: { !($0 >= 0 && $0 < .infinity) }) {
                    throw FieldError(field: "producers.\(name)[\(place)]", expected: "a finite number >= 0", found: "\(list[place])")
                }
            }
            if let names, names.count != tokens.count {
                throw FieldError(field: "producers.names", expected: "\(tokens.count) names", found: "\(names.count)")
            }
        }
    }

    /// Producers and the model that used their data.
    /// - Throws: ``FieldError`` for numbers outside their domain, and where nobody has any tokens.
    public init(value: DataValue, producers: Producers, market: ModelMarket? = nil) throws(FieldError) {
        try producers.validate()
        let total = ExactTotal.of(producers.tokens, workers: Workers(threads: 1)).value
        guard total > 0, total < .infinity else {
            throw FieldError(field: "producers.tokens", expected: "a positive, finite sum", found: "\(total)")
        }
        self.value = value
        tokens = total
        self.producers = producers
        self.market = market ?? .one
    }

    /// A model that used so many tokens, whoever made them.
    /// - Throws: ``FieldError`` where there are none.
    public init(value: DataValue, tokens: Double, market: ModelMarket? = nil) throws(FieldError) {
        try NumberDomain.positive.check(tokens, "tokens")
        self.value = value
        self.tokens = tokens
        self.market = market ?? .one
    }
}

/// How a pool is divided among producers: the file words of `split`.
public enum SplitRule: Sendable, Equatable {
    /// In proportion to d_i: also Aumann and Shapley's value.
    case tokens
    /// In proportion to w_i d_i.
    case weights
    /// In proportion to how often each one's data were retrieved, times w_i where there are weights.
    case retrieval
    /// In proportion to Shapley's value, computed exactly.
    case shapley
    /// The same from random orders.
    case shapleySampled(pairs: Int, seed: UInt64)

    /// As files write it.
    public var word: String {
        switch self {
        case .tokens: "tokens"
        case .weights: "weights"
        case .retrieval: "retrieval"
        case .shapley: "shapley"
        case .shapleySampled: "shapley-sampled"
        }
    }
}
