/// A number, a list or a setting that cannot be used: which field, what it should be, what it is. Every system's faults are of this
/// type; a reader of files places them in the file (``FileError``).
///
/// ```swift
/// _ = try Market(mu: 10, alpha: -1)
/// // throws: market.alpha: expected a finite number >= 0, found -1.0
/// ```
public struct FieldError: Error, Equatable, CustomStringConvertible, Sendable {
    /// The key path as in a file, for instance `market.alpha[3]` or `cost.coefficients[2][0]`; of a setting its name, or the environment
    /// variable.
    public let field: String
    /// What the field may be.
    public let expected: String
    /// What it is.
    public let found: String

    /// An error about one field.
    public init(field: String, expected: String, found: some CustomStringConvertible) {
        (self.field, self.expected, self.found) = (field, expected, found.description)
    }

    /// `field: expected ..., found ...`, one line.
    public var description: String { "\(field): expected \(expected), found \(found)" }
}
