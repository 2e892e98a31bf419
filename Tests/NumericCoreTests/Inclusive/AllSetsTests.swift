import NumericCore
import Testing

/// All adoption sets of one topic against solving every one of them.
@Suite struct AllSetsTests {
    /// Seeds of one batch of 25; every fifth seed has few creators, one in fifty the full ten.
    static func creators(_ seed: UInt64) -> Int {
        seed % 50 == 0 ? 10 : seed % 5 == 0 ? 1 + Int(seed / 5 % 3) : 2 + Int(seed % 6)
    }

    /// 500 instances, n <= 10, both payoff forms, fees, common and mixed exponents: the same sets.
    @Test(arguments: 0..<20) func sameSetsAsBruteForce(batch: Int) throws {
        for seed in UInt64(25 * batch + 1)...UInt64(25 * batch + 25) {
            let game = PlainInclusive.random(seed: seed, creators: Self.creators(seed), mixed: seed % 3 == 0)
            let all = game.all()
            let expected = all.filter { $0.worst <= 1e-9 }
            let result = try solveInclusive(game.contest(), settings: InclusiveSettings(.allSets))
            #expect(Set(result.equilibria.map(\.humans)) == Set(expected.map(\.humans)), "seed \(seed)")
            #expect(result.equilibria.count == expected.count, "seed \(seed): none twice")
            for found in result.equilibria {
                let plain = try #require(expected.first { $0.humans == found.humans })
                #expect(abs(found.totals[0] - plain.s) <= 1e-9 * plain.s, "seed \(seed)")
                #expect(found.certificate.isConverged, "seed \(seed)")
            }
            if expected.isEmpty, let least = all.map(\.gain).min() {
                let best = try #require(result.best)
                #expect(result.status == .noneFound)
                #expect(abs(best.certificate.exploitability - least) <= 1e-7 * least, "seed \(seed): the least gain of all sets")
            }
        }
    }

    /// Threshold search finds what the enumeration finds among threshold sets.
    @Test(arguments: 0..<10) func thresholdsAreTheEnumerationsThresholds(batch: Int) throws {
        for seed in UInt64(1000 + 20 * batch)..<UInt64(1020 + 20 * batch) {
            let game = PlainInclusive.random(seed: seed, creators: 1 + Int(seed % 14))
            let contest = try game.contest()
            let all = try solveInclusive(contest, settings: InclusiveSettings(.allSets))
            let order = game.costs.indices.sorted { (game.costs[$0], $0) < (game.costs[$1], $1) }
            let expected = all.equilibria.map(\.humans).filter { $0 == order.prefix($0.count).sorted() }
            let thresholds = try solveInclusive(contest, settings: InclusiveSettings(.thresholds))
            #expect(Set(thresholds.equilibria.map(\.humans)) == Set(expected), "seed \(seed)")
        }
    }

    /// 2^20 sets with hardly a solve, and none lost: every equilibrium found by best responses is in the list.
    @Test(arguments: 1...6) func twentyCreators(seed: UInt64) throws {
        let contest = try PlainInclusive.random(seed: 70 + seed, creators: 20, mixed: seed % 2 == 0).contest()
        let all = try solveInclusive(contest, settings: InclusiveSettings(.allSets))
        #expect(all.searched[0].isComplete)
        #expect(all.searched[0].solves < 1 << 14)
        let some = try solveInclusive(contest, settings: InclusiveSettings(.bestResponse))
        for found in some.equilibria { #expect(all.equilibria.contains { $0.actions == found.actions }) }
        #expect(all.equilibria.isEmpty ? some.equilibria.isEmpty : true)
    }

    /// Equal creators: a set of h humans is an equilibrium whoever they are.
    @Test func equalCreatorsComeInAllCombinations() throws {
        let game = PlainInclusive(mu: 40, alpha: 0.5, beta: 0.3, gamma: 0.8, costs: [1, 1, 1, 1, 1, 1], exponents: [Double](repeating: 1.5, count: 6))
        let result = try solveInclusive(game.contest())
        let expected = game.all().filter { $0.worst <= 1e-9 }
        #expect(!expected.isEmpty)
        #expect(Set(result.equilibria.map(\.humans)) == Set(expected.map(\.humans)))
        for size in Set(expected.map(\.humans.count)) {
            let sets = (0..<size).reduce(1) { $0 * (6 - $1) / ($1 + 1) }
            #expect(expected.count { $0.humans.count == size } == sets)
        }
        // Of equal creators a threshold set takes those first in the file.
        let thresholds = try solveInclusive(game.contest(), settings: InclusiveSettings(.thresholds))
        #expect(Set(thresholds.equilibria.map(\.humans)) == Set(Set(expected.map(\.humans.count)).map { Array(0..<$0) }))
    }

    /// More equilibria than are wanted: all counted, some listed.
    @Test func theListEndsAndTheCountDoesNot() throws {
        let game = PlainInclusive(mu: 40, alpha: 0.5, beta: 0.3, gamma: 0.8, costs: [1, 1, 1, 1, 1, 1], exponents: [Double](repeating: 1.5, count: 6))
        let all = try solveInclusive(game.contest())
        var settings = InclusiveSettings()
        settings.equilibriumLimit = 2
        let few = try solveInclusive(game.contest(), settings: settings)
        #expect(all.equilibria.count > 2)
        #expect(few.equilibria.count == 2)
        #expect(few.count == Double(all.equilibria.count))
        #expect(few.searched[0].found == all.equilibria.count)
    }
}
