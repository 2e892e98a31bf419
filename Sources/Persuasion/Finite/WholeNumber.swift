import Glibc

/// A whole number of any size: what the pivots of `ExactDictionary` need, and no more.
///
/// Sums and products limb by limb (Knuth, The Art of Computer Programming 2, 4.3.1); division only where it leaves nothing, from the lowest limb up
/// (Jebelean 1993, doi:10.1006/jsco.1993.1012).
struct WholeNumber: Sendable, Equatable {
    /// Little-endian, the last not 0; empty for 0.
    private var limbs: [UInt64]
    /// False for 0.
    private(set) var isNegative: Bool

    static let zero = WholeNumber(limbs: [], isNegative: false)
    static let one = WholeNumber(limbs: [1], isNegative: false)

    private init(limbs: [UInt64], isNegative: Bool) {
        self.limbs = limbs
        while self.limbs.last == 0 { self.limbs.removeLast() }
        self.isNegative = isNegative && !self.limbs.isEmpty
    }

    /// value / 2^unit, which has to be whole: `unit` at most ``lowestBit(of:)``.
    init(_ value: Double, unit: Int) {
        guard value != 0, value.isFinite else {
            self = .zero
            return
        }
        let lowest = Self.lowestBit(of: value)
        let whole = UInt64(scalbn(abs(value), -lowest))
        let (skipped, shift) = (lowest - unit).quotientAndRemainder(dividingBy: 64)
        let wide = whole.multipliedFullWidth(by: UInt64(1) << UInt64(shift))
        self.init(limbs: [UInt64](repeating: 0, count: skipped) + [wide.low, wide.high], isNegative: value < 0)
    }

    /// The exponent of the lowest bit that is set: value is an odd multiple of 2 to this. Not for 0.
    static func lowestBit(of value: Double) -> Int {
        let bits = value.significandBitPattern
        let trailing = bits == 0 ? 52 : bits.trailingZeroBitCount
        // Below the least normal number the exponent stands still.
        return value.isNormal ? Int(value.exponent) - 52 + trailing : -1074 + bits.trailingZeroBitCount
    }

    var isZero: Bool { limbs.isEmpty }
    var isPositive: Bool { !isZero && !isNegative }
    /// The number of limbs.
    var size: Int { limbs.count }

    static prefix func - (a: WholeNumber) -> WholeNumber { WholeNumber(limbs: a.limbs, isNegative: !a.isNegative) }

    static func + (a: WholeNumber, b: WholeNumber) -> WholeNumber {
        if a.isNegative == b.isNegative { return WholeNumber(limbs: sum(a.limbs, b.limbs), isNegative: a.isNegative) }
        return isSmaller(a.limbs, b.limbs)
            ? WholeNumber(limbs: difference(b.limbs, a.limbs), isNegative: b.isNegative)
            : WholeNumber(limbs: difference(a.limbs, b.limbs), isNegative: a.isNegative)
    }

    static func - (a: WholeNumber, b: WholeNumber) -> WholeNumber { a + -b }

    static func * (a: WholeNumber, b: WholeNumber) -> WholeNumber {
        guard !a.isZero, !b.isZero else { return .zero }
        var product = [UInt64](repeating: 0, count: a.size + b.size)
        product.withUnsafeMutableBufferPointer { product in
            a.limbs.withUnsafeBufferPointer { a in
                b.limbs.withUnsafeBufferPointer { b in
                    for i in a.indices {
                        var carry: UInt64 = 0
                        for j in b.indices { (carry, product[i + j]) = multiplyAdd(a[i], b[j], product[i + j], carry) }
                        product[i + b.count] = carry
                    }
                }
            }
        }
        return WholeNumber(limbs: product, isNegative: a.isNegative != b.isNegative)
    }

    static func < (a: WholeNumber, b: WholeNumber) -> Bool {
        if a.isNegative != b.isNegative { return a.isNegative }
        return a.isNegative ? isSmaller(b.limbs, a.limbs) : isSmaller(a.limbs, b.limbs)
    }

