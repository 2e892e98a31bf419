/// A sweep read back: its header and the points finished so far.
public struct StoredSweep: Sendable, Equatable {
    /// What was varied in which game.
    public var header: SweepHeader
    /// The finished points, in the grid's order.
    public var records: [SweepRecord]

    /// A sweep put together from its parts.
    public init(header: SweepHeader, records: [SweepRecord]) {
        self.header = header
        self.records = records
    }

    /// Reads a sweep's file. Whatever follows the last line end (a line torn by a crash) is left out.
    /// - Throws: `FileError` naming the line, and the key path in it, that is no header or no point, or out of order.
    /// - Complexity: O(bytes).
    public static func read(_ path: String) throws(FileError) -> StoredSweep { try parse(FileBytes(path)).sweep }

    /// The sweep in the complete lines of a file, and how many bytes these take.
    static func parse(_ contents: FileBytes) throws(FileError) -> (sweep: StoredSweep, bytes: Int) {
        let file = contents.file
        let lineEnd = UInt8(ascii: "\n")
        let bytes = contents.bytes.lastIndex(of: lineEnd).map { $0 + 1 } ?? 0
        var lines = contents.bytes[..<bytes].split(separator: lineEnd, omittingEmptySubsequences: false).dropLast()
        guard let first = lines.popFirst() else {
            throw FileError(file: file, field: "line 1", expected: "the header of a sweep (schema \(SweepHeader.schema))", found: "no whole line")
        }
        let header = try atLine(1, first, file) { node throws(FileError) in try SweepHeader(node) }
        var records: [SweepRecord] = []
        for line in lines {
            records.append(try atLine(records.count + 2, line, file) { node throws(FileError) in
                let record = try SweepRecord(node, header: header)
                guard record.point == records.count, record.point < header.points else {
                    throw FileError(
                        file: file, field: "point", expected: records.count < header.points ? "\(records.count)" : "no more than \(header.points) points",
                        found: "\(record.point)")
                }
                return record
            })
        }
        return (StoredSweep(header: header, records: records), bytes)
    }

    /// What a line holds; errors name the line, and the key path in it where there is one.
    private static func atLine<Value>(
        _ number: Int, _ line: Slice<UnsafeRawBufferPointer>, _ file: String, _ read: (JSONNode) throws(FileError) -> Value
    ) throws(FileError) -> Value {
        do {
            return try read(JSONParser.document(FileBytes(line, named: file)))
        } catch {
            let place = error.field.flatMap { $0.hasPrefix("line ") ? nil : ": \($0)" } ?? ""
            throw FileError(file: file, field: "line \(number)\(place)", expected: error.expected, found: error.found)
        }
    }
}
