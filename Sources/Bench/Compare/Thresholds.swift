import NumericCore

/// How much slower a task may get before that is a regression: `nashbench/thresholds/1`.
///
/// ```json
/// { "schema": "nashbench/thresholds/1", "noise": 0.05, "allowedRatio": 1.25,
///   "tasks": { "solve": 1.15, "solve E17": 1.1, "rival:": null } }
/// ```
public struct Thresholds: Sendable, Equatable {
    /// The only schema this version reads.
    public static let schema = "nashbench/thresholds/1"

    /// Changes of a median below this relative size count as noise whatever their interval says: two runs on one machine
    /// differ by more than their samples tell (memory placement, other users, clock frequency).
    public let noise: Double
    /// Largest ratio of medians, after over before, that is no regression.
    public let allowedRatio: Double
    /// The same for a task, for a task and a family with a space between, or, with a colon at its end, for all tasks that begin
    /// with it; infinite (null in a file) where there is no limit.
    public let tasks: [String: Double]

    /// - Parameters:
    ///   - noise: 0 or more.
    ///   - allowedRatio: 1 or more.
    public init(noise: Double = 0.05, allowedRatio: Double = 1.25, tasks: [String: Double] = [:]) {
        self.noise = noise
        self.allowedRatio = allowedRatio
        self.tasks = tasks
    }

    /// What holds for a task of a family: the entry for both, else that of the task, else that of its kind, else the default.
    public func allowedRatio(task: String, family: String?) -> Double {
        let kind = task.firstIndex(of: ":").map { String(task[...$0]) }
        return family.flatMap { tasks["\(task) \($0)"] } ?? tasks[task] ?? kind.flatMap { tasks[$0] } ?? allowedRatio
    }

    /// Reads a file strictly: unknown keys, tasks and families, missing keys and ratios below 1 are refused.
    /// - Throws: ``FileError`` naming the line or the key path.
    public static func read(_ path: String) throws(FileError) -> Thresholds { try parse(FileBytes(path)) }

    /// The same from text in memory; `file` is what errors name.
    public static func parse(_ text: String, named file: String) throws(FileError) -> Thresholds {
        try parse(FileBytes(Array(text.utf8), named: file))
    }

    private static func parse(_ contents: FileBytes) throws(FileError) -> Thresholds {
        let document = try JSONParser.document(contents)
        try document.document(schema: schema)
        let root = try document.object(["schema", "noise", "allowedRatio", "tasks"])
        let noise = try root.required("noise", expected: "a number >= 0")
        guard try noise.number() >= 0 else { throw noise.error(expected: "a number >= 0") }
        let allowed = try ratio(root.required("allowedRatio", expected: "a number >= 1"))
        var tasks: [String: Double] = [:]
        if let node = root["tasks"] {
            guard case .object(let members) = node.value else { throw node.error(expected: "an object of numbers >= 1 or nulls") }
            for (key, member) in members.sorted(by: { $0.key < $1.key }) {
                let child = node.child(key, member)
                guard isKnown(key) else {
                    throw child.error(expected: "a task, a task and a family, rival:NAME or process:NAME", found: "an unknown task or family")
                }
                tasks[key] = child.isNull ? .infinity : try ratio(child)
            }
        }
        return Thresholds(noise: try noise.number(), allowedRatio: allowed, tasks: tasks)
    }

    /// Whether there can be results that a key is for.
    private static func isKnown(_ key: String) -> Bool {
        let words = key.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        if words.count == 2, GameFamily(rawValue: words[1]) == nil { return false }
        if let colon = words[0].firstIndex(of: ":") { return ["rival:", "process:"].contains(String(words[0][...colon])) }
        return TaskName(rawValue: words[0]) != nil
    }

    private static func ratio(_ node: JSONNode) throws(FileError) -> Double {
        let ratio = try node.number()
        guard ratio >= 1 else { throw node.error(expected: "a number >= 1") }
        return ratio
    }
}
