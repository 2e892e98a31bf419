import NumericCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The exponent p of regret = constant T^p: the slope of least squares of log mean regret on log T, with a 95 % interval.
///
/// The interval is a percentile bootstrap over replicas (`PercentileInterval`), drawn anew at each horizon. More than 256 replicas are drawn in 256 blocks of neighbours, whose sizes differ by one
/// at most: replicas are independent, so means of blocks vary as means of replicas do, and the work does not grow with replicas. It
/// knows nothing of how far the growth is from a power at these horizons.
public struct GrowthFit: Sendable, Equatable {
    /// p
    public let slope: Double
    /// Ends of the interval; equal to `slope` where all replicas agree.
    public let low: Double
    /// See `low`.
    public let high: Double

    /// One horizon: T, the regrets of the replicas of one game, or of several of which the worst counts, and what regret is divided by.
    struct Point: Sendable {
        let horizon: Int
        let regrets: [[Double]]
        let divisor: Double

        init(horizon: Int, regrets: [[Double]], divisor: Double = 1) {
            (self.horizon, self.regrets, self.divisor) = (horizon, regrets, divisor)
        }
    }

    /// What is fitted of the replicas of one game.
    enum Statistic: Sendable, Equatable {
        case mean
        /// The value below which a share of them lies, linear between two.
        case quantile(Double)

        func callAsFunction(_ values: [Double]) -> Double {
            switch self {
            case .mean: SampleMean(values).mean
            case .quantile(let level): GrowthFit.quantile(level, of: values)
            }
        }
    }

    /// - Parameters:
    ///   - statistic: what is fitted of the replicas of one game; blocks are for means alone, quantiles draw replicas.
    ///   - watch: asked before each resample, told of its draws.
    /// - Returns: nil for fewer than two horizons, where the regret at some horizon is not above 0 (a negative one has no
    ///   power, it is reported and not fitted), and where `watch` said stop.
    /// - Complexity: O(draws); see ``draws(replicas:statistic:)``.
    init?(_ points: [Point], seed: UInt64, statistic: Statistic = .mean, watch: PlayWatch? = nil) {
        guard Set(points.map(\.horizon)).count >= 2 else { return nil }
        let logs = points.map { log(Double($0.horizon)) }
        let values = points.map { point in (point.regrets.map { statistic($0) }.max() ?? .nan) / point.divisor }
        guard values.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
        slope = LeastSquares.slope(logs, values.map { log($0) })
        let samples = points.map { point in point.regrets.map { Resampled($0, statistic) } }
        let draws = samples.joined().reduce(0) { $0 + $1.draws }
        let random = CounterRandom(seed: seed, stream: 0x4752_4f57)
        var counter: UInt64 = 0
        var slopes: [Double] = []
        for _ in 0..<Self.resamples {
            if let watch, !watch.goesOn() { return nil }
            let drawn = zip(points, samples).map { point, games in
                (games.map { $0.draw(random, &counter) }.max() ?? .nan) / point.divisor
            }
            // A resample whose regret is not positive has no slope: left out.
            if drawn.allSatisfy({ $0 > 0 }) { slopes.append(LeastSquares.slope(logs, drawn.map { log($0) })) }
            watch?.passed(draws)
        }
        let interval = PercentileInterval(of: slopes)
        (low, high) = (interval.low, interval.high)
    }

    /// How often the bootstrap draws for one game at one horizon.
    static func draws(replicas: Int, statistic: Statistic = .mean) -> Int {
        resamples * (statistic == .mean ? min(replicas, mostBlocks) : replicas)
    }

    private static let resamples = 1000
    private static let mostBlocks = 256

    /// The replicas of a game as they are drawn.
    private struct Resampled {
        private let statistic: Statistic
        /// Replicas, or for means sums over blocks of them.
        private let values: [Double]
        /// Replicas in each; empty where it is one.
        private let sizes: [Double]

        var draws: Int { values.count }

        init(_ regrets: [Double], _ statistic: Statistic) {
            self.statistic = statistic
            guard statistic == .mean, regrets.count > GrowthFit.mostBlocks else {
                (values, sizes) = (regrets, [])
                return
            }
            let ends = (0...GrowthFit.mostBlocks).map { $0 * regrets.count / GrowthFit.mostBlocks }
            values = zip(ends, ends.dropFirst()).map { CompensatedSum(of: regrets[$0..<$1]).value }
            sizes = zip(ends, ends.dropFirst()).map { Double($1 - $0) }
        }

        /// The statistic of as many of them, drawn with replacement.
        func draw(_ random: CounterRandom, _ counter: inout UInt64) -> Double {
            func place() -> Int {
                defer { counter += 1 }
                return min(Int(random.unit(at: counter) * Double(values.count)), values.count - 1)
            }
            guard statistic == .mean else { return statistic(values.map { _ in values[place()] }) }
            var (sum, size) = (CompensatedSum(), 0.0)
            for _ in values {
                let index = place()
                sum.add(values[index])
                size += sizes.isEmpty ? 1 : sizes[index]
            }
            return sum.value / size
        }
    }

    private static func quantile(_ level: Double, of values: [Double]) -> Double {
        let sorted = values.sorted()
        let place = level * Double(sorted.count - 1)
        let below = Int(place)
        return below + 1 < sorted.count ? sorted[below] + (place - Double(below)) * (sorted[below + 1] - sorted[below]) : sorted[below]
    }
}
