import Foundation
import TestSupport
import Testing

@testable import NumericCore

/// When a market variant's revenue part is monotone: the smallest eigenvalue of the symmetric part of its Jacobian, over
/// parameters, totals, numbers of creators and shares.
@Suite struct VariantMonotonicityTests {
    /// The smallest eigenvalue of the symmetric part of d(-P - x_i P')/dx_j, over the larger of -2 P' and s |P''|.
    private func smallestEigenvalue(_ price: Price, _ x: [Double]) throws -> Double {
        let n = x.count
        var matrix = [Double](repeating: 0, count: n * n)
        for i in 0..<n {
            for j in 0..<n {
                matrix[i * n + j] = -(i == j ? 2 : 1) * price.slope - 0.5 * (x[i] + x[j]) * price.curvature
            }
        }
        let scale = max(2 * abs(price.slope), x.reduce(0, +) * abs(price.curvature))
        guard scale > 0 else { return 0 }
        return try SymmetricEigen(order: n, matrix: CellBuffer(matrix.map { $0 / scale }), vectors: false).values[0]
    }

    /// Shares from equal to one creator nearly alone, who is where conditions bind.
    private func shares(_ draws: inout Draws) -> [Double] {
        let n = draws.integer(1...7)
        let spread = draws.pick([0.1, 1, 10, 30])
        let weights = (0..<n).map { _ in exp(draws.uniform(-spread...0)) }
        let sum = weights.reduce(0, +)
        return weights.map { $0 / sum }
    }

    private func topic(_ draws: inout Draws, _ kind: VariantKind, beta: (inout Draws, Double) -> Double) throws -> TopicMarket {
        let gamma = draws.pick([0, 1, draws.uniform(0...1)])
        let base = try Market(
            mu: PerTopic(draws.logUniform(0.1...10)), alpha: PerTopic(draws.logUniform(1e-3...1e3)), beta: PerTopic(beta(&draws, gamma)),
            gamma: PerTopic(gamma))
        let market = try kind.vary(base, topics: 1, seed: UInt64(draws.integer(0...1 << 30)))
        return try Contest(market: market, costs: .power(coefficients: [[1]], exponent: 2)).topic(0)
    }

    /// What `isMonotone` claims holds, all over the box.
    @Test(arguments: VariantKind.allCases) func claimedMonotoneMarketsAre(_ kind: VariantKind) throws {
        try LinearAlgebra.load()
        var draws = Draws(seed: 511)
        var strictly = 0
        for trial in 0..<4000 {
            let topic = try topic(&draws, kind) { draws, gamma in draws.pick([0, gamma, draws.uniform(0...gamma)]) }
            #expect(topic.isMonotone)
            let s = draws.logUniform(1e-6...1e6)
            let least = try smallestEigenvalue(topic.price(at: s), shares(&draws).map { $0 * s })
            #expect(least >= -1e-13, "\(kind) \(trial): \(topic), s \(s)")
            if least > 1e-6 { strictly += 1 }
        }
        #expect(strictly > 1000, "\(strictly)")
    }

    /// With demand by total content the game is monotone for beta < 0 too, down to bt = 0, where the base market never is.
    @Test func totalDemandIsMonotoneForAllExponents() throws {
        try LinearAlgebra.load()
        var draws = Draws(seed: 512)
        var (bases, violations) = (0, 0)
        for trial in 0..<6000 {
            let gamma = draws.pick([0, draws.uniform(0...1)])
            var market = try Market(
                mu: 1, alpha: PerTopic(draws.logUniform(1e-3...1e3)), beta: PerTopic(draws.pick([gamma - 1, draws.uniform((gamma - 1)...0)])),
                gamma: PerTopic(gamma), royalty: PerTopic(draws.uniform(0...1)), conversationShare: PerTopic(draws.pick([1, draws.uniform(0...1)])))
            let s = draws.logUniform(1e-6...1e6)
            let x = shares(&draws).map { $0 * s }
            market.demand = .total
            let costs = try PowerCost.power(coefficients: [[1]], exponent: 2)
            let total = try Contest(market: market, costs: costs).topic(0)
            #expect(total.isMonotone)
            #expect(try smallestEigenvalue(total.price(at: s), x) >= -1e-13, "trial \(trial): \(total), s \(s)")
            (market.demand, market.royalty, market.conversationShare) = (.human, 0, 1)
            let base = try Contest(market: market, costs: costs).topic(0)
            guard base.beta < 0 else { continue }
            bases += 1
            #expect(!base.isMonotone)
            if try smallestEigenvalue(base.price(at: s), x) < -1e-6 { violations += 1 }
        }
        #expect(violations > bases / 10, "\(violations) of \(bases)")
    }

