import TestSupport
import Testing
@testable import NumericCore

/// A profile far from any equilibrium: every cell has an imbalance, some efforts are 0.
struct FarPoint {
    let game: CoupledGame
    let equations: CoupledEquations
    let point: CoupledPoint
    let arena = DoublesArena()

    init(_ contest: Contest, seed: UInt64) throws {
        try LinearAlgebra.load()
        game = CoupledGame(contest, kernels: try KernelTarget.active().table)
        equations = CoupledEquations(game, workers: Workers(threads: 1))
        point = CoupledPoint(game, arena)
        var draws = Draws(seed: seed)
        for p in 0..<game.count { point.effort[p] = draws.chance(0.1) ? 0 : draws.uniform(0.5...3) }
        for i in 0..<game.creators { point.capacityPrice[i] = game.hasCapacity && draws.chance(0.5) ? 0.5 : 0 }
        equations.evaluate(point)
    }

    /// Steps of efforts by position and of totals.
    func steps(_ find: (CoupledEquations, [UnsafeMutablePointer<Double>]) -> [Double]?) throws -> (efforts: [Double], totals: [Double]) {
        let out = (0..<3).map { _ in arena.doubles(game.count) }
        let totals = try #require(find(equations, out))
        return ((0..<game.count).map { out[0][$0] }, totals)
    }
}

@Suite struct PricedTotalsTests {
    static let parts: [CoupledGames.Parts] = [.similarity, .capacity, .totalEffort, [.similarity, .capacity], [.similarity, .capacity, .totalEffort]]

    /// Totals come from one system of K equations, efforts from each creator's own block: they must add up, and the prices that
    /// creators answered to are those of the new totals, which stay positive where a step with linear prices would not.
    @Test(arguments: parts) func stepsOfEffortsAddUpToThoseOfTotals(parts: CoupledGames.Parts) throws {
        var negative = 0
        for seed in UInt64(1)...20 {
            let far = try FarPoint(CoupledGames().contest(parts, seed: seed), seed: seed)
            let point = far.point
            let capacitance = try #require(
                CoupledEquations.Capacitance(far.equations, point, rightSide: point.imbalance, keepingSupply: true))
            let priced = try #require(PricedTotals(far.game, point.prices, capacitance), "seed \(seed)")
            let steps = try far.steps { $0.direction(point, step: $1[0], coupledStep: $1[1], netStep: $1[2]) }
            #expect(steps.totals == priced.totalStep)
            var sums = [Double](repeating: 0, count: far.game.topics), sizes = sums
            for p in 0..<far.game.count {
                sums[Int(far.game.order.topics[p])] += steps.efforts[p]
                sizes[Int(far.game.order.topics[p])] += abs(steps.efforts[p])
            }
            let linear = capacitance.solve(capacitance.stepSum)
            for k in 0..<far.game.topics where far.game.market(k).mu > 0 {
                #expect(abs(sums[k] - steps.totals[k]) <= 1e-10 * (sizes[k] + point.totals[k]), "seed \(seed), topic \(k)")
                guard far.game.market(k).priceAtZero == .infinity else { continue }
                #expect(point.totals[k] + steps.totals[k] > 0)
                if point.totals[k] + linear[k] <= 0 { negative += 1 }
            }
        }
        #expect(negative > 0, "no case where linear prices would send a topic below 0")
    }

    /// Near a solution the step is Newton's to second order: halving the distance quarters the difference.
    @Test func isNewtonsStepNearASolution() throws {
        let contest = try CoupledGames().contest([.similarity], seed: 3)
        let equilibrium = try solve(contest)
        let far = try FarPoint(contest, seed: 3)
        let point = far.point
        let gaps = try [1e-2, 5e-3, 2.5e-3].map { distance in
            far.game.gather(equilibrium.efforts.values, to: point.effort)
            var draws = Draws(seed: 9)
            for p in 0..<far.game.count { point.effort[p] *= 1 + distance * draws.uniform(0.5...1.5) }
            far.equations.evaluate(point)
            let capacitance = try #require(CoupledEquations.Capacitance(far.equations, point, rightSide: point.imbalance, keepingSupply: true))
            let priced = try #require(PricedTotals(far.game, point.prices, capacitance)).totalStep
            let linear = capacitance.solve(capacitance.stepSum)
            return zip(priced, linear).enumerated().map { abs($1.0 - $1.1) / point.totals[$0] }.max()!
        }
        #expect(gaps[0] < 1e-2 * 0.5 && gaps[0] > 0)
        for (wide, near) in zip(gaps, gaps.dropFirst()) { #expect(near < 0.35 * wide, "\(gaps)") }
    }
}
