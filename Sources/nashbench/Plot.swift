import ArgumentParser
import Bench
import Compensation
import NumericCore
import Openness

struct Plot: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plot",
        abstract: "Draw an equilibrium, the change between two, a sweep, a trajectory, payments, or benchmarks (needs gnuplot).",
        discussion: """
            Example:

              nashbench plot equilibrium.json --output equilibrium.svg
              nashbench plot base.json counterfactual.json --output change.png
              nashbench plot points.jsonl --output sweep.svg
              nashbench plot points.jsonl --column welfare --column income --output welfare.svg
              nashbench plot trajectory.jsonl --output learning.svg
              nashbench plot openness.jsonl --output openness.svg
              nashbench plot record.json --chart floor --output floor.svg
              nashbench plot older.json newer.json --output page.html

            One equilibrium shows human and GenAI output by topic and how utilities are distributed; two show what \
            changes by topic and how creators' utilities move; a sweep over one parameter gives lines, over two a \
            heat map, of human output or of the columns that are asked for; the trajectory of simulate how distance and gains from deviating fall with the steps; \
            a sweep over openness welfare and payoffs, the trap shaded; a result of compensate data's share by every rule and who would sell. Benchmark records give the chart that suits them, or the one that is asked for; with .html all \
            charts and tables on one page, of any number of records, and of several runs of a suite on one machine the \
            trend. The ending of the output, .svg or .png (or .html), decides the format. On Debian gnuplot is in the \
            package gnuplot-nox.
            """)

    @Argument(help: "An equilibrium, a sweep or a trajectory; or two equilibria, what was before and what came after; or benchmark records.", completion: .file(extensions: ["json", "jsonl"]))
    var files: [String]

    @Option(name: .shortAndLong, help: ArgumentHelp("Write the picture to this file, .svg or .png; .html for a page of benchmarks.", valueName: "file"))
    var output: String

    @Option(help: "A title in place of the one that says what the numbers say.")
    var title: String?

    @Option(help: "Of benchmarks, what to draw: \(Chart.Kind.allCases.map(\.rawValue).joined(separator: ", ")).")
    var chart: Chart.Kind?

    @Option(
        name: .customLong("column"), parsing: .singleValue,
        help: "Of a sweep, what to draw: \(SweepColumn.allCases.map(\.rawValue).joined(separator: ", ")). Up to three side by side, where one parameter varies.")
    var columns: [SweepColumn] = []

    @OptionGroup var messages: QuietOption

    func run() throws {
        if let plot = try BenchmarkPlot(files, chart: chart, title: title) {
            if !columns.isEmpty { throw FileError(file: files[0], expected: "a sweep for --column", found: "a benchmark record") }
            try plot.draw(to: output)
            if !messages.quiet { note() }
            return
        }
        if chart != nil { throw FileError(file: files[0], expected: "a benchmark record for --chart", found: "another file") }
        if files.count > 2 { throw ValidationError("expected one file, two equilibria or benchmark records, found \(files.count) files") }
        let format = try Gnuplot.Format(path: output)
        var inputs = InputFiles(files)
        try OutputPlace.check([output], inputs: inputs)
        let gnuplot = try Gnuplot()
        let script = try script(format, inputs: &inputs)
        try OutputPlace.check([output], inputs: inputs)
        try Interrupt.checkBeforeWriting()
        try gnuplot.draw(script, to: output)
        if !messages.quiet { note() }
    }

    private func payments(_ format: Gnuplot.Format) throws -> String {
        guard files.count == 1, columns.isEmpty else {
            throw FileError(file: files[0], expected: columns.isEmpty ? "one result of compensate" : "a sweep for --column", found: "payments for data")
        }
        return CompensationPicture(stored: try StoredCompensation.read(files[0]), file: Paths.name(of: files[0])).script(format, title: title)
    }

    private func note() { Console.note("drew \(files.joined(separator: ", ")) · wrote \(output)") }

    private func script(_ format: Gnuplot.Format, inputs: inout InputFiles) throws -> String {
        if StoredCompensation.isStored(files[0]) { return try payments(format) }
        let first = try ResultFile.read(files[0], inputs: &inputs)
        if case .game = first { throw FileError(file: files[0], field: "schema", expected: "an equilibrium, a sweep or a trajectory", found: "a game (see report)") }
        if !columns.isEmpty {
            guard case .sweep = first, files.count == 1 else { throw FileError(file: files[0], expected: "one sweep for --column", found: "something else") }
        }
        switch (first, try files.dropFirst().first.map { try ResultFile.read($0, inputs: &inputs) }) {
        case (.equilibrium(let summary), nil):
            return EquilibriumPicture(equilibrium: try PlottedEquilibrium(summary, path: files[0])).script(format, title: title)
        case (.sweep(let sweep), nil):
            return try SweepPicture(sweep: sweep, file: Paths.name(of: files[0]), columns: columns).script(format, title: title)
        case (.trajectory(let trajectory), nil):
            return try TrajectoryPicture(trajectory: trajectory, file: Paths.name(of: files[0])).script(format, title: title)
        case (.other(let result), nil):
            guard case .sweep(let sweep) = try StoredOpenness(result) else {
                throw FileError(file: files[0], expected: "a sweep over openness (see report for one equilibrium)", found: "one equilibrium")
            }
            return try OpennessPicture(sweep: sweep, file: Paths.name(of: files[0])).script(format, title: title)
        case (.equilibrium(let first), .equilibrium(let second)?):
            let base = try PlottedEquilibrium(first, path: files[0])
            let other = try PlottedEquilibrium(second, path: files[1])
            try base.requireSameSides(as: other)
            return ComparisonPicture(base: base, other: other).script(format, title: title)
        case (.game, nil), (_, .some):
            throw FileError(file: files.joined(separator: ", "), expected: "two equilibria", found: "another kind of file")
        }
    }
}

extension Chart.Kind: ExpressibleByArgument {}
