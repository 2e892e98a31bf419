import ArgumentParser
import Bench
import Compensation
import NumericCore

struct Report: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Make one page of games, equilibria, sweeps, trajectories, payments and benchmarks (needs gnuplot).",
        discussion: """
            Example:

              nashbench report game.json equilibrium.json points.jsonl --output page.html
              nashbench report before.json after.json --title 'Twice the GenAI' --output page.html
              nashbench report points.jsonl trajectory.jsonl record.json --output page.html

            Files of any kind that nashbench writes, in any mix; each is a section, in this order, benchmark records \
            last. The page is a single HTML file with its pictures inside: it needs no network and no script, can be \
            read on a telephone and printed. Games show markets and costs; equilibria their certificate, outputs and \
            utilities by topic and quantile; sweeps over one parameter lines, over two heat maps, of human and GenAI \
            output, GenAI's share, income, welfare, the median utility and the Gini coefficient; trajectories how they \
            converge; openness games regimes, traps and payoffs; payments for data the share by every rule and who would sell. On Debian gnuplot is in the package gnuplot-nox.
            """)

    @Argument(help: "Games, equilibria, sweeps, trajectories, results of compensate and of openness, and benchmark records.", completion: .file(extensions: ["json", "jsonl"]))
    var files: [String]

    @Option(name: .shortAndLong, help: ArgumentHelp("Write the page to this file, .html.", valueName: "file"))
    var output: String

    @Option(help: "A title in place of the files' names.")
    var title: String?

    @OptionGroup var messages: QuietOption

    func run() throws {
        guard output.lowercased().hasSuffix(".html") else {
            throw FileError(file: output, expected: "a page ending in .html", found: "\"\(Paths.name(of: output))\"")
        }
        var inputs = InputFiles(files)
        try OutputPlace.check([output], inputs: inputs)
        let gnuplot = try Gnuplot()
        var sections: [ReportSection] = []
        var records: [BenchmarkRecord] = []
        for file in files {
            if BenchmarkPlot.isRecord(file) {
                records.append(try RecordFile.read(file))
            } else if StoredCompensation.isStored(file) {
                sections.append(ReportSection(try StoredCompensation.read(file), file: Paths.name(of: file)))
            } else {
                sections.append(try ReportSection(ResultFile.read(file, inputs: &inputs), path: file))
            }
        }
        try OutputPlace.check([output], inputs: inputs)
        let page = try page(sections, records, gnuplot)
        try Interrupt.checkBeforeWriting()
        let outputs = OutputFiles()
        try outputs.add(output).write(page)
        try outputs.commit()
        if !messages.quiet { Console.note("\(Wording.count(files.count, "file", "files")) · wrote \(output)") }
    }

    private func page(_ sections: [ReportSection], _ records: [BenchmarkRecord], _ gnuplot: Gnuplot) throws -> String {
        var page = PageDraft()
        if sections.count > 1 {
            let links = sections.enumerated().map { "<li><a href=\"#file-\($0 + 1)\">\(PageParts.escaped($1.heading))</a></li>" }
            let last = records.isEmpty ? [] : ["<li><a href=\"#benchmarks\">Benchmarks</a></li>"]
            page.add("<ul class=\"contents\">\n\((links + last).joined(separator: "\n"))\n</ul>")
        }
        for (index, section) in sections.enumerated() { try section.add(to: &page, number: index + 1, gnuplot) }
        if !records.isEmpty {
            page.add("<section id=\"benchmarks\">\n<h2>Benchmarks</h2>")
            try BenchmarkPage.add(records, to: &page) { try gnuplot.drawing(ChartPicture.onPage($0)) }
            page.add("</section>")
        }
        page.add("<p class=\"note\">nashbench \(PageParts.escaped(Release.version))</p>")
        return page.html(title: title ?? (files.count > 3 ? "nashbench: \(files.count) files" : "nashbench: \(files.map(Paths.name).joined(separator: ", "))"))
    }
}
