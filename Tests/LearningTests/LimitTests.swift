import Foundation
@testable import Learning
import NumericCore
import Synchronization
import Testing

/// Time, cancellation and size: what ends a run early, and what is refused before it starts.
@Suite struct LimitTests {
    private static let values: [[Double?]] = [[0.6, 0.4], [0.5, 0.3]]

    private static func simulation(horizon: Int = 100, replicas: Int, seed: UInt64 = 1) throws -> PromptingSimulation {
        try PromptingSimulation(
            game: PromptingGame(human: values, ai: values), human: .ucb, ai: .ucb, noise: .bernoulli(low: 0, high: 1), horizon: horizon,
            replicas: replicas, seed: seed)
    }

    /// Says stop after it was asked so often.
    private static func cancelling(after asks: Int) -> PlaySettings {
        var settings = PlaySettings()
        settings.threads = 1
        let asked = Mutex(0)
        settings.isCancelled = {
            asked.withLock {
                $0 += 1
                return $0 > asks
            }
        }
        return settings
    }

    @Test func shortRunsAreStoppedBetweenTiles() throws {
        // One thread plays tiles of 32 replicas, and is asked before each.
        let outcome = try Self.simulation(replicas: 10_000).run(settings: Self.cancelling(after: 10))
        #expect(outcome.end == .cancelled && outcome.replicas == 320)
        #expect(outcome.counts.reduce(0, +) == 320 * 100)
        let none = try Self.simulation(replicas: 10_000).run(settings: Self.cancelling(after: 0))
        #expect(none.end == .cancelled && none.replicas == 0)
    }

    @Test func onceStoppedNobodyIsAskedAgain() throws {
        var settings = PlaySettings()
        settings.threads = 1
        let asked = Mutex(0)
        settings.isCancelled = {
            asked.withLock { $0 += 1 }
            return true
        }
        _ = try Self.simulation(replicas: 10_000).run(settings: settings)
        #expect(asked.withLock { $0 } == 1)
    }

    @Test func shortRunsEndAtTheTimeLimit() throws {
        var settings = PlaySettings()
        settings.timeLimit = 1e-9
        let outcome = try Self.simulation(replicas: 1000).run(settings: settings)
        #expect(outcome.end == .timeLimit && outcome.replicas == 0)
    }

    private static func study(replicas: Int) throws -> LearningStudy {
        let simulations = try [10, 20].map { try simulation(horizon: $0, replicas: replicas) }
        return try LearningStudy(game: simulations[0].game, simulations: simulations, benchmark: .stackelberg)
    }

    @Test func growthIsFittedUnderTheWatch() throws {
        // Two horizons of one tile: two asks, the third is the first resample's.
        let stopped = try Self.study(replicas: 8).run(settings: Self.cancelling(after: 5))
        #expect(stopped.end == .cancelled && stopped.growth(of: .human) == nil)
        #expect(stopped.outcomes.count == 2 && stopped.outcomes.allSatisfy { $0.end == .complete && $0.replicas == 8 })
        let whole = try Self.study(replicas: 8).run()
        #expect(whole.end == .complete && whole.growth(of: .human) != nil)
    }

    @Test func progressEndsWithAllOfTheWork() throws {
        var settings = PlaySettings()
        settings.threads = 1
        let last = Mutex((done: 0, total: 0))
        settings.progress = { done, total in last.withLock { $0 = (done, total) } }
        let study = try Self.study(replicas: 8)
        _ = try study.run(settings: settings)
        let draws = 2 * 2 * GrowthFit.draws(replicas: 8) // players, horizons
        #expect(last.withLock { $0.done == study.rounds + draws && $0.total == study.rounds + draws })
    }

    @Test func intervalsOfManyReplicasDrawBlocksAndAreAboutTheSame() throws {
        #expect(GrowthFit.draws(replicas: 256) == 256_000 && GrowthFit.draws(replicas: 100_000) == 256_000)
        #expect(GrowthFit.draws(replicas: 1000, statistic: .quantile(0.9)) == 1_000_000)
        let points = try [1000, 4000].map { horizon in
            let outcome = try Self.simulation(horizon: horizon, replicas: 5000).run()
            return GrowthFit.Point(horizon: horizon, regrets: [outcome.regrets(of: .human, against: 0.6)])
        }
        let fit = try #require(GrowthFit(points, seed: 1))
        // The same regrets without blocks, by the textbook's formula for the variance of a logarithm's mean.
        let variance = points.reduce(0.0) { sum, point in
            let sample = SampleMean(point.regrets[0])
            return sum + (sample.standardError / sample.mean) * (sample.standardError / sample.mean)
        }
        let width = 2 * 1.96 * variance.squareRoot() / log(4)
        #expect(abs(fit.high - fit.low - width) < 0.25 * width)
        #expect(fit.low < fit.slope && fit.slope < fit.high)
    }

