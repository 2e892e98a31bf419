import NumericCore

/// A plan as a file: `nashbench/plan/1`.
///
/// `runs` are pairs of a topic (-1: opt out) and a number of rounds, in order; `value` is what they pay, `bound` the least upper bound
/// that was found and `ratio` value / bound, both null without a bound; `optimum` is there where the plan is proved optimal. `trace`
/// has a topic, level, payoff and GenAI payoff for each round, up to ``traceLimit`` rounds unless asked for. `roundPrices` and
/// `armPrices` are the multipliers of the arm bounds (``ArmPrices``). What a method does not give is left out. `seconds` is the only field that may differ between identical runs.
///
/// ```swift
/// try PlanFile.write(makePlan(for: game), of: game, to: "plan.json")
/// let stored = try PlanFile.read("plan.json", of: game)
/// ```
public enum PlanFile {
    /// The schema's name.
    public static let schema = "nashbench/plan/1"
    /// Rounds up to which the trace is written unasked.
    public static let traceLimit = 10_000
    /// Multipliers of the arm bound up to which they are written; beyond it the plain bound's `roundPrices` must do.
    static let priceLimit = 200_000
    static let keys = [
        "schema", "game", "topics", "rounds", "status", "method", "methodReason", "value", "bound", "ratio", "optimum", "bounds", "runs",
        "guarantee", "lambda", "dualBound", "horizonBinds", "longRun", "finalState", "windowValues", "roundPrices", "armPrices", "genAIValue", "greedy",
        "bestTopic", "roundRobin", "compared", "trace", "seconds", "version",
    ]

    /// Writes a plan; what was there is replaced only by a complete file.
    /// - Parameters:
    ///   - compared: other methods' results, written as a table.
    ///   - traced: nil: up to ``traceLimit`` rounds.
    /// - Throws: ``FileError`` with the system's reason.
    public static func write(
        _ result: PlanResult, of game: PlanningGame, compared: [PlanResult] = [], traced: Bool? = nil, to path: String
    ) throws(FileError) {
        let output = OutputFiles()
        let file = try output.add(path)
        var failure: FileError?
        json(result, of: game, compared: compared, traced: traced) { piece in
            if failure == nil { do throws(FileError) { try file.write(piece) } catch { failure = error } }
        }
        if let failure { throw failure }
        try output.commit()
    }

    /// The same text in pieces.
    /// - Complexity: O(runs), and O(rounds) with a trace.
    public static func json(
        _ result: PlanResult, of game: PlanningGame, compared: [PlanResult] = [], traced: Bool? = nil, pieces: (String) -> Void
    ) {
        withoutActuallyEscaping(pieces) { pieces in
            var json = JSONWriter(pieces: pieces)
            json.string("schema", schema)
            if let name = game.name { json.string("game", name) }
            json.integer("topics", game.topics)
            json.integer("rounds", game.rounds)
            describe(result, &json)
            for (key, method) in [("greedy", PlanMethod.greedy), ("bestTopic", .bestTopic), ("roundRobin", .roundRobin)] {
                if let found = compared.first(where: { $0.method == method }) { json.number(key, found.value) }
            }
            if !compared.isEmpty {
                json.objects("compared", compared) { other, json in
                    json.string("method", other.method.rawValue)
                    json.string("status", other.status.rawValue)
                    json.number("value", other.value)
                    json.number("bound", other.bound ?? .nan)
                    json.number("seconds", other.seconds)
                }
            }
            if traced ?? (game.rounds <= traceLimit) { trace(result, of: game, &json) }
            json.number("seconds", result.seconds)
            json.string("version", Release.version)
            json.close()
        }
    }

    private static func describe(_ result: PlanResult, _ json: inout JSONWriter) {
        json.string("status", result.status.rawValue)
        json.string("method", result.method.rawValue)
        json.string("methodReason", result.methodReason)
        json.number("value", result.value)
        json.number("bound", result.bound ?? .nan)
        json.number("ratio", result.ratio ?? .nan)
        if result.status == .optimal { json.number("optimum", result.value) }
        if !result.bounds.isEmpty {
            json.words("bounds", result.bounds.map { "{\"name\": \(JSONWriter.quoted($0.name)), \"value\": \(JSONWriter.number($0.value))}" })
        }
        json.words("runs", result.plan.runs.lazy.map { "[\($0.topic), \($0.rounds)]" })
        if let guarantee = result.guarantee {
            json.object("guarantee") { json in
                json.number("factor", guarantee.factor)
                json.number("epsilon", guarantee.epsilon)
                json.integer("window", guarantee.window)
                json.integer("pause", guarantee.pause)
            }
        }
        if let lambda = result.lambda { json.number("lambda", lambda) }
        if let bound = result.dualBound { json.number("dualBound", bound) }
        if let binds = result.horizonBinds { json.boolean("horizonBinds", binds) }
        if let longRun = result.longRun {
            json.object("longRun") { json in
                json.number("rate", longRun.rate)
                if let last = longRun.lastPlays { json.integer("lastPlays", last) } else { json.number("lastPlays", .nan) }
            }
        }
        json.numbers("finalState", result.simulation.finalState)
        json.number("genAIValue", result.simulation.genAIValue)
        if let values = result.windowValues { json.numbers("windowValues", values) }
        if let prices = result.roundPrices { json.numbers("roundPrices", prices) }
        if let prices = result.armPrices, prices.levels > 1, prices.perTopic.count <= priceLimit {
            json.object("armPrices") { json in
                json.numbers("edges", prices.edges)
                json.numbers("perRound", prices.perRound)
                json.numbers("perTopic", prices.perTopic)
            }
        }
    }

    /// One object a round; played again where the stretches were not kept.
    private static func trace(_ result: PlanResult, of game: PlanningGame, _ json: inout JSONWriter) {
        let kept = result.simulation.stretches
        let stretches = kept.isEmpty ? PlanSimulation(of: result.plan, in: game).stretches : kept
        json.words("trace", stretches.lazy.flatMap { stretch in
            let numbers = [("level", stretch.level), ("payoff", stretch.payoff), ("genAIPayoff", stretch.genAIPayoff)]
            let members = numbers.map { "\"\($0.0)\": \(JSONWriter.number($0.1))" }.joined(separator: ", ")
            return repeatElement("{\"topic\": \(stretch.topic), \(members)}", count: stretch.rounds)
        })
    }
}
