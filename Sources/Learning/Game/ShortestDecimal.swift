/// A double as the shortest decimal that reads back as it, the one it is printed as: 0.1 is 1 x 10^-1.
struct ShortestDecimal: Equatable, Sendable {
    /// With the sign; at most 17 digits and zeros behind them.
    let digits: Int
    /// Of ten.
    let exponent: Int

    /// - Precondition: finite.
    /// - Complexity: a division for each place after the point, up to 15 digits and 22 places, else that of printing.
    init(_ value: Double) {
        for (places, scale) in Self.tens.enumerated() {
            let whole = (value * scale).rounded()
            guard abs(whole) < Self.fifteenDigits else { break }
            // Of decimals of up to 15 digits no two are the same double, and this quotient of exact numbers is rounded once.
            guard whole / scale == value else { continue }
            self.init(digits: Int(whole), exponent: -places)
            return
        }
        self.init(printed: "\(value)")
    }

    private init(digits: Int, exponent: Int) { (self.digits, self.exponent) = (digits, exponent) }

    /// Reads `-1.2345678901234567e-08`.
    private init(printed text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "e"), maxSplits: 1)
        var (digits, places, isAfterPoint) = (0, 0, false)
        for byte in parts[0] {
            switch byte {
            case UInt8(ascii: "."): isAfterPoint = true
            case UInt8(ascii: "-"): break
            default:
                digits = 10 * digits + Int(byte - UInt8(ascii: "0"))
                if isAfterPoint { places += 1 }
            }
        }
        let written = parts.count == 2 ? Int(Substring(parts[1])) ?? 0 : 0
        self.init(digits: text.hasPrefix("-") ? -digits : digits, exponent: written - places)
    }

    private static let fifteenDigits = 1e15
    /// The powers of ten that are doubles.
    private static let tens: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ]
}
