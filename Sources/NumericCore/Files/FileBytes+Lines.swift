/// Files of one JSON document a line.
extension FileBytes {
    /// The lines that have an end, without it, and how many bytes they take. What follows the last end (a line torn by a
    /// crash) is left out.
    var wholeLines: (lines: ArraySlice<Slice<UnsafeRawBufferPointer>>, bytes: Int) {
        let lineEnd = UInt8(ascii: "\n")
        let whole = bytes.lastIndex(of: lineEnd).map { $0 + 1 } ?? 0
        return (bytes[..<whole].split(separator: lineEnd, omittingEmptySubsequences: false).dropLast(), whole)
    }

    /// What a line holds; errors name the line, and the key path in it where there is one.
    func atLine<Value>(
        _ number: Int, _ line: Slice<UnsafeRawBufferPointer>, _ read: (JSONNode) throws(FileError) -> Value
    ) throws(FileError) -> Value {
        do {
            return try read(JSONParser.document(FileBytes(line, named: file)))
        } catch {
            let place = error.field.flatMap { $0.hasPrefix("line ") ? nil : ": \($0)" } ?? ""
            throw FileError(file: file, field: "line \(number)\(place)", expected: error.expected, found: error.found)
        }
    }
}
