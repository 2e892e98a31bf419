/// A decimal as it is written: digits x 10^exponent.
package struct DecimalText {
    /// Digits with a sign or without, the point taken out.
    package let digits: String
    /// Of ten, the digits after the point counted.
    package let exponent: Int

    /// The written exponents that are read: doubles end long before 10^1000.
    package static let exponents = -1000...1000

    /// nil for what is no decimal (`-0.35`, `1e-3`, `7`), or has an exponent beyond ``exponents``.
    package init?(_ text: some StringProtocol) {
        let parts = text.lowercased().split(separator: "e", omittingEmptySubsequences: false)
        guard parts.count <= 2, let written = parts.count == 2 ? Int(parts[1]) : 0, Self.exponents.contains(written) else { return nil }
        let halves = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        guard halves.count <= 2, !halves[0].isEmpty, Self.isWhole(halves.joined()) else { return nil }
        digits = halves.joined()
        exponent = written - (halves.count == 2 ? halves[1].count : 0)
    }

    /// Digits with a minus sign or without.
    package static func isWhole(_ text: some StringProtocol) -> Bool {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        return !digits.isEmpty && digits.allSatisfy { $0.isASCII && $0.isNumber }
    }
}
