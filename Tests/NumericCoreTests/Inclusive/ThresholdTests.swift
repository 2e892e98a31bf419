import Testing

@testable import NumericCore

/// Threshold sets of larger topics, where bounds over ranges of h decide.
@Suite struct ThresholdTests {
    /// Every h solved and judged by itself gives the same equilibria as the search: no h is skipped.
    @Test(arguments: 1...40) func noThresholdIsSkipped(seed: UInt64) throws {
        let contest = try PlainInclusive.random(seed: 3000 + seed, creators: 30 + Int(seed) * 7).contest()
        let n = contest.creators
        var expected: [Int] = []
        for h in 0...n {
            let profile = try checkAdoption(contest, actions: thresholdActions(contest, humans: [h]))
            if profile.status == .converged { expected.append(h) }
        }
        let result = try solveInclusive(contest, settings: InclusiveSettings(.thresholds))
        #expect(result.equilibria.map(\.humans.count).sorted() == expected)
        #expect(result.searched[0].isComplete)
        if expected.isEmpty { #expect(result.best != nil) } else { #expect(result.searched[0].solves < n / 2 + expected.count + 8) }
    }

    /// The same with costs far apart, exponents near 1 and large ones, where blocks of costs are wide.
    @Test(arguments: [1.001, 1.05, 1.5, 8], 1...5) func noThresholdIsSkippedAmongFarCosts(rho: Double, seed: UInt64) throws {
        let random = CounterRandom(seed: seed, stream: 21)
        let n = 150
        let game = PlainInclusive(
            mu: random.logUniform(in: 1...1e6, at: 1), alpha: random.logUniform(in: 1e-3...1, at: 2), beta: 0.5 * random.unit(at: 3),
            gamma: [1, 0.7, 0.5][Int(seed % 3)], costs: (0..<n).map { random.logUniform(in: 1...1e4, at: UInt64(10 + $0)) },
            exponents: [Double](repeating: rho, count: n), isPrinted: seed % 2 == 0)
        let contest = try game.contest()
        let expected = try (0...n).filter { h in
            try checkAdoption(contest, actions: thresholdActions(contest, humans: [h])).status == .converged
        }
        let result = try solveInclusive(contest, settings: InclusiveSettings(.thresholds))
        #expect(result.equilibria.map(\.humans.count).sorted() == expected)
    }

    /// Among the thresholds without an equilibrium the one is returned whose best deviator gains least.
    @Test func theLeastGainAmongThresholds() throws {
        var seen = 0
        for seed in 1...150 as ClosedRange<UInt64> {
            let contest = try PlainInclusive.random(seed: 5000 + seed, creators: 25).contest()
            let result = try solveInclusive(contest, settings: InclusiveSettings(.thresholds))
            guard result.equilibria.isEmpty else { continue }
            seen += 1
            let best = try #require(result.best)
            for h in 0...25 {
                let other = try checkAdoption(contest, actions: thresholdActions(contest, humans: [h]))
                if other.status == .noneFound {
                    #expect(other.certificate.exploitability >= best.certificate.exploitability * (1 - 1e-7), "seed \(seed), h \(h)")
                }
            }
        }
        #expect(seen >= 3)
    }

    /// Bounds of a sum of shares hold, and are close, for every h and both kinds of costs.
    @Test(arguments: [1, 1.01, 1.5, 2, 4]) func sumsLieWithinTheirBounds(rho: Double) throws {
        let random = CounterRandom(seed: 5, stream: 1)
        let n = 3000
        let costs = (0..<n).map { random.logUniform(in: 1...50, at: UInt64($0)) }.sorted()
        let kernels = try KernelTarget.active().table
        let sums = ThresholdSums(sortedCosts: costs, rho: rho, kernels: kernels)
        let curve = TopicCurve(TopicMarket(mu: 500, strength: 3, beta: 0.3, gamma: 0.9))
        for t in [-2.0, 0.5, 2, 4, 6] {
            let point = TotalPoint(curve, t: t)
            var sum = 0.0
            var shares: [Double] = []
            for i in 0..<n { shares.append(sums.share(i, at: point)) }
            if rho == 1 { shares = costs.map { max(0, 1 - $0 / point.price) / point.elasticity } }
            for h in 1...n {
                sum += shares[h - 1]
                guard h % 97 == 1 || h < 60 else { continue }
                let (low, high) = (sums.bound(h, at: point, upper: false), sums.bound(h, at: point, upper: true))
                #expect(low <= sum * (1 + 1e-13) && sum * (1 - 1e-13) <= high, "t \(t), h \(h)")
                if sum > 0, h > 500 { #expect((high - low) / sum < 0.05) }
            }
        }
    }

    @Test func costsAreOrderedWithEqualOnesInFileOrder() {
        let random = CounterRandom(seed: 9, stream: 1)
        for n in [0, 1, 2, 64, 65, 1000, 5000] {
            let costs = (0..<n).map { Double(random.bits(at: UInt64($0)) % 200 + 1) * (n == 5000 ? 1e-300 : 0.37) }
            let expected = costs.indices.sorted { (costs[$0], $0) < (costs[$1], $1) }
            #expect(orderByCost(costs).map { Int($0) } == expected)
        }
        let far = [1e-300, 1e300, 1, .leastNonzeroMagnitude, .greatestFiniteMagnitude] + (0..<100).map { Double($0) + 0.5 }
        #expect(orderByCost(far).map { far[Int($0)] } == far.sorted())
    }

    /// The same bits for every number of threads.
    @Test func threadsDoNotMatter() throws {
        let contest = try PlainInclusive.random(seed: 6003, creators: 4000).contest()
        let results = try [1, 3].map { threads in
            var settings = InclusiveSettings(.thresholds)
            settings.solver.threads = threads
            return try solveInclusive(contest, settings: settings)
        }
        #expect(results[0].equilibria.map(\.totals) == results[1].equilibria.map(\.totals))
        #expect(results[0].equilibria.map(\.utilities) == results[1].equilibria.map(\.utilities))
        #expect(results[0].equilibria.map(\.actions) == results[1].equilibria.map(\.actions))
    }
}
