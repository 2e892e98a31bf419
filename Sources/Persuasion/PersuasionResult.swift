import NumericCore

/// Everything that is computed of a problem, as tables and files show it.
public enum PersuasionResult: Sendable, Equatable {
    case thresholds(ThresholdResult)
    case partitions(PartitionResult)
    case finite(OptimalPersuasion)
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
    /// Queries that wait for the answers before them: entry K, for at least K = 0...3; nil where it takes too long.
    public let adaptive: [Double?]
    /// Where queries cost something.
    public let costly: CostlyQueries?
}

/// Of partition queries.
public struct PartitionResult: Sendable, Equatable {
    /// Entry k: the best set of at most k; nil where there are too many sets to try them all.
    public let best: [PartitionQueries.QuerySet]?
    /// Entry k: the greedy set.
    public let greedy: [PartitionQueries.QuerySet]
}

extension PersuasionProblem {
    /// Solves the problem by every method that suits it.
    /// - Parameter isCancelled: asked during the linear program.
    /// - Throws: ``FieldError`` for more queries than can be kept.
    public func solve(isCancelled: () -> Bool = { false }) throws(FieldError) -> PersuasionResult {
        switch self {
        case .thresholds(let types, let queries, let cost):
            let plan = try types.cuts(upTo: queries)
            var costly: CostlyQueries?
            if let cost { costly = try types.costlyQueries(cost: cost) }
            return .thresholds(
                ThresholdResult(
                    pooled: types.pooledPolicy(), informedValue: types.informedValue, plan: plan, greedy: types.greedyCuts(upTo: queries),
                    adaptive: types.adaptiveValues(upTo: max(3, queries)), costly: costly))
        case .partitions(let given, let queries):
            return .partitions(PartitionResult(best: given.best(upTo: queries), greedy: given.greedy(upTo: queries)))
        case .finite(let problem): return .finite(problem.solve(isCancelled: isCancelled))
        }
    }
}
