/// A file of equilibria of an inclusive game: the profiles, and what the file says of them and of the search.
public struct StoredAdoption: Sendable {
    /// How the search ended.
    public var status: Status
    /// Why it did not find an equilibrium, or was stopped.
    public var reason: String?
    /// The list, in the file's order.
    public var equilibria: [Profile]
    /// Where there is none: the profile whose best deviator gains least.
    public var best: Profile?
    /// How many there are of the kinds searched, as the file says.
    public var count: Double
    /// What was enumerated and what that proves, as the file says.
    public var searched: [AdoptionSearched]

    /// One profile of the file.
    public struct Profile: Sendable {
        /// What each creator does in each topic in which it is eligible, in the order of the contest's layout.
        public var actions: [AdoptionAction]
        /// The part of all eligible cells that use GenAI, as the file says.
        public var genAIFraction: Double
        /// Efforts, and what the file claims that follows from them.
        public var claims: StoredEquilibrium
    }
}

extension AdoptionFile {
    /// Reads profiles back onto the contest's layout, with what the file claims.
    ///
    /// Every field that is written always must be there; creators, topics, names (where both have them) and all shapes must be the
    /// contest's, and the contest inclusive.
    /// - Throws: ``FileError`` naming the key path, or the line of a side file.
    /// - Complexity: O(cells) for each profile.
    public static func read(_ path: String, of contest: Contest) throws(FileError) -> StoredAdoption {
        let document = try JSONParser.document(FileBytes(path))
        try document.document(schema: EquilibriumFile.schema)
        let root = try document.object(keys)
        let run = try StoredRun(root, of: contest)
        var equilibria: [StoredAdoption.Profile] = []
        for node in try root.required("equilibria", expected: "a list of equilibria").elements() {
            equilibria.append(try profile(node, contest, run, .converged))
        }
        var searched: [AdoptionSearched] = []
        for node in try root.required("searched", expected: "a list of searches").elements() { searched.append(try search(node, contest)) }
        let count = try root.required("count", expected: "a number >= 0")
        guard try count.number() >= 0 else { throw count.error(expected: "a number >= 0") }
        return StoredAdoption(
            status: run.status, reason: run.reason, equilibria: equilibria,
            best: try root["best"].map { node throws(FileError) in try profile(node, contest, run, .noneFound) }, count: try count.number(),
            searched: searched)
    }

    private static func profile(
        _ node: JSONNode, _ contest: Contest, _ run: StoredRun, _ status: Status
    ) throws(FileError) -> StoredAdoption.Profile {
        let object = try node.object(profileKeys)
        func list(_ key: String, _ count: Int) throws(FileError) -> [Double] {
            try object.required(key, expected: "\(count) numbers").numbersOrNulls(count: count)
        }
        let claims = StoredEquilibrium(
            status: status, reason: run.reason, method: run.method,
            efforts: try EquilibriumFile.efforts(
                object.required("efforts", expected: "\(contest.creators) rows of \(contest.topics)"), contest),
            totals: try list("totals", contest.topics), genAI: try list("genAI", contest.topics), prices: try list("prices", contest.topics),
            utilities: try list("utilities", contest.creators),
            certificate: try EquilibriumFile.certificate(
                object.required("certificate", expected: "an object"), status, creators: contest.creators),
            iterations: 0, kernelTarget: run.kernelTarget, threads: run.threads, version: run.version)
        let fraction = try object.required("genAIFraction", expected: "a number in [0, 1]")
        guard (0...1).contains(try fraction.number()) else { throw fraction.error(expected: "a number in [0, 1]") }
        return StoredAdoption.Profile(
            actions: try actions(object.required("adopters", expected: "who uses GenAI"), contest), genAIFraction: try fraction.number(),
            claims: claims)
    }

    private static func actions(_ node: JSONNode, _ contest: Contest) throws(FileError) -> [AdoptionAction] {
        let layout = contest.layout
        if node.isObject { return try actions(beside: node, contest) }
        var actions = [AdoptionAction](repeating: .human, count: layout.cells)
        let shape = contest.topics == 1 ? "\(contest.creators) entries" : "\(contest.creators) rows of \(contest.topics)"
        let rows = try node.elements(expected: shape)
        guard rows.count == contest.creators else { throw node.error(expected: shape, found: "\(rows.count)") }
        for (creator, row) in rows.enumerated() {
            let entries = contest.topics == 1 ? [row] : try row.elements(expected: "\(contest.topics) entries")
            guard entries.count == contest.topics else { throw row.error(expected: "\(contest.topics) entries", found: "\(entries.count)") }
            for (topic, entry) in entries.enumerated() {
                guard let cell = layout.cell(creator: creator, topic: topic) else {
                    guard entry.isNull else { throw entry.error(expected: "null (this creator is not eligible in this topic)") }
                    continue
                }
                actions[cell] = contest.inclusiveTerms.hybrid.isAllowed ? try entry.word(AdoptionAction.self) : try entry.bool() ? .genAI : .human
            }
        }
        return actions
    }

    private static func actions(beside node: JSONNode, _ contest: Contest) throws(FileError) -> [AdoptionAction] {
        let (kind, contents) = try node.sideFile(["npy", "csv"])
        let most = contest.inclusiveTerms.hybrid.isAllowed ? 2 : 1
        let codes: CellBuffer
        if kind == "npy" {
            codes = try NpyArray(contents).matrix(rows: contest.creators, columns: contest.topics).cells(of: contest.layout)
        } else {
            codes = try EquilibriumFile.profile(table: contents, column: "action", contest).values
        }
        var actions: [AdoptionAction] = []
        actions.reserveCapacity(codes.count)
        for cell in 0..<codes.count {
            guard let code = Int(exactly: codes[cell]), (0...most).contains(code) else {
                throw FileError(file: contents.file, expected: "actions 0 (human), 1 (GenAI)\(most == 2 ? ", 2 (both)" : "")", found: "\(codes[cell])")
            }
            actions.append(AdoptionAction.allCases[code])
        }
        return actions
    }

    private static func search(_ node: JSONNode, _ contest: Contest) throws(FileError) -> AdoptionSearched {
        let object = try node.object(searchedKeys)
        let topic = object["topic"]
        if let topic, !(0..<contest.topics).contains(try topic.integer()) {
            throw topic.error(expected: "an index from 0 to \(contest.topics - 1)")
        }
        return AdoptionSearched(
            topic: try topic?.integer(), search: try object.required("search", expected: "a search").word(AdoptionSearch.self),
            creators: try object.integer("creators", atLeast: 0),
            isComplete: try object.required("isComplete", expected: "true or false").bool(), solves: try object.integer("solves", atLeast: 0),
            pieces: try object.integer("pieces", atLeast: 0), found: try object.integer("found", atLeast: 0),
            statement: try object.required("statement", expected: "a string").string())
    }
}
