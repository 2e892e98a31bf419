/// A persuasion problem as a linear program over the joint masses z of states and messages.
///
/// max sum z(w, m) payoff(w, m) subject to sum_m z(w, m) = mass(w), z >= 0, and for each message m some rows r: sum_w r(w) z(w, m) >= 0 (whoever hears m
/// obeys it). Of the rows few bind, so they are added only once they are violated (`solve`).
struct ObedienceProgram {
    /// Mass of each state, > 0.
    let masses: [Double]
    /// Entry [w][m].
    let payoffs: [[Double]]
    /// Entry [m][k][w]: row k of message m. Coefficients of about 1.
    let rows: [[[Double]]]

    var messages: Int { payoffs[0].count }

    /// Which row of which message.
    struct RowName: Hashable {
        let message: Int
        let row: Int
    }

    struct Solution {
        /// Entry [w][m], >= 0 up to rounding.
        var masses: [[Double]]
        /// One for each state.
        var prices: [Double]
        /// Those of the rows that bind.
        var multipliers: [RowName: Double]
        /// Steps of the simplex method.
        var pivots: Int
        /// Why the search ended before the optimum; nil where it did not.
        var reason: String?
    }

    /// Violations and slacks below this are rounding, at payoffs, rows and masses of about 1.
    static let resolution = 1e-11

    /// Solves by adding violated rows: the best message in every state is optimal without rows; each round adds to every message in use the row that it
    /// violates most, and the dual simplex method mends the dictionary. It ends, since no row is added twice.
    /// - Parameter isCancelled: asked before every pivot.
    func solve(pivotLimit: Int = 100_000, isCancelled: () -> Bool = { false }) -> Solution {
        var dictionary = DualDictionary(self)
        var added: Set<RowName> = []
        var reason: String?
        while reason == nil {
            reason = dictionary.mend(pivotLimit: pivotLimit, isCancelled: isCancelled)
            let new = reason == nil ? violated(by: dictionary.masses(), except: added) : []
            if new.isEmpty { break }
            for name in new {
                dictionary.add(name, rows[name.message][name.row])
                added.insert(name)
            }
        }
        var solution = BasisSystem(self, basis: dictionary.basis).solution()
            ?? Solution(masses: dictionary.masses(), prices: dictionary.prices(of: self), multipliers: dictionary.multipliers(), pivots: 0, reason: nil)
        (solution.pivots, solution.reason) = (dictionary.pivots, reason)
        return solution
    }

    private func violated(by masses: [[Double]], except added: Set<RowName>) -> [RowName] {
        (0..<messages).compactMap { message in
            guard masses.contains(where: { $0[message] > 0 }) else { return nil }
            var worst: (name: RowName, value: Double)?
            for (row, coefficients) in rows[message].enumerated() {
                let value = coefficients.indices.reduce(0) { $0 + coefficients[$1] * masses[$1][message] }
                let name = RowName(message: message, row: row)
                if value < min(-Self.resolution, worst?.value ?? 0), !added.contains(name) { worst = (name, value) }
            }
            return worst?.name
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
