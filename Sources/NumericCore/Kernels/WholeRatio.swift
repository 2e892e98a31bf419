/// a / b x 2^exponent of whole numbers of any size, from the two leading words of each: within five roundings; `b` is not 0.
package func ratio<Whole: BinaryInteger>(_ a: Whole, to b: Whole, exponent: Int = 0) -> Double {
    /// The size as a double times 2^exponent.
    func leading(_ number: Whole) -> (value: Double, exponent: Int) {
        let words = Array(number.magnitude.words)
        guard let top = words.lastIndex(where: { $0 != 0 }) else { return (0, 0) }
        guard top > 0 else { return (Double(words[0]), 0) }
        let word = Double(sign: .plus, exponent: UInt.bitWidth, significand: 1)
        return (Double(words[top]) * word + Double(words[top - 1]), UInt.bitWidth * (top - 1))
    }
    let (over, under) = (leading(a), leading(b))
    let quotient = Double(sign: .plus, exponent: over.exponent - under.exponent + exponent, significand: over.value / under.value)
    return (a < 0) == (b < 0) ? quotient : -quotient
}
