/// A comparison as JSON, `nashbench/comparison/1`: the numbers of ``ComparisonTable`` and nothing rounded.
public struct ComparisonReport: Encodable, Sendable {
    /// The schema it is written as.
    public static let schema = "nashbench/comparison/1"

    struct Pair: Encodable {
        let task: String
        let family: String?
        let creators: Int?
        let topics: Int?
        let size: Int
        let threads: Int
        let kernelTarget: String
        let statusBefore: String
        let statusAfter: String
        /// Medians in seconds.
        let before: Double?
        let after: Double?
        let ratio: Double?
        let low: Double?
        let high: Double?
        let change: String
        /// Absent where there is no limit.
        let allowedRatio: Double?
        let isRegression: Bool
    }

    let schema = Self.schema
    let suite: String
    let noise: Double
    let regressions: Int
    /// What differs between the runs beside the program.
    let differences: [String]
    let pairs: [Pair]
    let onlyBefore: [String]
    let onlyAfter: [String]

    /// The report on a comparison. O(pairs).
    public init(_ comparison: RecordComparison) {
        suite = comparison.after.suite
        noise = comparison.thresholds.noise
        regressions = comparison.regressions.count
        differences = comparison.differences
        onlyBefore = comparison.onlyBefore.map(\.text)
        onlyAfter = comparison.onlyAfter.map(\.text)
        pairs = comparison.pairs.map { pair in
            Pair(
                task: pair.key.task, family: pair.key.family, creators: pair.key.creators, topics: pair.key.topics, size: pair.key.size,
                threads: pair.key.threads, kernelTarget: pair.key.kernelTarget, statusBefore: pair.before.status.rawValue,
                statusAfter: pair.after.status.rawValue, before: pair.before.seconds?.median, after: pair.after.seconds?.median,
                ratio: pair.estimate?.ratio, low: pair.estimate?.interval?.lowerBound, high: pair.estimate?.interval?.upperBound,
                change: pair.change.rawValue, allowedRatio: pair.allowedRatio.isFinite ? pair.allowedRatio : nil, isRegression: pair.isRegression)
        }
    }
}
