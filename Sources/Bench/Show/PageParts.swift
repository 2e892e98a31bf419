/// Pieces of a page as HTML.
package enum PageParts {
    /// Text as it may stand between tags and in attributes.
    package static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\t", "\n": result += " "
            // Neither XML nor HTML has a way to write the rest of them.
            case _ where scalar.properties.generalCategory == .control || (scalar.value & 0xFFFE) == 0xFFFE: result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    static func document(title: String, body: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <title>\(escaped(title))</title>
        <style>
        \(PageStyle.text)
        </style>
        </head>
        <body>
        <h1>\(escaped(title))</h1>
        \(body)
        </body>
        </html>

        """
    }

    /// Links to the records on the page.
    static func contents(_ records: [BenchmarkRecord]) -> String {
        let items = records.enumerated().map { index, record in
            "<li><a href=\"#record-\(index + 1)\">\(escaped(record.suite))</a> \(escaped(record.started)), \(escaped(record.machine.cpu))</li>"
        }
        return "<ul>\n\(items.joined(separator: "\n"))\n</ul>"
    }

    static let whatTheFloorIs = """
        <p class="note">The floor of a task is the time its least work takes at this machine's own best rate, measured in the same \
        cycles of the same run: bytes at the rate of the copy or triad stream, powers at the rate of the package's own pow kernel, \
        flops at the rate of dgemm or dpotrf. Where several apply the longest binds. A distance of 1 is the limit. In charts of \
        lines floors are dashed, in charts of bars a red line; whiskers are 95% bootstrap intervals of medians.</p>
        """

    /// Suite, machine and software of a record.
    static func heading(_ record: BenchmarkRecord) -> String {
        let machine = record.machine
        let software = record.software
        var rows = [
            ("command", "<code>\(escaped(record.command))</code>"),
            ("run", escaped("\(record.started), \(Quantity.seconds(record.seconds)); seeds \(record.seeds.map(String.init).joined(separator: ", "))")),
            ("aim", escaped("95% interval of a median within ±\(Quantity.percent(record.precision)), or \(Quantity.seconds(record.budget)) a result")),
            ("processor", escaped("\(machine.cpu), \(machine.cores == 1 ? "1 core" : "\(machine.cores) cores"), \(machine.architecture)")),
        ]
        if !machine.features.isEmpty { rows.append(("instructions", escaped(machine.features.joined(separator: " ")))) }
        let caches = machine.caches.map { "L\($0.level) \($0.kind.lowercased()) \(Quantity.bytes($0.bytes))" }
        if !caches.isEmpty { rows.append(("caches", escaped(caches.joined(separator: ", ")))) }
        if let memory = machine.memoryBytes { rows.append(("memory", escaped(Quantity.bytes(memory)))) }
        if let governor = machine.frequencyGovernor { rows.append(("frequency governor", escaped(governor))) }
        rows += [
            ("system", escaped(machine.system)),
            ("nashbench", escaped(software.version + BenchmarkTable.commit(software))),
            ("kernels", escaped(software.kernelTarget)),
            ("BLAS", escaped("\(software.blas ?? "none"), \(software.blasCore ?? "none")")),
            ("compiler", escaped("\(software.compiler), \(software.flags)")),
        ]
        return "<h2>\(escaped(record.suite)): \(escaped(record.purpose))</h2>\n\(list(rows, kind: "machine"))"
    }

    /// What is what, line by line: words, and HTML.
    private static func list(_ rows: [(String, String)], kind: String) -> String {
        "<dl class=\"\(kind)\">\n\(rows.map { "<dt>\(escaped($0.0))</dt><dd>\($0.1)</dd>" }.joined(separator: "\n"))\n</dl>"
    }

    /// What is what, line by line, as text.
    package static func facts(_ rows: [(name: String, value: String)]) -> String { list(rows.map { ($0.name, escaped($0.value)) }, kind: "facts") }

    /// A picture over its caption, with the commands that repeat what is shown.
    static func figure(_ caption: String, commands: [String], _ svg: String) -> String {
        let repeats = commands.map { "<br/>repeat: <code>\(escaped($0))</code>" }.joined()
        return "<figure>\n\(svg)\n<figcaption><b>\(escaped(caption))</b>\(repeats)</figcaption>\n</figure>"
    }

    /// Results, fits and what was not measured, those that are not empty.
    static func tables(_ record: BenchmarkRecord) -> [String] {
        [("Results", BenchmarkTable.results(record)), ("Growth", BenchmarkTable.fits(record)), ("Not measured, or wrong", BenchmarkTable.reasons(record))]
            .filter { !$0.1.isEmpty }
            .map { "<h3>\($0.0)</h3>\n\(table($0.1))\n<p class=\"repeat\">repeat: <code>\(escaped(record.command))</code></p>" }
    }

    /// A table that scrolls within itself where the page is too narrow for it.
    package static func table(_ table: AlignedTable) -> String {
        let (columns, rows) = table.shown
        func cells(_ entries: [String], _ tag: String) -> String {
            "<tr>" + zip(columns, entries).map { column, entry in
                "<\(tag)\(column.isNumber ? " class=\"number\"" : "")>\(escaped(entry))</\(tag)>"
            }.joined() + "</tr>"
        }
        return """
            <div class="table"><table>
            <thead>\(cells(columns.map(\.heading), "th"))</thead>
            <tbody>
            \(rows.map { cells($0, "td") }.joined(separator: "\n"))
            </tbody>
            </table></div>
            """
    }
}

/// How the page looks: dark on white, one column on a telephone, no colour that print would miss.
enum PageStyle {
    static let text = """
        :root { color: #1b1b1b; background: #fff; font: 16px/1.45 system-ui, sans-serif; }
        body { max-width: 76rem; margin: 0 auto; padding: 1rem; }
        h1 { font-size: 1.6rem; line-height: 1.2; margin: 0.4rem 0 1rem; overflow-wrap: anywhere; }
        h2 { font-size: 1.25rem; line-height: 1.25; margin: 2.2rem 0 0.8rem; padding-top: 0.8rem; border-top: 2px solid #1b1b1b; }
        h3 { font-size: 1rem; margin: 1.6rem 0 0.4rem; }
        code { font: 0.9em ui-monospace, monospace; background: #f3f3f3; padding: 0.05em 0.3em; overflow-wrap: anywhere; }
        .note { max-width: 46rem; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.15rem 1rem; margin: 0; }
        dt { color: #555; }
        dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
        .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 28rem), 1fr)); gap: 1.5rem; margin: 1.5rem 0; align-items: start; }
        figure { margin: 0; min-width: 0; max-width: 40rem; break-inside: avoid; }
        figure svg { display: block; width: 100%; height: auto; }
        figcaption { font-size: 0.9rem; }
        .table { overflow-x: auto; }
        table { border-collapse: collapse; font-size: 0.85rem; font-variant-numeric: tabular-nums; }
        th, td { text-align: left; padding: 0.2rem 0.7rem 0.2rem 0; white-space: nowrap; border-bottom: 1px solid #ddd; }
        th { border-bottom: 1px solid #1b1b1b; font-weight: 600; }
        .number { text-align: right; }
        .repeat { font-size: 0.9rem; margin: 0.3rem 0 0; }
        @media (max-width: 30rem) { dl.machine { grid-template-columns: 1fr; } .machine dd { margin-bottom: 0.4rem; } }
        .tables { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 28rem), 1fr)); gap: 0 1.5rem; align-items: start; }
        .tables > div { min-width: 0; }
        @media print { body { max-width: none; padding: 0; } h2 { break-before: page; } section:first-of-type > h2 { break-before: auto; } .figures { grid-template-columns: 1fr 1fr; } h2, h3 { break-after: avoid; } .table { overflow: visible; } table { font-size: 0.65rem; } th, td { padding-right: 0.4rem; } tr { break-inside: avoid; } }
        """
}
