/// A persuasion problem as a linear program over the joint masses z of states and messages.
///
/// max sum z(w, m) payoff(w, m) subject to sum_m z(w, m) = mass(w), z >= 0, and for each message m some rows r: sum_w r(w) z(w, m) >= 0 (whoever hears m
/// obeys it). Of the rows few bind, so they are added only once they are violated (`solve`).
struct ObedienceProgram {
    /// Mass of each state, > 0.
    let masses: [Double]
    /// Entry [w][m].
    let payoffs: [[Double]]
    /// Entry [m][k][w]: row k of message m. Coefficients of about 1. A search that knows a solution may go on from it after rows were added at the end,
    /// or others in their place.
    var rows: [[[Double]]]
    /// Entry [w][m]: whether m is never sent in w. Every state has a message left.
    let barred: [[Bool]]

    init(masses: [Double], payoffs: [[Double]], rows: [[[Double]]], barred: [[Bool]]? = nil) {
        (self.masses, self.payoffs, self.rows) = (masses, payoffs, rows)
        self.barred = barred ?? payoffs.map { $0.map { _ in false } }
    }

    var messages: Int { payoffs[0].count }

    /// In every state the message of the largest payoff, which is optimal without rows, the lowest of equal ones; and the others that may be sent.
    var dearestMessages: [(best: Int, others: [Int])] {
        zip(payoffs, barred).map { payoffs, barred in
            let allowed = payoffs.indices.filter { !barred[$0] }
            let best = allowed.max { (payoffs[$0], -$0) < (payoffs[$1], -$1) } ?? 0
            return (best, allowed.filter { $0 != best })
        }
    }

    /// Most masses of a program that is solved in fractions where doubles fail.
    static let mostExactMasses = 400

    /// Whether it is small enough for that.
    var isSmall: Bool { masses.count * messages <= Self.mostExactMasses }

    /// Which row of which message.
    struct RowName: Hashable {
        let message: Int
        let row: Int
    }

    struct Solution {
        /// Entry [w][m], >= 0 up to rounding.
        var masses: [[Double]]
        /// Those of the rows that bind.
        var multipliers: [RowName: Double]
    }

    /// What a search came to.
    struct Search {
        /// The last basis, solved anew from the data where that can be done, and as the pivots left it.
        let solutions: [Solution]
        /// Steps of the simplex method.
        let pivots: Int
        /// Why it ended before the optimum; nil where it did not.
        let reason: String?
    }

    /// Violations and slacks below this part of what is added up in them are rounding.
    static let resolution = 1e-11
    /// Masses below this are not told from rounding when rows are tried.
    private static let faintest = 1e-12

    /// Solves by adding violated rows: the best message in every state is optimal without rows; each round adds to every message in use the row that it
    /// violates most, and the dual simplex method mends the dictionary. It ends, since no row is added twice.
    /// - Parameters:
    ///   - leastStake: rows of messages at which the payoffs have less at stake than this are left as they are.
    ///   - watch: asked before every pivot.
    func solve(pivotLimit: Int = 100_000, leastStake: Double? = nil, watch: PersuasionWatch = .none) -> Search {
        var dictionary = DualDictionary(self)
        return solve(from: &dictionary, pivotLimit: pivotLimit, leastStake: leastStake, watch: watch)
    }

    /// The same from a dictionary of some of the rows, which becomes that of the solution.
    func solve(from dictionary: inout DualDictionary, pivotLimit: Int = 100_000, leastStake: Double? = nil, watch: PersuasionWatch = .none) -> Search {
        var added = dictionary.rows
        var reason: String?
        while reason == nil {
            reason = dictionary.mend(pivotLimit: pivotLimit, watch: watch)
            let new = reason == nil ? violated(by: dictionary.masses(), leastStake, except: added) : []
            if new.isEmpty { break }
            for (name, unit) in new {
                dictionary.add(name, rows[name.message][name.row], unit: unit)
                added.insert(name)
            }
        }
        let solved = BasisSystem(self, basis: dictionary.basis).solution()
        let left = Solution(masses: dictionary.masses(), multipliers: dictionary.multipliers())
        return Search(solutions: [solved, left].compactMap { $0 }, pivots: dictionary.pivots, reason: reason)
    }

    /// Of every message in use the row that it violates most, and what is added up in that row: its unit from then on, so that a message that is
    /// only sent in unlikely states counts for as much as the others.
    private func violated(by masses: [[Double]], _ leastStake: Double?, except added: Set<RowName>) -> [(name: RowName, unit: Double)] {
        (0..<messages).compactMap { message in
            guard masses.contains(where: { $0[message] > Self.faintest }) else { return nil }
            let sent = masses.map { $0[message] }
            if let leastStake {
                let stake = zip(sent, payoffs).reduce(0) { $0 + $1.0 * (($1.1.max() ?? 0) - ($1.1.min() ?? 0)) }
                guard stake > leastStake else { return nil }
            }
            var worst: (name: RowName, part: Double, unit: Double)?
            for (row, coefficients) in rows[message].enumerated() {
                var (value, terms) = (0.0, 0.0)
                for (coefficient, mass) in zip(coefficients, sent) where mass > Self.faintest {
                    value += coefficient * mass
                    terms += abs(coefficient) * mass
                }
                let name = RowName(message: message, row: row)
                guard value < -Self.resolution * terms, !added.contains(name), value < (worst?.part ?? 0) * terms else { continue }
                worst = (name, value / terms, terms)
            }
            return worst.map { ($0.name, $0.unit) }
        }
    }
}

/// What stands on the left of a dictionary, and which rows bind.
struct Basis {
    /// Masses that may be above 0, as state and message.
    var masses: [(state: Int, message: Int)]
    /// Rows whose slack is 0; with the states as many as there are masses.
    var binding: [ObedienceProgram.RowName]
}
