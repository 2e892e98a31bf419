import NumericCore
import Testing
@testable import Agents

/// Assistants that may say more than there are cells to tell apart.
@Suite struct MessageTests {
    /// One player who is to match the state, 1 or 0, of probability 1/4 and 3/4; asking costs 1/8.
    private func matching(_ information: [Int], _ utility: [[ExactNumber]], _ beliefs: Beliefs = .rational) throws -> AssistedGame {
        try AssistedGame(
            players: ["a"], actions: [["x", "y"]], states: [("0", 0.25), ("1", 0.75)], payoffs: [[[1, 0], [0, 1]]], information: [[0, 0]],
            assistants: [Assistant(information: information, cost: 0.125, utility: utility)], beliefs: beliefs)
    }

    /// It says 2 in state 0, which is never true, and 1 in state 1. The rational player learns the state: 1 - 1/8. The credulous one
    /// counts on the truth, asks, and takes 2 for the likeliest truth, 1: right in state 1 alone, 3/4 - 1/8.
    @Test func whatIsNeverTrueIsUnderstood() throws {
        let utility: [[ExactNumber]] = [[0, 0, 1], [0, 1, 0]]
        let rational = try solve(matching([0, 1], utility))
        #expect(rational.isExact && rational.certificate == 0 && rational.equilibria.map { $0.payoffs[0].description } == ["7/8"])
        #expect(rational.equilibria.first?.strategies[0][0].plan.map(\.reply) == [[nil, 1, 0]])
        let credulous = try solve(matching([0, 1], utility, .credulous))
        #expect(credulous.isExact && credulous.certificate == 0 && credulous.equilibria.map { $0.payoffs[0].description } == ["5/8"])
        #expect(credulous.equilibria.first?.strategies[0][0].plan.map(\.reply) == [[0, 1, nil]])
    }

    /// One cell and two messages: E[v | 0] = 1/4 + 3/4 = 1 for the truth; for message 1 it is 1/2, 1 and 2 in turn. Either says nothing,
    /// and so is not asked; equal utilities go to the truth.
    @Test(arguments: [(2, 0, 0), (4, 0, 0), (2, 2, 1)]) func oneCellTwoMessages(first: Int, second: Int, said: Int) throws {
        let utility: [[ExactNumber]] = [[1, ExactNumber(integerLiteral: first)], [1, ExactNumber(integerLiteral: second)]]
        for beliefs in Beliefs.allCases {
            let game = try matching([0, 0], utility, beliefs)
            #expect(game.assistants[0]?.messages(probabilities: game.probabilities) == [said, said])
            let solution = try solve(game)
            #expect(solution.certificate == 0 && solution.equilibria.map { $0.payoffs[0].description } == ["3/4"])
            #expect(solution.equilibria.first?.askProbability(player: 0, cell: 0) == 0)
        }
    }

    /// A message that no assistant wants to send changes nothing, for two players and in every concept.
    @Test(arguments: [Concept.extreme, .pure, .sequenceForm]) func messagesNeverSaidChangeNothing(concept: Concept) throws {
        var widened = 0
        for seed in 0..<60 as Range<UInt64> {
            let game = try RandomAssistedGames.small(seed: seed)
            guard game.assistants.contains(where: { $0?.utility != nil }) else { continue }
            let wider = try AssistedGame(
                players: game.players, actions: game.actions, states: Array(zip(game.states, game.probabilities)), payoffs: game.payoffs,
                information: game.information,
                assistants: game.assistants.map { assistant in
                    var wider = assistant
                    wider?.utility = assistant?.utility?.map { $0 + [-1] }
                    return wider
                }, beliefs: game.beliefs)
            widened += 1
            let settings = AssistedSettings(concept: concept)
            let (one, other) = (try solve(game, settings: settings), try solve(wider, settings: settings))
            #expect(one.equilibria.map(\.payoffs) == other.equilibria.map(\.payoffs) && one.strategies == other.strategies, "\(seed)")
            #expect(other.equilibria.isEmpty || other.certificate == 0)
        }
        #expect(widened >= 10)
    }

    /// A utility must know every cell, and each state as many messages.
    @Test(arguments: [([[1], [1]], 0), ([[1, 2, 3], [1, 2]], 1), ([[1, 2], [1, 2, 3]], 1), ([[], []], 0)])
    func utilitiesHoldEveryCell(utility: [[Int]], state: Int) throws {
        let error = #expect(throws: FieldError.self) {
            try matching([0, 1], utility.map { $0.map { ExactNumber(integerLiteral: $0) } })
        }
        #expect(error?.field == "assistants[0].utility[\(state)]")
    }
}
