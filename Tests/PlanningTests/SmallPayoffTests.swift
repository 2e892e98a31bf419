import NumericCore
import Testing

@testable import Planning

/// What is said of plans where payoffs are next to nothing, memories next to none, and time is up before anything was planned.
@Suite struct SmallPayoffTests {
    private func game(rounds: Int, quality: PerTopic = 1e-13, memory: PerTopic = 0.5) throws -> PlanningGame {
        try PlanningGame(
            topics: 2, rounds: rounds, quality: quality, cost: 0.5, memory: memory,
            gap: .exponential(initial: PerTopic([1e-13, 0.5e-13]), rate: PerTopic([0.3, 0.2])), link: Link(.linear))
    }

    /// Bounds are in the game's own scale: none lies below what a plan pays, and an optimum is no worse than any other plan.
    @Test(arguments: [1.0, 0.5]) func noBoundLiesBelowAPlan(memory: Double) throws {
        let game = try game(rounds: 9, memory: PerTopic(memory))
        let methods = PlanMethod.allCases.filter { memory == 1 || ![.longestPath, .multiplier, .budgetedGraph, .buckets].contains($0) }
        let results = try methods.map { try makePlan(for: game, method: $0) }
        let most = results.map(\.value).max() ?? 0
        #expect(most > 1e-14)
        for result in results {
            for bound in result.bounds { #expect(bound.value >= most * (1 - 1e-3), "\(result.method) \(bound.name): \(bound.value) below \(most)") }
            if result.status == .optimal { #expect(result.value >= most * (1 - 1e-3), "\(result.method)") }
        }
    }

    /// W(s) grows with s as long as a round pays.
    @Test func windowsOfTinyPayoffsGrow() throws {
        let result = try makePlan(for: game(rounds: 40), method: .beam)
        let windows = result.windowValues ?? []
        #expect(windows.count > 3)
        for (shorter, longer) in zip(windows, windows.dropFirst()) { #expect(longer > shorter) }
    }

    @Test func aPlanThatWasNotMadePromisesNothing() throws {
        let long = try PlanningGame(
            topics: 4, rounds: 120, quality: PerTopic([0.9, 0.85, 0.8, 0.95]), cost: PerTopic([0.3, 0.3, 0.25, 0.35]), memory: 0.95,
            gap: .exponential(initial: PerTopic([0.6, 0.5, 0.5, 0.7]), rate: PerTopic([0.3, 0.1, 0.1, 0.5])), link: Link(.logistic, scale: 6))
        var settings = PlanSettings()
        settings.timeLimit = 1e-9
        let result = try makePlan(for: long, method: .optimizeThenPause, settings: settings)
        #expect(result.guarantee == nil && result.status != .optimal)
    }

    /// One window over the whole game, searched exactly, is the optimum.
    @Test func aWindowOfTheWholeGameIsOptimal() throws {
        let short = try game(rounds: 5, quality: 1)
        var settings = PlanSettings()
        settings.window = 5
        let result = try makePlan(for: short, method: .optimizeThenPause, settings: settings)
        #expect(result.status == .optimal)
        #expect(result.value == (try makePlan(for: short, method: .branchAndBound).value))
    }

    @Test(arguments: [0x1p-1030, 1e-306]) func memoriesNextToNoneArePlannedFor(memory: Double) throws {
        for method in [PlanMethod.beam, .index, .optimizeThenPause] {
            let result = try makePlan(for: game(rounds: 6, quality: 1, memory: PerTopic(memory)), method: method)
            #expect(result.value > 0 && result.value.isFinite)
        }
    }

    @Test func topicsHaveALimit() {
        #expect(throws: FieldError.self) {
            try PlanningGame(topics: PlanningGame.mostTopics + 1, rounds: 1, quality: 1, cost: 0, gap: .exponential(initial: 1, rate: 1))
        }
    }
}
