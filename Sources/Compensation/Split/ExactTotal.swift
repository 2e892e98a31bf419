import NumericCore

/// A sum to twice the precision of its terms: value = high + low with |low| at most half a place of high.
///
/// Eight running sums, each keeping what its additions round off (Knuth's two-sum), over tiles of a fixed size that are joined in
/// order: the result does not depend on how many threads add.
struct ExactTotal: Sendable, Equatable {
    private(set) var high = 0.0
    private(set) var low = 0.0
    /// Numbers of a tile.
    static let tile = 1 << 16

    @inline(__always)
    mutating func add(_ term: Double) {
        let sum = high + term
        let part = sum - high
        low += (high - (sum - part)) + (term - part)
        high = sum
    }

    mutating func add(_ other: ExactTotal) {
        add(other.high)
        low += other.low
    }

    /// The same value with the largest possible high part.
    var normalised: ExactTotal {
        var total = ExactTotal()
        total.high = high + low
        total.low = low - (total.high - high)
        return total
    }

    var value: Double { high + low }

    /// The sum of weights, times factors where there are any.
    /// - Complexity: O(count), one pass.
    static func of(_ weights: [Double], times factors: [Double]? = nil, workers: Workers) -> ExactTotal {
        let tiles = (weights.count + tile - 1) / tile
        let parts = SharedTable(count: tiles, filledWith: ExactTotal())
        weights.withUnsafeBufferPointer { weights in
            (factors ?? []).withUnsafeBufferPointer { factors in
                nonisolated(unsafe) let (weights, factors) = (weights, factors)
                workers.run(tiles) { index in
                    let range = index * tile..<min((index + 1) * tile, weights.count)
                    parts[index] = factors.isEmpty ? tileTotal(range) { weights[$0] } : tileTotal(range) { weights[$0] * factors[$0] }
                }
            }
        }
        var total = ExactTotal()
        for index in 0..<tiles { total.add(parts[index]) }
        return total.normalised
    }

    @inline(__always)
    private static func tileTotal(_ range: Range<Int>, _ term: (Int) -> Double) -> ExactTotal {
        var (sums, lost) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
        var at = range.lowerBound
        while at + 8 <= range.upperBound {
            var terms = SIMD8<Double>.zero
            for lane in 0..<8 { terms[lane] = term(at + lane) }
            let next = sums + terms
            let part = next - sums
            lost += (sums - (next - part)) + (terms - part)
            sums = next
            at += 8
        }
        var total = ExactTotal()
        for lane in 0..<8 {
            total.add(sums[lane])
            total.low += lost[lane]
        }
        while at < range.upperBound {
            total.add(term(at))
            at += 1
        }
        return total
    }
}
