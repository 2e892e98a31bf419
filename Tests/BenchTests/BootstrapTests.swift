import Foundation
import NumericCore
import Testing

@testable import Bench

@Suite struct BootstrapTests {
    @Test(arguments: [([3.0], 3.0), ([4, 1], 2.5), ([9, 1, 2], 2), ([1, 2, 3, 100], 2.5), ([5, 5, 5, 5, 1], 5)] as [([Double], Double)])
    func mediansOfKnownValues(values: [Double], median: Double) { #expect(Bootstrap.median(of: values) == median) }

    @Test func theMedianOfNothingIsUnknown() { #expect(Bootstrap.median(of: []).isNaN) }

    @Test(arguments: [([7.0], 0.0), ([1, 2, 3, 4, 100], 1), ([1, 1, 2, 2, 4, 6, 9], 1)] as [([Double], Double)])
    func deviationsOfKnownValues(values: [Double], deviation: Double) { #expect(Bootstrap.medianAbsoluteDeviation(of: values) == deviation) }

    @Test func equalSamplesHaveAnIntervalOfNoWidth() {
        let interval = Bootstrap(seed: 1).intervalOfMedian(of: [2, 2, 2, 2, 2, 2])
        #expect(interval == 2...2)
    }

    @Test func theIntervalHoldsTheMedianAndLiesWithinTheSamples() {
        for seed in 0..<20 as Range<UInt64> {
            let samples = Self.exponential(seed: seed, count: 9)
            let statistics = BenchmarkResult.Statistics(samples: samples, executionsPerSample: 1, seed: 3)
            #expect(statistics.low <= statistics.median && statistics.median <= statistics.high)
            #expect(samples.min()! <= statistics.low && statistics.high <= samples.max()!)
            #expect(statistics.samples == samples)
        }
    }

    @Test func theSameSeedGivesTheSameInterval() {
        let samples = Self.exponential(seed: 5, count: 30)
        #expect(Bootstrap(seed: 1).intervalOfMedian(of: samples) == Bootstrap(seed: 1).intervalOfMedian(of: samples))
    }

    /// Of 400 experiments with a skewed distribution about 95% of the intervals hold its median; the seed is fixed, so the
    /// count is the same on every machine.
    @Test func theIntervalCoversTheTrueMedianAsOftenAsItSays() {
        let experiments = 400
        let covered = (0..<experiments).count { experiment in
            let samples = Self.exponential(seed: UInt64(1000 + experiment), count: 25)
            return Bootstrap(seed: UInt64(experiment), resamples: 400).intervalOfMedian(of: samples).contains(log(2))
        }
        #expect((0.91...0.985).contains(Double(covered) / Double(experiments)), "\(covered) of \(experiments)")
    }

    @Test func moreSamplesNarrowTheInterval() {
        func width(_ count: Int) -> Double {
            let interval = Bootstrap(seed: 1).intervalOfMedian(of: Self.exponential(seed: 9, count: count))
            return interval.upperBound - interval.lowerBound
        }
        #expect(width(400) < width(25) / 2)
    }

    /// Draws with median log 2.
    static func exponential(seed: UInt64, count: Int) -> [Double] {
        let random = CounterRandom(seed: seed, stream: 1)
        return (0..<count).map { -log(1 - random.unit(at: UInt64($0))) }
    }
}
