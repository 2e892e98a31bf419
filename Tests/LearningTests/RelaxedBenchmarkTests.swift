@testable import Learning
import NumericCore
import Synchronization
import Testing

/// The exact benchmarks against their definitions, scanned over e.
@Suite struct RelaxedBenchmarkTests {
    /// A decimal of so many places whose digits are those of a whole number.
    private static func decimal(_ digits: Int, places: Int) throws -> Double { try #require(Double("\(digits)e-\(places)")) }

    /// A game of whole numbers, or decimals of so many places, in which some responses do not exist.
    private static func game(_ seed: UInt64, places: Int = 0) throws -> PromptingGame {
        let random = CounterRandom(seed: seed, stream: 3)
        var counter: UInt64 = 0
        func integer(_ range: ClosedRange<Int>) -> Int {
            defer { counter += 1 }
            return range.lowerBound + Int(random.unit(at: counter) * Double(range.count))
        }
        let (prompts, responses) = (integer(1...4), integer(1...4))
        var human: [[Double?]] = [], ai: [[Double?]] = []
        for _ in 0..<prompts {
            let exists = (0..<responses).map { $0 == 0 || integer(0...4) > 0 }
            human.append(try exists.map { $0 ? try decimal(integer(0...10), places: places) : nil })
            ai.append(try exists.map { $0 ? try decimal(integer(0...10), places: places) : nil })
        }
        return try PromptingGame(human: human, ai: ai)
    }

    /// Both benchmarks at one e, straight from their definition.
    private static func values(_ game: PromptingGame, at e: Double) -> (human: Double, ai: Double) {
        var lower = -Double.infinity
        var upper: [Double] = []
        for (human, ai) in zip(game.human, game.ai) {
            let best = ai.compactMap { $0 }.max() ?? .nan
            let near = zip(human, ai).compactMap { pair in pair.1.map { $0 >= best - e } == true ? pair.0 : nil }
            lower = max(lower, near.min() ?? .nan)
            upper.append(near.max() ?? .nan)
        }
        let hopeful = game.ai.indices.filter { upper[$0] >= lower - e }
        return (lower + e, (hopeful.map { game.ai[$0].compactMap { $0 }.max() ?? .nan }.min() ?? .infinity) + e)
    }

    @Test(arguments: 0..<200) func areTheLeastOverAFineScan(seed: Int) throws {
        let game = try Self.game(UInt64(seed))
        let relaxed = RelaxedBenchmarks(of: game)
        let (human, ai) = (relaxed.human, relaxed.ai)
        // Rewards are whole numbers: every breakpoint is one, and the scan meets it exactly.
        let scan = (0...(12 * 16)).map { Self.values(game, at: Double($0) / 16) }
        #expect(human.value == scan.map(\.human).min())
        #expect(ai.value == scan.map(\.ai).min())
        #expect(Self.values(game, at: human.epsilon).human == human.value)
        #expect(Self.values(game, at: ai.epsilon).ai == ai.value)
        // Nothing smaller attains them.
        #expect(scan.enumerated().allSatisfy { Double($0.offset) / 16 >= human.epsilon || $0.element.human > human.value })
        #expect(scan.enumerated().allSatisfy { Double($0.offset) / 16 >= ai.epsilon || $0.element.ai > ai.value })
    }

    /// A prompt that enters between two gaps, in thirds: (lower, upper) = (8, 5) until e = 6 lets 7 in; it enters at 3 = 8 - 5.
    @Test func aPromptMayEnterBetweenTwoGaps() throws {
        let game = try PromptingGame(human: [[5, 7], [8, nil]], ai: [[1, -5], [9, nil]])
        let relaxed = RelaxedBenchmarks(of: game)
        #expect(relaxed.ai == RelaxedBenchmark(value: 4, epsilon: 3))
        #expect(relaxed.human == RelaxedBenchmark(value: 8, epsilon: 0))
    }

    /// Tenths, hundredths and so on are whole numbers in another unit: the same benchmarks to the bit, whatever ties there are.
    @Test(arguments: [1, 2, 7, 15, 30]) func decimalsAreWholeNumbersInAnotherUnit(places: Int) throws {
        for seed in 0..<300 {
            let whole = RelaxedBenchmarks(of: try Self.game(UInt64(seed)))
            let parts = RelaxedBenchmarks(of: try Self.game(UInt64(seed), places: places))
            for (part, whole) in [(parts.human, whole.human), (parts.ai, whole.ai)] {
                let value = try Self.decimal(Int(whole.value), places: places)
                let epsilon = try Self.decimal(Int(whole.epsilon), places: places)
                #expect(part.value == value && part.epsilon == epsilon, "seed \(seed)")
            }
        }
    }

    @Test func tiesOfDecimalsAreTies() throws {
        // 0.2 + 0 = 0.1 + 0.1, though 0.7 - 0.6 is less than 0.1 in doubles.
        let one = RelaxedBenchmarks(of: try PromptingGame(human: [[0.2, 0.1]], ai: [[0.7, 0.6]]))
        #expect(one.human == RelaxedBenchmark(value: 0.2, epsilon: 0))
        let two = RelaxedBenchmarks(of: try PromptingGame(human: [[-0.7, 0.2, -0.4]], ai: [[1.6, 2.0, 1.9]]))
        #expect(two.human == RelaxedBenchmark(value: -0.3, epsilon: 0.1))
        // Seventeen digits: 0.3 is not what 0.1 + 0.2 is in doubles, and its benchmark is that of the number that is printed.
        let long = RelaxedBenchmarks(of: try PromptingGame(human: [[0.30000000000000004, 0.1]], ai: [[0.5, 0.3]]))
        #expect(long.human == RelaxedBenchmark(value: 0.3, epsilon: 0.2))
    }

    @Test func rewardsThatNoUnitHoldsAreComparedAsDoubles() throws {
        let game = try PromptingGame(human: [[1e100, 1e-100], [3, nil]], ai: [[2e-100, 1e-100], [1e100, nil]])
        let relaxed = RelaxedBenchmarks(of: game)
        #expect(relaxed.human == RelaxedBenchmark(value: 3, epsilon: 1e-100))
        #expect(relaxed.ai == RelaxedBenchmark(value: 2e-100, epsilon: 0))
    }

    private static func rows(_ size: Int, _ reward: (Int, Int) -> Double) -> [[Double?]] {
        var rows: [[Double?]] = []
        for a in 0..<size {
            var row: [Double?] = []
            for b in 0..<size { row.append(reward(a, b)) }
            rows.append(row)
        }
        return rows
    }

    @Test func largeGamesAreAskedWhetherToGoOn() throws {
        let rows = Self.rows(300) { a, b in Double((a * 7919 + b * 104_729) % 100_003) / 1000 }
        let game = try PromptingGame(human: rows, ai: rows.reversed())
        let study = try LearningStudy(game: game, simulations: [], benchmark: .relaxed)
        let whole = try study.run()
        #expect(whole.end == .complete && whole.benchmarks == GameBenchmarks(of: game) && whole.benchmark(of: .ai) != nil)
        var settings = PlaySettings()
        settings.isCancelled = { true }
        let none = try study.run(settings: settings)
        #expect(none.end == .cancelled && none.benchmarks.relaxed == nil && none.benchmark(of: .human) == nil)
        #expect(none.benchmarks.strong == whole.benchmarks.strong)
        var text = ""
        LearningResultFile.write(none) { text += $0 }
        #expect(text.contains("\"status\": \"cancelled\"") && text.contains("\"relaxedAIEpsilon\": null"))
    }

    /// Every response of a prompt falls below the one before it: as many steps as there are.
    @Test func theWorkGrowsLikeTheGame() throws {
        var steps: [Int] = []
        for size in [64, 128, 256] {
            let rows = Self.rows(size) { a, b in Double(a + size * b) }
            let asked = Mutex(0)
            var settings = PlaySettings()
            settings.isCancelled = {
                asked.withLock { $0 += 1 }
                return false
            }
            let game = try PromptingGame(human: rows, ai: rows)
            let relaxed = try #require(try LearningStudy(game: game, simulations: [], benchmark: .relaxed).run(settings: settings).benchmarks.relaxed)
            #expect(relaxed.human.value == Double(size * size - 1) && relaxed.human.epsilon == 0)
            steps.append(asked.withLock { $0 })
        }
        // n log n: four times the entries are asked about less than eight times as often.
        #expect(steps[0] > 0 && steps[1] < 8 * steps[0] && steps[2] < 8 * steps[1], "\(steps)")
    }

    @Test func theTalksPairOfStatesAndTheLargeGap() throws {
        let rows = try BenchmarkNumbers.all()
        #expect(rows.count == 21)
        for row in rows { #expect(row.holds, "\(row.subject), \(row.statement): \(row.found)") }
    }

    @Test func randomNumbersAreThoseThatAreStated() throws {
        let rows = try RandomNumbers.all()
        #expect(rows.count == 20)
        for row in rows { #expect(row.holds, "\(row.subject), \(row.statement): \(row.found)") }
    }
}
