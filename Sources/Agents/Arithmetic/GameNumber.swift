/// What the algorithms compute with: exact fractions, or doubles with a slack that stands for their rounding.
protocol GameNumber: Comparable, AdditiveArithmetic, Sendable {
    static func * (a: Self, b: Self) -> Self
    static func / (a: Self, b: Self) -> Self
    /// Whether equal numbers compare equal whatever they were computed from.
    static var isExact: Bool { get }
    init(_ value: Int)
    /// nil where the number is not known in this arithmetic.
    init?(_ number: ExactNumber)
    var exactNumber: ExactNumber { get }
    /// False once a result did not fit.
    var isDefined: Bool { get }
    /// > 0 beyond rounding, for numbers of order 1.
    var isPositive: Bool { get }
}

extension GameNumber {
    /// Larger than the other beyond rounding, for numbers of order 1.
    func exceeds(_ other: Self) -> Bool { (self - other).isPositive }
    /// Equal up to rounding, for numbers of order 1.
    func isLevel(with other: Self) -> Bool { !exceeds(other) && !other.exceeds(self) }
}

extension Rational: GameNumber {
    static let isExact = true
    init?(_ number: ExactNumber) {
        guard let exact = number.exact else { return nil }
        self = exact
    }
    var exactNumber: ExactNumber { ExactNumber(self) }
    var isPositive: Bool { numerator > 0 }
}

extension Double: GameNumber {
    static let isExact = false
    init?(_ number: ExactNumber) { self = number.value }
    var exactNumber: ExactNumber { ExactNumber(rounded: self) }
    var isDefined: Bool { isFinite }
    /// Payoffs are scaled to order 1 before doubles are compared: 1e-10 is far above the rounding of a few hundred pivots and
    /// far below any difference that a game can mean.
    var isPositive: Bool { self > 1e-10 }
}

/// A result in fractions did not fit into 128 bits: the same is done again in doubles.
struct ArithmeticOverflow: Error {}
