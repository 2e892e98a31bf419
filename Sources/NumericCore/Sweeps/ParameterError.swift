/// A `--set` or `--scale` that cannot be used: unknown field, malformed values, or a game that does not admit them.
public struct ParameterError: Error, Equatable, CustomStringConvertible, Sendable {
    /// `--set` or `--scale`.
    public let option: String
    /// The key path as in a game file, for instance `market.alpha[3]`; the whole text where no field could be read.
    public let field: String
    public let expected: String
    public let found: String

    public init(option: String, field: String, expected: String, found: String) {
        self.option = option
        self.field = field
        self.expected = expected
        self.found = found
    }
    public var description: String { "\(option) \(field): expected \(expected), found \(found)" }
}
