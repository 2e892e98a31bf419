import Foundation
import TestSupport
import Testing

@testable import NumericCore

/// Prices of market variants, their derivatives, limits and GenAI users' income.
@Suite struct VariantPriceTests {
    /// Markets over the whole domain of exponents.
    private func market(_ draws: inout Draws, _ kind: VariantKind) throws -> Market {
        let gamma = draws.pick([0, 1, draws.uniform(0...1)])
        let beta = draws.pick([gamma, 0, draws.uniform(0...gamma)])
        let base = try Market(
            mu: PerTopic(draws.logUniform(0.1...100)), alpha: PerTopic(draws.logUniform(1e-3...1e3)), beta: PerTopic(beta),
            gamma: PerTopic(gamma))
        return try kind.vary(base, topics: 1, seed: UInt64(draws.integer(0...1 << 30)))
    }

    private func contest(_ market: Market, _ competition: Competition = .exclusive) throws -> Contest {
        try Contest(market: market, costs: .power(coefficients: [[1]], exponent: 2), competition: competition)
    }

    /// P, P' and P'' against the definition and its eighth-order differences; e and 1 - e as well, and the solver's own form.
    @Test(arguments: VariantKind.allCases) func derivativesAgreeWithDifferences(_ kind: VariantKind) throws {
        var draws = Draws(seed: 501)
        for trial in 0..<400 {
            let market = try market(&draws, kind)
            let players = draws.integer(1...5)
            let plain = PlainMarket(market, topic: 0, players: players)
            let topic = try contest(market).topic(0, players: players)
            let s = draws.logUniform(1e-4...1e4)
            let found = topic.price(at: s)
            let h = Wide(s) * 0x1p-7
            func p(_ n: Int) -> Wide { plain.price(Wide(s) + Wide(n) * h) }
            let up: [Wide] = (1...4).map { p($0) }, down: [Wide] = (1...4).map { p(-$0) }
            let odd: [Wide] = [4.0 / 5, -1.0 / 5, 4.0 / 105, -1.0 / 280]
            let even: [Wide] = [8.0 / 5, -1.0 / 5, 8.0 / 315, -1.0 / 560]
            let slope = (0..<4).reduce(Wide(0)) { $0 + odd[$1] * (up[$1] - down[$1]) } / h
            let curvature = ((0..<4).reduce(Wide(0)) { $0 + even[$1] * (up[$1] + down[$1]) } - Wide(205.0) / 72 * p(0)) / (h * h)
            let value = p(0)
            let scale = Double(plain.scale(Wide(s)))
            let label: Comment = "\(kind) \(trial): \(market), M \(players), s \(s)"
            #expect(abs(found.value - Double(value)) <= 2e-15 * scale, label)
            #expect(abs(found.slope - Double(slope)) <= 1e-12 * scale / s, label)
            #expect(abs(found.curvature - Double(curvature)) <= 1e-10 * scale / s / s, label)
            let (e, complement) = topic.elasticity(at: s)
            #expect(abs(e - Double(-Wide(s) * slope / value)) <= 1e-12 * scale / found.value && abs(e + complement - 1) <= 1e-15 + 1e-15 * abs(e), label)
            let curve = TopicCurve(topic)(log(s))
            #expect(abs(curve.logPrice - log(found.value)) <= 1e-13 && abs(curve.elasticity - e) <= 1e-13, label)
            #expect(abs(curve.elasticitySlope - topic.elasticitySlope(at: s, elasticity: e)) <= 1e-13, label)
        }
    }

    /// Neutral parameters are the base market, bit for bit, and the variants' own formulas agree with it there.
    @Test func neutralParametersAreTheBaseMarket() throws {
        var draws = Draws(seed: 502)
        for _ in 0..<500 {
            let gamma = draws.uniform(0...1)
            let base = try Market(
                mu: PerTopic(draws.logUniform(0.1...100)), alpha: PerTopic(draws.pick([0, draws.logUniform(1e-3...1e3)])),
                beta: PerTopic(draws.uniform((gamma - 1)...gamma)), gamma: PerTopic(gamma))
            var neutral = base
            neutral.licence = Market.Licence(price: 0, decay: 1.5, outsideData: 3)
            let (one, other) = (try contest(base).topic(0), try contest(neutral).topic(0))
            #expect(one == other && other.isBase)
            let forced = TopicMarket(
                mu: one.mu, efficiency: one.efficiency, beta: one.beta, gamma: one.gamma, players: 1, variant: .neutral)
            let s = draws.logUniform(1e-6...1e6)
            let (expected, found) = (one.price(at: s), forced.price(at: s))
            #expect(abs(found.value / expected.value - 1) <= 4e-15)
            #expect(abs(found.slope - expected.slope) <= 4e-15 * expected.value / s)
            #expect(abs(found.curvature - expected.curvature) <= 8e-15 * expected.value / s / s)
            // Without GenAI neither royalties nor engines nor what attracts attention matters.
            var idle = base
            (idle.royalty, idle.conversationShare, idle.demand) = (0.3, 0.4, .total)
            let alone = try contest(idle).topic(0, players: 0)
            #expect(alone.isBase)
            #expect(try alone.price(at: s) == contest(base, .humanOnly).topic(0).price(at: s))
            #expect(try contest(idle, .humanOnly).topic(0) == alone)
        }
    }

