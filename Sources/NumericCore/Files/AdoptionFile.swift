/// The equilibria of an inclusive game as a file: `nashbench/equilibrium/1` with the list `equilibria` and, in `searched`, what was
/// enumerated and what that proves.
///
/// Each entry has `adopters` (who uses GenAI: n booleans of one topic, n rows of K of several, null where not eligible; in games with
/// hybrids "human", "genAI" or "both"), `totals`, `efforts`, `genAI`, `prices`, `utilities`, `genAIFraction` and `certificate`. Where
/// none was found `best` has the same of the profile whose best deviator gains least. `count` is how many there are of the kinds
/// searched, which may be more than are listed.
///
/// ```swift
/// let contest = try GameFile.read("game.json")
/// try AdoptionFile.write(solveInclusive(contest), of: contest, to: "equilibria.json")
/// let stored = try AdoptionFile.read("equilibria.json", of: contest)
/// stored.equilibria.first?.actions
/// ```
/// Efforts go where those of other equilibria go, to `<stem>.1.efforts.npy` (or `.csv`), `<stem>.2.efforts.npy`, ... and
/// `<stem>.best.efforts.npy`. For more than 100,000 creators times topics the actions are in `<stem>.1.adopters.npy` (or `.csv`): 0
/// human, 1 GenAI, 2 both.
public enum AdoptionFile {
    static let keys = [
        "schema", "status", "reason", "method", "creators", "topics", "creatorNames", "topicNames", "equilibria", "best", "count", "searched",
        "seconds", "kernelTarget", "threads", "version",
    ]
    static let profileKeys = ["adopters", "totals", "efforts", "genAI", "prices", "utilities", "genAIFraction", "certificate"]
    static let searchedKeys = ["topic", "search", "creators", "isComplete", "solves", "pieces", "found", "statement"]
    static let method = "adoption-search"

    /// Writes what a search found; nothing is replaced unless every file could be written.
    /// - Throws: ``FileError`` with the system's reason where a path cannot be written.
    /// - Complexity: O(cells) time for each equilibrium.
    public static func write(_ result: InclusiveResult, of contest: Contest, to path: String, npy: Bool = false) throws(FileError) {
        let place = try OutputPlace(path)
        let output = OutputFiles()
        let start = monotonicSeconds()
        var sides: [(efforts: String?, adopters: String?)] = []
        for (label, profile) in labelled(result) {
            let endings = sideEndings(contest.layout, label: label, npy: npy)
            let efforts = try endings.efforts.map { ending throws(FileError) in
                try write(profile.efforts.values, column: "effort", of: contest, to: output.add(place.sideFile(ending)))
            }
            let adopters = try endings.adopters.map { ending throws(FileError) in
                let codes = CellBuffer(profile.actions.map(\.code))
                return try write(codes, column: "action", of: contest, to: output.add(place.sideFile(ending)))
            }
            sides.append((efforts, adopters))
        }
        var result = result
        if sides.contains(where: { $0.efforts != nil || $0.adopters != nil }) { result.seconds.write = monotonicSeconds() - start }
        let file = try output.add(place)
        var failure: FileError?
        var json = JSONWriter { piece in
            if failure == nil { do throws(FileError) { try file.write(piece) } catch { failure = error } }
        }
        describe(result, of: contest, sides, &json)
        if let failure { throw failure }
        try output.commit()
    }

    /// The files that ``write(_:of:to:npy:)`` makes for a result.
    /// - Throws: ``FileError`` where nothing can be written at the path.
    package static func outputs(_ result: InclusiveResult, of contest: Contest, to path: String, npy: Bool) throws(FileError) -> [String] {
        let place = try OutputPlace(path)
        return [path] + labelled(result).flatMap { label, _ in
            let endings = sideEndings(contest.layout, label: label, npy: npy)
            return [endings.efforts, endings.adopters].compactMap { $0 }.map { place.sideFile($0) }
        }
    }

    /// The same JSON in pieces, everything inline whatever the size.
    /// - Complexity: O(creators topics) time for each equilibrium.
    public static func json(_ result: InclusiveResult, of contest: Contest, pieces: (String) -> Void) {
        withoutActuallyEscaping(pieces) { pieces in
            var json = JSONWriter(pieces: pieces)
            describe(result, of: contest, labelled(result).map { _ in (nil, nil) }, &json)
        }
    }

