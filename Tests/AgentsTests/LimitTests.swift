import Foundation
import NumericCore
import Synchronization
import Testing
@testable import Agents

/// Time limits, cancellation, progress, and what is said of lists that are not whole.
@Suite struct LimitTests {
    /// Three players of k actions, all payoffs equal: every profile is an equilibrium.
    private func flat(_ actions: Int) throws -> AssistedGame {
        let names = (0..<actions).map(String.init)
        let table: [[ExactNumber]] = [[ExactNumber](repeating: 1, count: actions * actions * actions)]
        return try AssistedGame(
            players: ["a", "b", "c"], actions: [names, names, names], states: [("s", 1)], payoffs: [table, table, table],
            information: [[0], [0], [0]], assistants: [nil, nil, nil])
    }

    /// Cancelled at the first question, and after some: nothing or a part, each certified, and said to be one.
    @Test func cancelledSearchesKeepWhatTheyHave() throws {
        var settings = AssistedSettings()
        settings.isCancelled = { true }
        let none = try solve(flat(3), settings: settings)
        #expect(none.equilibria.isEmpty && none.stopped == .cancelled && none.listed == "pure equilibria until it was cancelled")
        let asked = Mutex(0)
        settings.isCancelled = { asked.withLock { $0 += 1; return $0 > 20 } }
        let some = try solve(flat(3), settings: settings)
        #expect(some.equilibria.count < 27 && !some.boundsAll && some.stopped == .cancelled)
        let whole = try solve(flat(3))
        #expect(whole.equilibria.count == 27 && whole.stopped == nil && whole.listed == "all pure equilibria")
    }

    /// The time is over at once: every concept ends without an error, with an empty list that says why.
    @Test(arguments: [Concept?.none, .extreme, .pure, .lemkeHowson, .sequenceForm]) func noTimeAtAll(concept: Concept?) throws {
        var settings = AssistedSettings(concept: concept)
        settings.timeLimit = 1e-9
        let solution = try solve(AgentsNumbers.weatherGame(), settings: settings)
        #expect(solution.equilibria.isEmpty && solution.stopped == .timeLimit && solution.listed.hasSuffix("until the time limit"))
    }

    /// Paths stop after some labels: at least one is followed to its end, whatever the work allowed.
    @Test func pathsAreBounded() throws {
        let game = try PlainBimatrix.random(seed: 3, rows: 12, columns: 12, in: 0...99).game()
        var settings = AssistedSettings(concept: .lemkeHowson)
        let all = try solve(game, settings: settings)
        settings.pathWork = 0
        let one = try solve(game, settings: settings)
        #expect(one.equilibria.count == 1 && one.searched == .paths && one.certificate.map { $0 <= 1e-9 } == true)
        #expect(all.equilibria.count > one.equilibria.count)
    }

    @Test func progressIsTold() throws {
        let stages = Mutex<Set<String>>([])
        var settings = AssistedSettings()
        settings.progress = { report in
            #expect(report.done <= report.most)
            _ = stages.withLock { $0.insert(report.stage) }
        }
        _ = try solve(flat(20), settings: settings)
        #expect(stages.withLock { $0 } == ["profiles", "certificates"])
    }

    /// A value between lists of which one is empty has a reason, and one of lists of some says so.
    @Test func valuesOfWhatWasFound() throws {
        let game = try AgentsNumbers.weatherGame()
        let bare = game.keeping(assistantsOf: [])
        let (with, without) = (try solve(game), try solve(bare))
        let value = try #require(AssistantValue(with: with, without: without))
        #expect(value.isOfAll && AssistantValue.missing(with: with, without: without) == nil)
        let paths = try solve(game, settings: AssistedSettings(concept: .lemkeHowson))
        let partial = try #require(AssistantValue(with: paths, without: without))
        #expect(!partial.isOfAll && partial.without.boundsAll && !partial.with.boundsAll)
        var settings = AssistedSettings()
        settings.isCancelled = { true }
        let nothing = try solve(game, settings: settings)
        #expect(AssistantValue(with: nothing, without: without) == nil)
        let reason = try #require(AssistantValue.missing(with: nothing, without: without))
        #expect(reason.contains("with assistants none found") && !reason.contains("without"))
    }

