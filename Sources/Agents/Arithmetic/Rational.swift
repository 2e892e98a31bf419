/// A fraction of 128-bit integers in lowest terms that knows when it no longer fits.
///
/// ```swift
/// Rational(7, 20) + Rational(3, 20)   // 1/2
/// ```
/// An operation whose result does not fit, or a division by zero, gives ``undefined``, which every later operation passes on,
/// as NaN does among floating-point numbers; whoever needs the result asks ``isDefined`` and turns to doubles.
/// - Complexity: O(1) but for the greatest common divisors, O(log) divisions each.
public struct Rational: Sendable, Hashable {
    /// In lowest terms; the sign of the fraction.
    public let numerator: Int128
    /// > 0; 0 marks ``undefined``.
    public let denominator: Int128

    /// What does not fit into 128 bits, or is no number.
    public static let undefined = Rational(unchecked: 0, 0)

    private init(unchecked numerator: Int128, _ denominator: Int128) {
        (self.numerator, self.denominator) = (numerator, denominator)
    }

    /// A whole number.
    public init(_ value: Int) { self.init(unchecked: Int128(value), 1) }

    /// numerator / denominator, ``undefined`` where the denominator is 0.
    public init(_ numerator: Int128, _ denominator: Int128) {
        guard denominator != 0, numerator != .min, denominator != .min else {
            self = .undefined
            return
        }
        let divisor = Self.commonDivisor(numerator.magnitude, denominator.magnitude)
        let sign: Int128 = denominator < 0 ? -1 : 1
        self.init(unchecked: sign * numerator / divisor, sign * denominator / divisor)
    }

    /// False for a result that did not fit.
    public var isDefined: Bool { denominator != 0 }

    /// The nearest double, within two roundings; NaN where undefined.
    public var double: Double { isDefined ? Double(numerator) / Double(denominator) : .nan }

    /// The greatest common divisor; 64-bit divisions as soon as both numbers allow them.
    private static func commonDivisor(_ first: UInt128, _ second: UInt128) -> Int128 {
        var (a, b) = (first, second)
        while b != 0 {
            if a <= UInt128(UInt64.max), b <= UInt128(UInt64.max) {
                var (small, other) = (UInt64(a), UInt64(b))
                while other != 0 { (small, other) = (other, small % other) }
                return Int128(small)
            }
            (a, b) = (b, a % b)
        }
        return Int128(a)
    }
}

extension Rational: Comparable, AdditiveArithmetic {
    public static let zero = Rational(0)

    public static func + (a: Rational, b: Rational) -> Rational { sum(a, b.numerator, b.denominator) }

    public static func - (a: Rational, b: Rational) -> Rational { sum(a, -b.numerator, b.denominator) }

    private static func sum(_ a: Rational, _ numerator: Int128, _ denominator: Int128) -> Rational {
        guard a.isDefined, denominator != 0 else { return .undefined }
        if a.denominator == denominator {
            let (sum, overflow) = a.numerator.addingReportingOverflow(numerator)
            return overflow || sum == .min ? .undefined : denominator == 1 ? Rational(unchecked: sum, 1) : Rational(sum, denominator)
        }
        let divisor = commonDivisor(a.denominator.magnitude, denominator.magnitude)
        let (left, leftOverflow) = a.numerator.multipliedReportingOverflow(by: denominator / divisor)
        let (right, rightOverflow) = numerator.multipliedReportingOverflow(by: a.denominator / divisor)
        let (sum, sumOverflow) = left.addingReportingOverflow(right)
        let (whole, wholeOverflow) = a.denominator.multipliedReportingOverflow(by: denominator / divisor)
        return leftOverflow || rightOverflow || sumOverflow || wholeOverflow ? .undefined : Rational(sum, whole)
    }

    public static func * (a: Rational, b: Rational) -> Rational {
        product(a.numerator, a.denominator, b.numerator, b.denominator)
    }

    /// ``undefined`` where `b` is 0.
    public static func / (a: Rational, b: Rational) -> Rational {
        b.numerator < 0
            ? product(a.numerator, a.denominator, -b.denominator, -b.numerator)
            : product(a.numerator, a.denominator, b.denominator, b.numerator)
    }

    /// (a/b)(c/d), divided crosswise first so that nothing larger than the result is formed.
    private static func product(_ a: Int128, _ b: Int128, _ c: Int128, _ d: Int128) -> Rational {
        guard b != 0, d != 0 else { return .undefined }
        if a == 0 || c == 0 { return .zero }
        let (first, second) = (commonDivisor(a.magnitude, d.magnitude), commonDivisor(c.magnitude, b.magnitude))
        let (top, topOverflow) = (a / first).multipliedReportingOverflow(by: c / second)
        let (bottom, bottomOverflow) = (b / second).multipliedReportingOverflow(by: d / first)
        return topOverflow || bottomOverflow || top == .min ? .undefined : Rational(unchecked: top, bottom)
    }

    /// Exact: the products have 256 bits. False where either side is undefined.
    public static func < (a: Rational, b: Rational) -> Bool {
        guard a.isDefined, b.isDefined else { return false }
        let (left, right) = (a.numerator.multipliedFullWidth(by: b.denominator), b.numerator.multipliedFullWidth(by: a.denominator))
        return (left.high, left.low) < (right.high, right.low)
    }
}

extension Rational: CustomStringConvertible {
    /// `5`, `-7/2`; `undefined` for what did not fit.
    public var description: String {
        isDefined ? denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)" : "undefined"
    }
}

extension Rational {
    /// The number times a power of ten, ``undefined`` where that does not fit.
    func timesTen(to power: Int) -> Rational {
        guard numerator != 0, power != 0 else { return self }
        // 10^38 is the largest power below 2^127, and no number that fits is 77 digits away from another.
        guard abs(power) <= 76 else { return .undefined }
        var (result, left) = (self, abs(power))
        while left > 0 {
            let step = min(left, 38)
            let tens = Rational(unchecked: (0..<step).reduce(Int128(1)) { value, _ in value * 10 }, 1)
            result = power > 0 ? result * tens : result / tens
            left -= step
        }
        return result
    }

    /// The same number as mantissa x 10^exponent, with a denominator prime to 10 and a numerator that is no multiple of 10: the one such
    /// form of a number. (self, 0) for 0 and where the mantissa does not fit.
    var inTens: (mantissa: Rational, exponent: Int) {
        guard isDefined, numerator != 0 else { return (self, 0) }
        var (mantissa, exponent) = (self, 0)
        while mantissa.isDefined, mantissa.denominator % 2 == 0 || mantissa.denominator % 5 == 0 {
            mantissa = mantissa * Rational(10)
            exponent -= 1
        }
        guard mantissa.isDefined else { return (self, 0) }
        var top = mantissa.numerator
        while top % 10 == 0 { (top, exponent) = (top / 10, exponent + 1) }
        return (Rational(unchecked: top, mantissa.denominator), exponent)
    }
}
