import Foundation
import NumericCore
import TestSupport
import Testing

/// The certificate against its definitions, evaluated here in the wide precision and by brute force.
@Suite struct TheoryCertificateTests {
    private func profile(_ game: PlainGame, _ efforts: [[Double]]) throws -> EffortProfile {
        let layout = try game.contest().layout
        let values = (0..<game.topics).flatMap { k in game.eligible(k).map { efforts[$0][k] } }
        return EffortProfile(layout: layout, values: CellBuffer(values))
    }

    private func games() -> RandomGames {
        var games = RandomGames()
        games.creators = 1...7
        games.topics = 1...2
        games.exponents = [1, 1.1, 1.5, 2, 3]
        games.widestCosts = 0.01...100
        return games
    }

    /// max |g|/P over active cells, max(0, g)/P over idle ones; a convex cost is 0 at the margin of an idle cell.
    private func residual(_ game: PlainGame, _ efforts: [[Double]]) -> Wide {
        var worst: Wide = 0
        for k in 0..<game.topics where game.mu[k] > 0 {
            let total = efforts.reduce(Wide(0)) { $0 + Wide($1[k]) }
            guard total > 0 else { continue }
            let (price, e) = game.price(k, at: total)
            for i in game.eligible(k) {
                let x = Wide(efforts[i][k])
                let rho = Wide(game.exponents[i][k])
                let cost = Wide(game.coefficients[i][k]!) * rho * (rho == 1 ? 1 : pow(x, rho - 1))
                let g = price * (1 - e * x / total) - cost
                worst = max(worst, x > 0 ? abs(g) / price : max(0, g) / price)
            }
        }
        return worst
    }

    /// Efforts that are no equilibrium: an equilibrium with some cells moved, one set to 0 now and then.
    private func perturbed(_ game: PlainGame, seed: Int) throws -> [[Double]]? {
        let equilibrium = try solve(game.contest())
        guard equilibrium.totals.allSatisfy({ $0 > 1e-200 || $0 == 0 }) else { return nil }
        var draws = Draws(seed: UInt64(seed))
        var efforts = equilibrium.efforts.rows
        for i in 0..<game.creators {
            for k in 0..<game.topics where draws.chance(0.5) {
                efforts[i][k] *= draws.uniform(0.5...2)
                // Nobody left, or one alone at 0 rivals, is another test's.
                if draws.chance(0.1) && game.eligible(k).count > 2 && i == game.eligible(k)[0] { efforts[i][k] = 0 }
            }
        }
        return efforts
    }

    @Test(arguments: 0..<60)
    func residualIsThatOfItsDefinition(_ seed: Int) throws {
        let game = games().game(seed: UInt64(10_000 + seed))
        guard let efforts = try perturbed(game, seed: seed) else { return }
        let certificate = try certify(game.contest(), efforts: profile(game, efforts)).certificate
        let expected = Double(residual(game, efforts))
        #expect(abs(certificate.relativeResidual - expected) <= 1e-12 + 1e-11 * expected)
        #expect(certificate.isConverged == (expected <= 1e-10))
    }

    /// Search against a grid and golden sections; the bound is never below either.
    @Test(arguments: 0..<40)
    func exploitabilityIsWhatTheBestDeviatorGains(_ seed: Int) throws {
        let game = games().game(seed: UInt64(11_000 + seed))
        guard let efforts = try perturbed(game, seed: seed) else { return }
        let profile = try profile(game, efforts)
        var settings = Settings()
        settings.exploitability = .search
        let searched = try certify(game.contest(), efforts: profile, settings: settings).certificate
        let bound = try certify(game.contest(), efforts: profile).certificate
        let brute = BestReplySearch.exploitability(game: game, efforts: efforts)
        let scale = Double((0..<game.creators).map { BestReplySearch.own(game: game, creator: $0, efforts: efforts).revenue }.max()!)
        #expect(searched.exploitabilityKind == .search && bound.exploitabilityKind == .bound)
        #expect(abs(searched.exploitability - Double(brute.absolute)) <= 1e-11 * (scale + Double(brute.absolute)))
        // Payoffs are flat at the best reply, so the revenue there is known to half the digits only.
        #expect(abs(searched.relativeExploitability - Double(brute.relative)) <= 1e-8)
        #expect(bound.exploitability >= searched.exploitability - 1e-11 * (scale + searched.exploitability))
        #expect(bound.relativeExploitability >= searched.relativeExploitability - 1e-10)
    }

    @Test(arguments: 0..<40)
    func nobodyGainsAtAnEquilibrium(_ seed: Int) throws {
        let game = games().game(seed: UInt64(12_000 + seed))
        var settings = Settings()
        for kind in [Settings.Exploitability.bound, .search] {
            settings.exploitability = kind
            let equilibrium = try solve(game.contest(), settings: settings)
            #expect(equilibrium.status == .converged)
            #expect(equilibrium.certificate.relativeResidual <= 1e-11)
            #expect(equilibrium.certificate.relativeExploitability <= 1e-9, "\(kind)")
        }
    }

