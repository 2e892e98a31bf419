import Planning
import Testing

/// The shared cases in which nothing is forgotten, by every method that applies.
@Suite struct RememberingConformanceTests {
    @Test(arguments: try PlanningCase.remembering()) func theOptimumIsFoundAndProved(_ item: PlanningCase) throws {
        let result = try makePlan(for: item.game)
        let expected = item.expected
        #expect(result.status == .optimal)
        #expect(item.agrees(result.value, expected.optimum), "\(result.value) \(expected.optimum)")
        #expect(item.agrees(result.bound, expected.optimum) && item.agrees(result.ratio, 1))
        #expect(item.agrees(result.dualBound, try #require(expected.dualBound)))
        #expect(result.horizonBinds == expected.horizonBinds)
        #expect(item.agrees(result.longRun?.rate, try #require(expected.longRun).rate))
        #expect(result.longRun?.lastPlays == expected.longRun?.lastPlays)
        if let plan = expected.plan { #expect(result.plan.actions == plan) }
    }

    @Test(arguments: try PlanningCase.remembering()) func boundsHoldAndBucketsCloseIn(_ item: PlanningCase) throws {
        let optimum = item.expected.optimum
        for method in [PlanMethod.longestPath, .multiplier, .buckets] {
            let result = try makePlan(for: item.game, method: method)
            let bound = try #require(result.bound)
            #expect(bound >= optimum - 1e-11 && result.value <= optimum + 1e-11, "\(method)")
            if result.status == .optimal { #expect(item.agrees(result.value, optimum), "\(method)") }
        }
        var settings = PlanSettings()
        settings.accuracy = 0
        settings.buckets = 2
        let buckets = try makePlan(for: item.game, method: .buckets, settings: settings)
        // With a bucket for each level the bound is D of the exact graph.
        #expect(try #require(buckets.bound) <= #require(item.expected.dualBound) + 1e-6)
    }
}
