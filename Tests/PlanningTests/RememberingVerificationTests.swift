@testable import Planning
@testable import PublishedClaims
import Testing

/// Planning where nothing is forgotten against all vectors of counts, on 600 random games.
@Suite struct RememberingVerificationTests {
    static let games = 600

    /// k = 4 only with short horizons: the reference walks (T + 1)^k vectors.
    static func game(_ index: Int) throws -> PlanningGame {
        var family = RandomPlanningGames(seed: 7)
        family.topics = index % 3 == 0 ? 1...4 : 1...3
        family.rounds = index % 3 == 0 ? 1...9 : 1...19
        return try family.game(index)
    }

    @Test func noPlanBeatsTheExactOneAndNoBoundIsBroken() throws {
        var (binding, gaps, exact) = (0, 0, 0)
        for index in 0..<Self.games {
            let game = try Self.game(index)
            let optimum = CountingReference(game).optimum
            let slack = 1e-11 * max(1, optimum)
            let result = try makePlan(for: game)
            #expect(result.status == .optimal, "\(index)")
            #expect(abs(result.value - optimum) <= slack, "\(index): \(result.value), not \(optimum)")
            let dual = try #require(result.dualBound)
            #expect(dual >= optimum - slack, "\(index)")
            var settings = PlanSettings()
            settings.buckets = 8
            settings.bucketLimit = 8
            let buckets = try makePlan(for: game, method: .buckets, settings: settings)
            #expect(try #require(buckets.bound) >= optimum - slack, "\(index)")
            #expect(buckets.value <= optimum + slack, "\(index)")
            let path = try makePlan(for: game, method: .longestPath)
            #expect(try #require(path.bound) >= optimum - slack && path.value <= optimum + slack, "\(index)")
            if path.horizonBinds == false { #expect(abs(path.value - optimum) <= slack, "\(index)") }
            if result.horizonBinds == true { binding += 1 }
            if dual > optimum + 1e-9 { gaps += 1 }
            if result.method == .budgetedGraph { exact += 1 }
            let longRun = try #require(result.longRun)
            #expect(optimum >= Double(game.rounds) * longRun.rate - slack, "\(index)")
        }
        // The draw holds all kinds: horizons that bind, bounds that are not attained, plans only the budgeted graph finds.
        #expect(binding > 100 && binding < Self.games)
        #expect(gaps > 0 && exact >= gaps, "\(gaps) gaps, \(exact) exact")
    }

    @Test func droppingEntriesChangesNothing() throws {
        for index in stride(from: 0, to: Self.games, by: 4) {
            let game = try Self.game(index)
            let levels = TopicLevels(game, horizon: game.rounds)
            let work = PlanWork(PlanSettings())
            let graph = try #require(LevelGraph(exact: levels, nodeLimit: 1 << 20, workers: work.workers))
            let prices = LevelPrices(graph, lambda: 0)
            var all = BudgetedGraph(graph, prices: prices, lowerBound: nil)
            let best = all.best(work, entryLimit: .max)
            let everything = try #require(best)
            let optimum = CountingReference(game).optimum
            #expect(abs(everything.value - optimum) <= 1e-11 * max(1, optimum), "\(index)")
            let played = PlanSimulation(of: everything.filled.plan(topics: game.topics), in: game).value
            #expect(abs(played - optimum) <= 1e-11 * max(1, optimum), "\(index)")
            var few = BudgetedGraph(graph, prices: MultiplierBound(graph, work).prices, lowerBound: played)
            let kept = few.best(work, entryLimit: .max)
            #expect(abs(try #require(kept).value - optimum) <= 1e-11 * max(1, optimum), "\(index)")
            #expect(few.entries <= all.entries)
        }
    }

    @Test func afterTheLastPlayLongerHorizonsAddNothing() throws {
        var left = 0
        for index in 0..<300 {
            var family = RandomPlanningGames(seed: 11)
            family.topics = 1...2
            family.rounds = 12...12
            let game = try family.game(index)
            guard let last = LongRun(of: game).lastPlays, last > 0, last <= 12 else { continue }
            left += 1
            let optimum = CountingReference(game).optimum
            let short = CountingReference(game.with(rounds: last)).optimum
            #expect(abs(optimum - short) <= 1e-12, "\(index)")
            let result = try makePlan(for: game.with(rounds: 1_000_000))
            #expect(abs(result.value - optimum) <= 1e-11 && result.plan.lastPlay <= last, "\(index)")
        }
        #expect(left > 10)
    }
}
