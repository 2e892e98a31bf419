import Foundation
import TestSupport
import Testing
@testable import NumericCore

/// The explicit Jacobian and the blocks of the structured solver give the same steps and the same equilibria.
@Suite struct DenseNewtonTests {
    static let parts: [CoupledGames.Parts] = (0..<8).map(CoupledGames.Parts.init)

    static func settings(_ method: Method) -> Settings {
        var settings = Settings()
        settings.method = method
        settings.threads = 1
        return settings
    }

    @Test(arguments: parts) func agreesWithTheOtherNewtons(parts: CoupledGames.Parts) throws {
        for seed in UInt64(1)...20 {
            let contest = try CoupledGames().contest(parts, seed: seed)
            let dense = try solve(contest, settings: Self.settings(.denseNewton))
            // Separable contests against the solver that goes topic by topic.
            let structured = try solve(contest, settings: Self.settings(parts.isEmpty ? .topicNewton : .structuredNewton))
            let label = "parts \(parts.rawValue), seed \(seed)"
            #expect(dense.method == "dense-newton" && dense.status == .converged && structured.status == .converged, "\(label): \(dense.reason ?? "")")
            for k in 0..<contest.topics {
                let total = structured.totals[k]
                #expect(abs(dense.totals[k] - total) <= 1e-9 * total, "\(label), topic \(k)")
                for i in 0..<contest.creators {
                    let (x, y) = (dense.efforts[creator: i, topic: k], structured.efforts[creator: i, topic: k])
                    #expect(abs(x - y) <= 1e-9 * total, "\(label), creator \(i), topic \(k): \(x), \(y)")
                }
            }
            for (a, b) in zip(dense.capacityPrices ?? [], structured.capacityPrices ?? []) {
                #expect(abs(a - b) <= 1e-8 * max(1, b), "\(label): \(a), \(b)")
            }
        }
    }

    /// At a point far from the solution, where every cell has an imbalance.
    @Test(arguments: parts) func takesTheSameSteps(parts: CoupledGames.Parts) throws {
        for seed in UInt64(1)...10 {
            let far = try FarPoint(CoupledGames().contest(parts, seed: seed), seed: seed)
            let (game, equations, point, arena) = (far.game, far.equations, far.point, far.arena)
            let steps = (0..<6).map { _ in arena.doubles(game.count) }
            let dense = try #require(DenseNewton.direction(equations, point, steps[0], steps[1], steps[2]))
            let blocks = try #require(
                equations.direction(point, step: steps[3], coupledStep: steps[4], netStep: steps[5], linearPrices: true))
            let scale = blocks.map(abs).max()!
            for (a, b) in zip(dense, blocks) { #expect(abs(a - b) <= 1e-10 * scale, "parts \(parts.rawValue), seed \(seed)") }
            for (mine, other) in [(steps[0], steps[3]), (steps[2], steps[5])] {
                let size = (0..<game.count).map { abs(other[$0]) }.max()!
                for p in 0..<game.count { #expect(abs(mine[p] - other[p]) <= 1e-10 * size, "parts \(parts.rawValue), seed \(seed), \(p)") }
            }
        }
    }

    @Test func refusesWhatIsTooLarge() throws {
        let topics = 61
        let market = try Market(mu: 10, alpha: 1, beta: 0.3, gamma: 0.8)
        let layout = CellLayout(creators: 100, topics: topics)
        let costs = try PowerCost(layout: layout, coefficients: CellBuffer([Double](repeating: 1, count: layout.cells)), exponents: .shared(1.5))
        let contest = try Contest(market: market, costs: costs, capacity: Capacity(limits: 5))
        let refused = try solve(contest, settings: Self.settings(.denseNewton))
        #expect(refused.status == .unsupported)
        #expect(refused.reason?.contains("at most 6000 cells") == true && refused.reason?.contains("6100") == true, "\(refused.reason ?? "")")
        #expect(refused.totals.allSatisfy { $0 == 0 })
    }
}
