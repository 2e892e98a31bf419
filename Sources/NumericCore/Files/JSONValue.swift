import Foundation

/// Any JSON value as Foundation decodes it; what it must be is ``JSONNode``'s business.
enum JSONValue: Decodable, Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case list([JSONValue])
    case object([String: JSONValue])

    /// No document here nests deeper than 4; more is refused before it can use up the stack.
    private static let deepest = 16

    init(from decoder: any Decoder) throws {
        guard decoder.codingPath.count <= Self.deepest else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "lists and objects in one another more than \(Self.deepest) deep"))
        }
        let single = try decoder.singleValueContainer()
        if single.decodeNil() {
            self = .null
        } else if let string = try Self.ifOfThisType({ try single.decode(String.self) }) {
            self = .string(string)
        } else if var list = try Self.ifOfThisType({ try decoder.unkeyedContainer() }) {
            self = .list(try Self.elements(of: &list))
        } else if let number = try Self.ifOfThisType({ try single.decode(Double.self) }) {
            self = .number(number)
        } else if let bool = try Self.ifOfThisType({ try single.decode(Bool.self) }) {
            self = .bool(bool)
        } else {
            self = .object(try single.decode([String: JSONValue].self))
        }
    }

    /// The elements, the next one taken for a number where the one before was: a wrong guess costs a thrown error.
    private static func elements(of list: inout any UnkeyedDecodingContainer) throws -> [JSONValue] {
        var elements: [JSONValue] = []
        elements.reserveCapacity(list.count ?? 0)
        var guessNumber = true
        while !list.isAtEnd {
            if try list.decodeNil() {
                elements.append(.null)
            } else if guessNumber, let number = try ifOfThisType({ try list.decode(Double.self) }) {
                elements.append(.number(number))
            } else {
                let element = try list.decode(JSONValue.self)
                if case .number = element { guessNumber = true } else { guessNumber = false }
                elements.append(element)
            }
        }
        return elements
    }

    private static func ifOfThisType<T>(_ decode: () throws -> T) throws -> T? {
        do { return try decode() } catch DecodingError.typeMismatch { return nil }
    }

    /// The value as an error message shows it.
    var shown: String {
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

extension JSONNode {
    /// The document in a file.
    /// - Throws: ``FileError`` naming the line that is not JSON, or the key path of a number that no double can hold.
    init(_ contents: FileBytes) throws(FileError) {
        let text = try contents.validatedText()
        do {
            let value = try JSONDecoder().decode(JSONValue.self, from: Data(text))
            self.init(file: contents.file, path: "", value: value)
        } catch DecodingError.dataCorrupted(let context) {
            throw Self.fault(context, file: contents.file)
        } catch {
            throw FileError(file: contents.file, expected: "a JSON document", found: "\(error)")
        }
    }

    private static func fault(_ context: DecodingError.Context, file: String) -> FileError {
        if !context.codingPath.isEmpty {
            let path = context.codingPath.reduce("") { path, key in
                key.intValue.map { "\(path)[\($0)]" } ?? (path.isEmpty ? key.stringValue : "\(path).\(key.stringValue)")
            }
            return FileError(file: file, field: path, expected: "a number within the range of doubles", found: context.debugDescription)
        }
        let details = (context.underlyingError as NSError?)?.userInfo[NSDebugDescriptionErrorKey] as? String ?? context.debugDescription
        // Foundation ends its message with "around line 3, column 14."
        let message = details.components(separatedBy: " around line ")
        let line = message.count > 1 ? Int(message[1].prefix { $0.isNumber }) : nil
        return FileError(file: file, field: line.map { "line \($0)" }, expected: "a JSON document", found: message[0])
    }
}
