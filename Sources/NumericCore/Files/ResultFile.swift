/// What the file of an equilibrium says without its game: everything but the efforts.
public struct EquilibriumSummary: Sendable, Equatable {
    /// How the solve ended.
    public let status: Status
    /// n
    public let creators: Int
    /// K
    public let topics: Int
    /// K names; nil where the game has none.
    public let topicNames: [String]?
    /// s_k, K finite values.
    public let totals: [Double]
    /// M alpha s^bt, K finite values.
    public let genAI: [Double]
    /// Payoffs, n values; NaN where null.
    public let utilities: [Double]
    /// As the file gives it; nil where null or missing.
    public let relativeResidual: Double?
    /// The version of nashbench that wrote the file.
    public let version: String?

    /// Reads the summary; a side file with the efforts is not looked for. Of an inclusive game's file the first equilibrium, or the
    /// best profile where there is none, is summarised.
    /// - Throws: ``FileError`` naming the key path.
    init(_ document: JSONNode) throws(FileError) {
        try document.document(schema: EquilibriumFile.schema)
        let (root, profile) = try Self.rootAndProfile(document)
        func count(_ key: String) throws(FileError) -> Int {
            let node = try root.required(key, expected: "a count")
            guard try node.integer() > 0 else { throw node.error(expected: "a count of at least 1") }
            return try node.integer()
        }
        status = try root.required("status", expected: "a status").word(Status.self)
        creators = try count("creators")
        topics = try count("topics")
        let names = root["topicNames"]
        topicNames = try names?.strings()
        if let names, let found = topicNames?.count, found != topics { throw names.error(expected: "\(topics) names", found: "\(found)") }
        totals = try profile.required("totals", expected: "\(topics) numbers").numbers(count: topics)
        genAI = try profile.required("genAI", expected: "\(topics) numbers").numbers(count: topics)
        utilities = try profile.required("utilities", expected: "\(creators) numbers").numbersOrNulls(count: creators)
        relativeResidual = try profile["certificate"]?.object(EquilibriumFile.certificateKeys)["relativeResidual"]?.numberOrNull()
        version = try root["version"]?.string()
    }

    private static func rootAndProfile(_ document: JSONNode) throws(FileError) -> (root: JSONObject, profile: JSONObject) {
        guard case .object(let members) = document.value, members["equilibria"] != nil else {
            let root = try document.object(EquilibriumFile.keys)
            return (root, root)
        }
        let root = try document.object(AdoptionFile.keys)
        let list = try root.required("equilibria", expected: "a list of equilibria")
        guard let first = try list.elements().first ?? root["best"] else { throw list.error(expected: "at least one equilibrium", found: "none") }
        return (root, try first.object(AdoptionFile.profileKeys))
    }
}

/// A file of results of any kind, told apart by its first line: that of a sweep or a trajectory is a whole document.
public enum ResultFile: Sendable {
    case equilibrium(EquilibriumSummary)
    case sweep(StoredSweep)
    case trajectory(StoredTrajectory)

    /// - Throws: ``FileError`` naming the line or the key path.
    /// - Complexity: O(bytes).
    public static func read(_ path: String) throws(FileError) -> ResultFile {
        var inputs = InputFiles()
        return try read(path, inputs: &inputs)
    }

    /// The same; adds the file and those it names to the inputs of a run.
    package static func read(_ path: String, inputs: inout InputFiles) throws(FileError) -> ResultFile {
        inputs.add(path)
        let contents = try FileBytes(path)
        let first = FileBytes(contents.bytes.prefix { $0 != UInt8(ascii: "\n") }, named: path)
        if let line = try? JSONParser.document(first) {
            if (try? line.document(schema: SweepHeader.schema)) != nil { return .sweep(try StoredSweep.parse(contents).sweep) }
            if (try? line.document(schema: StoredTrajectory.schema)) != nil { return .trajectory(try StoredTrajectory.parse(contents)) }
        }
        let document = try JSONParser.document(contents)
        inputs.addSideFiles(of: document)
        return .equilibrium(try EquilibriumSummary(document))
    }
}
