import Foundation
import NumericCore

/// A contest as plain arrays: what the tests draw, read and hand both to the library and to the reference.
public struct PlainGame: Sendable {
    public var mu: [Double]
    public var alpha: [Double]
    public var beta: [Double]
    public var gamma: [Double]
    /// n rows of K; nil: not eligible.
    public var coefficients: [[Double?]]
    public var exponents: [[Double]]
    public var competition: Competition = .exclusive
    public var label = ""

    public init(
        mu: [Double], alpha: [Double], beta: [Double], gamma: [Double], coefficients: [[Double?]], exponents: [[Double]],
        competition: Competition = .exclusive, label: String = ""
    ) {
        self.mu = mu
        self.alpha = alpha
        self.beta = beta
        self.gamma = gamma
        self.coefficients = coefficients
        self.exponents = exponents
        self.competition = competition
        self.label = label
    }

    /// One topic, one exponent; costs from the first creator on.
    public init(mu: Double, alpha: Double = 0, beta: Double = 0, gamma: Double = 1, costs: [Double?], exponent: Double) {
        self.init(
            mu: [mu], alpha: [alpha], beta: [beta], gamma: [gamma], coefficients: costs.map { [$0] },
            exponents: costs.map { _ in [exponent] })
    }

    public var creators: Int { coefficients.count }
    public var topics: Int { mu.count }

    public func contest() throws -> Contest {
        let market = try Market(mu: PerTopic(mu), alpha: PerTopic(alpha), beta: PerTopic(beta), gamma: PerTopic(gamma))
        return try Contest(
            market: market, costs: .power(coefficients: coefficients, exponents: exponents), competition: competition)
    }

    public func strength(_ k: Int) -> Double { competition == .humanOnly ? 0 : alpha[k] }

    /// The eligible creators of a topic.
    public func eligible(_ k: Int) -> [Int] { (0..<creators).filter { coefficients[$0][k] != nil } }

    /// The reference's total and efforts (one per creator) of a topic.
    public func reference(_ k: Int) -> (total: Wide, efforts: [Wide]) {
        let eligible = eligible(k)
        let cells = eligible.map { (c: coefficients[$0][k]!, rho: exponents[$0][k]) }
        let solved = ReferenceSolver(mu: mu[k], strength: strength(k), beta: beta[k], gamma: gamma[k], cells: cells).solve()
        var efforts = [Wide](repeating: 0, count: creators)
        for (place, creator) in eligible.enumerated() { efforts[creator] = solved.efforts[place] }
        return (solved.total, efforts)
    }

    /// P, e = -s P'/P and 1 - e at a total s > 0, in the wide precision and without the library.
    public func price(_ k: Int, at total: Wide) -> (value: Wide, e: Wide) {
        let ai = Wide(strength(k)) * pow(total, Wide(beta[k]))
        let human = pow(total, Wide(gamma[k]))
        let d = ai + human
        return (Wide(mu[k]) / d, (ai * Wide(beta[k]) + human * Wide(gamma[k])) / d)
    }
}

/// The games of a fixture file with what is expected of them.
public struct FixtureCase: Sendable {
    public let name: String
    public let game: PlainGame
    public let totals: [Double]
    public let efforts: [[Double]]
}

extension FixtureCase: Decodable {
    private enum Key: String, CodingKey {
        case name, game, expected, competition, market, cost, mu, alpha, beta, gamma, coefficients, exponents, totals, efforts
    }

    public init(from decoder: Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        name = try values.decode(String.self, forKey: .name)
        let game = try values.nestedContainer(keyedBy: Key.self, forKey: .game)
        let market = try game.nestedContainer(keyedBy: Key.self, forKey: .market)
        let cost = try game.nestedContainer(keyedBy: Key.self, forKey: .cost)
        self.game = PlainGame(
            mu: try market.decode([Double].self, forKey: .mu), alpha: try market.decode([Double].self, forKey: .alpha),
            beta: try market.decode([Double].self, forKey: .beta), gamma: try market.decode([Double].self, forKey: .gamma),
            coefficients: try cost.decode([[Double?]].self, forKey: .coefficients),
            exponents: try cost.decode([[Double]].self, forKey: .exponents),
            competition: Competition(rawValue: try game.decode(String.self, forKey: .competition))!, label: name)
        let expected = try values.nestedContainer(keyedBy: Key.self, forKey: .expected)
        totals = try expected.decode([Double].self, forKey: .totals)
        efforts = try expected.decode([[Double]].self, forKey: .efforts)
    }

    /// The cases of the exclusive-contest fixture.
    public static func exclusive() throws -> [FixtureCase] {
        struct File: Decodable { let cases: [FixtureCase] }
        let data = try Data(contentsOf: Fixtures.folder.appending(path: "exclusive.json"))
        return try JSONDecoder().decode(File.self, from: data).cases
    }
}
