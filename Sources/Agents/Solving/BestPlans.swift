/// A player's best replies to what the others do in each state.
///
/// A reply is separable: in each cell the best action, for each message the best action, and then whether asking is worth its cost.
/// - Complexity: O(states x actions + cells x messages).
struct BestPlans<Number: GameNumber> {
    /// The expected net payoff of a best reply.
    let value: Number
    /// For each cell the plans that are best there, at most `limit`; nil where there are more.
    let plansOfCell: [[CellPlan]]?

    /// - Parameters:
    ///   - actions: the others' actions by player and live state; the player's own are ignored.
    ///   - limit: the most plans of a cell; 0 where only the value is asked for.
    init(_ player: Int, in game: WeightedGame<Number>, against actions: [[Int]], limit: Int) {
        let view = game.views[player]
        let stride = game.strides[player]
        var (value, plans) = (Number.zero, [[CellPlan]]?([]))
        var others = actions
        others[player] = [Int](repeating: 0, count: game.probabilities.count)
        let first = game.probabilities.indices.map { game.profile(others, in: $0) }
        func sums(_ states: [Int]) -> [Number] {
            (0..<view.actions).map { action in
                states.reduce(.zero) { $0 + game.payoffs[player][$1][first[$1] + action * stride] }
            }
        }
        func largest(_ sums: [Number]) -> Number { sums.dropFirst().reduce(sums[0], max) }
        func best(_ sums: [Number]) -> [Int] { sums.indices.filter { !game.exceeds(largest(sums), sums[$0]) } }

        for (place, states) in view.statesOfCell.enumerated() {
            let acting = sums(states)
            let actingValue = largest(acting)
            var cellPlans = best(acting).map { CellPlan.act($0, in: view.cells[place]) }
            guard let planned = view.planned else {
                value += actingValue
                plans?.append(cellPlans)
                continue
            }
            let heard = view.messagesOfCell[place]
            let replies = heard.map { message in sums(states.filter { planned[$0] == message }) }
            let cost = game.costs[player] * states.reduce(.zero) { $0 + game.probabilities[$1] }
            let askingValue = replies.reduce(Number.zero - cost) { $0 + largest($1) }
            value += max(actingValue, askingValue)
            guard limit > 0, plans != nil else { continue }
            if game.exceeds(askingValue, actingValue) { cellPlans = [] }
            if !game.exceeds(actingValue, askingValue) {
                guard let asking = Self.combinations(replies.map(best), heard, view, limit: limit) else {
                    plans = nil
                    continue
                }
                cellPlans += asking.map { .ask($0, in: view.cells[place]) }
            }
            plans?.append(cellPlans)
        }
        self.value = value
        plansOfCell = plans
    }

    /// Every way to reply with one of the best actions to each message, without the constant ones where asking is free: those are
    /// actions. nil above the limit.
    private static func combinations(_ best: [[Int]], _ heard: [Int], _ view: PlayerView, limit: Int) -> [[Int?]]? {
        var replies = [[Int?](repeating: nil, count: view.messages)]
        for (message, actions) in zip(heard, best) {
            guard replies.count <= limit / actions.count else { return nil }
            replies = replies.flatMap { reply in
                actions.map { action in
                    var longer = reply
                    longer[message] = action
                    return longer
                }
            }
        }
        guard !view.askingMatters, let first = heard.first else { return replies }
        return replies.filter { reply in heard.contains { reply[$0] != reply[first] } }
    }
}
