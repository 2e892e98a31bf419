/// The percentile interval of a bootstrap: what is left of its resamples where 2.5 % are cut off at either end.
///
/// Source: B. Efron, R. Tibshirani, "An Introduction to the Bootstrap", Chapman & Hall 1993, chapter 13.
package struct PercentileInterval {
    /// Its ends; NaN of nothing.
    package let low, high: Double
    /// Of both tails together.
    private static let tails = 0.05

    /// O(n log n) for n resamples.
    package init(of resamples: [Double]) {
        let sorted = resamples.sorted()
        let cut = Int((Self.tails / 2 * Double(sorted.count)).rounded())
        low = sorted.isEmpty ? .nan : sorted[min(cut, sorted.count - 1)]
        high = sorted.isEmpty ? .nan : sorted[max(sorted.count - 1 - cut, 0)]
    }
}
