/// A whole number of any size: a sign and 64-bit words, the lowest first. What ``WideRational`` is made of.
struct WideInteger: Sendable, Hashable {
    /// Without leading zeros; none for 0.
    private(set) var words: [UInt64]
    /// False for 0.
    private(set) var isNegative: Bool

    private init(_ words: [UInt64], isNegative: Bool) {
        var words = words
        while words.last == 0 { words.removeLast() }
        (self.words, self.isNegative) = (words, isNegative && !words.isEmpty)
    }

    init(_ value: Int128) {
        let magnitude = value.magnitude
        self.init([UInt64(truncatingIfNeeded: magnitude), UInt64(truncatingIfNeeded: magnitude >> 64)], isNegative: value < 0)
    }

    /// nil where 127 bits do not hold it.
    var narrow: Int128? {
        guard words.count <= 2 else { return nil }
        let magnitude = UInt128(words.first ?? 0) | UInt128(words.count > 1 ? words[1] : 0) << 64
        guard magnitude <= UInt128(Int128.max) else { return nil }
        return isNegative ? -Int128(magnitude) : Int128(magnitude)
    }

    var isZero: Bool { words.isEmpty }
    var magnitude: WideInteger { WideInteger(words, isNegative: false) }

    /// The leading 64 bits, the first of them set, and the power of two that they are counted in; what follows is cut off. 0 for 0.
    var leading: (bits: UInt64, exponent: Int) {
        guard let high = words.last else { return (0, 0) }
        let shift = high.leadingZeroBitCount
        let low = words.count > 1 && shift > 0 ? words[words.count - 2] >> UInt64(64 - shift) : 0
        return (high << UInt64(shift) | low, 64 * (words.count - 1) - shift)
    }
}

extension WideInteger {
    static prefix func - (a: WideInteger) -> WideInteger { WideInteger(a.words, isNegative: !a.isNegative) }

    static func + (a: WideInteger, b: WideInteger) -> WideInteger {
        if a.isNegative == b.isNegative { return WideInteger(sum(a.words, b.words), isNegative: a.isNegative) }
        return isLess(a.words, b.words)
            ? WideInteger(difference(b.words, a.words), isNegative: b.isNegative)
            : WideInteger(difference(a.words, b.words), isNegative: a.isNegative)
    }

    static func - (a: WideInteger, b: WideInteger) -> WideInteger { a + -b }

    /// - Complexity: O(words x words)
    static func * (a: WideInteger, b: WideInteger) -> WideInteger {
        guard !a.isZero, !b.isZero else { return WideInteger([], isNegative: false) }
        let words = [UInt64](unsafeUninitializedCapacity: a.words.count + b.words.count) { product, count in
            count = a.words.count + b.words.count
            product.initialize(repeating: 0)
            for (place, factor) in a.words.enumerated() where factor != 0 {
                var carry: UInt64 = 0
                for (other, word) in b.words.enumerated() {
                    let (high, low) = factor.multipliedFullWidth(by: word)
                    let (first, overflow) = low.addingReportingOverflow(product[place + other])
                    let (second, again) = first.addingReportingOverflow(carry)
                    product[place + other] = second
                    carry = high &+ (overflow ? 1 : 0) &+ (again ? 1 : 0)
                }
                product[place + b.words.count] = carry
            }
        }
        return WideInteger(words, isNegative: a.isNegative != b.isNegative)
    }

    static func < (a: WideInteger, b: WideInteger) -> Bool {
        if a.isNegative != b.isNegative { return a.isNegative }
        return a.isNegative ? isLess(b.words, a.words) : isLess(a.words, b.words)
    }

    /// The quotient of a division without remainder by a number > 0.
    /// - Complexity: O(words x words)
    func divided(exactlyBy divisor: WideInteger) -> WideInteger {
        if divisor.words == [1] { return self }
        return WideInteger(Self.division(words, divisor.words).quotient, isNegative: isNegative)
    }

