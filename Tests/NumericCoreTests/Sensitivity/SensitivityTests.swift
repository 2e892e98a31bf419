import Foundation
import NumericCore
import TestSupport
import Testing

/// Forward and adjoint agree; answers known in closed form; kinks are found; what cannot be answered is refused.
@Suite struct SensitivityTests {
    @Test(arguments: (0..<8).map(CoupledGames.Parts.init)) func adjointAgreesWithForward(parts: CoupledGames.Parts) throws {
        for seed in UInt64(1)...10 {
            let contest = try CoupledGames().contest(parts, seed: 200 + seed)
            let sensitivity = try Sensitivity(of: solve(contest), in: contest)
            var draws = Draws(seed: seed)
            let ofEfforts = (0..<contest.layout.cells).map { _ in draws.uniform(-1...1) }
            let ofTotals = (0..<contest.topics).map { _ in draws.uniform(-1...1) }
            // What the outcome is made of: derivatives are known to rounding of this per unit of a parameter.
            let size = (0..<contest.layout.cells).reduce(0) { $0 + abs(ofEfforts[$1]) * sensitivity.efforts.values[$1] }
                + (0..<contest.topics).reduce(0) { $0 + abs(ofTotals[$1]) * sensitivity.totals[$1] }
            let outcome = Sensitivity.Outcome(name: "random") { _ in Sensitivity.Outcome.Partials(value: 1, efforts: ofEfforts, totals: ofTotals) }
            let gradient = sensitivity.gradient(of: outcome).parameters
            for parameter in contest.parameters {
                let response = try sensitivity.derivative(withRespectTo: parameter)
                let terms = zip(ofEfforts, response.efforts).map { $0 * $1 } + zip(ofTotals, response.totals).map { $0 * $1 }
                let scale = max(terms.map(abs).max() ?? 0, size / max(contest.value(of: parameter), 0.1))
                let adjoint = try gradient.value(of: parameter, in: contest)
                #expect(abs(terms.reduce(0, +) - adjoint) <= 1e-10 * scale, "parts \(parts.rawValue), seed \(seed), \(parameter)")
                for k in 0..<contest.topics {
                    let sum = contest.layout.range(ofTopic: k).reduce(0) { $0 + response.efforts[$1] }
                    #expect(abs(sum - response.totals[k]) <= 1e-10 * scale * Double(contest.creators), "\(parameter), topic \(k)")
                }
            }
        }
    }

