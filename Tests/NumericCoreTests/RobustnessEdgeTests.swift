import Foundation
import NumericCore
import TestSupport
import Testing

/// Contests at the edges of their domain: the right answer, or a status with its reason.
@Suite struct RobustnessEdgeTests {
    private func expectReference(_ game: PlainGame, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let complaints = Agreement().disagreementsWithReference(try solve(game.contest()), of: game)
        #expect(complaints.isEmpty, "\(complaints.prefix(5))", sourceLocation: sourceLocation)
    }

    private func expectNoEquilibrium(
        _ game: PlainGame, because words: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let equilibrium = try solve(game.contest())
        #expect(equilibrium.status == .noEquilibrium, sourceLocation: sourceLocation)
        #expect(equilibrium.reason?.contains(words) == true, "\(equilibrium.reason ?? "no reason")", sourceLocation: sourceLocation)
        #expect(equilibrium.reason?.contains("topic 0") == true, sourceLocation: sourceLocation)
    }

    private let mixedExponents = [1, 1.001, 1.1, 1.5, 2, 3]
    private func mixed(alpha: Double, beta: Double, gamma: Double, mu: Double = 10) -> PlainGame {
        PlainGame(
            mu: [mu], alpha: [alpha], beta: [beta], gamma: [gamma], coefficients: (0..<12).map { [0.3 + 0.17 * Double($0)] },
            exponents: (0..<12).map { [mixedExponents[$0 % 6]] })
    }

    /// (1 - e) mu/D = c rho x^(rho - 1) with e = gamma: x^(gamma + rho - 1) = mu (1 - gamma)/(c rho).
    @Test(arguments: [1.0, 1.1, 2, 3])
    func oneCreatorOneTopic(_ exponent: Double) throws {
        let equilibrium = try solve(PlainGame(mu: 8, gamma: 0.6, costs: [0.5], exponent: exponent).contest())
        let x = pow(8 * 0.4 / (0.5 * exponent), 1 / (exponent - 0.4))
        #expect(equilibrium.status == .converged)
        #expect(abs(equilibrium.totals[0] - x) <= 1e-13 * x)
        #expect(equilibrium.totals[0] == equilibrium.efforts[creator: 0, topic: 0])
    }

    @Test func oneCreatorAgainstGenAI() throws {
        for exponent in mixedExponents {
            try expectReference(PlainGame(mu: 8, alpha: 2, beta: 0.3, gamma: 0.9, costs: [0.5], exponent: exponent))
        }
    }

    @Test func topicWhereNobodyIsEligible() throws {
        let game = PlainGame(
            mu: [5, 5], alpha: [1, 1], beta: [0.2, 0.2], gamma: [1, 1], coefficients: [[1, nil], [2, nil]],
            exponents: [[2, 2], [2, 2]])
        let equilibrium = try solve(game.contest())
        #expect(equilibrium.status == .converged)
        #expect(equilibrium.totals[0] > 0 && equilibrium.totals[1] == 0)
        #expect(equilibrium.genAI[1] == 0 && equilibrium.prices[1] == .infinity)
        try expectReference(game)
    }

    @Test func noGenAI() throws {
        for gamma in [0.05, 0.5, 1] { try expectReference(mixed(alpha: 0, beta: 0, gamma: gamma)) }
        let equilibrium = try solve(mixed(alpha: 0, beta: 0, gamma: 1).contest())
        #expect(equilibrium.genAI == [0])
    }

    @Test func noAttention() throws {
        let equilibrium = try solve(mixed(alpha: 1, beta: 0.5, gamma: 0.8, mu: 0).contest())
        #expect(equilibrium.status == .converged)
        #expect(equilibrium.totals == [0] && equilibrium.prices == [0])
        #expect(equilibrium.efforts.values.array.allSatisfy { $0 == 0 } && equilibrium.utilities.allSatisfy { $0 == 0 })
        #expect(equilibrium.certificate.relativeResidual == 0 && equilibrium.certificate.exploitability == 0)
    }

    /// beta = 0 and alpha > 0: the price at 0 is mu/alpha, and no linear cost at or above it is worth paying.
    @Test(arguments: [2.5, 2.500001, 100])
    func allPricedOut(_ cheapest: Double) throws {
        let equilibrium = try solve(PlainGame(mu: 5, alpha: 2, costs: [cheapest, 2 * cheapest], exponent: 1).contest())
        #expect(equilibrium.status == .converged)
        #expect(equilibrium.totals == [0] && equilibrium.prices == [2.5] && equilibrium.utilities == [0, 0])
        #expect(equilibrium.certificate.exploitability == 0)
    }

    /// Just below that cost there is a little effort: mu (alpha + s (1 - z))/(alpha + s)^2 = c with z = 1.
    @Test func almostPricedOut() throws {
        let game = PlainGame(mu: 5, alpha: 2, costs: [2.499999, 5], exponent: 1)
        let equilibrium = try solve(game.contest())
        let total = (10 / 2.499999).squareRoot() - 2
        #expect(equilibrium.status == .converged)
        #expect(abs(equilibrium.totals[0] - total) < 1e-13 * 2 && total > 0)
    }

