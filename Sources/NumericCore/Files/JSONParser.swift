/// Any JSON value; what it must be is ``JSONNode``'s business.
package enum JSONValue: Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case list([JSONValue])
    case object([String: JSONValue])

    /// The value as an error message shows it.
    package var shown: String {
        switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .number(let value): "\(value)"
        case .string(let value): FileError.quote(value)
        case .list(let elements): "a list of \(elements.count)"
        case .object: "an object"
        }
    }
}

/// Reads JSON (RFC 8259) strictly: each key once, no comma too many, no control characters in strings, finite numbers.
///
/// Foundation's decoder is not used: on Linux it says neither line nor key path of a fault (of a NaN, say), takes the
/// first of two equal keys, and lets a comma at the end pass.
package struct JSONParser {
    private let file: String
    private let text: UnsafeRawBufferPointer
    private var position = 0
    private var path: [Step] = []

    private enum Step {
        case key(String)
        case index(Int)
    }
    /// Payoffs of a game of n players nest 3 + n deep, everything else less than 16; more is refused before it can use up the stack.
    private static let deepest = 64

    /// The document in a file.
    /// - Throws: ``FileError`` naming the line that is not JSON, or the key path of a value that JSON cannot hold.
    /// - Complexity: O(bytes).
    package static func document(_ contents: FileBytes) throws(FileError) -> JSONNode {
        var parser = JSONParser(file: contents.file, text: try contents.validatedText())
        let value = try parser.value()
        parser.skipSpace()
        guard parser.position == parser.text.count else { throw parser.fault("the end of the file after the document") }
        return JSONNode(file: contents.file, path: "", value: value)
    }

    private init(file: String, text: UnsafeRawBufferPointer) {
        self.file = file
        self.text = text
    }

    private mutating func value() throws(FileError) -> JSONValue {
        skipSpace()
        switch byte {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try list()
        case UInt8(ascii: "\""): return .string(try string())
        case let first? where first == UInt8(ascii: "-") || (0x30...0x39).contains(first): return .number(try number())
        default:
            let word = word()
            switch word {
            case "null": return .null
            case "true": return .bool(true)
            case "false": return .bool(false)
            case "NaN", "nan", "NAN", "Infinity", "inf", "Inf", "INF": throw unfit("a finite number", word)
            default:
                position -= word.utf8.count
                throw fault("a JSON value")
            }
        }
    }

    private mutating func object() throws(FileError) -> JSONValue {
        try enter()
        var members: [String: JSONValue] = [:]
        if take(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            skipSpace()
            guard byte == UInt8(ascii: "\"") else { throw fault("a key in quotes") }
            let key = try string()
            guard take(UInt8(ascii: ":")) else { throw fault("a colon after a key") }
            path.append(.key(key))
            guard members.updateValue(try value(), forKey: key) == nil else { throw unfit("each key once", "this key again") }
            path.removeLast()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw fault("a comma or } in an object") }
        return .object(members)
    }

    private mutating func list() throws(FileError) -> JSONValue {
        try enter()
        var elements: [JSONValue] = []
        if take(UInt8(ascii: "]")) { return .list(elements) }
        path.append(.index(0))
        repeat {
            path[path.count - 1] = .index(elements.count)
            elements.append(try value())
        } while take(UInt8(ascii: ","))
        path.removeLast()
        guard take(UInt8(ascii: "]")) else { throw fault("a comma or ] in a list") }
        return .list(elements)
    }

    /// Steps over the opening bracket.
    private mutating func enter() throws(FileError) {
        position += 1
        guard path.count < Self.deepest else {
            throw unfit("lists and objects at most \(Self.deepest) deep in one another", "more")
        }
    }

    private mutating func number() throws(FileError) -> Double {
        let start = position
        if byte == UInt8(ascii: "-") { position += 1 }
        if byte == UInt8(ascii: "0") { position += 1 } else { try digits(after: start) }
        if byte == UInt8(ascii: ".") {
            position += 1
            try digits(after: start)
        }
        if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
            position += 1
            if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { position += 1 }
            try digits(after: start)
        }
        let decimal = String(decoding: text[start..<position], as: UTF8.self)
        guard let number = Double(decimal), number.isFinite else { throw unfit("a number within the range of doubles", decimal) }
        return number
    }

    private mutating func digits(after start: Int) throws(FileError) {
        let first = position
        while let byte, (0x30...0x39).contains(byte) { position += 1 }
        guard position == first else { return }
        let sign = String(decoding: text[start..<position], as: UTF8.self)
        let word = sign + word()
        if ["-Infinity", "-inf", "-Inf", "-INF", "-NaN", "-nan"].contains(word) { throw unfit("a finite number", word) }
        throw fault("a number", found: FileError.quote(word))
    }

    private mutating func string() throws(FileError) -> String {
        position += 1
        var string = ""
        var start = position
        while let byte, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw fault("a string without control characters") }
            position += 1
            guard byte == UInt8(ascii: "\\") else { continue }
            string += String(decoding: text[start..<(position - 1)], as: UTF8.self)
            string.unicodeScalars.append(try escape())
            start = position
        }
        guard byte != nil else { throw fault("a closing quote") }
        string += String(decoding: text[start..<position], as: UTF8.self)
        position += 1
        return string
    }

    private mutating func escape() throws(FileError) -> Unicode.Scalar {
        let letter = byte
        position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter!)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            let unit = fourDigits()
            if let scalar = unit.flatMap(Unicode.Scalar.init) { return scalar }
            // Above U+FFFF: a pair of surrogates.
            if let high = unit, (0xD800..<0xDC00).contains(high), word(2) == "\\u", let low = fourDigits(), (0xDC00..<0xE000).contains(low),
                let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
            { return scalar }
            throw fault("a Unicode character", found: "half of a surrogate pair, or no four digits")
        default:
            position -= 1
            throw fault("one of the escapes of JSON")
        }
    }

    private mutating func fourDigits() -> UInt32? {
        let digits = word(4)
        return digits.utf8.count == 4 && digits.allSatisfy(\.isHexDigit) ? UInt32(digits, radix: 16) : nil
    }

    /// The letters and digits from here on, at most so many, or the bytes whatever they are for a fixed count.
    private mutating func word(_ count: Int? = nil) -> String {
        let start = position
        if let count {
            position = min(position + count, text.count)
        } else {
            while let byte, (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) { position += 1 }
        }
        return String(decoding: text[start..<position], as: UTF8.self)
    }

    private var byte: UInt8? { position < text.count ? text[position] : nil }

    private mutating func take(_ wanted: UInt8) -> Bool {
        skipSpace()
        guard byte == wanted else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    /// Text that is not JSON: by line.
    private func fault(_ expected: String, found: String? = nil) -> FileError {
        let line = 1 + text[..<min(position, text.count)].count { $0 == 0x0A }
        let rest = String(decoding: text[min(position, text.count)...].prefix(64), as: UTF8.self)
        let shown = rest.isEmpty ? "the end of the file" : FileError.quote(rest.prefix { !$0.isNewline }.prefix(20))
        return FileError(file: file, field: "line \(line)", expected: expected, found: found ?? shown)
    }

    /// JSON that does not serve: by key path.
    private func unfit(_ expected: String, _ found: String) -> FileError {
        let place = path.reduce("") { place, step in
            switch step {
            case .key(let key): JSONNode.path(place, key)
            case .index(let index): "\(place)[\(index)]"
            }
        }
        return FileError(file: file, field: place.isEmpty ? nil : place, expected: expected, found: found)
    }
}
