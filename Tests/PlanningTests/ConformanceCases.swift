import Foundation
import NumericCore
import Planning
import TestSupport
import Testing

/// The shared cases of planning: the game, and what is expected of it.
struct PlanningCase: Sendable, CustomTestStringConvertible {
    let name: String
    let game: PlanningGame
    let expected: Expected
    var testDescription: String { name }

    struct Expected: Decodable, Sendable {
        var optimum: Double
        var plan: [Int]?
        var runnerUpGap: Double?
        var trace: [Round]?
        var finalState: [Double]?
        var dualBound: Double?
        var horizonBinds: Bool?
        var longRun: LongRunRecord?
        var greedy, bestTopic, roundRobin: Double
        var windowValues: [Double]?
        var windowBounds: [WindowBoundRecord]?
        var mop: [WindowPlanRecord]?
        var relativeTolerance: Double

        struct Round: Decodable, Sendable {
            var topic: Int
            var level, payoff, genAIPayoff: Double
        }
        struct WindowBoundRecord: Decodable, Sendable {
            var window: Int
            var bound: Double
        }
        struct WindowPlanRecord: Decodable, Sendable {
            var window, pause: Int
            var value: Double
            var plan: [Int]
        }
        struct LongRunRecord: Decodable, Sendable {
            var rate: Double
            var lastPlays: Int?
        }
    }

    /// Whether a value is the expected one.
    func agrees(_ value: Double?, _ wanted: Double) -> Bool {
        value.map { abs($0 - wanted) <= expected.relativeTolerance * max(1, abs(wanted)) } ?? false
    }

    /// All cases, the games read as files are.
    static func all() throws -> [PlanningCase] {
        struct File: Decodable { var cases: [Entry] }
        struct Entry: Decodable {
            var name: String
            var expected: Expected
        }
        let url = Fixtures.folder.appending(path: "planning.json")
        let records = try JSONDecoder().decode(File.self, from: Data(contentsOf: url)).cases
        let document = try JSONParser.document(FileBytes(url.path)).object(["schema", "cases"])
        let nodes = try document.required("cases", expected: "a list").elements()
        return try zip(records, nodes).map { record, node in
            let game = try node.object(["name", "game", "expected"]).required("game", expected: "a game")
            return PlanningCase(name: record.name, game: try PlanningFile.game(game), expected: record.expected)
        }
    }

    /// Those in which nothing is forgotten.
    static func remembering() throws -> [PlanningCase] { try all().filter(\.game.isTimeInsensitive) }

    /// Those in which something is.
    static func fading() throws -> [PlanningCase] { try all().filter { !$0.game.isTimeInsensitive } }
}
