import Foundation
import TestSupport
import Testing
@testable import NumericCore

/// Derivatives of a topic's price with respect to its parameters, against differences in the wide precision.
@Suite struct PriceResponseTests {
    /// P and P' without the library.
    private static func price(_ mu: Wide, _ a: Wide, _ beta: Wide, _ gamma: Wide, _ s: Wide) -> (Wide, Wide) {
        let (genAI, human) = (a * pow(s, beta), pow(s, gamma))
        let value = mu / (genAI + human)
        return (value, -value * (genAI * beta + human * gamma) / (genAI + human) / s)
    }

    @Test func matchesDifferences() {
        var draws = Draws(seed: 11)
        for _ in 0..<300 {
            let gamma = draws.uniform(0.05...1)
            let values = [draws.logUniform(0.1...100), draws.logUniform(0.01...100), draws.uniform(0...gamma), gamma]
            let s = draws.logUniform(1e-6...1e6)
            let market = TopicMarket(mu: values[0], strength: values[1], beta: values[2], gamma: values[3])
            let found = PriceResponse(market, at: s)
            for (index, pair) in [found.mu, found.strength, found.beta, found.gamma].enumerated() {
                let step = 1e-6 * values[index] + 1e-9
                func at(_ shift: Double) -> (Wide, Wide) {
                    var v = values.map { Wide($0) }
                    v[index] += Wide(shift)
                    return Self.price(v[0], v[1], v[2], v[3], Wide(s))
                }
                let (up, down) = (at(step), at(-step))
                let expected = (Double((up.0 - down.0) / Wide(2 * step)), Double((up.1 - down.1) / Wide(2 * step)))
                let scale = market.price(at: s)
                #expect(abs(pair.price - expected.0) <= 1e-7 * abs(expected.0) + 1e-10 * scale.value, "\(values), s \(s), parameter \(index)")
                #expect(abs(pair.slope - expected.1) <= 1e-7 * abs(expected.1) + 1e-10 * scale.value / s, "\(values), s \(s), parameter \(index)")
            }
        }
    }

    /// alpha = 0 has a derivative from above, the limit of those at small alpha.
    @Test func withoutGenAI() {
        let none = PriceResponse(TopicMarket(mu: 10, strength: 0, beta: 0.2, gamma: 0.9), at: 3)
        let little = PriceResponse(TopicMarket(mu: 10, strength: 1e-9, beta: 0.2, gamma: 0.9), at: 3)
        #expect(abs(none.strength.price / little.strength.price - 1) < 1e-8)
        #expect(abs(none.strength.slope / little.strength.slope - 1) < 1e-8)
        #expect(none.beta == PriceResponse.Pair(price: 0, slope: 0) || abs(none.beta.price) == 0)
    }

    @Test func genAIOutput() {
        let market = TopicMarket(mu: 10, strength: 0.7, beta: 0.3, gamma: 0.8)
        let found = GenAIResponse(market, at: 40)
        func output(_ a: Wide, _ bt: Wide, _ s: Wide) -> Wide { a * pow(s, bt) }
        let h: Wide = 1e-6
        #expect(abs(found.value - Double(output(0.7, 0.5, 40))) < 1e-12)
        #expect(abs(found.strength - Double(output(1, 0.5, 40))) < 1e-12)
        #expect(abs(found.total - Double((output(0.7, 0.5, 40 + h) - output(0.7, 0.5, 40 - h)) / (2 * h))) < 1e-9)
        #expect(abs(found.beta - Double((output(0.7, 0.5 + h, 40) - output(0.7, 0.5 - h, 40)) / (2 * h))) < 1e-8)
        #expect(found.gamma == -found.beta)
        #expect(GenAIResponse(market, at: 0).value == 0)
    }
}
