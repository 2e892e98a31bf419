/// A value in a JSON document, with the file and the key path that an error about it names.
package struct JSONNode {
    package let file: String
    package let path: String
    package let value: JSONValue

    package func error(expected: String, found: String? = nil) -> FileError {
        FileError(file: file, field: path.isEmpty ? nil : path, expected: expected, found: found ?? value.shown)
    }

    package var isNull: Bool {
        if case .null = value { true } else { false }
    }
    package var isList: Bool {
        if case .list = value { true } else { false }
    }

    package func number() throws(FileError) -> Double {
        guard case .number(let number) = value, number.isFinite else { throw error(expected: "a finite number") }
        return number
    }

    /// A number, or null for one that JSON cannot write.
    package func numberOrNull() throws(FileError) -> Double? {
        if isNull { return nil }
        guard case .number(let number) = value, number.isFinite else { throw error(expected: "a finite number or null") }
        return number
    }

    package func integer() throws(FileError) -> Int {
        guard case .number(let number) = value, let integer = Int(exactly: number) else { throw error(expected: "an integer") }
        // Numbers are doubles once they are read: from 2^53 on they may be other integers than those written.
        guard abs(number) < 0x1p53 else { throw error(expected: "an integer below 2^53 in size") }
        return integer
    }

    package func string() throws(FileError) -> String {
        guard case .string(let string) = value else { throw error(expected: "a string") }
        return string
    }

    package func bool() throws(FileError) -> Bool {
        guard case .bool(let bool) = value else { throw error(expected: "true or false") }
        return bool
    }

    /// One of a set of words.
    package func word<Word: RawRepresentable & CaseIterable>(_: Word.Type) throws(FileError) -> Word where Word.RawValue == String {
        let words = Word.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
        guard case .string(let string) = value, let word = Word(rawValue: string) else { throw error(expected: "one of \(words)") }
        return word
    }

    package func elements(expected: String = "a list") throws(FileError) -> [JSONNode] {
        guard case .list(let elements) = value else { throw error(expected: expected) }
        return elements.indices.map { JSONNode(file: file, path: "\(path)[\($0)]", value: elements[$0]) }
    }

    package func strings() throws(FileError) -> [String] {
        var strings: [String] = []
        for element in try elements(expected: "a list of strings") { strings.append(try element.string()) }
        return strings
    }

    /// Finite numbers, `count` of them where that is known.
    package func numbers(count: Int? = nil, expected: String = "a list of numbers") throws(FileError) -> [Double] {
        try numbers(count: count, expected: expected) { node throws(FileError) in try node.number() }
    }

    /// Numbers in which null stands for what JSON cannot write (an infinite price), NaN here.
    func numbersOrNulls(count: Int) throws(FileError) -> [Double] {
        try numbers(count: count, expected: "a list of numbers") { node throws(FileError) in try node.numberOrNull() ?? .nan }
    }

    private func numbers(
        count: Int?, expected: String, _ read: (JSONNode) throws(FileError) -> Double
    ) throws(FileError) -> [Double] {
        guard case .list(let values) = value else { throw error(expected: expected) }
        if let count, values.count != count { throw error(expected: "\(count) numbers", found: "\(values.count)") }
        var numbers: [Double] = []
        numbers.reserveCapacity(values.count)
        for (index, value) in values.enumerated() {
            // A key path is built for a value that is not a plain number only: most are.
            if case .number(let number) = value, number.isFinite { numbers.append(number); continue }
            numbers.append(try read(JSONNode(file: file, path: "\(path)[\(index)]", value: value)))
        }
        return numbers
    }

    /// The object here, which may have these keys and no others.
    package func object(_ keys: [String]) throws(FileError) -> JSONObject {
        guard case .object(let members) = value else { throw error(expected: "an object with the keys \(keys.joined(separator: ", "))") }
        for key in members.keys.sorted() where !keys.contains(key) {
            throw child(key, .null).error(expected: "one of the keys \(keys.joined(separator: ", "))", found: "an unknown key")
        }
        return JSONObject(node: self, members: members)
    }

    /// The object here, whose `schema` must be this one; its other keys are checked by what reads it.
    package func document(schema: String) throws(FileError) {
        guard case .object(let members) = value else { throw error(expected: "an object with the schema \"\(schema)\"") }
        guard let found = members["schema"] else { throw child("schema", .null).error(expected: "\"\(schema)\"", found: "nothing") }
        guard case .string(schema) = found else { throw child("schema", found).error(expected: "\"\(schema)\"") }
    }

    package func child(_ key: String, _ value: JSONValue) -> JSONNode {
        JSONNode(file: file, path: Self.path(path, key), value: value)
    }

    /// The key path of a member; a key that is not a plain word is in quotes.
    static func path(_ path: String, _ key: String) -> String {
        let shown = !key.isEmpty && key.allSatisfy { $0.isLetter || $0.isNumber } ? key : FileError.quote(key)
        return path.isEmpty ? shown : "\(path).\(shown)"
    }
}

/// The members of an object whose keys have been checked.
package struct JSONObject {
    package let node: JSONNode
    fileprivate let members: [String: JSONValue]

    /// The value of a key, nil where the key is absent.
    package subscript(key: String) -> JSONNode? { members[key].map { node.child(key, $0) } }

    package func required(_ key: String, expected: String) throws(FileError) -> JSONNode {
        guard let found = self[key] else { throw node.child(key, .null).error(expected: expected, found: "nothing") }
        return found
    }
}
