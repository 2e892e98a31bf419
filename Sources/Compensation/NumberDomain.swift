import NumericCore

/// Where the numbers of an economy of data lie, as errors say it.
enum NumberDomain: String {
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

    /// - Throws: ``FieldError`` for a value outside.
    func check(_ value: Double, _ field: String) throws(FieldError) {
        guard contains(value) else { throw FieldError(field: field, expected: rawValue, found: value) }
    }
}
