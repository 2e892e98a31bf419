import Foundation
import NumericCore
import Testing

/// The edges of the domain of inclusive contests.
@Suite struct InclusiveEdgeTests {
    static let plain = PlainInclusive(
        mu: 40, alpha: 0.6, beta: 0.3, gamma: 0.8, costs: [0.4, 0.9, 0.7, 1.8, 2.5], exponents: [1.5, 1.5, 1.5, 1.5, 1.5])

    /// Other units of effort and of payoff leave who uses GenAI as it is: with s = u s', c' = c u^rho / v, mu' = mu u^(1 - gamma) / v
    /// and alpha' = alpha u^(beta - gamma).
    @Test(arguments: [1e-100, 1e-40, 1e-7, 1, 1e9, 1e40, 1e100], AdoptionSearch.allCases.filter { $0 != .automatic })
    func unitsDoNotMatter(unit: Double, search: AdoptionSearch) throws {
        var game = Self.plain
        game.mu *= pow(unit, 1 - game.gamma)
        game.alpha *= pow(unit, game.beta - game.gamma)
        game.costs = game.costs.map { $0 * pow(unit, 1.5) }
        let here = try solveInclusive(Self.plain.contest(), settings: InclusiveSettings(search))
        let there = try solveInclusive(game.contest(), settings: InclusiveSettings(search))
        #expect(!here.equilibria.isEmpty)
        #expect(Set(there.equilibria.map(\.humans)) == Set(here.equilibria.map(\.humans)))
        for (a, b) in zip(here.equilibria, there.equilibria) { #expect(abs(b.totals[0] * unit / a.totals[0] - 1) < 1e-9) }
    }

    @Test(arguments: [1e-100, 1e100]) func payoffsOfAnySize(scale: Double) throws {
        var game = Self.plain
        game.mu *= scale
        game.costs = game.costs.map { $0 * scale }
        let here = try solveInclusive(Self.plain.contest())
        let there = try solveInclusive(game.contest())
        #expect(there.equilibria.map(\.actions) == here.equilibria.map(\.actions))
        for (a, b) in zip(here.equilibria, there.equilibria) {
            for (u, v) in zip(a.utilities, b.utilities) { #expect(abs(v / scale - u) <= 1e-9 * abs(u)) }
        }
    }

    /// A lone creator: with gamma = 1 no effort is best, so that being human is no equilibrium, and neither is GenAI.
    @Test func aLoneCreator() throws {
        var game = Self.plain
        (game.costs, game.exponents) = ([0.7], [1.5])
        let result = try solveInclusive(game.contest())
        #expect(result.equilibria.map(\.humans) == [[0]])
        #expect(result.equilibria[0].genAIFraction == 0)
        game.gamma = 1
        let none = try solveInclusive(game.contest())
        #expect(none.status == .noneFound)
        #expect(none.reason != nil)
    }

    /// GenAI that makes nothing: everybody stays human, and who is priced out may stand on either side.
    @Test func alphaZero() throws {
        var game = Self.plain
        game.alpha = 0
        for search in [AdoptionSearch.allSets, .thresholds, .bestResponse] {
            let result = try solveInclusive(game.contest(), settings: InclusiveSettings(search))
            #expect(result.equilibria.map(\.humans) == [[0, 1, 2, 3, 4]])
        }
        game.exponents = [1, 1, 1, 1, 1]
        game.gamma = 1
        game.costs = [1, 1.1, 4, 5, 6]
        let all = try solveInclusive(game.contest())
        #expect(Set(all.equilibria.map(\.humans)) == Set(game.all().filter { $0.worst <= 1e-9 }.map(\.humans)))
        #expect(all.equilibria.count == 8)
        let thresholds = try solveInclusive(game.contest(), settings: InclusiveSettings(.thresholds))
        #expect(Set(thresholds.equilibria.map(\.humans.count)) == [2, 3, 4, 5])
        game.flatFee = 0.1
        #expect(try solveInclusive(game.contest()).equilibria.map(\.humans) == [[0, 1, 2, 3, 4]])
        #expect(try solveInclusive(game.contest(), settings: InclusiveSettings(.thresholds)).equilibria.map(\.humans) == [[0, 1, 2, 3, 4]])
    }

    /// Nobody attends: every set pays the same, which one answer says for all; with a fee nobody uses GenAI.
    @Test(arguments: [0, 0.5]) func noAttention(fee: Double) throws {
        var game = Self.plain
        (game.mu, game.flatFee) = (0, fee)
        let result = try solveInclusive(game.contest())
        #expect(result.status == .converged)
        #expect(result.equilibria.count == 1)
        #expect(result.equilibria[0].efforts.values.array.allSatisfy { $0 == 0 })
        #expect(result.equilibria[0].humans.count == 5)
        #expect(result.searched[0].statement.contains(fee == 0 ? "every set" : "the only"))
    }

    /// Topics without eligible creators have nothing to solve and spoil nothing.
    @Test func nobodyEligible() throws {
        let costs = try PowerCost.power(coefficients: [[0.4, nil], [0.9, nil], [0.7, nil]], exponent: 1.5)
        let contest = try Contest(market: Market(mu: [40, 10], alpha: 0.6, beta: 0.3, gamma: 0.8), costs: costs, competition: .inclusive)
        let result = try solveInclusive(contest)
        #expect(result.status == .converged)
        #expect(result.equilibria.allSatisfy { $0.totals[1] == 0 && $0.genAIFractions[1] == 0 && $0[creator: 0, topic: 1] == nil })
    }

    /// Linear costs above the price at 0: nobody creates, on either side, and all thresholds are told without a solve of each.
    @Test func pricedOutAtZero() throws {
        var game = Self.plain
        (game.beta, game.alpha) = (0, 100)
        (game.costs, game.exponents) = ([1, 1.5, 2, 3, 9], [1, 1, 1, 1, 1])
        let result = try solveInclusive(game.contest())
        let plain = game.all().filter { $0.worst <= 1e-9 }
        #expect(Set(result.equilibria.map(\.humans)) == Set(plain.map(\.humans)))
        let thresholds = try solveInclusive(game.contest(), settings: InclusiveSettings(.thresholds))
        #expect(Set(thresholds.equilibria.map(\.humans)) == Set(plain.map(\.humans).filter { $0 == Array(0..<$0.count) }))
        let many = PlainInclusive(mu: 1, alpha: 10, beta: 0, gamma: 1, costs: [Double](repeating: 3, count: 20_000), exponents: [Double](repeating: 1, count: 20_000))
        var settings = InclusiveSettings(.thresholds)
        settings.equilibriumLimit = 3
        let zeros = try solveInclusive(many.contest(), settings: settings)
        #expect(zeros.equilibria.count == 3)
        #expect(zeros.count > 19_900)
        #expect(zeros.searched[0].solves < 100)
    }

    /// A set whose contest is half solved would be neither found nor ruled out: searches take no limit of steps, one given set does.
    @Test func searchesTakeNoIterationLimit() throws {
        let contest = try Self.plain.contest()
        var settings = InclusiveSettings()
        settings.solver.iterationLimit = 3
        let error = #expect(throws: FieldError.self) { try solveInclusive(contest, settings: settings) }
        #expect(error?.field == "iterationLimit" && error?.found == "3" && error?.expected.contains("timeLimit") == true)
        var reported = 0
        let searched = try ParameterGrid(set: ["market.alpha=0.5,1"])
        #expect(throws: FieldError.self) { try sweep(contest, over: searched, settings: settings.solver) { _ in reported += 1 } }
        #expect(reported == 0)
        let fixed = try ParameterGrid(set: ["adoption.users=0,1"])
        #expect(fixed.fixesUsers && !searched.fixesUsers)
        try sweep(contest, over: fixed, settings: settings.solver) { _ in reported += 1 }
        #expect(reported == 2)
    }

    @Test func whatCannotBeSearchedIsRefused() throws {
        let mixed = PlainInclusive.random(seed: 4, creators: 25, mixed: true)
        #expect(throws: SolveError.self) { try solveInclusive(mixed.contest(), settings: InclusiveSettings(.thresholds)) }
        #expect(throws: SolveError.self) { try solveInclusive(mixed.contest(), settings: InclusiveSettings(.allSets)) }
        let exclusive = try Contest(market: Market(mu: 3), costs: .power(coefficients: [[1], [2]], exponent: 2))
        #expect(throws: SolveError.self) { try solveInclusive(exclusive) }
        #expect(try solve(Self.plain.contest()).status == .unsupported)
        var settings = InclusiveSettings()
        settings.starts = 0
        #expect(throws: FieldError.self) { try solveInclusive(Self.plain.contest(), settings: settings) }
        #expect(throws: FieldError.self) { try UsageFee(share: 1.5) }
        #expect(throws: FieldError.self) { try UsageFee(flat: -1) }
        #expect(throws: FieldError.self) { try Hybrid.allowed(fee: .nan) }
        var rising = Self.plain
        rising.beta = -0.1
        #expect(try solveInclusive(rising.contest()).status == .unsupported)
    }

    @Test func theBoundsShape() {
        // (gamma - beta)/(gamma + rho - 1) = 0.5/1 and 1 - 0.5 * 0.5: 16^0.5 / (2 * 81^0.75).
        let bound = HumanFractionBound(mu: 16, alpha: 2, beta: 0, gamma: 0.5, rho: 1.5, creators: 81, users: 27)
        #expect(abs(bound.shape - 4.0 / (2 * 27)) < 1e-15)
        #expect(abs(bound.humanFraction - 2.0 / 3) < 1e-15)
    }
}
