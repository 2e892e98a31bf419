/// What a player may ask: a machine that knows which cell of its partition the state lies in, and says so or says something else.
public struct Assistant: Sendable, Hashable {
    /// The assistant's cell in each state, a number >= 0. A message is a number, and the truth is that of the cell.
    public var information: [Int]
    /// What asking costs the player, >= 0, in units of payoff.
    public var cost: ExactNumber
    /// Utility of each state and message, states rows; nil for an assistant that tells the truth. It depends on the state and the
    /// message only, as in Immorlica, Lucier, Slivkins (arXiv 2406.00477). There may be more messages than cells; those of no cell are
    /// never true.
    public var utility: [[ExactNumber]]?

    /// An assistant; the game it is part of checks the shapes.
    public init(information: [Int], cost: ExactNumber = 0, utility: [[ExactNumber]]? = nil) {
        (self.information, self.cost, self.utility) = (information, cost, utility)
    }

    /// The number of messages: 1 + the largest cell, or the columns of the utility where they are more.
    public var messages: Int { max((information.max() ?? -1) + 1, utility?.first?.count ?? 0) }

    /// The message in each state. In its cell j an assistant with a utility says the m that maximises E[v(w, m) | j]; of equal ones
    /// the truth, else the lowest (the tie rule was derived here). Where the numbers are no fractions, equal is what differs by
    /// less than 1e-12 of the terms.
    /// - Parameter probabilities: of the states; a cell without probability keeps the truth.
    /// - Complexity: O(states x messages)
    public func messages(probabilities: [ExactNumber]) -> [Int] {
        guard let utility else { return information }
        if let exact = Self.chosen(information, utility, probabilities, messages, Rational.self) { return exact }
        return Self.chosen(information, utility, probabilities, messages, Double.self) ?? information
    }

    /// nil where a number is not known in this arithmetic, or a sum does not fit it.
    private static func chosen<Number: GameNumber>(
        _ information: [Int], _ utility: [[ExactNumber]], _ probabilities: [ExactNumber], _ messages: Int, _: Number.Type
    ) -> [Int]? {
        let live = information.indices.filter { probabilities[$0].value > 0 }
        let unit = Number.unit(of: live.lazy.flatMap { utility[$0] })
        var expected: [Int: [Number]] = [:]
        var sizes: [Int: Number] = [:]
        for state in live {
            let cell = information[state]
            guard let probability = Number(probabilities[state]) else { return nil }
            var row = expected[cell] ?? [Number](repeating: .zero, count: messages)
            var size = Number.zero
            for message in 0..<messages {
                guard let value = Number(utility[state][message], unit: unit) else { return nil }
                row[message] += probability * value
                guard row[message].isDefined else { return nil }
                if !Number.isExact { size = max(size, (probability * value).magnitude) }
            }
            expected[cell] = row
            sizes[cell, default: .zero] += size
        }
        var said: [Int: Int] = [:]
        for (cell, row) in expected {
            let best = row.dropFirst().reduce(row[0], max)
            func isBest(_ message: Int) -> Bool { !best.exceeds(row[message], terms: sizes[cell] ?? .zero) }
            said[cell] = isBest(cell) ? cell : row.indices.first(where: isBest)
        }
        return information.map { said[$0] ?? $0 }
    }
}
