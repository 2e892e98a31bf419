/// Two records result by result: what got slower, what faster, what appeared, what went.
///
/// ```swift
/// let comparison = RecordComparison(before: old, after: new, thresholds: Thresholds())
/// comparison.regressions.isEmpty   // true
/// ```
public struct RecordComparison: Sendable {
    /// The word on one pair of results.
    public enum Change: String, Sendable, CaseIterable {
        /// The interval of the ratio lies below (above) 1 and the change is larger than noise.
        case faster, slower
        /// Neither.
        case no
        /// Larger than noise, but a side has one sample and so no interval.
        case unclear = "?"
        /// Measured before and wrong (failed) after.
        case wrong = "now wrong", failed = "now failed"
        /// Measured after and not before.
        case measured = "now measured"
        /// Not measured on a side, and none of the above.
        case none = "-"
    }

    /// One measurement that both records have.
    public struct Pair: Sendable {
        /// What was measured.
        public let key: ResultKey
        /// The result in the first record.
        public let before: BenchmarkResult
        /// The result in the second record.
        public let after: BenchmarkResult
        /// Nil unless both were measured.
        public let estimate: RatioEstimate?
        /// The word on the two.
        public let change: Change
        /// Largest ratio allowed; infinite where the task has no limit.
        public let allowedRatio: Double
        /// A slow-down beyond what is allowed, or a right result that is wrong or missing now.
        public let isRegression: Bool
    }

    /// The first record.
    public let before: BenchmarkRecord
    /// The second record.
    public let after: BenchmarkRecord
    /// What counts as noise, and how much slower a task may get.
    public let thresholds: Thresholds
    /// Results of both, in the order of the first record.
    public let pairs: [Pair]
    /// Results that only the first record has, in its order.
    public let onlyBefore: [ResultKey]
    /// Results that only the second record has, in its order.
    public let onlyAfter: [ResultKey]

    /// - Parameter seed: of the bootstrap; each pair has a stream of its own.
    /// - Complexity: O(results x samples x bootstrap replicates).
    public init(before: BenchmarkRecord, after: BenchmarkRecord, thresholds: Thresholds, seed: UInt64 = 1) {
        self.before = before
        self.after = after
        self.thresholds = thresholds
        let keysBefore = ResultKey.keys(of: before.results)
        let keysAfter = ResultKey.keys(of: after.results)
        let places = Dictionary(uniqueKeysWithValues: zip(keysAfter, keysAfter.indices))
        pairs = keysBefore.enumerated().compactMap { index, key in
            guard let place = places[key] else { return nil }
            return Pair(key, before.results[index], after.results[place], thresholds, seed: seed &+ UInt64(index))
        }
        onlyBefore = keysBefore.filter { places[$0] == nil }
        let known = Set(keysBefore)
        onlyAfter = keysAfter.filter { !known.contains($0) }
    }

    /// The pairs that `compare` fails on, in the order of ``pairs``.
    public var regressions: [Pair] { pairs.filter(\.isRegression) }

    /// What differs between the runs apart from the program's version, so that ratios may not be the program's doing.
    public var differences: [String] {
        func difference(_ what: String, _ value: (BenchmarkRecord) -> String) -> String? {
            let (first, second) = (value(before), value(after))
            return first == second ? nil : "\(what): \(first) before, \(second) after"
        }
        return [
            difference("suite", \.suite),
            difference("seeds, so that games are others", { $0.seeds.map { "\($0)" }.joined(separator: ", ") }),
            difference("budget", { Quantity.seconds($0.budget) }),
            difference("processor", \.machine.cpu),
            difference("architecture", \.machine.architecture),
            difference("cores", { "\($0.machine.cores)" }),
            difference("caches", { $0.machine.caches.map { "L\($0.level) \($0.kind) \(Quantity.bytes($0.bytes))" }.joined(separator: ", ") }),
            difference("memory", { $0.machine.memoryBytes.map(Quantity.bytes) ?? "unknown" }),
            difference("frequency governor", { $0.machine.frequencyGovernor ?? "unknown" }),
            difference("system", \.machine.system),
            difference("kernel target", \.software.kernelTarget),
            difference("BLAS", { "\($0.software.blas ?? "none") (\($0.software.blasCore ?? "none"))" }),
            difference("compiler", \.software.compiler),
            difference("flags", \.software.flags),
        ].compactMap { $0 }
    }
}

extension RecordComparison.Pair {
    fileprivate init(_ key: ResultKey, _ before: BenchmarkResult, _ after: BenchmarkResult, _ thresholds: Thresholds, seed: UInt64) {
        self.key = key
        self.before = before
        self.after = after
        allowedRatio = thresholds.allowedRatio(task: key.task, family: key.family)
        switch (before.status, after.status) {
        case (.measured, .measured):
            guard let old = before.usableSamples, let new = after.usableSamples else {
                estimate = nil
                change = .none
                isRegression = false
                return
            }
            let estimate = RatioEstimate(before: old, after: new, seed: seed)
            self.estimate = estimate
            change = RecordComparison.change(estimate, noise: thresholds.noise)
            isRegression = (change == .slower || change == .unclear) && estimate.ratio > allowedRatio
        case (.measured, .wrong), (.measured, .failed):
            estimate = nil
            change = after.status == .wrong ? .wrong : .failed
            isRegression = true
        case (_, .measured):
            estimate = nil
            change = .measured
            isRegression = false
        default:
            estimate = nil
            change = .none
            isRegression = false
        }
    }
}

extension BenchmarkResult {
    /// Samples that have a ratio: at least one, and each a positive number.
    fileprivate var usableSamples: [Double]? {
        guard let samples = seconds?.samples, !samples.isEmpty, samples.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
        return samples
    }
}

extension RecordComparison {
    /// A change counts where the interval excludes 1 and the ratio leaves [1 / (1 + noise), 1 + noise]; the margin is the
    /// same factor both ways, so that swapping the records swaps the words.
    static func change(_ estimate: RatioEstimate, noise: Double) -> Change {
        guard estimate.ratio > 1 + noise || estimate.ratio < 1 / (1 + noise) else { return .no }
        guard let interval = estimate.interval else { return .unclear }
        return interval.lowerBound > 1 ? .slower : interval.upperBound < 1 ? .faster : .no
    }
}
