import NumericCore

/// `producers`: lists of numbers, one a producer, in the document or in NumPy files beside it.
struct ProducersReader {
    private let object: JSONObject
    private static let lists = ["tokens", "weights", "retrievals", "reservations"]

    init(_ node: JSONNode) throws(FileError) { object = try node.object(["count", "names"] + Self.lists) }

    func producers() throws(FileError) -> DataEconomy.Producers {
        let names = try object["names"].map { node throws(FileError) in try self.names(node) }
        var lists: [String: Numbers] = [:]
        for key in Self.lists { lists[key] = try object[key].map { node throws(FileError) in try numbers(node) } }
        _ = try object.required("tokens", expected: "a number, n numbers or {\"npy\": name}")
        let count = try count(names, lists)
        func expanded(_ key: String) throws(FileError) -> [Double]? {
            guard let found = lists[key], let node = object[key] else { return nil }
            let list: [Double]
            switch found {
            case .shared(let number): list = [Double](repeating: number, count: count)
            case .each(let numbers): list = numbers
            }
            guard list.count == count else { throw node.error(expected: "\(count) numbers", found: "\(list.count)") }
            if let place = list.firstIndex(where: { !($0 >= 0 && $0 < .infinity) }) {
                throw FileError(file: node.file, field: "\(node.path)[\(place)]", expected: "a finite number >= 0", found: "\(list[place])")
            }
            return list
        }
        if let names, names.count != count { throw (object["names"] ?? object.node).error(expected: "\(count) names", found: "\(names.count)") }
        // An even quality changes nothing.
        let weights = if case .shared(1)? = lists["weights"] { [Double]?.none } else { try expanded("weights") }
        return .init(
            tokens: try expanded("tokens") ?? [], weights: weights, retrievals: try expanded("retrievals"),
            reservations: try expanded("reservations"), names: names)
    }

    private enum Numbers {
        case shared(Double)
        case each([Double])
        var count: Int? { if case .each(let numbers) = self { numbers.count } else { nil } }
    }

    private func numbers(_ node: JSONNode) throws(FileError) -> Numbers {
        if node.isObject {
            let array = try NpyArray(node.sideFile(["npy"]).contents)
            return .each(try array.vector(count: array.header.shape[0]))
        }
        guard node.isList else {
            guard let number = try? node.number() else { throw node.error(expected: "a number, a list of numbers or {\"npy\": name}") }
            return .shared(number)
        }
        let list = try node.numbers()
        guard !list.isEmpty else { throw node.error(expected: "at least one number", found: "none") }
        return .each(list)
    }

    /// How many producers there are, by the first key that says so.
    private func count(_ names: [String]?, _ lists: [String: Numbers]) throws(FileError) -> Int {
        if let node = object["count"] {
            guard try node.integer() >= 1 else { throw node.error(expected: "at least 1") }
            return try node.integer()
        }
        for key in Self.lists { if let count = lists[key]?.count { return count } }
        return names?.count ?? 1
    }

    private func names(_ node: JSONNode) throws(FileError) -> [String] {
        let names = try node.strings()
        guard !names.isEmpty else { throw node.error(expected: "at least one name", found: "none") }
        var seen: [String: Int] = [:]
        for (place, name) in names.enumerated() {
            if name.isEmpty { throw node.elementError(place, expected: "a name that is not empty", found: "\"\"") }
            if let first = seen.updateValue(place, forKey: name) {
                throw node.elementError(place, expected: "a name not used before", found: "\(FileError.quote(name)), as in \(node.path)[\(first)]")
            }
        }
        return names
    }
}

extension JSONNode {
    /// An error about one element of a list.
    fileprivate func elementError(_ place: Int, expected: String, found: String) -> FileError {
        FileError(file: file, field: "\(path)[\(place)]", expected: expected, found: found)
    }
}
