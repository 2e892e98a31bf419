#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What a token is paid, and what the last producer asks, over the data sold: for pictures. A market rests where the two meet.
public struct ParticipationCurve: Sendable, Equatable {
    /// D, rising in equal ratios up to what all producers have.
    public let tokens: [Double]
    /// phi(D)
    public let unitPayments: [Double]
    /// rho of the producer whose data D reaches.
    public let asked: [Double]

    /// A point every part of a decade, from below the first fixed point on.
    /// - Complexity: O(count log n).
    public init(_ supply: Supply, _ payment: UnitPayment, _ found: Participation, count: Int = 240) {
        let total = supply.total
        let first = found.marketPoints.map(\.tokens).first { $0 > 0 } ?? total
        let low = max(min(first / 3, total / 100), total * 1e-9)
        let steps = (0..<count).map { index in
            index == count - 1 ? total : low * exp(log(total / low) * Double(index) / Double(count - 1))
        }
        tokens = steps
        unitPayments = steps.map { payment($0) }
        asked = steps.map { data in supply.unitReservations[min(Self.place(of: data, supply.cumulative), supply.count - 1)] }
    }

    /// The first producer with whom the data reach D.
    private static func place(of data: Double, _ sums: [Double]) -> Int {
        var (low, high) = (0, sums.count)
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] < data { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
