/// The header of a NumPy array file (format 1.0 to 3.0): what the numbers are and where they start.
///
/// Layout: the bytes 93 "NUMPY", two version bytes, the header's length (2 bytes in version 1, 4 later, little-endian)
/// and a Python dictionary as text with the keys `descr`, `fortran_order` and `shape`.
/// Source: NumPy Enhancement Proposal 1, "A simple file format for NumPy arrays".
package struct NpyHeader: Equatable {
    enum Number: String, CaseIterable {
        case float64 = "<f8"
        case float32 = "<f4"
        var size: Int { self == .float64 ? 8 : 4 }
    }
    var number: Number
    /// Column after column, as cells are kept here.
    var isFortranOrder: Bool
    package var shape: [Int]
    /// Where the numbers start, in bytes from the start of the file.
    var offset: Int

    /// NumPy itself writes under 200 bytes for such arrays.
    private static let longest = 1 << 16
    private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

    /// - Throws: ``FileError`` whose field is the part of the header at fault; also where the numbers do not fill the
    ///   rest of the file exactly.
    init(_ contents: FileBytes) throws(FileError) {
        let bytes = contents.bytes
        func error(_ field: String?, _ expected: String, _ found: String) -> FileError {
            FileError(file: contents.file, field: field, expected: expected, found: found)
        }
        guard bytes.count >= 10, bytes.starts(with: Self.magic) else {
            throw error(nil, "a NumPy array file", bytes.count < 10 ? "\(bytes.count) bytes" : "other bytes at its start")
        }
        guard (1...3).contains(bytes[6]), bytes[7] == 0 else {
            throw error("version", "NumPy format 1.0, 2.0 or 3.0", "\(bytes[6]).\(bytes[7])")
        }
        let start = bytes[6] == 1 ? 10 : 12
        guard bytes.count >= start else { throw error("header", "a header's length", "the end of the file") }
        let length = (8..<start).reversed().reduce(0) { $0 << 8 | Int(bytes[$1]) }
        guard length <= Self.longest else { throw error("header", "at most \(Self.longest) bytes", "\(length)") }
        offset = start + length
        guard offset <= bytes.count else { throw error("header", "\(length) bytes", "\(bytes.count - start)") }

        var parser = NpyDictionary(Array(bytes[start..<offset]))
        guard let entries = parser.entries(), Set(entries.map(\.key)).count == entries.count,
            Set(entries.map(\.key)) == ["descr", "fortran_order", "shape"]
        else { throw error("header", "a dictionary with descr, fortran_order and shape", FileError.quote(parser.text)) }
        number = .float64
        isFortranOrder = false
        shape = []
        for (key, value) in entries {
            switch (key, value) {
            case ("descr", .string(let descr)):
                guard let known = Number(rawValue: descr) else {
                    throw error("descr", "'<f8' or '<f4'", FileError.quote(descr) + (descr.contains("O") ? " (Python objects)" : ""))
                }
                number = known
            case ("fortran_order", .bool(let value)): isFortranOrder = value
            case ("shape", .integers(let dimensions)):
                guard (1...2).contains(dimensions.count), dimensions.allSatisfy({ $0 >= 1 }) else {
                    throw error("shape", "one or two dimensions of at least 1", Self.shown(dimensions))
                }
                shape = dimensions
            default: throw error(key, key == "shape" ? "a tuple of integers" : key == "descr" ? "'<f8' or '<f4'" : "True or False", "something else")
            }
        }
        var size = number.size
        for dimension in shape {
            let (product, overflow) = size.multipliedReportingOverflow(by: dimension)
            guard !overflow else { throw error("shape", "an array that fits in memory", Self.shown(shape)) }
            size = product
        }
        guard bytes.count - offset == size else {
            throw error("data", "\(size) bytes of numbers for the shape \(Self.shown(shape))", "\(bytes.count - offset)")
        }
    }

    /// The header that ``bytes`` writes, for arrays made here: Fortran order.
    init(rows: Int, columns: Int, number: Number = .float64) {
        self.number = number
        isFortranOrder = true
        shape = [rows, columns]
        offset = 128
    }

    /// Of one dimension.
    package init(count: Int) {
        self.init(rows: count, columns: 1)
        isFortranOrder = false
        shape = [count]
    }

    /// The start of a file of this header, padded so that the numbers start at a multiple of 64 bytes.
    package var bytes: [UInt8] {
        let text = "{'descr': '\(number.rawValue)', 'fortran_order': \(isFortranOrder ? "True" : "False"), 'shape': \(Self.shown(shape)), }"
        let padded = text + String(repeating: " ", count: offset - 10 - text.utf8.count - 1) + "\n"
        return Self.magic + [1, 0, UInt8((offset - 10) & 0xFF), UInt8((offset - 10) >> 8)] + Array(padded.utf8)
    }

    /// A shape as Python writes it.
    static func shown(_ shape: [Int]) -> String {
        "(" + shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? ",)" : ")")
    }
}

