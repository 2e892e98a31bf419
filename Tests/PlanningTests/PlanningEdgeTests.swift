import Foundation
import NumericCore
@testable import Planning
@testable import PublishedClaims
import Synchronization
import Testing

/// Limits, settings, files and horizons at their ends.
@Suite struct PlanningEdgeTests {
    private static func game(rounds: Int = 40, cost: PerTopic = [0.3, 0.2, 0.35]) throws -> PlanningGame {
        try PlanningGame(
            name: "edge", topics: 3, rounds: rounds, quality: [0.9, 0.7, 0.8], cost: cost,
            gap: .power(initial: [0.7, 0.5, 0.6], floor: [0.1, 0, 0.05], rate: [0.2, 0.1, 0.3], exponent: [0.8, 1, 1.5]),
            link: Link(.probit, scale: 5))
    }

    private func inTemporaryFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "nashbench-planning-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    @Test func everySettingOutsideItsDomainIsNamed() throws {
        let game = try Self.game()
        let broken: [(String, (inout PlanSettings) -> Void)] = [
            ("tolerance", { $0.tolerance = 1 }), ("tolerance", { $0.tolerance = .nan }), ("accuracy", { $0.accuracy = -1 }), ("epsilon", { $0.epsilon = 0 }),
            ("buckets", { $0.buckets = 1 }), ("bucketLimit", { $0.bucketLimit = 1 }), ("ucbWindow", { $0.ucbWindow = 0 }), ("labels", { $0.labels = 0 }),
            ("labelLimit", { $0.labelLimit = 0 }), ("window", { $0.window = 0 }), ("pause", { $0.pause = -1 }), ("horizon", { $0.horizon = 0 }),
            ("timeLimit", { $0.timeLimit = 0 }), ("threads", { $0.threads = 0 }),
        ]
        for (field, change) in broken {
            var settings = PlanSettings()
            change(&settings)
            let error = #expect(throws: FieldError.self) { try makePlan(for: game, settings: settings) }
            #expect(error?.field == field)
        }
    }

    @Test func cancellingLeavesAPlanAndABound() throws {
        var settings = PlanSettings()
        settings.isCancelled = { true }
        let result = try makePlan(for: Self.game(rounds: 2000), settings: settings)
        #expect(result.status == .cancelled && result.plan.rounds == 2000)
        #expect(try #require(result.bound) >= result.value)
        let whole = try makePlan(for: Self.game(rounds: 2000))
        #expect(whole.status == .optimal && whole.value <= result.bound! + 1e-9)
    }

    @Test func progressIsReported() throws {
        let stages = Mutex<Set<String>>([])
        var settings = PlanSettings()
        settings.progress = { report in stages.withLock { _ = $0.insert(report.stage) } }
        _ = try makePlan(for: Self.game(), settings: settings)
        _ = try makePlan(for: Self.game(), method: .buckets, settings: settings)
        #expect(stages.withLock { $0 }.isSuperset(of: ["listing levels", "pricing levels", "splitting buckets"]))
    }

    @Test(arguments: [1, 2, 1000, 100_000]) func horizonsOfEverySize(rounds: Int) throws {
        let game = try Self.game(rounds: rounds)
        let result = try makePlan(for: game)
        let bound = try #require(result.bound)
        #expect(result.plan.rounds == rounds && result.ratio.map { $0 >= 0.999 && $0 <= 1 } == true && bound >= result.value)
        #expect(result.value >= Double(rounds) * (try #require(result.longRun).rate) * 0.999)
        let greedy = try makePlan(for: game, method: .greedy)
        #expect(greedy.value <= bound)
    }

    @Test func freeWorkThatPaysNothingIsNotDone() throws {
        // sigma(x, x) = 1/2: at cost 1/2 a topic that GenAI knows as well as the human pays exactly nothing.
        let game = try PlanningGame(topics: 2, rounds: 9, quality: 0.5, cost: 0.5, gap: .linear(initial: 0, rate: 1))
        let result = try makePlan(for: game)
        #expect(result.status == .optimal && result.value == 0 && result.plan.plays == 0 && result.ratio == 1)
        #expect(result.longRun == LongRun(rate: 0, lastPlays: 0))
    }

    @Test func filesReadBackAsWhatWasWritten() throws {
        try inTemporaryFolder { folder in
            let path = folder.appending(path: "game.json").path
            for index in 0..<20 {
                var family = RandomPlanningGames(seed: 3)
                family.memory = .mixed
                let game = try family.game(index)
                try PlanningFile.json(game).write(toFile: path, atomically: true, encoding: .utf8)
                let read = try PlanningFile.read(path)
                #expect(read == game, "\(index)")
            }
            let game = try Self.game()
            let plan = folder.appending(path: "plan.json").path
            let results = try [PlanMethod.budgetedGraph, .buckets, .multiplier, .greedy].map { try makePlan(for: game, method: $0) }
            for result in results {
                try PlanFile.write(result, of: game, compared: results, traced: true, to: plan)
                let stored = try PlanFile.read(plan, of: game)
                #expect(stored.plan == result.plan && stored.value == result.value && stored.bound == result.bound)
                #expect(stored.status == result.status && stored.method == result.method && stored.lambda == result.lambda)
                #expect(PlanVerdict(stored, of: game).isConfirmed)
            }
        }
    }

    @Test func theVerdictOnABoundIsItsOwn() throws {
        for index in 0..<60 {
            let game = try RandomPlanningGames(seed: 31).game(index)
            let result = try makePlan(for: game)
            let stored = StoredPlan(
                plan: result.plan, value: result.value, bound: result.bound, status: result.status, method: result.method, lambda: result.lambda)
            let verdict = PlanVerdict(stored, of: game)
            let dual = try #require(result.dualBound)
            #expect(verdict.isConfirmed)
            #expect(abs(try #require(verdict.bound) - dual) <= 1e-9 * max(1, dual), "\(index): \(verdict.bound ?? .nan), not \(dual)")
            #expect(verdict.isBoundProved == (result.value >= dual - 1e-9 * max(1, dual)))
            // Few levels: a weaker bound, never one below the optimum.
            #expect(try #require(PlanVerdict(stored, of: game, nodeLimit: 3).bound) >= result.value - 1e-11)
            var lie = stored
            lie.value += 0.01
            #expect(!PlanVerdict(lie, of: game).isConfirmed)
            lie = stored
            lie.bound = result.value - 0.01
            #expect(!PlanVerdict(lie, of: game).isConfirmed)
        }
    }
}
