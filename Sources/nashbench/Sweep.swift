import ArgumentParser
import NumericCore

struct Sweep: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep",
        abstract: "Solve a game at every point of a grid of parameters.",
        discussion: """
            Example:

              nashbench sweep game.json --set market.alpha=0:2:0.1 --output points.jsonl
              nashbench sweep game.json --scale market.alpha=2 --scale cost.coefficients=0.5,1,2 --output points.jsonl
              nashbench sweep game.json --set market.alpha=log:0.01:100:9 --csv table.csv

            Values are a list a,b,c, a range start:stop:step (stop included) or log:start:stop:count. Several --set \
            and --scale span a grid: the --set in their order, then the --scale, the last varying fastest. Fields: \
            market.mu, market.alpha, market.beta, market.gamma, market.royalty, market.conversationShare, \
            market.licence.price, market.licence.decay, market.licence.outsideData (all topics; market.alpha[3] for one), \
            cost.coefficients, cost.exponents, cost.coupling.weights, cost.totalEffort.scale, \
            cost.totalEffort.exponent, capacity.limits (all creators).

            --output is JSON Lines: a header, then one line a point, on disk as soon as the point is done. The same \
            command again keeps the finished points and does the rest, also after a crash. Exit status 2 where a \
            point did not converge.
            """)

    @Argument(help: "The game, a JSON file (nashbench/game/1).", completion: .file(extensions: ["json"]))
    var game: String

    @OptionGroup var changes: ChangeOptions

    @Option(name: .shortAndLong, help: ArgumentHelp("Append points to this file, or go on with it.", valueName: "file"))
    var output: String?

    @Option(help: ArgumentHelp("Also write all points as a table.", valueName: "file"))
    var csv: String?

    @OptionGroup var solving: SolvingOptions
    @OptionGroup var printing: PrintingOptions

    func validate() throws {
        if changes.isEmpty { throw ValidationError("nothing to vary: give --set or --scale") }
        if let csv, csv == output { throw ValidationError("--csv and --output name the same file") }
    }

    func run() throws {
        let grid = try changes.grid()
        let outputs = [output, csv].compactMap { $0 }
        var inputs = InputFiles([game])
        try OutputPlace.check(outputs, inputs: inputs)
        let contest = try GameFile.read(game, inputs: &inputs)
        try contest.refuseInclusive(in: game, command: "sweep")
        try OutputPlace.check(outputs, inputs: inputs)
        try grid.validate(for: contest)

        let bar = ProgressBar(quiet: printing.quiet)
        defer { bar.erase() }
        var settings = solving.settings(progress: bar)
        settings.progress = nil // the bar counts points
        // What no solve would take is refused before a file is made.
        try settings.validate()
        let header = try SweepHeader(of: contest, over: grid, settings: settings)
        let file = try output.map { try SweepFile(path: $0, contest: contest, grid: grid, settings: settings) }
        var records = file?.finished ?? []
        if !printing.quiet, !records.isEmpty {
            Console.note("\(output ?? ""): \(Wording.count(records.count)) of \(Wording.count(grid.count, "point", "points")) already done")
        }
        let end = try NumericCore.sweep(contest, over: grid, settings: settings, from: records.count) { point in
            try file?.append(point)
            records.append(SweepRecord(point, axes: header.axes))
            bar.update(label: "sweeping", done: records.count, total: grid.count, unit: "points")
        }
        bar.erase()
        if end == .cancelled {
            let kept = output.map { "\($0) keeps \(Wording.count(records.count)) of \(Wording.count(grid.count)) points; the same command does the rest" }
            Console.note("nashbench: interrupted, \(kept ?? "nothing was written")")
            throw Interrupt.exitStatus
        }
        try report(StoredSweep(header: header, records: records))
    }

    private func report(_ sweep: StoredSweep) throws {
        if let csv { try sweep.writeCSV(to: csv) }
        if printing.json {
            try Console.print(sweep.records.map { $0.line(axes: sweep.header.axes) }.joined(separator: "\n"))
        } else if output == nil, csv == nil {
            try Console.print(Self.table(sweep))
        }
        let failed = sweep.records.filter { $0.status != .converged }
        if !printing.quiet {
            let points = Wording.count(sweep.records.count, "point", "points")
            let worst = sweep.records.compactMap(\.certificate.relativeResidual).max() ?? .nan
            let first = failed.first.map { "; point \($0.point): \($0.status.rawValue)\($0.reason.map { ", \($0)" } ?? "")" } ?? ""
            Console.note(
                failed.isEmpty ? "\(points), all converged · largest residual \(Wording.error(worst))"
                    : "\(points), \(Wording.count(failed.count)) not converged\(first)")
        }
        if !failed.isEmpty { throw ExitCode(2) }
    }

    /// One row a point: parameters, human and GenAI output, utility of all creators, how the solve ended.
    private static func table(_ sweep: StoredSweep) -> String {
        var table = TextTable(header: ["point"] + sweep.header.axes.map(\.label) + ["human output", "GenAI output", "utility", "status"])
        for record in sweep.records {
            table.add(
                ["\(record.point)"] + sweep.header.axes.map { "\(record.parameters[$0.field] ?? .nan)" } + [
                    Wording.amount(record.grandTotal), Wording.amount(record.genAI.reduce(0, +)), Wording.amount(record.utilitySum),
                    record.status.rawValue,
                ])
        }
        return table.text
    }
}
