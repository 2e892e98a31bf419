import Testing
@testable import Agents

/// Payoffs of very different sizes: what is rounding for one player, cell or state is none for another.
@Suite struct ScaleTests {
    /// One player in doubles: probabilities stand for no fraction.
    private func single(
        _ payoffs: [[ExactNumber]], dead: Int = 0, cells: [Int]? = nil, assistant: Assistant? = nil
    ) throws -> AssistedGame {
        let live = payoffs.count - dead
        return try AssistedGame(
            players: ["a"], actions: [["x", "y"]],
            states: payoffs.indices.map { ("\($0)", ExactNumber(rounded: $0 < live ? 1 / Double(live) : 0)) }, payoffs: [payoffs],
            information: [cells ?? payoffs.map { _ in 0 }], assistants: [assistant])
    }

    @Test func aDeadStateDoesNotCount() throws {
        let solution = try solve(single([[5, -5], [5, -5], [5, -5], [1e12, 0]], dead: 1))
        #expect(!solution.isExact && solution.equilibria.map { $0.payoffs[0].value } == [5])
    }

    @Test func aForbiddingCostDoesNotCount() throws {
        for cost in [1e12, 1e300] as [ExactNumber] {
            let game = try single([[5, -5], [5, -5], [5, -5]], assistant: Assistant(information: [0, 1, 2], cost: cost))
            let solution = try solve(game)
            #expect(solution.equilibria.count == 1 && solution.equilibria[0].payoffs[0].value == 5)
            #expect(solution.equilibria[0].askProbability(player: 0, cell: 0) == 0)
            let value = try #require(try AssistantValue(in: game))
            #expect(value.worst.players[0].value == 0 && value.best.players[0].value == 0)
        }
    }

    @Test func anotherCellDoesNotCount() throws {
        let solution = try solve(single([[1e12, 0], [0, 7], [0, 0]], cells: [0, 1, 2]))
        #expect(solution.equilibria.count == 2 && solution.certificate == 0)
        for equilibrium in solution.equilibria { #expect(equilibrium.strategies[0][0].plan.prefix(2).map(\.action) == [0, 1]) }
    }

    /// The large payoffs of one player do not hide the other's loss of 10, in pure equilibria or in extreme ones.
    @Test(arguments: [Concept.pure, .extreme, .lemkeHowson]) func anotherPlayerDoesNotCount(concept: Concept) throws {
        let third = ExactNumber(rounded: 1.0 / 3)
        let game = try AssistedGame(
            players: ["a", "b"], actions: [["x", "y"], ["x", "y"]], states: [("0", third), ("1", third), ("2", third)],
            payoffs: [
                [[ExactNumber]](repeating: [1e12, 1e12, 0, 0], count: 3), [[ExactNumber]](repeating: [5, -5, 0, 0], count: 3),
            ],
            information: [[0, 0, 0], [0, 0, 0]], assistants: [nil, nil])
        let solution = try solve(game, settings: AssistedSettings(concept: concept))
        #expect(!solution.isExact && solution.equilibria.count == 1 && abs(solution.equilibria[0].payoffs[1].value - 5) <= 1e-12)
    }

    /// Two strict equilibria and a mixed one that puts 10^-12 on an action: the same at every power of ten, for each player its own.
    @Test(arguments: [("1", "1"), ("1e-40", "1e-40"), ("1e-300", "1e100"), ("3e250", "7e-200")]) func everyUnitIsExact(row: String, column: String) throws {
        func table(_ unit: String) -> [[ExactNumber]] {
            let (digit, tens) = (unit.prefix(1), Int(unit.split(separator: "e").dropFirst().first ?? "0") ?? 0)
            return [[ExactNumber("\(unit)") ?? 0, 0, 0, ExactNumber("\(digit)e\(tens + 12)") ?? 0]]
        }
        let game = try AssistedGame(
            players: ["a", "b"], actions: [["x", "y"], ["x", "y"]], states: [("only", 1)], payoffs: [table(row), table(column)],
            information: [[0], [0]], assistants: [nil, nil], society: [[1, 1e15, 1e15, 1]])
        let solution = try solve(game)
        #expect(solution.isExact && solution.searched == .extreme && solution.certificate == 0 && solution.equilibria.count == 3)
        let mixed = try #require(solution.equilibria.first { $0.strategies[0].count == 2 })
        #expect(mixed.strategies[0].contains { $0.probability == ExactNumber(Rational(1, 1_000_000_000_001)) })
        #expect(abs(mixed.society.value - 2001) < 0.01)
    }

    /// Extreme equilibria in doubles are called what they are.
    @Test func doublesSaySo() throws {
        let game = PlainBimatrix(row: [[1, 0], [0, 1]], column: [[1, 0], [0, 1]])
        let solution = try solve(game.game(roundedTimes: 1e290))
        #expect(!solution.isExact && solution.searched == .extremeRounded && solution.equilibria.count == 3)
        for (one, other) in zip(solution.equilibria, [1e290, 1e290, 5e289]) { #expect(abs(one.payoffs[0].value / other - 1) <= 1e-12) }
    }
}
