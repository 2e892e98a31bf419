import NumericCore

/// Games with assistants as files: `nashbench/agents/1`.
///
/// Keys: `players`, `actions` (a list of names for each), `states` [{name, probability}], `payoffs`[i][state][a1]...[an],
/// `information`[i][state] (the number of a cell), `assistants`[i] = null or {information[state], cost, utility[state][message]} (at least as many
/// messages as cells),
/// `society`[state][a1]...[an], `beliefs` (rational, credulous), `concept` (extreme, pure, lemke-howson, sequence-form), `name`; the last four and
/// `assistants` may be left out, as may an assistant's `cost` (0) and `utility` (it tells the truth). A JSON number is read as a double
/// and taken for the shortest decimal of that double, 0.1 for 1/10 as 0.10000000000000000001 is; strings `"p/q"` and `"0.1"` are taken as
/// they are written, and for a double that stands for no fraction where their digits do not fit 128 bits.
///
/// With `"kind": "binary auction"` the file holds `highProbability`, `accuracy` and `assistants` [true, true] instead: a
/// ``BinaryAuction``.
public enum AgentsFile {
    static let schema = "nashbench/agents/1"

    /// What a file holds.
    public enum Content: Sendable {
        /// A finite game and the concept it asks for, if any.
        case game(AssistedGame, name: String?, concept: Concept?)
        /// An auction solved in closed form.
        case auction(BinaryAuction, name: String?)
    }

    /// - Throws: ``FileError`` naming the file, the key path, what was expected and what was found.
    /// - Complexity: O(bytes)
    public static func read(_ path: String) throws(FileError) -> Content { try read(FileBytes(path)) }

    /// The same of a text.
    package static func read(text: String, named file: String) throws(FileError) -> Content {
        try read(FileBytes(text.utf8, named: file))
    }

    private static func read(_ bytes: FileBytes) throws(FileError) -> Content {
        let document = try JSONParser.document(bytes)
        try document.document(schema: schema)
        guard case .object(let members) = document.value, let kind = members["kind"] else { return try game(document) }
        let node = document.child("kind", kind)
        switch try node.string() {
        case "game": return try game(document)
        case "binary auction": return try auction(document)
        default: throw node.error(expected: "\"game\" or \"binary auction\"")
        }
    }

    private static func auction(_ document: JSONNode) throws(FileError) -> Content {
        let root = try document.object(["schema", "kind", "name", "highProbability", "accuracy", "assistants"])
        let high = try root.required("highProbability", expected: "a number in (0, 1)")
        let accuracy = try root.required("accuracy", expected: "a number in [1/2, 1]")
        let (h, q) = (try high.gameNumber(), try accuracy.gameNumber())
        guard h.value > 0, h.value < 1 else { throw high.error(expected: "a number in (0, 1)") }
        guard q.value >= 0.5, q.value <= 1 else { throw accuracy.error(expected: "a number in [1/2, 1]") }
        var assisted = (true, true)
        if let node = root["assistants"] {
            let flags = try node.elements(expected: "true or false for each of the two bidders")
            guard flags.count == 2 else { throw node.error(expected: "true or false for each of the two bidders") }
            assisted = (try flags[0].bool(), try flags[1].bool())
        }
        guard let found = BinaryAuction(highProbability: h, accuracy: q, assisted: assisted) else {
            throw document.error(expected: "an auction whose equilibrium can be computed")
        }
        return .auction(found, name: try root["name"]?.string())
    }

