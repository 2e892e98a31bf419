/// Cells of a CSV file, one a row (creator, topic, numbers), put into the order of a layout: topic after topic.
///
/// - Complexity: O(rows + creators + topics) time. Memory: 4 bytes a cell of a sparse table and 8 a number; 4 more a row
///   while it is read.
struct CellTable {
    let layout: CellLayout
    /// Values of each number column in the order of the layout; nil for an optional column that the file lacks.
    let columns: [CellBuffer?]

    /// Names in a fixed order, or gathered in the order in which they first appear.
    struct Names {
        private var index: NameIndex
        let isFixed: Bool

        init(_ fixed: [String]? = nil) {
            index = NameIndex(fixed ?? [])
            isFixed = fixed != nil
        }

        /// Names with a given start; others may follow.
        init(startingWith names: [String]) {
            index = NameIndex(names)
            isFixed = false
        }

        var all: [String] { index.names }

        /// nil for a name that is not among fixed ones.
        mutating func index(of name: String) -> Int? { isFixed ? index.place(of: name) : index.insert(name) }
    }

    /// What a number column holds.
    struct Column {
        var name: String
        var isOptional = false
        /// What its numbers must be, and whether one is.
        var domain: String
        var contains: (Double) -> Bool
    }

    /// - Parameter leavesOutZeros: leaves out the cells whose first number is 0.
    /// - Throws: ``FileError`` with the line of the first fault: not a number or outside its column's domain, an
    ///   unknown name, a cell given before.
    static func read(
        _ contents: FileBytes, _ columns: [Column], creators: inout Names, topics: inout Names, leavesOutZeros: Bool = false
    ) throws(FileError) -> CellTable {
        var rows = try reader(contents, columns)
        let present = columns.indices.filter { rows.has(2 + $0) }
        var cells = CellRows(capacity: rows.mostRows, columns: present.count)
        while try rows.next() {
            let creator = try index(&creators, rows, 0, "creator")
            let topic = try index(&topics, rows, 1, "topic")
            for (place, column) in present.enumerated() {
                let value = try rows.number(2 + column)
                guard columns[column].contains(value) else {
                    throw rows.error(expected: "\(columns[column].domain) for \(columns[column].name)", found: "\(value)")
                }
                cells.set(value, column: place)
            }
            cells.append(creator: creator, topic: topic)
        }
        guard cells.count > 0 else { throw rows.error(expected: "at least one row after the header", found: "none") }

        cells.sort()
        if let row = cells.firstRepeated {
            let (creator, topic) = (creators.all[Int(cells.creatorOf[row])], topics.all[Int(cells.topicOf[row])])
            let lines = try lines(ofCell: creator, topic, in: contents, columns)
            throw FileError(
                file: contents.file, field: "line \(lines[1])", expected: "each cell once",
                found: "the cell \(FileError.quote(creator)), \(FileError.quote(topic)) again, as in line \(lines[0])")
        }
        if leavesOutZeros { cells.removeZeros(column: 0) }
        return CellTable(
            layout: cells.layout(creators: creators.all.count, topics: topics.all.count),
            columns: columns.indices.map { column in present.firstIndex(of: column).map { cells.values(column: $0) } })
    }

    /// The lines that give a cell. They are not kept but looked for in the file again: only errors ask.
    /// - Complexity: O(rows).
    static func lines(
        ofCell creator: String, _ topic: String, in contents: FileBytes, _ columns: [Column]
    ) throws(FileError) -> [Int] {
        var rows = try reader(contents, columns)
        var lines: [Int] = []
        while try rows.next() {
            if try rows.name(0) == creator, try rows.name(1) == topic { lines.append(rows.line) }
        }
        return lines
    }

    private static func reader(_ contents: FileBytes, _ columns: [Column]) throws(FileError) -> CSVReader {
        try CSVReader(
            contents, columns: ["creator", "topic"] + columns.filter { !$0.isOptional }.map(\.name),
            optional: columns.filter(\.isOptional).map(\.name))
    }

    private static func index(_ names: inout Names, _ rows: CSVReader, _ column: Int, _ kind: String) throws(FileError) -> Int32 {
        let name = try rows.name(column)
        guard let index = names.index(of: name), index < Int(Int32.max) else {
            throw rows.error(expected: "a \(kind) of the game", found: FileError.quote(name))
        }
        return Int32(index)
    }
}
