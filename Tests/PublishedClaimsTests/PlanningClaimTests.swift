import NumericCore
import Planning
@testable import PublishedClaims
import Testing

/// What the claims about planning rest on, and what comes of them at a few instances.
@Suite struct PlanningClaimTests {
    private func rows(_ claim: some PublishedClaim, instances: Int = 20) throws -> [ClaimOutcome] { try claim.run(instances: instances, seed: 1) }

    /// Two references that share nothing, on games that both can walk: all vectors of counts, and all plans.
    @Test func theTwoReferencesAgree() throws {
        for index in 0..<40 {
            let game = try PlanEnumeration.game(index, seed: 9, memory: .full)
            let (counted, walked) = (CountingReference(game).optimum, PlanEnumeration(game).optimum)
            #expect(abs(counted - walked) <= 1e-12 * max(1, walked), "\(index)")
        }
    }

    @Test func priceOnRoundsHasAGapSomewhere() throws {
        let steps = try rows(SteppedPayoffs(), instances: 300).filter { $0.setting.hasSuffix("D = OPT") }
        #expect(steps.count == 4)
        #expect(steps[0].held > 0 && steps.contains { $0.held < $0.judged })
    }

    /// A table of one play by hand: 100 once, then 10 while the level is at most 1.
    @Test func tablesArePlayedByTheirLevels() {
        let tables = LevelTables(rounds: 3, levels: [[0, 1, 1, 2]]) { _, level in level == 0 ? 100 : level <= 1 ? 10 : 0 }
        #expect(tables.played(Plan([0, 0, 0])) == 120)
        #expect(tables.played(Plan([Plan.optOut, 0, 0])) == 110)
        #expect(tables.solved(known: 0)?.whole == 120)
    }

    @Test func windowsComposeToTheLeastCover() throws {
        let game = try PlanningGame(
            topics: 1, rounds: 5, quality: 0.9, cost: 0.2, memory: 0.5, gap: .exponential(initial: 0.6, rate: 0.4), link: Link(.logistic, scale: 6))
        let windows = WindowReference(game, longest: 2)
        let (one, two) = (windows.values[1], windows.values[2])
        #expect(windows.values[0] == 0 && two > one && two < 2 * one)
        #expect(abs(windows.bound(rounds: 5) - (2 * two + one)) < 1e-12)
        #expect(windows.largestDifference(from: [0, one, two + 0.5]) == 0.5)
    }

    @Test func pausesKeepWhatIsPromisedAndOftenMore() throws {
        let all = try rows(PausePolicy(), instances: 30)
        let half = all.filter { $0.setting.contains("(1-eps)/2") }
        #expect(half.count == 6 && half.allSatisfy { $0.judged >= 5 && $0.held == $0.judged })
        #expect(all.filter { $0.setting.contains("offset") }.allSatisfy { $0.judged >= 5 })
    }

    @Test func bothKindsOfLongRunAreDrawn() throws {
        let all = try rows(LeavingForGood(), instances: 60)
        for words in ["OPT at L", "rate above 0", "no floor"] {
            let found = all.filter { $0.setting.contains(words) }
            #expect(found.contains { $0.judged > 5 }, "\(words)")
        }
    }

    @Test func workGrowsAsPublished() throws {
        #expect(abs(PlanningWork.exponent([10, 100, 1000], [7, 700, 70_000]) - 2) < 1e-12)
        let growth = try rows(PlanningWork(), instances: 5)
        #expect(growth.count == 7 && growth.allSatisfy { $0.judged == 5 && $0.held == 5 }, "\(growth)")
    }

    @Test func greedyIsNotAlwaysOptimal() throws {
        let policies = try rows(PlanningPolicies(), instances: 40)
        let greedy = policies.filter { $0.setting.hasSuffix("greedy is optimal") && !$0.setting.contains("floor") }
        #expect(greedy.count == 4 && greedy.allSatisfy { $0.held > 0 && $0.held < $0.judged })
    }
}
