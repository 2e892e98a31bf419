import NumericCore
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension ScalingFit {
    /// One fit for each task, family, thread count and target that was measured at three places of the axis or more (two
    /// for threads, whose fit is of one size and carries the largest count). Only measured results count.
    /// - Complexity: O(results x resamples x samples).
    package static func fits(of results: [BenchmarkResult], over axis: BenchmarkSuite.FitAxis, seed: UInt64) -> [ScalingFit] {
        var order: [Series] = []
        var members: [Series: [(abscissa: Double, samples: [Double])]] = [:]
        for result in results where result.status == .measured {
            guard let samples = result.seconds?.samples, let abscissa = abscissa(of: result, axis) else { continue }
            let series = Series(result, axis)
            if members[series] == nil { order.append(series) }
            if members[series]?.contains(where: { $0.abscissa == abscissa }) != true {
                members[series, default: []].append((abscissa, samples))
            }
        }
        return order.compactMap { series in
            guard let points = members[series], points.count >= (axis == .threads ? 2 : 3) else { return nil }
            let logs = points.map { log($0.abscissa) }
            let exponent = slope(logs, points.map { Bootstrap.median(of: $0.samples) })
            let interval = Bootstrap(seed: seed).interval(of: points.map(\.samples)) { slope(logs, $0) }
            return ScalingFit(
                task: series.task, family: series.family, threads: series.threads ?? Int(points.map(\.abscissa).max() ?? 1),
                kernelTarget: series.target, over: axis.rawValue, exponent: exponent, low: interval.lowerBound, high: interval.upperBound,
                points: points.count)
        }
    }

    /// What a fit is of.
    private struct Series: Hashable {
        let task: String
        let family: String?
        let threads: Int?
        let target: String
        let creators: Int?
        let topics: Int?

        init(_ result: BenchmarkResult, _ axis: BenchmarkSuite.FitAxis) {
            task = result.task
            family = result.family
            target = result.kernelTarget
            threads = axis == .threads ? nil : result.threads
            creators = axis == .threads ? result.creators : nil
            topics = axis == .threads ? result.topics : nil
        }
    }

    private static func abscissa(of result: BenchmarkResult, _ axis: BenchmarkSuite.FitAxis) -> Double? {
        switch axis {
        case .size: Double(result.size)
        case .creators: result.creators.map(Double.init)
        case .topics: result.topics.map(Double.init)
        case .threads: Double(result.threads)
        }
    }

    /// The exponent a of seconds = constant x^a, by least squares on logarithms.
    static func slope(_ logs: [Double], _ seconds: [Double]) -> Double { LeastSquares.slope(logs, seconds.map { log($0) }) }
}
