/// What the file of an equilibrium says without its game: everything but the efforts.
public struct EquilibriumSummary: Sendable, Equatable {
    /// How the solve ended.
    public let status: Status
    /// Why not converged.
    public let reason: String?
    /// Of an inclusive game what was searched, in words.
    public let searched: [String]
    /// n
    public let creators: Int
    /// K
    public let topics: Int
    /// n names; nil where the game has none.
    public let creatorNames: [String]?
    /// K names; nil where the game has none.
    public let topicNames: [String]?
    /// s_k, K values; here and below NaN where the file has no profile at all.
    public let totals: [Double]
    /// M alpha s^bt, K values.
    public let genAI: [Double]
    /// Payoffs, n values; NaN where null.
    public let utilities: [Double]
    /// nil unless the game is inclusive.
    public let adoption: Adoption?
    /// What the profile is worth, as the file says; nil where it does not.
    public let certificate: SweepRecord.Certified?
    /// The version of nashbench that wrote the file.
    public let version: String?

    /// Who uses GenAI, in short.
    public struct Adoption: Sendable, Equatable {
        /// Equilibria found, listed or not.
        public let equilibria: Double
        /// The part of eligible cells on GenAI in the profile summarised.
        public let genAIFraction: Double
    }

    /// Reads the summary; a side file with the efforts is not looked for. Of an inclusive game's file the first equilibrium, or the
    /// best profile where there is none, is summarised.
    /// - Throws: ``FileError`` naming the key path.
    init(_ document: JSONNode) throws(FileError) {
        try document.document(schema: EquilibriumFile.schema)
        let (root, found) = try Self.rootAndProfile(document)
        func count(_ key: String) throws(FileError) -> Int {
            let node = try root.required(key, expected: "a count")
            guard try node.integer() > 0 else { throw node.error(expected: "a count of at least 1") }
            return try node.integer()
        }
        status = try root.required("status", expected: "a status").word(Status.self)
        creators = try count("creators")
        topics = try count("topics")
        func names(_ key: String, _ count: Int) throws(FileError) -> [String]? {
            guard let node = root[key] else { return nil }
            let names = try node.strings()
            guard names.count == count else { throw node.error(expected: "\(count) names", found: "\(names.count)") }
            return names
        }
        creatorNames = try names("creatorNames", creators)
        topicNames = try names("topicNames", topics)
        reason = try root["reason"]?.string()
        searched = try root["searched"]?.elements().map { node throws(FileError) in
            try node.object(AdoptionFile.searchedKeys).required("statement", expected: "a sentence").string()
        } ?? []
        version = try root["version"]?.string()
        guard let profile = found else {
            (totals, genAI) = ([Double](repeating: .nan, count: topics), [Double](repeating: .nan, count: topics))
            utilities = [Double](repeating: .nan, count: creators)
            (certificate, adoption) = (nil, nil)
            return
        }
        totals = try profile.required("totals", expected: "\(topics) numbers").numbers(count: topics)
        genAI = try profile.required("genAI", expected: "\(topics) numbers").numbers(count: topics)
        utilities = try profile.required("utilities", expected: "\(creators) numbers").numbersOrNulls(count: creators)
        certificate = try profile["certificate"].map { node throws(FileError) in try SweepRecord.Certified(node) }
        adoption = try root["count"].map { node throws(FileError) in
            Adoption(equilibria: try node.number(), genAIFraction: try profile.required("genAIFraction", expected: "a number").number())
        }
    }

    private static func rootAndProfile(_ document: JSONNode) throws(FileError) -> (root: JSONObject, profile: JSONObject?) {
        guard case .object(let members) = document.value, members["equilibria"] != nil else {
            let root = try document.object(EquilibriumFile.keys)
            return (root, root)
        }
        let root = try document.object(AdoptionFile.keys)
        let list = try root.required("equilibria", expected: "a list of equilibria")
        let first = try list.elements().first ?? root["best"]
        return (root, try first?.object(AdoptionFile.profileKeys))
    }
}

/// A result of an economy with a module of its own, which alone knows its keys: `nashbench/NAME-result/1`.
public struct OtherResult: Sendable {
    /// Which economy's.
    public let schema: String
    /// The file's document, or those of its lines.
    package let documents: [JSONNode]

    fileprivate init(schema: String, documents: [JSONNode]) { (self.schema, self.documents) = (schema, documents) }

    /// - Throws: ``FileError`` naming the line that is no JSON.
    fileprivate init(schema: String, lines contents: FileBytes) throws(FileError) {
        var documents: [JSONNode] = []
        for line in contents.wholeLines.lines {
            documents.append(try contents.atLine(documents.count + 1, line) { node throws(FileError) in node })
        }
        self.init(schema: schema, documents: documents)
    }

    /// The schema of such a document; nil for any other.
    fileprivate static func schema(of document: JSONNode) -> String? {
        guard case .object(let members) = document.value, case .string(let schema)? = members["schema"] else { return nil }
        return schema.hasPrefix("nashbench/") && schema.hasSuffix("-result/1") ? schema : nil
    }
}

/// A file of results of any kind, or the game they are of. They are told apart by the schema of the document, which is the
/// first line of a sweep and of a trajectory.
public enum ResultFile: Sendable {
    case game(Contest)
    case equilibrium(EquilibriumSummary)
    case sweep(StoredSweep)
    case trajectory(StoredTrajectory)
    case other(OtherResult)

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
            if let schema = OtherResult.schema(of: line) { return .other(try OtherResult(schema: schema, lines: contents)) }
        }
        let document = try JSONParser.document(contents)
        inputs.addSideFiles(of: document)
        if let schema = OtherResult.schema(of: document) { return .other(OtherResult(schema: schema, documents: [document])) }
        if (try? document.document(schema: GameFile.schema)) != nil { return .game(try GameReader(document).contest()) }
        return .equilibrium(try EquilibriumSummary(document))
    }
}
