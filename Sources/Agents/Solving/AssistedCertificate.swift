/// The largest gain that any player of a game has from any other reduced strategy against given mixed plans, in units of payoff.
///
/// Recomputed from the definitions: the plans give every player's distribution of actions in each state; against those of the others a
/// deviation is worth, cell by cell, the best action, or the best action for each message less the cost of asking.
/// It shares nothing with the solvers: neither merged strategies, nor tables, nor messages by cell.
/// - Returns: nil where a number does not fit the arithmetic.
/// - Complexity: O(players x states x profiles)
func largestGain<Number: GameNumber>(_ strategies: [[WeightedPlan]], in game: AssistedGame, _: Number.Type) -> Number? {
    let states = game.states.indices
    var probability: [Number] = []
    for state in states {
        guard let number = Number(game.probabilities[state]) else { return nil }
        probability.append(number)
    }
    let messages = game.assistants.map { assistant -> [Int]? in
        guard let assistant else { return nil }
        return game.beliefs == .credulous ? assistant.information : assistant.messages(probabilities: game.probabilities)
    }

    // action[i][w][a] and asks[i][w]: probabilities of actions and of asking.
    var action: [[[Number]]] = []
    var asks: [[Number]] = []
    for player in game.players.indices {
        var mine = states.map { _ in [Number](repeating: .zero, count: game.actions[player].count) }
        var asking = states.map { _ in Number.zero }
        for weighted in strategies[player] {
            guard let weight = Number(weighted.probability) else { return nil }
            for state in states where probability[state] > .zero {
                guard let cell = weighted.plan.first(where: { $0.cell == game.information[player][state] }) else { return nil }
                guard let chosen = cell.asks ? messages[player].flatMap({ cell.reply?[$0[state]] }) : cell.action else { return nil }
                mine[state][chosen] += weight
                if cell.asks { asking[state] += weight }
            }
        }
        action.append(mine)
        asks.append(asking)
    }

    var largest = Number.zero
    for player in game.players.indices {
        guard let cost = Number(game.assistants[player]?.cost ?? 0) else { return nil }
        // worth[w][a]: p(w) times the expected payoff of an action in a state.
        var worth: [[Number]] = []
        var own = Number.zero
        for state in states {
            var row = [Number](repeating: .zero, count: game.actions[player].count)
            for profile in 0..<game.profiles where probability[state] > .zero {
                var (rest, weight, mine) = (profile, probability[state], 0)
                for other in game.players.indices.reversed() {
                    let chosen = rest % game.actions[other].count
                    rest /= game.actions[other].count
                    if other == player { mine = chosen } else { weight = weight * action[other][state][chosen] }
                }
                if weight == .zero { continue }
                guard let payoff = Number(game.payoffs[player][state][profile]) else { return nil }
                row[mine] += weight * payoff
            }
            for (place, value) in row.enumerated() { own += action[player][state][place] * value }
            own -= probability[state] * asks[player][state] * cost
            worth.append(row)
        }
        var best = Number.zero
        for cell in Set(game.information[player]) {
            let inside = states.filter { game.information[player][$0] == cell }
            func bestAction(_ states: [Int]) -> Number {
                let sums = game.actions[player].indices.map { place in states.reduce(Number.zero) { $0 + worth[$1][place] } }
                return sums.dropFirst().reduce(sums[0], max)
            }
            var cellBest = bestAction(inside)
            if let heard = messages[player] {
                let price = cost * inside.reduce(Number.zero) { $0 + probability[$1] }
                let informed = Set(inside.map { heard[$0] }).reduce(Number.zero - price) { sum, message in
                    sum + bestAction(inside.filter { heard[$0] == message })
                }
                cellBest = max(cellBest, informed)
            }
            best += cellBest
        }
        largest = max(largest, best - own)
        guard (best - own).isDefined else { return nil }
    }
    return largest
}
