/// The system [M I](z, s) = b, z, s >= 0 (b = 1 unless said otherwise) in the form its present basis gives it: one row a constraint,
/// columns for the unknowns, the slacks and the right-hand side.
struct Tableau<Number: GameNumber>: Sendable {
    let rows: Int
    /// Unknowns and slacks.
    let columns: Int
    /// The basic variable of each row.
    private(set) var basis: [Int]
    /// Row after row, the right-hand side in the last place of each.
    private var entries: [Number]
    private let slacks: Range<Int>

    /// M z <= b with all slacks basic: z = 0.
    init(constraints: [[Number]], unknowns: Int, right: [Number]? = nil) {
        rows = constraints.count
        columns = unknowns + rows
        slacks = unknowns..<columns
        basis = Array(slacks)
        entries = []
        entries.reserveCapacity(rows * (columns + 1))
        for (row, constraint) in constraints.enumerated() {
            entries += constraint
            entries += (0..<rows).map { Number($0 == row ? 1 : 0) }
            entries.append(right?[row] ?? Number(1))
        }
    }

    /// The columns that are not basic.
    var candidates: [Int] {
        var isBasic = [Bool](repeating: false, count: columns)
        for column in basis { isBasic[column] = true }
        return (0..<columns).filter { !isBasic[$0] }
    }

    private subscript(row: Int, column: Int) -> Number { entries[row * (columns + 1) + column] }

    /// The values of all variables.
    var solution: [Number] {
        var values = [Number](repeating: .zero, count: columns)
        for (row, variable) in basis.enumerated() { values[variable] = self[row, columns] }
        return values
    }

    /// The rows whose variable reaches 0 first as the column's variable grows; none where it may grow for ever.
    func leavingRows(_ column: Int) -> [Int] {
        leastRatio(among: (0..<rows).filter { self[$0, column].isPositive }, column, of: columns)
    }

    /// The one row of the lexicographic rule: ties of the right-hand side are broken by the slack columns in their order, so that no
    /// basis comes twice (Lemke, Howson 1964; Dantzig, Orden, Wolfe 1955).
    func lexicographicRow(_ column: Int) -> Int? {
        var tied = leavingRows(column)
        for slack in slacks where tied.count > 1 { tied = leastRatio(among: tied, column, of: slack) }
        return tied.first
    }

    private func leastRatio(among rows: [Int], _ column: Int, of numerator: Int) -> [Int] {
        guard rows.count > 1 else { return rows }
        let ratios = rows.map { self[$0, numerator] / self[$0, column] }
        guard let least = ratios.min() else { return [] }
        return rows.indices.filter { !ratios[$0].exceeds(least) }.map { rows[$0] }
    }

    /// Brings a column into the basis in place of a row's variable.
    /// - Parameter watch: told what work fractions are.
    /// - Throws: where a number no longer fits, and in fractions where the watch says so: the tableau is then of no use.
    /// - Complexity: O(rows x columns)
    mutating func pivot(row: Int, column: Int, _ watch: SolveWatch? = nil) throws(ArithmeticOverflow) {
        let width = columns + 1
        let pivot = self[row, column]
        for place in row * width..<(row + 1) * width {
            entries[place] = entries[place] / pivot
            guard entries[place].isDefined else { throw ArithmeticOverflow() }
        }
        for other in 0..<rows where other != row {
            let factor = self[other, column]
            if factor == .zero { continue }
            var work = 0.0
            for place in 0..<width {
                let source = entries[row * width + place]
                if source == .zero { continue }
                entries[other * width + place] -= factor * source
                guard entries[other * width + place].isDefined else { throw ArithmeticOverflow() }
                if Number.isExact { work += entries[other * width + place].work }
            }
            if Number.isExact, let watch {
                watch.spend(work)
                if watch.isOver { throw ArithmeticOverflow() }
            }
        }
        basis[row] = column
    }

    /// The same system in another basis, by elimination with the largest pivots: free of the rounding of the path that led there.
    /// - Returns: nil where these columns are no basis, and where the time was over.
    /// - Throws: as ``pivot(row:column:_:)``.
    /// - Complexity: O(rows^2 x columns)
    func moved(to target: [Int], _ watch: SolveWatch) throws(ArithmeticOverflow) -> Tableau? {
        var moved = self
        var isTarget = [Bool](repeating: false, count: columns)
        for column in target { isTarget[column] = true }
        var waiting = target.filter { !moved.basis.contains($0) }
        while let column = waiting.popLast() {
            if watch.isOver { return nil }
            var (best, size) = (Int?.none, Number.zero)
            for row in 0..<rows where !isTarget[moved.basis[row]] {
                let magnitude = moved[row, column].magnitude
                if magnitude > size { (best, size) = (row, magnitude) }
            }
            guard let row = best else { return nil }
            try moved.pivot(row: row, column: column, watch)
        }
        return moved
    }
}
