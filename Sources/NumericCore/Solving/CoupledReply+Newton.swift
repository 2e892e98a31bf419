import CKernels

/// The step of a best reply's search.
extension CoupledReply {
    /// Net prices of a point and Newton's change of them; no change where the system cannot be factored.
    func direction(_ at: ReplyPoint, _ prox: CoupledProx) -> (prices: [Double], change: [Double]?) {
        let n = creator.count
        var prices = [Double](repeating: 0, count: n)
        var fall = prices // N
        var scale = prices // square root of D
        for j in 0..<n {
            let net = (at.marginalCost[j] - at.marginalRevenue[j]) + at.charge[j]
            let h = prox.metric[j]
            let r = creator.cells[j].rho - 1
            let own = at.lambda * creator.cells[j].capacityWeight
            if at.y[j] > 0 {
                prices[j] = h * at.y[j] + at.marginalCost[j] + own
                fall[j] = net
                scale[j] = (1 / (h + r * at.marginalCost[j] / at.y[j])).squareRoot()
            } else {
                let idle = creator.cells[j].rho == 1 ? creator.cells[j].cost : 0
                // A linear cost starts at c, which the net price of a cell at 0 must reach first.
                prices[j] = idle - max(net, 0) + own
                fall[j] = min(net, 0)
                guard net < 0 else { continue }
                let reached = prox.effort(j, at: idle - net)
                scale[j] = reached > 0 ? (1 / (h + r * creator.marginalCost(j, at: reached) / reached)).squareRoot() : 0
            }
        }
        guard let dx = newton(at, fall: fall, scale: scale) else { return (prices, nil) }
        let fatigueSlope = fatigueSlope(at)
        var change = fall.map { -$0 }
        for j in 0..<n {
            for l in 0..<n where l != j { change[j] -= coupling(j, l, fatigueSlope) * dx[l] }
        }
        return change.allSatisfy(\.isFinite) && prices.allSatisfy(\.isFinite) ? (prices, change) : (prices, nil)
    }

    @inline(__always)
    private func coupling(_ j: Int, _ l: Int, _ fatigueSlope: Double) -> Double {
        creator.weight * creator.similarity(j, l) + fatigueSlope * creator.cells[j].effortWeight * creator.cells[l].effortWeight
    }

    /// dx with (I + S H_off S) S^-1 dx = -S N on the cells where S > 0; on b'dx = B - b'y where the capacity has a price.
    private func newton(_ at: ReplyPoint, fall: [Double], scale: [Double]) -> [Double]? {
        let free = (0..<creator.count).filter { scale[$0] > 0 }
        var dx = [Double](repeating: 0, count: creator.count)
        guard !free.isEmpty else { return dx }
        let n = free.count
        let fatigueSlope = fatigueSlope(at)
        var matrix = [Double](repeating: 0, count: n * n)
        var columns = [Double](repeating: 0, count: 2 * n)
        for (p, j) in free.enumerated() {
            for q in p..<n { matrix[p * n + q] = q == p ? 1 : scale[j] * coupling(j, free[q], fatigueSlope) * scale[free[q]] }
            columns[p] = -scale[j] * fall[j]
            columns[n + p] = scale[j] * creator.cells[j].capacityWeight
        }
        guard nb_blas_dpotrf(Int32(n), &matrix, Int32(n)) == 0, nb_blas_dpotrs(Int32(n), 2, &matrix, Int32(n), &columns, Int32(n)) == 0 else {
            return nil
        }
        var price = 0.0
        if at.lambda > 0 {
            var (along, across) = (0.0, 0.0)
            for (p, j) in free.enumerated() {
                let weight = creator.cells[j].capacityWeight * scale[j]
                along += weight * columns[p]
                across += weight * columns[n + p]
            }
            price = across > 0 ? (along - (creator.limit - at.used)) / across : 0
        }
        for (p, j) in free.enumerated() { dx[j] = scale[j] * (columns[p] - price * columns[n + p]) }
        return dx
    }
}
