import Foundation
import Testing

@testable import NumericCore

@Suite struct CoupledFamilyTests {
    private let n = 60
    private let topics = 12

    private func draw(_ family: CoupledFamily, seed: UInt64 = 4) throws -> Contest {
        try family.withoutCapacity(creators: n, topics: topics, seed: seed)
    }

    @Test(arguments: CoupledFamily.allCases) func marketsAreInTheirRanges(_ family: CoupledFamily) throws {
        let market = try family.withoutCapacity(creators: n, topics: 400, seed: 3).market
        func check(_ values: [Double], _ range: ClosedRange<Double>) {
            let width = range.upperBound - range.lowerBound
            #expect(values.allSatisfy { $0 >= range.lowerBound - 1e-12 * width && $0 <= range.upperBound + 1e-12 * width })
            #expect(values.min()! <= range.lowerBound + 0.02 * width && values.max()! >= range.upperBound - 0.02 * width)
        }
        check(market.mu.values.map { log10($0 / (Double(n) / 10)) }, 1...3)
        check(market.alpha.values, 0...2)
        check((0..<400).map { market.beta[$0] / market.gamma[$0] }, 0...1)
        for gamma in [0.5, 0.8, 1] {
            // A third of 400 within five standard errors.
            #expect(abs(market.gamma.values.count { $0 == gamma } - 133) <= 47)
        }
        #expect(Set(market.gamma.values).count == 3)
    }

