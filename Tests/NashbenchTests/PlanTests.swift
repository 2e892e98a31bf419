import Foundation
import TestSupport
import Testing

/// `plan`: the shared cases, files, tables, refusals and exit statuses.
@Suite struct PlanTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(Self.learnedAtOnce, to: "game.json")
    }

    private func plan(_ options: String...) throws -> Program.Outcome { try Program.run(["plan", "game.json"] + options, in: folder) }

    static let learnedAtOnce = """
        { "schema": "nashbench/planning/1", "name": "learned at once", "topics": 3, "rounds": 7, "quality": [0.95, 0.6, 0.5],
          "cost": [0.2, 0.3, 0.25], "memory": 1,
          "gap": { "shape": "exponential", "initial": [0.9, 0.45, 0.4], "floor": 0, "rate": [3, 0.2, 0.15] },
          "link": { "kind": "logistic", "scale": 14 } }
        """

    /// What a plan file holds, by the names of the shared cases.
    struct PlanRecord: Decodable {
        var schema, status, method: String
        var value: Double
        var bound, ratio, optimum, lambda, dualBound: Double?
        var horizonBinds: Bool?
        var runs: [[Int]]
        var finalState: [Double]
        var longRun: LongRun?
        var trace: [Round]?
        var greedy, bestTopic, roundRobin: Double?

        struct LongRun: Decodable {
            var rate: Double
            var lastPlays: Int?
        }
        struct Round: Decodable {
            var topic: Int
            var level, payoff, genAIPayoff: Double
        }
        var actions: [Int] { runs.flatMap { [Int](repeating: $0[0], count: $0[1]) } }

        init(_ text: String) throws { self = try JSONDecoder().decode(Self.self, from: Data(text.utf8)) }
    }

    /// The shared cases: each game as text, and what is expected.
    static func cases() throws -> [(name: String, game: String, expected: [String: Any])] {
        let data = try Data(contentsOf: Fixtures.folder.appending(path: "planning.json"))
        let file = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        return try #require(file["cases"] as? [[String: Any]]).map { entry in
            let game = try JSONSerialization.data(withJSONObject: #require(entry["game"]))
            return (try #require(entry["name"] as? String), String(decoding: game, as: UTF8.self), try #require(entry["expected"] as? [String: Any]))
        }
    }

    @Test func sharedCasesWhereNothingIsForgotten() throws {
        var seen = 0
        for item in try Self.cases() where item.expected["dualBound"] != nil {
            seen += 1
            func wanted(_ key: String) throws -> Double { try #require(item.expected[key] as? Double, "\(item.name) \(key)") }
            try folder.write(item.game, to: "case.json")
            let outcome = try Program.run(["plan", "case.json", "--json", "--quiet"], in: folder)
            #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(item.name): \(outcome.errors)")
            let found = try PlanRecord(outcome.output)
            func agrees(_ value: Double?, _ other: Double) -> Bool { value.map { abs($0 - other) <= 1e-11 * max(1, abs(other)) } ?? false }
            #expect(found.status == "optimal" && found.schema == "nashbench/plan/1", "\(item.name)")
            for value in [found.value, found.bound, found.optimum] { #expect(agrees(value, try wanted("optimum")), "\(item.name)") }
            #expect(agrees(found.ratio, 1), "\(item.name)")
            #expect(agrees(found.dualBound, try wanted("dualBound")), "\(item.name)")
            #expect(found.horizonBinds == item.expected["horizonBinds"] as? Bool, "\(item.name)")
            let longRun = try #require(item.expected["longRun"] as? [String: Any])
            #expect(agrees(found.longRun?.rate, try #require(longRun["rate"] as? Double)), "\(item.name)")
            #expect(found.longRun?.lastPlays == longRun["lastPlays"] as? Int, "\(item.name)")
            if let actions = item.expected["plan"] as? [Int] { #expect(found.actions == actions, "\(item.name)") }
            let traced = try #require(found.trace)
            #expect(traced.map(\.topic) == found.actions && agrees(traced.reduce(0) { $0 + $1.payoff }, found.value), "\(item.name)")
            for (method, key) in [("greedy", "greedy"), ("best-topic", "bestTopic"), ("round-robin", "roundRobin")] {
                let baseline = try Program.run(["plan", "case.json", "--json", "--quiet", "--method", method], in: folder)
                #expect(agrees(try PlanRecord(baseline.output).value, try wanted(key)), "\(item.name) \(method)")
            }
        }
        #expect(seen == 17)
    }

    @Test func tablesAndOneLineOfSummary() throws {
        let outcome = try plan()
        #expect(outcome.status == 0)
        for word in ["learned at once", "rounds", "topic", "level", "payoff", "1 to 3"] { #expect(outcome.output.contains(word), "\(outcome.output)") }
        #expect(outcome.errorLines.count == 1)
        for word in ["optimal by", "value 5.14046", "ratio 1", "7 rounds", "no need to leave"] { #expect(outcome.errors.contains(word), "\(outcome.errors)") }
        let traced = try plan("--trace", "--quiet")
        #expect(traced.errors.isEmpty && traced.output.contains("GenAI") && traced.output.split(separator: "\n").count == 10)
    }

    @Test func comparisonHasEveryMethodThatApplies() throws {
        let outcome = try plan("--compare", "--output", "plan.json")
        #expect(outcome.status == 0 && outcome.output.isEmpty)
        let stored = try PlanRecord(folder.read("plan.json"))
        #expect(stored.status == "optimal")
        #expect(abs(try #require(stored.greedy) - 2.760083732742518) < 1e-11 && stored.bestTopic != nil && stored.roundRobin != nil)
        let table = try plan("--compare", "--quiet").output
        for method in ["longest-path", "multiplier", "budgeted-graph", "buckets", "greedy", "best-topic", "round-robin", "uniform", "opt-out", "ucb"] {
            #expect(table.contains("\n\(method) "), "\(method): \(table)")
        }
    }

    @Test func aPictureShowsLevelsPayoffsAndTopics() throws {
        let outcome = try plan("--plot", "plan.svg")
        #expect(outcome.status == 0 && outcome.output.isEmpty && outcome.errors.contains("wrote plan.svg"), "\(outcome.errors)")
        let picture = try folder.read("plan.svg")
        for word in ["level", "payoff", "topic 0", "topic 2", "round", "5.14046 over 7 rounds", "optimal by"] { #expect(picture.contains(word), "\(word)") }
        try folder.write(Self.learnedAtOnce.replacing("[0.2, 0.3, 0.25]", with: "2"), to: "game.json")
        #expect(try plan("--plot", "idle.png", "--quiet").status == 0)
        try plan("--plot", "plan.pdf").expectRefusal(naming: "plan.pdf")
        #expect(try folder.contents == ["game.json", "idle.png", "plan.svg"])
    }

    @Test func aStoredPlanIsVerified() throws {
        try #require(plan("--output", "plan.json").status == 0)
        #expect(try folder.contents == ["game.json", "plan.json"])
        let verdict = try plan("--verify", "plan.json")
        #expect(verdict.status == 0 && verdict.output.hasPrefix("confirmed") && verdict.output.contains("ratio 1"), "\(verdict.output)\(verdict.errors)")
        let text = try folder.read("plan.json")
        try folder.write(text.replacing("\"value\": 5.14", with: "\"value\": 5.24"), to: "plan.json")
        let lie = try plan("--verify", "plan.json")
        #expect(lie.status == 2 && lie.output.hasPrefix("not confirmed"), "\(lie.output)")
        try folder.write(text.replacing("\"runs\": [[2, 3]", with: "\"runs\": [[3, 3]"), to: "plan.json")
        try plan("--verify", "plan.json").expectRefusal(naming: "plan.json: runs[0]", "a topic in 0..<3")
        try folder.write(text.replacing("\"runs\": [[2, 3]", with: "\"runs\": [[2, 4]"), to: "plan.json")
        try plan("--verify", "plan.json").expectRefusal(naming: "plan.json: runs", "7 rounds in all", "8")
        try folder.write(text.replacing("\"topics\": 3", with: "\"topics\": 4"), to: "plan.json")
        try plan("--verify", "plan.json").expectRefusal(naming: "plan.json: topics", "3, as in the game")
    }

    /// One valid game, one thing broken each.
    @Test(arguments: [
        ("\"rounds\": 7", "\"rounds\": 0", "rounds: expected an integer in 1"), ("\"rounds\": 7", "\"rounds\": 2.5", "rounds: expected an integer"),
        ("\"topics\": 3", "\"topics\": 0", "topics: expected an integer in 1..."), ("\"topics\": 3", "\"topics\": 4", "quality: expected one number or one for each of 4 topics, found 3"),
        ("0.95, 0.6", "\"a\", 0.6", "quality[0]: expected a finite number"), ("[0.95, 0.6, 0.5]", "true", "quality: expected a number, or one for each topic"),
        ("0.2, 0.3", "0.2, -0.3", "cost[1]: expected a finite number >= 0, found -0.3"), ("\"memory\": 1", "\"memory\": 1.01", "memory: expected a number in [0, 1], found 1.01"),
        ("\"memory\": 1", "\"memory\": [1, 1, -0.1]", "memory[2]: expected a number in [0, 1]"), ("\"memory\": 1", "\"initial\": [0, 0, -1]", "initial[2]: expected a finite number >= 0"),
        ("\"memory\": 1", "\"colour\": 1", "colour: expected one of the keys"), ("\"shape\": \"exponential\"", "\"shape\": \"cubic\"", "gap.shape: expected one of"),
        ("\"floor\": 0", "\"floor\": 0.5", "gap.floor: expected at most gap.initial"), ("\"floor\": 0", "\"exponent\": 2", "gap.exponent: expected one of the keys"),
        ("\"rate\": [3, 0.2, 0.15]", "\"rate\": [3, 0.2, -1]", "gap.rate[2]: expected a finite number >= 0"), ("\"rate\": [3, 0.2, 0.15]", "\"rate\": [3]", "gap.rate: expected one number or one for each of 3"),
        (", \"rate\": [3, 0.2, 0.15]", "", "gap.rate: expected a number, or one for each topic, found nothing"),
        ("\"scale\": 14", "\"scale\": 0", "link.scale: expected a finite number > 0"), ("\"kind\": \"logistic\"", "\"kind\": \"tanh\"", "link.kind: expected one of"),
        ("\"logistic\"", "\"logistic\", \"slope\": 1", "link.slope: expected one of the keys"), ("planning/1", "planning/2", "schema: expected \"nashbench/planning/1\""),
        ("\"rounds\": 7", "\"rounds\": 1e999", "rounds"), ("\"topics\": 3,", "\"topics\": 3", "line 1"),
    ])
    func aBrokenGameIsRefused(old: String, new: String, words: String) throws {
        try folder.write(Self.learnedAtOnce.replacing(old, with: new), to: "game.json")
        try plan("--output", "plan.json").expectRefusal(naming: "game.json", words)
        #expect(try folder.contents == ["game.json"])
    }

    @Test func bradleyTerryKnowsNoNegativeQualities() throws {
        let game = Self.learnedAtOnce.replacing("logistic", with: "bradley-terry")
        try folder.write(game, to: "game.json")
        #expect(try plan().status == 0)
        try folder.write(game.replacing("0.6, 0.5", with: "0.6, 0.3"), to: "game.json")
        try plan().expectRefusal(naming: "quality[2]: expected at least the gap at 0, 0.4", "found 0.3")
    }

    @Test func tablesOfGapsAreChecked() throws {
        func refused(_ values: String, _ words: String) throws {
            let gap = Self.learnedAtOnce.split(separator: "\n").map { $0.contains("\"gap\"") ? "\"gap\": { \"shape\": \"table\", \"values\": \(values) }," : String($0) }
            try folder.write(gap.joined(separator: "\n"), to: "game.json")
            try plan().expectRefusal(naming: "game.json", words)
        }
        try refused("[[0.5], [0.4]]", "gap.values: expected one list for each of 3 topics, found 2")
        try refused("[[0.5], [0.4], []]", "gap.values[2]: expected at least one number")
        try refused("[[0.5], [0.4, 0.41], [0.1]]", "gap.values[1][1]: expected a number in [0, 0.4], the value before, found 0.41")
        try refused("[[-0.5], [0.4], [0.1]]", "gap.values[0][0]: expected a finite number >= 0")
        try refused("0.5", "gap.values: expected a list")
    }

    @Test func optionsThatDoNotFitAreRefused() throws {
        try plan("--method", "magic").expectRefusal(naming: "--method", "magic")
        try plan("--time-limit", "0").expectRefusal(naming: "timeLimit", "seconds > 0")
        try plan("--threads", "0").expectRefusal(naming: "threads")
        try plan("--tolerance", "1").expectRefusal(naming: "tolerance")
        try plan("--epsilon", "1").expectRefusal(naming: "epsilon")
        try plan("--compare", "--method", "greedy").expectRefusal(naming: "--compare")
        try plan("--verify", "plan.json", "--trace").expectRefusal(naming: "--verify")
        try plan("--output", "game.json").expectRefusal(naming: "game.json", "a file other than the inputs")
        try Program.run(["plan", "absent.json"], in: folder).expectRefusal(naming: "absent.json")
        try folder.write(Self.learnedAtOnce.replacing("\"memory\": 1", with: "\"memory\": 0.5"), to: "game.json")
        try plan("--method", "buckets").expectRefusal(naming: "buckets", "every memory 1")
    }

    @Test func theResultIsTheSameForAnyThreads() throws {
        func text(_ threads: String) throws -> [Substring] {
            let outcome = try plan("--threads", threads, "--method", "buckets", "--json", "--quiet")
            #expect(outcome.status == 0, "\(outcome.errors)")
            return outcome.output.split(separator: "\n").filter { !$0.contains("\"seconds\"") }
        }
        #expect(try text("1") == text("3"))
    }

    @Test func aTimeLimitLeavesThePlanAndBoundSoFar() throws {
        let topics = 40
        let list = (0..<topics).map { "\(0.5 + 0.01 * Double($0))" }.joined(separator: ", ")
        try folder.write(
            """
            { "schema": "nashbench/planning/1", "topics": \(topics), "rounds": 90000, "quality": [\(list)], "cost": 0.1,
              "gap": { "shape": "power", "initial": 0.5, "rate": 0.0001, "exponent": 0.5 }, "link": { "kind": "logistic", "scale": 5 } }
            """, to: "game.json")
        let outcome = try plan("--time-limit", "1e-9", "--method", "buckets", "--accuracy", "0", "--json")
        #expect(outcome.status == 2)
        let record = try PlanRecord(outcome.output)
        #expect(record.status == "time-limit" && record.bound.map { $0 >= record.value } == true)
        #expect(record.trace == nil && record.actions.count == 90_000)
    }
}
