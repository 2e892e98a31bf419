/// Columns of text: the first is names, set to the left, the others numbers, set to the right.
struct TextTable {
    private var rows: [[String]]

    init(header: [String]) { rows = [header] }

    mutating func add(_ row: [String]) { rows.append(row) }

    /// The table with two spaces between columns and no spaces at line ends.
    var text: String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            var line = row.enumerated().map { column, cell in
                let space = String(repeating: " ", count: widths[column] - cell.count)
                return column == 0 ? cell + space : space + cell
            }.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }
}

/// The rows a table shows where there are many: all in their order, or the largest by some measure.
struct TableCut {
    /// What is shown, in the order to show it.
    let shown: [Int]
    let hidden: Int

    /// All of 0..<count in order where `limit` is enough, otherwise the `limit` largest, largest first.
    init(count: Int, limit: Int, largestBy measure: (Int) -> Double) {
        guard count > limit else {
            shown = Array(0..<count)
            hidden = 0
            return
        }
        shown = Array((0..<count).sorted { (measure($0), $1) > (measure($1), $0) }.prefix(limit))
        hidden = count - limit
    }
}