    /// One player with 2^1100 plans: a count beyond the doubles is null in a file and no number in words.
    @Test func countsBeyondTheDoubles() throws {
        let count = 1100
        let game = try AssistedGame(
            players: ["a"], actions: [["x", "y"]], states: (0..<count).map { ("\($0)", ExactNumber(Rational(1, Int128(count)))) },
            payoffs: [[[ExactNumber]](repeating: [0, 0], count: count)], information: [Array(0..<count)], assistants: [nil])
        let solution = try solve(game)
        #expect(solution.searched == .onePlan && solution.strategies == [.infinity] && solution.optimalPlans == .infinity)
        var text = ""
        AgentsResultFile.json(AgentsResultFile.Result(name: nil, game: game, solution: solution, comparison: nil)) { text += $0 }
        #expect(text.contains("\"reducedStrategies\": [null]") && text.contains("\"optimalPlans\": null") && !text.contains("inf,"))
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(text.utf8)) }
        #expect(SolveFailure.tooManyProfiles(found: .infinity, limit: 3).description.hasPrefix("more than 1e308 profiles"))
    }

    /// Pairs that fit a table may not fit a tableau: the sequence form takes over, and who asked for paths is told.
    @Test func tableauxAreBounded() throws {
        let game = try PlainBimatrix(row: [[Int]](repeating: [0], count: 40), column: [[Int]](repeating: [0], count: 40)).game()
        var settings = AssistedSettings()
        settings.tableauLimit = 42 * 40
        #expect(try solve(game, settings: settings).searched != .sequenceForm)
        settings.tableauLimit -= 1
        let solution = try solve(game, settings: settings)
        #expect(solution.searched == .sequenceForm && solution.certificate == 0)
        for concept in [Concept.extreme, .lemkeHowson] {
            settings.concept = concept
            let failure = #expect(throws: SolveFailure.tableauTooLarge(strategies: [40, 1], limit: 1679)) { try solve(game, settings: settings) }
            #expect(failure?.description.contains("40 and 1 undominated strategies") == true)
        }
    }

    /// Above the limit on cells one plan stands for all; below it all are listed, in the order of their cells.
    @Test func plansOfManyCells() throws {
        let game = try AssistedGame(
            players: ["a"], actions: [["x", "y"]], states: (0..<4).map { ("\($0)", 0.25) }, payoffs: [[[0, 0], [1, 0], [0, 0], [0, 1]]],
            information: [[0, 1, 2, 3]], assistants: [nil])
        var settings = AssistedSettings()
        settings.planCellLimit = 16
        let all = try solve(game, settings: settings)
        #expect(all.equilibria.map { $0.strategies[0][0].plan.map(\.action) } == [[0, 0, 0, 1], [0, 0, 1, 1], [1, 0, 0, 1], [1, 0, 1, 1]])
        settings.planCellLimit = 15
        let one = try solve(game, settings: settings)
        #expect(one.searched == .onePlan && one.optimalPlans == 4 && one.certificate == 0)
    }

    /// Every piece of work before the tableaux ends when it is told to.
    @Test func tablesEndWithTheTime() throws {
        let plain = try PlainBimatrix.random(seed: 1, rows: 6, columns: 6, in: 0...9).game()
        let game = try #require(WeightedGame(plain, Rational.self))
        var settings = AssistedSettings()
        let all = try game.views.map { try $0.reducedStrategies(player: "a", limit: 100, SolveWatch(settings)) }
        let whole = try Bimatrix(game, all[0], all[1], SolveWatch(settings))
        let table = try #require(whole)
        settings.isCancelled = { true }
        let over = SolveWatch(settings)
        let strategies = try game.views[0].reducedStrategies(player: "a", limit: 100, over)
        #expect(strategies.isEmpty)
        #expect(table.undominated(over) == nil)
        let none = try Bimatrix(game, all[0], all[1], over)
        #expect(none?.rows == nil && over.stopped == .cancelled)
        #expect(BestPlans(0, in: game, against: [[0], [0]]).plans(over).isEmpty)
    }

    /// Dominance, against the definition.
    @Test func dominanceByTheDefinition() throws {
        for seed in 0..<60 as Range<UInt64> {
            let plain = PlainBimatrix.random(seed: seed, rows: 5, columns: 3, in: 0...4)
            let table = Bimatrix<Rational>(
                rows: 5, columns: 3, rowPayoffs: plain.row.joined().map { Rational($0) }, columnPayoffs: plain.column.joined().map { Rational($0) })
            var (rows, columns) = (Array(0..<5), Array(0..<3))
            while true {
                let better = rows.filter { r in !rows.contains { o in columns.allSatisfy { plain.row[o][$0] > plain.row[r][$0] } } }
                let best = columns.filter { c in !columns.contains { o in better.allSatisfy { plain.column[$0][o] > plain.column[$0][c] } } }
                if better == rows, best == columns { break }
                (rows, columns) = (better, best)
            }
            let kept = table.undominated(SolveWatch(AssistedSettings()))
            #expect(kept?.rows == rows && kept?.columns == columns)
        }
    }

    /// Bases whose tableaux are not kept are computed again: the same tableau up to the order of its rows.
    @Test func movedTableaux() throws {
        let rows: [[Rational]] = [[2, 1, 3], [1, 4, 1], [3, 1, 1]].map { $0.map { Rational($0) } }
        let start = Tableau(constraints: rows, unknowns: 3)
        var walked = start
        for column in [0, 2, 1] {
            let row = try #require(walked.lexicographicRow(column))
            try walked.pivot(row: row, column: column)
        }
        let again = try start.moved(to: walked.basis, SolveWatch(AssistedSettings()))
        let moved = try #require(again)
        #expect(moved.solution == walked.solution && Set(moved.basis) == Set(walked.basis))
        let twice = Tableau(constraints: [[Rational(1), Rational(1)], [Rational(1), Rational(1)]], unknowns: 2)
        let none = try twice.moved(to: [0, 1], SolveWatch(AssistedSettings()))
        #expect(none.map(\.basis) == nil)
    }
}
