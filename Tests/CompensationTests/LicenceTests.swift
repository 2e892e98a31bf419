@testable import Compensation
import Foundation
import NumericCore
import TestSupport
import Testing

@Suite struct LicenceTests {
    private static let contest = try? Contest(
        market: Market(mu: [100, 40], alpha: 0.7, beta: 0.3, gamma: [0.8, 1.0]),
        costs: .power(coefficients: [[0.5, 1], [1, 2], [2, 1.5]], exponent: 1.5))

    /// The exact price is the law's at every s; a matched one agrees in value and slope where it was matched.
    @Test func matchedPrices() throws {
        let value = try #require(Economies.linear)
        let exact = try LicenceTerms(value, tokensPerUnit: 1e6, units: 1.4e6, share: nil)
        #expect(exact.isExact && abs(exact.decay - 1.28) < 1e-15)
        for units in [1e3, 1e5, 1e7] {
            let price = 1e6 * value.marginalPrice(1e6 * units)
            // Below the cut there is no profit, and so no price.
            if price > 0 { #expect(abs(exact.price(at: units) - price) <= 1e-12 * price) }
        }
        for (index, curve) in Economies.curves.enumerated() where index < 5 {
            for share in [nil, 0.2] as [Double?] {
                let value = try #require(Economies.value(curve))
                let terms = try LicenceTerms(value, tokensPerUnit: 1e6, units: 1e6, outsideTokens: 4e11, share: share)
                let payment = try UnitPayment(value: value, share: share)
                func price(_ units: Double) -> Double { 1e6 * payment(1e6 * units + 4e11) }
                #expect(abs(terms.price(at: 1e6) - price(1e6)) <= 1e-12 * price(1e6))
                let h = 1e-4
                let slope = (log(price(1e6 * (1 + h))) - log(price(1e6 * (1 - h)))) / (2 * h)
                let licence = (log(terms.price(at: 1e6 * (1 + h))) - log(terms.price(at: 1e6 * (1 - h)))) / (2 * h)
                #expect(abs(slope - licence) < 1e-6, "\(curve) \(slope) \(licence)")
            }
        }
    }

    /// A share's price decays slower than 1/s; the marginal price needs 12.3 % of data from elsewhere.
    @Test func whenTheGameStaysMonotone() throws {
        let value = try #require(Economies.linear)
        let average = try LicenceTerms(value, tokensPerUnit: 1e6, units: 1.4e6, share: 0.2)
        #expect(average.isMonotone && average.leastOutsidePart == 0 && abs(average.decay - (1 - average.elasticity)) < 1e-15)
        let marginal = try LicenceTerms(value, tokensPerUnit: 1e6, units: 1.4e6, share: nil)
        #expect(!marginal.isMonotone && abs(marginal.leastOutsidePart - 0.28 / 2.28) < 1e-12)
        let supplied = try LicenceTerms(value, tokensPerUnit: 1e6, units: 1.4e6, outsideTokens: 1.4e12 * 0.15, share: nil)
        #expect(supplied.isMonotone)
        let poor = try LicenceTerms(value, tokensPerUnit: 1e6, units: 1.2e3, share: 0.2)
        #expect(poor.decay < 0 && !poor.isMonotone)
    }

    @Test func termsThatAreNone() throws {
        let value = try #require(Economies.linear)
        for (kappa, units, outside) in [(0.0, 1.0, 0.0), (1e6, 0, 0), (1e6, 1e6, -1), (1e6, 1, 0), (.nan, 1, 0)] {
            #expect(throws: FieldError.self) { try LicenceTerms(value, tokensPerUnit: kappa, units: units, outsideTokens: outside, share: 0.2) }
        }
    }

    /// Where data are paid for more is created; the certificate is the contest's own.
    @Test func aContestWithAShareOfProfit() throws {
        let contest = try #require(Self.contest)
        let value = try #require(Economies.linear)
        let terms = try LicenceTerms(value, tokensPerUnit: 1e10, units: 140, share: 1e-7)
        let found = try LicensedContest(contest, terms: terms)
        #expect(found.before.status == .converged && found.after.status == .converged)
        #expect(found.after.certificate.uniqueness == .proved)
        for topic in 0..<2 {
            #expect(found.after.totals[topic] > found.before.totals[topic])
            #expect(abs(found.payments[topic] - found.after.totals[topic] * terms.price(at: found.after.totals[topic])) <= 1e-12 * found.payments[topic])
        }
    }

    /// At the marginal price the licence decays faster than 1/s: stationary totals, certified by searching every best reply, not
    /// claimed to be unique. The conditions are checked here anew.
    @Test func aContestAtTheMarginalPrice() throws {
        let contest = try #require(Self.contest)
        let profit = try ProfitCurve.linear(cut: 3, profit: 100, atLoss: ScalingLaw.hoffmann.loss(parameters: 7e10, tokens: 1.4e12))
        let value = try #require(Economies.value(profit))
        let terms = try LicenceTerms(value, tokensPerUnit: 1e10, units: 140, share: nil)
        let found = try LicensedContest(contest, terms: terms)
        #expect(found.after.status == .converged, "\(found.after.reason ?? "")")
        #expect(found.after.certificate.uniqueness == .notClaimed && found.after.certificate.relativeExploitability < 1e-9)
        for topic in 0..<2 {
            let total = found.after.totals[topic]
            let price = found.contest.topic(topic).price(at: total)
            for creator in 0..<3 {
                let x = found.after.efforts[creator: creator, topic: topic]
                let c = [[0.5, 1], [1, 2], [2, 1.5]][creator][topic]
                #expect(abs(price.value + x * price.slope - 1.5 * c * x.squareRoot()) <= 1e-9 * price.value)
            }
            #expect(total > found.before.totals[topic])
        }
    }

    @Test func contestsThatCannotBeLicensed() throws {
        let contest = try #require(Self.contest)
        let value = try #require(Economies.linear)
        let poor = try LicenceTerms(value, tokensPerUnit: 1e6, units: 1.2e3, share: 0.2)
        #expect(throws: FieldError.self) { try LicensedContest(contest, terms: poor) }
        let terms = try LicenceTerms(value, tokensPerUnit: 1e6, units: 1.4e6, share: 0.2)
        var market = contest.market
        market.licence = .init(price: 1)
        let licensed = try contest.with(market: market)
        #expect(throws: FieldError.self) { try LicensedContest(licensed, terms: terms) }
    }

    /// One creator alone under a decay above 1 would rather create less and less: nothing is claimed.
    @Test func aLoneCreatorAtARapidDecay() throws {
        let alone = try Contest(market: Market(mu: [0]), costs: .power(coefficients: [[1]], exponent: 2))
        let value = try #require(Economies.linear)
        let found = try LicensedContest(alone, terms: try LicenceTerms(value, tokensPerUnit: 1e6, units: 1.4e6, share: nil))
        #expect(found.after.status != .converged)
    }
}
