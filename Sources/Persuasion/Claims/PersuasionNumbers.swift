import NumericCore

/// Every number that is claimed of persuasion, computed anew.
///
/// ```swift
/// for row in try PersuasionNumbers.all() { print(row.statement, row.claimed, row.found, row.holds) }
/// ```
public enum PersuasionNumbers {
    /// All of them: messages, queries, partitions, seeded instances of each, linear programs.
    /// - Throws: nothing but what would say that an example is no problem.
    /// - Complexity: some seconds.
    public static func all() throws -> [CheckedNumber] {
        try messages() + queries() + partitions() + seededCuts() + seededAdaptive() + seededPartitions() + programs()
    }

    static func row(
        _ subject: String, _ statement: String, _ claimed: Double, _ found: Double, _ tolerance: Double = 1e-15, _ source: CheckedNumber.Source = .derived
    ) -> CheckedNumber {
        CheckedNumber(subject: subject, statement: statement, source: source, claimed: claimed, found: found, tolerance: tolerance)
    }

    /// One message, two messages, one receiver, good and bad news.
    private static func messages() throws(FieldError) -> [CheckedNumber] {
        func sales(_ probabilities: [Double], ratio: Double) throws(FieldError) -> Double {
            try PrivateTypes(probabilities: probabilities).sales(of: [PolicyMessage(weight: 1, likelihoodRatio: ratio)])
        }
        let two = try PrivateTypes(probabilities: [0.2, 0.8]).pooledPolicy()
        let (likely, unlikely) = (try PrivateTypes(probabilities: [0.4]).pooledPolicy(), try PrivateTypes(probabilities: [0.2]).pooledPolicy())
        let news = try PrivateTypes(probabilities: [0.2, 0.4])
        return [
            row("messages", "types 0.2 and 0.8: sales by one message", 5.0 / 8, two.singleTarget),
            row("messages", "types 0.2 and 0.8: sales by two messages", 33.0 / 50, two.value),
            row("messages", "types 0.2 and 0.8: messages of the best policy", 2, Double(two.messages.count), 0),
            row("messages", "prior 0.4: sales where nothing is told", 0, try sales([0.4], ratio: 1), 0, .talk),
            row("messages", "prior 0.4: sales where all is told", 0.4, try sales([0.4], ratio: 0), 1e-15, .talk),
            row("messages", "prior 0.4: sales by the best policy", 0.8, likely.value, 1e-15, .talk),
            row("messages", "prior 0.4: its likelihood ratio", 2.0 / 3, likely.messages[0].likelihoodRatio, 1e-15, .talk),
            row("messages", "prior 0.2: sales by the best policy", 0.4, unlikely.value, 1e-15, .talk),
            row("messages", "prior 0.2: its likelihood ratio", 0.25, unlikely.messages[0].likelihoodRatio, 1e-15, .talk),
            row("messages", "good and bad news: sales aimed at the optimist", 0.4, try sales([0.2, 0.4], ratio: 0.4 / (1 - 0.4)), 1e-15, .talk),
            row("messages", "good and bad news: sales aimed at the pessimist, the best", 0.475, news.pooledPolicy().value, 1e-15, .talk),
            row("messages", "good and bad news: sales knowing each type", 0.6, news.informedValue, 1e-15, .talk),
            row("messages", "good and bad news: sales after one query", 0.6, try news.cuts(upTo: 1).values[1], 1e-15, .talk),
        ]
    }

    /// Queries that cost something.
    private static func queries() throws(FieldError) -> [CheckedNumber] {
        let costly = try PrivateTypes(probabilities: [0.1, 0.2, 0.3, 0.4]).costlyQueries(cost: 0.03)
        return [
            row("costs", "types 0.1, 0.2, 0.3, 0.4 at 0.03 a query: sales less costs, asked at once", 371.0 / 900, costly.nonAdaptive ?? .nan),
            row("costs", "the same: queries asked at once", 2, Double(costly.queries ?? -1), 0),
            row("costs", "the same: sales less costs, each query asked after the answers before it", 11.0 / 25, costly.adaptive ?? .nan),
        ]
    }

    /// Two queries that are worth more together than apart.
    private static func partitions() throws(FieldError) -> [CheckedNumber] {
        let queries = try PartitionQueries(types: PrivateTypes(probabilities: [0.2, 0.25, 0.45, 0.5]), partitions: [[1, 0, 1, 0], [1, 0, 0, 1]])
        let (none, one, other, both) = (queries.value(of: []), queries.value(of: [0]), queries.value(of: [1]), queries.value(of: [0, 1]))
        let what = "types 1/5, 1/4, 9/20, 1/2"
        return [
            row("partitions", "\(what): sales without a query", 41.0 / 80, none),
            row("partitions", "\(what): sales with the query {1, 3}", 517.0 / 960, one),
            row("partitions", "\(what): sales with the query {1, 4}", 259.0 / 480, other),
            row("partitions", "\(what): sales with both", 7.0 / 10, both),
            row("partitions", "not submodular: the second adds more after the first than alone (1 yes)", 1, both - one > other - none + 1e-12 ? 1 : 0, 0),
        ]
    }
}
