/// A `--set` or `--scale` that cannot be used: unknown field, malformed values, or a game that does not admit them.
public struct ParameterError: Error, Equatable, CustomStringConvertible, Sendable {
    /// `--set` or `--scale`.
    public let option: String
    /// The key path as in a game file, for instance `market.alpha[3]`; the whole text where no field could be read.
    public let field: String
    /// What the field admits.
    public let expected: String
    /// What was given.
    public let found: String

    /// An error about one option.
    public init(option: String, field: String, expected: String, found: String) {
        self.option = option
        self.field = field
        self.expected = expected
        self.found = found
    }
    /// `--set field: expected ..., found ...`, one line.
    public var description: String { "\(option) \(field): expected \(expected), found \(found)" }
}
