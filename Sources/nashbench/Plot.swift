import ArgumentParser
import NumericCore

struct Plot: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plot",
        abstract: "Draw an equilibrium, the change between two, or a sweep (needs gnuplot).",
        discussion: """
            Example:

              nashbench plot equilibrium.json --output equilibrium.svg
              nashbench plot base.json counterfactual.json --output change.png
              nashbench plot points.jsonl --output sweep.svg

            One equilibrium shows human and GenAI output by topic and how utilities are distributed; two show what \
            changes by topic and how creators' utilities move; a sweep over one parameter gives lines, over two a \
            heat map. The ending of the output, .svg or .png, decides the format. On Debian gnuplot is in the \
            package gnuplot-nox.
            """)

    @Argument(help: "An equilibrium or a sweep; or two equilibria, what was before and what came after.", completion: .file(extensions: ["json", "jsonl"]))
    var files: [String]

    @Option(name: .shortAndLong, help: ArgumentHelp("Write the picture to this file, .svg or .png.", valueName: "file"))
    var output: String

    @Option(help: "A title in place of the one that says what the numbers say.")
    var title: String?

    @OptionGroup var messages: QuietOption

    func validate() throws {
        if files.count > 2 { throw ValidationError("expected one file, or two equilibria, found \(files.count) files") }
    }

    func run() throws {
        let format = try Gnuplot.Format(path: output)
        var inputs = InputFiles(files)
        try OutputPlace.check([output], inputs: inputs)
        let gnuplot = try Gnuplot()
        let script = try script(format, inputs: &inputs)
        try OutputPlace.check([output], inputs: inputs)
        try Interrupt.checkBeforeWriting()
        try gnuplot.draw(script, to: output)
        if !messages.quiet { Console.note("drew \(files.joined(separator: ", ")) · wrote \(output)") }
    }

    private func script(_ format: Gnuplot.Format, inputs: inout InputFiles) throws -> String {
        switch (try ResultFile.read(files[0], inputs: &inputs), try files.dropFirst().first.map { try ResultFile.read($0, inputs: &inputs) }) {
        case (.equilibrium(let summary), nil):
            return EquilibriumPicture(equilibrium: try PlottedEquilibrium(summary, path: files[0])).script(format, title: title)
        case (.sweep(let sweep), nil):
            return try SweepPicture(sweep: sweep, file: Paths.name(of: files[0])).script(format, title: title)
        case (.equilibrium(let first), .equilibrium(let second)?):
            let base = try PlottedEquilibrium(first, path: files[0])
            let other = try PlottedEquilibrium(second, path: files[1])
            try base.requireSameSides(as: other)
            return ComparisonPicture(base: base, other: other).script(format, title: title)
        case (_, .some):
            throw FileError(file: files.joined(separator: ", "), expected: "two equilibria", found: "a sweep")
        }
    }
}