    /// The greatest common divisor by size, by Euclid's divisions while sizes differ and halving where they do not.
    /// - Complexity: O(bits x words)
    static func commonDivisor(_ a: WideInteger, _ b: WideInteger) -> WideInteger {
        var (large, small) = isLess(a.words, b.words) ? (b.words, a.words) : (a.words, b.words)
        if small.isEmpty { return WideInteger(large, isNegative: false) }
        // One division brings both to the size of the smaller.
        if large.count > small.count { (large, small) = (small, division(large, small).remainder) }
        if small.isEmpty { return WideInteger(large, isNegative: false) }
        if small == [1] { return WideInteger(small, isNegative: false) }
        return WideInteger(binaryDivisor(large, small), isNegative: false)
    }

    /// Stein's algorithm: both odd, the larger less the smaller is even, and halving it loses no common divisor.
    private static func binaryDivisor(_ first: [UInt64], _ second: [UInt64]) -> [UInt64] {
        let twos = min(trailingZeros(first), trailingZeros(second))
        var (a, b) = (shiftedDown(first, trailingZeros(first)), shiftedDown(second, trailingZeros(second)))
        while a.count > 1 || b.count > 1 {
            if a == b { break }
            if isLess(a, b) { swap(&a, &b) }
            subtract(b, from: &a)
            shiftDown(&a, trailingZeros(a))
        }
        if a.count == 1, b.count == 1 {
            var (x, y) = (a[0], b[0])
            while y != 0 { (x, y) = (y, x % y) }
            a = [x]
        }
        return twos == 0 ? a : shiftedUp(a, twos)
    }
}

/// Magnitudes: words without leading zeros, the lowest first.
extension WideInteger {
    private static func isLess(_ a: [UInt64], _ b: [UInt64]) -> Bool {
        if a.count != b.count { return a.count < b.count }
        for place in a.indices.reversed() where a[place] != b[place] { return a[place] < b[place] }
        return false
    }

    private static func sum(_ a: [UInt64], _ b: [UInt64]) -> [UInt64] {
        var (sum, carry) = (a.count < b.count ? b : a, UInt64(0))
        let other = a.count < b.count ? a : b
        for place in sum.indices {
            if place >= other.count, carry == 0 { break }
            let (first, overflow) = sum[place].addingReportingOverflow(place < other.count ? other[place] : 0)
            let (second, again) = first.addingReportingOverflow(carry)
            (sum[place], carry) = (second, overflow || again ? 1 : 0)
        }
        if carry != 0 { sum.append(carry) }
        return sum
    }

    /// Of a number at least as large.
    private static func difference(_ a: [UInt64], _ b: [UInt64]) -> [UInt64] {
        var result = a
        subtract(b, from: &result)
        return result
    }

    private static func subtract(_ b: [UInt64], from a: inout [UInt64]) {
        var borrow: UInt64 = 0
        for place in a.indices {
            if place >= b.count, borrow == 0 { break }
            let (first, overflow) = a[place].subtractingReportingOverflow(place < b.count ? b[place] : 0)
            let (second, again) = first.subtractingReportingOverflow(borrow)
            (a[place], borrow) = (second, overflow || again ? 1 : 0)
        }
        while a.last == 0 { a.removeLast() }
    }

    private static func trailingZeros(_ words: [UInt64]) -> Int {
        guard let place = words.firstIndex(where: { $0 != 0 }) else { return 0 }
        return 64 * place + words[place].trailingZeroBitCount
    }

    private static func shiftedDown(_ words: [UInt64], _ bits: Int) -> [UInt64] {
        var shifted = words
        shiftDown(&shifted, bits)
        return shifted
    }

