/// A double as the shortest decimal that reads back as it, the one it is printed as: 0.1 is 1 x 10^-1.
package struct ShortestDecimal: Equatable, Sendable {
    /// With the sign; at most 17 digits and zeros behind them.
    package let digits: Int
    /// Of ten; 0 for zero.
    package let exponent: Int

    /// nil for what is not finite.
    /// - Complexity: some divisions up to 15 digits and 22 places after the point, else that of printing.
    package init?(_ value: Double) {
        guard value.isFinite else { return nil }
        for (places, scale) in Self.tens.enumerated() {
            let whole = (value * scale).rounded()
            guard abs(whole) < Self.fifteenDigits else { break }
            // Of decimals of up to 15 digits no two are the same double, and this quotient of exact numbers is rounded once.
            guard whole / scale == value else { continue }
            (digits, exponent) = (Int(whole), whole == 0 ? 0 : -places)
            return
        }
        guard let text = DecimalText("\(value)"), let digits = Int(text.digits) else { return nil }
        (self.digits, exponent) = (digits, text.exponent)
    }

    private static let fifteenDigits = 1e15
    /// The powers of ten that are doubles.
    private static let tens: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ]
}
