/// What every equilibrium file says besides the profile: how the solve ended, whose game it was, how it was run.
struct StoredRun {
    let status: Status
    let reason: String?
    let method: String
    let kernelTarget: String
    let threads: Int
    let version: String

    /// - Throws: ``FileError`` for a key that is missing or wrong, and where creators, topics or names are not the contest's.
    init(_ root: JSONObject, of contest: Contest) throws(FileError) {
        status = try root.required("status", expected: "a status").word(Status.self)
        let reason = status == .converged ? root["reason"] : try root.required("reason", expected: "why it did not converge")
        for (key, count) in [("creators", contest.creators), ("topics", contest.topics)] {
            let node = try root.required(key, expected: "\(count), as in the game")
            if try node.integer() != count { throw node.error(expected: "\(count), as in the game") }
        }
        try Self.check(root["creatorNames"], contest.creatorNames)
        try Self.check(root["topicNames"], contest.topicNames)
        let parts = ["read", "solve", "certify", "write"]
        let seconds = try root.required("seconds", expected: "an object").object(parts)
        for part in parts {
            let node = try seconds.required(part, expected: "seconds >= 0")
            guard try node.number() >= 0 else { throw node.error(expected: "seconds >= 0") }
        }
        self.reason = try reason?.string()
        func word(_ key: String) throws(FileError) -> String { try root.required(key, expected: "a string").string() }
        method = try word("method")
        kernelTarget = try word("kernelTarget")
        threads = try root.integer("threads", atLeast: 1)
        version = try word("version")
    }

    private static func check(_ node: JSONNode?, _ names: [String]?) throws(FileError) {
        guard let node else { return }
        let stored = try node.strings()
        guard let names else { return }
        guard stored.count == names.count else { throw node.error(expected: "\(names.count) names, as in the game", found: "\(stored.count)") }
        for (index, pair) in zip(stored, names).enumerated() where pair.0 != pair.1 {
            throw FileError(
                file: node.file, field: "\(node.path)[\(index)]", expected: "\(FileError.quote(pair.1)), as in the game",
                found: FileError.quote(pair.0))
        }
    }
}

extension JSONObject {
    /// A whole number that must be there.
    func integer(_ key: String, atLeast least: Int) throws(FileError) -> Int {
        let node = try required(key, expected: "an integer >= \(least)")
        guard try node.integer() >= least else { throw node.error(expected: "an integer >= \(least)") }
        return try node.integer()
    }
}
