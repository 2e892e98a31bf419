/// Rows of a CSV file as RFC 4180 has them: a header line, fields in quotes where they hold commas, quotes or line
/// ends, lines that end in CR LF or LF, UTF-8 with or without a byte order mark. Columns are found by their names in
/// the header, in any order. Empty lines are skipped.
///
/// ```swift
/// var rows = try CSVReader(contents, columns: ["topic", "attention"])
/// while try rows.next() { try attention.append(rows.number(1)) }
/// ```
package struct CSVReader {
    let file: String
    /// The line on which the current row starts, from 1.
    private(set) var line = 1

    private let contents: FileBytes // keeps `text` alive
    private let text: UnsafeRawBufferPointer
    private var position = 0
    private var lineAhead = 1
    private var fields: [Field] = []
    /// Where each wanted column stands in a row; nil for an optional one that the file does not have.
    private var places: [Int?] = []
    private let columns: [String]
    private var headerCount = 0
    /// Where in the text pages are let go of next.
    private var releaseAt = Self.releaseStep
    private static let releaseStep = 1 << 26

    private struct Field {
        var range: Range<Int>
        /// Has quotes doubled inside quotes.
        var isEscaped: Bool
    }

    /// - Throws: ``FileError`` naming a header that lacks a column, repeats one or has one that is not wanted.
    init(_ contents: FileBytes, columns: [String], optional: [String] = []) throws(FileError) {
        self.contents = contents
        file = contents.file
        self.columns = columns + optional
        text = try contents.validatedText()
        let header = "a header line with the columns \((columns + optional.map { "\($0) (optional)" }).joined(separator: ","))"
        guard try readRow() else { throw FileError(file: file, field: "line 1", expected: header, found: "an empty file") }
        let names = fields.map(string)
        for (index, name) in names.enumerated() {
            if !self.columns.contains(name) { throw error(expected: header, found: "the column \(FileError.quote(name))") }
            if names[..<index].contains(name) { throw error(expected: header, found: "the column \(FileError.quote(name)) twice") }
        }
        places = self.columns.map { names.firstIndex(of: $0) }
        for (name, place) in zip(columns, places) where place == nil { throw error(expected: header, found: "no column \(FileError.quote(name))") }
        headerCount = names.count
    }

    /// Moves to the next row; false after the last.
    mutating func next() throws(FileError) -> Bool {
        guard try readRow() else { return false }
        if position >= releaseAt {
            contents.pages?.letGo()
            releaseAt = position + Self.releaseStep
        }
        guard fields.count == headerCount else { throw error(expected: "\(headerCount) fields", found: "\(fields.count)") }
        return true
    }

    /// A number of rows that the rest of the text does not exceed, and meets where each line is a row: no row is shorter
    /// than its commas, a byte a field and a line end.
    /// - Complexity: O(bytes), at the rate of memory.
    var mostRows: Int {
        var lineEnds = 0
        for byte in UnsafeRawBufferPointer(rebasing: text[position...]) where byte == Self.lineFeed { lineEnds += 1 }
        return min(lineEnds + 1, (text.count - position) / (2 * headerCount) + 1)
    }

    func has(_ column: Int) -> Bool { places[column] != nil }

    /// The text of a column, which may not be empty.
    func name(_ column: Int) throws(FileError) -> String {
        let name = places[column].map { string(fields[$0]) } ?? ""
        guard !name.isEmpty else { throw error(expected: "a \(columns[column])", found: "an empty field") }
        return name
    }

    /// A finite decimal number that fills the field; the locale plays no part.
    func number(_ column: Int) throws(FileError) -> Double {
        let text = places[column].map { string(fields[$0]) } ?? ""
        let isDecimal = text.utf8.allSatisfy { (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }
        guard isDecimal, let number = Double(text), number.isFinite else {
            throw error(expected: "a finite number for \(columns[column])", found: FileError.quote(text))
        }
        return number
    }

    /// An error about the current row.
    func error(expected: String, found: String) -> FileError {
        FileError(file: file, field: "line \(line)", expected: expected, found: found)
    }

    private func string(_ field: Field) -> String {
        let raw = String(decoding: text[field.range], as: UTF8.self)
        return field.isEscaped ? raw.split(separator: "\"\"", omittingEmptySubsequences: false).joined(separator: "\"") : raw
    }

    private mutating func readRow() throws(FileError) -> Bool {
        while position < text.count, takeLineEnd() {}
        guard position < text.count else { return false }
        line = lineAhead
        fields.removeAll(keepingCapacity: true)
        while true {
            fields.append(text[at: position] == Self.quote ? try quotedField() : try plainField())
            if position >= text.count || takeLineEnd() { return true }
            guard text[position] == Self.comma else {
                throw error(expected: "a comma or a line end after a field", found: "other text")
            }
            position += 1
        }
    }

    private mutating func plainField() throws(FileError) -> Field {
        let start = position
        while position < text.count {
            let byte = text[position]
            if byte == Self.comma || byte == Self.lineFeed { break }
            if byte == Self.carriageReturn {
                guard text[at: position + 1] == Self.lineFeed else { throw error(expected: "lines that end in LF or CR LF", found: "CR alone") }
                break
            }
            guard byte != Self.quote else { throw error(expected: "quotes around the whole field", found: "a quote inside it") }
            position += 1
        }
        return Field(range: start..<position, isEscaped: false)
    }

    private mutating func quotedField() throws(FileError) -> Field {
        position += 1
        let start = position
        var isEscaped = false
        while position < text.count {
            if text[position] == Self.lineFeed { lineAhead += 1 }
            if text[position] == Self.quote {
                guard text[at: position + 1] == Self.quote else {
                    position += 1
                    return Field(range: start..<(position - 1), isEscaped: isEscaped)
                }
                isEscaped = true
                position += 1
            }
            position += 1
        }
        throw error(expected: "a closing quote", found: "the end of the file")
    }

    /// Steps over LF or CR LF.
    private mutating func takeLineEnd() -> Bool {
        if text[position] == Self.lineFeed {
            position += 1
        } else if text[position] == Self.carriageReturn, text[at: position + 1] == Self.lineFeed {
            position += 2
        } else {
            return false
        }
        lineAhead += 1
        return true
    }

    private static let quote = UInt8(ascii: "\"")
    private static let comma = UInt8(ascii: ",")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// A field as a CSV file holds it: in quotes where it must be.
    package static func field(_ text: String) -> String {
        let needsQuotes = text.utf8.contains { $0 == quote || $0 == comma || $0 == lineFeed || $0 == carriageReturn }
        return needsQuotes ? "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\"" : text
    }
}

extension UnsafeRawBufferPointer {
    /// The byte at a position, nil past the end.
    fileprivate subscript(at position: Int) -> UInt8? { position < count ? self[position] : nil }
}
