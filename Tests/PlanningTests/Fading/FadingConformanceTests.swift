@testable import Planning
import Testing

/// The shared cases with fading or mixed memory.
@Suite struct FadingConformanceTests {
    @Test func thereAre16Cases() throws { #expect(try PlanningCase.fading().count == 16) }

    @Test(arguments: try PlanningCase.fading()) func exactSearchFindsTheOptimum(_ item: PlanningCase) throws {
        for method in [PlanMethod.branchAndBound, .policies] {
            let result = try makePlan(for: item.game, method: method)
            #expect(result.status == .optimal)
            #expect(item.agrees(result.value, item.expected.optimum))
            #expect(item.agrees(result.bound, item.expected.optimum))
            if let plan = item.expected.plan, item.expected.runnerUpGap ?? 0 > 1e-6 { #expect(result.plan.actions == plan) }
        }
        // Without any bound to begin with: dominance alone.
        let search = LabelSearch(game: item.game, width: 20_000, tail: nil)
        let outcome = search.run(from: item.game.initial, rounds: item.game.rounds, best: -1, overflow: .drop)
        #expect(outcome.isExact && item.agrees(outcome.value, item.expected.optimum))
    }

    @Test(arguments: try PlanningCase.fading()) func windowsHaveTheirValuesAndBounds(_ item: PlanningCase) throws {
        let wanted = try #require(item.expected.windowValues)
        let values = WindowBound.values(item.game, longest: item.game.rounds, labels: 20_000)
        #expect(values.count == wanted.count)
        for (value, expected) in zip(values, wanted) { #expect(item.agrees(value, expected)) }
        for record in item.expected.windowBounds ?? [] {
            let bound = WindowBound.composed(Array(values.prefix(record.window + 1)), rounds: item.game.rounds)
            #expect(item.agrees(bound, record.bound))
        }
        #expect(item.agrees(try makePlan(for: item.game, method: .policies).windowValues?[1], wanted[1]))
    }

    @Test(arguments: try PlanningCase.fading()) func windowsAndPausesPayWhatIsExpected(_ item: PlanningCase) throws {
        for record in item.expected.mop ?? [] {
            var settings = PlanSettings()
            (settings.window, settings.pause) = (record.window, record.pause)
            let result = try makePlan(for: item.game, method: .optimizeThenPause, settings: settings)
            #expect(item.agrees(result.value, record.value))
            #expect(result.plan.actions == record.plan)
        }
    }

    @Test(arguments: try PlanningCase.fading()) func noMethodBeatsTheOptimumAndNoBoundIsBelowIt(_ item: PlanningCase) throws {
        let slack = item.expected.relativeTolerance * max(1, item.expected.optimum)
        for method in PlanMethod.allCases where method.obstacle(in: item.game) == nil {
            let result = try makePlan(for: item.game, method: method)
            #expect(result.value <= item.expected.optimum + slack, "\(method)")
            for bound in result.bounds { #expect(bound.value >= item.expected.optimum - slack, "\(method): \(bound)") }
            if let prices = result.armPrices {
                #expect(try #require(ArmCertificate.bound(of: item.game, prices)) >= item.expected.optimum - slack, "\(method)")
            }
        }
    }
}
