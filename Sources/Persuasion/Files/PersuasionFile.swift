import NumericCore

/// A problem of persuasion as a file says it.
public enum PersuasionProblem: Sendable, Equatable {
    /// `threshold queries`: at most so many, and what each costs where that is asked.
    case thresholds(PrivateTypes, queries: Int, cost: Double?)
    /// `partition queries`: at most so many of those that are given.
    case partitions(PartitionQueries, queries: Int)
    /// `finite persuasion` of a receiver.
    case finite(FinitePersuasion)
    /// `finite persuasion` of several types under one public message.
    case publicMessage(PublicPersuasion)
}

/// Problems of persuasion as files: `nashbench/persuasion/1`.
///
/// ```json
/// { "schema": "nashbench/persuasion/1", "kind": "threshold queries", "types": [0.1, 0.2, 0.3, 0.4], "queries": 3, "cost": 0.03 }
/// { "schema": "nashbench/persuasion/1", "kind": "partition queries", "types": [0.2, 0.25, 0.45, 0.5], "partitions": [[1, 0, 1, 0], [1, 0, 0, 1]] }
/// { "schema": "nashbench/persuasion/1", "kind": "finite persuasion", "prior": [0.6, 0.4], "sender": [[0, 1], [0, 1]], "receiver": [[0, -1], [0, 1]] }
/// ```
/// `types`: probabilities of state 1, ascending; `weights`: theirs, with sum 1, equal unless given. `queries`: cuts at most (0 unless given; all partitions for
/// those). `partitions`[q][type]: the cell, an integer. `sender` and `receiver`: rows are states, columns actions. `name` is optional.
/// Of `finite persuasion`, `types` [{`weight`, `prior`}] in place of `prior`: several types of receivers, each with its belief, who all hear one public message.
public enum PersuasionFile {
    static let schema = "nashbench/persuasion/1"

    enum Kind: String, CaseIterable {
        case thresholds = "threshold queries"
        case partitions = "partition queries"
        case finite = "finite persuasion"

        var keys: [String] {
            let own =
                switch self {
                case .thresholds: ["types", "weights", "queries", "cost"]
                case .partitions: ["types", "weights", "queries", "partitions"]
                case .finite: ["prior", "types", "sender", "receiver"]
                }
            return ["schema", "name", "kind"] + own
        }
    }

    /// The problem in a file, and its name.
    /// - Throws: `FileError` naming the file, the key path, what was expected and what was found.
    public static func read(_ path: String) throws(FileError) -> (problem: PersuasionProblem, name: String?) {
        let document = try JSONParser.document(FileBytes(path))
        try document.document(schema: schema)
        guard case .object(let members) = document.value, let kind = members["kind"] else {
            throw document.child("kind", .null).error(expected: "one of \(Kind.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", "))", found: "nothing")
        }
        let word = try document.child("kind", kind).word(Kind.self)
        let root = try document.object(word.keys)
        let problem: PersuasionProblem
        switch word {
        case .thresholds:
            let cost = try root["cost"]?.number()
            if let cost, cost < 0, let node = root["cost"] { throw node.error(expected: "a finite number >= 0", found: "\(cost)") }
            problem = .thresholds(try types(root), queries: try queries(root) ?? 0, cost: cost)
        case .partitions:
            let types = try types(root)
            var partitions: [[Int]] = []
            for node in try root.required("partitions", expected: "a list of lists of cells").elements(expected: "a list of lists of cells") {
                var cells: [Int] = []
                for cell in try node.elements(expected: "a list of cells") { cells.append(try cell.integer()) }
                partitions.append(cells)
            }
            let given = try placed(path) { () throws(FieldError) in try PartitionQueries(types: types, partitions: partitions) }
            problem = .partitions(given, queries: try queries(root) ?? partitions.count)
        case .finite:
            if let types = root["types"] {
                if let prior = root["prior"] { throw prior.error(expected: "either prior or types, each with a prior of its own", found: "both") }
                problem = .publicMessage(try publicMessage(types, root))
                break
            }
            let prior = try root.required("prior", expected: "a list of probabilities").numbers()
            let (sender, receiver) = (try matrix("sender", root), try matrix("receiver", root))
            problem = .finite(try placed(path) { () throws(FieldError) in try FinitePersuasion(prior: prior, sender: sender, receiver: receiver) })
        }
        return (problem, try root["name"]?.string())
    }

    private static func types(_ root: JSONObject) throws(FileError) -> PrivateTypes {
        let probabilities = try root.required("types", expected: "a list of probabilities").numbers()
        let weights = try root["weights"]?.numbers()
        return try placed(root.node.file) { () throws(FieldError) in try PrivateTypes(probabilities: probabilities, weights: weights) }
    }

    /// Types that all hear one message.
    private static func publicMessage(_ node: JSONNode, _ root: JSONObject) throws(FileError) -> PublicPersuasion {
        let expected = "a list of types {weight, prior}"
        var types: [PublicPersuasion.Receiver] = []
        for element in try node.elements(expected: expected) {
            let type = try element.object(["weight", "prior"])
            types.append(
                PublicPersuasion.Receiver(
                    weight: try type.required("weight", expected: "a number >= 0").number(),
                    prior: try type.required("prior", expected: "a list of probabilities").numbers()))
        }
        let (sender, receiver) = (try matrix("sender", root), try matrix("receiver", root))
        return try placed(root.node.file) { () throws(FieldError) in try PublicPersuasion(types: types, sender: sender, receiver: receiver) }
    }

    private static func queries(_ root: JSONObject) throws(FileError) -> Int? {
        guard let node = root["queries"] else { return nil }
        let queries = try node.integer()
        guard queries >= 0 else { throw node.error(expected: "an integer >= 0") }
        return queries
    }

    private static func matrix(_ key: String, _ root: JSONObject) throws(FileError) -> [[Double]] {
        var rows: [[Double]] = []
        for row in try root.required(key, expected: "a list of rows, one for each state").elements(expected: "a list of rows, one for each state") {
            rows.append(try row.numbers())
        }
        return rows
    }

    /// A model's faults, placed in its file.
    package static func placed<Value>(_ file: String, _ body: () throws(FieldError) -> Value) throws(FileError) -> Value {
        do { return try body() } catch { throw FileError(file: file, error) }
    }
}
