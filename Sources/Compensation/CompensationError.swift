import NumericCore

/// A number or a combination of numbers that no economy of data has: which field, what it should be, what it is.
///
/// ```swift
/// _ = try ProfitCurve.linear(cut: 3, slope: -1)
/// // throws: profit.slope: expected a finite number > 0, found -1.0
/// ```
public struct CompensationError: Error, Equatable, CustomStringConvertible, Sendable {
    /// As files name it: `profit.cut`.
    public let field: String
    /// What it should be.
    public let expected: String
    /// What it is.
    public let found: String

    /// An error about a field.
    public init(field: String, expected: String, found: String) { (self.field, self.expected, self.found) = (field, expected, found) }

    /// One line.
    public var description: String { "\(field): expected \(expected), found \(found)" }

    enum Domain: String {
        case positive = "a finite number > 0"
        case nonnegative = "a finite number >= 0"
        case share = "a number in [0, 1]"

        func contains(_ value: Double) -> Bool {
            switch self {
            case .positive: value > 0 && value.isFinite
            case .nonnegative: value >= 0 && value.isFinite
            case .share: value >= 0 && value <= 1
            }
        }
    }

    static func check(_ value: Double, _ field: String, _ domain: Domain) throws(CompensationError) {
        guard domain.contains(value) else { throw CompensationError(field: field, expected: domain.rawValue, found: "\(value)") }
    }

    /// The same fault, placed in a file.
    func inFile(_ file: String) -> FileError { FileError(file: file, field: field, expected: expected, found: found) }
}
