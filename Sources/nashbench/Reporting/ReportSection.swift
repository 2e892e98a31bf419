import Bench
import NumericCore
import Openness

/// What a page says of one file.
struct ReportSection {
    /// What the numbers say, in a line.
    let heading: String
    /// What is what.
    let facts: [(name: String, value: String)]
    /// Pictures, in the order of the page.
    var figures: [PageFigure] = []
    /// Tables under their titles.
    var tables: [(title: String, table: AlignedTable)] = []

    /// Rows of a table: more are for the files of numbers themselves.
    static let rowLimit = 24

    /// - Throws: ``FileError`` where a file holds nothing to show.
    init(_ file: ResultFile, path: String) throws {
        let name = Paths.name(of: path)
        switch file {
        case .game(let contest): self.init(contest, file: name)
        case .equilibrium(let summary): self.init(summary, path: path)
        case .sweep(let sweep): try self.init(sweep, file: name)
        case .trajectory(let trajectory): try self.init(trajectory, file: name)
        case .other(let result): try self.init(openness: StoredOpenness(result), file: name)
        }
    }

    init(
        heading: String, facts: [(name: String, value: String)], figures: [PageFigure] = [], tables: [(title: String, table: AlignedTable)] = []
    ) {
        (self.heading, self.facts, self.figures, self.tables) = (heading, facts, figures, tables)
    }

    /// - Throws: ``Gnuplot/Failure``.
    func add(to page: inout PageDraft, number: Int, _ gnuplot: Gnuplot) throws {
        page.add("<section id=\"file-\(number)\">\n<h2>\(PageParts.escaped(heading))</h2>\n\(PageParts.facts(facts))")
        page.figures(try figures.map { ($0.caption, [], try gnuplot.drawing($0.script)) })
        if !tables.isEmpty {
            page.add("<div class=\"tables\">")
            for (title, table) in tables { page.add("<div><h3>\(PageParts.escaped(title))</h3>\n\(PageParts.table(table))</div>") }
            page.add("</div>")
        }
        page.add("</section>")
    }

    /// `3 creators x 2 topics`
    static func size(creators: Int, topics: Int) -> String {
        "\(Wording.count(creators, "creator", "creators")) x \(Wording.count(topics, "topic", "topics"))"
    }

    /// A title that says what a table leaves out.
    static func title(_ what: String, _ cut: TableCut, largestBy measure: String) -> String {
        cut.hidden == 0 ? what : "\(what): the \(cut.shown.count) with the largest \(measure), \(Wording.count(cut.hidden)) more in the file"
    }

    /// Three decimals for what lies between 0 and 1.
    static func share(_ value: Double) -> String? { value.isNaN ? nil : NumberText.fixed(value, places: 3) }

    /// The rows of utilities' quantiles.
    static func quantiles(_ utilities: UtilityDistribution) -> AlignedTable {
        var table = AlignedTable([("creators below", false), ("utility", true)])
        for (level, value) in zip(UtilityDistribution.levels, utilities.quantiles) {
            let name = switch level { case 0: "lowest"; case 0.5: "half (median)"; case 1: "highest"; default: "\(NumberText.general(level * 100)) %" }
            table.add([name, Wording.amount(value)])
        }
        return table
    }
}
