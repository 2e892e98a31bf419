/// Records as one page that needs nothing else: no network, no script, pictures inside. Well-formed XML as well as HTML.
///
/// Every text that comes from a record is escaped; pictures come from the drawing function.
public enum BenchmarkPage {
    /// - Parameters:
    ///   - records: one section each, in this order; charts of trends before them where several runs are of one suite.
    ///   - title: in place of one made of the suites' names.
    ///   - draw: a chart as a document of SVG.
    /// - Throws: what `draw` throws.
    /// - Complexity: O(results).
    public static func html(records: [BenchmarkRecord], title: String? = nil, draw: (Chart) throws -> String) rethrows -> String {
        var page = PageDraft()
        try add(records, to: &page, draw: draw)
        return page.html(title: title ?? "nashbench benchmarks: \(records.map(\.suite).firsts.joined(separator: ", "))")
    }

    /// The same sections as a part of a page of other things too.
    package static func add(_ records: [BenchmarkRecord], to page: inout PageDraft, draw: (Chart) throws -> String) rethrows {
        func figures(_ charts: [Chart]) throws {
            try page.figures(charts.map { ($0.title, $0.commands, try draw($0)) })
        }
        if records.count > 1 { page.add(PageParts.contents(records)) }
        page.add(PageParts.whatTheFloorIs)
        let trends = Chart.trends(records)
        if !trends.isEmpty {
            page.add("<section>\n<h2>Run by run</h2>")
            try figures(trends)
            page.add("</section>")
        }
        for (index, record) in records.enumerated() {
            page.add("<section id=\"record-\(index + 1)\">")
            page.add(PageParts.heading(record))
            try figures(Chart.all(of: record))
            for table in PageParts.tables(record) { page.add(table) }
            page.add("</section>")
        }
    }
}

/// A picture of gnuplot's as a part of a page.
enum InlineSVG {
    /// The `svg` element alone, scaled to its place, its identifiers apart from those of other figures.
    static func body(_ document: String, figure: Int) -> String {
        guard let start = document.firstRange(of: "<svg") else { return "" }
        var body = String(document[start.lowerBound...])
        let prefix = "f\(figure)-"
        for (mark, quote) in [("id=", "\""), ("id=", "'"), ("href=", "\"#"), ("href=", "'#")] {
            // Every attribute has a space before it; `xlink:href` ends in the same letters.
            let lead = mark == "id=" ? " " : ""
            body = body.replacing(lead + mark + quote, with: lead + mark + quote + prefix)
        }
        body = body.replacing("url(#", with: "url(#\(prefix)")
        // A fixed size would not follow the page's width; the viewBox keeps the proportions.
        if let end = body.firstIndex(of: ">") {
            let head = body[..<end].replacing(/\s(?:width|height)="[^"]*"/, with: "")
            body = head + " role=\"img\"" + body[end...]
        }
        return body.replacing(/<title>Gnuplot<\/title>\s*/, with: "").replacing(/<desc>[^<]*<\/desc>\s*/, with: "")
    }
}
