/// A number of the game that a sweep may change, named by its key path in a game file; who takes part counts as one.
///
/// | text | what it names |
/// |---|---|
/// | `market.mu`, `market.alpha`, `market.beta`, `market.gamma` | the parameter in every topic |
/// | `market.royalty`, `market.conversationShare`, `market.licence.price`, `market.licence.decay`, `market.licence.outsideData` | the same of a market variant |
/// | `market.alpha[3]` | the parameter in the topic with index 3 (topics and creators count from 0) |
/// | `cost.coefficients`, `cost.coefficients[2]`, `cost.coefficients[2][3]` | c of every eligible cell, of a creator's, of one |
/// | `cost.exponents`, `cost.exponents[3]` | rho of every eligible cell, of those of a topic |
/// | `cost.coupling.weights`, `cost.coupling.weights[2]` | w of every creator, of one; the game has a coupling matrix |
/// | `cost.totalEffort.scale`, `cost.totalEffort.scale[2]` | h likewise; set where the game has none: exponent 2, weights 1 |
/// | `cost.totalEffort.exponent` | theta; the game has a cost of total effort |
/// | `cost.totalEffort.weights`, `cost.totalEffort.weights[3]` | a_k of every topic, of one; the game has a cost of total effort |
/// | `capacity.limits`, `capacity.limits[2]` | B of every creator, of one; set where the game has none: weights 1 |
/// | `capacity.weights`, `capacity.weights[3]` | a_k of every topic, of one; the game has a capacity |
/// | `usageFee.share`, `usageFee.flat`, `hybrid.fee` | what GenAI costs its users; the game is inclusive |
/// | `adoption.users` | the creators with the largest costs in each topic who are told to use GenAI; otherwise adoption is searched |
/// | `creators.count`, `creators.without`, `creators.copies`, `creators.copies[ana]` | who takes part: ``CreatorChange`` |
public enum ParameterField: Hashable, Sendable, CustomStringConvertible {
    case market(MarketParameter, topic: Int?)
    case costCoefficients
    case creatorCost(creator: Int, topic: Int?)
    case costExponents
    case topicExponent(topic: Int)
    case couplingWeights
    case totalEffortScale
    case totalEffortExponent
    case capacityLimits
    case creatorNumber(CreatorNumber, creator: Int)
    case topicWeight(TopicWeight, topic: Int?)
    case adoption(AdoptionNumber)
    case creators(CreatorChange)

    /// The numbers of a topic's market, by their key paths.
    public enum MarketParameter: String, CaseIterable, Sendable {
        case mu, alpha, beta, gamma, royalty, conversationShare
        case licencePrice = "licence.price"
        case licenceDecay = "licence.decay"
        case outsideData = "licence.outsideData"

        var keyPath: WritableKeyPath<Market, PerTopic> {
            switch self {
            case .mu: \.mu
            case .alpha: \.alpha
            case .beta: \.beta
            case .gamma: \.gamma
            case .royalty: \.royalty
            case .conversationShare: \.conversationShare
            case .licencePrice: \.licence.price
            case .licenceDecay: \.licence.decay
            case .outsideData: \.licence.outsideData
            }
        }
    }

    /// A number that each creator has where topics touch.
    public enum CreatorNumber: String, CaseIterable, Sendable {
        case couplingWeights = "cost.coupling.weights"
        case totalEffortScale = "cost.totalEffort.scale"
        case capacityLimits = "capacity.limits"

        /// The same number of all creators.
        var ofAll: ParameterField {
            switch self {
            case .couplingWeights: .couplingWeights
            case .totalEffortScale: .totalEffortScale
            case .capacityLimits: .capacityLimits
            }
        }
    }

    /// How much a topic's effort counts in what joins topics.
    public enum TopicWeight: String, CaseIterable, Sendable {
        case totalEffort = "cost.totalEffort.weights"
        case capacity = "capacity.weights"
    }

    /// A number of the terms on which an inclusive game opens GenAI, or of those who use it.
    public enum AdoptionNumber: String, CaseIterable, Sendable {
        case feeShare = "usageFee.share"
        case feeFlat = "usageFee.flat"
        case hybridFee = "hybrid.fee"
        case users = "adoption.users"
    }

    /// Who takes part in the game.
    public enum CreatorChange: Hashable, Sendable {
        /// `creators.count`: the first so many creators of the game, 1 to n; the others have not entered.
        case count
        /// `creators.without`: all creators but the one with this index; -1: all of them.
        case without
        /// `creators.copies`: so many creators like each of the game's. `creators.copies[2]`, `creators.copies[ana]`: like
        /// this one, by index or name; 0: it left, 1: the game as it is, 3: two entered who are like it.
        case copies(of: String?)
    }