/// The few Python literals that an array header is made of.
struct NpyDictionary {
    enum Value {
        case string(String)
        case bool(Bool)
        case integers([Int])
        /// A list: the type of an array of records.
        case other
    }
    private let bytes: [UInt8]
    private var position = 0
    var text: String { String(decoding: bytes, as: UTF8.self) }

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The entries in order; nil where the text is not such a dictionary.
    mutating func entries() -> [(key: String, value: Value)]? {
        var entries: [(key: String, value: Value)] = []
        guard take("{") else { return nil }
        while !take("}") {
            guard let key = string(), take(":"), let value = value() else { return nil }
            entries.append((key, value))
            guard take(",") || peek == UInt8(ascii: "}") else { return nil }
        }
        skipSpace()
        return position == bytes.count ? entries : nil
    }

    private mutating func value() -> Value? {
        if take("True") { return .bool(true) }
        if take("False") { return .bool(false) }
        if take("(") { return integers().map(Value.integers) }
        if take("[") {
            // An array of records; its fields do not matter, it is refused by name.
            while position < bytes.count, bytes[position] != UInt8(ascii: "]") { position += 1 }
            return take("]") ? .other : nil
        }
        return string().map(Value.string)
    }

    private mutating func integers() -> [Int]? {
        var integers: [Int] = []
        while !take(")") {
            guard integers.count < 32, let integer = integer() else { return nil }
            integers.append(integer)
            guard take(",") || peek == UInt8(ascii: ")") else { return nil }
        }
        return integers
    }

    private mutating func integer() -> Int? {
        skipSpace()
        let start = position
        if position < bytes.count, bytes[position] == UInt8(ascii: "-") { position += 1 }
        while position < bytes.count, (0x30...0x39).contains(bytes[position]) { position += 1 }
        // Too many digits for an Int: as large as can be, which no file's size matches.
        let digits = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let last = digits.last, last.isNumber else { return nil }
        _ = take("L") // a Python 2 long
        return Int(digits) ?? (digits.hasPrefix("-") ? .min : .max)
    }

    private mutating func string() -> String? {
        skipSpace()
        guard let quote = peek, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else { return nil }
        guard let end = bytes[(position + 1)...].firstIndex(of: quote) else { return nil }
        let string = String(decoding: bytes[(position + 1)..<end], as: UTF8.self)
        position = end + 1
        return string.contains("\\") ? nil : string
    }

    private var peek: UInt8? {
        var at = position
        while at < bytes.count, Self.isSpace(bytes[at]) { at += 1 }
        return at < bytes.count ? bytes[at] : nil
    }

    private mutating func take(_ word: StaticString) -> Bool {
        skipSpace()
        let found = word.withUTF8Buffer { bytes[position...].starts(with: $0) }
        if found { position += word.utf8CodeUnitCount }
        return found
    }

    private mutating func skipSpace() {
        while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
