@testable import Compensation
import Foundation
import NumericCore
import Testing

@Suite struct SplitTests {
    private static func weights(_ count: Int, seed: UInt64) -> [Double] {
        let random = CounterRandom(seed: seed, stream: 1)
        return (0..<count).map { random.logUniform(in: 1e-6...1e6, at: UInt64($0)) }
    }

    /// The sum in twice the precision, by the test's own sum.
    private static func total(_ values: [Double]) -> (high: Double, low: Double) {
        var (high, low) = (0.0, 0.0)
        for value in values {
            let sum = high + value
            let part = sum - high
            low += (high - (sum - part)) + (value - part)
            high = sum
        }
        return (high, low)
    }

    @Test(arguments: 0..<40) func paymentsAddUpToThePool(seed: Int) throws {
        let count = [1, 2, 7, 8, 9, 1000, 65_535, 65_537][seed % 8]
        let pool = CounterRandom(seed: UInt64(seed), stream: 9).logUniform(in: 1e-3...1e15, at: 0)
        let weights = seed % 3 == 0 ? [Double](repeating: 0.1, count: count) : Self.weights(count, seed: UInt64(seed))
        let payments = try splitProportionally(pool, weights: weights)
        let (high, low) = Self.total(payments)
        #expect(abs((high - pool) + low) <= 2 * pool.ulp)
        #expect(try splitProportionally(pool, weights: weights, threads: 1) == splitProportionally(pool, weights: weights, threads: 5))
    }

    /// Weights far from 1 lose nothing.
    @Test(arguments: [1e-300, 1e300]) func weightsOfAnySize(scale: Double) throws {
        let payments = try splitProportionally(100, weights: [scale, 3 * scale, 0])
        #expect(payments == [25, 75, 0])
    }

    @Test func weightsThatAreNone() {
        #expect(throws: FieldError(field: "weights", expected: "a positive sum", found: "0.0")) { try splitProportionally(1, weights: [0, 0]) }
        #expect(throws: FieldError.self) { try splitProportionally(1, weights: []) }
        #expect(throws: FieldError.self) { try splitProportionally(1, weights: [1e308, 1e308]) }
        #expect(throws: FieldError.self) { try splitProportionally(.nan, weights: [1]) }
        #expect(throws: FieldError.self) { try splitProportionally(1, weights: [1, 2], times: [1]) }
    }

    @Test func nothingToDivide() throws { #expect(try splitProportionally(0, weights: [1, 2]) == [0, 0]) }

    /// Small producers get more a token where data are abundant, and may where v is convex; one alone gets all.
    @Test func shapleyFavoursSmallProducersWhereDataAreAbundant() throws {
        let concave = try #require(Economies.linear)
        let sizes = [1e11, 2e11, 3e11, 8e11]
        let values = try ShapleySplit.exact(concave, tokens: sizes).values
        let total = values.reduce(0, +)
        for (found, per) in zip(values, [21.5, 23.8, 25.2, 29.5]) { #expect(abs(100 * found / total - per) < 0.05) }
        // Convexity does not turn this round: it is the third derivative that decides.
        let convex = try #require(Economies.scarce)
        #expect(convex.marginalPrice(3.4e9) > convex.marginalPrice(2e9) && convex.marginalPrice(2e9) > convex.marginalPrice(1.2e9))
        let few = try ShapleySplit.exact(convex, tokens: [4e8, 1e9, 2e9]).values
        #expect(few[0] / 4e8 > few[1] / 1e9)
        #expect(abs(try ShapleySplit.exact(concave, tokens: [1.4e12]).values[0] - 1e9) < 1)
    }

    /// Counts of coalitions give what all coalitions give.
    @Test func countsAgreeWithAllCoalitions() throws {
        let value = try #require(Economies.linear)
        let sizes = [3e10, 3e10, 6e10, 6e10, 9e10, 9e10, 1.2e11, 1.5e11, 1.8e11, 2.1e11, 2.7e11, 6e11]
        let all = try ShapleySplit.exact(value, tokens: sizes)
        let counts = try #require(CoalitionCounts(sizes)).split(value, Workers(threads: 2))
        for (a, b) in zip(all.values, counts.values) { #expect(abs(a - b) <= 1e-12 * a) }
        #expect(all.efficiencyError < 1e-14 && counts.efficiencyError < 1e-13)
        let many = try ShapleySplit.exact(value, tokens: (1...60).map { Double($0 % 5 + 1) * 1e10 })
        #expect(many.method.contains("counts") && many.efficiencyError < 1e-12)
    }

    @Test func anExactValueOutOfReachIsRefused() throws {
        let value = try #require(Economies.linear)
        #expect(throws: FieldError.self) { try ShapleySplit.exact(value, tokens: (0..<21).map { 1e10 + Double($0) * .pi }) }
        #expect(throws: FieldError.self) { try ShapleySplit.sampled(value, tokens: [1, 2], pairs: 1, seed: 1) }
    }

    /// The same draws whatever the threads, others with another seed; contributions of every order add up.
    @Test func samplingIsReproducible() throws {
        let value = try #require(Economies.linear)
        let sizes = (1...50).map { 1e9 * Double($0) }
        let one = try ShapleySplit.sampled(value, tokens: sizes, pairs: 100, seed: 7, threads: 1)
        #expect(try one == ShapleySplit.sampled(value, tokens: sizes, pairs: 100, seed: 7, threads: 6))
        #expect(try one.values != ShapleySplit.sampled(value, tokens: sizes, pairs: 100, seed: 8).values)
        #expect(one.efficiencyError < 1e-12)
    }

    /// Means lie within their errors of the truth as often as errors of a normal mean say: over 200 seeds.
    @Test func standardErrorsAreHonest() throws {
        let value = try #require(Economies.linear)
        let sizes = [1e11, 2e11, 3e11, 8e11, 5e10, 1.5e11]
        let exact = try ShapleySplit.exact(value, tokens: sizes).values
        var (within, beyondFour, count) = (0, 0, 0)
        for seed in 0..<200 as Range<UInt64> {
            let sampled = try ShapleySplit.sampled(value, tokens: sizes, pairs: 64, seed: seed, threads: 1)
            let errors = try #require(sampled.standardErrors)
            for index in sizes.indices {
                let distance = abs(sampled.values[index] - exact[index]) / errors[index]
                if distance <= 1.96 { within += 1 }
                if distance > 4.5 { beyondFour += 1 }
                count += 1
            }
        }
        let coverage = Double(within) / Double(count)
        #expect(coverage > 0.92 && coverage < 0.975, "\(coverage)")
        #expect(beyondFour <= 2)
    }
}
