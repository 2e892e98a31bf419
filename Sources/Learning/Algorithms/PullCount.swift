#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif
import NumericCore

/// How often an algorithm explores each choice: a number, or one that grows with the horizon T.
public struct PullCount: Sendable, Equatable {
    private let multiple: Int
    private let coefficient: Double
    /// nil for a fixed number, which is `multiple`.
    private let exponent: Double?

    /// The same for every horizon.
    public static func fixed(_ count: Int) -> PullCount { PullCount(multiple: count, coefficient: 1, exponent: nil) }

    /// multiple ceil(coefficient T^exponent), and at least 1 before it is multiplied.
    public static func power(coefficient: Double = 1, exponent: Double, multiple: Int = 1) -> PullCount {
        PullCount(multiple: multiple, coefficient: coefficient, exponent: exponent)
    }

    /// The number at a horizon of T rounds.
    public func count(horizon: Int) -> Int {
        guard let exponent else { return multiple }
        let count = (coefficient * pow(Double(horizon), exponent)).rounded(.up)
        return multiple * Int(min(max(count, 1), Double(Self.limit)))
    }

    /// More than any horizon, and still a double.
    static let limit = 1 << 40
    private static let mostMultiple = 1 << 20

    /// - Throws: ``FieldError`` where some horizon would have no exploration, or one that is no number.
    func validate(_ field: String) throws(FieldError) {
        guard let exponent else {
            guard (1...Self.limit).contains(multiple) else {
                throw FieldError(field: field, expected: "an integer from 1 to 2^40", found: "\(multiple)")
            }
            return
        }
        guard (1...Self.mostMultiple).contains(multiple) else {
            throw FieldError(field: "\(field).multiple", expected: "an integer from 1 to 2^20", found: "\(multiple)")
        }
        guard coefficient > 0, coefficient.isFinite else {
            throw FieldError(field: "\(field).coefficient", expected: "a finite number > 0", found: "\(coefficient)")
        }
        guard exponent >= 0, exponent <= 1 else { throw FieldError(field: "\(field).exponent", expected: "a number in [0, 1]", found: "\(exponent)") }
    }
}
