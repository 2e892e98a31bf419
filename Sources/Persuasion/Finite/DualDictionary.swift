/// A dictionary of the simplex method that stays optimal while rows are added, and is made feasible again by dual pivots.
///
/// basic_i = constant_i + sum_j entry_ij nonbasic_j, objective = value - sum_j price_j nonbasic_j with price_j >= 0. The number of columns never
/// changes: an added row brings its slack as its basic variable. Method: Lemke 1954; Chvatal, Linear Programming, chapter 10. Entries hold
/// what rounding leaves; `BasisSystem` solves the last basis anew from the data.
struct DualDictionary {
    private enum Variable: Equatable {
        case mass(state: Int, message: Int)
        case slack(ObedienceProgram.RowName)
    }

    private let states: Int
    private let messages: Int
    private var basic: [Variable] = []
    private var nonbasic: [Variable] = []
    private var constants: [Double] = []
    /// Row after row.
    private var entries: [Double] = []
    private var prices: [Double] = []
    /// What each row was divided by.
    private var units: [ObedienceProgram.RowName: Double] = [:]
    private(set) var pivots = 0

    private var columns: Int { nonbasic.count }

    /// Pivots smaller than this would spread rounding.
    private static let smallestPivot = 1e-9
    /// Pivots without any change of the objective before the smallest index decides (Bland 1977, doi:10.1287/moor.2.2.103), which cannot cycle but by rounding.
    private static let patience = 300

    /// Every state sends the message of the largest payoff.
    init(_ program: ObedienceProgram) {
        (states, messages) = (program.masses.count, program.messages)
        for (state, (best, others)) in program.dearestMessages.enumerated() {
            let payoffs = program.payoffs[state]
            basic.append(.mass(state: state, message: best))
            for message in others {
                nonbasic.append(.mass(state: state, message: message))
                prices.append(payoffs[best] - payoffs[message])
            }
        }
        constants = program.masses
        entries = [Double](repeating: 0, count: states * columns)
        for (at, variable) in nonbasic.enumerated() {
            if case .mass(let state, _) = variable { entries[state * columns + at] = -1 }
        }
    }

    /// Adds the row's slack, expressed by the nonbasic variables.
    /// - Parameter unit: what the row is divided by.
    mutating func add(_ name: ObedienceProgram.RowName, _ unscaled: [Double], unit: Double) {
        units[name] = unit
        let coefficients = unscaled.map { $0 / unit }
        var (constant, row) = (0.0, [Double](repeating: 0, count: columns))
        for (at, variable) in basic.enumerated() {
            guard case .mass(let state, name.message) = variable, coefficients[state] != 0 else { continue }
            constant += coefficients[state] * constants[at]
            for column in 0..<columns { row[column] += coefficients[state] * entries[at * columns + column] }
        }
        for (column, variable) in nonbasic.enumerated() {
            if case .mass(let state, name.message) = variable { row[column] += coefficients[state] }
        }
        basic.append(.slack(name))
        constants.append(constant)
        entries += row
    }

    /// The rows that were added and not dropped.
    var rows: Set<ObedienceProgram.RowName> { Set(units.keys) }

    /// Forgets the rows that do not bind: no other row of the dictionary knows of a slack on the left.
    mutating func dropIdleRows() {
        let width = columns
        var kept = 0
        for row in basic.indices {
            if case .slack(let name) = basic[row] {
                units[name] = nil
                continue
            }
            if kept < row {
                (basic[kept], constants[kept]) = (basic[row], constants[row])
                for column in 0..<width { entries[kept * width + column] = entries[row * width + column] }
            }
            kept += 1
        }
        basic.removeSubrange(kept...)
        constants.removeSubrange(kept...)
        entries.removeSubrange((kept * width)...)
    }

