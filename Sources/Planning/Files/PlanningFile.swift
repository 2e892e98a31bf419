import NumericCore

/// A planning game as a file: `nashbench/planning/1`.
///
/// ```json
/// { "schema": "nashbench/planning/1", "name": "two topics", "topics": 2, "rounds": 6,
///   "quality": [0.9, 0.7], "cost": [0.35, 0.2], "memory": 1, "initial": [2, 1],
///   "gap": { "shape": "exponential", "initial": [0.7, 0.6], "floor": 0, "rate": [0.3, 0.2] },
///   "link": { "kind": "logistic", "scale": 8 } }
/// ```
/// A number stands for as many equal ones as there are topics. May be left out: `name`, `memory` (1), `initial` (0), the gap's
/// `floor` (0) and `exponent` (1), the link's `scale` (1). A gap of shape `table` has `values`, a list for each topic, in place of
/// numbers. Unknown keys are refused.
public enum PlanningFile {
    /// The schema's name.
    public static let schema = "nashbench/planning/1"
    static let keys = ["schema", "name", "topics", "rounds", "quality", "cost", "memory", "initial", "gap", "link"]

    /// Reads a game.
    /// - Throws: ``FileError`` naming file, field, what was expected and what was found.
    /// - Complexity: O(bytes).
    public static func read(_ path: String) throws(FileError) -> PlanningGame {
        try game(JSONParser.document(FileBytes(path)))
    }

    /// The game in a document, or in a part of one.
    package static func game(_ node: JSONNode) throws(FileError) -> PlanningGame {
        try node.document(schema: schema)
        let root = try node.object(keys)
        func required(_ key: String) throws(FileError) -> PerTopic {
            try root.required(key, expected: "a number, or one for each topic").perTopic()
        }
        let topics = try root.required("topics", expected: "an integer >= 1").integer()
        let rounds = try root.required("rounds", expected: "an integer >= 1").integer()
        let quality = try required("quality")
        let cost = try required("cost")
        let memory = try root["memory"]?.perTopic() ?? 1
        let initial = try root["initial"]?.perTopic() ?? 0
        let gap = try gap(root.required("gap", expected: "an object with a shape"))
        let link = try link(root.required("link", expected: "an object with a kind"))
        let name = try root["name"]?.optionalString()
        do throws(FieldError) {
            return try PlanningGame(
                name: name, topics: topics, rounds: rounds, quality: quality, cost: cost, memory: memory,
                initial: initial, gap: gap, link: link)
        } catch {
            throw FileError(file: node.file, under: node.path, error)
        }
    }

    private static func gap(_ node: JSONNode) throws(FileError) -> Gap {
        guard case .object(let members) = node.value else { throw node.error(expected: "an object with a shape") }
        let words = Gap.Shape.allCases.map { FileError.quote($0.rawValue) }.joined(separator: ", ")
        guard let word = members["shape"] else { throw node.child("shape", .null).error(expected: "one of \(words)", found: "nothing") }
        let shape = try node.child("shape", word).word(Gap.Shape.self)
        if shape == .table {
            let object = try node.object(["shape", "values"])
            var tables: [[Double]] = []
            for list in try object.required("values", expected: "a list of numbers for each topic").elements() {
                tables.append(try list.numbers())
            }
            return .table(tables)
        }
        let object = try node.object(["shape", "initial", "floor", "rate"] + (shape == .power ? ["exponent"] : []))
        let expected = "a number, or one for each topic"
        let initial = try object.required("initial", expected: expected).perTopic()
        let rate = try object.required("rate", expected: expected).perTopic()
        let floor = try object["floor"]?.perTopic() ?? 0
        switch shape {
        case .power: return .power(initial: initial, floor: floor, rate: rate, exponent: try object["exponent"]?.perTopic() ?? 1)
        case .linear: return .linear(initial: initial, floor: floor, rate: rate)
        case .exponential, .table: return .exponential(initial: initial, floor: floor, rate: rate)
        }
    }

    private static func link(_ node: JSONNode) throws(FileError) -> Link {
        let object = try node.object(["kind", "scale"])
        let kind = try object.required("kind", expected: "a word").word(Link.Kind.self)
        return Link(kind, scale: try object["scale"]?.number() ?? 1)
    }

    /// The game as text: every number as many times as there are topics, so that it reads back as an equal game.
    public static func json(_ game: PlanningGame) -> String {
        var json = JSONWriter()
        describe(game, &json)
        json.close()
        return json.text
    }

    static func describe(_ game: PlanningGame, _ json: inout JSONWriter) {
        json.string("schema", schema)
        if let name = game.name { json.string("name", name) }
        json.integer("topics", game.topics)
        json.integer("rounds", game.rounds)
        json.numbers("quality", game.quality)
        json.numbers("cost", game.cost)
        json.numbers("memory", game.memory)
        json.numbers("initial", game.initial)
        json.object("gap") { json in
            json.string("shape", game.gap.shape.rawValue)
            switch game.gap {
            case .exponential(let initial, let floor, let rate), .linear(let initial, let floor, let rate):
                json.perTopic("initial", initial)
                json.perTopic("floor", floor)
                json.perTopic("rate", rate)
            case .power(let initial, let floor, let rate, let exponent):
                json.perTopic("initial", initial)
                json.perTopic("floor", floor)
                json.perTopic("rate", rate)
                json.perTopic("exponent", exponent)
            case .table(let values):
                json.words("values", values.map { "[" + $0.map(JSONWriter.number).joined(separator: ", ") + "]" })
            }
        }
        json.object("link") { json in
            json.string("kind", game.link.kind.rawValue)
            json.number("scale", game.link.scale)
        }
    }
}

extension JSONNode {
    /// One number for all topics, or a list of one for each.
    func perTopic() throws(FileError) -> PerTopic {
        isList ? PerTopic(try numbers()) : PerTopic(try number(expected: "a number, or one for each topic"))
    }

    func number(expected: String) throws(FileError) -> Double {
        guard case .number(let number) = value, number.isFinite else { throw error(expected: expected) }
        return number
    }

    /// A string, or null for none.
    func optionalString() throws(FileError) -> String? { isNull ? nil : try string() }
}
