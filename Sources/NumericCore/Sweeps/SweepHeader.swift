/// The first line of a sweep's file: what was varied in which game. A file is only ever continued by the same sweep.
public struct SweepHeader: Sendable, Equatable {
    /// The schema string, with its version.
    public static let schema = "nashbench/sweep/2"

    /// One parameter and its values, in the grid's order.
    public struct Axis: Sendable, Equatable {
        /// Key path in a game file.
        public var field: String
        /// Whether values replace or multiply.
        public var operation: ParameterGrid.Operation
        /// In the order of the points.
        public var values: [Double]

        /// `market.alpha` where set, `market.alpha x` where scaled.
        public var label: String { operation == .set ? field : "\(field) x" }
    }

    /// ``schema``, as read.
    public var schema: String
    /// Digest of the game before any change.
    public var game: String
    /// The game's name, where it has one.
    public var name: String?
    /// `human-only`, `exclusive` or `inclusive`.
    public var competition: String
    /// n
    public var creators: Int
    /// K
    public var topics: Int
    /// K names, where the game has them.
    public var topicNames: [String]?
    /// Slowest first.
    public var axes: [Axis]
    /// Number of points of the whole grid.
    public var points: Int
    /// The tolerance that `converged` means.
    public var tolerance: Double
    /// ``KernelTarget/arithmetic`` of the kernels: points of one file have the bits of one arithmetic.
    public var kernels: String
    /// Of random starts of best responses; nil unless the game is inclusive. A string in files, where numbers end at 2^53.
    public var seed: UInt64?

    /// - Throws: ``FieldError`` where no kernel target is available.
    public init(of contest: Contest, over grid: ParameterGrid, settings: Settings, seed: UInt64 = InclusiveSettings().seed) throws(FieldError) {
        kernels = try KernelTarget.active().arithmetic
        schema = Self.schema
        game = contest.fingerprint
        name = contest.name
        competition = contest.competition.rawValue
        creators = contest.creators
        topics = contest.topics
        topicNames = contest.topicNames
        axes = grid.axes.map { Axis(field: "\($0.field)", operation: $0.operation, values: $0.values) }
        points = grid.count
        tolerance = settings.tolerance
        self.seed = contest.competition == .inclusive ? seed : nil
    }

    /// Reads the line that ``line`` writes.
    /// - Throws: `FileError` naming the key path.
    init(_ node: JSONNode) throws(FileError) {
        try node.document(schema: Self.schema)
        let root = try node.object([
            "schema", "game", "name", "competition", "creators", "topics", "topicNames", "axes", "points", "tolerance", "kernels", "seed",
        ])
        func count(_ key: String) throws(FileError) -> Int {
            let found = try root.required(key, expected: "a count")
            guard try found.integer() > 0 else { throw found.error(expected: "a count of at least 1") }
            return try found.integer()
        }
        schema = Self.schema
        game = try root.required("game", expected: "a digest").string()
        name = try root["name"]?.string()
        competition = try root.required("competition", expected: "a competition").string()
        creators = try count("creators")
        topics = try count("topics")
        topicNames = try root["topicNames"]?.strings()
        if let found = topicNames?.count, found != topics {
            throw FileError(file: node.file, field: "topicNames", expected: "\(topics) names", found: "\(found)")
        }
        axes = []
        for axis in try root.required("axes", expected: "a list of axes").elements() { axes.append(try Axis(axis)) }
        points = try count("points")
        tolerance = try root.required("tolerance", expected: "a number").number()
        let arithmetic = try root.required("kernels", expected: "\"fused\" or \"portable\"")
        kernels = try arithmetic.string()
        seed = try root["seed"].map { node throws(FileError) in
            guard let seed = UInt64(try node.string()) else { throw node.error(expected: "a whole number in quotes") }
            return seed
        }
        guard ["fused", "portable"].contains(kernels) else { throw arithmetic.error(expected: "\"fused\" or \"portable\"") }
    }

    /// The header as one line of JSON, keys always in this order, no line end.
    public var line: String {
        var members = LineMembers()
        members.add("schema", JSONWriter.quoted(schema))
        members.add("game", JSONWriter.quoted(game))
        if let name { members.add("name", JSONWriter.quoted(name)) }
        members.add("competition", JSONWriter.quoted(competition))
        members.add("creators", "\(creators)")
        members.add("topics", "\(topics)")
        if let topicNames { members.add("topicNames", LineMembers.list(topicNames.map(JSONWriter.quoted))) }
        members.add("axes", LineMembers.list(axes.map { axis in
            var inner = LineMembers()
            inner.add("field", JSONWriter.quoted(axis.field))
            inner.add("operation", JSONWriter.quoted(axis.operation.rawValue))
            inner.add("values", LineMembers.list(axis.values.map(JSONWriter.number)))
            return inner.object
        }))
        members.add("points", "\(points)")
        members.add("tolerance", JSONWriter.number(tolerance))
        members.add("kernels", JSONWriter.quoted(kernels))
        if let seed { members.add("seed", JSONWriter.quoted("\(seed)")) }
        return members.object
    }

    /// What keeps a file with this header from being continued by another sweep: field, expected and found; nil where
    /// nothing does.
    func difference(from other: SweepHeader) -> (field: String, expected: String, found: String)? {
        if game != other.game { return ("game", "the game \(other.game)", "another game, \(game)") }
        if axes != other.axes {
            func text(_ axes: [Axis]) -> String {
                axes.map { "\($0.label) with \($0.values.count) values from \($0.values.first ?? .nan) to \($0.values.last ?? .nan)" }
                    .joined(separator: " and ")
            }
            return ("axes", text(other.axes), "another grid: \(text(axes))")
        }
        if tolerance != other.tolerance { return ("tolerance", "\(other.tolerance)", "\(tolerance)") }
        if seed != other.seed { return ("seed", other.seed.map { "\($0)" } ?? "none", seed.map { "\($0)" } ?? "none") }
        if kernels != other.kernels {
            return (
                "kernels", "points of the \(other.kernels) kernels, which run here",
                "points of the \(kernels) kernels, whose last bits differ (NASHBENCH_KERNEL chooses the kernels)"
            )
        }
        return nil
    }
}

extension SweepHeader.Axis {
    fileprivate init(_ node: JSONNode) throws(FileError) {
        let axis = try node.object(["field", "operation", "values"])
        field = try axis.required("field", expected: "a key path of a game").string()
        operation = try axis.required("operation", expected: "\"set\" or \"scale\"").word(ParameterGrid.Operation.self)
        values = try axis.required("values", expected: "a list of numbers").numbers()
    }
}

/// Members of a JSON object on one line, in the order they are added: equal sweeps write equal bytes.
package struct LineMembers {
    private var members: [String] = []

    package init() {}

    package mutating func add(_ key: String, _ value: String) { members.append("\(JSONWriter.quoted(key)):\(value)") }

    package var object: String { "{\(members.joined(separator: ","))}" }

    package static func list(_ items: [String]) -> String { "[\(items.joined(separator: ","))]" }
}
