import Foundation
@testable import NumericCore
import TestSupport
import Testing

/// The action sets: nothing that pays lies outside.
@Suite struct EffortBoundTests {
    private func learning(_ contest: Contest) throws -> LearningGame {
        try LearningGame(contest, kernels: KernelTarget.active().table, workers: Workers(threads: 1))
    }

    /// Planted equilibria of all families lie within the bounds, wherever topics help or hinder each other.
    @Test(arguments: 1...60) func equilibriaLieWithin(seed: Int) throws {
        let planted = PlantedCoupledGames().game(seed: UInt64(seed))
        let contest = try planted.game.contest()
        let learning = try learning(contest)
        for i in 0..<contest.creators {
            for p in learning.game.positions(i..<i + 1) {
                #expect(planted.efforts[i][learning.topic(p)] <= learning.bound[p] * (1 + 1e-9), "seed \(seed), creator \(i)")
            }
        }
    }

    /// At the bound the marginal payoff is not positive against any rivals, just below it is against none.
    @Test(arguments: [1, 1.3, 2, 3], [0.0, 0.4, 0.9]) func theBoundIsWhereTheLoneCreatorPaysItsPrice(rho: Double, beta: Double) throws {
        let market = TopicMarket(mu: 7, strength: 0.6, beta: beta, gamma: 0.9)
        let bound = EffortBound(market: market, cost: 0.8, rho: rho).byMarginalPayoff
        #expect(abs(market.price(at: bound).value / (0.8 * rho * pow(bound, rho - 1)) - 1) < 1e-12)
        for rivals in [0.0, 1e-6, 1, 1e6] {
            let reply = BestReply(market: market, cost: 0.8, rho: rho, rivals: rivals).search().effort
            #expect(reply <= bound)
        }
    }

    /// The ball that query points are drawn from fits in.
    @Test func innerBallsFitIn() throws {
        for game in try DynamicsGames.coupled() {
            let learning = try learning(game.contest)
            guard let limits = game.contest.capacity else { continue }
            for i in 0..<game.contest.creators {
                let r = learning.innerRadius[i]
                let weights = learning.game.positions(i..<i + 1).map { limits.weights[learning.topic($0)] * learning.bound[$0] }
                let length = weights.reduce(0) { $0 + $1 * $1 }.squareRoot()
                #expect(r > 0 && r <= 0.5)
                #expect(r * (weights.reduce(0, +) + length) <= limits.limits[i] * (1 + 1e-14))
            }
        }
    }

    @Test func whatHasNoBoundIsUnsupported() throws {
        let rising = try PlainGame(mu: 10, alpha: 1, beta: -0.2, gamma: 0.8, costs: [1, 2], exponent: 2).contest()
        let endless = try PlainGame(mu: 10, alpha: 0, beta: 0, gamma: 0, costs: [1, 2], exponent: 1).contest()
        for (contest, word) in [(rising, "beta < 0"), (endless, "no bound")] {
            let trajectory = try simulate(contest, dynamics: .mirrorDescent(.euclidean))
            #expect(trajectory.end == .unsupported && trajectory.records.isEmpty)
            #expect(try #require(trajectory.reason).contains(word))
        }
        // Priced out: nobody has anything to do.
        let idle = try PlainGame(mu: 1, alpha: 0, beta: 0, gamma: 0, costs: [2, 3], exponent: 1).contest()
        let trajectory = try simulate(idle, dynamics: .mirrorDescent(.entropic))
        #expect(trajectory.end == .settled && trajectory.efforts.values.array == [0, 0])
    }
}
