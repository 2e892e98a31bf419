import NumericCore

/// A plan read back, with what its file claims of it; ``PlanVerdict`` says what is true of that.
public struct StoredPlan: Sendable {
    /// The runs.
    public var plan: Plan
    /// What the file says the plan pays.
    public var value: Double
    /// The upper bound that the file states.
    public var bound: Double?
    /// How planning ended.
    public var status: PlanStatus
    /// What found the plan.
    public var method: PlanMethod
    /// The price on rounds behind the file's bound.
    public var lambda: Double?
    /// The multipliers of the best arm bound in the file.
    public var armPrices: ArmPrices?
    /// One price a round: those of the plain arm bound.
    public var roundPrices: [Double]?
}

extension PlanFile {
    /// Reads a plan of a game.
    /// - Throws: ``FileError`` naming the key path; also where topics or rounds are not the game's.
    /// - Complexity: O(bytes).
    public static func read(_ path: String, of game: PlanningGame) throws(FileError) -> StoredPlan {
        let document = try JSONParser.document(FileBytes(path))
        try document.document(schema: schema)
        let root = try document.object(keys)
        for (key, count) in [("topics", game.topics), ("rounds", game.rounds)] {
            let node = try root.required(key, expected: "\(count), as in the game")
            guard try node.integer() == count else { throw node.error(expected: "\(count), as in the game") }
        }
        let runs = try root.required("runs", expected: "pairs of a topic and a number of rounds")
        let plan = try plan(runs)
        do throws(FieldError) {
            try plan.validate(for: game)
        } catch {
            throw FileError(file: path, error)
        }
        return StoredPlan(
            plan: plan, value: try root.required("value", expected: "a number").number(), bound: try root["bound"]?.numberOrNull(),
            status: try root.required("status", expected: "a status").word(PlanStatus.self),
            method: try root.required("method", expected: "a method").word(PlanMethod.self), lambda: try root["lambda"]?.number(),
            armPrices: try root["armPrices"].map { node throws(FileError) in try armPrices(node, of: game) },
            roundPrices: try root["roundPrices"]?.numbers(count: game.rounds))
    }

    private static func armPrices(_ node: JSONNode, of game: PlanningGame) throws(FileError) -> ArmPrices {
        let object = try node.object(["edges", "perRound", "perTopic"])
        func numbers(_ key: String, count: Int?) throws(FileError) -> [Double] {
            try object.required(key, expected: "a list of numbers").numbers(count: count)
        }
        let edges = try numbers("edges", count: nil)
        let prices = edges.count * game.rounds
        return ArmPrices(
            rounds: game.rounds, topics: game.topics, edges: edges, perRound: try numbers("perRound", count: prices),
            perTopic: try numbers("perTopic", count: prices * game.topics))
    }

    private static func plan(_ node: JSONNode) throws(FileError) -> Plan {
        var plan = Plan()
        for run in try node.elements(expected: "pairs of a topic and a number of rounds") {
            let pair = try run.elements(expected: "a topic and a number of rounds")
            guard pair.count == 2 else { throw run.error(expected: "a topic and a number of rounds", found: "\(pair.count) values") }
            let (topic, rounds) = (try pair[0].integer(), try pair[1].integer())
            guard (1...PlanningGame.longestHorizon).contains(rounds) else { throw pair[1].error(expected: "an integer >= 1") }
            plan.append(topic, rounds: rounds)
        }
        return plan
    }
}
