/// The keys of a game whose features are not built: accepted at the value that leaves the game as it is without them,
/// otherwise refused by name.
struct NeutralKeys {
    let root: JSONObject
    let topics: Int

    func check() throws(FileError) {
        try word(root["genAIPayoff"], of: ["derived", "printed"], is: "derived")
        try word(root["adoption"], of: ["per-topic", "global"], is: "per-topic")
        if let fee = try object(root["usageFee"], ["flat", "share"]) {
            try number(fee["flat"], perCount: topics, is: 0)
            try number(fee["share"], perCount: topics, is: 0)
        }
        if let hybrid = try object(root["hybrid"], ["allowed", "fee"]) {
            try anyNumber(hybrid["fee"], perCount: topics)
            if let allowed = hybrid["allowed"], try allowed.bool() { throw allowed.notSupported(only: "false") }
        }
    }

    private func object(_ node: JSONNode?, _ keys: [String]) throws(FileError) -> JSONObject? {
        guard let node else { return nil }
        return try node.object(keys)
    }

    private func number(_ node: JSONNode?, perCount count: Int, is neutral: Double) throws(FileError) {
        guard let node else { return }
        if node.isObject { throw node.notSupported(only: "\(neutral)") }
        if !node.isList {
            if try node.number() != neutral { throw node.notSupported(only: "\(neutral)") }
            return
        }
        let each = try node.elements()
        guard each.count == count else { throw node.error(expected: "a number or \(count) numbers") }
        for element in each where try element.number() != neutral { throw element.notSupported(only: "\(neutral)") }
    }

    /// A number that does not count as long as the feature is off.
    private func anyNumber(_ node: JSONNode?, perCount count: Int?) throws(FileError) {
        guard let node else { return }
        if node.isList, let count { _ = try node.numbers(count: count) } else { _ = try node.number() }
    }

    private func word(_ node: JSONNode?, of words: [String], is neutral: String) throws(FileError) {
        guard let node else { return }
        let word = try node.string()
        guard words.contains(word) else { throw node.error(expected: "one of \(words.map { "\"\($0)\"" }.joined(separator: ", "))") }
        guard word == neutral else { throw node.notSupported(only: "\"\(neutral)\"") }
    }
}
