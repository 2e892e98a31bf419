import Learning
import NumericCore
import Testing

/// Games and runs at the ends of what there is.
@Suite struct EdgeTests {
    @Test(arguments: ReproducibilityTests.humans) func onePromptAndOneResponse(human: HumanAlgorithm) throws {
        let game = try PromptingGame(human: [[0.5]], ai: [[0.25]])
        for ai in ReproducibilityTests.assistants {
            let outcome = try PromptingSimulation(
                game: game, human: human, ai: ai, noise: .uniform(width: 0), horizon: 77, replicas: 3).run()
            #expect(outcome.counts == [77, 77, 77])
            #expect(outcome.regret(of: .human, against: 0.5) == SampleMean([0, 0, 0]))
            #expect(outcome.realisedAI.allSatisfy { abs($0 - 77 * 0.25) < 1e-12 })
        }
    }

    @Test func oneRoundUsesTheFirstPair() throws {
        let game = try PromptingGame(human: [[nil, 1], [3, 2]], ai: [[nil, 1], [3, 2]])
        let outcome = try PromptingSimulation(
            game: game, human: .ucb, ai: .ucb, noise: .uniform(width: 1), horizon: 1, replicas: 2).run()
        #expect(outcome.counts == [0, 1, 0, 0, 0, 1, 0, 0])
    }

    @Test func explorationBeyondTheHorizonIsRoundRobin() throws {
        let game = try PromptingGame(human: [[1, 2], [3, 4], [5, 6]], ai: [[1, 2], [3, 4], [5, 6]])
        let outcome = try PromptingSimulation(
            game: game, human: .exploreThenCommit(.fixed(1 << 40)), ai: .exploreThenCommit(.fixed(1 << 40)), noise: .uniform(width: 1),
            horizon: 12, replicas: 1).run()
        #expect(outcome.counts == [2, 2, 2, 2, 2, 2])
    }

    @Test func noRegretHasNoExponentAndStandardErrorsNeedTwo() throws {
        let game = try PromptingGame(human: [[1]], ai: [[1]])
        let simulations = try [10, 100].map {
            try PromptingSimulation(game: game, human: .ucb, ai: .ucb, noise: .uniform(width: 1), horizon: $0, replicas: 1)
        }
        let result = try LearningStudy(game: game, simulations: simulations, benchmark: .stackelberg).run()
        #expect(result.growth(of: .human) == nil)
        #expect(SampleMean([2]).standardError.isNaN && SampleMean([1, 3]) == SampleMean([3, 1]))
        #expect(SampleMean([1, 3]).standardError == 1)
    }

    /// LT and the bounds stay finite from the least delta to the largest, at one round and at 2^40, with more prompts than rounds too.
    @Test func boundsAreNumbersAtTheEndsOfDelta() throws {
        let rows = [[Double?]](repeating: [0.5], count: 4096)
        let game = try PromptingGame(human: rows, ai: rows)
        for delta in [1e-100, 0.5, 1.0.nextDown] {
            for horizon in [1, 3, 1 << 40] {
                let simulation = try PromptingSimulation(
                    game: game, human: .ucb, ai: .ucb, noise: .bernoulli(low: 0, high: 1), horizon: horizon, replicas: 1, delta: delta)
                let bounds = simulation.bounds
                for bound in [bounds.ai, bounds.regretAdjustedUCB, bounds.exploreThenCommit(pulls: 1)] { #expect(bound.isFinite && bound > 0) }
            }
        }
        for delta in [0, 1, 1e-101, -1, .nan] {
            let error = #expect(throws: FieldError.self) {
                try PromptingSimulation(game: game, human: .ucb, ai: .ucb, noise: .uniform(width: 1), horizon: 1, replicas: 1, delta: delta)
            }
            #expect(error?.field == "delta")
        }
    }

    /// Means at the ends of what there is to win: a reward of 0 never comes, one of 1 always, and no arm of the worse is used more than UCB must.
    @Test func certainRewards() throws {
        let game = try PromptingGame(human: [[0, 1], [0, 0]], ai: [[0, 1], [1, 0]])
        for human in ReproducibilityTests.humans {
            for ai in ReproducibilityTests.assistants {
                let simulation = try PromptingSimulation(
                    game: game, human: human, ai: ai, noise: .bernoulli(low: 0, high: 1), horizon: 400, replicas: 3, delta: 1.0.nextDown)
                let outcome = try simulation.run()
                #expect(outcome.realisedHuman == outcome.meanHuman && outcome.realisedAI == outcome.meanAI)
                #expect(outcome.counts == (0..<3).flatMap { PlainPlay(simulation, replica: $0).counts.joined() }, "\(human.name) \(ai.name)")
            }
        }
    }

    @Test func aNumberThatIsTooLargeIsRefused() throws {
        let game = try PromptingGame(human: [[1]], ai: [[1]])
        #expect(throws: FieldError.self) {
            try PromptingSimulation(game: game, human: .ucb, ai: .ucb, noise: .uniform(width: 1), horizon: 1 << 40, replicas: 1 << 20)
        }
        #expect(throws: FieldError.self) { try PromptingGame(human: [[.nan]], ai: [[1]]) }
        #expect(throws: FieldError.self) { try PromptingGame(human: [[1]], ai: [[.infinity]]) }
    }
}
