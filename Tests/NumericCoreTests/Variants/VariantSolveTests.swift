import Foundation
import TestSupport
import Testing

@testable import NumericCore

/// Equilibria of market variants, certified and searched; what has none, and what is not claimed.
@Suite struct VariantSolveTests {
    private func games() -> RandomGames {
        var games = RandomGames()
        games.creators = 2...25
        games.topics = 1...4
        games.widestCosts = 1e-3...1e3
        return games
    }

    private func contest(_ kind: VariantKind, _ seed: UInt64) throws -> Contest {
        let base = try games().game(seed: seed).contest()
        return try base.with(market: kind.vary(base.market, topics: base.topics, seed: seed))
    }

    @Test(arguments: VariantKind.allCases) func randomGamesAreSolvedAndCertified(_ kind: VariantKind) throws {
        var settings = Settings()
        settings.exploitability = .search
        var solved = 0
        for seed in 600..<680 as Range<UInt64> {
            let contest = try contest(kind, seed)
            let found = try solve(contest, settings: settings)
            if found.status == .noEquilibrium {
                #expect(found.certificate.uniqueness == .notClaimed)
                continue
            }
            solved += 1
            #expect(found.status == .converged, "\(kind), seed \(seed): \(found.status), \(found.reason ?? "")")
            #expect(found.certificate.uniqueness == .proved, "\(kind), seed \(seed): \(found.certificate.condition)")
            #expect(found.certificate.exploitabilityKind == .search)
            #expect(found.certificate.relativeExploitability <= 1e-9, "\(kind), seed \(seed): \(found.certificate.relativeExploitability)")
            // The conditions by the definition of the price alone.
            for k in 0..<contest.topics where found.totals[k] > 1e-200 && contest.pays(k) {
                let plain = PlainMarket(contest.market, topic: k, players: contest.competition == .humanOnly ? 0 : 1)
                let s = Wide(found.totals[k]), h = s * 0x1p-12
                let price = plain.price(s)
                let slope = (plain.price(s - 2 * h) - 8 * plain.price(s - h) + 8 * plain.price(s + h) - plain.price(s + 2 * h)) / (12 * h)
                for cell in contest.layout.range(ofTopic: k) where found.efforts.values[cell] > 0 {
                    let (x, rho) = (Wide(found.efforts.values[cell]), Wide(contest.costs.exponent(ofCell: cell, topic: k)))
                    let residual = price + x * slope - Wide(contest.costs.coefficients[cell]) * rho * pow(x, rho - 1)
                    #expect(abs(residual) <= 2e-10 * plain.scale(s), "\(kind), seed \(seed), topic \(k)")
                }
            }
        }
        #expect(solved >= 60, "\(solved)")
    }

    @Test(arguments: VariantKind.allCases) func coupledGamesAreSolvedAndCertified(_ kind: VariantKind) throws {
        for seed in 1...12 as ClosedRange<UInt64> {
            let base = try CoupledGames().contest(CoupledGames.Parts(rawValue: 1 + Int(seed % 7)), seed: seed)
            let contest = try base.with(market: kind.vary(base.market, topics: base.topics, seed: seed))
            for exploitability in [Settings.Exploitability.bound, .search] {
                var settings = Settings()
                settings.exploitability = exploitability
                let found = try solve(contest, settings: settings)
                #expect(found.status == .converged, "\(kind), seed \(seed): \(found.status), \(found.reason ?? "")")
                #expect(found.certificate.relativeExploitability <= 1e-7, "\(kind), seed \(seed), \(exploitability)")
            }
        }
    }

    /// Neutral parameters leave every bit of a solution and of its certificate, coupled or not.
    @Test func neutralVariantsLeaveEveryBit() throws {
        for seed in 700..<712 as Range<UInt64> {
            for contest in [try games().game(seed: seed).contest(), try CoupledGames().contest(.similarity, seed: seed)] {
                var market = contest.market
                (market.royalty, market.conversationShare, market.demand) = (0, 1, .human)
                market.licence = Market.Licence(price: 0, decay: 2, outsideData: 1)
                let neutral = try contest.with(market: market)
                let (one, other) = (try solve(contest), try solve(neutral))
                #expect(one.efforts.values.array.map(\.bitPattern) == other.efforts.values.array.map(\.bitPattern))
                #expect(one.utilities == other.utilities && one.prices == other.prices && one.status == other.status)
                #expect(one.certificate.relativeResidual == other.certificate.relativeResidual)
                #expect(neutral.fingerprint == contest.fingerprint)
            }
        }
    }

    /// Royalties raise effort and its price; all of them are the equilibrium of the same game asked in another way.
    @Test func royaltyAndEnginesAreOneFamily() throws {
        let costs = try PowerCost.power(coefficients: [[0.5], [1], [2]], exponent: 1.5)
        func total(royalty: PerTopic = 0, engines: PerTopic = 1) throws -> Double {
            let market = try Market(mu: 100, alpha: 0.7, beta: 0.3, gamma: 0.8, royalty: royalty, conversationShare: engines)
            return try solve(Contest(market: market, costs: costs)).totals[0]
        }
        let (taxed, split) = (try total(royalty: 0.3), try total(engines: 0.7))
        #expect(abs(taxed / split - 1) < 1e-13)
        let full = try total(royalty: 1)
        let alone = try solve(Contest(market: Market(mu: 100, gamma: 0.8), costs: costs)).totals[0]
        #expect(abs(full / alone - 1) < 1e-13)
        #expect(try total() < taxed && taxed < full)
    }

