/// A problem as a linear program over x(a | w) of the likely states, in which the largest coefficient of every row, and of the payoffs, is 1.
///
/// Probabilities belong to the coefficients, so that a state counts for what it weighs, however rare it is or large its payoffs are.
struct ScaledObedience {
    let program: ObedienceProgram
    /// What the payoffs of the program are in: the largest p_w (max uS - min uS), 1 where all are 0.
    let senderUnit: Double
    private let problem: FinitePersuasion
    private let likely: [Int]
    /// Entry [a][row]: the row was divided by both.
    private let units: [[(difference: Double, weighted: Double)]]
    /// Whether a recommendation can never be part of an obeyed policy: entry [state][a], states in the order of `likely`.
    private let barred: [[Bool]]
    /// What shows that, one after the other.
    private let eliminations: [Elimination]

    /// A row that bars its action in some states.
    private struct Elimination {
        let action: Int
        let row: Int
        let states: [Int]
    }

    /// - Parameter isExact: whether the program will be solved without rounding, so that nothing needs to be barred.
    init(of problem: FinitePersuasion, isExact: Bool = false) {
        let (prior, actions) = (problem.prior, 0..<problem.actions)
        let likely = prior.indices.filter { prior[$0] > 0 }
        let stakes = likely.map { state in prior[state] * ((problem.sender[state].max() ?? 0) - (problem.sender[state].min() ?? 0)) }
        let unit = stakes.max() ?? 0
        senderUnit = unit > 0 ? unit : 1
        let divisor = senderUnit
        var units: [[(difference: Double, weighted: Double)]] = []
        let rows: [[[Double]]] = actions.map { action in
            var own: [(difference: Double, weighted: Double)] = []
            let rows = actions.filter { $0 != action }.map { other in
                var row = likely.map { problem.receiver[$0][action] - problem.receiver[$0][other] }
                let difference = Self.divideByLargest(&row)
                for (at, state) in likely.enumerated() { row[at] *= prior[state] }
                own.append((difference, Self.divideByLargest(&row)))
                return row
            }
            units.append(own)
            return rows
        }
        (eliminations, barred) = Self.eliminate(isExact ? rows.map { _ in [] } : rows, states: likely.count)
        program = ObedienceProgram(
            masses: [Double](repeating: 1, count: likely.count),
            payoffs: likely.map { state in
                let least = problem.sender[state].min() ?? 0
                return problem.sender[state].map { prior[state] * ($0 - least) / divisor }
            },
            rows: rows, barred: barred)
        (self.problem, self.likely, self.units) = (problem, likely, units)
    }

    /// Where another action is worse in none of the states in which an action may be recommended (but for less than rounding of what it is better by in
    /// some), the action cannot be recommended in those: no row has anything to set against their losses. Such rows would only strain pivots.
    private static func eliminate(_ rows: [[[Double]]], states: Int) -> (eliminations: [Elimination], barred: [[Bool]]) {
        var eliminations: [Elimination] = []
        var barred = [[Bool]](repeating: [Bool](repeating: false, count: rows.count), count: states)
        for action in rows.indices {
            var isChanging = true
            while isChanging {
                isChanging = false
                for (row, coefficients) in rows[action].enumerated() {
                    let alive = coefficients.indices.filter { !barred[$0][action] }
                    let support = alive.reduce(0) { $0 + max(0, coefficients[$1]) }
                    let lost = alive.filter { coefficients[$0] < 0 && support <= 1e-17 * -coefficients[$0] }
                    guard !lost.isEmpty else { continue }
                    for state in lost { barred[state][action] = true }
                    eliminations.append(Elimination(action: action, row: row, states: lost))
                    isChanging = true
                }
            }
        }
        return (eliminations, barred)
    }

    /// - Returns: the largest magnitude, 1 where all are 0.
    private static func divideByLargest(_ row: inout [Double]) -> Double {
        let largest = row.lazy.map(abs).max() ?? 0
        guard largest > 0 else { return 1 }
        for at in row.indices { row[at] /= largest }
        return largest
    }

    /// The sender's favourite action in every state.
    var favourites: [[Double]] {
        problem.sender.map { payoffs in
            let favourite = payoffs.indices.max { (payoffs[$0], -$0) < (payoffs[$1], -$1) } ?? 0
            return payoffs.indices.map { $0 == favourite ? 1.0 : 0 }
        }
    }

    var noMultipliers: [[Double]] { [[Double]](repeating: [Double](repeating: 0, count: problem.actions), count: problem.actions) }

    /// - Parameter faintest: probabilities up to this are taken for 0.
    func policy(_ solution: ObedienceProgram.Solution, above faintest: Double) -> [[Double]] {
        var policy = favourites
        for (at, state) in likely.enumerated() {
            let positive = solution.masses[at].map { $0 > faintest ? $0 : 0 }
            let sum = positive.reduce(0, +)
            if sum > 0 { policy[state] = positive.map { $0 / sum } }
        }
        return policy
    }

    /// The multipliers of rows that bind, and what the rows that bar recommendations need so that these would not be worth the prices.
    func multipliers(_ solution: ObedienceProgram.Solution) -> [[Double]] {
        var multipliers = noMultipliers
        for (name, multiplier) in solution.multipliers where multiplier > 0 {
            let unit = units[name.message][name.row]
            multipliers[name.message][other(name)] = multiplier * (senderUnit / unit.difference) / unit.weighted
        }
        // The last first: each takes nothing from states that are not barred yet, and what it adds in the barred ones is for those before it.
        for elimination in eliminations.reversed() {
            let (action, other) = (elimination.action, other(.init(message: elimination.action, row: elimination.row)))
            var most = 0.0
            for at in elimination.states {
                let state = likely[at]
                let least = problem.sender[state].min() ?? 0
                let worth = (0..<problem.actions).map { problem.worth(of: $0, in: state, above: least, multipliers) }
                let price = worth.indices.reduce(-Double.infinity) { barred[at][$1] ? $0 : max($0, worth[$1]) }
                most = max(most, (worth[action] - price) / (problem.receiver[state][other] - problem.receiver[state][action]))
            }
            multipliers[action][other] += most
        }
        return multipliers
    }

    private func other(_ name: ObedienceProgram.RowName) -> Int { name.row < name.message ? name.row : name.row + 1 }
}
