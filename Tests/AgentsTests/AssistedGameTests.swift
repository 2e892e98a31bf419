import Foundation
import NumericCore
import Testing
@testable import Agents

/// Edge cases of games and what is said about bad ones.
@Suite struct AssistedGameTests {
    static let valid = """
        { "schema": "nashbench/agents/1", "players": ["ann", "bob"], "actions": [["x", "y"], ["x", "y"]],
          "states": [{"name": "0", "probability": "1/2"}, {"name": "1", "probability": 0.5}],
          "payoffs": [[[[1, 0], [0, 2]], [[3, 1], [0, 1]]], [[[2, 0], [0, 1]], [[1, 1], [0, 4]]]],
          "information": [[0, 1], [0, 0]], "assistants": [null, {"information": [0, 1], "cost": 0.25, "utility": [[1, 0], [0, 1]]}],
          "society": [[[1, 0], [0, 1]], [[1, 0], [0, 1]]], "beliefs": "rational", "concept": "extreme" }
        """

    private func read(_ text: String) throws -> AssistedGame {
        guard case .game(let game, _, _) = try AgentsFile.read(text: text, named: "game.json") else { throw SourceNumbersTests.SourceError.noGame }
        return game
    }

    @Test func theValidOneIsSolved() throws {
        let solution = try solve(read(Self.valid))
        #expect(!solution.equilibria.isEmpty && solution.certificate == 0 && solution.strategies == [4, 6])
    }

