/// Something wrong with a game: which field, what it should be and what it is.
///
/// ```swift
/// // states[1].probability: expected a number >= 0, found -0.5
/// ```
public struct GameError: Error, Equatable, CustomStringConvertible, Sendable {
    /// A key path of the file's schema (`payoffs[0][1]`).
    public let field: String
    /// What the field should be.
    public let expected: String
    /// What it is.
    public let found: String

    init(_ field: String, expected: String, found: some CustomStringConvertible) {
        (self.field, self.expected, self.found) = (field, expected, found.description)
    }

    /// One line.
    public var description: String { "\(field): expected \(expected), found \(found)" }
}
