/// Cells of a CSV file, one a row (creator, topic, numbers), put into the order of a layout: topic after topic.
///
/// - Complexity: O(rows + creators + topics) time and memory.
struct CellTable {
    let layout: CellLayout
    /// Values of each number column in the order of the layout; nil for an optional column that the file lacks.
    let columns: [CellBuffer?]
    /// The line of each cell.
    let lines: [Int32]

    /// Names in a fixed order, or gathered in the order in which they first appear.
    struct Names {
        private(set) var all: [String]
        private var index: [String: Int]
        let isFixed: Bool

        init(_ fixed: [String]? = nil) { self.init(fixed ?? [], isFixed: fixed != nil) }
        /// Names with a given start; others may follow.
        init(startingWith names: [String]) { self.init(names, isFixed: false) }

        private init(_ names: [String], isFixed: Bool) {
            all = names
            self.isFixed = isFixed
            index = Dictionary(zip(all, all.indices), uniquingKeysWith: { first, _ in first })
        }

        /// nil for a name that is not among fixed ones.
        mutating func index(of name: String) -> Int? {
            if let known = index[name] { return known }
            guard !isFixed else { return nil }
            index[name] = all.count
            all.append(name)
            return all.count - 1
        }
    }

    /// What a number column holds.
    struct Column {
        var name: String
        var isOptional = false
        /// What its numbers must be, and whether one is.
        var domain: String
        var contains: (Double) -> Bool
    }

    /// - Throws: ``FileError`` with the line of the first fault: not a number or outside its column's domain, an
    ///   unknown name, a cell given before.
    static func read(
        _ contents: FileBytes, _ columns: [Column], creators: inout Names, topics: inout Names
    ) throws(FileError) -> CellTable {
        var rows = try CSVReader(
            contents, columns: ["creator", "topic"] + columns.filter { !$0.isOptional }.map(\.name),
            optional: columns.filter(\.isOptional).map(\.name))
        let present = columns.indices.filter { rows.has(2 + $0) }
        var creatorOf: [Int32] = []
        var topicOf: [Int32] = []
        var lineOf: [Int32] = []
        var values: [[Double]] = columns.map { _ in [] }
        while try rows.next() {
            creatorOf.append(try index(&creators, rows, 0, "creator"))
            topicOf.append(try index(&topics, rows, 1, "topic"))
            lineOf.append(Int32(clamping: rows.line))
            for column in present {
                let value = try rows.number(2 + column)
                guard columns[column].contains(value) else {
                    throw rows.error(expected: "\(columns[column].domain) for \(columns[column].name)", found: "\(value)")
                }
                values[column].append(value)
            }
        }
        guard !creatorOf.isEmpty else { throw rows.error(expected: "at least one row after the header", found: "none") }

        let order = stableOrder(of: stableOrder(of: Array(creatorOf.indices), by: creatorOf, keys: creators.all.count), by: topicOf, keys: topics.all.count)
        for (earlier, later) in zip(order, order.dropFirst()) where creatorOf[earlier] == creatorOf[later] && topicOf[earlier] == topicOf[later] {
            let cell = "\(FileError.quote(creators.all[Int(creatorOf[later])])), \(FileError.quote(topics.all[Int(topicOf[later])]))"
            throw FileError(
                file: contents.file, field: "line \(lineOf[later])", expected: "each cell once",
                found: "the cell \(cell) again, as in line \(lineOf[earlier])")
        }
        return CellTable(
            layout: layout(order.map { creatorOf[$0] }, topics: order.map { topicOf[$0] }, creators: creators.all.count, topicCount: topics.all.count),
            columns: columns.indices.map { column in present.contains(column) ? CellBuffer(order.map { values[column][$0] }) : nil },
            lines: order.map { lineOf[$0] })
    }

    /// The table without the cells whose first number is 0.
    func withoutZeros() -> CellTable {
        guard let first = columns[0] else { return self }
        let kept = (0..<layout.cells).filter { first[$0] != 0 }
        if kept.count == layout.cells { return self }
        var creatorOf: [Int32] = []
        var topicOf: [Int32] = []
        for topic in 0..<layout.topics {
            for cell in layout.range(ofTopic: topic) where first[cell] != 0 {
                creatorOf.append(Int32(layout.creator(ofCell: cell, topic: topic)))
                topicOf.append(Int32(topic))
            }
        }
        return CellTable(
            layout: Self.layout(creatorOf, topics: topicOf, creators: layout.creators, topicCount: layout.topics),
            columns: columns.map { column in column.map { values in CellBuffer(kept.map { values[$0] }) } },
            lines: kept.map { lines[$0] })
    }

    /// The layout of cells that are in order; dense where every cell is there.
    static func layout(_ creatorOf: [Int32], topics topicOf: [Int32], creators: Int, topicCount: Int) -> CellLayout {
        let (all, overflow) = creators.multipliedReportingOverflow(by: topicCount)
        if !overflow, all == creatorOf.count { return CellLayout(creators: creators, topics: topicCount) }
        var offsets = [Int](repeating: 0, count: topicCount + 1)
        for topic in topicOf { offsets[Int(topic) + 1] += 1 }
        for topic in 0..<topicCount { offsets[topic + 1] += offsets[topic] }
        return CellLayout(creators: creators, offsets: offsets, creatorIndex: creatorOf)
    }

    private static func index(_ names: inout Names, _ rows: CSVReader, _ column: Int, _ kind: String) throws(FileError) -> Int32 {
        let name = try rows.name(column)
        guard let index = names.index(of: name), index < Int(Int32.max) else {
            throw rows.error(expected: "a \(kind) of the game", found: FileError.quote(name))
        }
        return Int32(index)
    }

    /// Counting sort: the items in rising order of their keys, equal keys in the order they came.
    private static func stableOrder(of items: [Int], by key: [Int32], keys: Int) -> [Int] {
        var next = [Int](repeating: 0, count: keys + 1)
        for item in items { next[Int(key[item]) + 1] += 1 }
        for k in 0..<keys { next[k + 1] += next[k] }
        var order = [Int](repeating: 0, count: items.count)
        for item in items {
            let k = Int(key[item])
            order[next[k]] = item
            next[k] += 1
        }
        return order
    }
}