    /// One field broken each: the error names file, field, what was expected and what was found.
    @Test(arguments: [
        (#""players": ["ann", "bob"]"#, #""players": []"#, "players", "none"),
        (#""actions": [["x", "y"], ["x", "y"]]"#, #""actions": [["x", "y"]]"#, "actions", "1"),
        (#""actions": [["x", "y"], ["x", "y"]]"#, #""actions": [["x", "y"], []]"#, "actions[1]", "none"),
        (#""actions": [["x", "y"], ["x", "y"]]"#, #""actions": [[], ["x", "y"]]"#, "actions[0]", "none"),
        (#""actions": [["x", "y"], ["x", "y"]]"#, #""actions": [["x", "y"], ["x", "x"]]"#, "actions[1][1]", "\"x\" twice"),
        (#"["ann", "bob"]"#, #"["ann", "ann"]"#, "players[1]", "\"ann\" twice"),
        (#""name": "1""#, #""name": "0""#, "states[1].name", "\"0\" twice"),
        ("[[1, 1], [0, 4]]", "[[1, 1], [0, 1.7e308]]", "payoffs[1][1]", "1.7e+308"),
        ("[[1, 1], [0, 4]]", #"[[1, 1], [0, "1.5e-9223372036854775808"]]"#, "payoffs[1][1][1][1]", "1.5e-9223372036854775808"),
        ("[[1, 1], [0, 4]]", #"[[1, 1], [0, "1e-9223372036854775808"]]"#, "payoffs[1][1][1][1]", "1e-9223372036854775808"),
        (#""probability": 0.5"#, #""probability": 0.4"#, "states", "0.9"),
        (#""probability": 0.5"#, #""probability": -0.5"#, "states[1].probability", "-1/2"),
        (#""probability": 0.5"#, #""probability": "half""#, "states[1].probability", "half"),
        (#""probability": 0.5"#, #""odds": 1"#, "states[1].odds", "unknown key"),
        ("[[1, 1], [0, 4]]", "[[1, 1], [0]]", "payoffs[1][1][1]", "1"),
        ("[[1, 1], [0, 4]]", "[[1, 1], 7]", "payoffs[1][1][1]", "7"),
        ("[[1, 1], [0, 4]]", #"[[1, 1], [0, "1/0"]]"#, "payoffs[1][1][1][1]", "1/0"),
        (#""information": [[0, 1], [0, 0]]"#, #""information": [[0, 1]]"#, "information", "1"),
        (#""information": [[0, 1], [0, 0]]"#, #""information": [[0, 1], [0]]"#, "information[1]", "1"),
        (#""information": [[0, 1], [0, 0]]"#, #""information": [[0, -1], [0, 0]]"#, "information[0][1]", "-1"),
        (#""information": [[0, 1], [0, 0]]"#, #""information": [[0, 0.5], [0, 0]]"#, "information[0][1]", "0.5"),
        ("[null, {", "[{", "assistants", "1"),
        (#""cost": 0.25"#, #""cost": -1"#, "assistants[1].cost", "-1"),
        (#""utility": [[1, 0], [0, 1]]"#, #""utility": [[1, 0]]"#, "assistants[1].utility", "1"),
        (#""utility": [[1, 0], [0, 1]]"#, #""utility": [[1, 0], [0]]"#, "assistants[1].utility[1]", "1"),
        (#""society": [[[1, 0], [0, 1]], "#, #""society": ["#, "society", "1"),
        ("rational", "naive", "beliefs", "naive"),
        ("extreme", "perfect", "concept", "perfect"),
        (#""beliefs""#, #""belief""#, "belief", "unknown key"),
        ("nashbench/agents/1", "nashbench/agents/2", "schema", "agents/2"),
    ]) func refuses(part: String, other: String, field: String, found: String) throws {
        let text = Self.valid.replacing(part, with: other)
        #expect(text != Self.valid)
        let error = try #require(throws: FileError.self) { try AgentsFile.read(text: text, named: "game.json") }
        #expect(error.file == "game.json" && error.field == field && error.found.contains(found), "\(error)")
    }

    @Test(arguments: [
        (#""accuracy": 0.75"#, #""accuracy": 0.4"#, "accuracy"), (#""highProbability": 0.5"#, #""highProbability": 1"#, "highProbability"),
        ("[true, false]", "[true]", "assistants"), ("binary auction", "dutch auction", "kind"), (#""accuracy": 0.75,"#, "", "accuracy"),
    ]) func refusesAuctions(part: String, other: String, field: String) throws {
        let valid = """
            {"schema": "nashbench/agents/1", "kind": "binary auction", "highProbability": 0.5, "accuracy": 0.75, "assistants": [true, false]}
            """
        guard case .auction(let auction, nil) = try AgentsFile.read(text: valid, named: "auction.json") else {
            Issue.record("no auction")
            return
        }
        #expect(auction.surplus[0].description == "9/28")
        let error = try #require(throws: FileError.self) {
            try AgentsFile.read(text: valid.replacing(part, with: other), named: "auction.json")
        }
        #expect(error.field == field, "\(error)")
    }

    /// A state that cannot happen changes nothing, though cells and messages come with it.
    @Test func impossibleStatesAreDropped() throws {
        let game = try SourceNumbersTests.example("weather")
        let wider = try AssistedGame(
            players: game.players, actions: game.actions, states: Array(zip(game.states, game.probabilities)) + [("never", 0)],
            payoffs: game.payoffs.map { $0 + [[99, -99, 99, -99]] }, information: [[0, 0, 1], [0, 0, 2]],
            assistants: game.assistants.map { $0.map { Assistant(information: $0.information + [2], cost: $0.cost) } })
        let (one, other) = (try solve(game), try solve(wider))
        #expect(one.equilibria.map(\.payoffs) == other.equilibria.map(\.payoffs) && other.certificate == 0)
        #expect(other.equilibria[0].strategies[0][0].plan.map(\.cell) == [0])
    }

    @Test func oneActionOneCellOneState() throws {
        let game = try AssistedGame(
            players: ["a", "b"], actions: [["only"], ["only"]], states: [("s", 1)], payoffs: [[[3]], [[-1]]], information: [[0], [0]],
            assistants: [Assistant(information: [0], cost: 0), Assistant(information: [0], cost: 1)])
        let solution = try solve(game)
        #expect(solution.equilibria.map(\.payoffs) == [[3, -1]])
        #expect(solution.equilibria[0].askProbability(player: 1, cell: 0) == 0)
    }

    /// Free and costly asking where everything ties: free replies that are plain actions are merged, costly ones never used.
    @Test func tiesEverywhere() throws {
        func game(cost: ExactNumber) throws -> AssistedGame {
            try AssistedGame(
                players: ["a"], actions: [["x", "y"]], states: [("0", 0.5), ("1", 0.5)], payoffs: [[[1, 1], [1, 1]]], information: [[0, 0]],
                assistants: [Assistant(information: [0, 1], cost: cost)])
        }
        #expect(try solve(game(cost: 0)).equilibria.count == 4)
        #expect(try solve(game(cost: 0.1)).equilibria.count == 2)
    }

    /// Decimals that sum to 1 within 1e-12 are divided by their sum, and stay fractions.
    @Test func thirdsAsDecimals() throws {
        func game(_ last: ExactNumber) throws -> AssistedGame {
            try AssistedGame(
                players: ["a"], actions: [["x", "y", "z"]], states: [("0", 0.3333333333333), ("1", 0.3333333333333), ("2", last)],
                payoffs: [[[1, 0, 0], [0, 1, 0], [0, 0, 1]]], information: [[0, 0, 0]], assistants: [Assistant(information: [0, 1, 2])])
        }
        let thirds = try game(0.3333333333333)
        #expect(thirds.probabilities == [ExactNumber](repeating: ExactNumber(Rational(1, 3)), count: 3))
        let solution = try solve(thirds)
        #expect(solution.isExact && solution.equilibria.map(\.payoffs) == [[1]])
        #expect(try solve(game(0.3333333333334)).isExact)
        // What is known as a double alone is solved in doubles.
        let rounded = try solve(game(ExactNumber(rounded: 1 - 2 * 0.3333333333333)))
        #expect(!rounded.isExact && rounded.equilibria.count == 1 && abs(rounded.equilibria[0].payoffs[0].value - 1) <= 1e-12)
        #expect(throws: FieldError.self) { try game(0.33) }
    }

    /// 100,000 states of 1/100,000: doubles added up one by one miss 1 by more than 1e-12.
    @Test func manyEqualStates() throws {
        let count = 100_000
        func game(_ probability: ExactNumber) throws -> AssistedGame {
            try AssistedGame(
                players: ["a"], actions: [["x", "y"]], states: (0..<count).map { ("\($0)", probability) },
                payoffs: [[[ExactNumber]](repeating: [0, 1], count: count)], information: [[Int](repeating: 0, count: count)], assistants: [nil])
        }
        #expect(abs((0..<count).reduce(0.0) { sum, _ in sum + 1e-5 } - 1) > 1e-12)
        #expect(try solve(game("1/100000".number)).equilibria.map(\.payoffs) == [[1]])
        #expect(try game(ExactNumber(rounded: 1e-5)).probabilities.count == count)
    }

    /// As many cells as states, and as many messages in one cell: both are grouped in one pass over the states, not one pass a cell.
    @Test func manyCellsAndManyMessages() throws {
        let count = 20_000
        let each = Array(0..<count), together = [Int](repeating: 0, count: count)
        func game(_ information: [Int], _ assistant: Assistant?) throws -> AssistedGame {
            try AssistedGame(
                players: ["a"], actions: [["x", "y"]], states: each.map { ("\($0)", "1/20000".number) },
                payoffs: [each.map { $0 % 2 == 0 ? [1, 0] : [0, 1] }], information: [information], assistants: [assistant])
        }
        let alone = try #require(try game(each.reversed(), nil).views.first)
        #expect(alone.cells == each && alone.statesOfCell == each.reversed().map { [$0] })
        let informed = try #require(try game(together, Assistant(information: each.reversed())).views.first)
        #expect(informed.messagesOfCell == [each] && informed.statesOfMessage == [each.reversed().map { [$0] }])
        let knowing = try solve(game(each, nil))
        #expect(knowing.equilibria.map(\.payoffs) == [[1]] && knowing.certificate == 0)
        let asking = try solve(game(together, Assistant(information: each, cost: 0.25)))
        #expect(asking.equilibria.map(\.payoffs) == [[0.75]] && asking.certificate == 0)
    }

    /// Cells, messages and their states by the definitions, on games with every kind of assistant.
    @Test func viewsByTheDefinition() throws {
        for seed in 0..<100 as Range<UInt64> {
            let game = try RandomAssistedGames.small(seed: seed)
            let live = game.liveStates
            for (player, view) in game.views.enumerated() {
                let cell = live.map { game.information[player][$0] }
                #expect(view.cells == Set(cell).sorted())
                #expect(view.statesOfCell == view.cells.map { one in cell.indices.filter { cell[$0] == one } })
                guard let planned = view.planned, let heard = view.heard else {
                    #expect(view.messagesOfCell.allSatisfy(\.isEmpty) && game.assistants[player] == nil)
                    continue
                }
                #expect(view.messagesOfCell == view.statesOfCell.map { states in Set(states.map { planned[$0] }).sorted() })
                for (place, states) in view.statesOfCell.enumerated() {
                    let apart = view.messagesOfCell[place].map { message in states.filter { planned[$0] == message } }
                    #expect(view.statesOfMessage[place] == apart)
                    #expect(states.allSatisfy { view.messagesOfCell[place].contains(heard[$0]) })
                }
            }
        }
    }

    /// More optimal plans than can be listed: one, and how many there are. Over cells, over messages, and over both.
    @Test func countsOptimalPlans() throws {
        let count = 17
        func game(information: [Int], _ assistant: Assistant?) throws -> AssistedGame {
            try AssistedGame(
                players: ["a"], actions: [["x", "y"]],
                states: (0..<count).map { ("\($0)", ExactNumber(Rational(1, Int128(count)))) },
                payoffs: [[[ExactNumber]](repeating: [3, 3], count: count)], information: [information], assistants: [assistant])
        }
        let apart = Array(0..<count), joined = [Int](repeating: 0, count: count)
        for (information, assistant) in [(apart, nil), (joined, Assistant(information: apart))] {
            let solution = try solve(game(information: information, assistant))
            #expect(solution.searched == .onePlan && solution.optimalPlans == 131_072 && solution.certificate == 0)
            #expect(solution.equilibria.map(\.payoffs) == [[3]])
        }
        // The same count as that of a list that fits.
        var settings = AssistedSettings()
        let email = try SourceNumbersTests.example("email")
        let listed = try solve(email)
        settings.equilibriumLimit = 0
        #expect(listed.searched == .optimalPlans && listed.optimalPlans == nil)
        #expect(try solve(email, settings: settings).optimalPlans == Double(listed.equilibria.count))
        let flat = PlainBimatrix(row: [[1, 1], [1, 1]], column: [[1, 1], [1, 1]])
        settings = AssistedSettings(concept: .pure)
        settings.equilibriumLimit = 3
        #expect(throws: SolveFailure.tooManyEquilibria(limit: 3)) { try solve(flat.game(), settings: settings) }
    }

    /// A credulous player who hears what cannot be true in its cell takes it for the likeliest truth.
    @Test func anImpossibleMessage() throws {
        let game = try AssistedGame(
            players: ["a"], actions: [["x", "y"]], states: [("0", "1/4".number), ("1", "1/4".number), ("2", "1/2".number)],
            payoffs: [[[1, 0], [0, 1], [1, 0]]], information: [[0, 0, 1]],
            assistants: [Assistant(information: [0, 1, 2], utility: [[0, 0, 1], [0, 0, 1], [0, 0, 1]])], beliefs: .credulous)
        // It always says 2. In cell 0 only 0 and 1 can be true, equally likely: 0 is understood, x played; right in states 0 and 2.
        let solution = try solve(game)
        #expect(Set(solution.equilibria.map(\.payoffs)) == [[0.75]])
    }

    /// Matching pennies has no equilibrium in pure strategies, and three players cannot ask for mixed ones.
    @Test func nothingFoundAndNothingPromised() throws {
        let pennies = PlainBimatrix(row: [[1, -1], [-1, 1]], column: [[-1, 1], [1, -1]])
        let pure = try solve(pennies.game(), settings: AssistedSettings(concept: .pure))
        #expect(pure.equilibria.isEmpty && pure.searched == .pure && pure.certificate == nil)
        #expect(AssistantValue.Summary(pure) == nil)
        #expect(try solve(pennies.game()).equilibria.map(\.payoffs) == [[0, 0]])
        let three = try AssistedGame(
            players: ["a", "b", "c"], actions: [["x"], ["x"], ["x"]], states: [("s", 1)], payoffs: [[[1]], [[1]], [[1]]],
            information: [[0], [0], [0]], assistants: [nil, nil, nil])
        for concept in [Concept.extreme, .lemkeHowson] {
            #expect(throws: SolveFailure.conceptDoesNotFit(concept: concept, players: 3)) {
                try solve(three, settings: AssistedSettings(concept: concept))
            }
        }
        #expect(try solve(three).equilibria.count == 1)
    }

    @Test func tooLargeIsSaid() throws {
        var settings = AssistedSettings()
        settings.pairLimit = 10
        settings.concept = .extreme
        #expect(throws: SolveFailure.tooManyProfiles(found: 81 * 81, limit: 10)) { try solve(SourceNumbersTests.example("auction"), settings: settings) }
        settings.concept = nil
        #expect(try solve(SourceNumbersTests.example("auction"), settings: settings).searched == .sequenceForm)
        settings = AssistedSettings(concept: .pure)
        settings.profileLimit = 10
        #expect(throws: SolveFailure.tooManyProfiles(found: 81, limit: 10)) { try solve(SourceNumbersTests.example("auction"), settings: settings) }
    }
}

extension String {
    /// A fraction of a test.
    fileprivate var number: ExactNumber { ExactNumber(self) ?? ExactNumber(.nan) }
}
