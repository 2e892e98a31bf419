import CKernels

extension CoupledEquations {
    /// The K x K system of the totals (Woodbury): C = I + sum_i W_i diag(G_i), factored, with sum_i -W_i r_i. W_i is the inverse of
    /// a creator's own block, which says how its efforts answer marginal revenues, and G_i what its conditions gain with totals.
    ///
    /// - Complexity: about K^3 fused operations a creator, and K^3/3 for the factors; 2 K^2 doubles a slot of creators.
    struct Capacitance {
        let stepSum: [Double]
        /// sum_i W_i, column-major; empty where not kept.
        let supply: [Double]
        /// sum_i W_i diag(x_i) times P'' of the column's topic; empty where not kept.
        let ownSupply: [Double]
        let factors: SquareFactors

        /// nil where a creator's block or C is singular to working precision.
        init?(
            _ equations: CoupledEquations, _ point: CoupledPoint, rightSide: UnsafePointer<Double>, keepingSupply: Bool = false
        ) {
            let k = equations.game.topics
            let tiles = equations.tiles
            let matrices = SharedTable(count: tiles.slots * k * k, filledWith: 0.0)
            let supplies = SharedTable(count: keepingSupply ? tiles.slots * k * k : 0, filledWith: 0.0)
            let sums = SharedTable(count: tiles.slots * k, filledWith: 0.0)
            let failures = SharedTable(count: tiles.slots, filledWith: 0)
            nonisolated(unsafe) let rightSide = rightSide
            tiles.run(blocks: true) { slot, creators, room in
                var view = equations.game.view
                var at = point.prices.view
                failures[slot] += equations.kernels.pointee.creator_blocks(
                    &view, creators.lowerBound, creators.upperBound, &at, point.effort, point.slope, rightSide, point.capacityPrice,
                    point.effortBend, matrices.base + slot * k * k, keepingSupply ? supplies.base + slot * k * k : nil,
                    sums.base + slot * k, room.kernels)
            }
            guard failures.array.allSatisfy({ $0 == 0 }) else { return nil }
            func added(_ parts: SharedTable<Double>, _ count: Int) -> [Double] {
                var sum = [Double](repeating: 0, count: count)
                sum.withUnsafeMutableBufferPointer { if let base = $0.baseAddress { tiles.add(parts, into: base) } }
                return sum
            }
            stepSum = added(sums, k)
            let supply = added(supplies, supplies.count / tiles.slots)
            self.supply = supply
            var matrix = added(matrices, k * k)
            let slope = point.prices.view.slope!
            ownSupply = supply.indices.map { -matrix[$0] - supply[$0] * slope[$0 / k] }
            for j in 0..<k { matrix[j * (k + 1)] += 1 }
            guard let factors = SquareFactors(matrix, order: k) else { return nil }
            self.factors = factors
        }

        /// C^-1 r, or with the transpose.
        func solve(_ right: [Double], transposed: Bool = false) -> [Double] { factors.solve(right, transposed: transposed) }
    }
}

/// A square matrix factored by LAPACK's dgetrf.
struct SquareFactors {
    private var matrix: [Double]
    private var pivots: [Int32]

    /// nil where the column-major matrix is not finite, or singular.
    init?(_ matrix: [Double], order: Int) {
        guard matrix.allSatisfy(\.isFinite) else { return nil }
        self.matrix = matrix
        pivots = [Int32](repeating: 0, count: order)
        let order = Int32(order)
        let info = self.matrix.withUnsafeMutableBufferPointer { a in
            pivots.withUnsafeMutableBufferPointer { nb_blas_dgetrf(order, a.baseAddress!, order, $0.baseAddress!) }
        }
        guard info == 0 else { return nil }
    }

    /// A^-1 r, or with the transpose.
    func solve(_ right: [Double], transposed: Bool = false) -> [Double] {
        let order = Int32(pivots.count)
        var x = right
        _ = x.withUnsafeMutableBufferPointer { nb_blas_dgetrs(transposed, order, 1, matrix, order, pivots, $0.baseAddress!, order) }
        return x
    }
}

/// The system C ds = r of the totals: a diagonal where no creator joins topics, else factored.
enum TotalsSystem {
    case diagonal([Double])
    case factored(SquareFactors)

    /// C^-1 r, or with the transpose.
    func solve(_ right: [Double], transposed: Bool = false) -> [Double] {
        switch self {
        case .diagonal(let values): zip(right, values).map { $0 / $1 }
        case .factored(let factors): factors.solve(right, transposed: transposed)
        }
    }
}
