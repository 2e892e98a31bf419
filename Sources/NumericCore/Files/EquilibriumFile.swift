#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

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
    /// `seconds.write` is the time that the side file took.
    /// - Throws: ``FileError`` with the system's reason where the path cannot be written.
    /// - Complexity: O(cells) time; efforts in a side file are not copied.
    public static func write(
        _ equilibrium: Equilibrium, of contest: Contest, to path: String, npy: Bool = false
    ) throws(FileError) {
        let layout = equilibrium.efforts.layout
        let output = OutputFiles()
        var equilibrium = equilibrium
        var efforts = Efforts.inline
        if !layout.isDense || npy || layout.cells > GameFile.inlineCells {
            let start = now()
            let kind = layout.isDense ? "npy" : "csv"
            let name = Paths.sideName(of: path, "efforts.\(kind)")
            let file = try output.add(Paths.join(Paths.folder(of: path), name))
            if layout.isDense {
                try NpyArray.write(equilibrium.efforts.values, rows: layout.creators, columns: layout.topics, to: file)
            } else {
                try CellNames(contest).write(["effort"], [equilibrium.efforts.values], of: layout, to: file)
            }
            try file.finish()
            efforts = .sideFile(kind: kind, name: name)
            equilibrium.seconds.write = now() - start
        }
        try output.add(path).write(text(equilibrium, of: contest, efforts))
        try output.commit()
    }

    /// The same JSON as text, efforts inline whatever the size, null where not eligible.
    /// - Complexity: O(creators topics) time and memory.
    public static func json(_ equilibrium: Equilibrium, of contest: Contest) -> String {
        text(equilibrium, of: contest, .inline)
    }

    private enum Efforts {
        case inline
        case sideFile(kind: String, name: String)
    }

    private static func text(_ equilibrium: Equilibrium, of contest: Contest, _ efforts: Efforts) -> String {
        var json = JSONText()
        json.string("schema", schema)
        json.string("status", equilibrium.status.rawValue)
        if let reason = equilibrium.reason { json.string("reason", reason) }
        json.string("method", equilibrium.method)
        json.integer("creators", contest.creators)
        json.integer("topics", contest.topics)
        if let names = contest.creatorNames { json.strings("creatorNames", names) }
        if let names = contest.topicNames { json.strings("topicNames", names) }
        json.numbers("totals", equilibrium.totals)
        switch efforts {
        case .inline: json.matrix("efforts", equilibrium.efforts.values, of: equilibrium.efforts.layout)
        case .sideFile(let kind, let name): json.sideFile("efforts", kind, name)
        }
        json.numbers("genAI", equilibrium.genAI)
        json.numbers("prices", equilibrium.prices)
        json.numbers("utilities", equilibrium.utilities)
        json.object("certificate") { json in
            let certificate = equilibrium.certificate
            json.number("relativeResidual", certificate.relativeResidual)
            json.number("roundingFloor", certificate.roundingFloor)
            json.number("exploitability", certificate.exploitability)
            json.number("relativeExploitability", certificate.relativeExploitability)
            json.string("exploitabilityKind", certificate.exploitabilityKind.rawValue)
            json.integer("worstCreator", certificate.worstCreator)
            json.string("uniqueness", certificate.uniqueness.rawValue)
            json.string("condition", certificate.condition)
        }
        json.integer("iterations", equilibrium.iterations)
        json.object("seconds") { json in
            json.number("read", equilibrium.seconds.read)
            json.number("solve", equilibrium.seconds.solve)
            json.number("certify", equilibrium.seconds.certify)
            json.number("write", equilibrium.seconds.write)
        }
        json.string("kernelTarget", equilibrium.kernelTarget)
        json.integer("threads", equilibrium.threads)
        json.string("version", Release.version)
        return json.closed()
    }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
    }
}
