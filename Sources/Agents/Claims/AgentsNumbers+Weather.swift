import NumericCore

extension AgentsNumbers {
    /// The talk's weather game: rain or sun equally likely; both like to go to the same place, the opera whatever the weather, football
    /// in the sun only, where it is worth twice as much. Nobody knows the weather, assistants do.
    /// - Parameter cost: of asking, for both.
    static func weatherGame(cost: ExactNumber = 0) throws(FieldError) -> AssistedGame {
        let assistant = Assistant(information: [0, 1], cost: cost)
        return try AssistedGame(
            players: ["Beckham", "Pavarotti"], actions: [["opera", "football"], ["opera", "football"]],
            states: [("rain", ExactNumber(Rational(1, 2))), ("sun", ExactNumber(Rational(1, 2)))],
            payoffs: [[[10, 0, 0, 0], [10, 0, 0, 18]], [[9, 0, 0, 0], [9, 0, 0, 20]]],
            information: [[0, 0], [0, 0]], assistants: [assistant, assistant])
    }

    /// Payoffs without assistants, with both, with one, and where asking costs 1/2.
    static func weather() throws -> [CheckedNumber] {
        let game = try weatherGame()
        let bare = game.keeping(assistantsOf: [])
        let without = try outcomes(bare)
        let both = try solve(game)
        let with = try outcomes(game)
        let priced = try outcomes(try weatherGame(cost: ExactNumber(Rational(1, 2))))
        let value = try AssistantValue(in: game)
        let further = with.filter { $0 != [14, ExactNumber(Rational(29, 2))] && $0 != [10, 9] && $0 != [9, 10] }
        let losers = zip(with.last ?? [], without.last ?? []).count { $0.value < $1.value }
        let name = "weather"
        var rows = [
            row(name, "outcomes without assistants", 3, count(without.count), .talk),
            row(name, "outcomes with both beside the best and the two old pure ones", 3, count(further.count)),
            row(name, "players whom the worst with both pays less than the worst without", 2, count(losers)),
            row(name, "probability that both ask in the best", 1, ExactNumber(both.equilibria.first.map {
                min($0.askProbability(player: 0, cell: 0), $0.askProbability(player: 1, cell: 0))
            } ?? .nan), .talk),
            row(name, "society in the best without assistants", 19, value?.without.best.society, .talk),
            row(name, "society in the best with both", 28.5, value?.with.best.society, .talk),
            row(name, "value of both to society, best against best", 9.5, value?.best.society),
        ]
        rows += pair(name, "both at the opera, without", [10, 9], without.first { $0 == [10, 9] }, .talk)
        rows += pair(name, "both at football, without", [9, 10], without.first { $0 == [9, 10] }, .talk)
        rows += pair(name, "mixed, without", [90.0 / 19, 90.0 / 19], without.last, .talk)
        rows += pair(name, "best with both, asking free", [14, 14.5], with.first, .talk)
        rows += pair(name, "worst with both, asking free", [45.0 / 14, 90.0 / 29], with.last)
        rows += pair(name, "best with both, asking costs 1/2", [13.5, 14], priced.first, .talk)
        for player in [0, 1] {
            let alone = try outcomes(game.keeping(assistantsOf: [player]), .pure)
            let who = "only player \(player + 1) has an assistant"
            rows.append(row(name, "pure outcomes where \(who)", 2, count(alone.count), .talk))
            rows += pair(name, "one pure outcome where \(who)", [10, 9], alone.first { $0 == [10, 9] }, .talk)
            rows += pair(name, "the other where \(who)", [9, 10], alone.first { $0 == [9, 10] }, .talk)
        }
        return rows
    }
}