    private static func game(_ document: JSONNode) throws(FileError) -> Content {
        let keys = [
            "schema", "kind", "name", "players", "actions", "states", "payoffs", "information", "assistants", "society", "beliefs", "concept",
        ]
        let root = try document.object(keys)
        let players = try root.required("players", expected: "a list of names").strings()
        var actions: [[String]] = []
        for node in try root.required("actions", expected: "a list of names for each player").elements() {
            actions.append(try node.strings())
            if actions.last?.isEmpty == true { throw node.error(expected: "at least one action", found: "none") }
        }
        guard players.isEmpty || actions.count == players.count else {
            throw FileError(
                file: document.file, field: "actions", expected: "\(players.count) lists, as there are players", found: "\(actions.count)")
        }
        var states: [(name: String, probability: ExactNumber)] = []
        for node in try root.required("states", expected: "a list of states {name, probability}").elements() {
            let state = try node.object(["name", "probability"])
            states.append((
                try state["name"]?.string() ?? "\(states.count)",
                try state.required("probability", expected: "a number").gameNumber()
            ))
        }
        let shape = actions.map(\.count)
        var payoffs: [[[ExactNumber]]] = []
        for node in try root.required("payoffs", expected: "a table for each player").elements() { payoffs.append(try table(node, shape)) }
        var information: [[Int]] = []
        for node in try root.required("information", expected: "a list of cells for each player").elements() {
            information.append(try node.integers())
        }
        var assistants: [Assistant?] = players.map { _ in nil }
        if let node = root["assistants"] {
            assistants = []
            for element in try node.elements() { assistants.append(element.isNull ? nil : try assistant(element)) }
        }
        do {
            let game = try AssistedGame(
                players: players, actions: actions, states: states, payoffs: payoffs, information: information, assistants: assistants,
                society: try root["society"].map { node throws(FileError) in try table(node, shape) },
                beliefs: try root["beliefs"]?.word(Beliefs.self) ?? .rational)
            return .game(game, name: try root["name"]?.string(), concept: try root["concept"]?.word(Concept.self))
        } catch let error as FieldError {
            throw FileError(file: document.file, error)
        } catch let error as FileError {
            throw error
        } catch {
            throw document.error(expected: "a game", found: "\(error)")
        }
    }

    private static func assistant(_ node: JSONNode) throws(FileError) -> Assistant {
        let object = try node.object(["information", "cost", "utility"])
        let information = try object.required("information", expected: "a list of cells").integers()
        let cost = try object["cost"]?.gameNumber() ?? 0
        guard let utility = object["utility"], !utility.isNull else { return Assistant(information: information, cost: cost) }
        var rows: [[ExactNumber]] = []
        for row in try utility.elements() {
            var numbers: [ExactNumber] = []
            for entry in try row.elements() { numbers.append(try entry.gameNumber()) }
            rows.append(numbers)
        }
        return Assistant(information: information, cost: cost, utility: rows)
    }

    /// A row for each state, the players' actions nested in their order, laid end to end.
    private static func table(_ node: JSONNode, _ shape: [Int]) throws(FileError) -> [[ExactNumber]] {
        var rows: [[ExactNumber]] = []
        for state in try node.elements(expected: "a table for each state") {
            var row: [ExactNumber] = []
            try gather(state, shape[...], into: &row)
            rows.append(row)
        }
        return rows
    }

    private static func gather(_ node: JSONNode, _ shape: ArraySlice<Int>, into row: inout [ExactNumber]) throws(FileError) {
        guard let count = shape.first else { return row.append(try node.gameNumber()) }
        let entries = try node.elements(expected: "\(count) entries, one an action")
        guard entries.count == count else { throw node.error(expected: "\(count) entries, one an action", found: "\(entries.count)") }
        for entry in entries { try gather(entry, shape.dropFirst(), into: &row) }
    }
}

extension JSONNode {
    /// A number, or a string with a decimal or a fraction.
    fileprivate func gameNumber() throws(FileError) -> ExactNumber {
        if case .string(let text) = value {
            guard let number = ExactNumber(text) else { throw error(expected: "a number or a string \"p/q\"") }
            return number
        }
        guard case .number(let number) = value, number.isFinite else { throw error(expected: "a number or a string \"p/q\"") }
        return ExactNumber(number)
    }

    fileprivate func integers() throws(FileError) -> [Int] {
        var integers: [Int] = []
        for element in try elements(expected: "a list of integers") { integers.append(try element.integer()) }
        return integers
    }
}