    /// Names without an index and what they stand for.
    private static let whole: [(name: String, field: ParameterField)] =
        MarketParameter.allCases.map { ("market.\($0.rawValue)", .market($0, topic: nil)) } + [
            ("cost.coefficients", .costCoefficients), ("cost.exponents", .costExponents), ("cost.coupling.weights", .couplingWeights),
            ("cost.totalEffort.scale", .totalEffortScale), ("cost.totalEffort.exponent", .totalEffortExponent),
            ("capacity.limits", .capacityLimits),
        ] + TopicWeight.allCases.map { ($0.rawValue, .topicWeight($0, topic: nil)) } + AdoptionNumber.allCases.map { ($0.rawValue, .adoption($0)) } + [
            ("creators.count", .creators(.count)), ("creators.without", .creators(.without)), ("creators.copies", .creators(.copies(of: nil))),
        ]

    static let known = whole.map(\.name)

    /// Reads a key path; nil where it names nothing that a sweep can change.
    public init?(_ text: String) {
        guard let path = IndexedPath(text), let field = Self.whole.first(where: { $0.name == path.name })?.field else { return nil }
        let indices = path.indices.map { digits in Int(digits).flatMap { $0 >= 0 && String($0) == digits ? $0 : nil } }
        switch (field, indices.count) {
        case (_, 0): self = field
        case (.creators(.copies), 1): self = .creators(.copies(of: path.indices[0]))
        case (.costCoefficients, 2):
            guard let creator = indices[0], let topic = indices[1] else { return nil }
            self = .creatorCost(creator: creator, topic: topic)
        default:
            guard indices.count == 1, let index = indices[0], let indexed = field.at(index) else { return nil }
            self = indexed
        }
    }

    /// The number of one topic or creator where this is that of all; nil where there is only one.
    private func at(_ index: Int) -> ParameterField? {
        switch self {
        case .market(let parameter, topic: _): .market(parameter, topic: index)
        case .costCoefficients: .creatorCost(creator: index, topic: nil)
        case .costExponents: .topicExponent(topic: index)
        case .topicWeight(let weight, topic: _): .topicWeight(weight, topic: index)
        default: CreatorNumber.allCases.first { $0.ofAll == self }.map { .creatorNumber($0, creator: index) }
        }
    }

    /// The key path, as it is read.
    public var description: String {
        switch self {
        case .market(let parameter, topic: let topic?): "market.\(parameter.rawValue)[\(topic)]"
        case .creatorCost(let creator, let topic): "cost.coefficients[\(creator)]" + (topic.map { "[\($0)]" } ?? "")
        case .topicExponent(let topic): "cost.exponents[\(topic)]"
        case .creatorNumber(let number, let creator): "\(number.rawValue)[\(creator)]"
        case .topicWeight(let weight, topic: let topic?): "\(weight.rawValue)[\(topic)]"
        case .creators(.copies(of: let creator?)): "creators.copies[\(creator)]"
        default: Self.whole.first { $0.field == self }!.name
        }
    }

    /// What is validated together, apart from the rest: the market, the cells, what couples topics, and who takes part.
    var part: Part {
        switch self {
        case .market: .market
        case .costCoefficients, .creatorCost, .costExponents, .topicExponent: .cells
        case .couplingWeights, .totalEffortScale, .totalEffortExponent, .capacityLimits, .creatorNumber, .topicWeight: .coupling
        case .adoption: .adoption
        case .creators: .creators
        }
    }
    enum Part: CaseIterable { case market, cells, coupling, adoption, creators }

    /// Whether the change is made after the others: that of one topic or creator after that of all, and the exponent and the
    /// weights of total effort or capacity after what may add them to a game.
    var isChangedLast: Bool {
        switch self {
        case .market(_, topic: .some), .creatorCost, .topicExponent, .totalEffortExponent, .creatorNumber, .topicWeight: true
        default: false
        }
    }
}

/// `name[2][ana]`: a name, and what stands in the brackets after it.
private struct IndexedPath {
    let name: String
    let indices: [String]

    /// nil where brackets are not closed, are empty, or have something between or after them.
    init?(_ text: String) {
        let parts = text.split(separator: "[", omittingEmptySubsequences: false)
        name = String(parts[0])
        var found: [String] = []
        for part in parts.dropFirst() {
            guard part.hasSuffix("]"), part.count > 1 else { return nil }
            found.append(String(part.dropLast()))
        }
        indices = found
    }
}
