import NumericCore

extension AgentsNumbers {
    /// The talk's e-mail: the superior one is A or B, equally likely; sending the right one pays 5, the wrong one -10, thinking for oneself
    /// (C) 1 and finds the right one. The assistant has a signal that is right with the given accuracy: state = superior e-mail x signal.
    /// - Parameters:
    ///   - accuracy: of the signal, from 1/2 to 1.
    ///   - isPaid: whether the assistant is paid to say A, in place of telling the truth.
    static func emailGame(accuracy: Rational = Rational(9, 10), isPaid: Bool = false) throws(FieldError) -> AssistedGame {
        let right = (Rational(1, 2) * accuracy).number
        let wrong = (Rational(1, 2) * (Rational(1) - accuracy)).number
        let utility: [[ExactNumber]]? = isPaid ? [[1, 0], [1, 0], [1, 0], [1, 0]] : nil
        return try AssistedGame(
            players: ["human"], actions: [["A", "B", "C"]],
            states: [("A, signal A", right), ("A, signal B", wrong), ("B, signal A", wrong), ("B, signal B", right)],
            payoffs: [[[5, -10, 1], [5, -10, 1], [-10, 5, 1], [-10, 5, 1]]], information: [[0, 0, 0, 0]],
            assistants: [Assistant(information: [0, 1, 0, 1], cost: 1, utility: utility)],
            society: [[1, 0, 1], [1, 0, 1], [0, 1, 1], [0, 1, 1]])
    }

    /// Thinking against asking, from which accuracy asking pays, and an assistant that is paid to say A.
    static func email() throws -> [CheckedNumber] {
        let name = "e-mail"
        let game = try emailGame()
        let asking = try solve(game)
        let alone = try solve(game.keeping(assistantsOf: []))
        func plan(_ solution: AssistedSolution) -> CellPlan? { solution.equilibria.first?.strategies[0].first?.plan.first }
        let isThinking = plan(alone)?.action == 2
        let isFollowing = plan(asking)?.reply == [0, 1]

        // What asking is worth is linear in the accuracy: the line through 9/10 and 1, and where it meets what thinking is worth.
        let perfect = try outcomes(emailGame(accuracy: Rational(1))).first?.first?.exact ?? .undefined
        let good = asking.equilibria.first?.payoffs.first?.exact ?? .undefined
        let slope = (perfect - good) / Rational(1, 10)
        let atZero = perfect - slope
        let thinking = alone.equilibria.first?.payoffs.first?.exact ?? .undefined
        let threshold = (thinking - atZero) / slope
        let (below, above) = (threshold - Rational(1, 1000), threshold + Rational(1, 1000))
        func asks(_ accuracy: Rational) throws -> [Double] {
            try solve(emailGame(accuracy: accuracy)).equilibria.map { $0.askProbability(player: 0, cell: 0) }.sorted()
        }
        let turns = try asks(below) == [0] && asks(threshold) == [0, 1] && asks(above) == [1]

        let paid = try emailGame(isPaid: true)
        return [
            row(name, "payoff without the assistant", 1, alone.equilibria.first?.payoffs.first, .talk),
            row(name, "the plan without is to think", 1, count(isThinking ? 1 : 0), .talk),
            row(name, "payoff with the assistant, accuracy 9/10", 2.5, asking.equilibria.first?.payoffs.first, .talk),
            row(name, "the plan with it is to ask and to follow", 1, count(isFollowing ? 1 : 0), .talk),
            row(name, "probability of the superior e-mail without", 1, alone.equilibria.first?.society, .talk),
            row(name, "probability of the superior e-mail with", 0.9, asking.equilibria.first?.society, .talk),
            row(name, "what asking gains with the accuracy", 15, slope.number),
            row(name, "what asking would pay at accuracy 0", -11, atZero.number),
            row(name, "accuracy above which asking pays", 0.8, threshold.number),
            row(name, "1/1000 below it nobody asks, at it both plans are best, above it everybody asks", 1, count(turns ? 1 : 0)),
            row(name, "an assistant paid to say A, read by Bayes", 1, try outcomes(paid).first?.first),
            row(name, "an assistant paid to say A, believed", -3.5, try outcomes(paid.with(beliefs: .credulous)).first?.first),
        ]
    }
}
