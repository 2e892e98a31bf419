/// Observed output (sparse, topic after topic; every cell > 0) and attention per topic: what calibration starts from.
///
/// ```swift
/// let observed = try ObservedTable.read(output: "output.csv", attention: "attention.csv")
/// observed.layout.cells   // cells with output
/// ```
/// Creators are in the order in which they first appear in the output file, topics in the order of the attention file.
public struct ObservedTable: Sendable {
    /// n names, in order of first appearance.
    public var creatorNames: [String]
    /// K names, in the attention file's order.
    public var topicNames: [String]
    /// The cells with positive output, topic after topic.
    public var layout: CellLayout
    /// x_ik > 0 of every cell of the layout.
    public var output: CellBuffer
    /// A_k >= 0, K values.
    public var attention: [Double]

    /// - Precondition: a name a creator and a topic of the layout, an output a cell, an attention a topic.
    public init(creatorNames: [String], topicNames: [String], layout: CellLayout, output: CellBuffer, attention: [Double]) {
        precondition(creatorNames.count == layout.creators && topicNames.count == layout.topics, "one name each")
        precondition(output.count == layout.cells && attention.count == layout.topics, "one number each")
        self.creatorNames = creatorNames
        self.topicNames = topicNames
        self.layout = layout
        self.output = output
        self.attention = attention
    }

    /// Reads two CSV files: columns creator, topic, output and columns topic, attention, in any order.
    ///
    /// A cell with output 0 is not eligible and left out; its creator stays.
    /// - Throws: ``FileError`` with the line of a number that is missing, negative or not a number, of a cell or topic
    ///   given twice; naming the topics that have output and no attention, or attention and no output.
    /// - Complexity: O(rows).
    public static func read(output: String, attention: String) throws(FileError) -> ObservedTable {
        try read(output: FileBytes(output), attention: FileBytes(attention))
    }

    static func read(output: FileBytes, attention: FileBytes) throws(FileError) -> ObservedTable {
        var rows = try CSVReader(attention, columns: ["topic", "attention"])
        var names: [String] = []
        var lines: [String: Int] = [:]
        var values: [Double] = []
        while try rows.next() {
            let name = try rows.name(0)
            let value = try rows.number(1)
            guard value >= 0 else { throw rows.error(expected: "a number >= 0 for attention", found: "\(value)") }
            if let first = lines.updateValue(rows.line, forKey: name) {
                throw rows.error(expected: "each topic once", found: "the topic \(FileError.quote(name)) again, as in line \(first)")
            }
            names.append(name)
            values.append(value)
        }
        guard !names.isEmpty else { throw rows.error(expected: "at least one row after the header", found: "none") }

        // Topics without attention are gathered behind those with it, to be named all together.
        var creators = CellTable.Names()
        var topics = CellTable.Names(startingWith: names)
        let table = try CellTable.read(
            output, [.init(name: "output", domain: "a number >= 0", contains: { $0 >= 0 })], creators: &creators, topics: &topics,
            leavesOutZeros: true)
        let hasOutput = (0..<table.layout.topics).map { !table.layout.range(ofTopic: $0).isEmpty }
        let withoutAttention = topics.all.indices.filter { $0 >= names.count && hasOutput[$0] }.map { topics.all[$0] }
        guard withoutAttention.isEmpty else {
            throw FileError(
                file: attention.file, expected: "a row for each topic with output in \(output.file)", found: "none for \(listed(withoutAttention))")
        }
        let withoutOutput = names.indices.filter { !hasOutput[$0] }.map { names[$0] }
        guard withoutOutput.isEmpty else {
            throw FileError(
                file: output.file, expected: "output > 0 in each topic of \(attention.file)", found: "none in \(listed(withoutOutput))")
        }
        return ObservedTable(
            creatorNames: creators.all, topicNames: names, layout: table.layout.keeping(topics: names.count), output: table.columns[0]!,
            attention: values)
    }

    private static func listed(_ topics: [String]) -> String {
        topics.prefix(10).map { FileError.quote($0) }.joined(separator: ", ") + (topics.count > 10 ? " and \(topics.count - 10) more" : "")
    }
}

extension CellLayout {
    /// The layout without its last topics, which have no cells.
    fileprivate func keeping(topics count: Int) -> CellLayout {
        guard let offsets, let creatorIndex, count < topics else { return self }
        return CellLayout(creators: creators, offsets: Array(offsets[...count]), creatorIndex: creatorIndex)
    }
}
