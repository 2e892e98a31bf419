import Testing

@testable import NumericCore

/// Quantiles and the Gini coefficient against their definitions.
@Suite struct UtilityDistributionTests {
    @Test func quantilesLieBetweenTheOrderedValues() {
        #expect(UtilityDistribution([30, 10, 20, 50, 40]).quantiles == [10, 14, 20, 30, 40, 46, 50])
        #expect(UtilityDistribution([7]).quantiles == UtilityDistribution.levels.map { _ in 7 })
        #expect(UtilityDistribution([30, 10, 20, 50, 40]).median == 30)
    }

    /// Half the mean difference of all pairs over the mean.
    @Test(arguments: [[1, 2, 3], [0, 0, 0, 1], [5, 5], [1e-300, 2e-300, 4e-300], [1e300, 2e300, 4e300], [3.5, 0, 1, 1, 9, 2]] as [[Double]])
    func giniIsTheMeanDifferenceOfPairs(values: [Double]) {
        let scale = values.max() ?? 1
        let scaled = values.map { $0 / scale }
        let n = Double(values.count)
        var differences = 0.0
        for a in scaled { for b in scaled { differences += abs(a - b) } }
        let expected = differences / (2 * n * scaled.reduce(0, +))
        #expect(abs(UtilityDistribution(values).gini - expected) <= 1e-14)
        #expect(abs(UtilityDistribution(values.reversed()).gini - expected) <= 1e-14)
    }

    @Test func whatHasNoGiniHasNone() {
        for values in [[0, 0], [-1, 2], [.nan, 1], [.infinity, 1], [1.7e308, 1.7e308]] as [[Double]] {
            #expect(UtilityDistribution(values).gini.isNaN, "\(values)")
        }
        #expect(UtilityDistribution([.nan, 1]).quantiles.allSatisfy { $0.isNaN })
        #expect(UtilityDistribution([-1, 2]).quantiles[0] == -1)
    }
}
