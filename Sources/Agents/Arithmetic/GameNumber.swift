/// What the algorithms compute with: exact fractions, or doubles with a slack that stands for their rounding.
///
/// Every player's payoffs are counted in a unit of their own, 10^unit in fractions and 2^unit in doubles, so that no player's size
/// decides what is rounding for another, and decimals beyond 128 bits may still be fractions of their unit.
protocol GameNumber: Comparable, AdditiveArithmetic, Sendable {
    static func * (a: Self, b: Self) -> Self
    static func / (a: Self, b: Self) -> Self
    /// Whether equal numbers compare equal whatever they were computed from.
    static var isExact: Bool { get }
    init(_ value: Int)
    /// In units of 2^unit or 10^unit; nil where the number is not known in this arithmetic.
    init?(_ number: ExactNumber, unit: Int)
    /// The unit that suits these numbers: fractions become whole where they can, doubles at most 1 by size.
    static func unit(of numbers: some Sequence<ExactNumber>) -> Int
    /// The number that stands for so many units.
    func number(unit: Int) -> ExactNumber
    /// Larger than another by more than the rounding of sums whose terms add up to `size` by magnitude.
    func exceeds(_ other: Self, terms size: Self) -> Bool
    var magnitude: Self { get }
    /// False once a result did not fit.
    var isDefined: Bool { get }
    /// > 0 beyond rounding, for numbers of order 1.
    var isPositive: Bool { get }
    /// What an operation with it costs, in operations with short fractions.
    var work: Double { get }
}

extension GameNumber {
    var work: Double { 1 }
    /// A number as it is; nil where it is not known in this arithmetic.
    init?(_ number: ExactNumber) { self.init(number, unit: 0) }
    var exactNumber: ExactNumber { number(unit: 0) }
    /// Larger than the other beyond rounding, for numbers of order 1.
    func exceeds(_ other: Self) -> Bool { (self - other).isPositive }
    /// Equal up to rounding, for numbers of order 1.
    func isLevel(with other: Self) -> Bool { !exceeds(other) && !other.exceeds(self) }
}

extension Rational: GameNumber {
    static let isExact = true
    init?(_ number: ExactNumber, unit: Int) {
        guard let mantissa = number.mantissa else { return nil }
        self = mantissa.timesTen(to: number.tens - unit)
        guard isDefined else { return nil }
    }
    static func unit(of numbers: some Sequence<ExactNumber>) -> Int {
        var unit: Int?
        for case (let mantissa?, let tens) in numbers.lazy.map({ ($0.mantissa, $0.tens) }) where mantissa != .zero {
            let least = mantissa.inTens.exponent + tens
            unit = min(unit ?? least, least)
        }
        return unit ?? 0
    }
    func number(unit: Int) -> ExactNumber { ExactNumber(self, tens: unit) }
    func exceeds(_ other: Rational, terms _: Rational) -> Bool { self > other }
    var magnitude: Rational { numerator < 0 ? .zero - self : self }
    var isPositive: Bool { numerator > 0 }
}

extension Double: GameNumber {
    static let isExact = false
    init?(_ number: ExactNumber, unit: Int) { self = Self.scaled(number.value, by: -unit) }
    static func unit(of numbers: some Sequence<ExactNumber>) -> Int {
        let largest = numbers.lazy.map(\.value.magnitude).max() ?? 0
        return largest > 0 && largest.isFinite ? Int(largest.exponent) + 1 : 0
    }
    func number(unit: Int) -> ExactNumber { ExactNumber(rounded: Self.scaled(self, by: unit)) }
    /// Inputs that are no fractions are trusted to 12 digits, as probabilities must sum to 1 within 1e-12; rounding is far below.
    func exceeds(_ other: Double, terms size: Double) -> Bool { self - other > 1e-12 * size }
    var isDefined: Bool { isFinite }
    /// Payoffs are of order 1 in their unit: 1e-10 is far above the rounding of a few hundred pivots and far below most differences
    /// that a game can mean.
    var isPositive: Bool { self > 1e-10 }

    private static func scaled(_ value: Double, by exponent: Int) -> Double { Double(sign: .plus, exponent: exponent, significand: value) }
}

/// A result in fractions did not fit into 128 bits: the same is done again in doubles.
struct ArithmeticOverflow: Error {}