    /// Everything that users spend is earned by somebody: s P and M incomes are attention, whatever the royalty and the engines.
    @Test(arguments: VariantKind.allCases) func incomesAddUpToAttention(_ kind: VariantKind) throws {
        var draws = Draws(seed: 503)
        for _ in 0..<300 {
            var market = try market(&draws, kind)
            market.licence = .none
            let players = draws.integer(1...9)
            let s = draws.logUniform(1e-3...1e3)
            let topic = try contest(market).topic(0, players: players)
            let content = market.demand == .human ? s : s + topic.genAIOutput(at: s)
            let attention = topic.mu * pow(content, 1 - topic.gamma)
            let income = topic.adopterIncome(at: s)
            #expect(abs(s * topic.price(at: s).value + Double(players) * income - attention) <= 1e-14 * attention)
            let plain = Double(PlainMarket(market, topic: 0, players: players).income(Wide(s)))
            #expect(abs(income - plain) <= 4e-15 * plain)
            let printed = topic.adopterIncome(at: s, payoff: .printed)
            #expect(abs(printed * pow(s, 1 - topic.gamma) - plain) <= 4e-15 * plain)
            #expect(topic.adopterIncome(at: 0) == 0)
        }
        let base = try contest(Market(mu: 7, alpha: 0.4, beta: 0.2, gamma: 0.9))
        // alpha s^bt mu/D with M = 3
        #expect(abs(base.topic(0, players: 3).adopterIncome(at: 2) - 0.4 * pow(2, 0.3) * 7 / (3 * 0.4 * pow(2, 0.2) + pow(2, 0.9))) < 1e-15)
        #expect(base.topic(0, players: 0).adopterIncome(at: 2) == 0)
    }

    /// Limits at 0 and infinity are what prices tend to.
    @Test(arguments: VariantKind.allCases) func limitsAreApproached(_ kind: VariantKind) throws {
        var draws = Draws(seed: 504)
        var infinite = 0
        for trial in 0..<400 {
            var market = try market(&draws, kind)
            market.licence.decay = PerTopic(draws.pick([0.0, 0.5, 1.0]))
            // Exponents far enough apart for a limit to be reached within the range of doubles.
            let gamma = draws.pick([0.0, 0.5, 1.0])
            let bt = draws.pick([0.0, 0.5, 1.0])
            (market.gamma, market.beta) = (PerTopic(gamma), PerTopic(bt + gamma - 1))
            let topic = try contest(market).topic(0)
            let limits = topic.limits
            let label: Comment = "\(kind) \(trial): \(market)"
            let (near, far) = (1e-60, 1e60)
            let price = topic.price(at: near).value
            let (e, complement) = topic.elasticity(at: near)
            if limits.price.isFinite { #expect(abs(price - limits.price) <= 1e-6 * limits.price + 1e-9, label) } else {
                infinite += 1
                #expect(price > 1e9, label)
            }
            #expect(abs(e - limits.elasticity) <= 1e-6, label)
            #expect(abs(near * price - limits.revenue) <= 1e-6 * limits.revenue + 1e-9, label)
            let marginal = price * complement
            if limits.marginalRevenue.isFinite { #expect(abs(marginal - limits.marginalRevenue) <= 1e-6 * limits.marginalRevenue + 1e-9, label) } else { #expect(marginal > 1e9, label) }
            #expect(abs(topic.price(at: far).value - limits.priceAtInfinity) <= 1e-6 * limits.priceAtInfinity + 1e-9, label)
        }
        #expect(infinite > 100 && infinite < 400)
    }

    /// The step over which log P changes by a tiny amount, to full relative accuracy.
    @Test(arguments: VariantKind.allCases) func stepsOfTheCurveResolveTinyChanges(_ kind: VariantKind) throws {
        var draws = Draws(seed: 505)
        for _ in 0..<200 {
            let topic = try contest(market(&draws, kind)).topic(0)
            let s = draws.logUniform(1e-3...1e3)
            let (e, _) = topic.elasticity(at: s)
            guard e > 1e-3 else { continue }
            let curve = TopicCurve(topic)
            let tiny = curve.step(from: log(s), changingLogPriceBy: 1e-30)
            #expect(abs(tiny * -e * 1e30 - 1) <= 1e-12)
            // A price that is finite at 0 rises only so far.
            let step = curve.step(from: log(s), changingLogPriceBy: 1e-2 * e)
            #expect(abs(curve(log(s) + step).logPrice - curve(log(s)).logPrice - 1e-2 * e) <= 1e-13)
        }
    }

    /// Totals at the ends of the range of doubles.
    @Test(arguments: VariantKind.allCases) func extremeTotals(_ kind: VariantKind) throws {
        var draws = Draws(seed: 506)
        for _ in 0..<200 {
            let topic = try contest(market(&draws, kind)).topic(0)
            for s in [1e-300, 1e-150, 1e150, 1e300] {
                let (e, complement) = topic.elasticity(at: s)
                #expect(e >= 0 && e <= 1 + 1e-15 && complement >= 0 && complement <= 1 + 1e-15, "\(topic), \(s)")
                #expect(topic.price(at: s).value >= 0, "\(topic), \(s)")
            }
        }
    }
}
