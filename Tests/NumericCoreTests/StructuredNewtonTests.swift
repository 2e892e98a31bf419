import NumericCore
import TestSupport
import Testing

/// The hard families, in small: all seeds converge, in few steps that end quadratically.
@Suite struct StructuredNewtonTests {
    @Test(arguments: CoupledFamily.allCases) func hardFamiliesConvergeInFewSteps(family: CoupledFamily) throws {
        let topics = family == .c1 ? 24 : 16
        var (steps, trials) = (0, 0)
        for seed in 0..<8 as Range<UInt64> {
            let contest = try family.contest(creators: 120, topics: topics, seed: seed)
            let found = try solve(contest)
            #expect(found.status == .converged && found.method == "structured-newton", "\(family), seed \(seed): \(found.reason ?? "")")
            #expect(found.iterations <= 25, "\(family), seed \(seed): \(found.iterations) steps")
            #expect(found.residuals.count == found.iterations + 1)
            steps += found.iterations
            trials += found.trials
            // Where a step starts within reach, its residual is squared, up to rounding.
            let floor = max(1e-12, found.certificate.roundingFloor)
            for (before, after) in zip(found.residuals, found.residuals.dropFirst()) where before < 1e-4 && before > 100 * floor {
                #expect(after <= max(0.02 * before, floor), "\(family), seed \(seed): \(before) to \(after)")
            }
        }
        #expect(Double(trials) <= 1.3 * Double(steps), "\(family): \(trials) points for \(steps) steps")
    }

    @Test(arguments: CoupledFamily.allCases) func aOnePercentChangeTakesAtMostFiveSteps(family: CoupledFamily) throws {
        for seed in 0..<6 as Range<UInt64> {
            let contest = try family.contest(creators: 120, topics: 16, seed: seed)
            let cold = try solve(contest)
            let warm = try solve(try contest.with(\.mu, contest.market.mu.map { $0 * 1.01 }), startingFrom: cold)
            #expect(warm.status == .converged && warm.iterations <= 5, "\(family), seed \(seed): \(warm.iterations)")
        }
    }

    /// Units of effort and money far apart change nothing but the units.
    @Test(arguments: [1e-40, 1e-5, 1e7, 1e40]) func unitsDoNotMatter(unit: Double) throws {
        var games = CoupledGames()
        games.exponents = [1.5, 2, 3]
        games.hasEmptyTopics = false
        for seed in 0..<6 as Range<UInt64> {
            let contest = try games.contest([.similarity, .totalEffort, .capacity], seed: seed)
            // Money in other units: every payoff times `unit`.
            let coefficients = CellBuffer(contest.costs.coefficients.array.map { $0 * unit })
            let scaled = try Contest(
                market: Market(
                    mu: contest.market.mu.map { $0 * unit }, alpha: contest.market.alpha, beta: contest.market.beta, gamma: contest.market.gamma),
                costs: PowerCost(layout: contest.layout, coefficients: coefficients, exponents: contest.costs.exponents),
                coupling: contest.coupling.map { $0.with(weights: $0.weights.map { $0 * unit }) },
                totalEffort: contest.totalEffort.map {
                    try TotalEffortCost(scale: $0.scale.map { $0 * unit }, exponent: $0.exponent, weights: $0.weights)
                }, capacity: contest.capacity, competition: contest.competition)
            let (plain, other) = (try solve(contest), try solve(scaled))
            #expect(plain.status == .converged && other.status == .converged, "seed \(seed), unit \(unit): \(other.reason ?? "")")
            for k in 0..<contest.topics where plain.totals[k] > 0 {
                #expect(abs(other.totals[k] / plain.totals[k] - 1) < 1e-9, "seed \(seed), unit \(unit), topic \(k)")
            }
        }
    }

    @Test func oneCreatorOrOneTopic() throws {
        // A monopolist: P + x P' = 2 c x + w q x with P = mu/(alpha + s).
        let market = try Market(mu: 12, alpha: 1, beta: 0, gamma: 1)
        let contest = try Contest(
            market: market, costs: .power(coefficients: [[0.5]], exponent: 2), coupling: CouplingCost(matrix: [[2]], weights: 1))
        let x = try solve(contest).efforts[creator: 0, topic: 0]
        #expect(abs(12 / (1 + x) - 12 * x / ((1 + x) * (1 + x)) - x - 2 * x) < 1e-12)
    }