    private static func shiftDown(_ words: inout [UInt64], _ bits: Int) {
        let (skipped, shift) = (bits / 64, UInt64(bits % 64))
        if skipped > 0 { words.removeFirst(min(skipped, words.count)) }
        guard shift > 0 else { return }
        for place in words.indices {
            let above = place + 1 < words.count ? words[place + 1] << (64 - shift) : 0
            words[place] = words[place] >> shift | above
        }
        while words.last == 0 { words.removeLast() }
    }

    private static func shiftedUp(_ words: [UInt64], _ bits: Int) -> [UInt64] {
        let (skipped, shift) = (bits / 64, UInt64(bits % 64))
        var shifted = [UInt64](repeating: 0, count: skipped) + words
        guard shift > 0 else { return shifted }
        var carry: UInt64 = 0
        for place in skipped..<shifted.count { (shifted[place], carry) = (shifted[place] << shift | carry, shifted[place] >> (64 - shift)) }
        if carry != 0 { shifted.append(carry) }
        return shifted
    }

    /// Long division in words (Knuth, The Art of Computer Programming 2, 4.3.1, algorithm D): both shifted until the divisor's first bit is
    /// set, a word of the quotient guessed from the leading words is at most 2 too large.
    private static func division(_ dividend: [UInt64], _ divisor: [UInt64]) -> (quotient: [UInt64], remainder: [UInt64]) {
        guard let top = divisor.last, !isLess(dividend, divisor) else { return ([], dividend) }
        if divisor.count == 1 {
            var (quotient, rest) = (dividend, UInt64(0))
            for place in dividend.indices.reversed() { (quotient[place], rest) = top.dividingFullWidth((rest, dividend[place])) }
            while quotient.last == 0 { quotient.removeLast() }
            return (quotient, rest == 0 ? [] : [rest])
        }
        let shift = top.leadingZeroBitCount
        let v = shiftedUp(divisor, shift)
        var u = shiftedUp(dividend, shift)
        if u.count == dividend.count { u.append(0) }
        let (n, high, next) = (v.count, v[v.count - 1], v[v.count - 2])
        var quotient = [UInt64](repeating: 0, count: u.count - n)
        for place in quotient.indices.reversed() {
            var (guess, rest, isWhole) = (UInt64.max, UInt64(0), false)
            if u[place + n] < high {
                (guess, rest) = high.dividingFullWidth((u[place + n], u[place + n - 1]))
            } else {
                (rest, isWhole) = u[place + n - 1].addingReportingOverflow(high)
            }
            while !isWhole {
                let (above, below) = guess.multipliedFullWidth(by: next)
                if above < rest || above == rest && below <= u[place + n - 2] { break }
                guess -= 1
                (rest, isWhole) = rest.addingReportingOverflow(high)
            }
            var (carry, borrow) = (UInt64(0), UInt64(0))
            for digit in 0..<n {
                let (above, below) = guess.multipliedFullWidth(by: v[digit])
                let (product, overflow) = below.addingReportingOverflow(carry)
                carry = above &+ (overflow ? 1 : 0)
                let (first, less) = u[place + digit].subtractingReportingOverflow(product)
                let (second, lesser) = first.subtractingReportingOverflow(borrow)
                (u[place + digit], borrow) = (second, less || lesser ? 1 : 0)
            }
            let (first, less) = u[place + n].subtractingReportingOverflow(carry)
            let (second, lesser) = first.subtractingReportingOverflow(borrow)
            u[place + n] = second
            if less || lesser {
                guess -= 1
                var more: UInt64 = 0
                for digit in 0..<n {
                    let (first, overflow) = u[place + digit].addingReportingOverflow(v[digit])
                    let (second, again) = first.addingReportingOverflow(more)
                    (u[place + digit], more) = (second, overflow || again ? 1 : 0)
                }
                u[place + n] &+= more
            }
            quotient[place] = guess
        }
        while quotient.last == 0 { quotient.removeLast() }
        while u.last == 0 { u.removeLast() }
        shiftDown(&u, shift)
        return (quotient, u)
    }
}
