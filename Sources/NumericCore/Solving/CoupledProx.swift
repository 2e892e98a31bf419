#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Efforts from net prices: what a creator would do if a unit of effort in cell j earned R_j less h_j x_j,
///
///     max over x >= 0, b'x <= B of sum_j (R_j x_j - (h_j/2) x_j^2 - c_j x_j^rho_j),
///
/// and the price lambda of its capacity. Every R gives an answer, and an answer's tiny efforts change smoothly with R.
struct CoupledProx {
    let creator: CoupledCreator
    /// h_j > 0
    let metric: [Double]

    /// x >= 0 with h x + c rho x^(rho - 1) = v; 0 where v is too small for any.
    func effort(_ j: Int, at v: Double) -> Double {
        let cell = creator.cells[j]
        let h = metric[j]
        guard v > 0 else { return 0 }
        if cell.rho == 1 { return max(0, (v - cell.cost) / h) }
        if cell.rho == 2 { return v / (h + 2 * cell.cost) }
        // Newton's method in l = log x on the log of the left side, convex and rising: from the smaller of the two roots
        // of one term each, where the left side is 1 to 2 times v, it falls towards the root.
        let r = cell.rho - 1
        let (logH, logC, logV) = (log(h), log(cell.cost * cell.rho), log(v))
        var l = min(logV - logH, (logV - logC) / r)
        for _ in 0..<40 {
            let linear = exp(logH + l - logV)
            let power = exp(logC + r * l - logV)
            let step = (linear + power) * log(linear + power) / (linear + r * power)
            l -= step
            if abs(step) <= 1e-15 * max(1, abs(l)) || !(step > 0) { break }
        }
        return exp(l)
    }

    /// The efforts and lambda. lambda is 0, or between two numbers that bracket it to rounding; the efforts then fill B.
    /// - Complexity: O(cells), some ten times that where the capacity binds.
    func efforts(_ prices: [Double], _ x: inout [Double]) -> Double {
        var used = fill(prices, lambda: 0, &x)
        guard used > creator.limit else { return 0 }
        var low = 0.0
        var high = (0..<creator.count).reduce(0) { max($0, prices[$1] / creator.cells[$1].capacityWeight) }
        guard creator.limit > 0, high.isFinite else {
            for j in 0..<creator.count { x[j] = 0 }
            return high
        }
        var lambda = 0.0
        for _ in 0..<200 {
            // Newton's method on log(b'x) = log B, in the bracket.
            var next = lambda + used * log(used / creator.limit) / max(pull(x), .leastNormalMagnitude)
            if !(next > low && next < high) { next = 0.5 * (low + high) }
            lambda = next
            used = fill(prices, lambda: lambda, &x)
            if used > creator.limit { low = lambda } else { high = lambda }
            if abs(used - creator.limit) <= 0x1p-50 * creator.limit || !(0.5 * (low + high) > low && 0.5 * (low + high) < high) { break }
        }
        if used > creator.limit { for j in 0..<creator.count { x[j] *= creator.limit / used } }
        return lambda
    }

    private func fill(_ prices: [Double], lambda: Double, _ x: inout [Double]) -> Double {
        for j in 0..<creator.count { x[j] = effort(j, at: prices[j] - lambda * creator.cells[j].capacityWeight) }
        return creator.use(x).capacity
    }

    /// How fast b'x falls in lambda.
    private func pull(_ x: [Double]) -> Double {
        var sum = 0.0
        for j in 0..<creator.count where x[j] > 0 {
            let cell = creator.cells[j]
            sum += cell.capacityWeight * cell.capacityWeight / (metric[j] + (cell.rho - 1) * creator.marginalCost(j, at: x[j]) / x[j])
        }
        return sum
    }
}
