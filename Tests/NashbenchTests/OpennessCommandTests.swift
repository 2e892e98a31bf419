import Foundation
import TestSupport
import Testing

/// Openness games through the built program.
@Suite struct OpennessCommandTests {
    struct Case: CustomTestStringConvertible, @unchecked Sendable {
        let name: String
        let game: Data
        let expected: [String: Any]
        var testDescription: String { name }
        var isOfThresholds: Bool { expected["regime"] == nil }
    }

    static let cases: [Case] = {
        let data = try! Data(contentsOf: Fixtures.folder.appending(path: "openness.json"))
        let root = try! JSONSerialization.jsonObject(with: data) as! [String: Any]
        return (root["cases"] as! [[String: Any]]).map { item in
            Case(
                name: item["name"] as! String, game: try! JSONSerialization.data(withJSONObject: item["game"]!),
                expected: item["expected"] as! [String: Any])
        }
    }()

    /// Values under the names of the case, compared by kind: words and answers exactly, numbers to the tolerance.
    private static func disagreements(_ found: [String: Any], _ given: Case) -> [String] {
        let relative = given.expected["relativeTolerance"] as? Double ?? 0
        let absolute = given.expected["absoluteTolerance"] as! Double
        return given.expected.keys.filter { !$0.hasSuffix("Tolerance") }.sorted().compactMap { key in
            let (value, wanted) = (found[key], given.expected[key])
            if let word = wanted as? String { return value as? String == word ? nil : "\(key): \(value ?? "nothing")" }
            let numbers = (value as? [Double]) ?? (value as? Double).map { [$0] } ?? []
            let expected = (wanted as? [Double]) ?? (wanted as? Double).map { [$0] } ?? []
            let agrees = numbers.count == expected.count && zip(numbers, expected).allSatisfy { abs($0 - $1) <= absolute + relative * abs($1) }
            return agrees ? nil : "\(key): \(numbers), expected \(expected)"
        }
    }

