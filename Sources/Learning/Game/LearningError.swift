/// A prompting game, an algorithm or a study that makes no sense: which field, what it should be, what it is.
///
/// ```swift
/// _ = try PromptingGame(human: [[1, nil]], ai: [[1, 2]])
/// // throws: ai[0][1]: expected null, as in human, found 2.0
/// ```
public struct LearningError: Error, Equatable, CustomStringConvertible, Sendable {
    /// The key path as in a file, for instance `human[0][2]`.
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
