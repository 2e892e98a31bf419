/// A player's best replies to what the others do in each state.
///
/// A reply is separable: in each cell the best action, for each message the best action, and then whether asking is worth its cost.
/// - Complexity: O(states x actions + cells x messages).
struct BestPlans<Number: GameNumber> {
    /// What is best in one cell. In doubles, what is level with the best beyond rounding of this cell's payoffs; those of other cells
    /// do not count.
    struct Cell {
        /// The expected loss of a best plan and what it pays for asking, times the probability of the cell (``WeightedGame/losses``).
        let loss: Number
        /// What the player can lose in the cell: the measure of rounding. 0 in exact arithmetic.
        let size: Number
        /// The best actions; none where asking is better.
        let actions: [Int]
        /// The best actions for each message that can be heard; nil where asking is not best, or there is no assistant.
        let replies: [[Int]]?
    }

    /// In the order of the player's cells.
    let cells: [Cell]
    private let view: PlayerView

    /// - Parameter actions: the others' actions by player and live state; the player's own are ignored.
    init(_ player: Int, in game: WeightedGame<Number>, against actions: [[Int]]) {
        let view = game.views[player]
        let stride = game.strides[player]
        var others = actions
        others[player] = [Int](repeating: 0, count: game.probabilities.count)
        let first = game.probabilities.indices.map { game.profile(others, in: $0) }
        func loss(_ state: Int, _ action: Int) -> Number { game.losses[player][state][first[state] + action * stride] }
        func sums(_ states: [Int]) -> [Number] {
            (0..<view.actions).map { action in states.reduce(.zero) { $0 + loss($1, action) } }
        }
        func least(_ sums: [Number]) -> Number { sums.dropFirst().reduce(sums[0], min) }

        cells = view.statesOfCell.enumerated().map { place, states in
            let size = Number.isExact ? Number.zero : states.reduce(.zero) { sum, state in
                sum + (0..<view.actions).reduce(.zero) { max($0, loss(state, $1)) }
            }
            func best(_ sums: [Number]) -> [Int] {
                let fewest = least(sums)
                return sums.indices.filter { !sums[$0].exceeds(fewest, terms: size) }
            }
            let acting = sums(states)
            let actingLoss = least(acting)
            guard view.planned != nil else { return Cell(loss: actingLoss, size: size, actions: best(acting), replies: nil) }
            let replies = view.statesOfMessage[place].map(sums)
            let cost = game.prices[player] * states.reduce(.zero) { $0 + game.probabilities[$1] }
            let askingLoss = replies.reduce(cost) { $0 + least($1) }
            return Cell(
                loss: min(actingLoss, askingLoss), size: size,
                actions: actingLoss.exceeds(askingLoss, terms: size) ? [] : best(acting),
                replies: askingLoss.exceeds(actingLoss, terms: size) ? nil : replies.map(best))
        }
        self.view = view
    }

    /// The number of plans that are best in every cell, merged as ``PlayerView/plans(cell:limit:)`` merges them.
    var count: Double {
        cells.reduce(1) { product, cell in
            guard let replies = cell.replies, let first = replies.first else { return product * Double(cell.actions.count) }
            let all = replies.reduce(1.0) { $0 * Double($1.count) }
            let constant = view.askingMatters ? 0 : first.filter { action in replies.allSatisfy { $0.contains(action) } }.count
            return product * (Double(cell.actions.count) + all - Double(constant))
        }
    }

    /// Every plan that is best in every cell, or those that were formed until the time was over; ask for ``count`` first.
    /// - Complexity: O(plans x cells)
    func plans(_ watch: SolveWatch) -> [[CellPlan]] { Array.everyChoice(cells.indices.map(options)) { watch.isOver } }

    /// One of ``plans``, at no more than the cost of reading the cells: with as little asking as is best.
    var plan: [CellPlan] {
        cells.indices.map { place in
            if let action = cells[place].actions.first { return .act(action, in: view.cells[place]) }
            var reply = [Int?](repeating: nil, count: view.messages)
            for (message, actions) in zip(view.messagesOfCell[place], cells[place].replies ?? []) { reply[message] = actions.first }
            return .ask(reply, in: view.cells[place])
        }
    }

    /// The best plans of a cell. Replies that do not depend on the message are left out where asking is free: those are actions.
    private func options(_ place: Int) -> [CellPlan] {
        let (cell, heard) = (cells[place], view.messagesOfCell[place])
        let acts = cell.actions.map { CellPlan.act($0, in: view.cells[place]) }
        guard let best = cell.replies, let first = heard.first else { return acts }
        var replies = Array.everyChoice(best) { false }.map { choice in
            var reply = [Int?](repeating: nil, count: view.messages)
            for (message, action) in zip(heard, choice) { reply[message] = action }
            return reply
        }
        if !view.askingMatters { replies = replies.filter { reply in heard.contains { reply[$0] != reply[first] } } }
        return acts + replies.map { .ask($0, in: view.cells[place]) }
    }
}
