import Foundation
import NumericCore
@testable import Planning
@testable import PublishedClaims
import Synchronization
import Testing

/// Edges of the domain, limits, threads, and what stored multipliers must satisfy.
@Suite struct FadingEdgeTests {
    private func game(
        topics: Int = 2, rounds: Int = 6, cost: PerTopic = 0.2, memory: PerTopic = 0.8, link: Link = Link(.logistic, scale: 6)
    ) throws -> PlanningGame {
        try PlanningGame(
            topics: topics, rounds: rounds, quality: 0.9, cost: cost, memory: memory, gap: .exponential(initial: 0.6, rate: 0.4), link: link)
    }

    @Test func aTopicThatGenAINeverLearnsPaysForEver() throws {
        let game = try game(topics: 1, rounds: 40, memory: 0)
        let result = try makePlan(for: game)
        #expect(result.status == .optimal && result.plan == Plan(0, rounds: 40))
        #expect(abs(result.value - 40 * game.payoff(of: 0, at: game.level(after: [0]))) < 1e-12)
    }

    @Test func nothingPaysSoNothingIsDone() throws {
        let game = try game(cost: 1)
        for method in [PlanMethod.policies, .branchAndBound, .beam, .rollingHorizon, .index, .floorGreedy, .optimizeThenPause] {
            let result = try makePlan(for: game, method: method)
            #expect(result.value == 0 && result.plan == Plan(Plan.optOut, rounds: 6), "\(method)")
            #expect(result.ratio == 1 && result.status == .optimal, "\(method)")
        }
    }

    @Test func oneRoundIsTheBestPayoff() throws {
        let game = try game(topics: 3, rounds: 1, cost: [0.3, 0.1, 0.2])
        let result = try makePlan(for: game)
        #expect(result.status == .optimal && result.plan == Plan(1, rounds: 1))
    }

    @Test func thresholdsGiveACertificateButNoSteepness() throws {
        let game = try game(topics: 2, rounds: 7, memory: [0.7, 1], link: Link(.threshold, scale: 0.3))
        #expect(PauseGuarantee(game).loss(pause: 3) == 1)
        let result = try makePlan(for: game)
        #expect(result.status == .optimal && abs(result.value - PlanEnumeration(game).optimum) < 1e-12)
    }

    @Test func nothingForgottenIsAlsoSearchedExactly() throws {
        let game = try game(topics: 2, rounds: 8, memory: 1)
        let exact = try makePlan(for: game, method: .budgetedGraph)
        let searched = try makePlan(for: game, method: .branchAndBound)
        #expect(searched.status == .optimal && abs(searched.value - exact.value) < 1e-12)
    }

    @Test func boundsComposeOverManyRounds() {
        #expect(WindowBound.composed([0, 1, 1.5], rounds: 5) == 4)
        #expect(WindowBound.composed([0, 1], rounds: 3) == 3)
        #expect(abs(WindowBound.composed([0, 1, 1.5], rounds: 10_000_001) - (0.75 * 1e7 + 1)) < 1e-3)
        #expect(WindowBound.composed([0], rounds: 3) == .infinity)
    }

    @Test func labelLimitsTurnExactSearchIntoABound() throws {
        var family = RandomPlanningGames(seed: 41)
        (family.memory, family.topics, family.rounds) = (.long, 4...4, 12...12)
        var certified = 0
        for index in 0..<8 {
            let game = try family.game(index)
            var few = PlanSettings()
            (few.labels, few.labelLimit) = (1, 1)
            let rough = try makePlan(for: game, method: .branchAndBound, settings: few)
            let exact = try makePlan(for: game, method: .branchAndBound)
            #expect(exact.status == .optimal)
            #expect(rough.value <= exact.value + 1e-11, "\(index)")
            #expect(try #require(rough.bound) >= exact.value - 1e-11, "\(index)")
            if rough.status == .certified { certified += 1 }
        }
        #expect(certified > 0)
    }

    @Test func resultsDoNotDependOnThreads() throws {
        let games = try (0..<12).map { try PlanEnumeration.game($0, seed: 51) }
        func results(_ threads: Int) throws -> [PlanResult] {
            var settings = PlanSettings()
            settings.threads = threads
            return try makePlans(for: games, settings: settings)
        }
        let one = try results(1), three = try results(3)
        #expect(one.count == games.count)
        for (index, pair) in zip(one, three).enumerated() {
            #expect(pair.0.plan == pair.1.plan && pair.0.value == pair.1.value && pair.0.bounds == pair.1.bounds)
            #expect(pair.0.value == (try makePlan(for: games[index])).value)
        }
        #expect(throws: FieldError.self) { try makePlans(for: games, method: .multiplier) }
    }