    /// A price that stays above a linear cost: there is always more to earn.
    @Test func licenceAboveALinearCostHasNoEquilibrium() throws {
        func solved(_ cost: Double, _ exponent: Double, mu: PerTopic = 10) throws -> Equilibrium {
            let market = try Market(mu: mu, alpha: 0.5, beta: 0.2, gamma: 0.8, licence: Market.Licence(price: 2))
            return try solve(Contest(market: market, costs: .power(coefficients: [[cost], [5]], exponent: exponent)))
        }
        for cost in [1, 2] as [Double] {
            let found = try solved(cost, 1)
            #expect(found.status == .noEquilibrium && found.reason?.contains("2.0") == true && found.certificate.uniqueness == .notClaimed)
        }
        for found in [try solved(2.5, 1), try solved(1, 2), try solved(1, 2, mu: 0)] {
            #expect(found.status == .converged && found.certificate.uniqueness == .proved, "\(found.reason ?? "")")
        }
        // Nothing but the licence: c rho x^(rho - 1) = v.
        #expect(abs(try solved(1, 2, mu: 0).efforts[creator: 0, topic: 0] - 1) < 1e-12)
    }

    /// One creator alone: a search engine makes its payoff jump at 0, and yet conversation may make more effort pay.
    @Test func aLoneCreatorMayHaveABestReply() throws {
        func solved(_ market: Market, _ exponent: Double = 2) throws -> Equilibrium {
            try solve(Contest(market: market, costs: .power(coefficients: [[0.01]], exponent: exponent)))
        }
        let found = try solved(Market(mu: 10, alpha: 1, beta: 0.2, gamma: 1, conversationShare: 0.5))
        #expect(found.status == .converged, "\(found.reason ?? "")")
        #expect(found.certificate.relativeExploitability < 1e-9 && found.utilities[0] > 5)
        let none = try solved(Market(mu: 10, alpha: 1, beta: 1, gamma: 1, conversationShare: 0.5))
        #expect(none.status == .noEquilibrium)
        let prize = try solved(Market(mu: 0, licence: Market.Licence(price: 1, decay: 1)))
        #expect(prize.status == .noEquilibrium && prize.reason?.contains("supremum") == true)
    }

    /// What is not shown to be monotone is searched for every equilibrium, and why is said by name.
    @Test func decayAboveOneIsSearched() throws {
        let market = try Market(mu: 10, licence: Market.Licence(price: 1, decay: 1.5, outsideData: 2))
        let found = try solve(Contest(market: market, costs: .power(coefficients: [[1], [2]], exponent: 2)))
        #expect(found.status == .converged && found.searches.count == 1 && found.searches[0].unresolved.isEmpty)
        #expect(found.certificate.uniqueness == .notClaimed && found.certificate.condition.contains("a licence of decay above 1"))
    }

    /// beta < 0 with demand by total content is solved and its uniqueness proved; the base market's is not.
    @Test func totalDemandSolvesNegativeBeta() throws {
        var market = try Market(mu: [50, 20], alpha: 2, beta: -0.2, gamma: 0.7, demand: .total)
        let costs = try PowerCost.power(coefficients: [[1, 2], [2, 1], [1.5, 1]], exponent: 1.5)
        let found = try solve(Contest(market: market, costs: costs))
        #expect(found.status == .converged && found.certificate.uniqueness == .proved)
        #expect(found.certificate.condition.contains("demand by total content"))
        market.demand = .human
        #expect(try solve(Contest(market: market, costs: costs)).certificate.uniqueness == .notClaimed)
    }

    /// beta < 0 and a royalty that is large enough, or not.
    @Test func royaltyMakesNegativeBetaUnique() throws {
        let costs = try PowerCost.power(coefficients: [[1], [2], [1.5]], exponent: 1.5)
        func solved(_ royalty: PerTopic) throws -> Equilibrium {
            try solve(Contest(market: Market(mu: 50, alpha: 2, beta: -0.2, gamma: 0.7, royalty: royalty), costs: costs))
        }
        let found = try solved(0.6)
        #expect(found.status == .converged && found.certificate.uniqueness == .proved)
        #expect(found.certificate.condition.contains("enough attention for human content alone"))
        let little = try solved(0.01)
        #expect(little.status == .converged && little.certificate.uniqueness == .notClaimed && little.searches.count == 1)
    }

    /// Linear costs and s P linear in s: a lone creator's marginal revenue never falls, which a coupled contest cannot rule out.
    @Test func linearRevenueIsNotClaimedWhereTopicsTouch() throws {
        let market = try Market(mu: 10, licence: Market.Licence(price: 0.2))
        let apart = try Contest(market: market, costs: .power(coefficients: [[1, 1], [1, 1]], exponent: 1), competition: .humanOnly)
        let touching = try apart.with(coupling: nil, totalEffort: nil, capacity: Capacity(limits: 20))
        let found = try solve(touching)
        #expect(found.status == .converged)
        #expect(found.certificate.uniqueness == .notClaimed && found.certificate.condition.contains("lone creator"))
        #expect(try solve(apart).certificate.uniqueness == .proved)
    }
}