    private static func object(_ text: some StringProtocol) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test(arguments: cases.filter { !$0.isOfThresholds }) func solves(given: Case) throws {
        let folder = try TemporaryFolder()
        try given.game.write(to: folder.url.appending(path: "game.json"))
        let outcome = try Program.run(["openness", "game.json", "--json", "--output", "found.json"], in: folder)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("certified"))
        let found = try Self.object(outcome.output)
        #expect(found["schema"] as? String == "nashbench/openness-result/1")
        #expect(Self.disagreements(found, given).isEmpty, "\(Self.disagreements(found, given))")
        let written = try folder.read("found.json")
        #expect(written.trimmingCharacters(in: .whitespacesAndNewlines) == outcome.output.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    @Test(arguments: cases.filter(\.isOfThresholds)) func findsTheThresholds(given: Case) throws {
        let folder = try TemporaryFolder()
        try given.game.write(to: folder.url.appending(path: "game.json"))
        let outcome = try Program.run(["openness", "game.json", "--sweep", "0,1", "--json"], in: folder)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 1 + 2 * 4)
        let summary = try #require(try Self.object(lines[0])["summary"] as? [String: Any])
        #expect(Self.disagreements(summary, given).isEmpty, "\(Self.disagreements(summary, given))")
    }

    private static let game = """
        { "schema": "nashbench/openness/1", "name": "two deployers", "openness": 0.35, "leader": { "cost": 0.1 }, "followers": { "costs": [0.5] } }
        """

    @Test func practicesAreOptions() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.game, to: "game.json")
        func welfare(_ options: [String]) throws -> Double {
            try #require(try Self.object(Program.run(["openness", "game.json", "--json"] + options, in: folder).output)["welfare"] as? Double)
        }
        #expect(abs(try welfare([]) - 0.47125912115060126) < 1e-10)
        #expect(abs(try welfare(["--free-trial"]) - 0.8826167560069139) < 1e-10)
        #expect(abs(try welfare(["--vertical"]) - 1.0018860660057087) < 1e-10)
        #expect(abs(try welfare(["--openness", "0"]) - 0.8083799434211976) < 1e-10)
    }

    @Test func tablesSayWhatHappens() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.game, to: "game.json")
        let one = try Program.run(["openness", "game.json"], in: folder)
        #expect(one.status == 0 && one.output.contains("limited") && one.output.contains("1 follower stays out"))
        let sweep = try Program.run(["openness", "game.json", "--sweep", "0:1:0.25"], in: folder)
        #expect(sweep.status == 0 && sweep.output.contains("accommodated") && sweep.output.contains("trap: 0.311782 to 0.427127"))
        #expect(sweep.output.contains("a free trial lowers welfare on: no level"))
        let quiet = try Program.run(["openness", "game.json", "--quiet", "--output", "one.json"], in: folder)
        #expect(quiet.status == 0 && quiet.output.isEmpty && quiet.errors.isEmpty)
    }

    /// The same bytes for every number of threads.
    @Test func threadsDoNotMatter() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.game, to: "game.json")
        let outputs = try ["1", "2", "5"].map { try Program.run(["openness", "game.json", "--sweep", "0:1:0.01", "--json", "--threads", $0], in: folder).output }
        #expect(Set(outputs).count == 1 && outputs[0].split(separator: "\n").count == 405)
    }

    @Test func claimsAreTried() throws {
        let folder = try TemporaryFolder()
        let outcome = try Program.run(["openness", "--claims"], in: folder)
        #expect(outcome.status == 2 && outcome.output.contains("not all holds:"))
        #expect(outcome.output.contains("partly: followers 0.5, 0.6, trials, where offered, never lower welfare"))
        try Program.run(["openness", "game.json", "--claims"], in: folder).expectRefusal(naming: "--claims")
    }

    @Test func picturesAndPages() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.game, to: "game.json")
        #expect(try Program.run(["openness", "game.json", "--sweep", "0:1:0.02", "--output", "sweep.jsonl", "--quiet"], in: folder).status == 0)
        #expect(try Program.run(["openness", "game.json", "--output", "one.json", "--quiet"], in: folder).status == 0)
        let plot = try Program.run(["plot", "sweep.jsonl", "--output", "sweep.svg"], in: folder)
        #expect(plot.status == 0, "\(plot.errors)")
        let picture = try folder.read("sweep.svg")
        #expect(picture.contains("Openness trap: 0.312 to 0.427") && picture.contains("free trial"))
        try Program.run(["plot", "one.json", "--output", "one.svg"], in: folder).expectRefusal(naming: "one.json", "a sweep")
        let report = try Program.run(["report", "sweep.jsonl", "one.json", "--output", "page.html"], in: folder)
        #expect(report.status == 0, "\(report.errors)")
        let page = try folder.read("page.html")
        for words in ["Openness trap", "limited at openness 0.35", "free trial offered", "<svg"] { #expect(page.contains(words)) }
        // A file that was tampered with is refused by name.
        try folder.write(try folder.read("sweep.jsonl").replacing("\"points\":204", with: "\"points\":205"), to: "torn.jsonl")
        try Program.run(["report", "torn.jsonl", "--output", "other.html"], in: folder).expectRefusal(naming: "torn.jsonl", "points")
        try folder.write("{ \"schema\": \"nashbench/unheard-of-result/1\" }\n", to: "unknown.json")
        try Program.run(["report", "unknown.json", "--output", "other.html"], in: folder).expectRefusal(naming: "unknown.json", "schema")
    }

    @Test(arguments: [
        (["openness"], "--claims"), (["openness", "missing.json"], "missing.json"), (["openness", "plain.json"], "openness"),
        (["openness", "game.json", "--openness", "2"], "--openness"), (["openness", "game.json", "--openness", "nan"], "openness"),
        (["openness", "game.json", "--openness", "0.5", "--sweep", "0,1"], "--sweep"), (["openness", "game.json", "--sweep", "0:1"], "--sweep"),
        (["openness", "game.json", "--sweep", "0,1.5"], "openness"), (["openness", "game.json", "--threads", "0"], "--threads"),
        (["openness", "wrong.json"], "royalty"), (["openness", "game.json", "--output", "game.json"], "game.json"),
    ])
    func oneClearError(arguments: [String], word: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.game, to: "game.json")
        try folder.write("{ \"schema\": \"nashbench/openness/1\" }", to: "plain.json")
        try folder.write("{ \"schema\": \"nashbench/openness/1\", \"openness\": 0.5, \"royalty\": 1 }", to: "wrong.json")
        try Program.run(arguments, in: folder).expectRefusal(naming: word)
    }
}
