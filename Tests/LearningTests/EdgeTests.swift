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

    @Test func aNumberThatIsTooLargeIsRefused() throws {
        let game = try PromptingGame(human: [[1]], ai: [[1]])
        #expect(throws: FieldError.self) {
            try PromptingSimulation(game: game, human: .ucb, ai: .ucb, noise: .uniform(width: 1), horizon: 1 << 40, replicas: 1 << 20)
        }
        #expect(throws: FieldError.self) { try PromptingGame(human: [[.nan]], ai: [[1]]) }
        #expect(throws: FieldError.self) { try PromptingGame(human: [[1]], ai: [[.infinity]]) }
    }
}
