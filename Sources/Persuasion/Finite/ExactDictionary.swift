import BigInt
import NumericCore

/// The dual simplex method of `DualDictionary` in whole numbers, for small programs whose coefficients doubles cannot hold together.
///
/// D basic_i = constant_i + sum_j entry_ij nonbasic_j and D objective = value - sum_j price_j nonbasic_j, where D is the pivot before. All of them are
/// determinants of parts of the program's matrix, so that dividing by D after a pivot leaves nothing (Edmonds 1967; Bareiss 1968, doi:10.1090/S0025-5718-1968-0226829-0).
/// Nothing is rounded: a double is a whole number of units of a power of two, one for each row. What is returned are the nearest doubles.
struct ExactDictionary {
    private typealias Name = ObedienceProgram.RowName

    private let program: ObedienceProgram
    private var basic: [Variable] = []
    private var nonbasic: [Variable] = []
    private var constants: [BigInt] = []
    private var entries: [[BigInt]] = []
    private var prices: [BigInt] = []
    private var denominator = BigInt(1)
    /// Exponents of the units of masses and payoffs, and of each row that was added.
    private let massUnit: Int
    private let payoffUnit: Int
    private var rowUnits: [ObedienceProgram.RowName: Int] = [:]
    /// Products of words so far, about.
    private var work = 0.0
    private(set) var pivots = 0

    private enum Variable: Equatable {
        case mass(state: Int, message: Int)
        case slack(ObedienceProgram.RowName)

        /// What the smallest index goes by (Bland 1977, doi:10.1287/moor.2.2.103).
        var index: (Int, Int, Int) {
            switch self {
            case .mass(let state, let message): (0, state, message)
            case .slack(let name): (1, name.message, name.row)
            }
        }
    }

    /// Pivots without any change of the objective before the smallest index decides.
    private static let patience = 20
    /// Most products of words: a few seconds.
    private static let mostWork = 1e9

    /// An optimal solution; nil where it takes too long, or the watch came first.
    /// - Parameter watch: asked before every pivot.
    /// - Complexity: each pivot O(rows x columns) products of numbers as long as all coefficients of the rows that bind together.
    static func solution(of program: ObedienceProgram, watch: PersuasionWatch) -> (solution: ObedienceProgram.Solution, pivots: Int)? {
        var dictionary = ExactDictionary(program)
        repeat {
            guard dictionary.mend(watch) else { return nil }
        } while dictionary.addViolated()
        return (dictionary.solution, dictionary.pivots)
    }

    /// Every state sends the message of the largest payoff.
    private init(_ program: ObedienceProgram) {
        self.program = program
        let (massUnit, payoffUnit) = (Self.unit(of: program.masses), Self.unit(of: program.payoffs.joined()))
        (self.massUnit, self.payoffUnit) = (massUnit, payoffUnit)
        for (state, (best, others)) in program.dearestMessages.enumerated() {
            let payoffs = program.payoffs[state]
            basic.append(.mass(state: state, message: best))
            for message in others {
                nonbasic.append(.mass(state: state, message: message))
                prices.append(BigInt(payoffs[best], unit: payoffUnit) - BigInt(payoffs[message], unit: payoffUnit))
            }
        }
        constants = program.masses.map { BigInt($0, unit: massUnit) }
        entries = program.masses.indices.map { own in
            nonbasic.map { if case .mass(own, _) = $0 { -BigInt(1) } else { .zero } }
        }
    }

    /// The largest unit in which all numbers are whole.
    private static func unit(of numbers: some Sequence<Double>) -> Int {
        numbers.lazy.filter { $0 != 0 }.map(BigInt.lowestBit).min() ?? 0
    }

    /// Dual pivots until no constant is negative.
    private mutating func mend(_ watch: PersuasionWatch) -> Bool {
        var idle = 0
        while true {
            let negative = constants.indices.filter { constants[$0] < 0 }
            let isPatient = idle <= Self.patience
            let leaving = isPatient ? negative.min { constants[$0] < constants[$1] } : negative.min { basic[$0].index < basic[$1].index }
            guard let row = leaving else { return true }
            guard work <= Self.mostWork, !watch.stops("linear program in fractions", pivots, of: nil), let column = entering(row) else { return false }
            idle = prices[column].isZero ? idle + 1 : 0
            pivot(row, column)
        }
    }

    /// The least ratio of price to entry; among equal ones the smallest index.
    private func entering(_ row: Int) -> Int? {
        var chosen: Int?
        for column in nonbasic.indices where entries[row][column] > 0 {
            guard let best = chosen else {
                chosen = column
                continue
            }
            let (own, other) = (prices[column] * entries[row][best], prices[best] * entries[row][column])
            if own < other || (own == other && nonbasic[column].index < nonbasic[best].index) { chosen = column }
        }
        return chosen
    }