    /// self / divisor, where that leaves nothing; the divisor is not 0.
    func divided(by divisor: WholeNumber) -> WholeNumber {
        guard !isZero else { return .zero }
        let empty = divisor.limbs.prefix { $0 == 0 }.count
        let shift = UInt64(divisor.limbs[empty].trailingZeroBitCount)
        let odd = Self.shiftedDown(divisor.limbs, limbs: empty, bits: shift)
        var rest = Self.shiftedDown(limbs, limbs: empty, bits: shift)
        // The inverse modulo 2^64: each step doubles the bits that are right, of which an odd number has three.
        var inverse = odd[0]
        for _ in 0..<5 { inverse = inverse &* (2 &- odd[0] &* inverse) }
        let size = max(1, rest.count - odd.count + 1)
        var quotient = [UInt64](repeating: 0, count: size)
        for i in 0..<size {
            let digit = rest[i] &* inverse
            quotient[i] = digit
            guard digit != 0 else { continue }
            // What lies above the quotient's limbs is 0 in the end, and is not looked at.
            var borrow: UInt64 = 0
            for j in 0..<min(odd.count, size - i) {
                let (high, low) = Self.multiplyAdd(digit, odd[j], borrow, 0)
                let (next, isBelow) = rest[i + j].subtractingReportingOverflow(low)
                rest[i + j] = next
                borrow = high &+ (isBelow ? 1 : 0)
            }
            var at = i + odd.count
            while borrow != 0, at < size {
                let (next, isBelow) = rest[at].subtractingReportingOverflow(borrow)
                rest[at] = next
                borrow = isBelow ? 1 : 0
                at += 1
            }
        }
        return WholeNumber(limbs: quotient, isNegative: isNegative != divisor.isNegative)
    }

    /// The double nearest to self / divisor x 2^exponent, within a few roundings.
    func ratio(to divisor: WholeNumber, exponent: Int) -> Double {
        let (top, bottom) = (leading, divisor.leading)
        let ratio = top.value / bottom.value
        // In two steps, as one could leave the range of Int32 before it leaves that of doubles.
        return scalbn(ratio, max(-5000, min(5000, top.exponent - bottom.exponent + exponent)))
    }

    /// value x 2^exponent, of the two highest limbs.
    private var leading: (value: Double, exponent: Int) {
        guard let high = limbs.last else { return (0, 0) }
        let next = size > 1 ? limbs[size - 2] : 0
        let value = scalbn(Double(high), 64) + Double(next)
        return (isNegative ? -value : value, 64 * (size - 2))
    }

    /// a b + c + d, which two limbs hold.
    private static func multiplyAdd(_ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64) -> (high: UInt64, low: UInt64) {
        let product = a.multipliedFullWidth(by: b)
        let (first, firstCarry) = product.low.addingReportingOverflow(c)
        let (second, secondCarry) = first.addingReportingOverflow(d)
        return (product.high &+ (firstCarry ? 1 : 0) &+ (secondCarry ? 1 : 0), second)
    }

    private static func isSmaller(_ a: [UInt64], _ b: [UInt64]) -> Bool {
        if a.count != b.count { return a.count < b.count }
        for at in a.indices.reversed() where a[at] != b[at] { return a[at] < b[at] }
        return false
    }

    private static func sum(_ a: [UInt64], _ b: [UInt64]) -> [UInt64] {
        let (long, short) = a.count >= b.count ? (a, b) : (b, a)
        var sum = long
        var carry = false
        for at in long.indices {
            guard at < short.count || carry else { return sum }
            let (first, firstCarry) = long[at].addingReportingOverflow(at < short.count ? short[at] : 0)
            let (second, secondCarry) = first.addingReportingOverflow(carry ? 1 : 0)
            (sum[at], carry) = (second, firstCarry || secondCarry)
        }
        return carry ? sum + [1] : sum
    }

    /// a - b of a >= b.
    private static func difference(_ a: [UInt64], _ b: [UInt64]) -> [UInt64] {
        var difference = a
        var borrow = false
        for at in a.indices {
            guard at < b.count || borrow else { break }
            let (first, firstBorrow) = a[at].subtractingReportingOverflow(at < b.count ? b[at] : 0)
            let (second, secondBorrow) = first.subtractingReportingOverflow(borrow ? 1 : 0)
            (difference[at], borrow) = (second, firstBorrow || secondBorrow)
        }
        return difference
    }

    private static func shiftedDown(_ limbs: [UInt64], limbs skipped: Int, bits: UInt64) -> [UInt64] {
        let kept = Array(limbs.dropFirst(skipped))
        guard bits > 0 else { return kept }
        var shifted = kept.indices.map { kept[$0] >> bits | ($0 + 1 < kept.count ? kept[$0 + 1] << (64 - bits) : 0) }
        while shifted.count > 1, shifted.last == 0 { shifted.removeLast() }
        return shifted
    }
}
