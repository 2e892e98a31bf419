/// A number of the game that a sweep may change, named by its key path in a game file.
///
/// | text | what it names |
/// |---|---|
/// | `market.mu`, `market.alpha`, `market.beta`, `market.gamma` | the parameter in every topic |
/// | `market.royalty`, `market.conversationShare`, `market.licence.price`, `market.licence.decay`, `market.licence.outsideData` | the same of a market variant |
/// | `market.alpha[3]` | the parameter in the topic with index 3 (topics count from 0) |
/// | `cost.coefficients` | c of every eligible cell |
/// | `cost.exponents` | rho of every eligible cell |
/// | `cost.coupling.weights` | w of every creator; the game has a coupling matrix |
/// | `cost.totalEffort.scale` | h of every creator; set where the game has none: exponent 2, weights 1 |
/// | `cost.totalEffort.exponent` | theta; the game has a cost of total effort |
/// | `capacity.limits` | B of every creator; set where the game has none: weights 1 |
public enum ParameterField: Hashable, Sendable, CustomStringConvertible {
    case market(MarketParameter, topic: Int?)
    case costCoefficients
    case costExponents
    case couplingWeights
    case totalEffortScale
    case totalEffortExponent
    case capacityLimits

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

    /// The fields that are not of the market: each is all of its numbers at once.
    private static let whole: [(name: String, field: ParameterField)] = [
        ("cost.coefficients", .costCoefficients), ("cost.exponents", .costExponents), ("cost.coupling.weights", .couplingWeights),
        ("cost.totalEffort.scale", .totalEffortScale), ("cost.totalEffort.exponent", .totalEffortExponent),
        ("capacity.limits", .capacityLimits),
    ]

    static let known = MarketParameter.allCases.map { "market.\($0.rawValue)" } + whole.map(\.name)

    /// Reads a key path; nil where it names nothing that a sweep can change.
    public init?(_ text: String) {
        if let known = Self.whole.first(where: { $0.name == text }) {
            self = known.field
            return
        }
        guard text.hasPrefix("market.") else { return nil }
        var name = text.dropFirst("market.".count)
        var topic: Int?
        if let bracket = name.firstIndex(of: "[") {
            let digits = name[bracket...].dropFirst().dropLast()
            guard name.hasSuffix("]"), let index = Int(digits), index >= 0, String(index) == digits else { return nil }
            topic = index
            name = name[..<bracket]
        }
        guard let parameter = MarketParameter(rawValue: String(name)) else { return nil }
        self = .market(parameter, topic: topic)
    }

    /// The key path, as it is read.
    public var description: String {
        switch self {
        case .market(let parameter, topic: nil): "market.\(parameter.rawValue)"
        case .market(let parameter, topic: let topic?): "market.\(parameter.rawValue)[\(topic)]"
        default: Self.whole.first { $0.field == self }!.name
        }
    }

    /// What is validated together, apart from the rest: the market, the cells, and what couples topics.
    var part: Part {
        switch self {
        case .market: .market
        case .costCoefficients, .costExponents: .cells
        case .couplingWeights, .totalEffortScale, .totalEffortExponent, .capacityLimits: .coupling
        }
    }
    enum Part: CaseIterable { case market, cells, coupling }

    /// Whether the change is made after the others: that of one topic after that of all, and the exponent of total effort
    /// after its scale, which may add it to a game.
    var isChangedLast: Bool {
        switch self {
        case .market(_, topic: .some), .totalEffortExponent: true
        default: false
        }
    }
}
