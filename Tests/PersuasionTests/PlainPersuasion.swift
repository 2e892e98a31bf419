import NumericCore
@testable import Persuasion

/// The same quantities straight from their definitions, without sums of prefixes, hulls or layers.
enum PlainPersuasion {
    /// V of a list of (p, weight): every candidate ratio, every pair.
    static func value(_ types: [(p: Double, weight: Double)]) -> Double {
        func sales(_ ratio: Double) -> Double {
            types.reduce(0) { sum, type in
                type.p / (1 - type.p) >= ratio ? sum + type.weight * (type.p + (1 - type.p) * ratio) : sum
            }
        }
        let ratios = ([0, 1] + types.map { $0.p / (1 - $0.p) }).filter(\.isFinite)
        var best = 0.0
        for a in ratios where a <= 1 {
            best = max(best, sales(a))
            for b in ratios where a < 1 && b > 1 { best = max(best, ((b - 1) * sales(a) + (1 - a) * sales(b)) / (b - a)) }
        }
        return best
    }

    static func pairs(_ types: PrivateTypes) -> [(p: Double, weight: Double)] {
        zip(types.probabilities, types.weights).map { (p: $0, weight: $1) }
    }

    /// What cuts are worth, in any order.
    static func worth(_ types: [(p: Double, weight: Double)], _ cuts: [Int]) -> Double {
        var (value, start) = (0.0, 0)
        for cut in cuts.sorted() + [types.count] {
            value += Self.value(Array(types[start..<cut]))
            start = cut
        }
        return value
    }

    /// Entry k: the best of all sets of at most k cuts.
    static func cuts(_ types: PrivateTypes) -> [Double] {
        let (all, n) = (pairs(types), types.count)
        var best = [Double](repeating: 0, count: n)
        for set in 0..<(1 << (n - 1)) {
            let value = worth(all, (1..<n).filter { set & 1 << ($0 - 1) != 0 })
            best[set.nonzeroBitCount] = max(best[set.nonzeroBitCount], value)
        }
        for k in best.indices.dropFirst() { best[k] = max(best[k], best[k - 1]) }
        return best
    }

    /// F(i, j, K) as it is defined.
    static func adaptive(_ types: [(p: Double, weight: Double)], _ queries: Int) -> Double {
        let alone = value(types)
        guard queries > 0, types.count > 1 else { return alone }
        return (1..<types.count).reduce(alone) {
            max($0, adaptive(Array(types[..<$1]), queries - 1) + adaptive(Array(types[$1...]), queries - 1))
        }
    }

    /// G(i, j) as it is defined.
    static func costly(_ types: [(p: Double, weight: Double)], _ cost: Double) -> Double {
        let alone = value(types)
        let asked = cost * types.reduce(0) { $0 + $1.weight }
        return (1..<max(1, types.count)).reduce(alone) {
            max($0, costly(Array(types[..<$1]), cost) + costly(Array(types[$1...]), cost) - asked)
        }
    }

    /// Types on a coarse grid, so that ties, sure types and one half are common.
    static func draw(_ seed: UInt64, most: Int = 8, grid: Int = 20) throws -> PrivateTypes {
        var random = PlainRandom(seed: seed)
        let count = 1 + random.below(most)
        let probabilities = (0..<count).map { _ in Double(random.below(grid + 1)) / Double(grid) }.sorted()
        let weights = (0..<count).map { _ in Double(1 + random.below(5)) }
        let sum = weights.reduce(0, +)
        return try PrivateTypes(probabilities: probabilities, weights: weights.map { $0 / sum })
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014, doi:10.1145/2714064.2660195).
struct PlainRandom {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }
    mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}
