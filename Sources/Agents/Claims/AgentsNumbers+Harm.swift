import NumericCore

extension AgentsNumbers {
    /// Information that harms: playing safe pays 2 each; who knows the state can grab the right thing and get 3 from one who plays safe, and
    /// where both grab they get 1. The wrong thing costs 10.
    /// - Parameter cost: of asking, for both.
    static func harmGame(cost: ExactNumber = 0) throws(FieldError) -> AssistedGame {
        // Rows: left, right, safe of the first; the second's payoffs are the same with the players changed over.
        let left: [[ExactNumber]] = [[1, 1, 3], [-10, -10, -10], [0, 0, 2]]
        let right: [[ExactNumber]] = [left[1], left[0], left[2]]
        func swapped(_ table: [[ExactNumber]]) -> [ExactNumber] { table.indices.flatMap { column in table.map { $0[column] } } }
        let assistant = Assistant(information: [0, 1], cost: cost)
        let half = ExactNumber(Rational(1, 2))
        return try AssistedGame(
            players: ["row", "column"], actions: [["left", "right", "safe"], ["left", "right", "safe"]], states: [("left", half), ("right", half)],
            payoffs: [[left.flatMap { $0 }, right.flatMap { $0 }], [swapped(left), swapped(right)]],
            information: [[0, 0], [0, 0]], assistants: [assistant, assistant])
    }

    /// Free truthful assistants cost each player 1; at a price of 1 safety is back.
    static func harm() throws -> [CheckedNumber] {
        let name = "information that harms"
        let game = try harmGame()
        let (without, with) = (try outcomes(game.keeping(assistantsOf: [])), try outcomes(game))
        let value = try AssistantValue(in: game)
        let priced = try outcomes(harmGame(cost: 1))
        var rows = [
            row(name, "outcomes without assistants", 1, count(without.count)), row(name, "outcomes with free assistants", 1, count(with.count)),
        ]
        rows += pair(name, "payoff without", [2, 2], without.first)
        rows += pair(name, "payoff with free assistants", [1, 1], with.first)
        rows += pair(name, "value of free truthful assistants, best against best", [-1, -1], value?.best.players)
        rows += pair(name, "value of free truthful assistants, worst against worst", [-1, -1], value?.worst.players)
        rows += pair(name, "an outcome where asking costs 1", [2, 2], priced.first { $0 == [2, 2] })
        return rows
    }
}
