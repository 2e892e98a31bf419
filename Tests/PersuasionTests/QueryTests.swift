import Testing
@testable import Persuasion

/// Cuts, greedy, adaptive and costly queries against their definitions on many small instances.
@Suite struct QueryTests {
    @Test func cutsAreTheBestOfAllSets() throws {
        for seed in 0..<300 as Range<UInt64> {
            let types = try PlainPersuasion.draw(seed)
            let best = PlainPersuasion.cuts(types)
            let plan = try types.cuts(upTo: types.count + 1)
            for (k, value) in plan.values.enumerated() { #expect(abs(value - best[min(k, best.count - 1)]) <= 1e-13, "seed \(seed), \(k) cuts") }
            #expect(abs(types.informedValue - best[best.count - 1]) <= 1e-13)
            // The cuts returned are worth what is said.
            let all = PlainPersuasion.pairs(types)
            let worth = PlainPersuasion.worth(all, plan.cuts)
            #expect(abs(worth - plan.values[plan.values.count - 1]) <= 1e-12, "seed \(seed)")
            #expect(plan.cuts.count <= types.count - 1 && plan.cuts == plan.cuts.sorted())
        }
    }

    @Test func allIntervalsHaveTheirValues() throws {
        for seed in 1000..<1060 as Range<UInt64> {
            let types = try PlainPersuasion.draw(seed, most: 12)
            let all = PlainPersuasion.pairs(types)
            for i in 0...types.count {
                let starting = types.valuesStarting(at: i, upTo: types.count)
                let ending = types.valuesEnding(at: i, from: 0)
                for j in i...types.count { #expect(abs(starting[j - i] - PlainPersuasion.value(Array(all[i..<j]))) <= 1e-13, "seed \(seed), \(i)..<\(j)") }
                for j in 0...i { #expect(abs(ending[j] - PlainPersuasion.value(Array(all[j..<i]))) <= 1e-13, "seed \(seed), \(j)..<\(i)") }
            }
        }
    }

    @Test func policiesSellWhatTheySay() throws {
        for seed in 2000..<2200 as Range<UInt64> {
            let types = try PlainPersuasion.draw(seed, most: 15, grid: 30)
            let policy = types.pooledPolicy()
            #expect(abs(policy.value - PlainPersuasion.value(PlainPersuasion.pairs(types))) <= 1e-13)
            #expect(abs(types.sales(of: policy.messages) - policy.value) <= 1e-13)
            #expect(policy.messages.reduce(0) { $0 + $1.weight * $1.likelihoodRatio } <= 1 + 1e-13)
            #expect(policy.singleTarget <= policy.value)
        }
    }

    /// A balanced search tree asks 2^K - 1 cuts in K steps, and no tree of K steps makes more.
    @Test func adaptiveQueriesAreCutsOfATree() throws {
        for seed in 3000..<3040 as Range<UInt64> {
            let types = try PlainPersuasion.draw(seed, most: 7)
            let all = PlainPersuasion.pairs(types)
            for (asked, value) in types.adaptiveValues(upTo: 3).enumerated() {
                #expect(abs((value ?? .nan) - PlainPersuasion.adaptive(all, asked)) <= 1e-13, "seed \(seed), \(asked)")
            }
        }
    }

    @Test(arguments: [0, 0.01, 0.05, 0.3]) func costlyQueries(cost: Double) throws {
        for seed in 4000..<4030 as Range<UInt64> {
            let types = try PlainPersuasion.draw(seed, most: 7)
            let found = try types.costlyQueries(cost: cost)
            let best = PlainPersuasion.cuts(types).enumerated().map { $1 - cost * Double($0) }
            let (value, queries) = (try #require(found.nonAdaptive), try #require(found.queries))
            #expect(abs(value - (best.max() ?? 0)) <= 1e-13)
            #expect(abs(best[queries] - value) <= 1e-13)
            #expect(abs((found.adaptive ?? .nan) - PlainPersuasion.costly(PlainPersuasion.pairs(types), cost)) <= 1e-13, "seed \(seed)")
            #expect((found.adaptive ?? 0) >= value - 1e-13)
        }
    }

    /// Greedy cuts are those that gain most, one by one; the ratio is what it says.
    @Test func greedyCuts() throws {
        for seed in 5000..<5100 as Range<UInt64> {
            let types = try PlainPersuasion.draw(seed)
            let all = PlainPersuasion.pairs(types)
            let greedy = types.greedyCuts(upTo: 3)
            var cuts: [Int] = []
            for value in greedy.values.dropFirst() {
                func worth(_ cuts: [Int]) -> Double { PlainPersuasion.worth(all, cuts) }
                let next = (1..<max(1, types.count)).filter { !cuts.contains($0) }.map { cuts + [$0] }
                let best = next.map(worth).max() ?? worth(cuts)
                #expect(abs(max(best, worth(cuts)) - value) <= 1e-12, "seed \(seed)")
                if cuts.count < greedy.cuts.count { cuts.append(greedy.cuts[cuts.count]) }
                #expect(abs(worth(cuts) - value) <= 1e-12)
            }
            let ratio = greedy.ratio(to: try types.cuts(upTo: 3))
            #expect(ratio <= 1 && ratio > 0.99)
        }
    }

    /// Marginal values of cuts fall: no violation in the sets of small instances, as is proved of all (`PricedCuts`).
    @Test func cutsAreSubmodular() throws {
        for seed in 6000..<6030 as Range<UInt64> {
            let types = try PlainPersuasion.draw(seed, most: 6, grid: 40)
            let (all, n) = (PlainPersuasion.pairs(types), types.count)
            let worth: [Double] = (0..<(1 << (n - 1))).map { set in
                PlainPersuasion.worth(all, (1..<n).filter { set & 1 << ($0 - 1) != 0 })
            }
            for set in worth.indices {
                for cut in 0..<max(0, n - 1) where set & 1 << cut == 0 {
                    for other in 0..<(n - 1) where other != cut && set & 1 << other == 0 {
                        let alone = worth[set | 1 << cut] - worth[set]
                        let after = worth[set | 1 << other | 1 << cut] - worth[set | 1 << other]
                        #expect(after <= alone + 1e-13, "seed \(seed)")
                    }
                }
            }
        }
    }
}
