/// A model that makes no sense, or is too large: which field, what it should hold and what it holds.
public struct PersuasionError: Error, Equatable, CustomStringConvertible, Sendable {
    /// A key path such as `types[3]`.
    public let field: String
    /// What the field should hold.
    public let expected: String
    /// What it holds.
    public let found: String

    /// One line.
    public var description: String { "\(field): expected \(expected), found \(found)" }
}
