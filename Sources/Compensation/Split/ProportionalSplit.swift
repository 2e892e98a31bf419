import NumericCore

/// A pool divided in proportion to weights: tokens, tokens times a quality, or how often data were retrieved.
///
/// Aumann and Shapley's value of v(sum d) is this rule too, whatever v is: phi_i = int_0^1 d_i v'(tD) dt = d_i (v(D) - v(0))/D, since
/// by the chain rule the i-th partial derivative at td is v'(tD) for every i (derived).
///
/// ```swift
/// try splitProportionally(100, weights: [1, 3])   // [25, 75]
/// ```
/// - Parameters:
///   - pool: what is divided, >= 0 and finite.
///   - weights: one a producer, >= 0; not all of them 0.
///   - factors: multiply the weights where given.
/// - Returns: a payment each. Their sum is the pool within 2 units of its last place: each payment is rounded once, from a
///   quotient of twice the precision.
/// - Throws: ``FieldError`` where the weights have no positive, finite sum.
/// - Complexity: O(producers), two passes; the result is the same for every number of threads.
public func splitProportionally(
    _ pool: Double, weights: [Double], times factors: [Double]? = nil, threads: Int? = nil
) throws(FieldError) -> [Double] {
    try NumberDomain.nonnegative.check(pool, "pool")
    if let factors, factors.count != weights.count {
        throw FieldError(field: "weights", expected: "\(weights.count) numbers", found: "\(factors.count)")
    }
    let workers = Workers(threads: threads)
    let total = ExactTotal.of(weights, times: factors, workers: workers)
    guard total.high > 0, total.high.isFinite else {
        throw FieldError(field: "weights", expected: "a positive sum", found: "\(total.high)")
    }
    if pool == 0 { return [Double](repeating: 0, count: weights.count) }
    // A power of two keeps the quotient in range, and changes no digit.
    let unit = Double(sign: .plus, exponent: -total.high.exponent, significand: 1)
    let (high, low) = (total.high * unit, total.low * unit)
    let quotient = pool / high
    let rest = pool.addingProduct(-quotient, high) - quotient * low
    let correction = rest / high
    return [Double](unsafeUninitializedCapacity: weights.count) { payments, count in
        count = weights.count
        let tiles = (count + ExactTotal.tile - 1) / ExactTotal.tile
        weights.withUnsafeBufferPointer { weights in
            (factors ?? []).withUnsafeBufferPointer { factors in
                nonisolated(unsafe) let (payments, weights, factors) = (payments, weights, factors)
                workers.run(tiles) { tile in
                    for index in tile * ExactTotal.tile..<min((tile + 1) * ExactTotal.tile, weights.count) {
                        let weight = (factors.isEmpty ? weights[index] : weights[index] * factors[index]) * unit
                        (payments.baseAddress! + index).initialize(to: (weight * correction).addingProduct(weight, quotient))
                    }
                }
            }
        }
    }
}
