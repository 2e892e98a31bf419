/// A setting outside its domain.
public struct SettingsError: Error, Equatable, CustomStringConvertible, Sendable {
    /// The setting, or the environment variable.
    public let field: String
    /// What it may be.
    public let expected: String
    /// What it is.
    public let found: String
    /// An error about one setting.
    public init(field: String, expected: String, found: String) {
        self.field = field
        self.expected = expected
        self.found = found
    }
    /// `field: expected ..., found ...`, one line.
    public var description: String { "\(field): expected \(expected), found \(found)" }
}
