import NumericCore

/// A study as a file: `nashbench/learning/1`.
///
/// ```json
/// { "schema": "nashbench/learning/1", "name": "large follower gap",
///   "human": [[10, 5, null], [null, null, 8]], "ai": [[9, 1, null], [null, null, 10]],
///   "humanAlgorithm": { "name": "eetc", "first": 370, "second": 185 }, "aiAlgorithm": { "name": "etc", "first": 185 },
///   "horizon": 10000, "replicas": 32, "seed": 7, "noise": ["uniform", 1], "benchmark": "relaxed" }
/// ```
/// Counts of exploration are numbers or `{"coefficient": c, "exponent": p, "multiple": m}`, m ceil(c T^p). `horizon` may be
/// `horizons`, a list. May be left out: both algorithms together (then only the benchmarks of the game are asked for, and none of what
/// follows may stand), `name`, `replicas` (32), `seed` (1; from 2^53 on as text, `"18446744073709551615"`), `delta` (0.05),
/// `noise` (["bernoulli", 0, 1]), `benchmark` ("stackelberg"; or "relaxed", a number for the human, or {"human": x, "ai": y}).
/// Unknown keys are refused.
public enum LearningFile {
    /// The schema's name.
    public static let schema = "nashbench/learning/1"
    private static let keys = [
        "schema", "name", "human", "ai", "humanAlgorithm", "aiAlgorithm", "horizon", "horizons", "replicas", "seed", "delta", "noise",
        "benchmark",
    ]

    /// Reads a study.
    /// - Throws: `FileError` naming file, field, what was expected and what was found.
    /// - Complexity: O(bytes).
    public static func read(_ path: String) throws(FileError) -> LearningStudy {
        try study(JSONParser.document(FileBytes(path)))
    }

    /// The study in a document.
    package static func study(_ node: JSONNode) throws(FileError) -> LearningStudy {
        try node.document(schema: schema)
        let root = try node.object(keys)
        let name = try root["name"]?.string()
        let human = try matrix(root.required("human", expected: "a row of rewards for each prompt"))
        let ai = try matrix(root.required("ai", expected: "a row of rewards for each prompt"))
        return try placed(node) { () throws(any Error) in
            let game = try PromptingGame(name: name, human: human, ai: ai)
            let benchmark = try root["benchmark"].map(Self.benchmark) ?? .stackelberg
            return try LearningStudy(game: game, simulations: simulations(of: game, root), benchmark: benchmark)
        }
    }

    /// What goes wrong in `body`, placed in the file.
    private static func placed<Value>(_ node: JSONNode, _ body: () throws -> Value) throws(FileError) -> Value {
        do {
            return try body()
        } catch let error as FileError {
            throw error
        } catch let error as FieldError {
            throw FileError(file: node.file, under: node.path, error)
        } catch {
            throw node.error(expected: "a study of learning", found: "\(error)")
        }
    }

    private static func simulations(of game: PromptingGame, _ root: JSONObject) throws -> [PromptingSimulation] {
        guard root["humanAlgorithm"] != nil || root["aiAlgorithm"] != nil else {
            for key in ["horizon", "horizons", "replicas", "seed", "delta", "noise", "benchmark"] {
                if let found = root[key] { throw found.error(expected: "nothing, as there are no algorithms") }
            }
            return []
        }
        let human = try humanAlgorithm(root.required("humanAlgorithm", expected: "an algorithm"))
        let ai = try aiAlgorithm(root.required("aiAlgorithm", expected: "an algorithm"))
        var horizons: [JSONNode] = []
        if let list = root["horizons"] {
            if let one = root["horizon"] { throw one.error(expected: "nothing, as there are horizons") }
            horizons = try list.elements(expected: "a list of integers")
            if horizons.isEmpty { throw list.error(expected: "at least one horizon") }
        } else {
            horizons = [try root.required("horizon", expected: "an integer from 1 to 2^40")]
        }
        let replicas = try root["replicas"]?.integer() ?? 32
        let seed = try root["seed"].map(Self.seed) ?? 1
        let delta = try root["delta"]?.number() ?? 0.05
        let noise = try root["noise"].map(Self.noise) ?? .bernoulli(low: 0, high: 1)
        return try horizons.map { node in
            do {
                return try PromptingSimulation(
                    game: game, human: human, ai: ai, noise: noise, horizon: try node.integer(), replicas: replicas, seed: seed, delta: delta)
            } catch let error as FieldError where error.field == "horizon" {
                throw node.error(expected: error.expected, found: error.found)
            }
        }
    }

