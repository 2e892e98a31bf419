/// What a player does in one cell of its information.
public struct CellPlan: Sendable, Hashable {
    /// The number of the cell.
    public let cell: Int
    /// Whether the assistant is asked.
    public let asks: Bool
    /// The action where the assistant is not asked, nil where it is.
    public let action: Int?
    /// The action for each message, nil for one that cannot be heard in this cell; nil where the assistant is not asked.
    public let reply: [Int?]?

    /// Acts without asking.
    static func act(_ action: Int, in cell: Int) -> CellPlan { CellPlan(cell: cell, asks: false, action: action, reply: nil) }
    /// Asks and replies.
    static func ask(_ reply: [Int?], in cell: Int) -> CellPlan { CellPlan(cell: cell, asks: true, action: nil, reply: reply) }

    /// The action that a message leads to.
    func action(hearing message: Int) -> Int? { asks ? reply?[message] : action }
}

/// One player's information and messages over the states that can happen.
struct PlayerView: Sendable {
    /// The cells that can happen, ascending.
    let cells: [Int]
    /// The states of each of them, as places among the live states.
    let statesOfCell: [[Int]]
    /// The message in each live state that plans count on; nil without an assistant.
    let planned: [Int]?
    /// The message in each live state as it comes; other than planned for credulous players only.
    let heard: [Int]?
    /// The number of messages.
    let messages: Int
    /// The number of actions.
    let actions: Int
    /// Whether asking costs anything, so that it matters who asks.
    let askingMatters: Bool
    /// Per cell, the messages that can be heard, ascending; empty without an assistant.
    let messagesOfCell: [[Int]]
    /// Per cell, the states in which each of these is heard.
    let statesOfMessage: [[[Int]]]

    /// - Complexity: O(states log(states)) and what the assistant's messages take
    init(_ player: Int, of game: AssistedGame, live: [Int]) {
        let information = live.map { game.information[player][$0] }
        (cells, statesOfCell) = Self.grouped(Array(information.indices), by: information)
        actions = game.actions[player].count
        guard let assistant = game.assistants[player] else {
            (planned, heard, messages, askingMatters) = (nil, nil, 0, false)
            messagesOfCell = cells.map { _ in [] }
            statesOfMessage = messagesOfCell.map { _ in [] }
            return
        }
        let truth = live.map { assistant.information[$0] }
        let said = assistant.messages(probabilities: game.probabilities)
        let plannedMessages = game.beliefs == .credulous ? truth : live.map { said[$0] }
        messages = assistant.messages
        askingMatters = assistant.cost.value > 0
        planned = plannedMessages
        let groups = statesOfCell.map { Self.grouped($0, by: plannedMessages) }
        (messagesOfCell, statesOfMessage) = (groups.map(\.values), groups.map(\.states))
        // A credulous player who hears what cannot be true takes it for the likeliest truth of its cell (derived here).
        var understood = live.map { said[$0] }
        for (place, states) in statesOfCell.enumerated() {
            let possible = Set(messagesOfCell[place])
            var weights: [Int: ExactNumber] = [:]
            for state in states { weights[truth[state]] = (weights[truth[state]] ?? 0) + game.probabilities[live[state]] }
            let likeliest = weights.keys.sorted().reduce(truth[states[0]]) { best, cell in
                guard let most = weights[best], let weight = weights[cell] else { return best }
                return most.isLess(than: weight) || (!weight.isLess(than: most) && cell < best) ? cell : best
            }
            for state in states where !possible.contains(understood[state]) { understood[state] = likeliest }
        }
        heard = understood
    }

    /// The values that states have, ascending, and the states of each in their order.
    private static func grouped(_ states: [Int], by value: [Int]) -> (values: [Int], states: [[Int]]) {
        let groups = Dictionary(grouping: states) { value[$0] }.sorted { $0.key < $1.key }
        return (groups.map(\.key), groups.map(\.value))
    }

    /// The action in each live state; `messages` are those that are heard, or those that the plan counts on.
    func actions(of plan: [CellPlan], messages: [Int]?) -> [Int] {
        var chosen = [Int](repeating: 0, count: statesOfCell.reduce(0) { $0 + $1.count })
        for (cell, states) in zip(plan, statesOfCell) {
            for state in states { chosen[state] = cell.action(hearing: messages?[state] ?? 0) ?? 0 }
        }
        return chosen
    }

    /// Whether the assistant is asked, in each live state.
    func asks(_ plan: [CellPlan]) -> [Bool] {
        var asked = [Bool](repeating: false, count: statesOfCell.reduce(0) { $0 + $1.count })
        for (cell, states) in zip(plan, statesOfCell) where cell.asks { for state in states { asked[state] = true } }
        return asked
    }
}
