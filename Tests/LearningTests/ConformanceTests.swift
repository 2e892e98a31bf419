@testable import Learning
import NumericCore
import Testing

/// The shared cases through the library.
@Suite struct ConformanceTests {
    @Test(arguments: try LearningCase.all("benchmark")) func benchmarks(_ item: LearningCase) throws {
        let game = try item.study().game
        for (key, ties) in [("stackelbergStrong", StackelbergPlay.Ties.strong), ("stackelbergWeak", .weak)] {
            let play = game.stackelberg(ties: ties)
            let wanted = try #require(item.expected[key] as? [String: Any])
            #expect(play.prompt == wanted["prompt"] as? Int && play.response == wanted["response"] as? Int)
            #expect(play.human == wanted["human"] as? Double && play.ai == wanted["ai"] as? Double)
        }
        let relaxed = RelaxedBenchmarks(of: game)
        let (human, ai) = (relaxed.human, relaxed.ai)
        for (key, value) in [
            ("relaxedHuman", human.value), ("relaxedHumanEpsilon", human.epsilon), ("relaxedAI", ai.value), ("relaxedAIEpsilon", ai.epsilon),
        ] {
            let (wanted, tolerance) = (try item.number(key), try item.number("tolerance"))
            #expect(abs(value - wanted) <= tolerance, "\(key) \(value)")
        }
    }

    @Test(arguments: try LearningCase.all("bounds")) func bounds(_ item: LearningCase) throws {
        func count(_ key: String) throws -> Int { try #require(item.members[key] as? Int) }
        let sigma = try #require(item.members["sigma"] as? Double)
        let bounds = RegretBounds(
            horizon: try count("horizon"), prompts: try count("prompts"), responses: try count("responses"), sigma: sigma, range: 2 * sigma,
            delta: try #require(item.members["delta"] as? Double))
        let tolerance = try item.number("relativeTolerance")
        let pulls = try count("exploration")
        for (key, value) in [
            ("aiBound", bounds.ai), ("exploreThenCommit", bounds.exploreThenCommit(pulls: pulls)), ("regretAdjustedUCB", bounds.regretAdjustedUCB),
        ] {
            let wanted = try item.number(key)
            #expect(agrees(value, wanted, relative: tolerance), "\(key)")
        }
    }

    @Test func philoxGivesThePublishedAnswers() throws {
        let item = try #require(LearningCase.all("generator").first)
        let vectors = try #require(item.members["vectors"] as? [[String: [String]]])
        #expect(vectors.count == 3)
        for vector in vectors {
            func words(_ key: String) -> [UInt32] { (vector[key] ?? []).compactMap { UInt32($0, radix: 16) } }
            try #require(words("counter").count == 4 && words("key").count == 2)
            #expect(PromptingRandom.block(counter: words("counter"), key: words("key")) == words("output"))
        }
    }

    @Test func uniforms() throws {
        let item = try #require(LearningCase.all("uniforms").first)
        let random = PromptingRandom(seed: 7)
        #expect(item.members["seed"] as? Int == 7)
        for draw in try #require(item.members["draws"] as? [[String: Any]]) {
            func integer(_ key: String) throws -> Int { try #require(draw[key] as? Int) }
            let (word, round, replica) = (UInt32(try integer("stream")), UInt64(try integer("round")), UInt32(try integer("replica")))
            let stream = try #require(PromptingRandom.Stream(rawValue: word))
            let found = random.uniforms(round: round, replica: replica, stream: stream)
            let wanted = try #require(draw["uniforms"] as? [Double])
            // Foundation reads long decimals to some units of the last place; the targets below are held to the bit.
            #expect(wanted.count == 2 && abs(found.first - wanted[0]) < 1e-15 && abs(found.second - wanted[1]) < 1e-15)
            for target in KernelTarget.available {
                let numbers = random.uniforms(round: round, count: 1, replica: replica, stream: stream, target: target)
                #expect(numbers[0] == found.first && numbers[8] == found.second, "\(target.name)")
            }
        }
    }

    @Test(arguments: try LearningCase.all("trajectory")) func trajectories(_ item: LearningCase) throws {
        let outcome = try #require(item.study().run().outcomes.first)
        let counts = try #require(item.expected["counts"] as? [[[Int]]])
        #expect(outcome.counts == Array(counts.joined().joined()))
        let tolerance = try item.number("relativeTolerance")
        for (key, values) in [
            ("realisedHuman", outcome.realisedHuman), ("realisedAI", outcome.realisedAI), ("meanHuman", outcome.meanHuman), ("meanAI", outcome.meanAI),
        ] {
            let wanted = try #require(item.expected[key] as? [Double])
            #expect(values.count == wanted.count)
            for (value, wanted) in zip(values, wanted) { #expect(agrees(value, wanted, relative: tolerance), "\(key)") }
        }
    }

    @Test(arguments: try LearningCase.all("distribution")) func meanRegrets(_ item: LearningCase) throws {
        let result = try item.study().run()
        let (outcome, alpha) = (try #require(result.outcomes.first), try #require(result.benchmark(of: .human)))
        let (wanted, tolerance) = (try item.number("meanRegret"), try item.number("absoluteTolerance"))
        #expect(abs(outcome.regret(of: .human, against: alpha).mean - wanted) <= tolerance)
    }

    @Test func growthExponents() throws {
        let item = try #require(LearningCase.all("exponents").first)
        let names = [
            "misaligned, state 1, delta 0.1: etc N, etc N, stackelberg", "large follower gap: eetc 2N N, etc N, relaxed",
            "aligned, worst gap: etc T^(2/3), ucb, stackelberg", "aligned, worst gap: regret-adjusted-ucb 1/4, ucb, stackelberg",
        ]
        for (name, wanted) in zip(names, try #require(item.members["rows"] as? [[String: Any]])) {
            let rows = try PublishedGrowth.run(GrowthSeries.all.filter { $0.name == name }, replicas: 32)
            let row = try #require(rows.first)
            #expect(row.horizons == item.members["horizons"] as? [Int] && row.replicas == item.members["replicas"] as? Int)
            let slope = try #require(row.found).slope
            let (low, high) = (try #require(wanted["low"] as? Double), try #require(wanted["high"] as? Double))
            #expect(slope >= low && slope <= high)
        }
    }
}
