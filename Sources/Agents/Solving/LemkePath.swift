/// A solution of w = b + M z >= 0, z >= 0, z'w = 0 by Lemke's complementary pivots: a covering variable z0 makes w + z0 feasible, and is
/// driven to 0 with one of z_i, w_i at 0 for every i but one (Lemke 1965; lexicographic ratio test).
///
/// For a ``SequenceForm`` the path cannot run off to infinity (derived here). Along a ray with z0 > 0 let some weight of a player grow.
/// Then at some choice more weight grows than what leads there, its row has slack, its loss is 0; but an option there that grows must lose as
/// much as its choice, and loses more than 0 against the prior. So weights do not grow. If z0 grows, the rows of cells have slack, their losses
/// are 0, no option of theirs can have weight and so none after a message (whose rows have the slack of the lexicographic
/// perturbation): this is the ray that the path began on, to which it never returns. If z0 rests, only losses could grow, and the row of
/// any action bounds them.
struct LemkePath<Number: GameNumber> {
    /// -M and the covering column, as ``SequenceForm/complementarity()`` has them.
    let rows: [[Number]]
    let right: [Number]
    /// The most pivots.
    let pivotLimit: Int

    /// z; nil where the pivots or the time did not suffice, or rounding led astray.
    /// - Complexity: O(pivots x size^2); pivots may grow exponentially with the size.
    func solution(_ watch: SolveWatch) throws(ArithmeticOverflow) -> [Number]? {
        let size = rows.count
        guard size > 0, let least = right.min(), least < .zero else { return [Number](repeating: .zero, count: size) }
        let start = Tableau(constraints: rows, unknowns: size + 1, right: right)
        var tableau = start
        // Of the rows that are furthest below 0 the lexicographic rule takes the last: its slack column is the latest.
        guard let first = right.lastIndex(of: least) else { return nil }
        try tableau.pivot(row: first, column: size, watch)
        var entering = first
        for pivot in 1...max(1, pivotLimit) {
            if watch.isOver { return nil }
            watch.report("pivots", pivot, of: pivotLimit)
            let tied = tableau.leavingRows(entering)
            guard let row = tied.first(where: { tableau.basis[$0] == size }) ?? tableau.lexicographicRow(entering) else { return nil }
            let leaving = tableau.basis[row]
            try tableau.pivot(row: row, column: entering, watch)
            if leaving == size {
                // In doubles the last basis is solved anew, free of the rounding of the way there.
                let last = Number.isExact ? tableau : try start.moved(to: tableau.basis, watch) ?? tableau
                return Array(last.solution[..<size])
            }
            // Unknown i at i and its slack at size + 1 + i are complementary.
            entering = leaving < size ? leaving + size + 1 : leaving - size - 1
        }
        return nil
    }
}
