import Foundation
import TestSupport
import Testing

/// `plan` where GenAI forgets: the shared cases through the program, every method that they name.
@Suite struct PlanFadingTests {
    private struct Found: Decodable {
        var status: String
        var value: Double
        var windowValues: [Double]?
        var runs: [[Int]]
        var actions: [Int] { runs.flatMap { [Int](repeating: $0[0], count: $0[1]) } }
    }

    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func plan(_ game: String, _ options: String...) throws -> Found {
        try folder.write(game, to: "case.json")
        let outcome = try Program.run(["plan", "case.json", "--json", "--quiet"] + options, in: folder)
        #expect(outcome.status == 0, "\(outcome.errors)")
        return try JSONDecoder().decode(Found.self, from: Data(outcome.output.utf8))
    }

    @Test func sharedCasesWhereGenAIForgets() throws {
        var seen = 0
        for item in try PlanTests.cases() where item.expected["dualBound"] == nil {
            seen += 1
            func agrees(_ value: Double, _ other: Double) -> Bool { abs(value - other) <= 1e-9 * max(1, abs(other)) }
            func wanted(_ key: String) throws -> Double { try #require(item.expected[key] as? Double, "\(item.name) \(key)") }
            let best = try plan(item.game)
            let optimum = try wanted("optimum")
            #expect(best.status == "optimal" && agrees(best.value, optimum), "\(item.name)")
            if let actions = item.expected["plan"] as? [Int] { #expect(best.actions == actions, "\(item.name)") }
            let windows = try #require(item.expected["windowValues"] as? [Double])
            let found = try #require(best.windowValues)
            #expect(found.count == windows.count && zip(found, windows).allSatisfy(agrees), "\(item.name): \(found)")
            for (key, method) in [("greedy", "greedy"), ("bestTopic", "best-topic"), ("roundRobin", "round-robin")] {
                let (value, known) = (try plan(item.game, "--method", method).value, try wanted(key))
                #expect(agrees(value, known), "\(item.name) \(key)")
            }
            for entry in try #require(item.expected["mop"] as? [[String: Any]]) {
                let window = try #require(entry["window"] as? Int)
                let pause = try #require(entry["pause"] as? Int)
                let value = try #require(entry["value"] as? Double)
                let paused = try plan(item.game, "--method", "optimize-then-pause", "--window", "\(window)", "--pause", "\(pause)")
                #expect(agrees(paused.value, value), "\(item.name): window \(window), pause \(pause)")
            }
        }
        #expect(seen == 16)
    }
}
