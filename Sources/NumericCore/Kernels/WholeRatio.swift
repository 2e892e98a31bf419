/// a / b x 2^exponent of whole numbers of any size, of their leading 64 bits each: within four roundings; `b` is not 0.
package func ratio<Whole: BinaryInteger>(_ a: Whole, to b: Whole, exponent: Int = 0) -> Double {
    func leading(_ number: Whole) -> (bits: Double, exponent: Int) {
        let excess = max(0, number.magnitude.bitWidth - 64)
        return (Double(UInt64(truncatingIfNeeded: number.magnitude >> excess)), excess)
    }
    let (top, bottom) = (leading(a), leading(b))
    let quotient = Double(sign: .plus, exponent: top.exponent - bottom.exponent + exponent, significand: top.bits / bottom.bits)
    return (a < 0) == (b < 0) ? quotient : -quotient
}
