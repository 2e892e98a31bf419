/// A setting outside its domain.
public struct SettingsError: Error, Equatable, CustomStringConvertible, Sendable {
    public let field: String
    public let expected: String
    public let found: String
    public init(field: String, expected: String, found: String) {
        self.field = field
        self.expected = expected
        self.found = found
    }
    public var description: String { "\(field): expected \(expected), found \(found)" }
}