    /// Dual pivots until no constant is negative.
    /// - Returns: why it stopped before; nil where it did not.
    mutating func mend(pivotLimit: Int, watch: PersuasionWatch) -> String? {
        var idle = 0
        while let row = leaving(bySmallestIndex: idle > Self.patience) {
            guard pivots < pivotLimit else { return "no optimum within \(pivotLimit) pivots" }
            if watch.stops("linear program", pivots, of: nil) { return watch.end.reason }
            guard let column = entering(row, bySmallestIndex: idle > Self.patience) else { return "rounding left no pivot of use" }
            let change = prices[column] * -constants[row] / entries[row * columns + column]
            idle = change > 1e-13 ? 0 : idle + 1
            pivot(row, column)
        }
        return nil
    }

    private func leaving(bySmallestIndex: Bool) -> Int? {
        let negative = constants.indices.filter { constants[$0] < -ObedienceProgram.resolution }
        if bySmallestIndex { return negative.min { index(basic[$0]) < index(basic[$1]) } }
        return negative.min { constants[$0] < constants[$1] }
    }

    /// The least ratio of price to entry keeps all prices >= 0; among equal ratios the largest entry, or the smallest index.
    private func entering(_ row: Int, bySmallestIndex: Bool) -> Int? {
        var chosen: (column: Int, ratio: Double, entry: Double)?
        for column in 0..<columns {
            let entry = entries[row * columns + column]
            guard entry > Self.smallestPivot else { continue }
            let ratio = max(0, prices[column]) / entry
            guard let best = chosen else {
                chosen = (column, ratio, entry)
                continue
            }
            let isTie = abs(ratio - best.ratio) <= 1e-14
            let isPreferred = bySmallestIndex ? index(nonbasic[column]) < index(nonbasic[best.column]) : entry > best.entry
            if isTie ? isPreferred : ratio < best.ratio { chosen = (column, ratio, entry) }
        }
        return chosen?.column
    }

    private func index(_ variable: Variable) -> (Int, Int, Int) {
        switch variable {
        case .mass(let state, let message): (0, state, message)
        case .slack(let name): (1, name.message, name.row)
        }
    }

    private mutating func pivot(_ row: Int, _ column: Int) {
        let width = columns
        let inverse = 1 / entries[row * width + column]
        let constant = -constants[row] * inverse
        entries.withUnsafeMutableBufferPointer { entries in
            let own = UnsafeMutableBufferPointer(rebasing: entries[row * width..<(row + 1) * width])
            for at in 0..<width { own[at] *= -inverse }
            own[column] = inverse
            for other in constants.indices where other != row {
                let line = UnsafeMutableBufferPointer(rebasing: entries[other * width..<(other + 1) * width])
                let factor = line[column]
                guard factor != 0 else { continue }
                line[column] = 0
                for at in 0..<width { line[at] += factor * own[at] }
                constants[other] += factor * constant
            }
            let price = prices[column]
            prices[column] = 0
            for at in 0..<width { prices[at] += price * own[at] }
            prices[column] = price * inverse
        }
        constants[row] = constant
        (basic[row], nonbasic[column]) = (nonbasic[column], basic[row])
        pivots += 1
    }

    /// Entry [w][m].
    func masses() -> [[Double]] {
        var masses = [[Double]](repeating: [Double](repeating: 0, count: messages), count: states)
        for (at, variable) in basic.enumerated() {
            if case .mass(let state, let message) = variable { masses[state][message] = max(0, constants[at]) }
        }
        return masses
    }

    /// The price of a slack that is 0 is its row's multiplier.
    func multipliers() -> [ObedienceProgram.RowName: Double] {
        var multipliers: [ObedienceProgram.RowName: Double] = [:]
        for (column, variable) in nonbasic.enumerated() {
            if case .slack(let name) = variable { multipliers[name] = max(0, prices[column]) / (units[name] ?? 1) }
        }
        return multipliers
    }

    var basis: Basis {
        Basis(
            masses: basic.compactMap { if case .mass(let state, let message) = $0 { (state, message) } else { nil } },
            binding: nonbasic.compactMap { if case .slack(let name) = $0 { name } else { nil } })
    }
}
