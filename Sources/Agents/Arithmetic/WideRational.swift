import BigInt
import NumericCore

/// A fraction of whole numbers of up to ``words`` 64-bit words, in lowest terms: a ``Rational`` wherever that holds it.
///
/// It serves where 128 bits do not and doubles lose what they compare: its operations cost some hundred times those of doubles, so that
/// what it does is bounded by work. A double that stands for no fraction is the dyadic fraction it is.
struct WideRational: Sendable, Hashable {
    private enum Form: Hashable {
        case narrow(Rational)
        case wide(BigInt, BigInt)
    }

    private let form: Form
    /// The most words of numerator and denominator; above it a number is undefined.
    static let words = 256

    private init(form: Form) { self.form = form }

    /// The same number, or the same lack of one.
    init(_ narrow: Rational) { form = .narrow(narrow) }

    init(_ value: Int) { self.init(Rational(value)) }

    /// In lowest terms already; the denominator > 0.
    private init(reduced numerator: BigInt, _ denominator: BigInt) {
        if let top = Self.short(numerator), let bottom = Self.short(denominator) {
            form = .narrow(Rational(top, bottom))
        } else if max(numerator.bitWidth, denominator.bitWidth) > 64 * Self.words {
            form = .narrow(.undefined)
        } else {
            form = .wide(numerator, denominator)
        }
    }

    /// A double, exactly; undefined where it is not finite.
    init(exactly value: Double) {
        guard value.isFinite, value != 0 else {
            self.init(value == 0 ? Rational.zero : .undefined)
            return
        }
        let digits = Int128(value.significandBitPattern | (value.isNormal ? 1 << 52 : 0))
        let whole = WideRational(Rational(value < 0 ? -digits : digits, 1))
        let exponent = (value.isNormal ? Int(value.exponent) : -1022) - 52
        self = exponent >= 0 ? whole * Self.power(2, exponent) : whole / Self.power(2, -exponent)
    }

    /// The same number in 128 bits; nil where they do not hold it.
    var narrow: Rational? {
        guard case .narrow(let narrow) = form, narrow.isDefined else { return nil }
        return narrow
    }

    /// A whole number to a power >= 0.
    static func power(_ base: Int, _ exponent: Int) -> WideRational {
        var (result, square, left) = (WideRational(1), WideRational(base), exponent)
        while left > 0 {
            if left & 1 == 1 { result = result * square }
            left >>= 1
            if left > 0 { square = square * square }
        }
        return result
    }

    /// nil where 127 bits do not hold it. Word by word: `Int128(exactly:)` of a negative `BigInt` (6.0.1) loses a carry between words.
    static func short(_ whole: BigInt) -> Int128? {
        let words = whole.magnitude.words
        guard whole.magnitude.bitWidth <= 127 else { return nil }
        let size = words.reversed().reduce(Int128(0)) { $0 << 64 | Int128($1) }
        return whole < 0 ? -size : size
    }

    static func whole(_ short: Int128) -> BigInt {
        let size = short.magnitude
        let whole = (BigInt(UInt64(truncatingIfNeeded: size >> 64)) << 64) + BigInt(UInt64(truncatingIfNeeded: size))
        return short < 0 ? -whole : whole
    }

    private var parts: (BigInt, BigInt) {
        switch form {
        case .narrow(let narrow): (Self.whole(narrow.numerator), Self.whole(narrow.denominator))
        case .wide(let numerator, let denominator): (numerator, denominator)
        }
    }

    /// The nearest double, within four roundings.
    var double: Double {
        if case .narrow(let narrow) = form { return narrow.double }
        let (numerator, denominator) = parts
        return ratio(numerator, to: denominator)
    }
}

extension WideRational: Comparable, AdditiveArithmetic {
    static let zero = WideRational(0)

