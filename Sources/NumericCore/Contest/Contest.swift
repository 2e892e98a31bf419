/// How GenAI takes part.
public enum Competition: String, Sendable, CaseIterable {
    /// No GenAI: M = 0. With gamma = 1 the classic Tullock contest.
    case humanOnly = "human-only"
    /// One outside GenAI on every topic: M = 1.
    case exclusive
    /// GenAI is open to all: M is the number of creators who use it on a topic, on ``InclusiveTerms``.
    case inclusive
}

/// The content creation contest: n creators choose efforts x_ik >= 0 in K topics.
///
/// Creator i earns sum_k x_ik P_k(s_k) - c_ik x_ik^rho_ik, with s_k the total effort in topic k and P_k the price of
/// ``Market``, less what its topics cost together (``CouplingCost``, ``TotalEffortCost``), under its ``Capacity``. Where
/// nobody creates, all payoffs are 0. A contest is validated when it is built; nothing after checks again.
///
/// ```swift
/// let market = try Market(mu: [100, 40], alpha: 0.7, beta: 0.3, gamma: [0.8, 1.0])
/// let contest = try Contest(market: market, costs: .power(coefficients: [[0.5, 1.0], [1.0, 2.0], [2.0, 1.5]], exponent: 1.5))
/// let equilibrium = try solve(contest)
/// let stronger = try solve(contest.with(\.alpha, 1.4), startingFrom: equilibrium)
/// ```
public struct Contest: Sendable {
    /// What the contest is called in tables and files.
    public let name: String?
    /// How GenAI takes part: the number M of GenAI players on each topic.
    public let competition: Competition
    /// On what terms creators may use GenAI; of no effect unless the competition is inclusive.
    public let inclusiveTerms: InclusiveTerms
    /// Attention and GenAI of every topic, one value or K values a parameter.
    public private(set) var market: Market {
        didSet { hasVariants = !market.isBase }
    }
    /// Whether any topic's market may differ from the base market.
    private var hasVariants: Bool
    /// Who is eligible where, and at what cost.
    public private(set) var costs: PowerCost
    /// What similar topics cost together; nil where nothing.
    public private(set) var coupling: CouplingCost?
    /// What effort costs in all topics together; nil where nothing.
    public private(set) var totalEffort: TotalEffortCost?
    /// How much each creator can do; nil where nobody has a limit.
    public private(set) var capacity: Capacity?
    /// Where given: one name per creator, per topic.
    public let creatorNames: [String]?
    /// Where given: K distinct names.
    public let topicNames: [String]?

    /// n, the number of creators.
    public var creators: Int { costs.layout.creators }
    /// K, the number of topics.
    public var topics: Int { costs.layout.topics }
    /// Which creator each eligible cell belongs to.
    public var layout: CellLayout { costs.layout }
    /// Whether topics do not touch each other: no coupling, no total effort cost, no capacity.
    public var isSeparable: Bool { coupling == nil && totalEffort == nil && capacity == nil }

    /// What nobody pays and what limits nobody is left out (nil).
    /// - Throws: ``FieldError`` naming the field whose values or count are wrong.
    /// - Complexity: O(topics + creators); the cells were checked when the costs were built.
    public init(
        market: Market, costs: PowerCost, coupling: CouplingCost? = nil, totalEffort: TotalEffortCost? = nil,
        capacity: Capacity? = nil, competition: Competition = .exclusive, inclusiveTerms: InclusiveTerms = InclusiveTerms(),
        name: String? = nil, creatorNames: [String]? = nil, topicNames: [String]? = nil
    ) throws(FieldError) {
        try market.validate(topics: costs.layout.topics)
        try coupling?.validate(creators: costs.layout.creators, topics: costs.layout.topics)
        try totalEffort?.validate(creators: costs.layout.creators, topics: costs.layout.topics)
        try capacity?.validate(creators: costs.layout.creators, topics: costs.layout.topics)
        try Self.check(creatorNames, field: "creatorNames", count: costs.layout.creators)
        try Self.check(topicNames, field: "topicNames", count: costs.layout.topics)
        self.market = market
        hasVariants = !market.isBase
        self.costs = costs
        self.coupling = coupling.flatMap { $0.isNeutral ? nil : $0 }
        self.totalEffort = totalEffort.flatMap { $0.isNeutral ? nil : $0 }
        self.capacity = capacity.flatMap { $0.isNeutral ? nil : $0 }
        self.competition = competition
        self.inclusiveTerms = inclusiveTerms
        self.name = name
        self.creatorNames = creatorNames
        self.topicNames = topicNames
    }

    /// The contest with one market parameter replaced; costs are shared, not copied.
    /// - Throws: ``FieldError`` where the new value is outside the domain.
    public func with(_ parameter: WritableKeyPath<Market, PerTopic>, _ value: PerTopic) throws(FieldError) -> Contest {
        var changed = self
        changed.market[keyPath: parameter] = value
        try changed.market.validate(topics: topics)
        return changed
    }

    /// The contest with another market; costs are shared, not copied.
    /// - Throws: ``FieldError`` where the market has another number of topics.
    public func with(market: Market) throws(FieldError) -> Contest {
        var changed = self
        changed.market = market
        try changed.market.validate(topics: topics)
        return changed
    }

    /// The contest with other power costs of the same creators and topics.
    public func with(costs: PowerCost) throws(FieldError) -> Contest {
        try Contest(
            market: market, costs: costs, coupling: coupling, totalEffort: totalEffort, capacity: capacity,
            competition: competition, inclusiveTerms: inclusiveTerms, name: name, creatorNames: creatorNames, topicNames: topicNames)
    }

    /// The contest with other costs and limits across topics; nil: none.
    /// - Throws: ``FieldError`` naming the field whose values or count are wrong.
    public func with(
        coupling: CouplingCost?, totalEffort: TotalEffortCost?, capacity: Capacity?
    ) throws(FieldError) -> Contest {
        try Contest(
            market: market, costs: costs, coupling: coupling, totalEffort: totalEffort, capacity: capacity,
            competition: competition, inclusiveTerms: inclusiveTerms, name: name, creatorNames: creatorNames, topicNames: topicNames)
    }

    /// The contest of the power costs alone: every topic by itself.
    public var separable: Contest {
        var changed = self
        (changed.coupling, changed.totalEffort, changed.capacity) = (nil, nil, nil)
        return changed
    }

    /// One topic's market, GenAI players counted in (nobody, where each creator may choose to be one); its beta is 0
    /// where there is no GenAI.
    public func topic(_ k: Int) -> TopicMarket { topic(k, players: competition == .exclusive ? 1 : 0) }

    /// The same with M GenAI players on the topic, whatever the competition.
    /// - Precondition: `players` >= 0.
    public func topic(_ k: Int, players: Int) -> TopicMarket {
        market.topic(k, players: players, hasVariants: hasVariants)
    }

    /// Whether effort can earn anything in a topic: attention, or a licence that pays for content.
    func pays(_ k: Int) -> Bool { market.mu[k] > 0 || market.licence.price[k] > 0 }

    private static func check(_ names: [String]?, field: String, count: Int) throws(FieldError) {
        guard let names else { return }
        guard names.count == count else {
            throw FieldError(field: field, expected: "\(count) names", found: "\(names.count)")
        }
        if let (place, first) = NameIndex(names).repeated {
            throw FieldError(
                field: "\(field)[\(place)]", expected: "a name not used before", found: "\"\(names[place])\", as in \(field)[\(first)]")
        }
    }
}
