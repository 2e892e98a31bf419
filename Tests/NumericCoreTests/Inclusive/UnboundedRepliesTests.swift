import Testing

@testable import NumericCore

/// Where a best reply is unbounded nothing is an equilibrium, whatever the search and whatever a gain is divided by.
@Suite struct UnboundedRepliesTests {
    private func contest(
        mu: PerTopic = 10, alpha: PerTopic = 0.5, beta: PerTopic = 0, gamma: PerTopic = 0, costs: [[Double?]], exponents: [[Double]]? = nil,
        licence: Double = 0, terms: InclusiveTerms = InclusiveTerms()
    ) throws -> Contest {
        var market = try Market(mu: mu, alpha: alpha, beta: beta, gamma: gamma)
        market.licence.price = PerTopic(licence)
        let power = try exponents.map { try PowerCost.power(coefficients: costs, exponents: $0) } ?? PowerCost.power(coefficients: costs, exponent: 1)
        return try Contest(market: market, costs: power, competition: .inclusive, inclusiveTerms: terms)
    }

    @Test(arguments: [AdoptionSearch.allSets, .thresholds, .bestResponse])
    func aConstantPriceAboveALinearCost(search: AdoptionSearch) throws {
        var settings = InclusiveSettings()
        settings.search = search
        for costs in [[[1.0]], [[1.0], [2.0]]] {
            let result = try solveInclusive(contest(costs: costs), settings: settings)
            #expect(result.status != .converged && result.equilibria.isEmpty, "\(search), \(costs)")
        }
    }

    @Test func mixedExponentsVariantsAndGlobalChoices() throws {
        for game in [
            try contest(costs: [[1], [2]], exponents: [[1], [2]]),
            try contest(mu: 20, alpha: 0.5, beta: 0.2, gamma: 0.8, costs: [[0.3], [0.6], [0.9]], licence: 0.5),
            try contest(mu: [10, 10], beta: 0, gamma: [0, 1], costs: [[1, 1], [2, 2]], terms: InclusiveTerms(adoption: .global)),
            try contest(mu: 5, alpha: 0.1, beta: 0.001, gamma: 0.001, costs: [[0.5], [1.5]], exponents: [[1.5], [1]]),
        ] {
            let result = try solveInclusive(game)
            for found in result.equilibria { #expect(found.certificate.exploitability < 1e3 && found.certificate.relativeExploitability <= 1e-10) }
            #expect(result.equilibria.isEmpty, "\(result.equilibria.map(\.totals))")
        }
    }

    @Test func theCertificateOfAnUnboundedReplyIsNotZero() throws {
        let game = try contest(costs: [[1]])
        let judged = try certifyAdoption(game, actions: [.genAI], efforts: EffortProfile(layout: game.layout, values: CellBuffer([0])))
        #expect(judged.certificate.relativeExploitability == .infinity && !judged.certificate.isConverged)
    }

    @Test func aGainIsNeverLostInItsScale() {
        #expect(relativeGain(0, over: 0) == 0 && relativeGain(-1, over: .infinity) == 0)
        #expect(relativeGain(1, over: 4) == 0.25)
        for (gain, scale) in [(Double.infinity, Double.infinity), (1, .infinity), (.infinity, 1), (1, 0), (.nan, 1), (1, .nan)] {
            #expect(relativeGain(gain, over: scale) == .infinity, "\(gain) over \(scale)")
        }
    }

    /// Creators without a cell choose nothing, and attention nowhere leaves one profile that stands for all.
    @Test func whoHasNothingToChooseIsNotCounted() throws {
        let nobody: [Double?] = [nil, nil]
        let terms = InclusiveTerms(adoption: .global)
        func game(_ rows: [[Double?]], mu: PerTopic = [10, 10]) throws -> Contest {
            try Contest(
                market: Market(mu: mu, alpha: 0.5, beta: 0.2, gamma: 0.8), costs: .power(coefficients: rows, exponent: 1.5),
                competition: .inclusive, inclusiveTerms: terms)
        }
        let two = try solveInclusive(game([[1, 1], [2, 2]]))
        for rows in [[[1, 1], [2, 2], nobody], [nobody, [1, 1], nobody, [2, 2]], [[1, 1], [2, 2]] + [[Double?]](repeating: nobody, count: 12)] {
            let more = try solveInclusive(game(rows))
            #expect(more.count == two.count && more.equilibria.map(\.totals) == two.equilibria.map(\.totals))
            #expect(more.searched[0].creators == 2 && more.searched[0].isComplete)
            #expect(more.equilibria.map(\.actions) == two.equilibria.map(\.actions))
        }
        #expect(try solveInclusive(game([[1, 1], [2, 2]], mu: [0, 0])).count == 1)
    }
}
