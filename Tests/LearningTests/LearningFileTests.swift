import Learning
import NumericCore
import Testing

/// Files that are refused, each for one thing, and what may be left out.
@Suite struct LearningFileTests {
    private static let valid = [
        "schema": "\"nashbench/learning/1\"", "human": "[[0.6, 0.4], [0.5, null]]", "ai": "[[0.6, 0.4], [0.5, null]]",
        "humanAlgorithm": "{\"name\": \"etc\", \"first\": 20}", "aiAlgorithm": "{\"name\": \"ucb\"}", "horizon": "100",
    ]

    private static func text(_ changes: [String: String] = [:], without keys: String...) -> String {
        var members = valid.merging(changes) { $1 }
        for key in keys { members[key] = nil }
        return "{" + members.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ", ") + "}"
    }

    @Test func whatIsLeftOutHasDefaults() throws {
        let study = try readStudy(Self.text())
        let simulation = try #require(study.simulations.first)
        #expect(simulation.replicas == 32 && simulation.seed == 1 && simulation.delta == 0.05)
        #expect(simulation.noise == .bernoulli(low: 0, high: 1) && study.benchmark == .stackelberg)
        #expect(try readStudy(Self.text(without: "humanAlgorithm", "aiAlgorithm", "horizon")).simulations.isEmpty)
    }

    @Test func explorationMayGrowWithTheHorizon() throws {
        let first = "{\"coefficient\": 0.39685026299, \"exponent\": 0.66666666666667, \"multiple\": 2}"
        let study = try readStudy(Self.text(["humanAlgorithm": "{\"name\": \"etc\", \"first\": \(first)}", "horizons": "[1000, 10000]"], without: "horizon"))
        let counts = study.simulations.map { simulation in
            if case .exploreThenCommit(let pulls) = simulation.human { pulls.count(horizon: simulation.horizon) } else { 0 }
        }
        #expect(counts == [80, 370])
    }

    @Test(arguments: [
        ("schema", "\"nashbench/learning/9\"", "schema"), ("human", "[]", "human"), ("human", "[[0.6], [0.5, null]]", "human[1]"),
        ("human", "[[0.6, 0.4], [null, null]]", "human[1]"), ("human", "[[0.6, \"a\"], [0.5, null]]", "human[0][1]"),
        ("ai", "[[0.6, 0.4]]", "ai"), ("ai", "[[0.6, null], [0.5, null]]", "ai[0][1]"), ("ai", "[[0.6, 1.4], [0.5, null]]", "ai[0][1]"),
        ("humanAlgorithm", "{\"name\": \"thompson\"}", "humanAlgorithm.name"), ("humanAlgorithm", "{\"name\": \"etc\"}", "humanAlgorithm.first"),
        ("humanAlgorithm", "{\"name\": \"etc\", \"first\": 0}", "humanAlgorithm.first"), ("humanAlgorithm", "{\"name\": \"etc\", \"first\": 1.5}", "humanAlgorithm.first"),
        ("humanAlgorithm", "{\"name\": \"ucb\", \"first\": 3}", "humanAlgorithm.first"),
        ("humanAlgorithm", "{\"name\": \"regret-adjusted-ucb\", \"first\": -1}", "humanAlgorithm.first"),
        ("humanAlgorithm", "{\"name\": \"explore-then-exp3\", \"first\": 3, \"scale\": [1, 0]}", "humanAlgorithm.scale"),
        ("humanAlgorithm", "{\"name\": \"etc\", \"first\": {\"exponent\": 2}}", "humanAlgorithm.first.exponent"),
        ("aiAlgorithm", "{\"name\": \"epsilon-greedy\", \"first\": -2}", "aiAlgorithm.first"), ("aiAlgorithm", "{\"name\": \"ucb\", \"first\": 2}", "aiAlgorithm.first"),
        ("horizon", "0", "horizon"), ("horizon", "1e300", "horizon"), ("horizons", "[]", "horizon"), ("replicas", "0", "replicas"), ("seed", "-1", "seed"),
        ("delta", "1", "delta"), ("noise", "[\"normal\", 1]", "noise"), ("noise", "[\"uniform\", -1]", "noise"), ("noise", "[\"bernoulli\", 1, 0]", "noise"),
        ("benchmark", "\"best\"", "benchmark"), ("rounds", "5", "rounds"), ("human", "[[1e101, 0.4], [0.5, null]]", "human[0][0]"),
        ("noise", "[\"uniform\", 1e101]", "noise"), ("noise", "[\"bernoulli\", 0, 1e308]", "noise"), ("benchmark", "1e308", "benchmark"),
        ("benchmark", "{\"ai\": -1e300}", "benchmark"), ("replicas", "16777217", "replicas"),
    ])
    func oneFieldBroken(key: String, value: String, field: String) throws {
        let error = #expect(throws: FileError.self) { try readStudy(Self.text([key: value])) }
        #expect(error?.field?.hasPrefix(field) == true, "\(error?.description ?? "nothing")")
    }

    /// 2^53 + 1 is no double: what has more than 53 bits is text, as in results.
    @Test(arguments: [0, 7, 9_007_199_254_740_993, UInt64.max]) func aSeedMayBeText(seed: UInt64) throws {
        #expect(try readStudy(Self.text(["seed": "\"\(seed)\""])).simulations.first?.seed == seed)
    }

    @Test func theSeedOfAResultGivesItAgain() throws {
        let changes = ["horizon": "50", "replicas": "3"]
        let first = try readStudy(Self.text(changes)).with(seed: .max).run()
        var text = ""
        LearningResultFile.write(first) { text += $0 }
        let stored = try #require(text.firstMatch(of: /"seed": ("\d+")/))
        let again = try readStudy(Self.text(changes.merging(["seed": String(stored.1)]) { $1 })).run()
        #expect(again.outcomes == first.outcomes)
    }

    @Test(arguments: [
        ("9007199254740993", "an integer below 2^53, or text of digits up to 2^64 - 1"), ("1.5", "an integer >= 0"), ("-1", "an integer >= 0"),
        ("\"18446744073709551616\"", "the digits of an integer from 0 to 2^64 - 1"), ("\"+5\"", "the digits of an integer from 0 to 2^64 - 1"),
        ("\"\"", "the digits of an integer from 0 to 2^64 - 1"), ("null", "an integer >= 0"),
    ])
    func aSeedThatIsNone(value: String, expected: String) throws {
        let error = #expect(throws: FileError.self) { try readStudy(Self.text(["seed": value])) }
        #expect(error?.field == "seed" && error?.expected == expected, "\(error?.description ?? "nothing")")
    }

    @Test(arguments: [("[10, 0]", "horizons[1]"), ("[10, 20, 1e13]", "horizons[2]"), ("[0.5, 20]", "horizons[0]")])
    func theHorizonThatIsWrongIsNamed(value: String, field: String) throws {
        let error = #expect(throws: FileError.self) { try readStudy(Self.text(["horizons": value], without: "horizon")) }
        #expect(error?.field == field, "\(error?.description ?? "nothing")")
    }

    @Test func limitsOfExplorationAreSaid() throws {
        let error = #expect(throws: FileError.self) { try readStudy(Self.text(["humanAlgorithm": "{\"name\": \"etc\", \"first\": 2199023255552}"])) }
        #expect(error?.description.contains("humanAlgorithm.first: expected an integer from 1 to 2^40, found 2199023255552") == true)
    }

    /// Keys of simulations say nothing where nothing is simulated.
    @Test(arguments: [
        ("horizon", "100"), ("horizons", "[100]"), ("replicas", "\"abc\""), ("replicas", "3"), ("seed", "1"), ("delta", "0.1"),
        ("noise", "[\"uniform\", 1]"), ("benchmark", "\"relaxed\""),
    ])
    func benchmarksAloneTakeNoKeysOfSimulations(key: String, value: String) throws {
        let text = Self.text(without: "humanAlgorithm", "aiAlgorithm", "horizon").dropLast() + ", \"\(key)\": \(value)}"
        let error = #expect(throws: FileError.self) { try readStudy(String(text)) }
        #expect(error?.field == key && error?.expected == "nothing, as there are no algorithms", "\(error?.description ?? "nothing")")
    }

    @Test func algorithmsComeInPairs() {
        #expect(throws: FileError.self) { try readStudy(Self.text(without: "aiAlgorithm")) }
        #expect(throws: FileError.self) { try readStudy(Self.text(without: "humanAlgorithm", "aiAlgorithm")) }
    }

    @Test func resultsAreJSONWithTheNamesOfTheCases() throws {
        let result = try readStudy(Self.text(["horizons": "[100, 200]", "replicas": "3"], without: "horizon")).run()
        var text = ""
        LearningResultFile.write(result) { text += $0 }
        for key in ["status", "stackelbergStrong", "relaxedHumanEpsilon", "relaxedAI", "counts", "realisedHuman", "meanAI", "meanRegret", "aiBound", "exploreThenCommit"] {
            #expect(text.contains("\"\(key)\": "), "\(key)")
        }
        #expect(text.hasPrefix("{\n") && text.hasSuffix("}\n"))
    }
}
