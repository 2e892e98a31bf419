/// A number of a game: a double, and the fraction it stands for where that is known.
///
/// ```swift
/// let half: ExactNumber = 0.5
/// half.exact            // 1/2
/// ExactNumber("9/20")   // 0.45, exactly 9/20
/// ```
/// A literal or a double stands for the shortest decimal that reads back as the same double: 0.1 is 1/10.
public struct ExactNumber: Sendable, Hashable {
    /// The nearest double.
    public let value: Double
    /// The number itself; nil where only the double is known.
    public let exact: Rational?

    /// The decimal that the double is printed as.
    public init(_ value: Double) {
        self.value = value
        exact = value.isFinite ? Rational("\(value)") : nil
    }

    /// A fraction; an undefined one leaves NaN.
    public init(_ exact: Rational) {
        value = exact.double
        self.exact = exact.isDefined ? exact : nil
    }

    /// A decimal or `p/q`; nil where the text is neither.
    public init?(_ text: String) {
        guard let exact = Rational(text) else { return nil }
        self.init(exact)
    }

    /// A double that stands for nothing but itself: the result of a computation with rounding.
    init(rounded value: Double) { (self.value, exact) = (value, nil) }
}

extension ExactNumber: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, CustomStringConvertible {
    public init(floatLiteral value: Double) { self.init(value) }
    public init(integerLiteral value: Int) { self.init(Rational(value)) }
    /// The fraction, or the shortest decimal of the double.
    public var description: String { exact.map(\.description) ?? "\(value)" }
}
