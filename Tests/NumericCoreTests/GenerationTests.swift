import NumericCore
import Testing

@Suite struct CounterRandomTests {
    /// SplitMix64's finaliser on k1 + counter phi, then again after the second key: fixed numbers, so that a seed means
    /// the same contest in every version.
    @Test func drawsAreFixedForASeed() {
        let random = CounterRandom(seed: 42, stream: 3)
        #expect((0..<4).map { random.bits(at: $0) } == Self.expected)
    }
    private static let expected: [UInt64] = [
        0x333f00745807f5a2, 0x6624c8641130b80f, 0x31612898468f9e27, 0xa5b0f25350a3e14d,
    ]

    @Test func seedsStreamsAndCountersAllMatter() {
        var seen = Set<UInt64>()
        for seed in 0..<20 as Range<UInt64> {
            for stream in 0..<20 as Range<UInt64> {
                let random = CounterRandom(seed: seed, stream: stream)
                for counter in 0..<20 as Range<UInt64> { seen.insert(random.bits(at: counter)) }
            }
        }
        #expect(seen.count == 8000)
    }

    /// Mean 1/2 and variance 1/12 within five standard errors, on neighbouring counters and on neighbouring streams.
    @Test(arguments: [true, false])
    func unitIsUniform(_ alongCounters: Bool) {
        let count = 100_000
        var sum = 0.0
        var squares = 0.0
        var bins = [Int](repeating: 0, count: 64)
        for index in 0..<UInt64(count) {
            let u = alongCounters
                ? CounterRandom(seed: 7, stream: 1).unit(at: index) : CounterRandom(seed: 7, stream: index).unit(at: 1)
            sum += u
            squares += u * u
            bins[Int(u * 64)] += 1
        }
        let mean = sum / Double(count)
        #expect(abs(mean - 0.5) < 5 * 0.2887 / 316.2)
        #expect(abs(squares / Double(count) - mean * mean - 1 / 12.0) < 5 * 0.0745 / 316.2)
        let expected = Double(count) / 64
        let chiSquare = bins.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
        #expect(chiSquare < 63 + 5 * 11.2)
    }

    /// Each of the 64 bits changes with a chance near 1/2 when one bit of the counter, the seed or the stream does.
    @Test func everyInputBitReachesEveryOutputBit() {
        var flips = [[Int]](repeating: [Int](repeating: 0, count: 64), count: 3)
        let trials = 2000
        for trial in 0..<UInt64(trials) {
            let bit = UInt64(1) << (trial % 64)
            let base = CounterRandom(seed: trial, stream: 5).bits(at: 1000)
            let changed = [
                CounterRandom(seed: trial ^ bit, stream: 5).bits(at: 1000),
                CounterRandom(seed: trial, stream: 5 ^ bit).bits(at: 1000),
                CounterRandom(seed: trial, stream: 5).bits(at: 1000 ^ bit),
            ]
            for (input, other) in changed.enumerated() {
                for output in 0..<64 where (base ^ other) >> UInt64(output) & 1 == 1 { flips[input][output] += 1 }
            }
        }
        // Five standard errors of a fair coin thrown 2000 times: 112.
        #expect(flips.joined().allSatisfy { abs($0 - trials / 2) < 112 })
    }

    @Test func logUniformStaysInRangeAndIsUniformInTheLogarithm() {
        let random = CounterRandom(seed: 1, stream: 2)
        let draws = (0..<20_000).map { random.logUniform(in: 0.001...1000, at: UInt64($0)) }
        #expect(draws.allSatisfy { (0.001...1000).contains($0) })
        for decade in -3..<3 {
            let low = [0.001, 0.01, 0.1, 1, 10, 100][decade + 3]
            let share = Double(draws.count { $0 >= low && $0 < 10 * low }) / 20_000
            #expect(abs(share - 1 / 6.0) < 5 * 0.00264)
        }
    }
}

