import NumericCore
import TestSupport
import Testing

/// Adoption in market variants, where no bound rules a set out.
@Suite struct VariantAdoptionTests {
    /// 24 instances of each variant: the sets, the totals and the statement.
    @Test(arguments: VariantKind.allCases) func sameSetsAsBruteForce(kind: VariantKind) throws {
        var count = 0
        for seed in UInt64(1)...24 {
            let game = try PlainVariantAdoption.random(seed: seed, kind: kind)
            let verdicts = (0..<1 << game.n).map { game.judge($0) }
            let expected = verdicts.indices.filter { verdicts[$0].worst <= 1e-9 }
            let result = try solveInclusive(game.contest())
            let found = result.equilibria.map { equilibrium in
                equilibrium.actions.enumerated().reduce(0) { $1.element == .genAI ? $0 | 1 << $1.offset : $0 }
            }
            #expect(found.sorted() == expected, "\(kind) \(seed)")
            #expect(result.status == (expected.isEmpty ? .noneFound : .converged), "\(kind) \(seed)")
            for (mask, equilibrium) in zip(found, result.equilibria) {
                #expect(abs(equilibrium.totals[0] - verdicts[mask].total) <= 1e-8 * verdicts[mask].total, "\(kind) \(seed)")
                #expect(equilibrium.certificate.isConverged)
            }
            let searched = try #require(result.searched.first)
            #expect(searched.search == .allSets && searched.isComplete && searched.solves == 1 << game.n)
            #expect(searched.statement.contains("market variant") && searched.statement.contains("no bounds"))
            count += found.count
        }
        #expect(count > 5, "some have equilibria")
    }

    /// A variant at its neutral value is the base market, bounds and all.
    @Test func neutralIsTheBaseMarket() throws {
        let game = PlainInclusive.random(seed: 3, creators: 9)
        let contest = try game.contest()
        var market = contest.market
        market.royalty = 0.3
        market.alpha = 0
        // Without GenAI a royalty changes nothing.
        let result = try solveInclusive(contest.with(market: market))
        #expect(result.searched[0].statement.contains("ruled out by bounds"))
        #expect(!result.searched[0].statement.contains("variant"))
    }

    @Test func moreCreatorsAreSearchedByBestResponses() throws {
        let contest = try Contest(
            market: Market(mu: 200, alpha: 0.4, beta: 0.2, gamma: 0.7, royalty: 0.25),
            costs: .power(coefficients: (0..<13).map { [0.3 + 0.2 * Double($0)] }, exponent: 1.5), competition: .inclusive)
        let result = try solveInclusive(contest)
        #expect(result.searched[0].search == .bestResponse && !result.searched[0].isComplete)
        #expect(result.searched[0].statement.contains("nothing is proved about other sets"))
        for found in result.equilibria { #expect(found.certificate.isConverged) }
        for search in [AdoptionSearch.allSets, .thresholds] {
            #expect(throws: SolveError.self) { try solveInclusive(contest, settings: InclusiveSettings(search)) }
        }
    }

    /// One topic with a royalty, one without: each is searched in its own way.
    @Test func topicsMix() throws {
        let contest = try Contest(
            market: Market(mu: [50, 50], alpha: 0.4, beta: 0.2, gamma: 0.7, royalty: [0.25, 0]),
            costs: .power(coefficients: [[1, 1], [2, 2], [0.5, 0.5]], exponent: 1.5), competition: .inclusive)
        let result = try solveInclusive(contest)
        #expect(result.searched.map { $0.statement.contains("no bounds") } == [true, false])
    }

    /// What is not shown to have one human equilibrium for each set is not searched.
    @Test func whatMayHaveSeveralEquilibriaIsNotSearched() throws {
        let market = try Market(mu: 50, alpha: 0.4, beta: 0.2, gamma: 0.7, licence: Market.Licence(price: 5, decay: 3, outsideData: 1))
        for terms in [InclusiveTerms(), InclusiveTerms(adoption: .global), InclusiveTerms(hybrid: try .allowed())] {
            let contest = try Contest(
                market: market, costs: .power(coefficients: [[1], [2]], exponent: 1.5), competition: .inclusive, inclusiveTerms: terms)
            let result = try solveInclusive(contest)
            #expect(result.status == .unsupported)
            #expect(result.equilibria.isEmpty && result.reason?.isEmpty == false)
        }
    }

    /// A licence alone pays humans where GenAI users earn nothing: all create.
    @Test func aLicenceWithoutAttention() throws {
        let contest = try Contest(
            market: Market(mu: 0, alpha: 0.4, beta: 0.2, gamma: 0.7, licence: Market.Licence(price: 5, decay: 0.5, outsideData: 1)),
            costs: .power(coefficients: [[1], [2]], exponent: 1.5), competition: .inclusive)
        let result = try solveInclusive(contest)
        #expect(result.equilibria.map(\.actions) == [[.human, .human]])
        #expect(result.equilibria.first.map { $0.grandTotal > 0 } == true)
    }
}
