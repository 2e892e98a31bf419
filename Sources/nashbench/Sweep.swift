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
              nashbench sweep game.json --set 'creators.copies[ana]=0,1,2,5' --set market.alpha=0,1 --output entry.jsonl
              nashbench sweep game.json --without ana --without bo
              nashbench sweep inclusive.json --set market.mu=log:1:100:9 --set market.alpha=0.2,0.5,1

            Values are a list a,b,c, a range start:stop:step (stop included) or log:start:stop:count. Several --set \
            and --scale span a grid: the --set in their order, then the --scale, the last varying fastest. Fields: \
            market.mu, market.alpha, market.beta, market.gamma, market.royalty, market.conversationShare, \
            market.licence.price, market.licence.decay, market.licence.outsideData (all topics; market.alpha[3] for one), \
            cost.coefficients (cost.coefficients[2] for a creator, [2][3] for one topic of it), cost.exponents ([3] for a \
            topic), cost.coupling.weights, cost.totalEffort.scale, capacity.limits (all creators; [2] for one), \
            cost.totalEffort.weights, capacity.weights (all topics; [3] for one), cost.totalEffort.exponent.

            In inclusive games each point is searched for its equilibria; the one with most human effort is shown, with the \
            fraction of creators on GenAI. Fields there: usageFee.share, usageFee.flat, hybrid.fee; adoption.users=0:10:1 puts \
            the creators with the largest costs on GenAI, and a point has converged where nobody would change.

            Entry and exit: creators.count=1:10:1 lets the first so many of the game's creators take part; \
            creators.copies[ana]=0,1,3 has nobody, one or three creators like ana (an index or a name), creators.copies=1,2 \
            twice as many of each; creators.without=-1,0,1 leaves out nobody, then one creator after the other, and \
            --without NAME does that by name.

            --output is JSON Lines: a header, then one line a point, on disk as soon as the point is done. The same \
            command again keeps the finished points and does the rest, also after a crash. Exit status 2 where a \
            point did not converge.
            """)

    @Argument(help: "The game, a JSON file (nashbench/game/1).", completion: .file(extensions: ["json"]))
    var game: String

    @OptionGroup var changes: ChangeOptions

    @Option(
        name: .customLong("without"), parsing: .singleValue,
        help: ArgumentHelp("Solve without this creator too; repeat for others, each missing alone.", valueName: "creator"))
    var absent: [String] = []

    @Option(name: .shortAndLong, help: ArgumentHelp("Append points to this file, or go on with it.", valueName: "file"))
    var output: String?

    @Option(help: ArgumentHelp("Also write all points as a table.", valueName: "file"))
    var csv: String?

    @OptionGroup var solving: SolvingOptions
    @OptionGroup var printing: PrintingOptions

    func validate() throws {
        if changes.isEmpty, absent.isEmpty { throw ValidationError("nothing to vary: give --set or --scale, or --without") }
        if let csv, csv == output { throw ValidationError("--csv and --output name the same file") }
    }

    func run() throws {
        let asked = try changes.grid()
        let outputs = [output, csv].compactMap { $0 }
        var inputs = InputFiles([game])
        try OutputPlace.check(outputs, inputs: inputs)
        let contest = try GameFile.read(game, inputs: &inputs)
        try OutputPlace.check(outputs, inputs: inputs)
        let grid = try absent.isEmpty ? asked : ParameterGrid(axes: asked.axes + [.missing(absent, of: contest)])
        try grid.validate(for: contest)
        if contest.competition == .inclusive, !grid.fixesUsers { try solving.checkUnlimitedSteps() }

        let bar = ProgressBar(quiet: printing.quiet)
        defer { bar.erase() }
        var settings = solving.settings(progress: bar)
        settings.progress = nil // the bar counts points
        // What no solve would take is refused before a file is made.
        try settings.validate()
        let seed = solving.seed ?? InclusiveSettings().seed
        let header = try SweepHeader(of: contest, over: grid, settings: settings, seed: seed)
        let file = try output.map { try SweepFile(path: $0, contest: contest, grid: grid, settings: settings, seed: seed) }
        var records = file?.finished ?? []
        if !printing.quiet, !records.isEmpty {
            Console.note("\(output ?? ""): \(Wording.count(records.count)) of \(Wording.count(grid.count, "point", "points")) already done")
        }
        let end = try NumericCore.sweep(contest, over: grid, settings: settings, seed: seed, from: records.count) { point in
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

    /// One row a point: parameters, human and GenAI output, welfare and how even it is, how the solve ended.
    private static func table(_ sweep: StoredSweep) -> String {
        let moves = Set(sweep.records.map(\.creators)).count > 1
        let isInclusive = sweep.records.contains { $0.adoption != nil }
        var table = TextTable(
            header: ["point"] + sweep.header.axes.map(\.label) + (moves ? ["creators"] : []) + [
                "human output", "GenAI output", "GenAI share",
            ] + (isInclusive ? ["equilibria", "on GenAI"] : []) + ["welfare", "Gini", "status"])
        for record in sweep.records {
            table.add(
                ["\(record.point)"] + sweep.header.axes.map { "\(record.parameters[$0.field] ?? .nan)" } + (moves ? [Wording.count(record.creators)] : []) + [
                    Wording.amount(record.grandTotal), Wording.amount(record.genAI.reduce(0, +)), NumberText.fixed(record.genAIShare, places: 4),
                ] + (isInclusive ? [record.adoption.map { $0.equilibria.isNaN ? "-" : NumberText.general($0.equilibria) } ?? "-", Wording.amount(record.adoption?.genAIFraction ?? .nan)] : []) + [
                    Wording.amount(record.welfare), record.utilities.gini.isNaN ? "-" : NumberText.fixed(record.utilities.gini, places: 4),
                    record.status.rawValue,
                ])
        }
        return table.text
    }
}

extension ParameterGrid.Axis {
    /// Nobody, then each of these creators, given by name or index, is missing.
    /// - Throws: ``ParameterError`` naming the one that the game has not.
    fileprivate static func missing(_ creators: [String], of contest: Contest) throws(ParameterError) -> ParameterGrid.Axis {
        var values = [-1.0]
        for creator in creators {
            guard let index = contest.creatorNames?.firstIndex(of: creator) ?? Int(creator), (0..<contest.creators).contains(index) else {
                throw ParameterError(
                    option: "--without", field: "creators", expected: "a creator's name, or an index from 0 to \(contest.creators - 1)", found: "\"\(creator)\"")
            }
            values.append(Double(index))
        }
        return ParameterGrid.Axis(.creators(.without), .set, values: values)
    }
}
