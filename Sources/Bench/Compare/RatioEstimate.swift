/// How much slower or faster one set of samples is than another: the ratio of medians and its 95% interval.
///
/// The interval is the percentile bootstrap of median(after) / median(before), both resampled apart from each other. Below
/// ``fewestForBootstrap`` samples not even the widest interval between samples covers a median with 95%; then the range
/// from min(after) / max(before) to max(after) / min(before) is given, which is wider. One sample gives no interval.
public struct RatioEstimate: Sendable, Equatable {
    /// median(after) / median(before)
    public let ratio: Double
    /// Ends of the interval; nil where a side has fewer than two samples.
    public let interval: ClosedRange<Double>?

    /// n samples lie all on one side of the median with probability 2^(1-n), which is below 5% from 6 on.
    static let fewestForBootstrap = 6
    private static let resamples = 2000

    /// - Parameters:
    ///   - before: seconds, at least one, finite and positive.
    ///   - after: the same.
    ///   - seed: of the resampling; equal seeds and samples give equal bits.
    /// - Complexity: O(2000 x samples).
    public init(before: [Double], after: [Double], seed: UInt64) {
        ratio = Bootstrap.median(of: after) / Bootstrap.median(of: before)
        guard min(before.count, after.count) >= Self.fewestForBootstrap else {
            interval = Self.range(before: before, after: after)
            return
        }
        interval = Bootstrap(seed: seed, resamples: Self.resamples).interval(of: [before, after]) { $0[1] / $0[0] }
    }

    /// All ratios of one sample to another; nil for one sample, which says nothing of its own spread.
    private static func range(before: [Double], after: [Double]) -> ClosedRange<Double>? {
        guard before.count > 1, after.count > 1, let shortest = before.min(), let longest = before.max(),
            let low = after.min(), let high = after.max()
        else { return nil }
        return low / longest...high / shortest
    }
}