    /// Capacity prices move as those of contests solved again.
    @Test func capacityPrices() throws {
        let market = try Market(mu: [100, 40], alpha: 0.7, beta: 0.3, gamma: 0.8)
        let contest = try Contest(
            market: market, costs: .power(coefficients: [[0.5, 1], [1, 2], [2, 1.5]], exponent: 1.5),
            totalEffort: TotalEffortCost(scale: 0.1), capacity: Capacity(limits: [3, .infinity, 2], weights: [1, 0.5]))
        let base = try solve(contest)
        let sensitivity = try Sensitivity(of: base, in: contest)
        #expect(sensitivity.capacityPrices![0] > 0 && sensitivity.capacityPrices![1] == 0)
        for parameter in [Parameter.mu(topic: 0), .capacityLimit(creator: 0), .cost(creator: 2, topic: 1), .totalEffortScale(creator: 0)] {
            let found = try sensitivity.derivative(withRespectTo: parameter).capacityPrices!
            let step = 1e-4 * contest.value(of: parameter)
            let up = try solve(contest.moving(parameter, by: step), startingFrom: base).capacityPrices!
            let down = try solve(contest.moving(parameter, by: -step), startingFrom: base).capacityPrices!
            for i in 0..<3 {
                let expected = (up[i] - down[i]) / (2 * step)
                #expect(abs(found[i] - expected) <= 1e-6 * abs(expected) + 1e-9, "\(parameter), creator \(i): \(found[i]), \(expected)")
            }
        }
        // Prices found from the efforts alone are the solver's.
        let alone = try Sensitivity(efforts: base.efforts, in: contest)
        for (a, b) in zip(alone.capacityPrices!, base.capacityPrices!) { #expect(abs(a - b) <= 1e-9 * max(1, b)) }
    }

    /// Tullock with linear costs: s = (n - 1) mu / C, C the sum of all costs, so ds/dmu = (n - 1)/C and ds/dc_i = -(n - 1) mu / C^2.
    @Test func closedForm() throws {
        let costs = [1, 1.5, 2]
        let contest = try Contest(
            market: Market(mu: 10), costs: .power(coefficients: costs.map { [$0] }, exponent: 1), competition: .humanOnly)
        let gradient = try Sensitivity(of: solve(contest), in: contest).gradient(of: .totalEffort)
        let sum = costs.reduce(0, +)
        #expect(abs(gradient.value - 20 / sum) < 1e-12)
        #expect(abs(gradient.parameters.mu[0] - 2 / sum) < 1e-12)
        for c in gradient.parameters.cost { #expect(abs(c + 20 / (sum * sum)) < 1e-12) }
        #expect(gradient.parameters.alpha == [0])
        #expect(gradient.parameters.couplingWeight.isEmpty && gradient.parameters.capacityLimit.isEmpty)
    }

    /// The third creator's cost is just what the price would pay it: from there a higher cost changes nothing, a lower one does.
    @Test func idleCellThatWouldJustPay() throws {
        let contest = try Contest(
            market: Market(mu: 10), costs: .power(coefficients: [[1], [1], [2]], exponent: 1), competition: .humanOnly)
        let efforts = EffortProfile(layout: contest.layout, values: CellBuffer([2.5, 2.5, 0]))
        let sensitivity = try Sensitivity(efforts: efforts, in: contest)
        #expect(sensitivity.kinks == [.cell(creator: 2, topic: 0)])
        let cost = sensitivity.gradient(of: .totalEffort).parameters.cost
        #expect(cost[2] == 0 && abs(cost[0] + 2.5) < 1e-12)
        #expect(try Sensitivity(of: solve(contest.moving(.cost(creator: 2, topic: 0), by: 0.1)), in: contest.moving(.cost(creator: 2, topic: 0), by: 0.1)).isDifferentiable)
    }

    @Test func capacityThatJustBinds() throws {
        let apart = try Contest(
            market: Market(mu: [100, 40], alpha: 0.7, beta: 0.3, gamma: 0.8), costs: .power(coefficients: [[0.5, 1], [1, 2]], exponent: 1.5))
        let free = try solve(apart)
        let use = free.efforts[creator: 0, topic: 0] + free.efforts[creator: 0, topic: 1]
        let contest = try apart.with(coupling: nil, totalEffort: nil, capacity: Capacity(limits: [use, 0]))
        #expect(throws: SensitivityError.self) { try Sensitivity(efforts: free.efforts, in: contest) }
        let open = try apart.with(coupling: nil, totalEffort: nil, capacity: Capacity(limits: [use, .infinity]))
        let sensitivity = try Sensitivity(efforts: free.efforts, capacityPrices: [0, 0], in: open)
        #expect(sensitivity.kinks == [.capacity(creator: 0)])
        let market = sensitivity.gradient(of: .welfare).parameters.mu
        let expected = try Sensitivity(of: free, in: apart).gradient(of: .welfare).parameters.mu
        for (a, b) in zip(market, expected) { #expect(abs(a - b) <= 1e-9 * abs(b)) }
    }

    /// A creator with nothing to spend: no derivative with respect to its limit, all others as if it were not there.
    @Test func capacityOfNothing() throws {
        let market = try Market(mu: [100, 40], alpha: 0.7, beta: 0.3, gamma: 0.8)
        let contest = try Contest(
            market: market, costs: .power(coefficients: [[0.5, 1], [1, 2], [1, 1]], exponent: 1.5), capacity: Capacity(limits: [3, .infinity, 0]))
        let solved = try solve(contest)
        let sensitivity = try Sensitivity(efforts: solved.efforts, in: contest)
        #expect(sensitivity.kinks == [.capacity(creator: 2)])
        let gradient = sensitivity.gradient(of: .totalEffort).parameters
        #expect(gradient.capacityLimit[0] > 0 && gradient.capacityLimit[1] == 0 && gradient.capacityLimit[2].isNaN)
        #expect(throws: SensitivityError.self) { try sensitivity.derivative(withRespectTo: .capacityLimit(creator: 2)) }
        let without = try Contest(
            market: market, costs: .power(coefficients: [[0.5, 1], [1, 2]], exponent: 1.5), capacity: Capacity(limits: [3, .infinity]))
        let expected = try Sensitivity(of: solve(without), in: without).gradient(of: .totalEffort).parameters
        for (a, b) in zip(gradient.alpha, expected.alpha) { #expect(abs(a - b) <= 1e-9 * abs(b)) }
    }

    @Test func refusals() throws {
        let contest = try Contest(
            market: Market(mu: [100, 0], alpha: 0.7, beta: 0.3, gamma: 0.8), costs: .power(coefficients: [[0.5, 1], [1, nil]], exponent: 1.5))
        let solved = try solve(contest)
        let wrong = EffortProfile(layout: contest.layout, values: CellBuffer(solved.efforts.values.array.map { 1.01 * $0 }))
        let error = #expect(throws: SensitivityError.self) { try Sensitivity(efforts: wrong, in: contest) }
        #expect(error?.description.contains("expected an equilibrium") == true)
        let other = EffortProfile(layout: CellLayout(creators: 2, topics: 1), values: CellBuffer([1, 1]))
        #expect(throws: SensitivityError.self) { try Sensitivity(efforts: other, in: contest) }
        let sensitivity = try Sensitivity(of: solved, in: contest)
        for parameter in [
            Parameter.mu(topic: 1), .mu(topic: 2), .cost(creator: 1, topic: 1), .exponent(creator: 2, topic: 0), .couplingWeight(creator: 0),
            .totalEffortScale(creator: 0), .totalEffortExponent, .capacityLimit(creator: 0), .couplingMatrix(topic: 0, other: 1),
            .totalEffortWeight(topic: 0), .capacityWeight(topic: 0), .capacityWeight(topic: 2),
        ] {
            #expect(throws: SensitivityError.self, "\(parameter)") { try sensitivity.derivative(withRespectTo: parameter) }
        }
        let gradient = sensitivity.gradient(of: .totalEffort).parameters
        #expect(gradient.mu[0] > 0 && gradient.mu[1].isNaN)
        #expect(throws: SensitivityError.self) { try gradient.value(of: .cost(creator: 1, topic: 1), in: contest) }
    }

    @Test func theSameForAnyNumberOfThreads() throws {
        var games = CoupledGames()
        games.creators = 300...300
        games.topics = 4...4
        let contest = try games.contest([.similarity, .capacity], seed: 1)
        let solved = try solve(contest)
        let gradients = try [1, 2, 3].map { try Sensitivity(of: solved, in: contest, threads: $0).gradient(of: .welfare) }
        // Compared as text: derivatives that do not exist are NaN.
        for other in gradients.dropFirst() { #expect("\(other.parameters)" == "\(gradients[0].parameters)") }
    }

    /// One parameter for all topics is one entry, moved for all; creators and cells come largest first.
    @Test func entries() throws {
        let contest = try Contest(
            market: Market(mu: [100, 40], alpha: 0.7, beta: 0.3, gamma: [0.8, 1]),
            costs: .power(coefficients: [[0.5, 1], [1, 2], [2, 1.5]], exponent: 1.5))
        let gradient = try Sensitivity(of: solve(contest), in: contest).gradient(of: .totalEffort)
        let market = gradient.marketEntries(in: contest)
        #expect(market.map(\.field) == ["market.mu[0]", "market.mu[1]", "market.alpha", "market.beta", "market.gamma[0]", "market.gamma[1]"])
        #expect(market[2].derivative == gradient.parameters.alpha.reduce(0, +))
        #expect(abs(market[2].elasticity - 0.7 / gradient.value * market[2].derivative) <= 1e-15)
        let costs = gradient.largestCostEntries(4, in: contest)
        #expect(costs.count == 4 && costs[0].field == "cost.exponents")
        #expect(zip(costs, costs.dropFirst()).allSatisfy { abs($0.elasticity) >= abs($1.elasticity) })
        #expect(gradient.largestCostEntries(100, in: contest).count == 7)
        // Twice the attention and twice all costs leave every effort as it is.
        let scale = market.prefix(2).reduce(0) { $0 + $1.elasticity }
            + gradient.largestCostEntries(100, in: contest).filter { $0.field.hasPrefix("cost.coefficients") }.reduce(0) { $0 + $1.elasticity }
        #expect(abs(scale) < 1e-10)
    }
}
