/// A number of the game that a sweep may change, named by its key path in a game file.
///
/// | text | what it names |
/// |---|---|
/// | `market.mu`, `market.alpha`, `market.beta`, `market.gamma` | the parameter in every topic |
/// | `market.alpha[3]` | the parameter in the topic with index 3 (topics count from 0) |
/// | `cost.coefficients` | c of every eligible cell |
/// | `cost.exponents` | rho of every eligible cell |
public enum ParameterField: Hashable, Sendable, CustomStringConvertible {
    case market(MarketParameter, topic: Int?)
    case costCoefficients
    case costExponents

    /// The four numbers of a topic's market.
    public enum MarketParameter: String, CaseIterable, Sendable {
        case mu, alpha, beta, gamma

        var keyPath: WritableKeyPath<Market, PerTopic> {
            switch self {
            case .mu: \.mu
            case .alpha: \.alpha
            case .beta: \.beta
            case .gamma: \.gamma
            }
        }
    }

    static let known = MarketParameter.allCases.map { "market.\($0.rawValue)" } + ["cost.coefficients", "cost.exponents"]

    /// Reads a key path; nil where it names nothing that a sweep can change.
    public init?(_ text: String) {
        switch text {
        case "cost.coefficients": self = .costCoefficients
        case "cost.exponents": self = .costExponents
        default:
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
    }

    /// The key path, as it is read.
    public var description: String {
        switch self {
        case .market(let parameter, topic: nil): "market.\(parameter.rawValue)"
        case .market(let parameter, topic: let topic?): "market.\(parameter.rawValue)[\(topic)]"
        case .costCoefficients: "cost.coefficients"
        case .costExponents: "cost.exponents"
        }
    }

    /// Whether the field names one topic only: such changes are made after those of all topics.
    var isOneTopic: Bool {
        if case .market(_, topic: .some) = self { true } else { false }
    }
}
