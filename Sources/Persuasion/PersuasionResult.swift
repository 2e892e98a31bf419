import NumericCore

/// Everything that is computed of a problem, as tables and files show it.
public enum PersuasionResult: Sendable, Equatable {
    /// Of cuts between private types: pooled, at once, greedy, adaptive, at a cost.
    case thresholds(ThresholdResult)
    /// Of queries that are given as partitions of the types.
    case partitions(PartitionResult)
    /// Of one receiver: a policy with its certificate.
    case finite(OptimalPersuasion)
    /// Of several types who hear one message: a policy with its certificate.
    case publicMessage(OptimalPublicPersuasion)
}

/// Of threshold queries.
public struct ThresholdResult: Sendable, Equatable {
    /// Without queries.
    public let pooled: MessagePolicy
    /// With a cut between any two types.
    public let informedValue: Double
    /// The best cuts at once.
    public let plan: CutPlan
    /// Cuts added one by one.
    public let greedy: GreedyCuts
    /// Queries that wait for the answers before them: entry K, for at least K = 0...3; nil where the watch came first.
    public let adaptive: [Double?]
    /// Where queries cost something.
    public let costly: CostlyQueries?
    /// Whether all of it is there.
    public let end: WorkEnd
}

/// Of partition queries.
public struct PartitionResult: Sendable, Equatable {
    /// Entry k: the best set of at most k; nil where there are too many sets to try them all, and where the watch came first.
    public let best: [PartitionQueries.QuerySet]?
    /// Entry k: the greedy set.
    public let greedy: [PartitionQueries.QuerySet]
    /// Whether all of it is there.
    public let end: WorkEnd
}

extension PersuasionResult {
    /// Whether everything that was asked for is there and, where it needs one, has a certificate that holds.
    public var isWhole: Bool {
        switch self {
        case .thresholds(let result): result.end == .complete
        case .partitions(let result): result.end == .complete
        case .finite(let result): result.isCertified
        case .publicMessage(let result): result.isCertified
        }
    }
}

extension PersuasionProblem {
    /// Solves the problem by every method that suits it.
    /// - Parameter settings: a time limit, progress, cancellation; what they leave undone is missing from the result.
    /// - Throws: ``FieldError`` for more queries than can be kept, and for settings outside their domain.
    public func solve(settings: PersuasionSettings = PersuasionSettings()) throws(FieldError) -> PersuasionResult {
        try settings.validate()
        let watch = PersuasionWatch(settings)
        switch self {
        case .thresholds(let types, let queries, let cost):
            let plan = try types.cuts(upTo: queries, watch: watch)
            let greedy = types.greedyCuts(upTo: queries, watch: watch)
            var costly: CostlyQueries?
            if let cost { costly = try types.costlyQueries(cost: cost, watch: watch) }
            let adaptive = types.adaptiveValues(upTo: max(3, queries), watch: watch)
            return .thresholds(
                ThresholdResult(
                    pooled: types.pooledPolicy(), informedValue: types.informedValue, plan: plan, greedy: greedy, adaptive: adaptive, costly: costly,
                    end: watch.end))
        case .partitions(let given, let queries):
            let greedy = given.greedy(upTo: queries, watch: watch)
            let best = given.best(upTo: queries, watch: watch)
            return .partitions(PartitionResult(best: best, greedy: greedy, end: watch.end))
        case .finite(let problem): return .finite(problem.solve(watch: watch))
        case .publicMessage(let problem): return .publicMessage(problem.solve(watch: watch))
        }
    }
}
