import NumericCore
import Openness
import Testing

/// Stage 3 is the exclusive contest of NumericCore: alpha = outside + X, beta = 0, gamma = 1, mu (1 - tau_o), linear costs c_i / T.
@Suite struct FollowerContestTests {
    @Test(arguments: 0..<40) func adoptersPlayTheExclusiveContest(draw: Int) throws {
        let (game, policy) = try BruteForceTests.game(UInt64(500 + draw))
        let found = try Openness.solve(game, at: policy)
        guard !found.adopters.isEmpty else { return }
        let tariff = OpennessTariff(game, policy)
        let x = found.outcome.leaderEffort
        let productivity = 1 + game.spillover * policy.openness * x / game.outside
        let market = try Market(mu: PerTopic((1 - tariff.royalty) * game.mu), alpha: PerTopic(game.outside + x), beta: 0, gamma: 1)
        let costs = try PowerCost.power(
            coefficients: found.adopters.map { [game.followerCosts[$0.index] / productivity] }, exponent: 1)
        let equilibrium = try NumericCore.solve(Contest(market: market, costs: costs))
        #expect(equilibrium.status == .converged)
        for (i, adopter) in found.adopters.enumerated() {
            #expect(abs(equilibrium.efforts[creator: i, topic: 0] - adopter.output) <= 1e-10 * found.outcome.total)
            #expect(abs(equilibrium.utilities[i] - tariff.followerFee - adopter.payoff) <= 1e-10 * game.mu)
        }
        #expect(abs(equilibrium.totals[0] + x - found.outcome.total) <= 1e-10 * found.outcome.total)
    }

    @Test func manyFollowersPlayItToo() throws {
        let random = CounterRandom(seed: 3, stream: 1)
        let costs = (0..<5000).map { random.uniform(in: 0.4...0.9, at: UInt64($0)) }
        let game = try OpennessGame(followerCosts: costs, accessFee: 0)
        let found = try Openness.solve(game, at: OpennessPolicy(openness: 0.7))
        #expect(found.adopters.count > 20)
        let tariff = OpennessTariff(game, found.outcome.policy)
        let x = found.outcome.leaderEffort
        let market = try Market(mu: PerTopic(1 - tariff.royalty), alpha: PerTopic(1 + x), beta: 0, gamma: 1)
        let contest = try Contest(
            market: market, costs: .power(coefficients: costs.map { [$0 / (1 + 6 * 0.7 * x)] }, exponent: 1))
        let equilibrium = try NumericCore.solve(contest)
        #expect(abs(equilibrium.totals[0] + x - found.outcome.total) <= 1e-10 * found.outcome.total)
        // Without a fee everybody who would make an effort in the contest adopts.
        let active = (0..<costs.count).filter { equilibrium.efforts[creator: $0, topic: 0] > 1e-9 }
        #expect(active == found.adopters.map(\.index).filter { found.followerOutputs[$0] > 1e-9 })
    }
}