    /// One creator off its best reply in a game of alike: it is named, and what it could gain is in closed form.
    /// Tullock, mu = 9, linear cost 1, rivals at S: the best reply is sqrt(9 S) - S and earns (3 - sqrt(S))^2.
    @Test func worstCreatorIsNamed() throws {
        let game = PlainGame(mu: 9, costs: [1, 1, 1], exponent: 1)
        let efforts = [[2.0], [2.0], [0.5]]
        var settings = Settings()
        settings.exploitability = .search
        let certificate = try certify(game.contest(), efforts: profile(game, efforts), settings: settings).certificate
        let own = 0.5 * 9 / 4.5 - 0.5
        #expect(certificate.worstCreator == 2)
        #expect(abs(certificate.exploitability - (1 - own)) < 1e-13)
        #expect(abs(certificate.relativeExploitability - (1 - own) / 3) < 1e-13, "the best reply takes in 2 x 9/6 = 3")
    }

    @Test func totalsPricesAndUtilitiesAreThoseOfTheProfile() throws {
        for seed in 0..<30 {
            let game = games().game(seed: UInt64(13_000 + seed))
            guard let efforts = try perturbed(game, seed: seed) else { continue }
            let certification = try certify(game.contest(), efforts: profile(game, efforts))
            for k in 0..<game.topics {
                let total = efforts.reduce(Wide(0)) { $0 + Wide($1[k]) }
                #expect(abs(Wide(certification.totals[k]) - total) <= 1e-15 * total)
                guard total > 0 else { continue }
                let price = game.price(k, at: total).value
                #expect(abs(Wide(certification.prices[k]) - price) <= 1e-14 * price)
                let output = Wide(game.strength(k)) * pow(total, Wide(1 + game.beta[k] - game.gamma[k]))
                #expect(abs(Wide(certification.genAI[k]) - output) <= 1e-13 * output)
            }
            for i in 0..<game.creators {
                let own = BestReplySearch.own(game: game, creator: i, efforts: efforts)
                #expect(abs(Wide(certification.utilities[i]) - own.payoff) <= 1e-13 * (own.revenue + abs(own.payoff)))
            }
        }
    }

    /// Doing nothing is no equilibrium where a first unit of effort is worth anything: not where P(0) is infinite, nor
    /// where a lone creator takes all attention at once (e(0+) = 1: marginal payoffs are negative, the payoff jumps).
    @Test(arguments: [(0.0, 0.0, 1.0), (0, 0, 0.6), (1, 0.3, 0.8), (2, 1, 1), (2, 0, 1)])
    func idlenessIsNoEquilibrium(_ alpha: Double, _ beta: Double, _ gamma: Double) throws {
        let game = PlainGame(mu: 6, alpha: alpha, beta: beta, gamma: gamma, costs: [0.5, 1], exponent: 1)
        for kind in [Settings.Exploitability.bound, .search] {
            var settings = Settings()
            settings.exploitability = kind
            let certificate = try certify(game.contest(), efforts: profile(game, [[0], [0]]), settings: settings).certificate
            let brute = BestReplySearch.exploitability(game: game, efforts: [[0], [0]]).absolute
            #expect(!certificate.isConverged && certificate.relativeResidual > 0.5)
            #expect(certificate.exploitability >= Double(brute) * (1 - 1e-12) && brute > 0.1)
            #expect(certificate.exploitability <= Double(brute) * 1.001 || kind == .bound)
            #expect(certificate.relativeExploitability > 0.1)
        }
    }

    @Test func uniquenessIsClaimedExactlyWhereProved() throws {
        func claim(_ beta: Double, _ gamma: Double, _ exponents: [Double], mu: Double = 1) throws -> Certificate {
            let game = PlainGame(
                mu: [1, mu], alpha: [1, 1], beta: [0.1, beta], gamma: [0.9, gamma], coefficients: exponents.map { _ in [1, 1] },
                exponents: exponents.map { [1, $0] })
            return try certify(game.contest(), efforts: profile(game, exponents.map { _ in [1, 1] })).certificate
        }
        for (beta, gamma, exponents) in [(0.0, 1.0, [1.0, 1]), (0, 0.01, [1, 1]), (0.5, 0.5, [1, 2]), (1, 1, [1, 1]), (0, 0, [1.001, 2])] {
            let certificate = try claim(beta, gamma, exponents)
            #expect(certificate.uniqueness == .proved && !certificate.condition.isEmpty, "beta \(beta), gamma \(gamma)")
        }
        for (beta, gamma, exponents) in [(-0.1, 0.5, [2.0, 2]), (-1e-12, 0.5, [2, 2]), (-0.5, 0, [2, 2]), (0, 0, [1, 2]), (0, 0, [1, 1])] {
            let certificate = try claim(beta, gamma, exponents)
            #expect(certificate.uniqueness == .notClaimed && certificate.condition.contains("topic 1"), "beta \(beta), gamma \(gamma)")
        }
        #expect(try claim(0, 0, [1, 1], mu: 0).uniqueness == .proved, "without attention only zeros are optimal")
    }

    /// beta < 0: payoffs need not be concave, so the certificate searches whatever was asked.
    @Test func negativeBetaIsSearched() throws {
        let game = PlainGame(mu: 4, alpha: 3, beta: -0.4, gamma: 0.5, costs: [0.2, 0.3], exponent: 1.5)
        for efforts in [[[1.0], [1.0]], [[1e-6], [2e-6]], [[30], [0.1]]] {
            let certificate = try certify(game.contest(), efforts: profile(game, efforts)).certificate
            let brute = BestReplySearch.exploitability(game: game, efforts: efforts)
            #expect(certificate.exploitabilityKind == .search)
            #expect(abs(certificate.exploitability - Double(brute.absolute)) <= 1e-9 * Double(brute.absolute))
        }
    }
}
