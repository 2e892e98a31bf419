/// A problem as a linear program over x(a | w) of the likely states, in which every row and the payoffs have coefficients of about 1.
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

    init(of problem: FinitePersuasion) {
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
        program = ObedienceProgram(
            masses: [Double](repeating: 1, count: likely.count),
            payoffs: likely.map { state in
                let least = problem.sender[state].min() ?? 0
                return problem.sender[state].map { prior[state] * ($0 - least) / divisor }
            },
            rows: rows)
        (self.problem, self.likely, self.units) = (problem, likely, units)
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

    func policy(_ solution: ObedienceProgram.Solution) -> [[Double]] {
        var policy = favourites
        for (at, state) in likely.enumerated() {
            let positive = solution.masses[at].map { max(0, $0) }
            let sum = positive.reduce(0, +)
            if sum > 0 { policy[state] = positive.map { $0 / sum } }
        }
        return policy
    }

    func multipliers(_ solution: ObedienceProgram.Solution) -> [[Double]] {
        var multipliers = noMultipliers
        for (name, multiplier) in solution.multipliers where multiplier > 0 {
            let unit = units[name.message][name.row]
            multipliers[name.message][name.row < name.message ? name.row : name.row + 1] = multiplier * (senderUnit / unit.difference) / unit.weighted
        }
        return multipliers
    }
}
