/// A number of a game: a double, and the fraction it stands for where that is known.
///
/// ```swift
/// let half: ExactNumber = 0.5
/// half.exact            // 1/2
/// ExactNumber("9/20")   // 0.45, exactly 9/20
/// ```
/// A literal or a double stands for the shortest decimal that reads back as the same double: 0.1 is 1/10. A decimal whose power of ten
/// does not fit a fraction, 1e-40, is known as 1 x 10^-40, so that a player's payoffs are exact in a unit of their own.
public struct ExactNumber: Sendable, Hashable {
    /// The nearest double, within a few roundings.
    public let value: Double
    /// The number in units of 10^tens; nil where only the double is known.
    let mantissa: Rational?
    /// 0 wherever the number itself fits a fraction.
    let tens: Int

    /// The number itself; nil where only the double is known, and where no fraction of 128 bits holds it.
    public var exact: Rational? { tens == 0 ? mantissa : nil }

    /// The decimal that the double is printed as.
    public init(_ value: Double) { self = Self.shortestDecimal(value) }

    /// A fraction; an undefined one leaves NaN.
    public init(_ exact: Rational) {
        value = exact.double
        mantissa = exact.isDefined ? exact : nil
        tens = 0
    }

    /// mantissa x 10^tens, in the one form that equal numbers share; an undefined mantissa leaves NaN.
    init(_ mantissa: Rational, tens: Int) {
        let whole = mantissa.timesTen(to: tens)
        if whole.isDefined || !mantissa.isDefined {
            self.init(whole)
        } else {
            let (digits, exponent) = mantissa.inTens
            let numerator = Double("\(digits.numerator)e\(exponent + tens)") ?? .nan
            self.init(numerator / Double(digits.denominator), digits, exponent + tens)
        }
    }

    private init(_ value: Double, _ mantissa: Rational, _ tens: Int) { (self.value, self.mantissa, self.tens) = (value, mantissa, tens) }

    /// A double that stands for nothing but itself: the result of a computation with rounding.
    init(rounded value: Double) { (self.value, mantissa, tens) = (value, nil, 0) }
}

extension ExactNumber: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, CustomStringConvertible {
    public init(floatLiteral value: Double) { self.init(value) }
    public init(integerLiteral value: Int) { self.init(Rational(value)) }
    /// The fraction, or the shortest decimal of the double.
    public var description: String { exact.map(\.description) ?? "\(value)" }
}

extension ExactNumber {
    /// Exact where both are known and the result fits, in whatever unit of ten.
    static func + (a: ExactNumber, b: ExactNumber) -> ExactNumber { combined(a, b, +) ?? ExactNumber(rounded: a.value + b.value) }
    /// As the sum.
    static func - (a: ExactNumber, b: ExactNumber) -> ExactNumber { combined(a, b, -) ?? ExactNumber(rounded: a.value - b.value) }

    private static func combined(_ a: ExactNumber, _ b: ExactNumber, _ operation: (Rational, Rational) -> Rational) -> ExactNumber? {
        guard let one = a.mantissa, let other = b.mantissa else { return nil }
        // Zero is zero in every unit.
        let tens = one == .zero ? b.tens : other == .zero ? a.tens : min(a.tens, b.tens)
        let result = operation(one.timesTen(to: a.tens - tens), other.timesTen(to: b.tens - tens))
        return result.isDefined ? ExactNumber(result, tens: tens) : nil
    }

    /// Smaller; of numbers not both known exactly, beyond rounding (1e-10 of the larger size).
    func isLess(than other: ExactNumber) -> Bool {
        let (gap, slack) = (other.value - value, 1e-10 * max(value.magnitude, other.value.magnitude))
        // Doubles that are further apart than their rounding need no fractions.
        if gap.magnitude <= slack, mantissa != nil, other.mantissa != nil, let sign = (self - other).mantissa { return sign < .zero }
        return gap > slack
    }
}