    private mutating func pivot(_ row: Int, _ column: Int) {
        let (pivot, constant, own) = (entries[row][column], constants[row], entries[row])
        let divisor = denominator
        /// What becomes of a number beside whose row's entry in the column, and whose column's entry in the row.
        func changed(_ number: BigInt, _ factor: BigInt, _ part: BigInt) -> BigInt {
            let kept = number.isZero ? .zero : pivot * number
            return (factor.isZero || part.isZero ? kept : kept - factor * part) / divisor
        }
        for other in basic.indices where other != row {
            let factor = entries[other][column]
            for at in nonbasic.indices where at != column { entries[other][at] = changed(entries[other][at], factor, own[at]) }
            constants[other] = changed(constants[other], factor, constant)
        }
        for at in nonbasic.indices where at != column { prices[at] = changed(prices[at], prices[column], own[at]) }
        for at in nonbasic.indices { entries[row][at] = at == column ? divisor : -own[at] }
        constants[row] = -constant
        denominator = pivot
        (basic[row], nonbasic[column]) = (nonbasic[column], basic[row])
        pivots += 1
        let size = Double(max(pivot.bitWidth, divisor.bitWidth) / 64 + 1)
        work += Double(basic.count * nonbasic.count) * (3 * size * size + 20)
    }

    /// Adds to every message the row that it violates most.
    private mutating func addViolated() -> Bool {
        var isAny = false
        for message in 0..<program.messages {
            var sent = program.masses.map { _ in BigInt.zero }
            for (at, variable) in basic.enumerated() {
                if case .mass(let state, message) = variable { sent[state] = constants[at] }
            }
            var worst: (name: Name, unit: Int, coefficients: [BigInt], part: Double)?
            for (row, coefficients) in program.rows[message].enumerated() {
                let unit = Self.unit(of: coefficients)
                let whole = coefficients.map { BigInt($0, unit: unit) }
                var (value, terms) = (BigInt.zero, BigInt.zero)
                for (coefficient, mass) in zip(whole, sent) where !coefficient.isZero && !mass.isZero {
                    let term = coefficient * mass
                    value = value + term
                    terms = terms + (term < 0 ? -term : term)
                }
                guard value < 0 else { continue }
                let part = ratio(value, to: terms)
                if part < worst?.part ?? .infinity { worst = (Name(message: message, row: row), unit, whole, part) }
            }
            guard let worst else { continue }
            add(worst.name, worst.coefficients, unit: worst.unit)
            isAny = true
        }
        return isAny
    }

    /// Adds the row's slack, expressed by the nonbasic variables.
    private mutating func add(_ name: ObedienceProgram.RowName, _ coefficients: [BigInt], unit: Int) {
        var constant = BigInt.zero
        var row = nonbasic.map { variable -> BigInt in
            if case .mass(let state, name.message) = variable { denominator * coefficients[state] } else { .zero }
        }
        for (at, variable) in basic.enumerated() {
            guard case .mass(let state, name.message) = variable, !coefficients[state].isZero else { continue }
            constant = constant + coefficients[state] * constants[at]
            for column in row.indices where !entries[at][column].isZero { row[column] = row[column] + coefficients[state] * entries[at][column] }
        }
        rowUnits[name] = unit
        basic.append(.slack(name))
        constants.append(constant)
        entries.append(row)
    }

    private var solution: ObedienceProgram.Solution {
        var solution = ObedienceProgram.Solution(
            masses: program.masses.map { _ in [Double](repeating: 0, count: program.messages) }, multipliers: [:])
        for (at, variable) in basic.enumerated() {
            if case .mass(let state, let message) = variable { solution.masses[state][message] = ratio(constants[at], to: denominator, exponent: massUnit) }
        }
        for (at, variable) in nonbasic.enumerated() {
            if case .slack(let name) = variable {
                solution.multipliers[name] = ratio(prices[at], to: denominator, exponent: payoffUnit - (rowUnits[name] ?? 0))
            }
        }
        return solution
    }
}

extension BigInt {
    /// value / 2^unit, which has to be whole: `unit` at most ``lowestBit(of:)``.
    init(_ value: Double, unit: Int) {
        guard value.isFinite, value != 0 else {
            self = 0
            return
        }
        let lowest = Self.lowestBit(of: value)
        self = BigInt(Int64(Double(sign: .plus, exponent: -lowest, significand: value))) << (lowest - unit)
    }

    /// The exponent of the lowest bit that is set: value is an odd multiple of 2 to this. Not for 0.
    static func lowestBit(of value: Double) -> Int { Int(value.exponent) - value.significandWidth }
}