    /// Listed equilibria by number from 1, then the best of what is none.
    private static func labelled(_ result: InclusiveResult) -> [(label: String, profile: InclusiveEquilibrium)] {
        result.equilibria.enumerated().map { ("\($0 + 1)", $1) } + (result.best.map { [("best", $0)] } ?? [])
    }

    /// How the names of the files beside the document end; nil for what is inline.
    private static func sideEndings(_ layout: CellLayout, label: String, npy: Bool) -> (efforts: String?, adopters: String?) {
        let isLarge = layout.creators * layout.topics > GameFile.inlineCells
        return (
            EquilibriumFile.sideKind(layout, npy: npy).map { "\(label).efforts.\($0)" },
            isLarge ? "\(label).adopters.\(layout.isDense ? "npy" : "csv")" : nil
        )
    }

    /// - Returns: the name of the file.
    private static func write(_ values: CellBuffer, column: String, of contest: Contest, to file: OutputFile) throws(FileError) -> String {
        let layout = contest.layout
        if file.place.target.hasSuffix(".npy") {
            try NpyArray.write(CellNumbers(values), rows: layout.creators, columns: layout.topics, to: file)
        } else {
            try CellNames(contest).write([column], [CellNumbers(values)], of: layout, to: file)
        }
        try file.finish()
        return Paths.name(of: file.place.target)
    }

    private static func describe(
        _ result: InclusiveResult, of contest: Contest, _ sides: [(efforts: String?, adopters: String?)], _ json: inout JSONWriter
    ) {
        json.string("schema", EquilibriumFile.schema)
        json.string("status", result.status.rawValue)
        if let reason = result.reason { json.string("reason", reason) }
        json.string("method", method)
        json.creatorsAndTopics(of: contest)
        let listed = result.equilibria.count
        json.objects("equilibria", Array(zip(result.equilibria, sides))) { pair, json in describe(pair.0, of: contest, pair.1, &json) }
        if let best = result.best { json.object("best") { json in describe(best, of: contest, sides[listed], &json) } }
        json.number("count", result.count)
        json.objects("searched", result.searched) { searched, json in
            if let topic = searched.topic { json.integer("topic", topic) }
            json.string("search", searched.search.rawValue)
            json.integer("creators", searched.creators)
            json.boolean("isComplete", searched.isComplete)
            json.integer("solves", searched.solves)
            json.integer("pieces", searched.pieces)
            json.integer("found", searched.found)
            json.string("statement", searched.statement)
        }
        json.run(result.seconds, kernelTarget: result.kernelTarget, threads: result.threads)
        json.close()
    }

    private static func describe(
        _ profile: InclusiveEquilibrium, of contest: Contest, _ side: (efforts: String?, adopters: String?), _ json: inout JSONWriter
    ) {
        let layout = contest.layout
        func kind(_ name: String) -> String { name.hasSuffix(".npy") ? "npy" : "csv" }
        if let name = side.adopters {
            json.sideFile("adopters", kind(name), name)
        } else {
            let isHybrid = contest.inclusiveTerms.hybrid.isAllowed
            func word(_ creator: Int, _ topic: Int) -> String {
                guard let action = profile[creator: creator, topic: topic] else { return "null" }
                return isHybrid ? JSONWriter.quoted(action.rawValue) : "\(action.usesGenAI)"
            }
            if contest.topics == 1 {
                json.words("adopters", (0..<contest.creators).lazy.map { word($0, 0) })
            } else {
                json.matrix("adopters", rows: contest.creators, columns: contest.topics, word)
            }
        }
        json.numbers("totals", profile.totals)
        if let name = side.efforts {
            json.sideFile("efforts", kind(name), name)
        } else {
            json.matrix("efforts", CellNumbers(profile.efforts.values), of: layout)
        }
        json.numbers("genAI", profile.genAI)
        json.numbers("prices", profile.prices)
        json.numbers("utilities", profile.utilities)
        json.number("genAIFraction", profile.genAIFraction)
        json.certificate(profile.certificate)
    }
}

extension AdoptionAction {
    /// Its number in files of numbers: 0 human, 1 GenAI, 2 both.
    var code: Double { Double(Self.allCases.firstIndex(of: self) ?? 0) }
}
