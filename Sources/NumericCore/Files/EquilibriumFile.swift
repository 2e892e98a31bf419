/// Equilibria as files: `nashbench/equilibrium/1`, a JSON document with the efforts inside or in a file beside it.
///
/// ```swift
/// let contest = try GameFile.read("game.json")
/// try EquilibriumFile.write(solve(contest), of: contest, to: "equilibrium.json")
/// let stored = try EquilibriumFile.read("equilibrium.json", of: contest)
/// stored.status   // .converged
/// ```
/// `worstCreator` is an index from 0, the row in `efforts`. A number that JSON cannot write, such as an infinite price,
/// is null. `seconds` is the only field that may differ between identical runs.
public enum EquilibriumFile {
    static let schema = "nashbench/equilibrium/1"

    /// Writes an equilibrium; ``read(_:of:)`` gives the same efforts back, bit for bit.
    ///
    /// Efforts are inline for dense contests of at most 100,000 cells, in `<stem>.efforts.npy` (Fortran order) for larger
    /// ones and with `npy`, in `<stem>.efforts.csv` for sparse ones; creators and topics without names are "1", "2", ...
    /// there. Nothing is replaced unless every file could be written; the side file takes its place first.
    /// Capacity prices are inline for at most 100,000 creators and in `<stem>.capacity-prices.npy` for more, `npy` or not.
    /// `seconds.write` is the time that the side files took.
    /// - Throws: ``FileError`` with the system's reason where the path cannot be written.
    /// - Complexity: O(cells) time; efforts in a side file are not copied.
    public static func write(
        _ equilibrium: Equilibrium, of contest: Contest, to path: String, npy: Bool = false
    ) throws(FileError) {
        try EquilibriumOutput(of: contest, to: path, npy: npy, mapsEfforts: false).write(equilibrium)
    }

    /// The files that ``write(_:of:to:npy:)`` makes for an equilibrium of a contest.
    /// - Throws: ``FileError`` where nothing can be written at the path.
    package static func outputs(of contest: Contest, to path: String, npy: Bool = false) throws(FileError) -> [String] {
        let place = try OutputPlace(path)
        return [path] + (sideKind(contest.layout, npy: npy).map { [place.sideFile("efforts.\($0)")] } ?? [])
            + (hasPricesBeside(contest) ? [place.sideFile(capacityPrices)] : [])
    }

    /// How the name of the file with the capacity prices ends.
    static let capacityPrices = "capacity-prices.npy"

    /// Whether the capacity prices have a file of their own.
    static func hasPricesBeside(_ contest: Contest) -> Bool { contest.capacity != nil && contest.creators > GameFile.inlineCells }

    /// What the efforts are written as beside the document; nil where they are inline.
    static func sideKind(_ layout: CellLayout, npy: Bool) -> String? {
        guard layout.isDense else { return "csv" }
        return npy || layout.cells > GameFile.inlineCells ? "npy" : nil
    }

    /// The same JSON as text, efforts inline whatever the size, null where not eligible.
    /// - Complexity: O(creators topics) time and memory; ``json(_:of:pieces:)`` does with less.
    public static func json(_ equilibrium: Equilibrium, of contest: Contest) -> String {
        var text = ""
        json(equilibrium, of: contest) { text += $0 }
        return text
    }

    /// The same text in pieces, one after another.
    /// - Complexity: O(creators topics) time, O(creators + topics) memory: a piece ends with the row in which it
    ///   reaches 64 KiB.
    public static func json(_ equilibrium: Equilibrium, of contest: Contest, pieces: (String) -> Void) {
        withoutActuallyEscaping(pieces) { pieces in
            var json = JSONWriter(pieces: pieces)
            describe(equilibrium, of: contest, .inline, &json)
        }
    }

    enum Efforts {
        case inline
        case sideFile(kind: String, name: String)
    }

    /// `pricesFile` is where the capacity prices are; nil: in the document.
    static func describe(
        _ equilibrium: Equilibrium, of contest: Contest, _ efforts: Efforts, pricesFile: String? = nil, _ json: inout JSONWriter
    ) {
        json.string("schema", schema)
        json.string("status", equilibrium.status.rawValue)
        if let reason = equilibrium.reason { json.string("reason", reason) }
        json.string("method", equilibrium.method)
        if !equilibrium.methodReason.isEmpty { json.string("methodReason", equilibrium.methodReason) }
        json.creatorsAndTopics(of: contest)
        json.numbers("totals", equilibrium.totals)
        switch efforts {
        case .inline: json.matrix("efforts", CellNumbers(equilibrium.efforts.values), of: equilibrium.efforts.layout)
        case .sideFile(let kind, let name): json.sideFile("efforts", kind, name)
        }
        json.numbers("genAI", equilibrium.genAI)
        json.numbers("prices", equilibrium.prices)
        json.numbers("utilities", equilibrium.utilities)
        if let pricesFile {
            json.sideFile("capacityPrices", "npy", pricesFile)
        } else if let prices = equilibrium.capacityPrices {
            json.numbers("capacityPrices", prices)
        }
        json.certificate(equilibrium.certificate)
        json.others(equilibrium)
        json.integer("iterations", equilibrium.iterations)
        json.run(equilibrium.seconds, kernelTarget: equilibrium.kernelTarget, threads: equilibrium.threads)
        json.close()
    }
}

extension JSONWriter {
    package mutating func certificate(_ certificate: Certificate) {
        object("certificate") { json in
            json.number("relativeResidual", certificate.relativeResidual)
            json.number("roundingFloor", certificate.roundingFloor)
            json.number("exploitability", certificate.exploitability)
            json.number("relativeExploitability", certificate.relativeExploitability)
            json.string("exploitabilityKind", certificate.exploitabilityKind.rawValue)
            json.integer("worstCreator", certificate.worstCreator)
            json.string("uniqueness", certificate.uniqueness.rawValue)
            json.string("condition", certificate.condition)
        }
    }

    /// The equilibria of topics where there can be several, and what was searched for them; nothing where there is one of each.
    mutating func others(_ equilibrium: Equilibrium) {
        guard !equilibrium.searches.isEmpty else { return }
        strings("searched", equilibrium.searches.map(\.searched))
        objects("otherEquilibria", equilibrium.otherEquilibria) { other, json in
            json.integer("topic", other.topic)
            json.number("total", other.total)
            json.numbers("efforts", other.efforts)
            json.number("price", other.price)
            json.string("stability", other.stability.rawValue)
            json.number("relativeResidual", other.certificate.relativeResidual)
            json.number("relativeExploitability", other.certificate.relativeExploitability)
        }
    }

    /// How a solve was run: what ends every equilibrium file.
    mutating func run(_ seconds: Equilibrium.Seconds, kernelTarget: String, threads: Int) {
        object("seconds") { json in
            json.number("read", seconds.read)
            json.number("solve", seconds.solve)
            json.number("certify", seconds.certify)
            json.number("write", seconds.write)
        }
        string("kernelTarget", kernelTarget)
        integer("threads", threads)
        string("version", Release.version)
    }

    /// Whose game it is: sizes, and names where the game has them.
    mutating func creatorsAndTopics(of contest: Contest) {
        integer("creators", contest.creators)
        integer("topics", contest.topics)
        if let names = contest.creatorNames { strings("creatorNames", names) }
        if let names = contest.topicNames { strings("topicNames", names) }
    }
}
