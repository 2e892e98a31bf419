import Foundation
import NumericCore
import TestSupport
import Testing

/// How an equilibrium answers a change of one parameter, on seeded random games with 0 <= beta <= gamma.
@Suite struct TheoryStaticsTests {
    /// What an effort can differ by rounding alone: relative for rho > 1, against the topic's total for rho = 1.
    private func slack(_ game: PlainGame, _ i: Int, _ k: Int, effort: Double, total: Double) -> Double {
        let rho = game.exponents[i][k]
        return rho == 1 ? 1e-11 * total : 1e-11 * max(1, 1 / (rho - 1)) * effort
    }

    /// The monotone revenue part gives (dc_i(x_i') )(x_i' - x_i) <= 0 for a rise dc_i of the marginal cost.
    @Test(arguments: 0..<60)
    func effortFallsInOwnCost(_ seed: Int) throws {
        let game = RandomGames().game(seed: UInt64(1000 + seed))
        var draws = Draws(seed: UInt64(seed))
        let before = try solve(game.contest())
        let i = draws.integer(0...game.creators - 1)
        var dearer = game
        let factor = draws.uniform(1.5...20)
        for k in 0..<game.topics { dearer.coefficients[i][k] = game.coefficients[i][k].map { $0 * factor } }
        let after = try solve(dearer.contest())
        #expect(before.status == .converged && after.status == .converged)
        for k in 0..<game.topics {
            let x = before.efforts[creator: i, topic: k]
            let total = before.totals[k]
            let now = after.efforts[creator: i, topic: k]
            #expect(now <= x + slack(game, i, k, effort: x, total: total), "topic \(k)")
            if x > 0 && x <= total / 2 && x > 1e-6 * total { #expect(now < x * (1 - 1e-6), "topic \(k)") }
        }
    }

    /// At the old total the shares with the entrant sum to more than 1, so the total rises; dx/ds has the sign of
    /// P' + x P'', negative for shares up to 1/(1 + e) >= 1/2.
    @Test(arguments: 0..<80)
    func entrantRaisesTotalAndLowersIncumbents(_ seed: Int) throws {
        let game = RandomGames().game(seed: UInt64(2000 + seed))
        var draws = Draws(seed: UInt64(seed))
        var entered = game
        let model = draws.integer(0...game.creators - 1)
        // Topics that somebody works on: alone, an entrant may have no best reply.
        entered.coefficients.append((0..<game.topics).map { k in
            let factor = draws.logUniform(0.5...2)
            return game.eligible(k).isEmpty ? nil : (game.coefficients[model][k] ?? 1) * factor
        })
        entered.exponents.append(game.exponents[model])
        let before = try solve(game.contest())
        let after = try solve(entered.contest())
        #expect(before.status == .converged && after.status == .converged)
        for k in 0..<game.topics {
            #expect(after.totals[k] >= before.totals[k] * (1 - 1e-12), "topic \(k)")
            if after.efforts[creator: game.creators, topic: k] > 1e-4 * after.totals[k] { #expect(after.totals[k] > before.totals[k]) }
            for i in game.eligible(k) {
                let x = before.efforts[creator: i, topic: k]
                guard x <= before.totals[k] / 2 else { continue }
                #expect(
                    after.efforts[creator: i, topic: k] <= x + slack(game, i, k, effort: x, total: before.totals[k]),
                    "creator \(i), topic \(k)")
            }
        }
    }

    /// Tullock, mu = 1, linear costs 1 and 4: a second cost-4 entrant moves the dominant creator from 4/25 up to 14/81.
    @Test func dominantIncumbentMayAnswerAnEntrantWithMore() throws {
        let two = try solve(PlainGame(mu: 1, costs: [1, 4], exponent: 1).contest())
        let three = try solve(PlainGame(mu: 1, costs: [1, 4, 4], exponent: 1).contest())
        #expect(abs(two.efforts[creator: 0, topic: 0] - 4.0 / 25) < 1e-15)
        #expect(abs(three.efforts[creator: 0, topic: 0] - 14.0 / 81) < 1e-15)
        #expect(three.efforts[creator: 1, topic: 0] < two.efforts[creator: 1, topic: 0])
    }

    /// At a fixed total, marginal revenue P (1 - e z) falls when GenAI's strength a grows iff
    /// z (2 gamma - beta) <= 1 + R (1 - beta z), R = a s^(beta - gamma); once true it stays true as R grows. So where it
    /// holds for every creator, each share falls at the old total and the new total is lower: always for shares up to
    /// 1/2, and for any shares where 2 gamma - beta <= 1.
    @Test func strongerGenAILowersTheTotalWithoutDominantCreators() throws {
        var fell = 0
        var judged = 0
        for seed in 0..<120 {
            var game = RandomGames().game(seed: UInt64(3000 + seed))
            game.competition = .exclusive
            var draws = Draws(seed: UInt64(seed))
            var stronger = game
            stronger.alpha = game.alpha.map { $0 == 0 ? draws.logUniform(0.01...10) : $0 * draws.uniform(1.1...10) }
            let before = try solve(game.contest())
            let after = try solve(stronger.contest())
            for k in 0..<game.topics where before.totals[k] > 1e-290 {
                let s = before.totals[k]
                let ratio = game.alpha[k] * pow(s, game.beta[k] - game.gamma[k])
                let mild = game.eligible(k).allSatisfy { i in
                    let z = before.efforts[creator: i, topic: k] / s
                    return z * (2 * game.gamma[k] - game.beta[k]) <= 1 + ratio * (1 - game.beta[k] * z)
                }
                guard mild else { continue }
                judged += 1
                #expect(after.totals[k] <= s * (1 + 1e-12), "\(game.label), topic \(k)")
                if after.totals[k] < s * (1 - 1e-6) { fell += 1 }
            }
        }
        #expect(judged > 150 && fell > 100, "\(judged) topics judged, \(fell) fell")
    }

    /// 2 gamma - beta <= 1: no creator is too dominant for the total to fall.
    @Test(arguments: 0..<30)
    func strongerGenAILowersTheTotalWhereDemandIsElastic(_ seed: Int) throws {
        var draws = Draws(seed: UInt64(4000 + seed))
        let gamma = draws.uniform(0.1...0.6)
        let beta = draws.uniform(max(0, 2 * gamma - 1)...gamma)
        var totals: [Double] = []
        let costs = (0..<draws.integer(1...6)).map { _ in Optional(draws.logUniform(1e-4...1e4)) }
        let exponent = draws.pick([1.1, 1.5, 2, 3])
        for alpha in [0, 0.01, 0.1, 1, 10, 1000] {
            let game = PlainGame(mu: 5, alpha: alpha, beta: beta, gamma: gamma, costs: costs, exponent: exponent)
            totals.append(try solve(game.contest()).totals[0])
        }
        for (weaker, stronger) in zip(totals, totals.dropFirst()) { #expect(stronger < weaker) }
    }

    /// Why the condition is there: Tullock, mu = 1, quadratic costs 1 and 100. Alone the two make 1/sqrt(20); a weak
    /// GenAI takes from the small one's share more than it takes from the dominant one's, and the total rises.
    @Test func weakGenAIMayRaiseADominatedTotal() throws {
        func total(_ alpha: Double) throws -> Double {
            try solve(PlainGame(mu: 1, alpha: alpha, costs: [1, 100], exponent: 2).contest()).totals[0]
        }
        #expect(abs(try total(0) - 1 / 20.0.squareRoot()) < 1e-15)
        #expect(try total(0.01) > total(0) * 1.05)
        #expect(try total(0.1) > total(0.01) * 1.05)
        #expect(try total(100) < total(0))
    }
}
