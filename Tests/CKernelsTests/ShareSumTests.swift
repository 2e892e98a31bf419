import CKernels
import Foundation
import Testing

/// The solver's pass over many cells: sums, slopes against differences, and the iteration it relies on.
@Suite struct ShareSumTests {
    /// Cells easy and hard, dominant, priced out and negligible, in one run.
    static func mixedCells(_ n: Int, seed: UInt64) -> (cost: [Double], exponent: [Double]) {
        var draw = Draw(seed: seed)
        let cost = (0..<n).map { _ in
            draw.chance(0.1) ? draw.logUniform(1e-200, 1e200) : draw.chance(0.1) ? draw.logUniform(1e-4, 0.1) : draw.logUniform(0.1, 100)
        }
        let exponent = (0..<n).map { _ in draw.chance(0.1) ? draw.pick([1, 1 + eps, 1 + 1e-12, 1.001, 20]) : draw.uniform(1.05, 3) }
        return (cost, exponent)
    }

    /// Every length gives the sum of its cells taken alone, wherever they lie among easy and hard neighbours.
    @Test(arguments: Target.available) func sumsOfSingleCells(target: Target) {
        let market = Market(mu: 3, a: 0.7, beta: 0.3, gamma: 0.9), problem = market.problem(1.3)
        let (cost, exponent) = Self.mixedCells(600, seed: 31)
        let solved = cost.indices.map { ShareSolution(cost: cost[$0], rho: exponent[$0], at: problem) }
        let alone = cost.indices.map { target.shares(cost: [cost[$0]], exponent: [exponent[$0]], shared: false, at: problem).effort[0] }
        for n in Array(0...67) + [203, 599, 600] {
            let first = (n * 7) % (601 - n), range = first..<first + n
            let (sums, effort) = target.shares(cost: Array(cost[range]), exponent: Array(exponent[range]), shared: false, at: problem)
            for (i, x) in zip(range, effort) {
                let noise = Double(solved[i].shareNoise + abs(problem.logTotal))
                #expect(abs(x - alone[i]) <= 8 * eps * noise * alone[i], "n = \(n), cell \(i)")
            }
            let expected = ShareTotals(solved[range]).plain
            for (j, (value, plain)) in zip(sums.values, expected).enumerated() {
                #expect(abs(value - plain.value) <= 8 * eps * plain.scale, "n = \(n), sum \(j)")
            }
        }
    }

    /// The same bits with and without the efforts.
    @Test(arguments: Target.available) func effortIsOptional(target: Target) {
        let problem = Market(mu: 3, a: 0.7, beta: 0.3, gamma: 0.9).problem(1.3)
        let (cost, exponent) = Self.mixedCells(101, seed: 32)
        for rho in [nil, 1, 1.5, 2] as [Double?] {
            let exponents = rho.map { [$0] } ?? exponent
            let with = target.shares(cost: cost, exponent: exponents, shared: rho != nil, at: problem).sums
            var point = problem.point, sums = nb_share_sums()
            target.table.pointee.share_pass(cost.count, cost, exponents, rho == nil ? 1 : 0, &point, nil, nil, &sums, nil)
            #expect(with.values == sums.values)
        }
    }

    #if arch(x86_64)
    /// Slopes in log s against differences of the bisected solution, five points, errors of order h^4.
    @Test(arguments: Target.available) func slopesAgainstDifferences(target: Target) {
        var draw = Draw(seed: 33)
        for _ in 0..<300 {
            let market = Market.random(&draw)
            let rho = draw.pick([1.0, 1.2, 1.5, 2, 3, draw.uniform(1.05, 5)])
            let logTotal = Wide(draw.uniform(-4, 6))
            // Around the cost at which the creator would take half the price.
            let middle = exp(Double(market.logPrice(logTotal)) - (rho - 1) * Double(logTotal)) / rho
            let cost = middle * draw.logUniform(1e-2, rho == 1 ? 0.99 : 1e2)
            let h = Wide(0x1p-12)
            let here = ShareSolution(cost: cost, rho: rho, at: market.problem(logTotal))
            func value(_ steps: Wide) -> Wide {
                let solved = ShareSolution(cost: cost, rho: rho, at: market.problem(logTotal + steps * h))
                return here.isDominant ? solved.kept : solved.share
            }
            let slope = (8 * (value(1) - value(-1)) - (value(2) - value(-2))) / (12 * h)
            let sums = target.shares(cost: [cost], exponent: [rho], shared: false, at: market.problem(logTotal)).sums
            let got = here.isDominant ? sums.slack_slope : sums.share_slope
            let scale = here.isDominant ? here.kept : here.share
            #expect(abs(got - Double(slope)) <= 1e-10 * Double(abs(slope) + scale), "\(market), rho \(rho), cost \(cost)")
        }
    }
    #endif
}
