import CKernels

/// Powers x^(rho - 1) for a contest whose cells share their exponent: made once, read for every cell of the certificate.
package final class PowerTable: @unchecked Sendable {
    package let table: nb_power_table
    private let points: UnsafeMutablePointer<Double>

    /// Fewer cells are judged as fast as the table is filled.
    private static let leastCells = 1 << 15

    /// nil where exponents differ, no power is needed, the contest is small, or efforts are far from the middle of the range of
    /// doubles (powers could then leave it).
    package init?(_ contest: Contest, totals: [Double], kernels: UnsafePointer<nb_kernels>) {
        guard case .shared(let rho) = contest.costs.exponents, rho > 1, rho <= 9, rho != 2, contest.layout.cells >= Self.leastCells,
            let largest = totals.filter({ $0.isFinite }).max(), (0x1p-50...0x1p99).contains(largest)
        else { return nil }
        let above = Int32(largest.exponent) + 1
        points = .allocate(capacity: 2 * Int(NB_POWER_POINTS))
        table = nb_power_table(exponent: rho - 1, lowest: above - NB_POWER_OCTAVES, points: points)
        kernels.pointee.power_points(table.exponent, table.lowest, points)
    }
    deinit { points.deallocate() }
}
