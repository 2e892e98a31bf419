/// A decimal as it is written: digits x 10^exponent.
struct DecimalText {
    /// Digits with a sign or without, the point taken out.
    let digits: String
    /// Of ten, the digits after the point counted.
    let exponent: Int

    /// The written exponents that are read: doubles end long before 10^1000.
    static let exponents = -1000...1000

    /// nil for what is no decimal (`-0.35`, `1e-3`, `7`), or has an exponent beyond ``exponents``.
    init?(_ text: some StringProtocol) {
        let parts = text.lowercased().split(separator: "e", omittingEmptySubsequences: false)
        guard parts.count <= 2, let written = parts.count == 2 ? Int(parts[1]) : 0, Self.exponents.contains(written) else { return nil }
        let halves = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        guard halves.count <= 2, !halves[0].isEmpty, Self.isWhole(halves.joined()) else { return nil }
        digits = halves.joined()
        exponent = written - (halves.count == 2 ? halves[1].count : 0)
    }

    /// Digits with a minus sign or without.
    static func isWhole(_ text: some StringProtocol) -> Bool {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        return !digits.isEmpty && digits.allSatisfy { $0.isASCII && $0.isNumber }
    }
}

extension Rational {
    /// A decimal (`-0.35`, `1e-3`) or a fraction of two whole numbers (`7/20`) as it is written; nil for anything else, for a
    /// denominator of 0, for what does not fit, and for decimals with an exponent beyond +-1000.
    public init?(_ text: some StringProtocol) {
        let halves = text.split(separator: "/", omittingEmptySubsequences: false)
        if halves.count == 2 {
            guard let top = Self.whole(halves[0]), let bottom = Self.whole(halves[1]), bottom != 0 else { return nil }
            self.init(top, bottom)
        } else {
            guard halves.count == 1, let decimal = DecimalText(text), let mantissa = Self.whole(decimal.digits) else { return nil }
            self = Rational(mantissa, 1).timesTen(to: decimal.exponent)
        }
        guard isDefined else { return nil }
    }

    fileprivate static func whole(_ text: some StringProtocol) -> Int128? { DecimalText.isWhole(text) ? Int128(text) : nil }
}

extension ExactNumber {
    /// A decimal or `p/q`, exactly; where the digits do not fit 128 bits, the nearest double, which then stands for nothing but itself.
    /// nil where the text is neither, where it is beyond doubles, and for a decimal other than 0 that would round to 0.
    public init?(_ text: some StringProtocol) {
        let halves = text.split(separator: "/", omittingEmptySubsequences: false)
        if let exact = Rational(text) {
            self.init(exact)
        } else if halves.count == 2 {
            guard halves.allSatisfy({ DecimalText.isWhole($0) }), let top = Double(halves[0]), let bottom = Double(halves[1]),
                bottom != 0, (top / bottom).isFinite
            else { return nil }
            self.init(rounded: top / bottom)
        } else {
            guard let decimal = DecimalText(text), let value = Double(String(text)), value.isFinite else { return nil }
            guard value != 0 || decimal.digits.allSatisfy({ "-0".contains($0) }) else { return nil }
            if let mantissa = Rational.whole(decimal.digits).map({ Rational($0, 1) }), mantissa.isDefined {
                self.init(mantissa, tens: decimal.exponent)
            } else {
                self.init(rounded: value)
            }
        }
    }

    /// The decimal that the double is printed as; 0 and NaN stay what they are.
    static func shortestDecimal(_ value: Double) -> ExactNumber {
        if let whole = Int(exactly: value) { return ExactNumber(Rational(whole)) }
        return value.isFinite ? ExactNumber("\(value)") ?? ExactNumber(rounded: value) : ExactNumber(rounded: value)
    }
}
