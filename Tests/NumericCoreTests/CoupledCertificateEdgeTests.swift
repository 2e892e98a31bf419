import Foundation
import TestSupport
import Testing

@testable import NumericCore

/// Profiles that are wrong, limits at their ends, payoffs that are not concave, and what is claimed of uniqueness.
@Suite struct CoupledCertificateEdgeTests {
    private static func settings(_ kind: Settings.Exploitability = .bound, threads: Int? = nil) -> Settings {
        var settings = Settings()
        (settings.exploitability, settings.threads) = (kind, threads)
        return settings
    }

    /// Two topics, three creators, similarity and capacities.
    private func game() -> PlainCoupledGame {
        var game = PlainCoupledGame(
            PlainGame(
                mu: [10, 4], alpha: [0.5, 0], beta: [0.2, 0], gamma: [0.8, 1], coefficients: [[1, 1], [0.5, 2], [1, nil]],
                exponents: [[1.5, 1], [2, 1], [1.5, 1]]))
        (game.matrix, game.weights, game.limits) = ([[1, 0.5], [0.5, 1]], [0.1, 0.2, 0], [2, .infinity, 3])
        return game
    }

    @Test(arguments: [
        ([1.0, 2], "expected 3 numbers, found 2"), ([0, -1, 0], "capacityPrices[1]: expected a finite number >= 0, found -1.0"),
        ([0, 0, .nan], "capacityPrices[2]"), ([.infinity, 0, 0], "capacityPrices[0]"),
    ])
    func capacityPricesOutsideTheirDomainAreRefused(_ prices: [Double], _ words: String) throws {
        let game = game()
        let (contest, profile) = (try game.contest(), try game.profile([[1, 1], [1, 1], [1, 0]]))
        let error = #expect(throws: SolveError.self) { try certify(contest, efforts: profile, capacityPrices: prices) }
        #expect(error?.description.contains(words) == true)
    }

    @Test func whatIsNoEffortIsNeverAccepted() throws {
        let game = game()
        for wrong in [-1, Double.nan, .infinity] {
            let certificate = try certify(game.contest(), efforts: game.profile([[wrong, 1], [1, 1], [1, 0]])).certificate
            #expect(!certificate.isConverged && !(certificate.relativeResidual < .infinity))
            #expect(certificate.exploitability.isNaN)
        }
    }

    @Test func aPriceWithoutALimitIsNeverAccepted() throws {
        let game = game()
        let profile = try game.profile([[1, 1], [1, 1], [1, 0]])
        let certificate = try certify(game.contest(), efforts: profile, capacityPrices: [0, 1, 0]).certificate
        #expect(certificate.relativeResidual == .infinity && !certificate.isConverged)
    }

    /// More than the capacity: 3 of 2 is half too much.
    @Test func infeasibilityIsARelativeExcess() throws {
        var game = PlainCoupledGame(PlainGame(mu: 1000, costs: [1, 1], exponent: 2))
        game.limits = [2, .infinity]
        // The first creator's price is what makes its condition hold at 3.
        let price = 1000 / 7 * (1 - 3.0 / 7) - 6
        let certificate = try certify(game.contest(), efforts: game.profile([[3], [4]]), capacityPrices: [price, 0]).certificate
        let complementarity = price / (3 * 1000 / 7)
        #expect(certificate.relativeResidual >= max(0.5, complementarity) && !certificate.isConverged)
        game.limits = [0, .infinity]
        #expect(try certify(game.contest(), efforts: game.profile([[3], [4]]), capacityPrices: [price, 0]).certificate.relativeResidual == .infinity)
    }

