import Foundation
import NumericCore
import TestSupport
import Testing

/// Sizes of numbers: from below the double range to 1e200.
@Suite struct RobustnessScaleTests {
    @Test func effortsBelowTheDoubleRangeAreZero() throws {
        let game = PlainGame(mu: 10, alpha: 1, beta: 0.3, gamma: 0.9, costs: [1, 1.5, 3, 1e4, 1e8], exponent: 1.001)
        let equilibrium = try solve(game.contest())
        let complaints = Agreement().disagreementsWithReference(equilibrium, of: game)
        #expect(complaints.isEmpty, "\(complaints)")
        let reference = game.reference(0).efforts
        #expect(reference[3] > 0 && reference[3] < 1e-1000, "the true effort is positive, far below the double range")
        #expect(equilibrium.efforts[creator: 3, topic: 0] == 0 && equilibrium.efforts[creator: 4, topic: 0] == 0)
        #expect(equilibrium.efforts[creator: 2, topic: 0] > 0)
    }

    @Test func aTotalBelowTheDoubleRangeIsZero() throws {
        let game = PlainGame(mu: 1, alpha: 1, beta: 0, gamma: 0.9, costs: [3, 5], exponent: 1.001)
        let equilibrium = try solve(game.contest())
        #expect(game.reference(0).total > 0 && game.reference(0).total < 1e-400)
        #expect(equilibrium.status == .converged && equilibrium.totals == [0] && equilibrium.prices == [1])
    }

    @Test(arguments: [1e-100, 1, 1e100], [1e-100, 1, 1e100])
    func attentionAndCostsOverHundredsOfDecades(_ mu: Double, _ cost: Double) throws {
        for exponent in [1, 1.5, 2, 3] {
            for (alpha, beta, gamma) in [(0.0, 0.0, 1.0), (1, 0.3, 0.8), (1e-30, 0.1, 1), (1e30, 0.6, 0.9)] {
                let costs = [1.0, 1.3, 2, 2.5].map { Optional($0 * cost) }
                let game = PlainGame(mu: 3 * mu, alpha: alpha, beta: beta, gamma: gamma, costs: costs, exponent: exponent)
                guard game.reference(0).total < 1e290 else { continue }
                let complaints = Agreement().disagreementsWithReference(try solve(game.contest()), of: game)
                #expect(complaints.isEmpty, "alpha \(alpha), rho \(exponent): \(complaints)")
            }
        }
    }

    /// Costs 1 and 1e100: with rho = 2 and P = mu/s the shares are as 1 to 1e-50 to the first order.
    @Test(arguments: [1, 1.1, 1.5, 2, 3])
    func oneCreatorWithNearlyAll(_ exponent: Double) throws {
        for (alpha, gamma) in [(0.0, 1.0), (1, 1), (0, 0.7), (1e-20, 1)] {
            let game = PlainGame(mu: 10, alpha: alpha, gamma: gamma, costs: [1, 1e100, 3e100], exponent: exponent)
            let complaints = Agreement().disagreementsWithReference(try solve(game.contest()), of: game)
            #expect(complaints.isEmpty, "alpha \(alpha), gamma \(gamma): \(complaints)")
        }
    }

    /// beta = 0 and a strong GenAI: the price hardly moves with the total, and its elasticity falls below the double
    /// range on the way to the root; some creators are priced out.
    @Test func aPriceThatHardlyMoves() throws {
        let game = PlainGame(
            mu: [7e-55], alpha: [2e7], beta: [0], gamma: [0.8], coefficients: [[0.31], [0.35], [0.71], [1.9]],
            exponents: [[1.000001], [1.3], [2], [1]])
        let complaints = Agreement().disagreementsWithReference(try solve(game.contest()), of: game)
        #expect(complaints.isEmpty, "\(complaints)")
    }

    /// mu and c times the same factor: payoffs are in another unit, efforts stay.
    @Test(arguments: 0..<20)
    func effortsDoNotDependOnTheUnitOfMoney(_ seed: Int) throws {
        var games = RandomGames()
        games.exponents = [1, 1.1, 1.5, 2, 3]
        let game = games.game(seed: UInt64(9000 + seed))
        var inCents = game
        inCents.mu = game.mu.map { $0 * 100 }
        inCents.coefficients = game.coefficients.map { $0.map { $0.map { $0 * 100 } } }
        let one = try solve(game.contest())
        let other = try solve(inCents.contest())
        let complaints = Agreement(totals: 1e-13, efforts: 1e-12).disagreements(
            other, of: game, totals: one.totals.map { Wide($0) }, efforts: one.efforts.rows.map { $0.map { Wide($0) } })
        #expect(complaints.isEmpty, "\(complaints)")
        for (a, b) in zip(one.utilities, other.utilities) { #expect(abs(b - 100 * a) <= 1e-9 * abs(b) + 1e-9 * game.mu.max()!) }
    }

    /// Efforts in another unit: x' = u x has c' = c u^-rho, mu' = mu u^(gamma - 1), alpha' = alpha u^(gamma - beta).
    @Test(arguments: 0..<20)
    func equilibriumScalesWithTheUnitOfEffort(_ seed: Int) throws {
        var games = RandomGames()
        games.exponents = [1.1, 1.5, 2, 3]
        let game = games.game(seed: UInt64(9100 + seed))
        let unit = 1024.0
        var scaled = game
        for k in 0..<game.topics {
            scaled.mu[k] = game.mu[k] * pow(unit, game.gamma[k] - 1)
            scaled.alpha[k] = game.alpha[k] * pow(unit, game.gamma[k] - game.beta[k])
            for i in game.eligible(k) {
                scaled.coefficients[i][k] = game.coefficients[i][k]! * pow(unit, -game.exponents[i][k])
            }
        }
        let one = try solve(game.contest())
        let other = try solve(scaled.contest())
        let complaints = Agreement(totals: 1e-12, efforts: 1e-11).disagreements(
            other, of: game, totals: one.totals.map { Wide($0 * unit) }, efforts: one.efforts.rows.map { $0.map { Wide($0 * unit) } })
        #expect(complaints.isEmpty, "\(complaints)")
    }

    /// Costs of one topic whose ratio leaves the double range, under exponents that bring every effort near 1 all the same.
    @Test(arguments: [(1e-200, 1e150, 1, 1000.0), (1e150, 1e-165, 1, 1000), (1e-200, 1e150, 40, 300), (1e150, 1.234e-166, 1, 100), (1e-155, 1e155, 1, 1000)])
    func costsBeyondEachOther(_ first: Double, _ others: Double, _ firsts: Int, _ rho: Double) throws {
        let rows = (0..<64).map { [Optional($0 < firsts ? first : others)] }
        let market = try Market(mu: 1, alpha: 0, beta: 0, gamma: 1)
        for rows in [rows, rows.reversed()] {
            let equilibrium = try solve(Contest(market: market, costs: .power(coefficients: rows, exponent: rho)))
            #expect(equilibrium.status == .converged, "\(equilibrium.reason ?? "")")
        }
    }
}
