import Foundation
import TestSupport
import Testing

@testable import NumericCore

/// Sensitivities of market variants against contests solved again, and how prices move with parameters at a fixed total.
@Suite struct VariantSensitivityTests {
    /// Every parameter of the market and a cost or two, forward and adjoint, to 1e-6.
    @Test(arguments: VariantKind.allCases) func matchDifferences(_ kind: VariantKind) throws {
        var settings = Settings()
        settings.tolerance = 1e-13
        settings.threads = 1
        var compared = 0
        for seed in UInt64(1)...6 {
            var games = CoupledGames()
            (games.creators, games.topics, games.exponents, games.hasEmptyTopics) = (2...4, 2...3, [1.3, 1.5, 2], false)
            let base = try games.contest(CoupledGames.Parts(rawValue: Int(seed % 4)), seed: 40 + seed)
            let contest = try base.with(market: kind.vary(base.market, topics: base.topics, seed: seed))
            let solved = try solve(contest, settings: settings)
            let sensitivity = try Sensitivity(of: solved, in: contest)
            guard sensitivity.isDifferentiable else { continue }
            let judged = SensitivityDifferenceTests.outcomes(contest, seed)
            let gradients = judged.map { sensitivity.gradient(of: $0.outcome) }
            for parameter in contest.parameters {
                guard let expected = try SensitivityDifferenceTests.differences(contest, solved, parameter, judged, settings, step: 5e-4) else {
                    continue
                }
                compared += 1
                let forward = try sensitivity.derivative(withRespectTo: parameter)
                for (index, one) in judged.enumerated() {
                    let found = try gradients[index].parameters.value(of: parameter, in: contest)
                    let noise = 3e-9 * max(abs(gradients[index].value), 1) / max(contest.value(of: parameter), 0.1)
                    #expect(
                        abs(found - expected[index]) <= 1e-6 * abs(expected[index]) + noise,
                        "\(kind), seed \(seed), \(one.outcome.name), \(parameter): \(found), expected \(expected[index])")
                    guard one.outcome.name == "total-effort" else { continue }
                    let sum = forward.totals.reduce(0, +)
                    #expect(abs(sum - found) <= 1e-9 * abs(found) + 1e-12, "\(kind), seed \(seed), \(parameter)")
                }
            }
        }
        #expect(compared > 60, "\(compared)")
    }

    /// Neutral values have derivatives too: what the first bit of a royalty, of search or of a licence does.
    @Test func neutralValuesHaveOneSidedDerivatives() throws {
        let costs = try PowerCost.power(coefficients: [[0.5], [1], [2]], exponent: 1.5)
        let base = try Contest(market: Market(mu: 100, alpha: 0.7, beta: 0.3, gamma: 0.8), costs: costs)
        let gradient = try Sensitivity(of: solve(base), in: base).gradient(of: .totalEffort).parameters
        func total(_ parameter: WritableKeyPath<Market, PerTopic>, _ value: Double) throws -> Double {
            try solve(base.with(parameter, PerTopic(value))).totals[0]
        }
        let h = 1e-3
        func oneSided(_ parameter: WritableKeyPath<Market, PerTopic>, from value: Double, by h: Double) throws -> Double {
            try (-1.5 * total(parameter, value) + 2 * total(parameter, value + h) - 0.5 * total(parameter, value + 2 * h)) / h
        }
        #expect(abs(try oneSided(\.royalty, from: 0, by: h) / gradient.royalty[0] - 1) < 1e-5)
        #expect(abs(try oneSided(\.conversationShare, from: 1, by: -h) / gradient.conversationShare[0] - 1) < 1e-5)
        #expect(abs(try oneSided(\.licence.price, from: 0, by: h) / gradient.licencePrice[0] - 1) < 1e-5)
        #expect(gradient.royalty[0] > 0 && abs(gradient.royalty[0] + gradient.conversationShare[0]) < 1e-12 * gradient.royalty[0])
        #expect(gradient.licenceDecay == [0] && gradient.outsideData == [0])
        // Without GenAI there is no revenue to share.
        let alone = try Contest(market: base.market, costs: costs, competition: .humanOnly)
        let none = try Sensitivity(of: solve(alone), in: alone).gradient(of: .totalEffort).parameters
        #expect(none.royalty == [0] && none.conversationShare == [0] && none.licencePrice[0] > 0)
    }

    @Test(arguments: VariantKind.allCases) func pricesMoveWithParametersAsDifferencesSay(_ kind: VariantKind) throws {
        var draws = Draws(seed: 521)
        for _ in 0..<200 {
            let gamma = draws.uniform(0.1...0.9)
            let base = try Market(
                mu: PerTopic(draws.logUniform(0.1...100)), alpha: PerTopic(draws.logUniform(1e-2...1e2)),
                beta: PerTopic(draws.uniform(0.05...0.95) * gamma), gamma: PerTopic(gamma))
            let market = try kind.vary(base, topics: 1, seed: UInt64(draws.integer(0...1 << 30)))
            let s = draws.logUniform(1e-3...1e3)
            let contest = try Contest(market: market, costs: .power(coefficients: [[1]], exponent: 2))
            let found = PriceResponse(contest.topicForDerivatives(0), licence: market.variant(0).licence, at: s)
            let scale = Double(PlainMarket(market, topic: 0, players: 1).scale(Wide(s)))
            let pairs: [(WritableKeyPath<Market, PerTopic>, PriceResponse.Pair)] = [
                (\.mu, found.mu), (\.alpha, found.strength), (\.beta, found.beta), (\.gamma, found.gamma), (\.royalty, found.royalty),
                (\.conversationShare, found.conversationShare), (\.licence.price, found.licencePrice), (\.licence.decay, found.licenceDecay),
                (\.licence.outsideData, found.outsideData),
            ]
            for (parameter, pair) in pairs {
                let value = market[keyPath: parameter][0]
                // Nothing is bought below a price of 0: what the first licence does is another test's.
                if parameter == \.licence.price, value == 0 { continue }
                // Doubles of the plain market's parameters move by steps that the wide precision resolves.
                let h = 0x1p-14 * max(value, 0.05)
                func at(_ n: Double) -> (price: Wide, slope: Wide) {
                    var moved = market
                    moved[keyPath: parameter] = PerTopic(value + n * h)
                    let plain = PlainMarket(moved, topic: 0, players: 1)
                    let step = Wide(s) * 0x1p-9
                    let slope = (plain.price(Wide(s) - 2 * step) - 8 * plain.price(Wide(s) - step) + 8 * plain.price(Wide(s) + step)
                        - plain.price(Wide(s) + 2 * step)) / (12 * step)
                    return (plain.price(Wide(s)), slope)
                }
                let (a, b, c, d) = (at(-2), at(-1), at(1), at(2))
                // An exponent or outside data at 0 only moves up.
                guard [a, b, c, d].allSatisfy({ $0.price.isFinite && $0.slope.isFinite }) else { continue }
                let price = Double((a.price - 8 * b.price + 8 * c.price - d.price) / Wide(12 * h))
                let slope = Double((a.slope - 8 * b.slope + 8 * c.slope - d.slope) / Wide(12 * h))
                let unit = scale / max(value, 0.05)
                #expect(abs(pair.price - price) <= 1e-8 * unit, "\(kind), \(market), s \(s), \(parameter)")
                #expect(abs(pair.slope - slope) <= 1e-6 * unit / s, "\(kind), \(market), s \(s), \(parameter)")
            }
        }
    }

    /// Entries of a table: those of variants where the market has them.
    @Test func tablesListVariantsThatAreThere() throws {
        let market = try Market(
            mu: 100, alpha: 0.7, beta: 0.3, gamma: 0.8, royalty: [0.1, 0.2], licence: Market.Licence(price: 2, decay: 0.5, outsideData: 3),
            conversationShare: 0.9)
        let contest = try Contest(market: market, costs: .power(coefficients: [[1, 2], [2, 1]], exponent: 1.5))
        let gradient = try Sensitivity(of: solve(contest), in: contest).gradient(of: .welfare)
        #expect(gradient.marketEntries(in: contest).map(\.field) == [
            "market.mu", "market.alpha", "market.beta", "market.gamma", "market.royalty[0]", "market.royalty[1]", "market.licence.price",
            "market.licence.decay", "market.licence.outsideData", "market.conversationShare",
        ])
    }
}
