/// A pure strategy of one player: what it does in each cell, and what comes of that in each state.
struct ReducedStrategy: Sendable, Hashable {
    let plan: [CellPlan]
    /// The action in each live state, as the plan counts on it.
    let actions: [Int]
    /// The action in each live state with the messages that are heard; other than `actions` for credulous players only.
    let played: [Int]
    /// Whether the assistant is asked, in each live state.
    let asked: [Bool]

    init(_ plan: [CellPlan], _ view: PlayerView) {
        self.plan = plan
        actions = view.actions(of: plan, messages: view.planned)
        played = view.actions(of: plan, messages: view.heard)
        asked = view.asks(plan)
    }
}

extension PlayerView {
    /// The plans for one cell that differ in action or asking: every action, then every way to reply to the messages that can be
    /// heard there. Where asking is free, a reply that does not depend on the message is left out: it is the action.
    /// - Returns: nil for more than `limit`.
    func plans(cell: Int, limit: Int) -> [CellPlan]? {
        var plans = (0..<actions).map { CellPlan.act($0, in: cells[cell]) }
        let heard = messagesOfCell[cell]
        guard !heard.isEmpty else { return plans }
        var count = 1
        for _ in heard {
            count = count.multipliedReportingOverflow(by: actions).partialValue
            guard count > 0, count <= limit else { return nil }
        }
        for code in 0..<count {
            var (rest, reply) = (code, [Int?](repeating: nil, count: messages))
            for message in heard.reversed() { (rest, reply[message]) = rest.quotientAndRemainder(dividingBy: actions) }
            let isConstant = heard.allSatisfy { reply[$0] == reply[heard[0]] }
            if askingMatters || !isConstant { plans.append(.ask(reply, in: cells[cell])) }
        }
        return plans
    }

    /// All pure strategies, those with the same action and asking in every state merged into one: the product over cells of
    /// |A| + |A|^messages plans (where asking is free, the replies that are no plain action).
    /// - Returns: those that were formed until the time was over.
    /// - Throws: ``SolveFailure/tooManyStrategies`` above `limit`.
    func reducedStrategies(player: String, limit: Int, _ watch: SolveWatch) throws(SolveFailure) -> [ReducedStrategy] {
        var (options, count) = ([[CellPlan]](), 1)
        for cell in cells.indices {
            guard let plans = self.plans(cell: cell, limit: limit), count <= limit / plans.count else {
                throw .tooManyStrategies(player: player, limit: limit)
            }
            count *= plans.count
            options.append(plans)
        }
        var strategies: [ReducedStrategy] = []
        for plan in Array.everyChoice(options, until: { watch.isOver }) {
            if watch.isOver { break }
            strategies.append(ReducedStrategy(plan, self))
        }
        return strategies
    }
}
