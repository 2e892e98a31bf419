import NumericCore

/// A planning game or a plan that cannot be built: which field, what it should be, what it is.
///
/// ```swift
/// _ = try PlanningGame(topics: 2, rounds: 5, quality: 1, cost: -1, gap: .linear(initial: 0.5, rate: 0.1))
/// // throws: cost: expected a finite number >= 0, found -1.0
/// ```
public struct PlanningError: Error, Equatable, CustomStringConvertible, Sendable {
    /// The key path as in a game file, for instance `cost[3]` or `gap.values[0][2]`.
    public let field: String
    /// What the field may be.
    public let expected: String
    /// What it is.
    public let found: String

    /// An error about one field.
    public init(field: String, expected: String, found: String) {
        self.field = field
        self.expected = expected
        self.found = found
    }

    /// The same fault as parameters along an axis name it.
    init(_ error: ContestError) { self.init(field: error.field, expected: error.expected, found: error.found) }

    /// `field: expected ..., found ...`, one line.
    public var description: String { "\(field): expected \(expected), found \(found)" }
}

extension PerTopic {
    /// Checks how many values there are, and each of them.
    /// - Returns: one value for each topic.
    /// - Throws: ``PlanningError`` naming the field, or the first value outside the domain.
    func checked(
        _ field: String, topics: Int, domain: String, contains: (Double) -> Bool
    ) throws(PlanningError) -> [Double] {
        do throws(ContestError) {
            try validate(field, count: topics, of: "topics", domain: domain, contains: contains)
        } catch {
            throw PlanningError(error)
        }
        return isShared ? [Double](repeating: values[0], count: topics) : values
    }
}
