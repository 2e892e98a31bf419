/// A number outside its domain: which field, what it should be, what it is.
///
/// ```swift
/// _ = try OpennessGame(royalty: 1)
/// // throws: royalty: expected a number in [0, 1), found 1.0
/// ```
public struct OpennessError: Error, Equatable, CustomStringConvertible, Sendable {
    /// The key path as in a game's file, for instance `followers.costs[2]`.
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
