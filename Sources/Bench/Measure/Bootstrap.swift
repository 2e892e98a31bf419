import NumericCore

/// Medians, and how far chance could have moved them.
///
/// Timings are neither normal nor free of outliers: the median and its percentile bootstrap assume neither.
/// Source: Efron, Tibshirani, "An Introduction to the Bootstrap", Chapman & Hall 1993, chapter 13.
package struct Bootstrap: Sendable {
    private let random: CounterRandom
    private let resamples: Int

    /// - Parameters:
    ///   - seed: the same seed and values give the same interval.
    ///   - resamples: 1000 settle an end of the interval to about a tenth of its width.
    package init(seed: UInt64, resamples: Int = 1000) {
        random = CounterRandom(seed: seed, stream: 0xB007)
        self.resamples = resamples
    }

    /// The middle value, the mean of the two middle ones for an even count; NaN for none.
    package static func median(of values: [Double]) -> Double { medianOfSorted(values.sorted()) }

    /// The median of distances from the median.
    package static func medianAbsoluteDeviation(of values: [Double]) -> Double {
        let centre = median(of: values)
        return median(of: values.map { abs($0 - centre) })
    }

    /// The 95% interval of the median of values drawn independently. O(resamples values).
    package func intervalOfMedian(of values: [Double]) -> ClosedRange<Double> {
        interval(of: [values]) { $0[0] }
    }

    /// The 95% interval of a statistic of the medians of several independent groups of values.
    package func interval(of groups: [[Double]], _ statistic: ([Double]) -> Double) -> ClosedRange<Double> {
        let sorted = groups.map { $0.sorted() }
        var counter: UInt64 = 0
        let drawn = PercentileInterval(of: (0..<resamples).map { _ in statistic(sorted.map { resampledMedian($0, &counter) }) })
        return drawn.low <= drawn.high ? drawn.low...drawn.high : Double.nan...Double.nan
    }

    /// The median of as many draws, with replacement, as there are values: draws are counted, not sorted.
    private func resampledMedian(_ sorted: [Double], _ counter: inout UInt64) -> Double {
        let n = sorted.count
        guard n > 1 else { return sorted.first ?? .nan }
        return withUnsafeTemporaryAllocation(of: Int32.self, capacity: n) { counts in
            counts.initialize(repeating: 0)
            for _ in 0..<n {
                counts[min(Int(random.unit(at: counter) * Double(n)), n - 1)] += 1
                counter += 1
            }
            var seen = 0
            var lower = Double.nan
            for i in 0..<n {
                seen += Int(counts[i])
                if lower.isNaN, seen > (n - 1) / 2 { lower = sorted[i] }
                if seen > n / 2 { return (lower + sorted[i]) / 2 }
            }
            return sorted[n - 1]
        }
    }

    private static func medianOfSorted(_ sorted: [Double]) -> Double {
        let n = sorted.count
        return n == 0 ? .nan : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2
    }
}

extension BenchmarkResult.Statistics {
    /// Median, MAD and the 95% bootstrap interval of the median of samples of at least one execution each.
    package init(samples: [Double], executionsPerSample: Int, seed: UInt64) {
        let interval = Bootstrap(seed: seed).intervalOfMedian(of: samples)
        self.init(
            samples: samples, executionsPerSample: executionsPerSample, median: Bootstrap.median(of: samples),
            mad: Bootstrap.medianAbsoluteDeviation(of: samples), low: interval.lowerBound, high: interval.upperBound)
    }
}