    /// alpha = 0, gamma = 1: a single eligible creator earns mu however little it does, so that there is no best reply.
    @Test func aTopicWithoutABestReplyIsNamed() throws {
        let contest = try Contest(
            market: Market(mu: [3, 5]), costs: .power(coefficients: [[1, nil], [1, 1]], exponent: 2),
            capacity: Capacity(limits: [0.2, 0.3]))
        let found = try solve(contest)
        #expect(found.status == .noEquilibrium && found.reason?.hasPrefix("topic 1") == true)
    }

    @Test func nobodyMayDoAnything() throws {
        let contest = try Contest(
            market: Market(mu: [3, 5], alpha: 1, beta: 0), costs: .power(coefficients: [[1, 2], [1, 1]], exponent: 2), capacity: Capacity(limits: 0))
        let found = try solve(contest)
        #expect(found.status == .converged && found.totals == [0, 0])
        // What a first unit of capacity would be worth: P(0) = mu/alpha in the better topic.
        #expect(found.capacityPrices?.allSatisfy { abs($0 - 5) < 1e-9 } == true, "\(found.capacityPrices ?? [])")
    }

    /// A solve that starts from its own answer is done, whoever has no capacity at all.
    @Test func startsFromItsOwnAnswer() throws {
        let costs = try PowerCost.power(coefficients: [[1, 2], [1, 1], [2, 1]], exponent: 2)
        let contest = try Contest(
            market: Market(mu: [3, 5], alpha: 1, beta: 0.2, gamma: 0.8), costs: costs, capacity: Capacity(limits: [0, .infinity, 0]))
        let found = try solve(contest)
        let again = try solve(contest, startingFrom: found)
        #expect(found.status == .converged && again.status == .converged, "\(again.reason ?? "")")
        for k in 0..<2 { #expect(abs(again.totals[k] - found.totals[k]) <= 1e-9 * found.totals[k]) }
    }

    /// Two topics that only one creator could work in; in one of them it has no capacity, so that nobody does anything there.
    @Test func onlyThoseWhoCanActCount() throws {
        let coefficients: [[Double?]] = [[1, nil], [1, nil], [1, 1]]
        let costs = try PowerCost.power(coefficients: coefficients, exponent: 1.5)
        let idle = try Contest(market: Market(mu: [1, 1]), costs: costs, capacity: Capacity(limits: [1, 1, 0]))
        let found = try solve(idle)
        #expect(found.status == .converged && found.totals[1] == 0, "\(found.reason ?? "")")
        let lonely = try Contest(
            market: Market(mu: [1, 1]), costs: .power(coefficients: [[1, 1], [1, 1]], exponent: 1.5), capacity: Capacity(limits: [1, 0]))
        #expect(try solve(lonely).status == .noEquilibrium)
    }

    /// A price with a bound at 0 (alpha > 0, beta = 0) may leave a topic empty: similar topics that pay more take all effort.
    @Test func aTopicThatPaysTooLittleEndsEmpty() throws {
        let similar = [[1, 0.9, 0.9], [0.9, 1, 0.8], [0.9, 0.8, 1.0]]
        let contest = try Contest(
            market: Market(mu: [657, 0.073, 0.022], alpha: 1, beta: 0, gamma: 1),
            costs: .power(coefficients: [[1, 1, 1], [2, 1, 1], [1, 2, 1]], exponent: 2), coupling: CouplingCost(matrix: similar, weights: 1))
        let found = try solve(contest)
        #expect(found.status == .converged && found.totals[0] > 0, "\(found.reason ?? "")")
        #expect(found.totals[2] == 0)
    }

    /// What kept a creator from doing anything is forgotten when it may.
    @Test func capacityFromNothing() throws {
        let none = try Contest(
            market: Market(mu: 2), costs: .power(coefficients: [[1], [1]], exponent: 2), capacity: Capacity(limits: 0))
        let closed = try solve(none)
        let open = try none.with(coupling: nil, totalEffort: nil, capacity: Capacity(limits: 0.1))
        let found = try solve(open, startingFrom: closed)
        #expect(found.status == .converged && abs(found.totals[0] - 0.2) < 1e-12, "\(found.reason ?? "")")
    }
}
