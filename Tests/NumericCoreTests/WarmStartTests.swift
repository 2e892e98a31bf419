import Foundation
import NumericCore
import Testing

/// A start from an equilibrium of the same costs: same answers as a cold solve, whatever became of the start's memory.
@Suite struct WarmStartTests {
    static let settings = {
        var settings = Settings()
        settings.threads = 1
        return settings
    }()

    /// The largest relative difference of two profiles' efforts.
    static func difference(_ a: Equilibrium, _ b: Equilibrium) -> Double {
        let a = a.efforts.values, b = b.efforts.values
        return (0..<a.count).reduce(0) { a[$1] == b[$1] ? $0 : max($0, abs(a[$1] / b[$1] - 1)) }
    }

    @Test(arguments: BenchmarkFamily.allCases) func walksAgreeWithColdSolves(family: BenchmarkFamily) throws {
        let game = try family.contest(creators: 3000, topics: 6, seed: 5)
        var previous = try solve(game, settings: Self.settings)
        for step in 1...6 {
            let alpha = game.market.alpha.values.map { $0 * pow(1.05, Double(step)) }
            let changed = try game.with(\.alpha, PerTopic(alpha))
            let warm = try solve(changed, settings: Self.settings, startingFrom: previous)
            let cold = try solve(changed, settings: Self.settings)
            #expect(warm.status == .converged && cold.status == .converged)
            #expect(warm.certificate.relativeResidual <= 1e-13, "\(family), step \(step)")
            for (a, b) in zip(warm.totals, cold.totals) { #expect(abs(a / b - 1) <= 1e-13, "\(family), step \(step)") }
            #expect(Self.difference(warm, cold) <= 1e-10, "\(family), step \(step)")
            previous = warm
        }
    }

    /// The new efforts may take the place of the start's.
    @Test func inPlace() throws {
        let game = try BenchmarkFamily.e17.contest(creators: 2000, topics: 3, seed: 6)
        let changed = try game.with(\.mu, PerTopic(game.market.mu.values.map { 2 * $0 }))
        let memory = CellBuffer(count: game.layout.cells)
        let start = try solve(game, settings: Self.settings)
        let expected = try solve(changed, settings: Self.settings, startingFrom: start)
        let same = try solve(game, settings: Self.settings, into: memory)
        let moved = try solve(changed, settings: Self.settings, startingFrom: same, into: memory)
        #expect(moved.status == .converged && Self.difference(moved, expected) == 0)
    }

    /// Where another solve has filled the start's memory since, its efforts are not used.
    @Test func overwrittenStart() throws {
        let game = try BenchmarkFamily.e17.contest(creators: 2000, topics: 3, seed: 7)
        let other = try BenchmarkFamily.h2.contest(creators: 2000, topics: 3, seed: 8)
        let memory = CellBuffer(count: game.layout.cells)
        let start = try solve(game, settings: Self.settings, into: memory)
        _ = try solve(other, settings: Self.settings, into: memory)
        let again = try solve(game, settings: Self.settings, startingFrom: start)
        let cold = try solve(game, settings: Self.settings)
        #expect(again.status == .converged && Self.difference(again, cold) <= 1e-10)
    }

    /// Other costs of the same shape: the start's efforts say nothing about them.
    @Test func otherCosts() throws {
        let game = try BenchmarkFamily.e17.contest(creators: 2000, topics: 3, seed: 9)
        let other = try BenchmarkFamily.e17.contest(creators: 2000, topics: 3, seed: 10)
        let start = try solve(game, settings: Self.settings)
        let warm = try solve(game.with(costs: other.costs), settings: Self.settings, startingFrom: start)
        let steeper = try PowerCost(layout: game.layout, coefficients: game.costs.coefficients, exponents: .shared(1.9))
        let bent = try solve(game.with(costs: steeper), settings: Self.settings, startingFrom: start)
        #expect(warm.status == .converged && bent.status == .converged)
        #expect(bent.certificate.relativeResidual <= 1e-13 && warm.certificate.relativeResidual <= 1e-13)
    }

    /// Cold and warm, one topic that all threads share or many: the same bits for any number of threads.
    @Test(arguments: [(300_000, 2), (2500, 20), (40, 100)]) func threadsDoNotMatter(creators: Int, topics: Int) throws {
        let game = try BenchmarkFamily.e17.contest(creators: creators, topics: topics, seed: 11)
        let changed = try game.with(\.mu, PerTopic(game.market.mu.values.map { 1.1 * $0 }))
        var two = Self.settings
        two.threads = 2
        let cold = try (solve(game, settings: Self.settings), solve(game, settings: two))
        #expect(Self.difference(cold.0, cold.1) == 0 && cold.0.totals == cold.1.totals)
        let warm = try (
            solve(changed, settings: Self.settings, startingFrom: cold.0), solve(changed, settings: two, startingFrom: cold.1))
        #expect(Self.difference(warm.0, warm.1) == 0 && warm.0.totals == warm.1.totals && warm.0.status == .converged)
    }
}
