/// A contest that cannot be built: which field, what it should be, what it is.
///
/// ```swift
/// _ = try Market(mu: 10, alpha: -1)
/// // throws: market.alpha: expected a finite number >= 0, found -1.0
/// ```
public struct ContestError: Error, Equatable, CustomStringConvertible, Sendable {
    /// The key path as in a game file, for instance `market.alpha[3]` or `cost.coefficients[2][0]`.
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
    /// `field: expected ..., found ...`, one line.
    public var description: String { "\(field): expected \(expected), found \(found)" }
}
