import NumericCore
import Testing

@testable import Persuasion

/// Cuts found by their price against layer after layer, and the inequality that the prices rest on.
@Suite struct PricedCutsTests {
    /// Sure types, ties, one half, weights over eight decades.
    private static func draw(_ seed: UInt64) throws -> PrivateTypes {
        var random = PlainRandom(seed: 60_000 + seed)
        let (count, grid, top) = (20 + random.below(120), [7, 40, 1000, 1_000_000][Int(seed % 4)], [0.45, 0.5, 0.8, 1][Int(seed / 4 % 4)])
        let probabilities = (0..<count).map { _ in top * Double(random.below(grid + 1)) / Double(grid) }.sorted()
        let weights = (0..<count).map { _ in
            (0..<(seed % 3 == 0 ? random.below(9) : 0)).reduce(Double(1 + random.below(5))) { weight, _ in weight / 10 }
        }
        let sum = weights.reduce(0, +)
        return try PrivateTypes(probabilities: probabilities, weights: weights.map { $0 / sum })
    }

    /// F_k of the layers, entry k.
    private static func layered(_ types: PrivateTypes) -> [Double] {
        var layers = CutLayers(types)
        return (0..<types.count).map { cuts in
            while layers.isMoving, layers.queries < cuts { layers.advance() }
            return layers.best
        }
    }

    @Test(arguments: 0..<48 as Range<UInt64>) func everyNumberOfCutsIsWorthWhatLayersSay(seed: UInt64) throws {
        let types = try Self.draw(seed)
        let plain = Self.layered(types)
        // In any order: what is known from one must not change another.
        for order in [Array(plain.indices), plain.indices.reversed()] {
            var priced = PricedCuts(CutLayers(types))
            for cuts in order {
                let value = priced.value(of: cuts) ?? .nan
                #expect(abs(value - plain[cuts]) <= 1e-13 * max(1, Double(cuts)) * types.informedValue, "\(cuts) cuts: \(value), \(plain[cuts])")
            }
        }
        // The best at a price is the best of all numbers of cuts at that price.
        var priced = PricedCuts(CutLayers(types))
        for price in [1e-2, 1e-3, 1e-4, 1e-6].map({ $0 * types.informedValue }) {
            let found = priced.best(at: price)
            let best = plain.enumerated().reduce(-Double.infinity) { max($0, $1.element - price * Double($1.offset)) }
            #expect(abs(found.value - price * Double(found.cuts) - best) <= 1e-13 * Double(types.count) * types.informedValue)
        }
    }

    /// V(a..<d) + V(b..<c) <= V(a..<c) + V(b..<d), values straight from their definition.
    @Test func valuesOfIntervalsAreMonge() throws {
        for seed in 0..<40 as Range<UInt64> {
            let types = try PlainPersuasion.draw(61_000 + seed, most: 9, grid: 10 + 10 * Int(seed % 4))
            let (all, n) = (PlainPersuasion.pairs(types), types.count)
            let values = (0...n).map { start in (0...n).map { start < $0 ? PlainPersuasion.value(Array(all[start..<$0])) : 0 } }
            for a in 0...n {
                for b in a...n {
                    for c in b...n {
                        for d in c...n { #expect(values[a][d] + values[b][c] <= values[a][c] + values[b][d] + 1e-14, "seed \(seed): \(a) \(b) \(c) \(d)") }
                    }
                }
            }
        }
    }

    /// Adaptive queries of many types: all are known, rise to what knowing every type sells, and are what 2^K - 1 cuts are worth.
    @Test(arguments: [0.5, 0.9]) func manyTypes(top: Double) throws {
        let types = try PrivateTypes(probabilities: (0..<1200).map { top * Double($0) / 1200 })
        let values = types.adaptiveValues(upTo: 12).map { $0 ?? .nan }
        let plain = Self.layered(types)
        for (asked, value) in values.enumerated() { #expect(abs(value - plain[min(1 << asked - 1, types.count - 1)]) <= 1e-12, "\(asked)") }
        #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 } && abs(values[12] - types.informedValue) <= 1e-14)
        var priced = PricedCuts(CutLayers(types))
        for asked in 4...10 { _ = priced.value(of: 1 << asked - 1) }
        #expect(priced.passes <= 60)
        // Costly queries at once, beyond the layers that are tried first.
        let cost = 1e-5
        let costly = try types.costlyQueries(cost: cost)
        let best = plain.enumerated().map { $1 - cost * Double($0) }.max() ?? 0
        let (queries, value) = (try #require(costly.queries), try #require(costly.nonAdaptive))
        #expect(queries > PrivateTypes.mostLayers && abs(value - best) <= 1e-12 && abs(plain[queries] - cost * Double(queries) - value) <= 1e-12)
    }

    @Test func aWatchEndsTheSearchForPrices() throws {
        let types = try PrivateTypes(probabilities: (0..<300).map { Double($0) / 600 })
        var settings = PersuasionSettings()
        settings.isCancelled = { true }
        var priced = PricedCuts(CutLayers(types))
        let value = priced.value(of: 100, watch: PersuasionWatch(settings))
        #expect(value == nil && priced.passes == 0)
        let values = types.adaptiveValues(upTo: 10, watch: PersuasionWatch(settings))
        // One interval needs no layer, and knowing every type no search.
        #expect(values[0] != nil && values[1...8].allSatisfy { $0 == nil } && values[9] == types.informedValue)
    }
}
