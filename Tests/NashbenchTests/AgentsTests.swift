import Foundation
import TestSupport
import Testing

/// `nashbench agents` as a user runs it.
@Suite struct AgentsCommandTests {
    private static let examples = Fixtures.packageRoot.appending(path: "examples/agents")

    private func folder(with example: String) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write(String(contentsOf: Self.examples.appending(path: example), encoding: .utf8), to: "game.json")
        return folder
    }

    private static func object(_ text: String) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    /// The shared cases through files: outcomes as sets, values, plans, auctions.
    @Test func sharedCases() throws {
        let folder = try TemporaryFolder()
        let root = try Self.object(String(contentsOf: Fixtures.folder.appending(path: "agents.json"), encoding: .utf8))
        let cases = try #require(root["cases"] as? [[String: Any]])
        #expect(cases.count == 25)
        for item in cases {
            let name = try #require(item["name"] as? String)
            let expected = try #require(item["expected"] as? [String: Any])
            let tolerance = try #require(expected["tolerance"] as? Double)
            var arguments = ["agents", "game.json", "--output", "result.json", "--quiet"]
            var file = item["game"] as? [String: Any] ?? item.filter { !["expected", "name"].contains($0.key) }
            if item["game"] == nil { file["schema"] = "nashbench/agents/1" }
            if (item["concept"] as? String)?.contains("pure") == true { arguments += ["--concept", "pure"] }
            if item["credulous"] as? Bool == true { arguments += ["--beliefs", "credulous"] }
            try JSONSerialization.data(withJSONObject: file).write(to: folder.url.appending(path: "game.json"))
            let outcome = try Program.run(arguments, in: folder)
            #expect(outcome.status == 0 && outcome.output.isEmpty && outcome.errors.isEmpty, "\(name): \(outcome.errors)")
            let found = try Self.object(folder.read("result.json"))
            #expect(found["schema"] as? String == "nashbench/agents-result/1")
            for key in ["surplus", "revenue", "topLow", "topHigh", "massAtZero"] where expected[key] != nil {
                #expect(Self.areClose(expected[key], found[key], tolerance), "\(name): \(key)")
            }
            // One fraction where both bidders get the same, else a list.
            #expect(found["exactSurplus"] as? String == expected["exactSurplus"] as? String, "\(name)")
            #expect(found["exactSurplus"] as? [String] == expected["exactSurplus"] as? [String], "\(name)")
            guard let outcomes = expected["equilibria"] as? [[String: Any]] else { continue }
            let equilibria = try #require(found["equilibria"] as? [[String: Any]])
            func key(_ outcome: [String: Any]) -> [String] {
                (outcome["exact"] as? [String] ?? []) + [String((((outcome["society"] as? Double) ?? .nan) * 1e9).rounded())]
            }
            #expect(Set(equilibria.map(key)) == Set(outcomes.map(key)), "\(name)")
            for outcome in outcomes { #expect(equilibria.contains { Self.areClose(outcome["payoffs"], $0["payoffs"], tolerance) }, "\(name)") }
            #expect(found["certificate"] as? Double == 0 && found["isExact"] as? Bool == true)
            if let value = expected["value"] as? [String: [String: Any]] {
                let other = try #require(found["value"] as? [String: [String: Any]])
                for end in ["best", "worst"] {
                    for part in ["players", "society"] { #expect(Self.areClose(value[end]?[part], other[end]?[part], tolerance), "\(name): \(end)") }
                }
            }
            if let plan = expected["plan"] as? [String: Any] {
                let players = try #require(equilibria.first?["players"] as? [[String: Any]])
                let strategy = try #require((players.first?["strategies"] as? [[String: Any]])?.first)
                let cell = try #require((strategy["plan"] as? [[String: Any]])?.first)
                #expect(cell["ask"] as? Bool == plan["ask"] as? Bool && cell["action"] as? Int == plan["action"] as? Int)
                #expect(cell["reply"] as? [Int] == plan["reply"] as? [Int], "\(name)")
            }
        }
    }

    private static func areClose(_ one: Any?, _ other: Any?, _ tolerance: Double) -> Bool {
        if let one = one as? [Double], let other = other as? [Double] {
            return one.count == other.count && zip(one, other).allSatisfy { abs($0 - $1) <= tolerance }
        }
        guard let one = one as? Double, let other = other as? Double else { return false }
        return abs(one - other) <= tolerance
    }

    @Test func tablesOfOutcomesPlansAndValue() throws {
        let outcome = try Program.run(["agents", "game.json", "--subsets"], in: folder(with: "weather.json"))
        #expect(outcome.status == 0, "\(outcome.errors)")
        for words in ["Beckham", "29/2", "57/2", "Beckham: ask, 0 -> opera, 1 -> football", "value, worst", "is a range", "Beckham, Pavarotti: best"] {
            #expect(outcome.output.contains(words), "\(words)")
        }
        #expect(outcome.errorLines.count == 1 && outcome.errors.contains("all extreme equilibria: 6") && outcome.errors.contains("exact fractions"))
        let alone = try Program.run(["agents", "game.json", "--keep", "Pavarotti", "--json", "--quiet"], in: folder(with: "weather.json"))
        let found = try Self.object(alone.output)
        let equilibria = try #require(found["equilibria"] as? [[String: Any]])
        #expect(Set(equilibria.compactMap { $0["exact"] as? [String] }).count == 3 && found["subsets"] == nil)
        let paths = try Program.run(["agents", "game.json", "--concept", "lemke-howson"], in: folder(with: "weather.json"))
        #expect(paths.status == 0 && paths.errors.contains("ends of the Lemke-Howson paths"))
        let auction = try Program.run(["agents", "game.json"], in: folder(with: "signals.json"))
        #expect(auction.status == 0 && auction.output.contains("15/52") && auction.output.contains("31/52"))
    }

    @Test func everyClaimedNumberHolds() throws {
        let folder = try TemporaryFolder()
        let outcome = try Program.run(["agents", "--claims"], in: folder)
        #expect(outcome.status == 0 && !outcome.output.contains(" NO "), "\(outcome.output)")
        for word in ["accuracy above which asking pays", "0.288462", "0.291667", "28.5", "the talk"] {
            #expect(outcome.output.contains(word), "\(word)")
        }
        let json = try Program.run(["agents", "--claims", "--json", "--quiet"], in: folder)
        let rows = try #require(JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
        #expect(rows.count >= 70 && rows.allSatisfy { $0["holds"] as? Bool == true } && json.errors.isEmpty)
        try Program.run(["agents"], in: folder).expectRefusal(naming: "game")
        try Program.run(["agents", "a.json", "--claims"], in: folder).expectRefusal(naming: "--claims")
        try Program.run(["agents", "--claims", "--subsets"], in: folder).expectRefusal(naming: "--claims")
    }

    /// Every shipped game is solved.
    @Test func examples() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.examples.path).filter { $0.hasSuffix(".json") }
        #expect(names.count >= 5)
        for name in names {
            let outcome = try Program.run(["agents", "game.json"], in: folder(with: name))
            #expect(outcome.status == 0 && !outcome.output.isEmpty, "\(name): \(outcome.errors)")
        }
    }

    @Test func noEquilibriumIsStatusTwo() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            """
            { "schema": "nashbench/agents/1", "players": ["even", "odd"], "actions": [["h", "t"], ["h", "t"]],
              "states": [{"probability": 1}], "payoffs": [[[[1, -1], [-1, 1]]], [[[-1, 1], [1, -1]]]], "information": [[0], [0]] }
            """, to: "game.json")
        let pure = try Program.run(["agents", "game.json", "--concept", "pure"], in: folder)
        #expect(pure.status == 2 && pure.output.contains("none found"))
        let mixed = try Program.run(["agents", "game.json"], in: folder)
        #expect(mixed.status == 0 && mixed.output.contains("(1/2)"))
    }

    /// What was not found whole is said to be part; where there is no value, why; and the time limit ends with status 2.
    @Test func partsAreSaidToBeParts() throws {
        let folder = try folder(with: "weather.json")
        let paths = try Program.run(["agents", "game.json", "--concept", "lemke-howson"], in: folder)
        #expect(paths.status == 0 && paths.output.contains("of those found: with them ends of the Lemke-Howson paths"))
        let sequence = try Program.run(["agents", "game.json", "--concept", "sequence-form"], in: folder)
        #expect(sequence.status == 0 && sequence.output.contains("Beckham in cell 0: ask, 0 -> opera, 1 -> football"), "\(sequence.errors)")
        let json = try Program.run(["agents", "game.json", "--concept", "sequence-form", "--json", "--quiet"], in: folder)
        let found = try Self.object(json.output)
        let players = try #require((found["equilibria"] as? [[String: Any]])?.first?["players"] as? [[String: Any]])
        let cell = try #require((players.first?["behaviour"] as? [[String: Any]])?.first)
        #expect(cell["ask"] as? Double == 1 && cell["act"] is NSNull && cell["reply"] as? [[Double]] == [[1, 0], [0, 1]])
        let late = try Program.run(["agents", "game.json", "--time-limit", "1e-9"], in: folder)
        #expect(late.status == 2 && late.errors.contains("until the time limit: none found"), "\(late.errors)")
        try Program.run(["agents", "game.json", "--time-limit", "0"], in: folder).expectRefusal(naming: "--time-limit")
        try folder.write(
            """
            { "schema": "nashbench/agents/1", "players": ["even", "odd"], "actions": [["h", "t"], ["h", "t"]],
              "states": [{"probability": 1}], "payoffs": [[[[1, -1], [-1, 1]]], [[[-1, 1], [1, -1]]]], "information": [[0], [0]],
              "assistants": [{"information": [0]}, null] }
            """, to: "pennies.json")
        let none = try Program.run(["agents", "pennies.json", "--concept", "pure"], in: folder)
        #expect(none.status == 2 && none.output.contains("no value of the assistants: with assistants none found"), "\(none.output)")
        let reason = try Self.object(Program.run(["agents", "pennies.json", "--concept", "pure", "--json", "--quiet"], in: folder).output)
        #expect(reason["value"] is NSNull && (reason["missingValue"] as? String)?.contains("without assistants none found") == true)
        // Each set of assistants says which of the two lists is empty.
        let sets = try Program.run(["agents", "pennies.json", "--concept", "pure", "--subsets"], in: folder)
        #expect(sets.output.contains("no value of even: with assistants none found (all pure equilibria), without"), "\(sets.output)")
        let root = try Self.object(Program.run(["agents", "pennies.json", "--concept", "pure", "--subsets", "--json", "--quiet"], in: folder).output)
        let subsets = try #require(root["subsets"] as? [[String: Any]])
        #expect(subsets.count == 2 && subsets.allSatisfy { $0["missingValue"] is String && $0["range"] is [String: Any] })
    }

    /// 17 cells of equal actions: one plan, and how many there are. Names that would break lines or colour the terminal are escaped.
    @Test func oneOptimalPlanOfManyAndNames() throws {
        let folder = try TemporaryFolder()
        let states = [String](repeating: #"{"probability": "1/17"}"#, count: 17).joined(separator: ", ")
        try folder.write(
            """
            { "schema": "nashbench/agents/1", "players": ["red\\u001b[31m\\n"], "actions": [["x\\u0007", "y"]], "states": [\(states)],
              "payoffs": [[\([String](repeating: "[3, 3]", count: 17).joined(separator: ", "))]], "information": [\(Array(0..<17))] }
            """, to: "game.json")
        let outcome = try Program.run(["agents", "game.json"], in: folder)
        #expect(outcome.status == 0 && outcome.errors.contains("one of 131,072 optimal plans"), "\(outcome.errors)")
        #expect(outcome.output.contains(#"red\u{1b}[31m\u{a}"#) && outcome.output.contains(#"x\u{7}"#), "\(outcome.output)")
        #expect(!(outcome.output + outcome.errors).unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
        let json = try Self.object(Program.run(["agents", "game.json", "--json", "--quiet"], in: folder).output)
        #expect(json["searched"] as? String == "one optimal plan of many" && json["optimalPlans"] as? Double == 131_072)
        #expect((json["equilibria"] as? [Any])?.count == 1)
    }

    @Test func refusals() throws {
        let folder = try folder(with: "weather.json")
        try Program.run(["agents", "game.json", "--concept", "perfect"], in: folder).expectRefusal(naming: "perfect", "lemke-howson")
        try Program.run(["agents", "game.json", "--beliefs", "naive"], in: folder).expectRefusal(naming: "naive", "credulous")
        try Program.run(["agents", "game.json", "--keep", "Caruso"], in: folder).expectRefusal(naming: "--keep", "Caruso")
        try Program.run(["agents", "game.json", "--output", "game.json"], in: folder).expectRefusal(naming: "game.json")
        try Program.run(["agents", "none.json"], in: folder).expectRefusal(naming: "none.json")
        try folder.write(folder.read("game.json").replacing("\"probability\": 0.5", with: "\"probability\": 0.7"), to: "bad.json")
        try Program.run(["agents", "bad.json"], in: folder).expectRefusal(naming: "bad.json", "states", "1.4")
        try folder.write(folder.read("game.json").replacing("\"probability\": 0.5", with: "\"probability\": \"1.5e-9223372036854775808\""), to: "bad.json")
        try Program.run(["agents", "bad.json"], in: folder).expectRefusal(naming: "states[0].probability", "1.5e-9223372036854775808")
        try folder.write(folder.read("game.json").replacing("Pavarotti", with: "Beckham"), to: "bad.json")
        try Program.run(["agents", "bad.json"], in: folder).expectRefusal(naming: "players[1]", "Beckham")
        let three = try folder.read("game.json").replacing("nashbench/agents/1", with: "nashbench/game/1")
        try folder.write(three, to: "other.json")
        try Program.run(["agents", "other.json", "--output", "result.json"], in: folder).expectRefusal(naming: "schema", "nashbench/agents/1")
        #expect(try folder.contents == ["bad.json", "game.json", "other.json"])
        let auction = try self.folder(with: "signals.json")
        try Program.run(["agents", "game.json", "--subsets"], in: auction).expectRefusal(naming: "--subsets", "auction")
    }
}
