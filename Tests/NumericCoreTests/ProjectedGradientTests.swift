import CKernels
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import NumericCore

/// First-order steps: the same equilibria as other methods, at the rate that theory promises, and every limit kept.
@Suite struct ProjectedGradientTests {
    private static func settings(iterations: Int = 2000, threads: Int? = 1) -> Settings {
        var settings = Settings()
        settings.method = .projectedGradient
        settings.iterationLimit = iterations
        settings.threads = threads
        return settings
    }

    /// Efforts by the largest of the topic, totals relatively.
    private func expectAgreement(_ a: Equilibrium, _ b: Equilibrium, within tolerance: Double, _ label: String) {
        let layout = a.efforts.layout
        for k in 0..<layout.topics {
            #expect(abs(a.totals[k] - b.totals[k]) <= tolerance * b.totals[k], "\(label): total \(k)")
            let cells = layout.range(ofTopic: k)
            let largest = cells.reduce(0) { max($0, b.efforts.values[$1]) }
            let worst = cells.reduce(0) { max($0, abs(a.efforts.values[$1] - b.efforts.values[$1])) }
            #expect(worst <= tolerance * largest, "\(label): topic \(k), efforts off by \(worst) of \(largest)")
        }
    }

    /// A run of one rule from efforts of 1 and no capacity prices.
    private func run(
        _ rule: ProjectedGradient.Rule, _ contest: Contest, iterations: Int = 20_000
    ) throws -> (outcome: CoupledOutcome, efforts: [Double]) {
        try LinearAlgebra.load()
        nb_blas_set_threads(1)
        let settings = Self.settings(iterations: iterations)
        let game = CoupledGame(contest, kernels: try KernelTarget.active().table)
        let meter = ProgressMeter(stage: .solving, total: 1, report: nil)
        var method = ProjectedGradient(
            game: game, workers: Workers(threads: 1), settings: settings, interruption: Interruption(settings), meter: meter)
        method.rule = rule
        let start = CoupledSolve.Start(
            effort: [Double](repeating: 1, count: game.count), capacityPrices: [Double](repeating: 0, count: game.creators))
        let outcome = method.solve(from: start)
        let memory = CellBuffer(count: contest.layout.cells)
        game.scatter(outcome.point.effort, to: memory)
        return (outcome, (0..<memory.count).map { memory.base[$0] })
    }

    /// rho = 2, gamma = 1, Q = I: strongly monotone, with a bounded curvature everywhere.
    private func strong(_ seed: UInt64, isCapped: Bool) throws -> Contest {
        var draws = Draws(seed: seed)
        let (n, k) = (12, 5)
        let market = try Market(
            mu: PerTopic((0..<k).map { _ in draws.uniform(10...40) }), alpha: 0.7, beta: 0.4, gamma: 1)
        let costs = try PowerCost.power(coefficients: (0..<n).map { _ in (0..<k).map { _ in draws.uniform(0.5...2) } }, exponent: 2)
        let matrix = (0..<k).map { row in (0..<k).map { row == $0 ? 1.0 : 0.0 } }
        return try Contest(
            market: market, costs: costs, coupling: CouplingCost(matrix: matrix, weights: 1),
            capacity: isCapped ? Capacity(limits: PerCreator((0..<n).map { _ in draws.uniform(0.5...3) })) : nil)
    }

    /// From efforts of 1, far from the answer that the usual start would be.
    @Test(arguments: [BenchmarkFamily.e, .e17]) func separableContestsAgreeWithTheirTotals(family: BenchmarkFamily) throws {
        let contest = try family.contest(creators: 300, topics: 4, seed: 3)
        let expected = try solve(contest)
        let (outcome, efforts) = try run(.mixed, contest)
        #expect(expected.status == .converged && outcome.status == .converged && outcome.iterations > 5, "\(outcome.reason ?? "")")
        for k in 0..<contest.topics {
            let cells = contest.layout.range(ofTopic: k)
            let largest = cells.reduce(0) { max($0, expected.efforts.values[$1]) }
            let worst = cells.reduce(0) { max($0, abs(efforts[$1] - expected.efforts.values[$1])) }
            #expect(worst <= 1e-9 * largest, "\(family): topic \(k), efforts off by \(worst) of \(largest)")
            let total = cells.reduce(0) { $0 + efforts[$1] }
            #expect(abs(total - expected.totals[k]) <= 1e-9 * expected.totals[k], "\(family): total \(k)")
        }
        expectAgreement(try solve(contest, settings: Self.settings()), expected, within: 1e-9, "\(family), usual start")
    }

    @Test(arguments: 0..<40) func plantedContestsAreSolved(seed: Int) throws {
        let (game, efforts, prices) = PlantedCoupledGames().game(seed: UInt64(31_000 + seed))
        let contest = try game.contest()
        let found = try solve(contest, settings: Self.settings())
        // Where no theorem speaks for the contest the steps may stall, and then have to say so.
        #expect((found.status == .converged) == found.certificate.isConverged)
        guard found.certificate.uniqueness == .proved else { return }
        #expect(found.status == .converged, "\(found.reason ?? ""), \(found.residuals.last ?? .nan)")
        for k in 0..<game.topics where game.base.mu[k] > 0 {
            let largest = efforts.reduce(0) { max($0, $1[k]) }
            for i in 0..<game.creators where game.base.coefficients[i][k] != nil {
                #expect(abs(found.efforts[creator: i, topic: k] - efforts[i][k]) <= 1e-8 * largest, "creator \(i), topic \(k)")
            }
        }
        for (i, price) in (found.capacityPrices ?? []).enumerated() {
            #expect(abs(price - prices[i]) <= 1e-8 * max(1, prices[i]), "creator \(i)")
        }
    }

