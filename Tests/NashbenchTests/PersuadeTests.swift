import Foundation
import TestSupport
import Testing

/// `persuade` through the built program.
@Suite struct PersuadeTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        /// The problem as a file.
        let problem: Data
        /// The case as it stands, for what is expected.
        let record: Data
        var testDescription: String { name }
    }

    static let cases: [Case] = {
        guard let data = try? Data(contentsOf: Fixtures.folder.appending(path: "persuasion.json")),
            let root = (try? JSONSerialization.jsonObject(with: data)) as? [String: Any], let cases = root["cases"] as? [[String: Any]]
        else { return [] }
        return cases.compactMap { item in
            var problem = item
            problem["expected"] = nil
            problem["schema"] = "nashbench/persuasion/1"
            guard let name = item["name"] as? String, let text = try? JSONSerialization.data(withJSONObject: problem),
                let record = try? JSONSerialization.data(withJSONObject: item["expected"] ?? [:])
            else { return nil }
            return Case(name: name, problem: text, record: record)
        }
    }()

    @Test func thereAre19Cases() { #expect(Self.cases.count == 19) }

    /// Every number that is expected is in the result under the same name; other certificates than the stored one may prove the same value.
    @Test(arguments: cases) func agreesWithEveryExpectedNumber(given: Case) throws {
        let folder = try TemporaryFolder()
        try given.problem.write(to: folder.url.appending(path: "problem.json"))
        let outcome = try Program.run(["persuade", "problem.json", "--json"], in: folder)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let found = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
        var expected = try #require(try JSONSerialization.jsonObject(with: given.record) as? [String: Any])
        let tolerance = try #require(expected.removeValue(forKey: "tolerance") as? Double)
        if let stored = expected.removeValue(forKey: "certificate") as? [String: Any] {
            let certificate = try #require(found["certificate"] as? [String: Any])
            #expect(found["status"] as? String == "certified")
            #expect((certificate["statePrices"] as? [Double])?.count == (stored["statePrices"] as? [Double])?.count)
            #expect((certificate["obedience"] as? [Any])?.count == (stored["obedience"] as? [Any])?.count)
            for key in ["gap", "obedienceViolation", "rowSumViolation", "signViolation", "dualViolation"] {
                #expect(abs(try #require(certificate[key] as? Double)) <= 1e-9, "\(key)")
            }
        }
        #expect(!expected.isEmpty)
        for (key, value) in expected { Self.compare(found[key] as Any, value, tolerance, key) }

        let written = try Program.run(["persuade", "problem.json", "--output", "result.json", "--quiet"], in: folder)
        #expect(written.status == 0 && written.output.isEmpty && written.errors.isEmpty)
        #expect(try folder.read("result.json") == outcome.output.trimmingSuffix("\n") + "\n")
        #expect(try Program.run(["persuade", "problem.json"], in: folder).output.contains(given.name))
    }

    private static func compare(_ found: Any, _ expected: Any, _ tolerance: Double, _ place: String) {
        if let expected = expected as? [String: Any] {
            for (key, value) in expected { compare((found as? [String: Any])?[key] as Any, value, tolerance, "\(place).\(key)") }
        } else if let expected = expected as? [Any] {
            let list = found as? [Any] ?? []
            #expect(list.count == expected.count, "\(place)")
            for (at, pair) in zip(list, expected).enumerated() { compare(pair.0, pair.1, tolerance, "\(place)[\(at)]") }
        } else if let expected = expected as? Double {
            #expect(abs((found as? Double ?? .nan) - expected) <= tolerance, "\(place): \(found), expected \(expected)")
        } else {
            Issue.record("\(place): nothing to compare")
        }
    }

    private static func problem(_ kind: String, _ more: String) -> String {
        "{ \"schema\": \"nashbench/persuasion/1\", \"kind\": \"\(kind)\", \(more) }"
    }

    @Test func tablesAndOptions() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.problem("threshold queries", #""types": [0.1, 0.2, 0.3, 0.4]"#), to: "types.json")
        let outcome = try Program.run(["persuade", "types.json", "--queries", "3", "--cost", "0.03"], in: folder)
        #expect(outcome.status == 0)
        for text in ["0.356250", "0.436508", "cuts (so many types below each): 1, 2, 3", "0.412222 at once (2 cuts), 0.440000 adaptively"] {
            #expect(outcome.output.contains(text), "\(text) in \(outcome.output)")
        }
        #expect(outcome.errors.contains("4 types · sells 0.356250 without queries, 0.500000 with 3 cuts"), "\(outcome.errors)")

        let cells = (0..<21).map { _ in "[0, 1]" }.joined(separator: ", ")
        try folder.write(Self.problem("partition queries", "\"types\": [0.2, 0.4], \"partitions\": [\(cells)]"), to: "many.json")
        let many = try Program.run(["persuade", "many.json"], in: folder)
        #expect(many.status == 0 && many.errors.contains("greedy sets alone") && many.output.contains("not searched"))
        let few = try Program.run(["persuade", "many.json", "--queries", "1"], in: folder)
        #expect(few.status == 0 && few.errors.contains("all sets were tried") && few.output.contains("0.600000"), "\(few.output)")
    }

    @Test func everyClaimedNumberHolds() throws {
        let folder = try TemporaryFolder()
        let outcome = try Program.run(["persuade", "--claims"], in: folder)
        #expect(outcome.status == 0 && !outcome.output.contains(" NO "), "\(outcome.output)")
        for word in ["two messages", "0.475", "0.538542", "violations", "measured here", "the talk"] { #expect(outcome.output.contains(word), "\(word)") }
        let json = try Program.run(["persuade", "--claims", "--json", "--quiet"], in: folder)
        let rows = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
        #expect(rows.count >= 30 && rows.allSatisfy { $0["holds"] as? Bool == true })
        try Program.run(["persuade"], in: folder).expectRefusal(naming: "problem")
        try Program.run(["persuade", "a.json", "--claims"], in: folder).expectRefusal(naming: "--claims")
        try Program.run(["persuade", "--claims", "--queries", "2"], in: folder).expectRefusal(naming: "--claims")
    }

    /// What would be thought certified where payoffs are measured against the largest of all: nothing is, that is wrong.
    @Test func dreadfulActionsHideNothing() throws {
        let folder = try TemporaryFolder()
        for depth in ["1e9", "1e13", "1e100"] {
            let payoffs = "\"prior\": [0.6, 0.4], \"sender\": [[0, 1, 0], [0, 1, 0]], \"receiver\": [[0, -1, -\(depth)], [0, 1, -\(depth)]]"
            try folder.write(Self.problem("finite persuasion", payoffs), to: "problem.json")
            let outcome = try Program.run(["persuade", "problem.json", "--json", "--quiet"], in: folder)
            let found = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
            let value = try #require(found["value"] as? Double)
            #expect(outcome.status == 0 && found["status"] as? String == "certified" && found["reason"] == nil && abs(value - 0.8) <= 1e-12)
        }
    }

    @Test func severalTypesHearOneMessage() throws {
        let folder = try TemporaryFolder()
        let payoffs = #""sender": [[0, 1], [0, 1]], "receiver": [[0, -1], [0, 1]]"#
        let types = #""types": [{"weight": 0.5, "prior": [0.8, 0.2]}, {"weight": 0.5, "prior": [0.6, 0.4]}], "#
        try folder.write(Self.problem("finite persuasion", types + payoffs), to: "problem.json")
        let outcome = try Program.run(["persuade", "problem.json", "--json"], in: folder)
        let found = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
        let value = try #require(found["value"] as? Double)
        #expect(outcome.status == 0 && found["status"] as? String == "certified" && found["vectors"] as? Int == 3 && abs(value - 0.475) <= 1e-12)
        #expect(try Program.run(["persuade", "problem.json"], in: folder).output.contains("one public message"))
        for (more, field) in [
            (#""prior": [0.5, 0.5], "# + types, "prior"), (#""types": [], "#, "types"), (#""types": [{"weight": 1, "prior": [1]}], "#, "types[0].prior"),
            (#""types": [{"weight": 1}], "#, "types[0].prior"), (#""types": [{"weight": 0.5, "prior": [0.5, 0.5]}], "#, "types.weight"),
        ] {
            try folder.write(Self.problem("finite persuasion", more + payoffs), to: "problem.json")
            try Program.run(["persuade", "problem.json"], in: folder).expectRefusal(naming: "problem.json: \(field): expected", "found")
        }
    }

    @Test func theTimeLimitEndsTheWork() throws {
        let folder = try TemporaryFolder()
        let types = (1...3000).map { "\(Double($0) / 7000)" }.joined(separator: ", ")
        try folder.write(Self.problem("threshold queries", "\"types\": [\(types)], \"queries\": 2900"), to: "types.json")
        let outcome = try Program.run(["persuade", "types.json", "--time-limit", "1e-9", "--json"], in: folder)
        #expect(outcome.status == 2 && outcome.errors.contains("time limit"), "\(outcome.errors)")
        let found = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
        #expect(found["status"] as? String == "time-limit" && (found["valueByQueries"] as? [Double])?.count == 1)
        let program = #""prior": [0.6, 0.4], "sender": [[0, 1], [0, 1]], "receiver": [[0, -1], [0, 1]]"#
        try folder.write(Self.problem("finite persuasion", program), to: "problem.json")
        let stopped = try Program.run(["persuade", "problem.json", "--time-limit", "1e-9"], in: folder)
        #expect(stopped.status == 2 && stopped.errors.contains("not certified: the time limit"), "\(stopped.errors)")
        try Program.run(["persuade", "problem.json", "--time-limit", "0"], in: folder).expectRefusal(naming: "--time-limit", "0.0")
    }

    @Test func badInputIsRefusedInOneLine() throws {
        let folder = try TemporaryFolder()
        for (kind, more, field) in [
            ("threshold queries", #""types": []"#, "types"), ("threshold queries", #""types": [0.4, 0.2]"#, "types[1]"),
            ("threshold queries", #""types": [0.4, 1.2]"#, "types[1]"), ("threshold queries", #""types": [-0.1]"#, "types[0]"),
            ("threshold queries", #""types": [0.1, "a"]"#, "types[1]"), ("threshold queries", #""weights": [1]"#, "types"),
            ("threshold queries", #""types": [0.1, 0.2], "weights": [1]"#, "weights"),
            ("threshold queries", #""types": [0.1, 0.2], "weights": [0.5, 0.6]"#, "weights"),
            ("threshold queries", #""types": [0.1, 0.2], "weights": [1.5, -0.5]"#, "weights[1]"),
            ("threshold queries", #""types": [0.1], "queries": -1"#, "queries"), ("threshold queries", #""types": [0.1], "queries": 1.5"#, "queries"),
            ("threshold queries", #""types": [0.1], "queries": 2000000"#, "queries"), ("threshold queries", #""types": [0.1], "cost": -1"#, "cost"),
            ("threshold queries", #""types": [0.1], "prior": [1]"#, "prior"), ("guesses", #""types": [0.1]"#, "kind"),
            ("partition queries", #""types": [0.1, 0.2]"#, "partitions"), ("partition queries", #""types": [0.1, 0.2], "partitions": [[1]]"#, "partitions[0]"),
            ("partition queries", #""types": [0.1], "partitions": [[0.5]]"#, "partitions[0][0]"),
            ("finite persuasion", #""prior": [0.5, 0.6], "sender": [[1], [1]], "receiver": [[1], [1]]"#, "prior"),
            ("finite persuasion", #""prior": [0.5, 0.5], "sender": [[1]], "receiver": [[1], [1]]"#, "sender"),
            ("finite persuasion", #""prior": [0.5, 0.5], "sender": [[1], [1, 2]], "receiver": [[1], [1]]"#, "sender[1]"),
            ("finite persuasion", #""prior": [0.5, 0.5], "sender": [[1], [1]], "receiver": [[1], [1, 2]]"#, "receiver[1]"),
            ("finite persuasion", #""prior": [1], "sender": [[]], "receiver": [[]]"#, "sender[0]"),
            ("finite persuasion", #""prior": [1], "sender": [[1e200]], "receiver": [[1]]"#, "sender[0][0]"),
            ("finite persuasion", #""prior": [1], "sender": [[1]]"#, "receiver"),
        ] {
            try folder.write(Self.problem(kind, more), to: "problem.json")
            try Program.run(["persuade", "problem.json"], in: folder).expectRefusal(naming: "problem.json: \(field): expected", "found")
        }
        try folder.write(#"{ "schema": "nashbench/persuasion/1", "types": [0.1] }"#, to: "problem.json")
        try Program.run(["persuade", "problem.json"], in: folder).expectRefusal(naming: "problem.json: kind: expected", "nothing")
        try folder.write(Self.problem("finite persuasion", #""prior": [1], "sender": [[1]], "receiver": [[1]]"#), to: "problem.json")
        try Program.run(["persuade", "problem.json", "--queries", "2"], in: folder).expectRefusal(naming: "--queries", "queries")
        try Program.run(["persuade", "problem.json", "--queries", "-2"], in: folder).expectRefusal(naming: "--queries", "-2")
        try Program.run(["persuade", "problem.json", "--output", "problem.json"], in: folder).expectRefusal(naming: "problem.json", "inputs")
        try Program.run(["persuade", "none.json"], in: folder).expectRefusal(naming: "none.json", "readable")
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: Character) -> String {
        var text = self
        while text.last == suffix { text.removeLast() }
        return text
    }
}
