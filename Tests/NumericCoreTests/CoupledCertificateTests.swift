import Foundation
import TestSupport
import Testing

@testable import NumericCore

/// The certificate of contests that couple topics against its definitions, evaluated slowly in the wide precision.
@Suite struct CoupledCertificateTests {
    private static func search(_ kind: Settings.Exploitability) -> Settings {
        var settings = Settings()
        settings.exploitability = kind
        return settings
    }

    /// An equilibrium with some efforts and prices moved.
    private func moved(_ seed: Int) -> (game: PlainCoupledGame, efforts: [[Double]], prices: [Double]) {
        var (game, efforts, prices) = PlantedCoupledGames().game(seed: UInt64(21_000 + seed))
        var draws = Draws(seed: UInt64(seed))
        for i in 0..<game.creators {
            for k in 0..<game.topics where draws.chance(0.5) { efforts[i][k] *= draws.uniform(0.5...1.5) }
            if draws.chance(0.3) { prices[i] *= draws.uniform(0.5...1.5) }
        }
        return (game, efforts, prices)
    }

    @Test(arguments: 0..<80)
    func residualIsThatOfItsDefinition(_ seed: Int) throws {
        let (game, efforts, prices) = moved(seed)
        let found = try certifyCoupled(
            game.contest(), efforts: game.profile(efforts), capacityPrices: prices, settings: Settings(), maySearch: true,
            stoppage: Stoppage(Interruption(Settings())))
        let expected = Double(game.residual(efforts, prices: prices))
        #expect(abs(found.certificate.relativeResidual - expected) <= 1e-12 + 1e-11 * expected)
        #expect(found.certificate.isConverged == (expected <= 1e-10))
        for i in 0..<game.creators {
            let own = game.payoff(i, efforts[i].map { Wide($0) }, others: game.others(than: i, efforts), isSupremum: false)
            #expect(abs(Wide(found.utilities[i]) - own.payoff) <= 1e-12 * (own.revenue + abs(own.payoff)))
        }
    }

    @Test(arguments: 0..<80)
    func plantedEquilibriaAreAcceptedAndNobodyGains(_ seed: Int) throws {
        let (game, efforts, prices) = PlantedCoupledGames().game(seed: UInt64(22_000 + seed))
        for kind in [Settings.Exploitability.bound, .search] {
            let certificate = try certify(
                game.contest(), efforts: game.profile(efforts), capacityPrices: prices, settings: Self.search(kind)).certificate
            #expect(certificate.isConverged && certificate.relativeResidual <= 1e-12, "\(certificate)")
            #expect(certificate.relativeExploitability <= 1e-10, "\(kind) \(certificate)")
        }
    }

    /// One effort or one price off by a millionth.
    @Test(arguments: 0..<40)
    func aWrongNumberIsCaught(_ seed: Int) throws {
        let (game, efforts, prices) = PlantedCoupledGames().game(seed: UInt64(23_000 + seed))
        var draws = Draws(seed: UInt64(seed))
        let contest = try game.contest()
        var wrong = efforts
        let active = (0..<game.creators).flatMap { i in (0..<game.topics).map { (i, $0) } }.filter { efforts[$0.0][$0.1] > 1e-3 }
        let (i, k) = draws.pick(active)
        wrong[i][k] *= 1 + 1e-6
        let byEffort = try certify(contest, efforts: game.profile(wrong), capacityPrices: prices).certificate
        #expect(!byEffort.isConverged && byEffort.relativeResidual > 1e-10)
        guard let binding = prices.firstIndex(where: { $0 > 0 }) else { return }
        for factor in [1 + 1e-6, 1 - 1e-6, 0] {
            var wrongPrices = prices
            wrongPrices[binding] *= factor
            let byPrice = try certify(contest, efforts: game.profile(efforts), capacityPrices: wrongPrices).certificate
            #expect(!byPrice.isConverged && byPrice.relativeResidual > 1e-10)
        }
        #expect(try !certify(contest, efforts: game.profile(efforts)).certificate.isConverged, "no prices are prices of 0")
    }