@Suite struct BenchmarkFamilyTests {
    struct Ranges: Sendable {
        var family: BenchmarkFamily
        var attention: ClosedRange<Double>
        var cost: ClosedRange<Double>
        var exponent: ClosedRange<Double>
    }
    static let table = [
        Ranges(family: .e, attention: 1...3, cost: 0.5...1.5, exponent: 2...2),
        Ranges(family: .e17, attention: 1...3, cost: 0.5...1.5, exponent: 1.7...1.7),
        Ranges(family: .h2, attention: 1...100, cost: 0.1...10, exponent: 1.2...3),
        Ranges(family: .h1, attention: 0.1...1000, cost: 0.001...1000, exponent: 1.05...3),
    ]

    /// Every value lies in its range and the draws fill it: the extremes come within 2% of its ends.
    @Test(arguments: table)
    func rangesAreKeptAndFilled(_ ranges: Ranges) throws {
        let n = 50
        let contest = try ranges.family.contest(creators: n, topics: 400, seed: 3)
        let market = contest.market
        func check(_ values: [Double], _ range: ClosedRange<Double>, tolerance: Double = 0) {
            let width = range.upperBound - range.lowerBound
            #expect(values.allSatisfy { $0 >= range.lowerBound * (1 - tolerance) && $0 <= range.upperBound * (1 + tolerance) })
            #expect(values.min()! <= range.lowerBound + 0.02 * width && values.max()! >= range.upperBound - 0.05 * width)
        }
        check(market.mu.values.map { $0 / Double(n) }, ranges.attention, tolerance: 1e-15)
        check(market.alpha.values, 0.5...1.5)
        check(market.beta.values, 0.2...0.6)
        check(market.gamma.values, 0.8...1)
        check(contest.costs.coefficients.array, ranges.cost)
        switch contest.costs.exponents {
        case .shared(let rho): check([rho], ranges.exponent)
        case .perTopic: Issue.record("no family has exponents per topic")
        case .perCell(let rhos): check(rhos.array, ranges.exponent)
        }
        #expect(contest.competition == .exclusive && contest.layout.isDense)
        #expect((0..<400).allSatisfy { market.beta[$0] >= 0 && market.beta[$0] <= market.gamma[$0] })
    }

    @Test(arguments: BenchmarkFamily.allCases)
    func aSeedIsAContest(_ family: BenchmarkFamily) throws {
        let one = try family.contest(creators: 30, topics: 4, seed: 8)
        let again = try family.contest(creators: 30, topics: 4, seed: 8)
        let other = try family.contest(creators: 30, topics: 4, seed: 9)
        #expect(one.market == again.market && one.costs.coefficients.array == again.costs.coefficients.array)
        #expect(one.market != other.market && one.costs.coefficients.array != other.costs.coefficients.array)
    }

    /// A smaller contest is a corner of the larger one; attention grows with the number of creators.
    @Test(arguments: BenchmarkFamily.allCases)
    func sizesNest(_ family: BenchmarkFamily) throws {
        let small = try family.contest(creators: 7, topics: 3, seed: 5)
        let large = try family.contest(creators: 70, topics: 6, seed: 5)
        for k in 0..<3 {
            #expect(small.market.alpha[k] == large.market.alpha[k])
            #expect(abs(small.market.mu[k] * 10 / large.market.mu[k] - 1) < 1e-15)
            for i in 0..<7 {
                #expect(small.costs.coefficients[k * 7 + i] == large.costs.coefficients[k * 70 + i])
                #expect(small.costs.exponent(ofCell: k * 7 + i, topic: k) == large.costs.exponent(ofCell: k * 70 + i, topic: k))
            }
        }
    }

    @Test func sizesBelowOneAreRefused() {
        for (creators, topics, field) in [(0, 3, "creators"), (3, 0, "topics"), (-1, 1, "creators"), (Int.max, 1, "creators")] {
            #expect { try BenchmarkFamily.e.contest(creators: creators, topics: topics, seed: 1) } throws: {
                ($0 as? FieldError)?.field == field
            }
        }
    }
}