    @Test func cancellingLeavesTheBestSoFar() throws {
        var family = RandomPlanningGames(seed: 61)
        (family.memory, family.topics, family.rounds) = (.long, 4...4, 60...60)
        let game = try family.game(5)
        let asked = Mutex(0)
        var settings = PlanSettings()
        settings.isCancelled = { asked.withLock { $0 += 1; return $0 > 150 } }
        let result = try makePlan(for: game, settings: settings)
        #expect(result.status == .cancelled)
        #expect(result.plan.rounds == 60 && result.value > 0)
        #expect(try #require(result.bound) >= result.value)
        settings.isCancelled = nil
        settings.timeLimit = 1e-9
        #expect(try makePlan(for: game, settings: settings).status == .timeLimit)
    }

    @Test func progressIsToldByStage() throws {
        let stages = Mutex(Set<String>())
        var settings = PlanSettings()
        settings.labels = 3
        settings.progress = { progress in
            stages.withLock { _ = $0.insert(progress.stage) }
            if progress.done > progress.total { Issue.record("\(progress)") }
        }
        var family = RandomPlanningGames(seed: 61)
        (family.memory, family.topics, family.rounds) = (.long, 4...4, 30...30)
        _ = try makePlan(for: try family.game(5), settings: settings)
        #expect(stages.withLock { $0 }.isSuperset(of: ["windows", "arms", "beam"]))
    }

    @Test func multipliersOfAnotherGameProveNothing() throws {
        let game = try game()
        let result = try makePlan(for: game, method: .index)
        let prices = try #require(result.armPrices)
        #expect(try #require(ArmCertificate.bound(of: game, prices)) >= result.value)
        #expect(ArmCertificate.bound(of: game.with(rounds: 5), prices) == nil)
        #expect(ArmCertificate.bound(of: try self.game(topics: 3), prices) == nil)
        var negative = prices
        negative.perRound[0] = -1
        #expect(ArmCertificate.bound(of: game, negative) == nil)
        var high = prices
        high.edges[0] += 0.01
        #expect(ArmCertificate.bound(of: game, high) == nil)
        #expect(ArmCertificate.bound(of: game, roundPrices: [0.1, 0.1, 0.1]) == nil)
        #expect(ArmCertificate.bound(of: game.with(rounds: 3), roundPrices: [0.1, 0.1, 0.1]) != nil)
    }

    @Test func storedMultipliersProveTheirBoundAgain() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "fading-plan-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "plan.json").path
        var family = RandomPlanningGames(seed: 61)
        (family.memory, family.topics, family.rounds) = (.long, 4...4, 25...25)
        let game = try family.game(5)
        var settings = PlanSettings()
        (settings.labels, settings.labelLimit) = (2, 2)
        let result = try makePlan(for: game, method: .beam, settings: settings)
        try PlanFile.write(result, of: game, to: path)
        let verdict = PlanVerdict(try PlanFile.read(path, of: game), of: game)
        #expect(verdict.isConfirmed)
        let proved = try #require(verdict.bound)
        let levels = try #require(result.bounds.first { $0.name == "levels" } ?? result.bounds.first { $0.name == "arms" })
        #expect(proved >= result.value && abs(proved - levels.value) <= 0.02 * levels.value)
    }

    @Test func veryManyTopicsAndRoundsStayWithinMemory() throws {
        let many = try PlanningGame(
            topics: 100, rounds: 6, quality: PerTopic((0..<100).map { 0.6 + 0.001 * Double($0) }), cost: 0.2, memory: 0.9,
            gap: .exponential(initial: 0.5, rate: 0.2), link: Link(.logistic, scale: 5))
        var settings = PlanSettings()
        (settings.labels, settings.labelLimit) = (4, 16)
        let wide = try makePlan(for: many, method: .beam, settings: settings)
        #expect(try #require(wide.ratio) > 0.5)
        let long = try makePlan(for: try game(topics: 2, rounds: 1_000), method: .index)
        #expect(try #require(long.ratio) > 0.3 && long.plan.rounds == 1_000)
    }
}