    @Test func linearCostsWithCorners() throws {
        let costs = (0..<40).map { Optional(0.5 + 0.1 * Double($0)) }
        for (alpha, beta, gamma) in [(0, 0, 1), (1, 0.2, 0.9), (5, 0, 1), (0.3, 0.5, 0.5), (2, 0.1, 0.4)] {
            let game = PlainGame(mu: 50, alpha: alpha, beta: beta, gamma: gamma, costs: costs, exponent: 1)
            try expectReference(game)
            let idle = game.reference(0).efforts.count { $0 == 0 }
            #expect(idle > 0 && idle < 40, "the game has no corner")
        }
    }

    @Test(arguments: [1.001, 1 + 1e-6, 1 + 1e-9])
    func nearlyLinearCosts(_ exponent: Double) throws {
        for (alpha, beta, gamma) in [(0, 0, 1), (1, 0.2, 0.9), (0.3, 0.5, 0.5)] {
            let costs = (0..<20).map { Optional(1 + 0.02 * Double($0)) }
            try expectReference(PlainGame(mu: 20, alpha: alpha, beta: beta, gamma: gamma, costs: costs, exponent: exponent))
        }
    }

    @Test func betaEqualsGamma() throws {
        for exponent in [0.05, 0.5, 1] { try expectReference(mixed(alpha: 1.5, beta: exponent, gamma: exponent)) }
    }

    /// gamma = 0 leaves beta = 0 and a price of mu/(1 + alpha) at every total: each creator decides alone.
    @Test func constantPriceWithConvexCosts() throws {
        let equilibrium = try solve(PlainGame(mu: 9, alpha: 2, gamma: 0, costs: [0.5, 1, 4], exponent: 2).contest())
        #expect(equilibrium.status == .converged)
        for (i, cost) in [0.5, 1, 4].enumerated() {
            let x = 3 / (2 * cost)
            #expect(abs(equilibrium.efforts[creator: i, topic: 0] - x) <= 1e-13 * x)
        }
    }

    @Test func constantPriceBelowLinearCosts() throws {
        let equilibrium = try solve(PlainGame(mu: 2, alpha: 1, gamma: 0, costs: [2, 1.001], exponent: 1).contest())
        #expect(equilibrium.status == .converged && equilibrium.totals == [0] && equilibrium.prices == [1])
    }

    @Test func constantPriceAboveALinearCostIsUnbounded() throws {
        try expectNoEquilibrium(PlainGame(mu: 2, alpha: 1, gamma: 0, costs: [2, 0.5], exponent: 1), because: "unbounded")
    }

    @Test func constantPriceEqualToALinearCostIsAContinuum() throws {
        try expectNoEquilibrium(PlainGame(mu: 2, alpha: 1, gamma: 0, costs: [2, 1], exponent: 1), because: "continuum")
    }

    @Test(arguments: [1.0, 1.5, 2])
    func loneCreatorOfATullockContestHasNoBestReply(_ exponent: Double) throws {
        try expectNoEquilibrium(PlainGame(mu: 2, costs: [1], exponent: exponent), because: "supremum")
        try expectNoEquilibrium(PlainGame(mu: 2, alpha: 3, beta: 1, gamma: 1, costs: [1, nil], exponent: exponent), because: "supremum")
    }

    /// With GenAI's term of a smaller exponent the same creator has one.
    @Test func loneCreatorAgainstGenAIHasABestReply() throws {
        for beta in [0, 0.3, 0.9] { try expectReference(PlainGame(mu: 2, alpha: 3, beta: beta, costs: [1], exponent: 1.5)) }
    }

    /// One topic without equilibrium does not spoil the others.
    @Test func otherTopicsAreSolvedAllTheSame() throws {
        let game = PlainGame(
            mu: [6, 6], alpha: [0, 1], beta: [0, 0.4], gamma: [1, 1], coefficients: [[1, 1], [nil, 2]], exponents: [[2, 2], [2, 2]])
        let equilibrium = try solve(game.contest())
        #expect(equilibrium.status == .noEquilibrium)
        #expect(abs(Wide(equilibrium.totals[1]) / game.reference(1).total - 1) < 1e-12)
        #expect(equilibrium.certificate.exploitability > 5, "the lone creator of topic 0 could gain up to 6")
    }

    @Test(arguments: [-1e-9, -0.2])
    func negativeBetaIsSolvedAndUniquenessNotClaimed(_ beta: Double) throws {
        let equilibrium = try solve(PlainGame(mu: 2, alpha: 1, beta: beta, gamma: 0.8, costs: [1, 2], exponent: 2).contest())
        #expect(equilibrium.status == .converged && equilibrium.searches.count == 1)
        #expect(equilibrium.certificate.condition.contains("beta < 0"))
        #expect(equilibrium.certificate.uniqueness == .notClaimed)
    }
}
