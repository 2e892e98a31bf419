import Foundation
import NumericCore
import TestSupport
import Testing

/// The revenue part of the pseudo-gradient, F_i(x) = -(P(s) + x_i P'(s)), is monotone exactly for beta >= 0.
@Suite struct TheoryMonotonicityTests {
    /// <F(x) - F(y), x - y> with the sum of its absolute terms.
    private func product(_ market: TopicMarket, _ x: [Double], _ y: [Double]) -> (value: Double, scale: Double) {
        let atX = market.price(at: x.reduce(0, +))
        let atY = market.price(at: y.reduce(0, +))
        var value = 0.0
        var scale = 0.0
        for (u, v) in zip(x, y) {
            let terms = [-atX.value, -u * atX.slope, atY.value, v * atY.slope].map { $0 * (u - v) }
            value += terms.reduce(0, +)
            scale += terms.reduce(0) { $0 + abs($1) }
        }
        return (value, scale)
    }

    private func profiles(_ draws: inout Draws, scale: ClosedRange<Double>) -> (x: [Double], y: [Double]) {
        let n = draws.integer(1...8)
        let level = draws.logUniform(scale)
        let x = (0..<n).map { _ in level * draws.logUniform(1e-3...1) }
        // Near ones test the Jacobian, far ones the whole map.
        let isNear = draws.chance(0.5)
        let y = x.map { isNear ? $0 * draws.uniform(0.99...1.01) : level * draws.logUniform(1e-3...1) }
        return (x, y)
    }

    private func market(_ draws: inout Draws, beta: Double? = nil) throws -> TopicMarket {
        let between = draws.uniform(0...1)
        let gamma = beta.map { between * min(1, $0 + 1) } ?? draws.pick([0.0, 1.0, between])
        let fraction = draws.uniform(0...1)
        let market = try Market(
            mu: PerTopic(draws.logUniform(0.1...10)), alpha: PerTopic(draws.chance(0.1) ? 0 : draws.logUniform(1e-3...1e3)),
            beta: PerTopic(beta ?? draws.pick([0.0, gamma, fraction * gamma])), gamma: PerTopic(gamma))
        return try Contest(market: market, costs: .power(coefficients: [[1]], exponent: 2)).topic(0)
    }

    @Test func revenueIsMonotoneForBetaFromZeroToGamma() throws {
        var draws = Draws(seed: 81)
        var strictly = 0
        for trial in 0..<20_000 {
            let market = try market(&draws)
            let (x, y) = profiles(&draws, scale: 1e-6...1e6)
            let (value, scale) = product(market, x, y)
            #expect(value >= -1e-14 * scale, "trial \(trial): \(market), \(x), \(y)")
            if value > 1e-10 * scale { strictly += 1 }
        }
        #expect(strictly > 10_000)
    }

    @Test(arguments: [-0.01, -0.1, -0.5, -0.95])
    func revenueIsNotMonotoneForNegativeBeta(_ beta: Double) throws {
        var draws = Draws(seed: 82)
        var violations = 0
        for _ in 0..<5_000 {
            let market = try market(&draws, beta: beta)
            let (x, y) = profiles(&draws, scale: 1e-9...1)
            let (value, scale) = product(market, x, y)
            if value < -1e-10 * scale { violations += 1 }
        }
        #expect(violations > 100)
    }

    /// P, P' and P'' of the library against the wide price and its differences.
    @Test func priceDerivativesAgreeWithDifferences() throws {
        var draws = Draws(seed: 83)
        for _ in 0..<500 {
            let gamma = draws.uniform(0...1)
            let game = PlainGame(
                mu: draws.logUniform(0.1...10), alpha: draws.logUniform(1e-3...1e3), beta: draws.uniform(max(-1, gamma - 1)...gamma),
                gamma: gamma, costs: [1], exponent: 2)
            let s = draws.logUniform(1e-4...1e4)
            let price = try game.contest().topic(0).price(at: s)
            let h = Wide(s) * 0x1p-12
            // Fourth-order differences: error near h^4 relative, far above rounding in the wide precision.
            let p = (-2...2).map { game.price(0, at: Wide(s) + Wide($0) * h).value }
            let slope = (p[0] - 8 * p[1] + 8 * p[3] - p[4]) / (12 * h)
            let curvature = (-p[0] + 16 * p[1] - 30 * p[2] + 16 * p[3] - p[4]) / (12 * h * h)
            #expect(abs(Wide(price.value) - p[2]) <= 1e-14 * p[2])
            #expect(abs(Wide(price.slope) - slope) <= 1e-11 * p[2] / Wide(s))
            #expect(abs(Wide(price.curvature) - curvature) <= 1e-10 * p[2] / Wide(s * s))
        }
    }
}