    static func + (a: WideRational, b: WideRational) -> WideRational {
        if case .narrow(let one) = a.form, case .narrow(let other) = b.form {
            let sum = one + other
            if sum.isDefined || !one.isDefined || !other.isDefined { return WideRational(sum) }
        }
        guard a.isDefined, b.isDefined else { return WideRational(.undefined) }
        let ((an, ad), (bn, bd)) = (a.parts, b.parts)
        let shared = ad.greatestCommonDivisor(with: bd)
        let (left, right) = (ad / shared, bd / shared)
        let numerator = an * right + bn * left
        if numerator.isZero { return .zero }
        // What the sum's terms still share divides what the denominators share.
        let rest = numerator.greatestCommonDivisor(with: shared)
        return WideRational(reduced: numerator / rest, left * bd / rest)
    }

    static func - (a: WideRational, b: WideRational) -> WideRational { a + b.negated }

    private var negated: WideRational {
        switch form {
        case .narrow(let narrow): WideRational(Rational.zero - narrow)
        case .wide(let numerator, let denominator): WideRational(form: .wide(-numerator, denominator))
        }
    }

    static func * (a: WideRational, b: WideRational) -> WideRational {
        if case .narrow(let one) = a.form, case .narrow(let other) = b.form {
            let product = one * other
            if product.isDefined || !one.isDefined || !other.isDefined { return WideRational(product) }
        }
        guard a.isDefined, b.isDefined else { return WideRational(.undefined) }
        return product(a.parts, b.parts)
    }

    /// Undefined where `b` is 0.
    static func / (a: WideRational, b: WideRational) -> WideRational {
        if case .narrow(let one) = a.form, case .narrow(let other) = b.form {
            let quotient = one / other
            if quotient.isDefined || !one.isDefined || !other.isDefined || other == .zero { return WideRational(quotient) }
        }
        guard a.isDefined, b.isDefined, b != .zero else { return WideRational(.undefined) }
        let (numerator, denominator) = b.parts
        return product(a.parts, numerator < 0 ? (-denominator, -numerator) : (denominator, numerator))
    }

    /// Divided crosswise first: the product is in lowest terms.
    private static func product(_ a: (BigInt, BigInt), _ b: (BigInt, BigInt)) -> WideRational {
        if a.0.isZero || b.0.isZero { return .zero }
        let (first, second) = (a.0.greatestCommonDivisor(with: b.1), b.0.greatestCommonDivisor(with: a.1))
        return WideRational(
            reduced: a.0 / first * b.0 / second,
            a.1 / second * b.1 / first)
    }

    static func < (a: WideRational, b: WideRational) -> Bool {
        if case .narrow(let one) = a.form, case .narrow(let other) = b.form { return one < other }
        guard a.isDefined, b.isDefined else { return false }
        let ((an, ad), (bn, bd)) = (a.parts, b.parts)
        return an * bd < bn * ad
    }
}

extension WideRational: GameNumber {
    static let isExact = true

    init?(_ number: ExactNumber, unit: Int) {
        let (mantissa, tens) = number.mantissa.map { (WideRational($0), number.tens - unit) } ?? (WideRational(exactly: number.value), -unit)
        self = tens >= 0 ? mantissa * Self.power(10, tens) : mantissa / Self.power(10, -tens)
        guard isDefined else { return nil }
    }

    static func unit(of numbers: some Sequence<ExactNumber>) -> Int { Rational.unit(of: numbers) }

    func number(unit: Int) -> ExactNumber {
        if let narrow { return ExactNumber(narrow, tens: unit) }
        let scaled = unit >= 0 ? self * Self.power(10, unit) : self / Self.power(10, -unit)
        return ExactNumber(rounded: scaled.double)
    }

    func exceeds(_ other: WideRational, terms _: WideRational) -> Bool { self > other }
    var magnitude: WideRational { isPositive || self == .zero ? self : negated }
    var isDefined: Bool { if case .narrow(let narrow) = form { narrow.isDefined } else { true } }
    var isPositive: Bool {
        switch form {
        case .narrow(let narrow): narrow.isPositive
        case .wide(let numerator, _): numerator > 0
        }
    }
    /// Products and common divisors of so many words.
    var work: Double {
        guard case .wide(let numerator, let denominator) = form else { return 1 }
        let words = Double(max(numerator.bitWidth, denominator.bitWidth) / 64 + 1)
        return 8 * words + words * words
    }
}
