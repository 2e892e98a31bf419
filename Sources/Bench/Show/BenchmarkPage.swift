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
        var figures = 0
        func figure(_ chart: Chart) throws -> String {
            figures += 1
            return PageParts.figure(chart, InlineSVG.body(try draw(chart), figure: figures))
        }
        let suites = records.map(\.suite).firsts
        let title = title ?? "nashbench benchmarks: \(suites.joined(separator: ", "))"
        var parts: [String] = []
        if records.count > 1 { parts.append(PageParts.contents(records)) }
        parts.append(PageParts.whatTheFloorIs)
        let trends = Chart.trends(records)
        if !trends.isEmpty {
            parts.append("<section>\n<h2>Run by run</h2>\n<div class=\"figures\">")
            for chart in trends { parts.append(try figure(chart)) }
            parts.append("</div>\n</section>")
        }
        for (index, record) in records.enumerated() {
            parts.append("<section id=\"record-\(index + 1)\">")
            parts.append(PageParts.heading(record))
            let charts = Chart.all(of: record)
            if !charts.isEmpty {
                parts.append("<div class=\"figures\">")
                for chart in charts { parts.append(try figure(chart)) }
                parts.append("</div>")
            }
            parts += PageParts.tables(record)
            parts.append("</section>")
        }
        return PageParts.document(title: title, body: parts.joined(separator: "\n"))
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
