#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Counts of values in equal bins with round edges.
///
/// The bins cover all but the most extreme hundredth at each end; the first and last bin hold what lies beyond them.
struct Histogram {
    let firstEdge: Double
    let width: Double
    private(set) var counts: [Int]
    let median: Double
    /// Whether values lie beyond the first and the last edge.
    let spillsBelow: Bool
    let spillsAbove: Bool

    /// - Precondition: at least one value, all finite.
    init(_ values: [Double], bins: Int = 30) {
        let sorted = values.sorted()
        precondition(!sorted.isEmpty, "a histogram needs values")
        func quantile(_ share: Double) -> Double { sorted[Int((Double(sorted.count - 1) * share).rounded())] }
        median = sorted.count.isMultiple(of: 2) ? (sorted[sorted.count / 2 - 1] + sorted[sorted.count / 2]) / 2 : sorted[sorted.count / 2]
        let low = quantile(0.01)
        let high = quantile(0.99)
        // Equal values still get a bin that a picture can show.
        let step = Self.roundStep(max(high - low, max(abs(low), abs(high)) * 1e-6, 1e-6) / Double(bins))
        let first = (low / step).rounded(.down) * step
        let count = max(1, Int(((high - first) / step).rounded(.down)) + 1)
        var counts = [Int](repeating: 0, count: count)
        // Clamped before it becomes an integer: values beyond the edges may be as large as doubles are.
        for value in sorted { counts[Int(min(max(((value - first) / step).rounded(.down), 0), Double(count - 1)))] += 1 }
        self.counts = counts
        firstEdge = first
        width = step
        spillsBelow = sorted[0] < first
        spillsAbove = sorted[sorted.count - 1] > first + Double(count) * step
    }

    /// Middle of a bin.
    func centre(_ bin: Int) -> Double { firstEdge + (Double(bin) + 0.5) * width }

    var lastEdge: Double { firstEdge + Double(counts.count) * width }

    /// The smallest of 1, 2, 5 times a power of ten that is at least `width`.
    static func roundStep(_ width: Double) -> Double {
        let power = pow(10, log10(width).rounded(.down))
        return ([1, 2, 5].first { $0 * power >= width * (1 - 1e-12) } ?? 10) * power
    }
}
