/// What a player does in one cell, whatever else it does in others: the behaviour that its mixed plans come to.
public struct CellBehaviour: Sendable {
    /// The number of the cell.
    public let cell: Int
    /// The probability of asking.
    public let ask: ExactNumber
    /// The probability of each action where the assistant is not asked; nil where it always is.
    public let act: [ExactNumber]?
    /// The probability of each action after each message; nil for a message that cannot come and where the assistant is never asked;
    /// empty without an assistant.
    public let reply: [[ExactNumber]?]
}

extension AssistedEquilibrium {
    /// What a player does, cell by cell.
    /// - Parameter game: the game that this is an equilibrium of.
    /// - Complexity: O(plans x cells x (messages + actions))
    public func behaviour(of player: Int, in game: AssistedGame) -> [CellBehaviour] {
        let (plans, actions, messages) = (strategies[player], game.actions[player].count, game.assistants[player]?.messages ?? 0)
        guard let first = plans.first else { return [] }
        let fractions = plans.compactMap(\.probability.exact)
        if fractions.count == plans.count, let exact = Self.behaviour(first.plan.count, actions, messages, plans, fractions) { return exact }
        return Self.behaviour(first.plan.count, actions, messages, plans, plans.map(\.probability.value)) ?? []
    }

    private static func behaviour<Number: GameNumber>(
        _ cells: Int, _ actions: Int, _ messages: Int, _ plans: [WeightedPlan], _ weights: [Number]
    ) -> [CellBehaviour]? {
        var behaviour: [CellBehaviour] = []
        for place in 0..<cells {
            var (acting, asking) = ([Number](repeating: .zero, count: actions), Number.zero)
            var replies: [Int: [Number]] = [:]
            for (plan, weight) in zip(plans, weights) {
                let cell = plan.plan[place]
                if let action = cell.action { acting[action] += weight }
                guard let reply = cell.reply else { continue }
                asking += weight
                for (message, action) in reply.enumerated() {
                    guard let action else { continue }
                    replies[message, default: [Number](repeating: .zero, count: actions)][action] += weight
                }
            }
            let still = acting.reduce(.zero, +)
            let numbers = acting + [asking, still] + replies.values.joined()
            guard numbers.allSatisfy(\.isDefined) else { return nil }
            behaviour.append(CellBehaviour(
                cell: plans[0].plan[place].cell, ask: asking.exactNumber,
                act: still > .zero ? acting.map { ($0 / still).exactNumber } : nil,
                reply: (0..<messages).map { message in replies[message]?.map { ($0 / asking).exactNumber } }))
        }
        return behaviour
    }
}