    @Test(arguments: ProjectedGradient.Rule.allCases, [false, true]) func everyRuleFindsTheEquilibrium(rule: ProjectedGradient.Rule, isCapped: Bool) throws {
        let contest = try strong(5, isCapped: isCapped)
        var settings = Settings()
        settings.method = .structuredNewton
        let expected = try solve(contest, settings: settings)
        let (outcome, efforts) = try run(rule, contest)
        #expect(outcome.status == .converged, "\(rule): \(outcome.reason ?? ""), \(outcome.residuals.last ?? .nan)")
        let largest = efforts.max() ?? 0
        for (p, effort) in efforts.enumerated() { #expect(abs(effort - expected.efforts.values[p]) <= 1e-9 * largest, "\(rule): cell \(p)") }
    }

    /// Where the game is strongly monotone the logarithm of the residual falls along a line.
    @Test(arguments: [ProjectedGradient.Rule.extragradient, .projected], [false, true])
    func convergenceIsLinear(rule: ProjectedGradient.Rule, isCapped: Bool) throws {
        let (outcome, _) = try run(rule, strong(8, isCapped: isCapped))
        let logs = outcome.residuals.filter { $0 > 1e-11 }.map { log($0) }
        try #require(logs.count >= 12)
        let tail = Array(logs.dropFirst(logs.count / 4))
        let m = Double(tail.count), meanIndex = (m - 1) / 2, mean = tail.reduce(0, +) / m
        let across = tail.indices.reduce(0) { $0 + (Double($1) - meanIndex) * (Double($1) - meanIndex) }
        let along = tail.indices.reduce(0) { $0 + (Double($1) - meanIndex) * (tail[$1] - mean) }
        let up = tail.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let slope = along / across, explained = along * along / (across * up)
        #expect(slope < -0.02, "a factor \(exp(slope)) a step")
        #expect(explained > 0.98, "a line explains \(explained) of the fall")
        #expect(outcome.residuals.last! <= 1e-12)
    }

    @Test func mixingTakesFewerGradientsThanItsRivals() throws {
        let contest = try CoupledFamily.c1.contest(creators: 60, topics: 8, seed: 2)
        let mixed = try run(.mixed, contest), plain = try run(.extragradient, contest, iterations: 400)
        #expect(mixed.outcome.status == .converged)
        #expect(2 * mixed.outcome.trials < plain.outcome.trials)
    }

    @Test(arguments: CoupledFamily.allCases) func bitsDoNotDependOnThreads(family: CoupledFamily) throws {
        let contest = try family.contest(creators: 300, topics: 9, seed: 4)
        let one = try solve(contest, settings: Self.settings(iterations: 60, threads: 1))
        for threads in [2, 3, 8] {
            let many = try solve(contest, settings: Self.settings(iterations: 60, threads: threads))
            #expect(many.residuals == one.residuals && many.totals == one.totals && many.steps == one.steps)
            #expect((0..<one.efforts.values.count).allSatisfy { many.efforts.values[$0] == one.efforts.values[$0] })
            #expect(many.capacityPrices == one.capacityPrices)
        }
    }

    @Test func stepsAreCounted() throws {
        let contest = try CoupledFamily.c2.contest(creators: 100, topics: 8, seed: 6)
        let found = try solve(contest, settings: Self.settings())
        let steps = try #require(found.steps)
        #expect(found.status == .converged)
        #expect(steps.mixed + steps.forward + steps.corrected == found.iterations)
        #expect(found.trials == steps.mixed + steps.refused + steps.forward + 2 * steps.corrected + steps.shortened)
        #expect(steps.mixed > found.iterations / 2)
        #expect(found.residuals.count == found.iterations + 1)
        var newton = Settings()
        newton.method = .structuredNewton
        #expect(try solve(contest, settings: newton).steps == nil)
    }

    @Test func limitsAreKept() throws {
        let contest = try CoupledFamily.c1.contest(creators: 80, topics: 8, seed: 7)
        let short = try solve(contest, settings: Self.settings(iterations: 3))
        #expect(short.status == .iterationLimit && short.iterations == 3)
        var settings = Self.settings()
        settings.timeLimit = 1e-9
        #expect(try solve(contest, settings: settings).status == .timeLimit)
        settings = Self.settings()
        let asked = Mutex(0)
        settings.isCancelled = { asked.withLock { $0 += 1; return $0 > 30 } }
        #expect(try solve(contest, settings: settings).status == .cancelled)
        settings = Self.settings(iterations: 50)
        let heard = Mutex(0)
        settings.progress = { progress in heard.withLock { $0 = max($0, progress.stage == .solving ? progress.done : 0) } }
        let told = try solve(contest, settings: settings)
        #expect(heard.withLock { $0 } >= told.iterations)
    }

    @Test func warmStartsAreShort() throws {
        let contest = try CoupledFamily.c2.contest(creators: 80, topics: 8, seed: 8)
        let cold = try solve(contest, settings: Self.settings())
        let again = try solve(contest, settings: Self.settings(), startingFrom: cold)
        #expect(cold.status == .converged && again.status == .converged)
        #expect(again.iterations <= 3)
        let moved = try contest.with(\.mu, contest.market.mu.map { 1.01 * $0 })
        let warm = try solve(moved, settings: Self.settings(), startingFrom: cold)
        #expect(warm.status == .converged && warm.iterations < cold.iterations)
        expectAgreement(warm, try solve(moved, settings: Self.settings()), within: 1e-8, "warm")
    }
}
