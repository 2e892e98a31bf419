import Foundation
import NumericCore
import TestSupport
import Testing

@testable import Learning
@testable import nashbench

/// `learn`: the shared cases, files, tables, pictures and exit statuses.
@Suite struct LearnTests {
    private let folder: TemporaryFolder
    private static let study = """
        { "schema": "nashbench/learning/1", "name": "large follower gap", "human": [[10, 5, null], [null, null, 8]],
          "ai": [[9, 1, null], [null, null, 10]], "humanAlgorithm": { "name": "eetc", "first": 37, "second": 18 },
          "aiAlgorithm": { "name": "etc", "first": 18 }, "horizons": [1000, 2000], "replicas": 8, "seed": 7, "noise": ["uniform", 1],
          "benchmark": "relaxed" }
        """

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(Self.study, to: "study.json")
    }

    private func learn(_ options: String...) throws -> Program.Outcome { try Program.run(["learn"] + options, in: folder) }

    private static func object(_ text: String) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    private static func sharedCases() throws -> [[String: Any]] {
        let shared = try object(String(contentsOf: Fixtures.folder.appending(path: "learning.json"), encoding: .utf8))
        return try #require(shared["cases"] as? [[String: Any]])
    }

    /// The shared cases that a file can hold, each through the program; tolerances are theirs.
    @Test func theSharedCases() throws {
        var played = 0
        for members in try Self.sharedCases() {
            let kind = try #require(members["kind"] as? String)
            guard ["benchmark", "trajectory", "distribution"].contains(kind) else { continue }
            var document = members
            document["schema"] = "nashbench/learning/1"
            for key in ["kind", "expected"] { document[key] = nil }
            try folder.write(String(decoding: JSONSerialization.data(withJSONObject: document), as: UTF8.self), to: "case.json")
            let outcome = try learn("case.json", "--json", "--quiet")
            #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
            let result = try Self.object(outcome.output)
            let run = (result["runs"] as? [[String: Any]])?.first ?? result
            let expected = try #require(members["expected"] as? [String: Any])
            let absolute = expected["absoluteTolerance"] as? Double ?? expected["tolerance"] as? Double ?? 0
            let relative = expected["relativeTolerance"] as? Double ?? 0
            for (key, wanted) in expected where !key.hasSuffix("olerance") && key != "countsExact" {
                let found = try #require(run[key], "\(key)")
                if key == "counts" {
                    #expect(found as? [[[Int]]] == wanted as? [[[Int]]])
                } else if let wanted = wanted as? [Double] {
                    let values = try #require(found as? [Double])
                    #expect(values.count == wanted.count)
                    for (value, wanted) in zip(values, wanted) { #expect(abs(value - wanted) <= relative * abs(wanted)) }
                } else if let wanted = wanted as? Double {
                    let value = try #require(found as? Double)
                    #expect(abs(value - wanted) <= absolute, "\(members["name"] ?? "") \(key)")
                } else {
                    #expect(found as? [String: Double] == wanted as? [String: Double], "\(key)")
                }
            }
            played += 1
        }
        #expect(played == 9 + 3 + 5 + 3)
    }

    /// The shared bounds, each beside a run of its size.
    @Test func boundsStandBesideTheRun() throws {
        var compared = 0
        for members in try Self.sharedCases() where members["kind"] as? String == "bounds" {
            func integer(_ key: String) throws -> Int { try #require(members[key] as? Int) }
            let sigma = try #require(members["sigma"] as? Double)
            let row = [Double](repeating: sigma, count: try integer("responses"))
            let rows = [[Double]](repeating: row, count: try integer("prompts"))
            let document: [String: Any] = [
                "schema": "nashbench/learning/1", "human": rows, "ai": rows, "noise": ["bernoulli", 0, 2 * sigma] as [Any],
                "humanAlgorithm": ["name": "etc", "first": try integer("exploration")] as [String: Any], "aiAlgorithm": ["name": "ucb"],
                "horizon": try integer("horizon"), "delta": try #require(members["delta"]), "replicas": 1,
            ]
            try folder.write(String(decoding: JSONSerialization.data(withJSONObject: document), as: UTF8.self), to: "bounds.json")
            let result = try Self.object(learn("bounds.json", "--json", "--quiet").output)
            let bounds = try #require((result["runs"] as? [[String: Any]])?.first?["bounds"] as? [String: Double])
            let expected = try #require(members["expected"] as? [String: Double])
            let tolerance = try #require(expected["relativeTolerance"])
            for key in ["aiBound", "exploreThenCommit", "regretAdjustedUCB"] {
                let (value, wanted) = (try #require(bounds[key]), try #require(expected[key]))
                #expect(abs(value - wanted) <= tolerance * wanted, "\(members["name"] ?? "") \(key)")
                compared += 1
            }
        }
        #expect(compared == 6)
    }

    /// What is stated of random numbers in the shared cases is what `--claims` lists.
    @Test func theSharedRandomNumbersAreClaimed() throws {
        /// Decoded: JSONSerialization misses last places.
        struct Shared: Decodable {
            struct Case: Decodable {
                struct Vector: Decodable { let output: [String] }
                struct Draw: Decodable { let uniforms: [Double] }
                let vectors: [Vector]?
                let draws: [Draw]?
            }
            let cases: [Case]
        }
        let table = try learn("--claims", "--quiet").output
        let cases = try JSONDecoder().decode(Shared.self, from: Data(contentsOf: Fixtures.folder.appending(path: "learning.json"))).cases
        let words = cases.flatMap { $0.vectors ?? [] }.flatMap(\.output)
        let numbers = cases.flatMap { $0.draws ?? [] }.flatMap(\.uniforms)
        #expect(words.count == 12 && numbers.count == 8)
        let lines = table.split(separator: "\n").filter { $0.contains("yes") }
        for word in words { #expect(lines.count { $0.contains(" is \(word) ") } == 1, "\(word)") }
        for number in numbers { #expect(lines.count { $0.contains(" is \(number) ") } == 1, "\(number)") }
    }

    @Test func aTableOrFilesAndTheSameForAnyThreadsAndTarget() throws {
        let table = try learn("study.json")
        #expect(table.status == 0)
        for word in ["Stackelberg", "relaxed", "human's regret", "1,000", "2,000"] { #expect(table.output.contains(word), "\(word)") }
        let outcome = try learn("study.json", "--output", "result.json", "--threads", "1")
        #expect(outcome.status == 0 && outcome.output.isEmpty && outcome.errors.contains("wrote result.json"))
        let first = try folder.read("result.json")
        for target in KernelTarget.available {
            let again = try Program.run(
                ["learn", "study.json", "--json", "--quiet", "--threads", "2"], environment: ["NASHBENCH_KERNEL": target.name], in: folder)
            #expect(again.output.trimmingCharacters(in: .newlines) == first.trimmingCharacters(in: .newlines), "\(target.name)")
        }
        #expect(try folder.contents == ["result.json", "study.json"])
    }

    @Test func optionsReplaceWhatTheFileSays() throws {
        let result = try Self.object(learn("study.json", "--json", "--quiet", "--horizon", "300", "--replicas", "3", "--seed", "9").output)
        let runs = try #require(result["runs"] as? [[String: Any]])
        #expect(runs.count == 1 && runs[0]["horizon"] as? Int == 300 && runs[0]["replicas"] as? Int == 3 && result["seed"] as? String == "9")
    }

    @Test func aTimeLimitLeavesAResultWithWhatWasFinished() throws {
        let outcome = try learn("study.json", "--json", "--horizon", "100000000", "--time-limit", "0.01")
        #expect(outcome.status == 2)
        let result = try Self.object(outcome.output)
        #expect(result["status"] as? String == "time-limit")
    }

    @Test func benchmarksAreComputedWithinTheTimeLimit() throws {
        let row = (0..<200).map { Double($0) }
        let rows = [[Double]](repeating: row, count: 200)
        let game: [String: Any] = ["schema": "nashbench/learning/1", "human": rows, "ai": rows]
        try folder.write(String(decoding: JSONSerialization.data(withJSONObject: game), as: UTF8.self), to: "large.json")
        let outcome = try learn("large.json", "--json", "--time-limit", "1e-9")
        #expect(outcome.status == 2 && outcome.errors.contains("time-limit before the relaxed ones"), "\(outcome.errors)")
        let result = try Self.object(outcome.output)
        #expect(result["status"] as? String == "time-limit" && result["relaxedHuman"] is NSNull)
        #expect((result["stackelbergStrong"] as? [String: Double])?["human"] != nil)
        let whole = try Self.object(learn("large.json", "--json", "--quiet").output)
        #expect(whole["status"] as? String == "complete" && whole["relaxedHuman"] is Double)
    }

    @Test func everyClaimHolds() throws {
        struct Row: Decodable {
            let subject: String
            let claimed, found: Double
            let holds: Bool
            let allowed, interval: [Double]?
        }
        let outcome = try learn("--claims", "--json")
        #expect(outcome.status == 0, "\(outcome.output)")
        #expect(outcome.errors.contains("21 benchmarks, 20 random numbers, 26 exponents · 67 hold, 0 do not"), "\(outcome.errors)")
        let rows = try JSONDecoder().decode([Row].self, from: Data(outcome.output.utf8))
        let growth = rows.filter { $0.subject == "growth" }
        #expect(rows.count == 67 && growth.count == 26 && rows.allSatisfy(\.holds))
        for claimed in [0.628, 0.646, 0.659, 0.508, 0.704, 0.92, 0.76, 0.686, 0.799] { #expect(growth.contains { $0.claimed == claimed }, "\(claimed)") }
        for row in growth {
            let (allowed, interval) = (try #require(row.allowed), try #require(row.interval))
            #expect(allowed[0] <= row.found && row.found <= allowed[1] && interval[0] <= interval[1])
        }
    }

    @Test func exponentsHaveATable() {
        let fit = GrowthFit([.init(horizon: 1000, regrets: [[100, 100]]), .init(horizon: 10_000, regrets: [[400, 400]])], seed: 1)
        let rows = [("found", fit), ("none", nil)].map { name, found in
            PublishedGrowth(name: name, stated: 0.628, allowed: 0.598...0.658, horizons: [1000, 10_000], replicas: 2, found: found)
        }
        let lines = LearningReport.table(of: rows).split(separator: "\n")
        #expect(lines.count == 3 && lines[0].contains("claimed") && lines[1].contains("0.628") && lines[1].contains("0.602") && lines[1].contains("[0.602, 0.602]"))
        #expect(lines[1].hasSuffix("yes") && lines[2].contains("none") && lines[2].hasSuffix("NO"))
    }

    @Test func claimsStopAtTheTimeLimit() throws {
        let outcome = try learn("--claims", "--time-limit", "0.001")
        #expect(outcome.status == 2 && outcome.errors.contains(" of 26 exponents"), "\(outcome.errors)")
        #expect(outcome.output.contains("large follower gap: Stackelberg, human") && outcome.output.contains("instance: human, assistant, benchmark"))
    }

    @Test func whatIsWrongIsSaid() throws {
        try learn("missing.json").expectRefusal(naming: "missing.json")
        try learn().expectRefusal(naming: "study")
        try learn("study.json", "--claims").expectRefusal(naming: "--claims")
        for option in ["--threads", "--replicas", "--horizon", "--time-limit"] {
            try learn("study.json", option, "0").expectRefusal(naming: "\(option): expected", "found 0")
        }
        try learn("study.json", "--output", "study.json").expectRefusal(naming: "study.json")
        try learn("study.json", "--plot", "picture.pdf").expectRefusal(naming: "picture.pdf")
        try folder.write(Self.study.replacing("\"eetc\"", with: "\"best\""), to: "broken.json")
        try learn("broken.json").expectRefusal(naming: "broken.json", "humanAlgorithm.name", "\"best\"")
        let game = #"{ "schema": "nashbench/learning/1", "human": [[1, 2]], "ai": [[1, 2]] }"#
        try folder.write(game, to: "game.json")
        try learn("game.json", "--plot", "picture.svg").expectRefusal(naming: "game.json", "humanAlgorithm")
        #expect(try folder.contents == ["broken.json", "game.json", "study.json"])
    }
}
