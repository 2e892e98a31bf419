/// The two linear systems of a basis, solved from the data: what the pivots rounded away comes back.
///
/// One row for each state (its masses sum to its mass) and for each binding obedience row (= 0), one column for each basic mass. The masses solve it, the
/// prices and multipliers its transpose.
struct BasisSystem {
    private let program: ObedienceProgram
    private let basis: Basis

    init(_ program: ObedienceProgram, basis: Basis) { (self.program, self.basis) = (program, basis) }

    /// nil where the matrix is singular.
    func solution() -> ObedienceProgram.Solution? {
        let (states, size) = (program.masses.count, basis.masses.count)
        guard size == states + basis.binding.count else { return nil }
        var matrix = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
        for (column, mass) in basis.masses.enumerated() {
            matrix[mass.state][column] = 1
            for (at, name) in basis.binding.enumerated() where name.message == mass.message {
                matrix[states + at][column] = program.rows[name.message][name.row][mass.state]
            }
        }
        let transpose = (0..<size).map { row in matrix.map { $0[row] } }
        let right = program.masses + [Double](repeating: 0, count: basis.binding.count)
        let payoffs = basis.masses.map { program.payoffs[$0.state][$0.message] }
        guard let masses = LinearSystem(matrix)?.solve(right), let prices = LinearSystem(transpose)?.solve(payoffs) else { return nil }
        var solution = ObedienceProgram.Solution(
            masses: [[Double]](repeating: [Double](repeating: 0, count: program.messages), count: states), multipliers: [:])
        for (at, mass) in basis.masses.enumerated() { solution.masses[mass.state][mass.message] = masses[at] }
        // price(w) - multipliers times rows = payoff: the transpose holds them with the opposite sign.
        for (at, name) in basis.binding.enumerated() { solution.multipliers[name] = -prices[states + at] }
        return solution
    }
}

/// A dense square system: Gaussian elimination with partial pivoting, rows scaled to a largest coefficient of 1, and one step of refinement. O(n^3) once, O(n^2) a right-hand side.
struct LinearSystem {
    private let matrix: [[Double]]
    private let units: [Double]
    private var factors: [[Double]]
    private var order: [Int]

    /// nil for a matrix that is singular to rounding.
    init?(_ matrix: [[Double]]) {
        units = matrix.map { row in
            let largest = row.lazy.map(abs).max() ?? 0
            return largest > 0 ? largest : 1
        }
        self.matrix = zip(matrix, units).map { row, unit in row.map { $0 / unit } }
        factors = self.matrix
        order = Array(matrix.indices)
        let size = matrix.count
        for column in 0..<size {
            let pivot = (column..<size).max { abs(factors[$0][column]) < abs(factors[$1][column]) } ?? column
            guard abs(factors[pivot][column]) > 1e-14 else { return nil }
            factors.swapAt(pivot, column)
            order.swapAt(pivot, column)
            let own = factors[column]
            for row in (column + 1)..<max(size, column + 1) where factors[row][column] != 0 {
                let factor = factors[row][column] / own[column]
                factors[row][column] = factor
                for at in (column + 1)..<size { factors[row][at] -= factor * own[at] }
            }
        }
    }

    func solve(_ unscaled: [Double]) -> [Double] {
        let right = zip(unscaled, units).map { $0 / $1 }
        let first = substitute(right)
        let residual = matrix.indices.map { row in right[row] - zip(matrix[row], first).reduce(0) { $0 + $1.0 * $1.1 } }
        return zip(first, substitute(residual)).map { $0 + $1 }
    }

    private func substitute(_ right: [Double]) -> [Double] {
        var values = order.map { right[$0] }
        for row in values.indices {
            for at in 0..<row { values[row] -= factors[row][at] * values[at] }
        }
        for row in values.indices.reversed() {
            for at in (row + 1)..<max(values.count, row + 1) { values[row] -= factors[row][at] * values[at] }
            values[row] /= factors[row][row]
        }
        return values
    }
}
