import Foundation
import NumericCore
import TestSupport
import Testing

/// What is known of an equilibrium in closed form: bounds, formulas, planted problems.
@Suite struct TheoryBoundsTests {
    /// 1/(2 rho (alpha + 1)) <= s^(gamma + rho - 1)/(mu ||1/c||_{1/(rho - 1)}) <= 1/rho for a common rho > 1: the upper
    /// half always, the lower one for s >= 1 and shares up to 1/(2 gamma).
    @Test func macroBound() throws {
        var games = RandomGames()
        games.exponents = [1.05, 1.1, 1.5, 2, 3]
        var upper = 0
        var lower = 0
        for seed in 0..<150 {
            var game = games.game(seed: UInt64(5000 + seed))
            for i in 0..<game.creators { for k in 0..<game.topics { game.exponents[i][k] = game.exponents[0][k] } }
            let equilibrium = try solve(game.contest())
            for k in 0..<game.topics where equilibrium.totals[k] > 0 {
                let rho = game.exponents[0][k]
                let s = equilibrium.totals[k]
                // log of the norm: a p-norm with p = 1/(rho - 1), by its largest term.
                let logs = game.eligible(k).map { -log(game.coefficients[$0][k]!) }
                let largest = logs.max()!
                let norm = largest + (rho - 1) * log(logs.reduce(0) { $0 + exp(($1 - largest) / (rho - 1)) })
                let middle = (game.gamma[k] + rho - 1) * log(s) - log(game.mu[k]) - norm
                #expect(middle <= -log(rho) + 1e-10, "\(game.label), topic \(k)")
                upper += 1
                let share = game.eligible(k).map { equilibrium.efforts[creator: $0, topic: k] / s }.max()!
                if s >= 1 && share <= 1 / (2 * game.gamma[k]) {
                    #expect(middle >= -log(2 * rho * (game.strength(k) + 1)) - 1e-10, "\(game.label), topic \(k)")
                    lower += 1
                }
            }
        }
        #expect(upper > 200 && lower > 50, "\(upper) upper and \(lower) lower halves judged")
    }

    /// The m cheapest are active, s = (m - 1) mu/sum_{i <= m} c_i, x_i = s (1 - c_i s/mu).
    @Test(arguments: 0..<60)
    func classicTullockWithCorners(_ seed: Int) throws {
        var draws = Draws(seed: UInt64(6000 + seed))
        let mu = draws.logUniform(1e-3...1e3)
        let costs = (0..<draws.integer(2...60)).map { _ in draws.logUniform(0.1...10) }
        let sorted = costs.sorted()
        var m = 2
        while m < sorted.count && sorted[m] * Double(m - 1) < sorted.prefix(m).reduce(0, +) { m += 1 }
        let total = Double(m - 1) * mu / sorted.prefix(m).reduce(0, +)
        let equilibrium = try solve(PlainGame(mu: mu, costs: costs, exponent: 1).contest())
        #expect(equilibrium.status == .converged)
        #expect(abs(equilibrium.totals[0] - total) <= 1e-13 * total)
        for (i, cost) in costs.enumerated() {
            let x = cost <= sorted[m - 1] ? total * (1 - cost * total / mu) : 0
            #expect(abs(equilibrium.efforts[creator: i, topic: 0] - x) <= 1e-12 * total, "creator \(i) of \(costs.count)")
        }
        #expect((0..<costs.count).count { equilibrium.efforts[creator: $0, topic: 0] > 0 } == m)
    }

    /// n alike: mu (1 - e/n)/D = c rho x^(rho - 1); with gamma = 1 and alpha = 0, x^rho = mu (n - 1)/(n^2 c rho).
    @Test(arguments: [1.0, 1.1, 1.5, 2, 3], [2, 3, 50])
    func symmetricTullock(_ exponent: Double, _ n: Int) throws {
        let equilibrium = try solve(PlainGame(mu: 12, costs: Array(repeating: 0.7, count: n), exponent: exponent).contest())
        let x = pow(12 * Double(n - 1) / (Double(n * n) * 0.7 * exponent), 1 / exponent)
        #expect(equilibrium.status == .converged)
        for i in 0..<n { #expect(abs(equilibrium.efforts[creator: i, topic: 0] - x) <= 1e-12 * x) }
    }

    /// Draws the efforts and builds the costs that make them the equilibrium, c = P (1 - e z)/(rho x^(rho - 1)).
    @Test(arguments: 0..<80)
    func plantedEquilibrium(_ seed: Int) throws {
        var draws = Draws(seed: UInt64(7000 + seed))
        let n = draws.integer(2...40)
        let topics = draws.integer(1...4)
        var game = PlainGame(
            mu: [], alpha: [], beta: [], gamma: [], coefficients: Array(repeating: [], count: n),
            exponents: Array(repeating: [], count: n), label: "planted \(seed)")
        var efforts = [[Wide]](repeating: [], count: n)
        var totals: [Wide] = []
        for k in 0..<topics {
            game.mu.append(draws.logUniform(0.01...1e4))
            game.alpha.append(draws.chance(0.2) ? 0 : draws.logUniform(0.01...100))
            game.gamma.append(draws.chance(0.5) ? 1 : draws.uniform(0.05...1))
            game.beta.append(draws.uniform(0...game.gamma[k]))
            let spread = draws.pick([0.5...2.0, 1e-3...1e3])
            for i in 0..<n { efforts[i].append(Wide(draws.logUniform(spread))) }
            let total = efforts.reduce(0) { $0 + $1[k] }
            totals.append(total)
            let (price, e) = game.price(k, at: total)
            for i in 0..<n {
                let rho = draws.pick([1, 1.01, 1.1, 1.5, 2, 3])
                let x = efforts[i][k]
                let marginalRevenue = price * ((1 - e) + e * (total - x) / total)
                game.coefficients[i].append(Double(marginalRevenue / (Wide(rho) * pow(x, Wide(rho) - 1))))
                game.exponents[i].append(rho)
            }
        }
        let complaints = Agreement().disagreements(try solve(game.contest()), of: game, totals: totals, efforts: efforts)
        #expect(complaints.isEmpty, "\(complaints.prefix(5))")
    }
}
