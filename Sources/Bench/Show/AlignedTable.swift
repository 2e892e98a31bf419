/// Columns under headings, for a terminal as text and for a page as rows. Columns without any entry are left out.
package struct AlignedTable: Equatable {
    struct Column: Equatable {
        let heading: String
        /// Numbers stand at the right end of their column, names at the left.
        let isNumber: Bool
    }

    private let columns: [Column]
    private var rows: [[String]] = []

    /// Headings of names and of numbers, in the order of the columns.
    package init(_ columns: [(heading: String, isNumber: Bool)]) {
        self.columns = columns.map { Column(heading: $0.heading, isNumber: $0.isNumber) }
    }

    /// A row: an entry a column, nil where there is none.
    package mutating func add(_ row: [String?]) { rows.append(row.map { $0 ?? "" }) }

    var isEmpty: Bool { rows.isEmpty }

    /// Columns that have an entry somewhere.
    private var used: [Int] { columns.indices.filter { column in rows.contains { !$0[column].isEmpty } } }

    /// What a page shows: the same columns and entries.
    var shown: (columns: [Column], rows: [[String]]) {
        let used = used
        return (used.map { columns[$0] }, rows.map { row in used.map { row[$0] } })
    }

    /// Two spaces between columns, none at the ends of lines.
    var text: String {
        let (columns, rows) = shown
        let lines = [columns.map(\.heading)] + rows
        let widths = columns.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        return lines.map { line in
            var text = ""
            for (column, entry) in line.enumerated() {
                let space = String(repeating: " ", count: widths[column] - entry.count)
                text += (column > 0 ? "  " : "") + (columns[column].isNumber ? space + entry : entry + space)
            }
            while text.last == " " { text.removeLast() }
            return text
        }.joined(separator: "\n")
    }
}