    /// A licence alone is monotone up to s/(s + s0) = 2/(1 + d), not a bit further; not claimed for d > 1.
    @Test func licenceIsMonotoneUpToItsBoundary() throws {
        try LinearAlgebra.load()
        var draws = Draws(seed: 513)
        for _ in 0..<300 {
            let (decay, outside) = (draws.uniform(1.05...4), draws.logUniform(0.01...100))
            let market = try Market(mu: 0, licence: Market.Licence(price: 2, decay: PerTopic(decay), outsideData: PerTopic(outside)))
            let topic = try Contest(market: market, costs: .power(coefficients: [[1]], exponent: 2)).topic(0)
            #expect(!topic.isMonotone && topic.obstacle == "a licence of decay above 1")
            let boundary = 2 * outside / (decay - 1)
            let below = boundary * draws.pick([0.99, draws.uniform(0...0.99)])
            #expect(try smallestEigenvalue(topic.price(at: below), shares(&draws).map { $0 * below }) >= -1e-13)
            // A lone creator is the first to whom it matters.
            #expect(try smallestEigenvalue(topic.price(at: 1.01 * boundary), [1.01 * boundary]) < 0)
            #expect(try smallestEigenvalue(topic.price(at: 0.99 * boundary), [0.99 * boundary]) > 0)
        }
    }

    /// beta < 0: royalties and engines make the game monotone where enough attention goes to human content alone. What is claimed
    /// holds for all totals, and where it is not, a lone creator or the price itself shows why nearly always.
    @Test func negativeBetaIsClaimedOnlyWhereEnoughGoesToHumans() throws {
        try LinearAlgebra.load()
        var draws = Draws(seed: 514)
        var (claimed, refused, shown) = (0, 0, 0)
        for trial in 0..<2000 {
            let gamma = draws.uniform(0...1)
            let market = try Market(
                mu: 1, alpha: 1, beta: PerTopic(draws.uniform((gamma - 1)...0)), gamma: PerTopic(gamma),
                royalty: PerTopic(draws.pick([0, draws.uniform(0...0.5)])), conversationShare: PerTopic(draws.pick([1, draws.uniform(0.5...1)])))
            let topic = try Contest(market: market, costs: .power(coefficients: [[1]], exponent: 2)).topic(0)
            guard topic.beta < -1e-6 else { continue }
            // Totals at which GenAI's part of D runs from next to nothing to nearly all.
            let totals = stride(from: -14.0, through: 14, by: 0.25).map { exp($0 / (topic.gamma - topic.beta)) }
            if topic.isMonotone {
                claimed += 1
                for s in totals where s > 1e-100 && s < 1e100 {
                    let least = try smallestEigenvalue(topic.price(at: s), shares(&draws).map { $0 * s })
                    #expect(least >= -1e-12, "trial \(trial): \(topic), s \(s)")
                    #expect(try smallestEigenvalue(topic.price(at: s), [s]) >= -1e-12, "trial \(trial): \(topic), s \(s)")
                }
            } else {
                refused += 1
                if try totals.contains(where: { s in
                    guard s > 1e-100, s < 1e100 else { return false }
                    let price = topic.price(at: s)
                    // p > 2 shows in a lone creator, p < -2 beside ever more small ones.
                    return try smallestEigenvalue(price, [s]) < 0 || s * price.curvature < 2 * price.slope
                }) { shown += 1 }
            }
        }
        #expect(claimed > 200 && refused > 200 && shown > refused * 9 / 10, "\(claimed), \(refused), \(shown)")
    }

    /// GenAI no longer matters to creators at Q = 0.
    @Test func nothingSharedIsMonotone() throws {
        var market = try Market(mu: 1, alpha: 1, beta: -0.3, gamma: 0.7, royalty: 0.01)
        func topic() throws -> TopicMarket { try Contest(market: market, costs: .power(coefficients: [[1]], exponent: 2)).topic(0) }
        #expect(try !topic().isMonotone)
        market.royalty = 1
        #expect(try topic().isMonotone)
        (market.royalty, market.conversationShare) = (0, 0)
        #expect(try topic().isMonotone && topic().price(at: 3).value == pow(3, -0.7))
    }
}
