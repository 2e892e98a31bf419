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

extension Array {
    /// Every way to take one element of each list, the last list running fastest; those that were formed until it was to end.
    /// - Complexity: O(ways x lists)
    static func everyChoice(_ lists: [[Element]], until isOver: () -> Bool) -> [[Element]] {
        guard lists.allSatisfy({ !$0.isEmpty }) else { return [] }
        var (places, choices) = ([Int](repeating: 0, count: lists.count), [[Element]]())
        while !isOver() {
            choices.append(zip(lists, places).map { $0[$1] })
            guard let next = places.indices.last(where: { places[$0] + 1 < lists[$0].count }) else { break }
            places[next] += 1
            for place in places.indices[(next + 1)...] { places[place] = 0 }
        }
        return choices
    }
}

/// Why a game that is well-formed was not solved.
public enum SolveFailure: Error, Equatable, CustomStringConvertible, Sendable {
    /// A player has more reduced strategies than are enumerated.
    case tooManyStrategies(player: String, limit: Int)
    /// More pairs or profiles of strategies than are searched.
    case tooManyProfiles(found: Double, limit: Int)
    /// The tableaux of two players' undominated strategies would have more entries than are held.
    case tableauTooLarge(strategies: [Int], limit: Int)
    /// More pure equilibria than are listed.
    case tooManyEquilibria(limit: Int)
    /// The concept is for another number of players.
    case conceptDoesNotFit(concept: Concept, players: Int)
    /// The sequence form has more rows than are solved.
    case tooManySequences(found: Int, limit: Int)
    /// No complementary path led to an end: the pivots allowed were used up, or rounding left no next one.
    case noPathEnded(pivots: Int)
    /// No result was had in fractions (a number is none, or the work allowed did not suffice), and in doubles nothing found passes its
    /// certificate.
    case beyondDoubles

    /// What is said in place of a count beyond the doubles.
    package static let beyondCounting = "more than 1e308"

    /// One line that says what to do.
    public var description: String {
        switch self {
        case .tooManyStrategies(let player, let limit):
            "player \(player) has more than \(limit) reduced strategies: join cells or messages, or take actions away"
        case .tooManyProfiles(let found, let limit):
            "\(Int(exactly: found).map(String.init) ?? (found.isFinite ? "\(found)" : Self.beyondCounting)) profiles of reduced strategies to search, at most \(limit) are: join cells or messages, or take actions away"
        case .tableauTooLarge(let strategies, let limit):
            "tableaux of \(strategies.map(String.init).joined(separator: " and ")) undominated strategies have more than \(limit) entries: "
                + "ask for the sequence form, join cells or messages, or take actions away"
        case .tooManyEquilibria(let limit):
            "more than \(limit) pure equilibria, at most as many are listed: join cells or messages, or take actions away that are worth the same"
        case .conceptDoesNotFit(let concept, let players):
            "\(concept.rawValue) equilibria are found for \(concept == .extreme ? "one or two" : "two") players, here there "
                + "\(players == 1 ? "is" : "are") \(players): ask for pure ones"
        case .tooManySequences(let found, let limit):
            "\(found) sequences and choices, at most \(limit) are solved: join cells or messages, or take actions away"
        case .noPathEnded(let pivots): "no complementary path led to its end within \(pivots) pivots and the work allowed in fractions, or before rounding broke it off"
        case .beyondDoubles:
            "nothing found in doubles passes its certificate, and fractions do not hold the game or take more work than they are allowed: "
                + "write the numbers with fewer digits, or take negligible ones away"
        }
    }
}
