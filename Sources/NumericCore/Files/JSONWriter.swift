/// JSON laid out for people: a key a line, a list of numbers on lines of at most 120 columns, a matrix a row a line.
/// Numbers are the shortest decimals that read back as the same double; what JSON cannot write is null.
///
/// The text gathers in ``text`` or, where there is somewhere to put it, leaves in pieces of about 64 KiB.
package struct JSONWriter {
    package private(set) var text = "{"
    private let pieces: ((String) -> Void)?
    private var indent = "  "
    private var isFirst = true
    private static let width = 120

    private static let pieceSize = 1 << 16

    package init(pieces: ((String) -> Void)? = nil) { self.pieces = pieces }

    /// Ends the document.
    package mutating func close() {
        text += "\n}\n"
        pass(atLeast: 0)
    }

    /// Hands the text over once it is long enough.
    private mutating func pass(atLeast size: Int = pieceSize) {
        guard let pieces, text.utf8.count >= size else { return }
        pieces(text)
        text.removeAll(keepingCapacity: true)
    }

    package mutating func string(_ key: String, _ value: String) { member(key, Self.quoted(value)) }
    package mutating func number(_ key: String, _ value: Double) { member(key, Self.number(value)) }
    package mutating func boolean(_ key: String, _ value: Bool) { member(key, "\(value)") }
    package mutating func integer(_ key: String, _ value: Int) { member(key, "\(value)") }
    package mutating func numbers(_ key: String, _ values: [Double]) { list(key, values.lazy.map(Self.number)) }
    package mutating func strings(_ key: String, _ values: [String]) { list(key, values.lazy.map(Self.quoted)) }

    /// One number where one serves all topics, else one a topic.
    package mutating func perTopic(_ key: String, _ parameter: PerTopic) {
        if parameter.isShared { number(key, parameter.values[0]) } else { numbers(key, parameter.values) }
    }

    /// A side file: `{"npy": "name"}`.
    package mutating func sideFile(_ key: String, _ kind: String, _ name: String) {
        member(key, "{\(Self.quoted(kind)): \(Self.quoted(name))}")
    }

    package mutating func object(_ key: String, _ members: (inout JSONWriter) -> Void) {
        member(key, "{")
        indent += "  "
        isFirst = true
        members(&self)
        indent.removeLast(2)
        isFirst = false
        text += "\n\(indent)}"
    }

    /// Objects, one for each element.
    package mutating func objects<Element>(_ key: String, _ elements: [Element], _ members: (Element, inout JSONWriter) -> Void) {
        member(key, "[")
        indent += "  "
        for (at, element) in elements.enumerated() {
            text += at == 0 ? "\n\(indent){" : ",\n\(indent){"
            indent += "  "
            isFirst = true
            members(element, &self)
            indent.removeLast(2)
            text += "\n\(indent)}"
            pass()
        }
        isFirst = false
        indent.removeLast(2)
        text += elements.isEmpty ? "]" : "\n\(indent)]"
    }

    /// Words of JSON as they are: true, false, null, or strings in quotes.
    package mutating func words(_ key: String, _ values: some Sequence<String>) { list(key, values) }

    /// `rows` rows of `columns` numbers, nil for null.
    package mutating func matrix(_ key: String, rows: Int, columns: Int, _ value: (Int, Int) -> Double?) {
        matrix(key, rows: rows, columns: columns) { row, column in value(row, column).map(Self.number) ?? "null" }
    }

    /// `rows` rows of `columns` words of JSON.
    package mutating func matrix(_ key: String, rows: Int, columns: Int, _ value: (Int, Int) -> String) {
        member(key, "[")
        for row in 0..<rows {
            text += row == 0 ? "\n\(indent)  [" : ",\n\(indent)  ["
            for column in 0..<columns {
                if column > 0 { text += ", " }
                text += value(row, column)
            }
            text += "]"
            pass()
        }
        text += "\n\(indent)]"
    }

    private mutating func member(_ key: String, _ value: String) {
        text += isFirst ? "\n" : ",\n"
        isFirst = false
        text += "\(indent)\(Self.quoted(key)): \(value)"
    }

    private mutating func list(_ key: String, _ values: some Sequence<String>) {
        member(key, "[")
        var column = indent.utf8.count + key.utf8.count + 5
        var isFirstValue = true
        for value in values {
            if !isFirstValue { text += "," }
            if column + value.utf8.count + 2 > Self.width {
                text += "\n\(indent)  "
                column = indent.utf8.count + 2
            } else if !isFirstValue {
                text += " "
                column += 1
            }
            text += value
            column += value.utf8.count + 1
            isFirstValue = false
            pass()
        }
        text += "]"
    }

    package static func number(_ value: Double) -> String { value.isFinite ? "\(value)" : "null" }

    package static func quoted(_ string: String) -> String {
        var quoted = "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
