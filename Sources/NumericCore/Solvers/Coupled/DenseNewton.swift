import CKernels

/// The Newton direction from the explicit Jacobian of the whole contest and one LU factorisation: for small contests, and the
/// reference that ``StructuredNewton`` is tested against.
///
/// Conditions, net prices and proximal steps are those of ``StructuredNewton``; the matrix is assembled here entry by entry and
/// uses none of the kernels that form blocks. Over the free cells p = (i, k) of all creators, with S = D^(1/2),
///
///     A_pq = [p = q] + S_p S_q ( [i = j] (w_i [k != l] Q_kl + nu'_i b_k b_l) + [k = l] G_p ),    q = (j, l),
///     G_p = -(P'_k + x_p P''_k),
///
/// bordered by a row and a column S_p a_k for each creator whose capacity binds, divided by its length. S dx solves A y = -S N.
/// - Complexity: (cells + creators)^3 fused operations an iteration by LAPACK's dgetrf on one thread, and 8 (cells + creators)^2
///   bytes: 300 MB and some seconds an iteration at the limit of ``cellLimit`` cells.
enum DenseNewton {
    /// Eligible cells of topics with attention, above which a contest is refused.
    static let cellLimit = 6000

    /// Why a contest is too large for this method; nil where it is not.
    static func refusal(of contest: Contest) -> String? {
        let open = (0..<contest.topics).filter { contest.pays($0) }
        let cells = open.reduce(0) { $0 + contest.layout.range(ofTopic: $1).count }
        guard cells > cellLimit else { return nil }
        let memory = 8 * Double(cells) * Double(cells) / 1e9
        let rounded = (memory * 10).rounded() / 10
        return "dense-newton takes at most \(cellLimit) cells: the Jacobian of \(cells) has \(rounded) GB; structured-newton needs no such matrix"
    }

    /// As ``CoupledEquations/direction(_:step:coupledStep:netStep:)``; nil where the Jacobian is singular.
    static func direction(
        _ equations: CoupledEquations, _ point: CoupledPoint, _ step: UnsafeMutablePointer<Double>,
        _ coupledStep: UnsafeMutablePointer<Double>, _ netStep: UnsafeMutablePointer<Double>
    ) -> [Double]? {
        let jacobian = Jacobian(equations, point)
        guard let scaled = jacobian.solve(jacobian.cells.map { -point.slope[$0.position].squareRoot() * point.imbalance[$0.position] }) else {
            return nil
        }
        let game = equations.game
        step.update(repeating: 0, count: game.count)
        var totalStep = [Double](repeating: 0, count: game.topics)
        for (row, cell) in jacobian.cells.enumerated() {
            step[cell.position] = cell.scale * scaled[row]
            totalStep[cell.topic] += step[cell.position]
        }
        guard totalStep.allSatisfy(\.isFinite) else { return nil }
        // dR = -N - w (Q - diag Q) dx - G ds at every cell, corners too.
        for i in 0..<game.creators {
            for p in game.positions(i..<i + 1) {
                let k = Int(game.order.topics[p])
                var change = -point.imbalance[p] - jacobian.response(p, k) * totalStep[k]
                for q in game.positions(i..<i + 1) where q != p && step[q] != 0 {
                    change -= jacobian.similarity(i, k, Int(game.order.topics[q])) * step[q]
                }
                netStep[p] = change
            }
        }
        return totalStep
    }

    /// The scaled and bordered matrix of the free cells, column-major.
    private struct Jacobian {
        struct Cell {
            let position: Int
            let creator: Int
            let topic: Int
            /// S = D^(1/2)
            let scale: Double
        }

        let equations: CoupledEquations
        let point: CoupledPoint
        private(set) var cells: [Cell] = []
        /// For each creator whose capacity binds its row of the border: free cells and entries.
        private var borders: [[(row: Int, value: Double)]] = []

        init(_ equations: CoupledEquations, _ point: CoupledPoint) {
            self.equations = equations
            self.point = point
            let game = equations.game
            for i in 0..<game.creators {
                let first = cells.count
                for p in game.positions(i..<i + 1) where point.slope[p] > 0 {
                    cells.append(Cell(position: p, creator: i, topic: Int(game.order.topics[p]), scale: point.slope[p].squareRoot()))
                }
                guard let capacity = game.contest.capacity, point.capacityPrice[i] > 0, first < cells.count else { continue }
                let entries = (first..<cells.count).map { (row: $0, value: cells[$0].scale * capacity.weights[cells[$0].topic]) }
                let length = entries.reduce(0) { $0 + $1.value * $1.value }.squareRoot()
                borders.append(entries.map { (row: $0.row, value: $0.value / length) })
            }
        }

        /// w_i Q_kl of different topics.
        func similarity(_ creator: Int, _ k: Int, _ l: Int) -> Double {
            guard let coupling = equations.game.contest.coupling else { return 0 }
            return coupling.weights[creator] * coupling.matrix[k * coupling.topics + l]
        }

        /// G = -(P' + x P''): what the condition at a position gains with its topic's total.
        func response(_ position: Int, _ topic: Int) -> Double {
            let at = point.prices.view
            return -(at.slope[topic] + point.effort[position] * at.curvature[topic])
        }

        private func entry(_ p: Cell, _ q: Cell) -> Double {
            var value = 0.0
            if p.topic == q.topic { value += response(p.position, p.topic) }
            if p.creator == q.creator {
                if p.topic != q.topic { value += similarity(p.creator, p.topic, q.topic) }
                if let total = equations.game.contest.totalEffort {
                    value += point.effortBend[p.creator] * total.weights[p.topic] * total.weights[q.topic]
                }
            }
            return p.scale * q.scale * value + (p.position == q.position ? 1 : 0)
        }

        /// The first entries of A^-1 (right, 0); nil where A is singular.
        func solve(_ right: [Double]) -> [Double]? {
            let order = cells.count + borders.count
            guard order > 0 else { return [] }
            var matrix = [Double](repeating: 0, count: order * order)
            for (column, q) in cells.enumerated() {
                for (row, p) in cells.enumerated() { matrix[column * order + row] = entry(p, q) }
            }
            for (index, border) in borders.enumerated() {
                for (row, value) in border {
                    matrix[(cells.count + index) * order + row] = value
                    matrix[row * order + cells.count + index] = value
                }
            }
            return SquareFactors(matrix, order: order)?.solve(right + [Double](repeating: 0, count: borders.count))
        }
    }
}
