import NumericCore

/// The result of a study as JSON: `nashbench/learning-result/1`.
public enum LearningResultFile {
    /// The schema's name.
    public static let schema = "nashbench/learning-result/1"

    /// The text in pieces of about 64 KiB, so that many replicas are never in memory as text.
    ///
    /// `status` and the benchmarks of the game stand at the top (`stackelbergStrong`, `stackelbergWeak`, `relaxedHuman`, `relaxedAI`
    /// and the e of both, null where the time was over first), then `runs`, one a horizon: `counts` (replica, prompt, response), `realisedHuman`, `realisedAI`, `meanHuman`,
    /// `meanAI` by replica, `regret` of both players with standard errors, `bounds`; then `growth`.
    public static func write(_ result: LearningResult, pieces: (String) -> Void) {
        withoutActuallyEscaping(pieces) { pieces in
            var json = JSONWriter(pieces: pieces)
            describe(result, &json)
            json.close()
        }
    }

    private static func describe(_ result: LearningResult, _ json: inout JSONWriter) {
        json.string("schema", schema)
        if let name = result.study.game.name { json.string("name", name) }
        json.string("status", result.end.rawValue)
        play("stackelbergStrong", result.benchmarks.strong, &json)
        play("stackelbergWeak", result.benchmarks.weak, &json)
        let relaxed = result.benchmarks.relaxed
        json.number("relaxedHuman", relaxed?.human.value ?? .nan)
        json.number("relaxedHumanEpsilon", relaxed?.human.epsilon ?? .nan)
        json.number("relaxedAI", relaxed?.ai.value ?? .nan)
        json.number("relaxedAIEpsilon", relaxed?.ai.epsilon ?? .nan)
        guard let first = result.study.simulations.first else { return }
        json.object("benchmark") { json in
            for player in Player.allCases { json.number(player.rawValue, result.benchmark(of: player) ?? .nan) }
        }
        json.string("humanAlgorithm", first.human.name.rawValue)
        json.string("aiAlgorithm", first.ai.name.rawValue)
        json.string("seed", "\(first.seed)")
        json.number("delta", first.delta)
        json.objects("runs", result.outcomes.indices.map { $0 }) { index, json in
            run(result.outcomes[index], result.study.simulations[index], result, &json)
        }
        json.object("growth") { json in
            for player in Player.allCases {
                guard let fit = result.growth(of: player) else { continue }
                json.object(player.rawValue) { json in
                    json.number("slope", fit.slope)
                    json.number("low", fit.low)
                    json.number("high", fit.high)
                }
            }
        }
    }

    private static func play(_ key: String, _ play: StackelbergPlay, _ json: inout JSONWriter) {
        json.object(key) { json in
            json.integer("prompt", play.prompt)
            json.integer("response", play.response)
            json.number("human", play.human)
            json.number("ai", play.ai)
        }
    }

    private static func run(_ outcome: PromptingOutcome, _ simulation: PromptingSimulation, _ result: LearningResult, _ json: inout JSONWriter) {
        json.integer("horizon", outcome.horizon)
        json.integer("replicas", outcome.replicas)
        json.matrix("counts", rows: outcome.replicas, columns: outcome.prompts) { (replica: Int, prompt: Int) -> String in
            "[" + (0..<outcome.responses).map { "\(outcome.count(replica: replica, prompt: prompt, response: $0))" }.joined(separator: ", ") + "]"
        }
        json.numbers("realisedHuman", outcome.realisedHuman)
        json.numbers("realisedAI", outcome.realisedAI)
        json.numbers("meanHuman", outcome.meanHuman)
        json.numbers("meanAI", outcome.meanAI)
        if let alpha = result.benchmark(of: .human) { json.number("meanRegret", outcome.regret(of: .human, against: alpha).mean) }
        json.object("regret") { json in
            for player in Player.allCases {
                guard let alpha = result.benchmark(of: player) else { continue }
                let (mean, realised) = (outcome.regret(of: player, against: alpha), outcome.regret(of: player, against: alpha, realised: true))
                json.object(player.rawValue) { json in
                    json.number("mean", mean.mean)
                    json.number("standardError", mean.standardError)
                    json.number("realised", realised.mean)
                    json.number("realisedStandardError", realised.standardError)
                }
            }
        }
        let bounds = simulation.bounds
        json.object("bounds") { json in
            json.number("aiBound", bounds.ai)
            if case .exploreThenCommit(let pulls) = simulation.human {
                json.integer("exploration", pulls.count(horizon: simulation.horizon))
                json.number("exploreThenCommit", bounds.exploreThenCommit(pulls: pulls.count(horizon: simulation.horizon)))
            }
            json.number("regretAdjustedUCB", bounds.regretAdjustedUCB)
        }
    }
}
