import Foundation
import Testing
@testable import Agents

/// Games with some of their assistants against the same without any.
@Suite struct ComparisonTests {
    /// Without assistants pure best replies go round in a circle; with both there is an equilibrium in pure plans that gives each 7/2.
    private func circle() throws -> AssistedGame {
        let assistant = Assistant(information: [0, 1])
        return try AssistedGame(
            players: ["a", "b"], actions: [["x", "y"], ["x", "y"]], states: [("s", 0.5), ("t", 0.5)],
            payoffs: [[[1, 1, 3, 4], [4, 0, 1, 3]], [[0, 4, 4, 1], [3, 1, 3, 1]]], information: [[0, 0], [0, 0]], assistants: [assistant, assistant])
    }

    /// Each set has its value or the reason why not; what was given is not solved again.
    @Test func everySubsetIsComparedOnce() throws {
        let game = try circle()
        let settings = AssistedSettings(concept: .pure)
        let (with, bare) = (try solve(game, settings: settings), try solve(game.keeping(assistantsOf: []), settings: settings))
        #expect(with.equilibria.contains { $0.payoffs.map(\.description) == ["7/2", "7/2"] } && bare.equilibria.isEmpty)
        var solved: [[Bool]] = []
        let subsets = try AssistantComparison.subsets(of: game, with: with, without: bare) { game throws(SolveFailure) in
            solved.append(game.assistants.map { $0 != nil })
            return try solve(game, settings: settings)
        }
        #expect(solved == [[true, false], [false, true]])
        #expect(subsets.map(\.players) == [[], [0], [1], [0, 1]])
        let both = try #require(subsets.last).comparison
        #expect(both.value == nil && both.with.summary?.best.players.map(\.description) == ["7/2", "7/2"] && both.without.summary == nil)
        #expect(both.missing == "without assistants none found (all pure equilibria)")
        let none = try #require(subsets.first).comparison
        #expect(none.missing?.hasPrefix("with assistants none found (all pure equilibria), without") == true)
        // The same in a file.
        let result = AgentsResultFile.Result(
            name: nil, game: game, solution: with, comparison: AssistantComparison(with: with, without: bare), subsets: subsets)
        var text = ""
        AgentsResultFile.json(result) { text += $0 }
        let root = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let written = try #require((root["subsets"] as? [[String: Any]])?.last)
        #expect(written["assistants"] as? [String] == ["a", "b"])
        for object in [root, written] {
            #expect(object["value"] is NSNull && object["missingValue"] as? String == both.missing)
            let range = try #require(object["range"] as? [String: [String: Any]])
            #expect(range["with"]?["searched"] as? String == "all pure equilibria" && range["without"]?["searched"] as? String == "all pure equilibria")
            #expect(range["without"]?["lowest"] is NSNull && range["without"]?["highest"] is NSNull)
            #expect((range["with"]?["highest"] as? [String: Any])?["players"] as? [Double] == [3.5, 3.5])
        }
    }

    /// Where all is found, a subset's value is that of its game.
    @Test func subsetsHaveTheirValues() throws {
        let game = try AgentsNumbers.weatherGame()
        let (with, bare) = (try solve(game), try solve(game.keeping(assistantsOf: [])))
        for subset in try AssistantComparison.subsets(of: game, with: with, without: bare, solving: { game throws(SolveFailure) in try solve(game) }) {
            let (value, alone) = (subset.comparison.value, try AssistantValue(of: Set(subset.players), in: game))
            #expect(value?.best.players == alone?.best.players && value?.worst.players == alone?.worst.players && subset.comparison.missing == nil)
            if subset.players.isEmpty { #expect(value?.best.players == [0, 0]) }
        }
    }
}
