// Vectors with a number for each position, over runs of positions.

/// A pointer that tasks share, each writing its own part.
struct SharedPositions: @unchecked Sendable {
    let base: UnsafeMutablePointer<Double>
    init(_ base: UnsafeMutablePointer<Double>) { self.base = base }
    subscript(index: Int) -> Double {
        get { base[index] }
        nonmutating set { base[index] = newValue }
    }
}

/// a'b over a run of positions, in eight sums that are added in order.
func dot(_ positions: Range<Int>, _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>) -> Double {
    var sums = SIMD8<Double>.zero
    var p = positions.lowerBound
    while p + 8 <= positions.upperBound {
        let x = UnsafeRawPointer(a + p).loadUnaligned(as: SIMD8<Double>.self)
        sums.addProduct(x, UnsafeRawPointer(b + p).loadUnaligned(as: SIMD8<Double>.self))
        p += 8
    }
    var rest = 0.0
    while p < positions.upperBound {
        rest += a[p] * b[p]
        p += 1
    }
    return sums.sum() + rest
}

/// v += t d
func add(_ positions: Range<Int>, _ t: Double, _ d: UnsafePointer<Double>, to v: UnsafeMutablePointer<Double>) {
    guard t != 0 else { return }
    for p in positions { v[p] += t * d[p] }
}

/// v *= t
func scale(_ positions: Range<Int>, _ v: UnsafeMutablePointer<Double>, _ t: Double) {
    for p in positions { v[p] *= t }
}
