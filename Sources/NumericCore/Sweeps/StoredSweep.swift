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
        var (lines, bytes) = contents.wholeLines
        guard let first = lines.popFirst() else {
            throw FileError(file: contents.file, field: "line 1", expected: "the header of a sweep (schema \(SweepHeader.schema))", found: "no whole line")
        }
        let header = try contents.atLine(1, first) { node throws(FileError) in try SweepHeader(node) }
        var records: [SweepRecord] = []
        for line in lines {
            records.append(try contents.atLine(records.count + 2, line) { node throws(FileError) in
                let record = try SweepRecord(node, header: header)
                guard record.point == records.count, record.point < header.points else {
                    throw FileError(
                        file: contents.file, field: "point", expected: records.count < header.points ? "\(records.count)" : "no more than \(header.points) points",
                        found: "\(record.point)")
                }
                return record
            })
        }
        return (StoredSweep(header: header, records: records), bytes)
    }
}