    /// What is fitted is what is printed: regrets whose plain sum would lose all but the largest.
    @Test func growthIsFittedToTheMeanThatIsReported() throws {
        let points = [10, 100].map { GrowthFit.Point(horizon: $0, regrets: [[1e17, Double($0), -1e17]]) }
        let means = points.map { SampleMean($0.regrets[0]).mean }
        #expect(means == [10.0 / 3, 100.0 / 3])
        let fit = try #require(GrowthFit(points, seed: 1))
        #expect(abs(fit.slope - 1) < 1e-12)
    }

    @Test func roundsOfAllHorizonsAreAddedBeforeAnyIsPlayed() throws {
        let one = try Self.simulation(horizon: 1 << 40, replicas: 8192)
        #expect(try LearningStudy(game: one.game, simulations: [one], benchmark: .stackelberg).rounds == 1 << 53)
        let error = #expect(throws: FieldError.self) {
            try LearningStudy(game: one.game, simulations: Array(repeating: one, count: 1024), benchmark: .stackelberg)
        }
        #expect(error?.field == "horizons" && error?.expected == "at most 2^53 rounds in all")
    }

    @Test func memoryIsBoundedBeforeItIsTaken() throws {
        let rows = [[Double?]](repeating: [Double?](repeating: 0.5, count: 100), count: 100)
        let large = try PromptingGame(human: rows, ai: rows)
        func play(_ replicas: Int) throws -> PromptingSimulation {
            try PromptingSimulation(
                game: large, human: .ucb, ai: .ucb, noise: .bernoulli(low: 0, high: 1), horizon: 10, replicas: replicas)
        }
        let error = #expect(throws: FieldError.self) { try play(1 << 24) }
        #expect(error?.field == "replicas" && error?.found == "16777216 times 100 times 100")
        let most = try play(6704) // 67,040,000 counts of 67,108,864
        #expect(throws: FieldError.self) { try play(6712) }
        let two = #expect(throws: FieldError.self) {
            try LearningStudy(game: large, simulations: [most, most], benchmark: .stackelberg)
        }
        #expect(two?.field == "horizons")
    }

    @Test func explorationOfManyResponsesIsTabulatedWithinABudget() throws {
        // 1000 responses: two other numbers of responses leave rows of the table unused; past 1048 uses chances are computed.
        let rows: [[Double?]] = [
            (0..<1000).map { Double($0 % 10) / 10 }, (0..<1000).map { $0 < 3 ? 0.5 : nil }, (0..<1000).map { $0 < 7 ? 0.4 : nil },
        ]
        let simulation = try PromptingSimulation(
            game: PromptingGame(human: rows, ai: rows), human: .exploreThenCommit(.fixed(600)), ai: .epsilonGreedy(c: 1),
            noise: .bernoulli(low: 0, high: 1), horizon: 3000, replicas: 3)
        let kernelGame = KernelGame(simulation)
        withExtendedLifetime(kernelGame) {
            let table = kernelGame.description
            #expect(table.tabulated_exploration == 1048)
            for (responses, uses) in [(1000, 1047), (3, 0), (3, 400), (7, 17)] {
                let tabulated = table.exploration[(responses - 1) * 1048 + uses]
                let n = Double(uses)
                #expect(abs(tabulated - min(1, cbrt(Double(responses) * log(n + 1) / (n + 1)))) < 1e-14)
            }
        }
        var settings = PlaySettings()
        settings.target = KernelTarget(name: "portable")
        let plain = try simulation.run(settings: settings)
        for target in KernelTarget.available {
            settings.target = target
            #expect(try simulation.run(settings: settings) == plain, "\(target.name)")
        }
    }

    @Test func totalsStayFiniteAtTheLargestRewards() throws {
        let game = try PromptingGame(human: [[1e100, -1e100]], ai: [[1e100, -1e100]])
        let simulation = try PromptingSimulation(
            game: game, human: .ucb, ai: .epsilonGreedy(c: 1), noise: .uniform(width: 1e100), horizon: 5000, replicas: 4)
        let result = try LearningStudy(game: game, simulations: [simulation], benchmark: .values(human: 1e100, ai: -1e100)).run()
        for player in Player.allCases {
            let alpha = try #require(result.benchmark(of: player))
            for realised in [false, true] {
                let regret = try #require(result.outcomes.first).regret(of: player, against: alpha, realised: realised)
                #expect(regret.mean.isFinite && regret.standardError.isFinite)
            }
        }
        #expect(throws: FieldError.self) { try PromptingGame(human: [[1.1e100]], ai: [[1]]) }
        #expect(throws: FieldError.self) {
            try LearningStudy(game: game, simulations: [], benchmark: .values(human: 1, ai: -2e100))
        }
    }
}