    /// Who has no capacity has no choice: nothing is gained, and any price that covers the marginal payoff serves.
    @Test func withoutCapacityNothingIsGained() throws {
        var game = PlainCoupledGame(PlainGame(mu: 9, costs: [1, 1, 1], exponent: 1))
        game.limits = [.infinity, .infinity, 0]
        // Two creators of linear cost 1: s = 9/2.
        for kind in [Settings.Exploitability.bound, .search] {
            let profile = try game.profile([[2.25], [2.25], [0]])
            let accepted = try certify(game.contest(), efforts: profile, capacityPrices: [0, 0, 1], settings: Self.settings(kind)).certificate
            #expect(accepted.isConverged && accepted.relativeExploitability <= 1e-12, "\(accepted)")
            let refused = try certify(game.contest(), efforts: profile, settings: Self.settings(kind)).certificate
            #expect(!refused.isConverged && abs(refused.relativeResidual - 0.5) < 1e-12, "its marginal payoff is 2 - 1, of a price of 2")
            if kind == .search { #expect(refused.exploitability <= 1e-12) }
        }
    }

    @Test func effortsInTopicsWithoutAttentionAreNeverAccepted() throws {
        var game = game()
        game.base.mu[1] = 0
        let certificate = try certify(game.contest(), efforts: game.profile([[1, 0], [1, 1], [1, 0]])).certificate
        #expect(certificate.relativeResidual == .infinity && !certificate.isConverged && certificate.exploitability >= 2)
    }

    /// All idle: an infinite price, or a jump where e(0+) = 1, draws somebody in; a finite price below the costs nobody.
    @Test(arguments: [(0.0, 0.0, 1.0), (0, 0, 0.6), (1, 0.3, 0.8), (2, 1, 1), (2, 0, 1)])
    func idlenessIsNoEquilibrium(_ alpha: Double, _ beta: Double, _ gamma: Double) throws {
        var game = PlainCoupledGame(PlainGame(mu: 6, alpha: alpha, beta: beta, gamma: gamma, costs: [0.5, 1], exponent: 1))
        (game.effortScale, game.limits) = ([0.1, 0.1], [3, 0])
        let best = game.bestReply(0, [[0], [0]]).payoff
        for kind in [Settings.Exploitability.bound, .search] {
            let certificate = try certify(game.contest(), efforts: game.profile([[0], [0]]), settings: Self.settings(kind)).certificate
            #expect(!certificate.isConverged && certificate.relativeResidual > 0.5)
            #expect(Wide(certificate.exploitability) >= best * (1 - 1e-12) && best > 0.1, "\(kind) \(certificate) \(best)")
            #expect(Wide(certificate.exploitability) <= best * 1.001 || kind == .bound, "\(certificate) \(best)")
        }
        game.base.mu = [0.1]
        guard alpha == 2, beta == 0 else { return }
        let pricedOut = try certify(game.contest(), efforts: game.profile([[0], [0]])).certificate
        #expect(pricedOut.isConverged && pricedOut.exploitability == 0, "P(0+) = 0.05")
    }

    /// An effort of 0 stands for any below 2^-1022, where a marginal cost of c rho x^0.001 is about c/2. The others have
    /// marginal costs of 1 + 0.1, so that P = 2.2: c = 10 is priced out, c = 1 is not.
    @Test(arguments: [(10.0, true), (1, false)])
    func vanishingEffortsAreAccepted(_ cost: Double, _ isAccepted: Bool) throws {
        var game = PlainCoupledGame(PlainGame(mu: 4.4, costs: [1, 1, cost], exponent: 1))
        game.base.exponents[2] = [1.001]
        (game.effortScale, game.effortExponent) = ([0.1, 0.1, 0], 1)
        let certificate = try certify(game.contest(), efforts: game.profile([[1], [1], [0]])).certificate
        #expect(certificate.isConverged == isAccepted, "\(certificate)")
    }

    /// beta < 0: always searched, nothing claimed; a creator of one topic is searched over all efforts.
    @Test(arguments: 0..<12)
    func negativeBetaIsSearched(_ seed: Int) throws {
        var draws = Draws(seed: UInt64(seed))
        var game = PlainCoupledGame(PlainGame(mu: 4, alpha: 3, beta: -0.4, gamma: 0.5, costs: [0.2, 0.3], exponent: 1.5))
        game.effortScale = [0.1, 0.2]
        game.limits = [draws.logUniform(0.1...100), .infinity]
        let efforts = [[draws.logUniform(1e-6...0.1)], [draws.logUniform(1e-6...30)]]
        let certificate = try certify(game.contest(), efforts: game.profile(efforts)).certificate
        var gain: Wide = 0
        for i in 0..<2 {
            let others = game.others(than: i, efforts)
            var best: Wide = 0
            for step in 0...4000 {
                let y = min(exp(Wide(step - 2000) / 100), Wide(game.limits[i]))
                best = max(best, game.payoff(i, [y], others: others).payoff)
            }
            gain = max(gain, best - game.payoff(i, [Wide(efforts[i][0])], others: others).payoff)
        }
        #expect(certificate.exploitabilityKind == .search && certificate.uniqueness == .notClaimed)
        #expect(Wide(certificate.exploitability) >= gain * (1 - 1e-9), "\(certificate) \(gain)")
        #expect(Wide(certificate.exploitability) <= gain * (1 + 1e-3) + 1e-12)
    }

    @Test func resultsDoNotDependOnThreads() throws {
        var games = PlantedCoupledGames()
        (games.creators, games.topics, games.families) = (700...700, 5...5, 7...7)
        let (game, efforts, prices) = games.game(seed: 3)
        for kind in [Settings.Exploitability.bound, .search] {
            let one = try certify(game.contest(), efforts: game.profile(efforts), capacityPrices: prices, settings: Self.settings(kind, threads: 1))
            let three = try certify(game.contest(), efforts: game.profile(efforts), capacityPrices: prices, settings: Self.settings(kind, threads: 3))
            #expect(one.certificate == three.certificate && one.utilities == three.utilities)
            #expect(one.certificate.isConverged && one.certificate.relativeExploitability <= 1e-10)
        }
    }

    @Test func uniquenessIsClaimedExactlyWhereProved() throws {
        func claim(_ beta: Double, _ gamma: Double, _ exponents: [Double], _ matrix: [[Double]], weights: [Double] = [1, 1]) throws -> Certificate {
            var game = PlainCoupledGame(
                PlainGame(
                    mu: [1, 1], alpha: [1, 1], beta: [0.1, beta], gamma: [0.9, gamma], coefficients: exponents.map { _ in [1, 1] },
                    exponents: exponents.map { [1, $0] }))
            (game.matrix, game.weights) = (matrix, weights)
            return try certify(game.contest(), efforts: game.profile([[1, 1], [1, 1]])).certificate
        }
        let (definite, singular, helpful) = ([[1, 0.5], [0.5, 1.0]], [[1, 1], [1, 1.0]], [[1, -1], [-1, 1.0]])
        for (beta, gamma, exponents, matrix, weights) in [
            (0.0, 1.0, [1.0, 1], singular, [1.0, 1]), (1, 1, [1, 1], singular, [1, 1]), (0, 0, [1.5, 2], helpful, [1, 0]),
            (0, 0, [1, 1], definite, [1, 1]), (1, 1, [1.5, 1.5], helpful, [1, 1]), (0.5, 1, [1, 1], helpful, [1, 1]),
        ] {
            let certificate = try claim(beta, gamma, exponents, matrix, weights: weights)
            #expect(certificate.uniqueness == .proved && !certificate.condition.isEmpty, "beta \(beta), gamma \(gamma)")
        }
        for (beta, gamma, exponents, matrix, weights) in [
            (-0.1, 0.5, [2.0, 2], definite, [1.0, 1]), (0, 0, [1, 2], singular, [1, 1]), (0, 0, [1, 1], definite, [1, 0]),
            (1, 1, [1, 1], helpful, [1, 1]),
        ] {
            let certificate = try claim(beta, gamma, exponents, matrix, weights: weights)
            #expect(certificate.uniqueness == .notClaimed && certificate.condition.contains("topic 1"), "beta \(beta), gamma \(gamma)")
        }
        var alone = PlainCoupledGame(PlainGame(mu: 1, costs: [1, 1], exponent: 2))
        alone.limits = [1, 0]
        #expect(try certify(alone.contest(), efforts: alone.profile([[1], [0]])).certificate.uniqueness == .notClaimed, "one alone where e = 1")
    }
}
