/// The file of a trajectory, JSON Lines: a header with what moved and how it ended, then one line a record.
///
/// ```swift
/// let stored = StoredTrajectory(trajectory, of: contest, seed: 1)
/// try stored.write(to: "trajectory.jsonl")
/// try StoredTrajectory.read("trajectory.jsonl") == stored   // true
/// ```
public struct StoredTrajectory: Sendable, Equatable {
    /// The schema string, with its version.
    public static let schema = "nashbench/trajectory/1"

    /// The game's name, where it has one.
    public var name: String?
    /// n
    public var creators: Int
    /// K
    public var topics: Int
    /// K names, where the game has them.
    public var topicNames: [String]?
    /// `mirror-euclidean`, `mirror-entropic`, `gradient` or `best-response`.
    public var dynamics: String
    /// `exact` or `bandit`.
    public var feedback: String
    /// Of best responses `sequential`, `simultaneous` or `damped`; of bandit feedback `one-point` or `residual`.
    public var rule: String?
    /// `constant:0.1`, `power:1:0.5` or `adaptive:1`.
    public var schedule: String
    /// Of the random numbers; nil where there are none.
    public var seed: UInt64?
    /// How it ended: ``Trajectory/End/word``.
    public var end: String
    /// Of a cycle, its steps.
    public var period: Int?
    /// Why there was nothing to simulate.
    public var reason: String?
    /// Steps made.
    public var steps: Int
    /// Rising in the step. Numbers that JSON cannot hold are NaN.
    public var records: [Trajectory.Record]

    /// What a file keeps of a trajectory: all but the efforts.
    public init(_ trajectory: Trajectory, of contest: Contest, seed: UInt64) {
        name = contest.name
        creators = contest.creators
        topics = contest.topics
        topicNames = contest.topicNames
        dynamics = trajectory.dynamics.word
        switch trajectory.dynamics {
        case .mirrorDescent(_, .bandit(let bandit)): (feedback, rule, self.seed) = ("bandit", bandit.estimate.rawValue, seed)
        case .bestResponse(let order): (feedback, rule, self.seed) = ("exact", order.rawValue, nil)
        default: (feedback, rule, self.seed) = ("exact", nil, nil)
        }
        schedule = trajectory.schedule.word
        end = trajectory.end.word
        if case .cycle(let steps) = trajectory.end { period = steps }
        reason = trajectory.reason
        steps = trajectory.steps
        records = trajectory.records
    }

    /// The file's text: keys always in this order, a line end after each line.
    public var text: String {
        var header = LineMembers()
        header.add("schema", JSONWriter.quoted(Self.schema))
        if let name { header.add("name", JSONWriter.quoted(name)) }
        header.add("creators", "\(creators)")
        header.add("topics", "\(topics)")
        if let topicNames { header.add("topicNames", LineMembers.list(topicNames.map(JSONWriter.quoted))) }
        header.add("dynamics", JSONWriter.quoted(dynamics))
        header.add("feedback", JSONWriter.quoted(feedback))
        if let rule { header.add("rule", JSONWriter.quoted(rule)) }
        header.add("schedule", JSONWriter.quoted(schedule))
        if let seed { header.add("seed", "\(seed)") }
        header.add("end", JSONWriter.quoted(end))
        if let period { header.add("period", "\(period)") }
        if let reason { header.add("reason", JSONWriter.quoted(reason)) }
        header.add("steps", "\(steps)")
        header.add("records", "\(records.count)")
        return ([header.object] + records.map(\.line)).map { $0 + "\n" }.joined()
    }

    /// Writes the file beside its place, then puts it there.
    /// - Throws: ``FileError`` where it cannot be written.
    public func write(to path: String) throws(FileError) {
        let outputs = OutputFiles()
        try outputs.add(path).write(text)
        try outputs.commit()
    }

    /// Reads a file that ``write(to:)`` wrote.
    /// - Throws: ``FileError`` naming the line, and the key path in it.
    /// - Complexity: O(bytes).
    public static func read(_ path: String) throws(FileError) -> StoredTrajectory { try parse(FileBytes(path)) }

    static func parse(_ contents: FileBytes) throws(FileError) -> StoredTrajectory {
        var lines = contents.wholeLines.lines
        guard let first = lines.popFirst() else {
            throw FileError(
                file: contents.file, field: "line 1", expected: "the header of a trajectory (schema \(schema))", found: "no whole line")
        }
        var (stored, count) = try contents.atLine(1, first) { node throws(FileError) in try header(node) }
        for line in lines {
            let number = stored.records.count + 2
            let record = try contents.atLine(number, line) { node throws(FileError) in
                let record = try Trajectory.Record(node, topics: stored.topics)
                if let last = stored.records.last, record.step <= last.step {
                    throw FileError(file: contents.file, field: "step", expected: "a step after \(last.step)", found: "\(record.step)")
                }
                return record
            }
            stored.records.append(record)
        }
        guard stored.records.count == count else {
            throw FileError(file: contents.file, expected: "\(count) records", found: "\(stored.records.count)")
        }
        return stored
    }

    private static func header(_ node: JSONNode) throws(FileError) -> (StoredTrajectory, records: Int) {
        try node.document(schema: schema)
        let root = try node.object([
            "schema", "name", "creators", "topics", "topicNames", "dynamics", "feedback", "rule", "schedule", "seed", "end", "period",
            "reason", "steps", "records",
        ])
        func count(_ key: String, atLeast least: Int) throws(FileError) -> Int {
            let found = try root.required(key, expected: "a count")
            guard try found.integer() >= least else { throw found.error(expected: "a count of at least \(least)") }
            return try found.integer()
        }
        func word(_ key: String) throws(FileError) -> String { try root.required(key, expected: "a word").string() }
        let stored = StoredTrajectory(
            name: try root["name"]?.string(), creators: try count("creators", atLeast: 1), topics: try count("topics", atLeast: 1),
            topicNames: try root["topicNames"]?.strings(), dynamics: try word("dynamics"), feedback: try word("feedback"),
            rule: try root["rule"]?.string(), schedule: try word("schedule"), seed: try root["seed"].map { node throws(FileError) in try seed(node) },
            end: try word("end"), period: try root["period"]?.integer(), reason: try root["reason"]?.string(),
            steps: try count("steps", atLeast: 0))
        if let names = stored.topicNames, names.count != stored.topics {
            throw FileError(file: node.file, field: "topicNames", expected: "\(stored.topics) names", found: "\(names.count)")
        }
        return (stored, try count("records", atLeast: 0))
    }

    private static func seed(_ node: JSONNode) throws(FileError) -> UInt64 {
        guard let seed = UInt64(exactly: try node.number()) else { throw node.error(expected: "an integer >= 0") }
        return seed
    }

    private init(
        name: String?, creators: Int, topics: Int, topicNames: [String]?, dynamics: String, feedback: String, rule: String?,
        schedule: String, seed: UInt64?, end: String, period: Int?, reason: String?, steps: Int
    ) {
        (self.name, self.creators, self.topics, self.topicNames) = (name, creators, topics, topicNames)
        (self.dynamics, self.feedback, self.rule, self.schedule, self.seed) = (dynamics, feedback, rule, schedule, seed)
        (self.end, self.period, self.reason, self.steps) = (end, period, reason, steps)
        records = []
    }
}
