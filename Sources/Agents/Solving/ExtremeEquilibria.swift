/// A pair of mixed strategies of a two-player game.
struct MixedPair<Number: GameNumber>: Sendable {
    let row: [Number]
    let column: [Number]

    /// Without weights that may be rounding: in fractions the same.
    var trimmed: MixedPair { MixedPair(row: Self.trimmed(row), column: Self.trimmed(column)) }

    private static func trimmed(_ weights: [Number]) -> [Number] {
        let kept = weights.map { $0.isPositive ? $0 : .zero }
        let sum = kept.reduce(.zero, +)
        return kept.map { $0 / sum }
    }
}

/// All extreme equilibria of a two-player game, by the vertices of its best-reply polytopes.
///
/// With positive payoffs A (rows) and B (columns), P = {x >= 0, B'x <= 1} and Q = {y >= 0, A y <= 1}. A vertex pair other than (0, 0) in
/// which every strategy of either player is unused or a best reply is an equilibrium once scaled to sum 1; every equilibrium
/// is a convex combination of such pairs, component by component (Mangasarian 1964; von Stengel 2002).
struct ExtremeEquilibria<Number: GameNumber> {
    let game: Bimatrix<Number>
    /// The most feasible bases that are visited in each polytope.
    let basisLimit: Int
    let watch: SolveWatch
    /// The entries of tableaux kept for bases still to be visited; those of others are computed again, as many pivots as there are rows.
    static var keptEntries: Int { MemoryLayout<Number>.stride > 32 ? 2_000_000 : 12_000_000 }
    /// The entries changed in computing tableaux again after which there are too many bases: a few seconds.
    static var againEntries: Double { Number.isExact ? 4e7 : 2e9 }

    /// Those among the vertices that were found until the time was over. nil where a polytope has more bases than the limit, or too large
    /// ones to visit so many.
    /// - Complexity: O(bases x (rows + columns) x rows x columns), then O(vertices of P x vertices of Q).
    func all() throws(ArithmeticOverflow) -> [MixedPair<Number>]? {
        let (rows, start) = (game.rows, game.tableaux())
        guard let ofRows = try vertices(start.ofRows, watch.part(0.5)), let ofColumns = try vertices(start.ofColumns, watch)
        else { return nil }
        let total = rows + game.columns
        let left = ofRows.map { (x: $0, labels: LabelSet($0) { $0 }) }
        let right = ofColumns.map { (y: $0, labels: LabelSet($0) { ($0 + rows) % total }) }
        var pairs: [MixedPair<Number>] = []
        for (x, xLabels) in left {
            if !pairs.isEmpty, watch.isOver { break }
            for (y, yLabels) in right where xLabels.completes(yLabels) {
                guard let row = Self.scaled(x[..<rows]), let column = Self.scaled(y[..<game.columns]) else { continue }
                pairs.append(MixedPair(row: row, column: column))
            }
        }
        return pairs
    }

    /// To sum 1; nil for zero.
    static func scaled(_ weights: ArraySlice<Number>) -> [Number]? {
        let sum = weights.reduce(.zero) { $0 + max($1, .zero) }
        guard sum.isPositive else { return nil }
        return weights.map { max($0, .zero) / sum }
    }

    /// The distinct vertices: feasible bases are walked from one to the next, through every row that ties, so that degenerate vertices
    /// hide nothing.
    private func vertices(_ start: Tableau<Number>, _ watch: SolveWatch) throws(ArithmeticOverflow) -> [[Number]]? {
        let most = max(1, Self.keptEntries / (start.rows * (start.columns + 1)))
        var seen: Set<LabelSet> = [LabelSet(start.basis, of: start.columns)]
        var waiting: [(basis: [Int], tableau: Tableau<Number>?)] = [(start.basis, start)]
        var (kept, work) = (1, 0.0)
        var found: [LabelSet: [[Number]]] = [:]
        while let next = waiting.popLast() {
            if watch.isOver { break }
            watch.report("bases", seen.count, of: basisLimit)
            if next.tableau != nil { kept -= 1 }
            var tableau = start
            if let kept = next.tableau {
                tableau = kept
            } else {
                work += Double(start.rows) * Double(start.rows * (start.columns + 1))
                if work > Self.againEntries { return nil }
                guard let again = try start.moved(to: next.basis, watch) else { continue }
                tableau = again
            }
            let solution = tableau.solution
            let support = LabelSet(solution) { $0 }
            if !(found[support] ?? []).contains(where: { zip($0, solution).allSatisfy { $0.isLevel(with: $1) } }) {
                found[support, default: []].append(solution)
            }
            for column in tableau.candidates {
                if watch.isOver { break }
                for row in tableau.leavingRows(column) {
                    var basis = tableau.basis
                    basis[row] = column
                    guard seen.insert(LabelSet(basis, of: tableau.columns)).inserted else { continue }
                    guard seen.count <= basisLimit else { return nil }
                    guard kept < most else {
                        waiting.append((basis, nil))
                        continue
                    }
                    var neighbour = tableau
                    try neighbour.pivot(row: row, column: column, watch)
                    waiting.append((basis, neighbour))
                    kept += 1
                }
            }
        }
        if watch.isSpent { return nil }
        // In an order that does not hang on hashing.
        return found.values.flatMap { $0 }.sorted { a, b in
            for (one, other) in zip(a, b) where one != other { return one > other }
            return false
        }
    }
}

/// A set of small numbers in words of 64 bits.
struct LabelSet: Hashable {
    private var words: [UInt64]
    private let count: Int

    private init(count: Int) {
        self.count = count
        words = [UInt64](repeating: 0, count: (count + 63) / 64)
    }

    /// These numbers of 0..<count.
    init(_ members: [Int], of count: Int) {
        self.init(count: count)
        for member in members { insert(member) }
    }

    /// The labels of the variables that are 0.
    init<Number: GameNumber>(_ values: [Number], label: (Int) -> Int) {
        self.init(count: values.count)
        for (place, value) in values.enumerated() where !value.isPositive { insert(label(place)) }
    }

    private mutating func insert(_ member: Int) { words[member >> 6] |= 1 << UInt64(member & 63) }

    /// Whether every number is in one set or the other.
    func completes(_ other: LabelSet) -> Bool {
        for place in words.indices {
            let isLast = place == words.count - 1
            let all: UInt64 = isLast && count & 63 != 0 ? (1 << UInt64(count & 63)) - 1 : .max
            if words[place] | other.words[place] != all { return false }
        }
        return true
    }
}
