import NumericCore

/// Decodes what conforms to `Decodable` from a document that was read strictly: a key that the type does not have, a
/// missing one and a wrong type are errors that name file and key path. Foundation's decoder lets unknown keys pass.
struct JSONNodeDecoder: Decoder {
    let node: JSONNode
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// - Throws: ``FileError``.
    static func decode<Value: Decodable>(_ type: Value.Type, from node: JSONNode) throws -> Value {
        if let words = type as? any (CaseIterable & RawRepresentable<String>).Type { return try word(words, node) as! Value }
        return try Value(from: JSONNodeDecoder(node: node, codingPath: []))
    }

    private static func word<Word: CaseIterable & RawRepresentable<String>>(_: Word.Type, _ node: JSONNode) throws -> Word {
        try node.word(Word.self)
    }

    func container<Key: CodingKey>(keyedBy: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let members) = node.value else { throw node.error(expected: "an object") }
        for key in members.keys.sorted() where Key(stringValue: key) == nil {
            throw node.child(key, .null).error(expected: "a key of this schema", found: "an unknown key")
        }
        return KeyedDecodingContainer(Keyed(node: node, members: members))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { Unkeyed(elements: try node.elements()) }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { Single(node: node) }

    private struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
        let node: JSONNode
        let members: [String: JSONValue]
        var codingPath: [any CodingKey] { [] }
        var allKeys: [Key] { members.keys.compactMap { Key(stringValue: $0) } }

        private func member(_ key: Key) throws -> JSONNode {
            guard let value = members[key.stringValue] else { throw node.child(key.stringValue, .null).error(expected: "a value", found: "nothing") }
            return node.child(key.stringValue, value)
        }

        func contains(_ key: Key) -> Bool { members[key.stringValue] != nil }
        func decodeNil(forKey key: Key) throws -> Bool { try member(key).isNull }
        func decode(_: Bool.Type, forKey key: Key) throws -> Bool { try member(key).bool() }
        func decode(_: String.Type, forKey key: Key) throws -> String { try member(key).string() }
        func decode(_: Double.Type, forKey key: Key) throws -> Double { try member(key).number() }
        func decode(_: Int.Type, forKey key: Key) throws -> Int { try member(key).integer() }
        func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value { try Single(node: member(key)).decode(type) }

        func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws -> KeyedDecodingContainer<Nested> {
            try JSONNodeDecoder(node: member(key), codingPath: []).container(keyedBy: type)
        }
        func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { Unkeyed(elements: try member(key).elements()) }
        func superDecoder() throws -> any Decoder { JSONNodeDecoder(node: node, codingPath: []) }
        func superDecoder(forKey key: Key) throws -> any Decoder { JSONNodeDecoder(node: try member(key), codingPath: []) }
    }

    private struct Unkeyed: UnkeyedDecodingContainer {
        let elements: [JSONNode]
        var currentIndex = 0
        var codingPath: [any CodingKey] { [] }
        var count: Int? { elements.count }
        var isAtEnd: Bool { currentIndex >= elements.count }

        init(elements: [JSONNode]) { self.elements = elements }

        private mutating func next() -> JSONNode {
            defer { currentIndex += 1 }
            return elements[currentIndex]
        }

        mutating func decodeNil() throws -> Bool {
            guard elements[currentIndex].isNull else { return false }
            currentIndex += 1
            return true
        }
        mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try Single(node: next()).decode(type) }
        mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws -> KeyedDecodingContainer<Nested> {
            try JSONNodeDecoder(node: next(), codingPath: []).container(keyedBy: type)
        }
        mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { Unkeyed(elements: try next().elements()) }
        mutating func superDecoder() throws -> any Decoder { JSONNodeDecoder(node: next(), codingPath: []) }
    }

    private struct Single: SingleValueDecodingContainer {
        let node: JSONNode
        var codingPath: [any CodingKey] { [] }

        func decodeNil() -> Bool { node.isNull }
        func decode(_: Bool.Type) throws -> Bool { try node.bool() }
        func decode(_: String.Type) throws -> String { try node.string() }
        func decode(_: Double.Type) throws -> Double { try node.number() }
        func decode(_: Int.Type) throws -> Int { try node.integer() }
        func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
            switch type {
            case is Double.Type: try decode(Double.self) as! Value
            case is Int.Type: try decode(Int.self) as! Value
            case is UInt64.Type: try unsigned() as! Value
            case is [Double].Type: try node.elements().map { try $0.number() } as! Value
            default: try JSONNodeDecoder.decode(type, from: node)
            }
        }

        private func unsigned() throws -> UInt64 {
            let expected = "an integer >= 0"
            guard case .number(let number) = node.value else { throw node.error(expected: expected) }
            guard let integer = UInt64(exactly: number) else { throw node.error(expected: expected, found: Int(exactly: number).map(String.init)) }
            return integer
        }
    }
}
