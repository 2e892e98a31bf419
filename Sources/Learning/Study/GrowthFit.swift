import NumericCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The exponent p of regret = constant T^p: the slope of least squares of log mean regret on log T, with a 95 % interval.
///
/// The interval is a percentile bootstrap over replicas, drawn anew at each horizon: B. Efron, R. Tibshirani, "An Introduction to the
/// Bootstrap", Chapman & Hall 1993, chapter 13. It knows nothing of how far the growth is from a power at these horizons.
public struct GrowthFit: Sendable, Equatable {
    /// p
    public let slope: Double
    /// Ends of the interval; equal to `slope` where all replicas agree.
    public let low: Double
    /// See `low`.
    public let high: Double

    /// One horizon: T, and the regrets of the replicas of one game, or of several of which the worst counts.
    struct Point: Sendable {
        let horizon: Int
        let regrets: [[Double]]

        init(horizon: Int, regrets: [[Double]]) { (self.horizon, self.regrets) = (horizon, regrets) }
    }

    /// - Parameters:
    ///   - statistic: what is fitted of the replicas of one game: their mean by default.
    ///   - resamples: of the bootstrap.
    /// - Returns: nil for fewer than two horizons, or where the regret at some horizon is not above 0: a negative one has no
    ///   power, it is reported and not fitted.
    /// - Complexity: O(resamples replicas horizons).
    init?(_ points: [Point], seed: UInt64, resamples: Int = 1000, statistic: ([Double]) -> Double = GrowthFit.mean) {
        guard Set(points.map(\.horizon)).count >= 2 else { return nil }
        let logs = points.map { log(Double($0.horizon)) }
        let values = points.map { point in point.regrets.map(statistic).max() ?? .nan }
        guard values.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
        slope = Self.slope(logs, values.map { log($0) })
        let random = CounterRandom(seed: seed, stream: 0x4752_4f57)
        var counter: UInt64 = 0
        var slopes: [Double] = []
        for _ in 0..<resamples {
            let drawn = points.map { point in
                point.regrets.map { regrets in
                    statistic(regrets.indices.map { _ in
                        defer { counter += 1 }
                        return regrets[min(Int(random.unit(at: counter) * Double(regrets.count)), regrets.count - 1)]
                    })
                }.max() ?? .nan
            }
            // A resample whose regret is not positive has no slope: left out.
            if drawn.allSatisfy({ $0 > 0 }) { slopes.append(Self.slope(logs, drawn.map { log($0) })) }
        }
        slopes.sort()
        let cut = Int((0.025 * Double(slopes.count)).rounded())
        low = slopes.isEmpty ? .nan : slopes[min(cut, slopes.count - 1)]
        high = slopes.isEmpty ? .nan : slopes[max(slopes.count - 1 - cut, 0)]
    }

    /// The mean, summed in order.
    static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

    /// The value below which a share of the sorted values lies, linear between two of them.
    static func quantile(_ level: Double) -> ([Double]) -> Double {
        { values in
            let sorted = values.sorted()
            let place = level * Double(sorted.count - 1)
            let below = Int(place)
            return below + 1 < sorted.count ? sorted[below] + (place - Double(below)) * (sorted[below + 1] - sorted[below]) : sorted[below]
        }
    }

    private static func slope(_ x: [Double], _ y: [Double]) -> Double {
        let (meanX, meanY) = (mean(x), mean(y))
        var (covariance, variance) = (0.0, 0.0)
        for (x, y) in zip(x, y) {
            covariance += (x - meanX) * (y - meanY)
            variance += (x - meanX) * (x - meanX)
        }
        return covariance / variance
    }
}
