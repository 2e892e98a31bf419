import NumericCore
import Testing

@testable import Learning

/// A replica has the same bits whatever surrounds it.
@Suite struct ReproducibilityTests {
    static let humans: [HumanAlgorithm] = [
        .exploreThenCommit(.fixed(30)), .ucb, .regretAdjustedUCB(kappa: 0.25), .exploreTwiceThenCommit(.fixed(20), .fixed(10)),
        .exploreThenExp3(.fixed(20), low: 0, high: 1),
    ]
    static let assistants: [AssistantAlgorithm] = [.exploreThenCommit(.fixed(9)), .ucb, .activeArmElimination, .epsilonGreedy(c: 1)]

    /// 2 x 2 and 2 x 3, which the kernels know, a larger one with gaps, and two whose responses fill a vector and several.
    static let games: [PromptingGame] = {
        let rows: [[[Double?]]] = [
            [[0.6, 0.4], [0.5, 0.3]], [[0.2, 0.7, 0.4], [0.5, 0.3, nil]], [[0.1, 0.9, nil, 0.3], [nil, 0.4, 0.5, 0.6], [0.2, nil, nil, nil]],
            many(prompts: 3, responses: 8), many(prompts: 5, responses: 21),
        ]
        return rows.compactMap { try? PromptingGame(human: $0, ai: $0.map { $0.reversed().map { $0 } }) } + rows.compactMap { try? PromptingGame(human: $0, ai: $0) }
    }()

    /// Rewards in no order, some responses missing.
    private static func many(prompts: Int, responses: Int) -> [[Double?]] {
        (0..<prompts).map { a in (0..<responses).map { b in (a + 3 * b) % 7 == 5 ? nil : Double((a * responses + b) * 37 % 100) / 100 } }
    }

    private static func simulation(_ game: PromptingGame, _ human: HumanAlgorithm, _ ai: AssistantAlgorithm, replicas: Int) throws -> PromptingSimulation {
        try PromptingSimulation(
            game: game, human: human, ai: ai, noise: .bernoulli(low: 0, high: 1), horizon: 500, replicas: replicas, seed: 0x1_0000_0007)
    }

    @Test(arguments: games.indices) func targetsThreadsAndBatchesDoNotMatter(game: Int) throws {
        #expect(Self.games.count >= 4)
        for human in Self.humans {
            for ai in Self.assistants {
                let simulation = try Self.simulation(Self.games[game], human, ai, replicas: 37)
                var settings = PlaySettings()
                settings.threads = 1
                settings.target = KernelTarget(name: "portable")
                let plain = try simulation.run(settings: settings)
                #expect(plain.end == .complete && plain.replicas == 37)
                for target in KernelTarget.available {
                    settings.target = target
                    settings.threads = 3
                    #expect(try simulation.run(settings: settings) == plain, "\(target.name) \(human.name) \(ai.name)")
                }
                let few = try Self.simulation(Self.games[game], human, ai, replicas: 5).run()
                #expect(few.counts == Array(plain.counts.prefix(few.counts.count)))
                #expect(few.realisedHuman == Array(plain.realisedHuman.prefix(5)) && few.realisedAI == Array(plain.realisedAI.prefix(5)))
            }
        }
    }

    /// Uniform noise is so small that responses are dropped within these rounds; rewards of 0 and 1 tie often.
    @Test(arguments: games.indices) func everyPairPlaysAsTheRulesAreStated(game: Int) throws {
        for (h, human) in Self.humans.enumerated() {
            for (a, ai) in Self.assistants.enumerated() {
                let simulation = try PromptingSimulation(
                    game: Self.games[game], human: human, ai: ai, noise: (h + a + game) % 2 == 0 ? .uniform(width: 0.05) : .bernoulli(low: 0, high: 1),
                    horizon: 600, replicas: 2, seed: 0x3_0000_0011, delta: 0.1)
                let outcome = try simulation.run()
                let counts = Array(outcome.counts.suffix(outcome.prompts * outcome.responses))
                #expect(counts == Array(PlainPlay(simulation, replica: 1).counts.joined()), "\(human.name) \(ai.name) \(simulation.noise)")
            }
        }
    }

    @Test(arguments: games.indices) func everyRoundIsPlayedAndNoMissingResponseGiven(game: Int) throws {
        for human in Self.humans {
            for ai in Self.assistants {
                let played = try Self.simulation(Self.games[game], human, ai, replicas: 8).run()
                for replica in 0..<8 {
                    var sum = 0
                    for prompt in 0..<played.prompts {
                        for response in 0..<played.responses {
                            let count = played.count(replica: replica, prompt: prompt, response: response)
                            if Self.games[game].human[prompt][response] == nil { #expect(count == 0) }
                            sum += count
                        }
                    }
                    #expect(sum == 500)
                }
            }
        }
    }

    @Test func beyondTheTablesNumbersAreTheSame() throws {
        for human in [HumanAlgorithm.ucb, .regretAdjustedUCB(kappa: 1)] {
            for ai in Self.assistants {
                let simulation = try PromptingSimulation(
                    game: Self.games[1], human: human, ai: ai, noise: .bernoulli(low: 0, high: 1), horizon: 3000, replicas: 9)
                let whole = try simulation.run()
                for target in KernelTarget.available {
                    let watch = PlayWatch(PlaySettings(), work: 9 * 3000)
                    let short = simulation.run(
                        kernels: LearningKernels(target), workers: Workers(threads: 1), watch: watch, limits: .init(bonus: 70, exploration: 90))
                    #expect(short == whole, "\(target.name) \(human.name) \(ai.name)")
                }
            }
        }
    }

    /// Weights are taken relative to a loss that moves with the least one: eta 0.8 T = 168 here, three times e^44. The regret of
    /// exponential weights is at most sqrt(2 T K ln K) = 629; playing at random would lose 3000.
    @Test func exponentialWeightsKeepTheirBoundOverSeveralReferences() throws {
        let game = try PromptingGame(human: [[0.2], [0.1], [0.15]], ai: [[0.5], [0.5], [0.5]])
        let horizon = 60_000
        let outcome = try PromptingSimulation(
            game: game, human: .exploreThenExp3(.fixed(1), low: 0, high: 1), ai: .ucb, noise: .uniform(width: 0.05), horizon: horizon,
            replicas: 16).run()
        let regret = outcome.regret(of: .human, against: 0.2).mean
        #expect(regret > 0 && regret < (2 * Double(horizon) * 3 * 1.0986).squareRoot())
    }

    @Test func aCancelledRunKeepsWhatWasFinished() throws {
        let simulation = try Self.simulation(Self.games[0], .ucb, .ucb, replicas: 200)
        var settings = PlaySettings()
        settings.threads = 1
        settings.isCancelled = { true }
        let none = try PromptingSimulation(
            game: Self.games[0], human: .ucb, ai: .ucb, noise: .bernoulli(low: 0, high: 1), horizon: 100_000, replicas: 64).run(settings: settings)
        #expect(none.end == .cancelled && none.replicas == 0)
        settings.isCancelled = nil
        settings.timeLimit = 1e-9
        let late = try PromptingSimulation(
            game: Self.games[0], human: .ucb, ai: .ucb, noise: .bernoulli(low: 0, high: 1), horizon: 100_000, replicas: 64).run(settings: settings)
        #expect(late.end == .timeLimit && late.replicas == 0)
        settings.timeLimit = nil
        #expect(try simulation.run(settings: settings).replicas == 200)
        settings.threads = 0
        #expect(throws: FieldError.self) { try simulation.run(settings: settings) }
    }
}
