#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Bounds for cells whose own payoff never stops rising (a price that does not fall, over a linear cost): what ends their growth is
/// the creator's other costs or its capacity, which ``LinearisedCell`` has made linear.
extension CoupledCreator {
    /// An upper bound of what a cell adds to the best reply's gain, as ``LinearisedCell/gap(from:slope:isTight:)`` and, where that is
    /// infinite, g times how far the cell can reach. Summed over cells it bounds the creator's gain.
    /// - Parameters:
    ///   - slope: g, the marginal payoff at x.
    ///   - effort: E = a'x of the efforts at which the charge was taken.
    /// - Returns: infinity where nothing stops the cell.
    func gap(_ j: Int, charge: Double, from x: Double, slope: Double, effort: Double, isTight: Bool) -> Double {
        let gap = linearised(j, charge: charge).gap(from: x, slope: slope, isTight: isTight)
        guard gap == .infinity, slope < .infinity else { return gap }
        return slope * reach(j, slope: slope, effort: effort)
    }

    /// A number r with gain <= sum of g r over the cells that are bounded this way: the least of
    /// - B/b, since b'y <= B;
    /// - E*/a with h E*^(theta - 1) = h E^(theta - 1) + t, t = g/a: linearised at E, the cost of total effort is too low by a
    ///   divergence D(E_y, E) >= 0, and t E_y - D(E_y, E), at its highest at E*, is at most t E* for the largest t of all cells;
    /// - g/(2 w m), m > 0 the least eigenvalue of Q: linearised, (w/2) y'Qy is too low by at least (w m/2) |y - x|^2;
    /// - (P(0) - c)/(w Q_jj) where no entry in Q's row is negative: further on the payoff falls whatever the other efforts are.
    ///
    /// All derived here; the two divergences belong to different costs and add up.
    private func reach(_ j: Int, slope: Double, effort: Double) -> Double {
        let cell = cells[j]
        var reach = limit / cell.capacityWeight
        if effortScale > 0, effortExponent > 1 {
            let marginal = fatigue(at: effort) / effortScale + slope / (cell.effortWeight * effortScale)
            reach = min(reach, pow(marginal, 1 / (effortExponent - 1)) / cell.effortWeight)
        }
        guard weight > 0 else { return reach }
        if leastEigenvalue > 0 { reach = min(reach, slope / (2 * weight * leastEigenvalue)) }
        if similarity(j, j) > 0, (0..<count).allSatisfy({ similarity(j, $0) >= 0 }) {
            let most = cell.market.priceAtZero - (cell.rho == 1 ? cell.cost : 0)
            reach = min(reach, max(0, most) / (weight * similarity(j, j)))
        }
        return reach
    }
}