    /// Eigenvalues log-spaced over the condition, trace K.
    @Test(arguments: [(CoupledFamily.c1, 1e4), (.c2, 1e2), (.c3, 1e4)]) func theSpectrumIsAsStated(_ family: CoupledFamily, condition: Double) throws {
        let coupling = try #require(try draw(family).coupling)
        let values = coupling.eigenvalues
        #expect(values.count == topics && abs(values.reduce(0, +) - Double(topics)) <= 1e-12 * Double(topics))
        let ratio = pow(condition, 1 / Double(topics - 1))
        for (low, high) in zip(values, values.dropFirst()) { #expect(abs(high / low / ratio - 1) <= 1e-9) }
        let weights = coupling.weights.values
        let most = family == .c2 ? 1.0 : 2
        #expect(weights.count == n && weights.allSatisfy { (0...most).contains($0) } && weights.max()! > 0.9 * most && weights.min()! < 0.1 * most)
        // A basis in general position: every pair of topics is coupled.
        #expect(coupling.matrix.array.allSatisfy { $0 != 0 })
    }

    @Test func oneTopicHasTheMatrixOne() throws {
        #expect(try CoupledFamily.c1.contest(creators: 3, topics: 1, seed: 1).coupling?.matrix.array.map { abs($0 - 1) < 1e-15 } == [true])
    }

    @Test func normalNumbersAreNormal() {
        let similarity = RandomSimilarity(topics: 1, condition: 1, random: CounterRandom(seed: 1, stream: 2))
        let draws = (0..<40_000).map { similarity.normal(at: UInt64($0)) }
        let count = Double(draws.count)
        #expect(abs(draws.reduce(0, +) / count) <= 5 / count.squareRoot())
        #expect(abs(draws.reduce(0) { $0 + $1 * $1 } / count - 1) <= 5 * (2 / count).squareRoot())
        // 68.27% within one standard deviation.
        #expect(abs(Double(draws.count { abs($0) < 1 }) / count - 0.6827) <= 5 * 0.4655 / count.squareRoot())
    }

    @Test(arguments: [CoupledFamily.c1, .c2]) func denseCosts(_ family: CoupledFamily) throws {
        for seed in 0..<6 as Range<UInt64> {
            let contest = try draw(family, seed: seed)
            #expect(contest.layout.isDense && contest.costs.coefficients.array.allSatisfy { (0.2...3).contains($0) })
            switch contest.costs.exponents {
            case .perTopic(let rhos): #expect(seed % 2 == 0 && rhos.count == topics && rhos.allSatisfy([1.2, 1.5, 2, 3].contains) && Set(rhos).count > 1)
            case .shared(let rho): #expect(seed % 2 == 1 && [1.2, 1.5, 2, 3].contains(rho))
            case .perCell: Issue.record("no exponent a cell")
            }
        }
    }

    @Test(arguments: [1, 2, 7, 60]) func sparseCostsReachEveryCreatorAndTopic(creators: Int) throws {
        for seed in 0..<20 as Range<UInt64> {
            let contest = try CoupledFamily.c3.withoutCapacity(creators: creators, topics: topics, seed: seed)
            let layout = contest.layout
            var reached = Set<Int>()
            for topic in 0..<topics {
                #expect(!layout.range(ofTopic: topic).isEmpty)
                for cell in layout.range(ofTopic: topic) { reached.insert(layout.creator(ofCell: cell, topic: topic)) }
            }
            #expect(reached.count == creators)
        }
    }

    @Test func sparseCostsAreInTheirRanges() throws {
        let contest = try CoupledFamily.c3.withoutCapacity(creators: 400, topics: 20, seed: 5)
        // 30% of 8000 within five standard errors.
        #expect(abs(contest.layout.cells - 2400) <= 205)
        let costs = contest.costs.coefficients.array
        #expect(costs.allSatisfy { (0.01...100).contains($0) } && costs.min()! < 0.012 && costs.max()! > 80)
        guard case .perCell(let rhos) = contest.costs.exponents else { Issue.record("an exponent a cell"); return }
        #expect(rhos.array.allSatisfy { (1.2...3).contains($0) } && rhos.array.min()! < 1.22 && rhos.array.max()! > 2.98)
    }

    /// Limits are what creators use without them, times e^u with u in [-1.2, 0.8].
    @Test(arguments: [CoupledFamily.c2, .c3]) func capacitiesFollowFromTheContestWithoutThem(_ family: CoupledFamily) throws {
        let free = try draw(family)
        let contest = try family.contest(creators: n, topics: topics, seed: 4)
        let capacity = try #require(contest.capacity)
        #expect(capacity.weights.values.count == topics && capacity.weights.values.allSatisfy { (0.5...2).contains($0) })
        #expect(contest.coupling?.matrix.array == free.coupling?.matrix.array && contest.costs.coefficients.array == free.costs.coefficients.array)
        let uncapped = try solve(free)
        var binding = 0
        for creator in 0..<n {
            let use = (0..<topics).reduce(0) { $0 + capacity.weights[$1] * uncapped.efforts[creator: creator, topic: $1] }
            let limit = capacity.limits[creator]
            #expect(limit.bitPattern & (1 << 29 - 1) == 0 || limit == .infinity)
            #expect(use == 0 ? limit == .infinity : limit / use >= exp(-1.2) * (1 - 1e-6) && limit / use <= exp(0.8) * (1 + 1e-6))
            if limit < use { binding += 1 }
        }
        // u < 0 has a chance of 0.6, within four standard errors.
        #expect(abs(Double(binding) / Double(n) - 0.6) <= 4 * 0.49 / Double(n).squareRoot())
    }

    @Test(arguments: CoupledFamily.allCases) func aSeedIsAContest(_ family: CoupledFamily) throws {
        let (one, again, other) = (try draw(family, seed: 8), try draw(family, seed: 8), try draw(family, seed: 9))
        #expect(expectSame(one, again) && !expectSame(one, other))
        #expect(one.coupling?.matrix.array != other.coupling?.matrix.array && one.name == "\(family.rawValue), 60 x 12, seed 8")
    }

    @Test func sizesOutsideTheirRangeAreRefused() {
        for (creators, topics, field) in [(0, 3, "creators"), (3, 0, "topics"), (-1, 1, "creators"), (Int.max, 1, "creators"), (2, 10_001, "topics"), (1 << 30, 8, "topics")] {
            #expect { try CoupledFamily.c1.contest(creators: creators, topics: topics, seed: 1) } throws: { ($0 as? FieldError)?.field == field }
        }
    }
}