    private static func matrix(_ node: JSONNode) throws(FileError) -> [[Double?]] {
        var rows: [[Double?]] = []
        for row in try node.elements(expected: "a list of rows") {
            var values: [Double?] = []
            for element in try row.elements(expected: "a list of numbers and nulls") { values.append(try element.numberOrNull()) }
            rows.append(values)
        }
        return rows
    }

    private static func humanAlgorithm(_ node: JSONNode) throws(FileError) -> HumanAlgorithm {
        let object = try node.object(["name", "first", "second", "scale"])
        let name = try object.required("name", expected: "the name of an algorithm").word(HumanAlgorithm.Name.self)
        func refuse(_ keys: String...) throws(FileError) {
            for key in keys {
                if let found = object[key] { throw found.error(expected: "nothing: \(name.rawValue) has no \(key)") }
            }
        }
        switch name {
        case .ucb:
            try refuse("first", "second", "scale")
            return .ucb
        case .etc:
            try refuse("second", "scale")
            return .exploreThenCommit(try pulls(object, "first"))
        case .eetc:
            try refuse("scale")
            return .exploreTwiceThenCommit(try pulls(object, "first"), try pulls(object, "second"))
        case .regretAdjustedUCB:
            try refuse("second", "scale")
            return .regretAdjustedUCB(kappa: try object["first"]?.number() ?? 1)
        case .exploreThenExp3:
            try refuse("second")
            let scale = try object.required("scale", expected: "the least and the largest reward").numbers(count: 2)
            return .exploreThenExp3(try pulls(object, "first"), low: scale[0], high: scale[1])
        }
    }

    private static func aiAlgorithm(_ node: JSONNode) throws(FileError) -> AssistantAlgorithm {
        let object = try node.object(["name", "first"])
        let name = try object.required("name", expected: "the name of an algorithm").word(AssistantAlgorithm.Name.self)
        switch name {
        case .etc: return .exploreThenCommit(try pulls(object, "first"))
        case .epsilonGreedy: return .epsilonGreedy(c: try object["first"]?.number() ?? 1)
        case .ucb, .activeArmElimination:
            if let found = object["first"] { throw found.error(expected: "nothing: \(name.rawValue) has no first") }
            return name == .ucb ? .ucb : .activeArmElimination
        }
    }

    private static func pulls(_ object: JSONObject, _ key: String) throws(FileError) -> PullCount {
        let node = try object.required(key, expected: "how often each choice is explored")
        guard case .object = node.value else { return .fixed(try node.integer()) }
        let power = try node.object(["coefficient", "exponent", "multiple"])
        return .power(
            coefficient: try power["coefficient"]?.number() ?? 1,
            exponent: try power.required("exponent", expected: "a number in [0, 1]").number(),
            multiple: try power["multiple"]?.integer() ?? 1)
    }

    /// A number of JSON is a double once it is read; text holds all 64 bits.
    private static func seed(_ node: JSONNode) throws(FileError) -> UInt64 {
        if case .string(let text) = node.value {
            guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let seed = UInt64(text) else {
                throw node.error(expected: "the digits of an integer from 0 to 2^64 - 1")
            }
            return seed
        }
        guard case .number(let number) = node.value, let seed = UInt64(exactly: number) else { throw node.error(expected: "an integer >= 0") }
        guard number < 0x1p53 else { throw node.error(expected: "an integer below 2^53, or text of digits up to 2^64 - 1", found: "a larger number") }
        return seed
    }

    private static func noise(_ node: JSONNode) throws(FileError) -> RewardNoise {
        let expected = "[\"bernoulli\", low, high] or [\"uniform\", width]"
        let parts = try node.elements(expected: expected)
        switch (parts.first?.value, parts.count) {
        case (.string("bernoulli"), 3): return .bernoulli(low: try parts[1].number(), high: try parts[2].number())
        case (.string("uniform"), 2): return .uniform(width: try parts[1].number())
        default: throw node.error(expected: expected)
        }
    }

    private static func benchmark(_ node: JSONNode) throws(FileError) -> RegretBenchmark {
        switch node.value {
        case .string("stackelberg"): return .stackelberg
        case .string("relaxed"): return .relaxed
        case .number: return .values(human: try node.number(), ai: nil)
        case .object:
            let object = try node.object(["human", "ai"])
            return .values(human: try object["human"]?.numberOrNull(), ai: try object["ai"]?.numberOrNull())
        default: throw node.error(expected: "\"stackelberg\", \"relaxed\", a number, or an object with human and ai")
        }
    }
}
