@testable import Planning
@testable import PublishedClaims
import Testing

/// Level graphs of arbitrary levels and payoffs that fall by steps, of which links and gaps are special cases: the bounds and the
/// budgeted graph need no more than monotone tables.
@Suite struct StepPayoffTests {
    private func check(_ tables: LevelTables, _ label: String) throws -> (optimum: Double, dual: Double, binds: Bool) {
        let graph = try #require(tables.graph())
        let work = PlanWork(PlanSettings())
        let optimum = CountingReference(rounds: tables.rounds, levels: tables.levels, payoff: tables.payoff).optimum
        let multiplier = MultiplierBound(graph, work)
        #expect(multiplier.bound >= optimum - 1e-9, "\(label)")
        if !multiplier.horizonBinds { #expect(abs(multiplier.bound - optimum) < 1e-9, "\(label)") }
        var whole = BudgetedGraph(graph, prices: multiplier.prices, lowerBound: nil)
        let all = whole.best(work, entryLimit: .max)
        #expect(abs(try #require(all).value - optimum) < 1e-9, "\(label)")
        var pruned = BudgetedGraph(graph, prices: multiplier.prices, lowerBound: optimum)
        let few = pruned.best(work, entryLimit: .max)
        #expect(abs(try #require(few).value - optimum) < 1e-9, "\(label)")
        // The filled paths, on paper: no more than T plays, each worth what it says.
        for path in [multiplier.short, multiplier.long].compactMap({ $0 }) {
            let filled = FilledPath(path, in: graph)
            #expect(filled.plan(topics: tables.topics).rounds <= tables.rounds, "\(label)")
        }
        return (optimum, multiplier.bound, multiplier.horizonBinds)
    }

    /// 600 random tables: levels and payoffs on a coarse grid, so that ties, flat stretches and jumps all occur.
    @Test func randomSteps() throws {
        var (gaps, binding) = (0, 0)
        for index in 0..<600 {
            let found = try check(SteppedPayoffs.draw(1 + index % 3, ClaimInstance(seed: UInt64(index))), "\(index)")
            if found.dual > found.optimum + 1e-9 { gaps += 1 }
            if found.dual > 0, found.binds { binding += 1 }
        }
        #expect(gaps > 0 && binding > 100, "\(gaps) \(binding)")
    }

    /// OPT_T is not concave in T, so no price on rounds is exact: a topic of fine steps beside one that pays 100 once, 10 for a while.
    @Test(arguments: [(5, 140.0, 140.0), (6, 150, 150), (12, 150, 153), (17, 150, 179.8), (18, 156, nil), (25, 212, 233.6)])
    func optimaAreNotConcave(rounds: Int, optimum: Double, dual: Double?) throws {
        let tables = LevelTables(
            rounds: rounds, levels: [(0...rounds).map { 0.01 * Double($0) }, (0...rounds).map { $0 == 0 ? 0 : $0 < 6 ? 1 : 2 }]
        ) { topic, level in
            topic == 0 ? (level < 1 ? 8 : 0) : level == 0 ? 100 : level <= 1 ? 10 : 0
        }
        let found = try check(tables, "T = \(rounds)")
        #expect(abs(found.optimum - optimum) < 1e-9)
        if let dual { #expect(abs(found.dual - dual) < 0.05, "\(found.dual)") }
    }
}
