/// A two-player game in pure strategies: payoffs of the row player and of the column player, a row a strategy of the first. Those of a
/// reduced form in doubles lack what does not depend on the player's own strategy.
struct Bimatrix<Number: GameNumber>: Sendable {
    let rows: Int
    let columns: Int
    var rowPayoffs: [Number]
    var columnPayoffs: [Number]

    init(rows: Int, columns: Int, rowPayoffs: [Number], columnPayoffs: [Number]) {
        (self.rows, self.columns, self.rowPayoffs, self.columnPayoffs) = (rows, columns, rowPayoffs, columnPayoffs)
    }

    /// The reduced form of a game: every pair of strategies.
    /// - Returns: nil where the time was over.
    /// - Complexity: O(rows x columns x states)
    init?(
        _ game: WeightedGame<Number>, _ first: [ReducedStrategy], _ second: [ReducedStrategy], _ watch: SolveWatch
    ) throws(ArithmeticOverflow) {
        (rows, columns) = (first.count, second.count)
        rowPayoffs = []
        columnPayoffs = []
        rowPayoffs.reserveCapacity(rows * columns)
        columnPayoffs.reserveCapacity(rows * columns)
        // In fractions payoffs as they are have the fewer digits; in doubles what they have in common would be rounding for the rest.
        let payoffs = Number.isExact ? game.payoffs : game.losses.map { $0.map { $0.map { .zero - $0 } } }
        let prices = Number.isExact ? game.costs : game.prices
        let costs = (first.map { prices[0] * game.asking($0.asked) }, second.map { prices[1] * game.asking($0.asked) })
        for (row, one) in first.enumerated() {
            if watch.isOver { return nil }
            for (column, other) in second.enumerated() {
                var (mine, theirs) = (Number.zero - costs.0[row], Number.zero - costs.1[column])
                for state in one.actions.indices {
                    let profile = one.actions[state] * game.strides[0] + other.actions[state]
                    mine += payoffs[0][state][profile]
                    theirs += payoffs[1][state][profile]
                }
                rowPayoffs.append(mine)
                columnPayoffs.append(theirs)
            }
        }
        guard rowPayoffs.allSatisfy(\.isDefined), columnPayoffs.allSatisfy(\.isDefined) else { throw ArithmeticOverflow() }
    }

    /// The game without some strategies.
    func restricted(rows keptRows: [Int], columns keptColumns: [Int]) -> Bimatrix {
        func cut(_ table: [Number]) -> [Number] { keptRows.flatMap { row in keptColumns.map { table[row * columns + $0] } } }
        return Bimatrix(
            rows: keptRows.count, columns: keptColumns.count, rowPayoffs: cut(rowPayoffs), columnPayoffs: cut(columnPayoffs))
    }

    /// Payoffs moved to be at least 1, and in doubles scaled to at most 2: the best replies are the same.
    private func positive() -> Bimatrix {
        var moved = self
        moved.rowPayoffs = Self.positive(rowPayoffs)
        moved.columnPayoffs = Self.positive(columnPayoffs)
        return moved
    }

    /// The best-reply polytopes of the positive game, each with all slacks basic: P = {x >= 0, B'x <= 1}, a row a strategy of the column
    /// player, and Q = {y >= 0, A y <= 1}. Variables of P: x_i (unused where 0), then the slack of each column (best reply where 0); of Q:
    /// y_j, then the slacks of rows.
    func tableaux() -> (ofRows: Tableau<Number>, ofColumns: Tableau<Number>) {
        let positive = positive()
        let rowConstraints = (0..<columns).map { j in (0..<rows).map { positive.columnPayoffs[$0 * columns + j] } }
        let columnConstraints = (0..<rows).map { i in Array(positive.rowPayoffs[i * columns..<(i + 1) * columns]) }
        return (Tableau(constraints: rowConstraints, unknowns: rows), Tableau(constraints: columnConstraints, unknowns: columns))
    }

    private static func positive(_ table: [Number]) -> [Number] {
        guard let least = table.min(), let largest = table.max() else { return table }
        let range = largest - least
        guard !Number.isExact, range > .zero else { return table.map { $0 - least + Number(1) } }
        return table.map { ($0 - least) / range + Number(1) }
    }
}

extension Bimatrix {
    /// The strategies left when pure strategies strictly dominated by pure ones are taken away until there are none. No
    /// equilibrium is lost.
    /// - Returns: nil where the time was over.
    /// - Complexity: O(rounds x (rows^2 columns + rows columns^2)), far less where few strategies are nearly dominated or many tie
    func undominated(_ watch: SolveWatch) -> (rows: [Int], columns: [Int])? {
        var (rows, columns) = (Array(0..<self.rows), Array(0..<self.columns))
        while true {
            guard let keptRows = Self.undominated(rows, columns, watch, { rowPayoffs[$0 * self.columns + $1] }),
                let keptColumns = Self.undominated(columns, keptRows, watch, { columnPayoffs[$1 * self.columns + $0] })
            else { return nil }
            if keptRows.count == rows.count, keptColumns.count == columns.count { return (rows, columns) }
            (rows, columns) = (keptRows, keptColumns)
        }
    }

    private static func undominated(_ own: [Int], _ rivals: [Int], _ watch: SolveWatch, _ payoff: (Int, Int) -> Number) -> [Int]? {
        guard let reference = rivals.first else { return own }
        // In doubles beyond 1e-10 of the larger payoff, or of the unit: a strategy that asks at a forbidding price hides no other.
        func isBetter(_ one: Number, _ other: Number) -> Bool {
            one.exceeds(other, terms: Number.isExact ? .zero : Number(100) * max(Number(1), one.magnitude, other.magnitude))
        }
        // What is better against every rival is better against the first: only those can hide a strategy.
        let falling = own.map { (strategy: $0, payoff: payoff($0, reference)) }.sorted { $0.payoff > $1.payoff }
        var kept: [Int] = []
        for strategy in own {
            if watch.isOver { return nil }
            let least = payoff(strategy, reference)
            let isHidden = falling.lazy.prefix { $0.payoff > least }.contains { better in
                rivals.allSatisfy { isBetter(payoff(better.strategy, $0), payoff(strategy, $0)) }
            }
            if !isHidden { kept.append(strategy) }
        }
        return kept
    }
}
