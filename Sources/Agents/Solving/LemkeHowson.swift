/// Equilibria of a two-player game at the ends of complementary paths (Lemke, Howson 1964, doi:10.1137/0112033), with the lexicographic
/// ratio test, so that paths end in degenerate games too.
struct LemkeHowson<Number: GameNumber> {
    let game: Bimatrix<Number>
    /// The most pivots of a path.
    let pivotLimit: Int
    /// The entries of tableaux changed after which no further path is begun.
    let workLimit: Double

    /// The ends of the paths from label after label that is dropped, until there are no more or the work is used up; the same one may come
    /// several times. At least one in exact arithmetic with enough pivots and time: every path ends.
    /// - Complexity: O(rows x columns) a pivot and path; pivots may grow exponentially with the size.
    func all(_ watch: SolveWatch) throws(ArithmeticOverflow) -> [MixedPair<Number>] {
        var pairs: [MixedPair<Number>] = []
        let (labels, tableaux) = (game.rows + game.columns, game.tableaux())
        let start = [tableaux.ofRows, tableaux.ofColumns]
        var pivots = 0
        for label in 0..<labels {
            let work = Double(pivots) * Double(labels + 1) * Double(labels) / 2
            if watch.isOver || (!pairs.isEmpty && work > workLimit) { break }
            if let pair = try path(from: label, start, &pivots, watch) { pairs.append(pair) }
        }
        return pairs
    }

    /// Labels 0..<rows are the first player's strategies, the others the second's. Label k is a variable of both tableaux: a
    /// strategy's weight in its own player's, its slack as a reply in the other's.
    private func path(
        from dropped: Int, _ start: [Tableau<Number>], _ pivots: inout Int, _ watch: SolveWatch
    ) throws(ArithmeticOverflow) -> MixedPair<Number>? {
        let (rows, columns) = (game.rows, game.columns)
        var tableaux = start
        // The first tableau has x_i at i and the slack of column j at rows + j: its columns are labels. The second has y_j at j.
        func column(_ label: Int, _ side: Int) -> Int { side == 0 ? label : label < rows ? label + columns : label - rows }
        func label(_ column: Int, _ side: Int) -> Int { side == 0 ? column : column < columns ? column + rows : column - columns }
        var (entering, side) = (dropped, dropped < rows ? 0 : 1)
        for pivot in 1...max(1, pivotLimit) {
            if watch.isOver { return nil }
            watch.report("pivots", pivot, of: pivotLimit)
            let place = column(entering, side)
            guard let row = tableaux[side].lexicographicRow(place) else { return nil }
            let leaving = label(tableaux[side].basis[row], side)
            try tableaux[side].pivot(row: row, column: place, watch)
            pivots += 1
            if leaving == dropped { return end(tableaux[0].solution, tableaux[1].solution) }
            (entering, side) = (leaving, 1 - side)
        }
        return nil
    }

    private func end(_ first: [Number], _ second: [Number]) -> MixedPair<Number>? {
        guard let row = ExtremeEquilibria.scaled(first[..<game.rows]), let column = ExtremeEquilibria.scaled(second[..<game.columns])
        else { return nil }
        return MixedPair(row: row, column: column)
    }
}
