import Learning
import NumericCore
import Testing

/// The exact benchmarks against their definitions, scanned over e.
@Suite struct RelaxedBenchmarkTests {
    /// A game of whole numbers in which some responses do not exist.
    private static func game(_ seed: UInt64) throws -> PromptingGame {
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
            human.append(exists.map { $0 ? Double(integer(0...10)) : nil })
            ai.append(exists.map { $0 ? Double(integer(0...10)) : nil })
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
        let (human, ai) = (game.relaxedHumanBenchmark, game.relaxedAIBenchmark)
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
        #expect(game.relaxedAIBenchmark.value == 4 && game.relaxedAIBenchmark.epsilon == 3)
        #expect(game.relaxedHumanBenchmark.value == 8 && game.relaxedHumanBenchmark.epsilon == 0)
    }

    /// 90,000 gaps: work that grew with their product with the prompts would not end here. Against the definition at every gap.
    @Test func manyPromptsAndResponsesTakeLittleMore() throws {
        let random = CounterRandom(seed: 5, stream: 4)
        func rows(_ offset: UInt64, _ prompts: Int, _ responses: Int) -> [[Double?]] {
            (0..<prompts).map { a in (0..<responses).map { b in (random.unit(at: offset + UInt64(a * responses + b)) * 64).rounded(.down) / 64 } }
        }
        let small = try PromptingGame(human: rows(0, 12, 15), ai: rows(1000, 12, 15))
        let scan = (0...128).map { Self.values(small, at: Double($0) / 64) }
        #expect(small.relaxedHumanBenchmark.value == scan.map(\.human).min() && small.relaxedAIBenchmark.value == scan.map(\.ai).min())
        let large = try PromptingGame(human: rows(0, 300, 300), ai: rows(1 << 20, 300, 300))
        let (human, ai) = (large.relaxedHumanBenchmark, large.relaxedAIBenchmark)
        #expect(Self.values(large, at: human.epsilon).human == human.value && Self.values(large, at: ai.epsilon).ai == ai.value)
    }

    @Test func theTalksPairOfStatesAndTheLargeGap() throws {
        let rows = try BenchmarkNumbers.all()
        #expect(rows.count == 21)
        for row in rows { #expect(row.holds, "\(row.subject), \(row.statement): \(row.found)") }
    }
}