    /// Search against searches along lines; the bound is never below either.
    @Test(arguments: 0..<40)
    func gainsAreThoseOfTheBestReply(_ seed: Int) throws {
        var games = PlantedCoupledGames()
        (games.creators, games.topics) = (2...4, 1...3)
        var (game, efforts, prices) = games.game(seed: UInt64(24_000 + seed))
        var draws = Draws(seed: UInt64(seed))
        for i in 0..<game.creators {
            for k in 0..<game.topics where draws.chance(0.6) { efforts[i][k] *= draws.uniform(0.3...1) }
        }
        if draws.chance(0.3) { prices = prices.map { _ in 0 } }
        let profile = try game.profile(efforts)
        let searched = try certify(game.contest(), efforts: profile, capacityPrices: prices, settings: Self.search(.search)).certificate
        let bound = try certify(game.contest(), efforts: profile, capacityPrices: prices).certificate
        var (gain, relative, scale): (Wide, Wide, Wide) = (0, 0, 0)
        for i in 0..<game.creators {
            let own = game.payoff(i, efforts[i].map { Wide($0) }, others: game.others(than: i, efforts), isSupremum: false)
            let best = game.bestReply(i, efforts)
            gain = max(gain, best.payoff - own.payoff)
            scale = max(scale, own.revenue, best.revenue)
            relative = max(relative, max(0, best.payoff - own.payoff) / max(own.revenue, best.revenue))
        }
        #expect(searched.exploitabilityKind == .search && bound.exploitabilityKind == .bound)
        #expect(Wide(searched.exploitability) >= gain - 1e-13 * scale, "\(game.base.label): \(searched.exploitability), \(gain)")
        #expect(Wide(searched.exploitability) <= gain + 1e-10 * scale, "\(game.base.label): \(searched.exploitability), \(gain)")
        #expect(abs(Wide(searched.relativeExploitability) - relative) <= 1e-6)
        #expect(Wide(bound.exploitability) >= gain - 1e-13 * scale)
        #expect(bound.relativeExploitability >= searched.relativeExploitability - 1e-10)
    }

    /// Topics that are apart: the certificate of separable contests and this one say the same.
    @Test(arguments: 0..<60)
    func separableContestsAreJudgedAlike(_ seed: Int) throws {
        var games = RandomGames()
        games.creators = 1...9
        games.exponents = [1, 1.1, 1.5, 2, 3]
        games.widestCosts = 0.01...100
        let plain = games.game(seed: UInt64(25_000 + seed))
        let contest = try plain.contest()
        let equilibrium = try solve(contest)
        var efforts = equilibrium.efforts.rows
        var draws = Draws(seed: UInt64(seed))
        for i in 0..<plain.creators where seed % 3 > 0 { for k in 0..<plain.topics where draws.chance(0.5) { efforts[i][k] *= draws.uniform(0.5...1.5) } }
        let profile = try PlainCoupledGame(plain).profile(efforts)
        for kind in [Settings.Exploitability.bound, .search] {
            let settings = Self.search(kind)
            let apart = try certify(contest, efforts: profile, settings: settings)
            let coupled = try certifyCoupled(contest, efforts: profile, capacityPrices: nil, settings: settings, maySearch: true,
                stoppage: Stoppage(Interruption(settings)))
            #expect(coupled.totals == apart.totals && coupled.prices == apart.prices && coupled.genAI == apart.genAI)
            let (a, b) = (apart.certificate, coupled.certificate)
            #expect(abs(a.relativeResidual - b.relativeResidual) <= 1e-13 + 1e-12 * a.relativeResidual, "\(plain.label)")
            #expect(a.isConverged == b.isConverged && a.uniqueness == b.uniqueness && a.exploitabilityKind == b.exploitabilityKind)
            let scale = zip(profile.rows, apart.utilities).map { abs($1) + zip($0, apart.prices).reduce(0) { $0 + ($1.0 > 0 ? $1.0 * $1.1 : 0) } }.max()!
            for (u, v) in zip(apart.utilities, coupled.utilities) { #expect(abs(u - v) <= 1e-13 * scale) }
            if kind == .search {
                #expect(abs(a.exploitability - b.exploitability) <= 1e-10 * (scale + a.exploitability), "\(plain.label): \(a) \(b)")
            } else {
                #expect(b.exploitability >= 0 && (!a.isConverged || b.relativeExploitability <= 1e-9), "\(plain.label): \(a) \(b)")
            }
        }
    }

    @Test func thereAre16Cases() throws { #expect(try CoupledFixture.all().count == 16) }

    /// The shared equilibria, whose numbers are good to 1e-8 of the topic's largest effort.
    @Test(arguments: try CoupledFixture.all())
    func sharedEquilibriaAreAccepted(_ fixture: CoupledFixture) throws {
        for kind in [Settings.Exploitability.bound, .search] {
            var settings = Self.search(kind)
            settings.tolerance = 1e-6
            let found = try certify(
                fixture.game.contest(), efforts: fixture.game.profile(fixture.efforts), capacityPrices: fixture.capacityPrices, settings: settings)
            #expect(found.certificate.isConverged && found.certificate.relativeResidual <= 1e-8, "\(fixture.name): \(found.certificate)")
            #expect(found.certificate.relativeExploitability <= 1e-8, "\(fixture.name): \(found.certificate)")
            for (s, expected) in zip(found.totals, fixture.totals) { #expect(abs(s - expected) <= 1e-12 * expected) }
        }
    }
}
