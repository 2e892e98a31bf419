import Foundation
import TestSupport
import Testing

@testable import NumericCore

/// Linear costs beside a dominant creator: the others' e z = 1 - c/P is far below the rounding of P.
@Suite struct RobustnessKinkTests {
    /// Two creators: x_1 = s c_2/(c_1 + c_2), x_2 = s c_1/(c_1 + c_2), s = mu/(c_1 + c_2), in which nothing cancels.
    @Test(arguments: [1e-3, 1e-5, 1e-9, 1e-15, 1e-18, 1e-30, 1e-100], [3.7, 1, 0.123])
    func twoLinearCostsFarApart(_ ratio: Double, _ dear: Double) throws {
        let cheap = 1.2345 * ratio
        let contest = try Contest(market: Market(mu: 1), costs: .power(coefficients: [[cheap], [dear]], exponent: 1), competition: .humanOnly)
        let equilibrium = try solve(contest)
        let total = 1 / (cheap + dear)
        #expect(equilibrium.status == .converged)
        for (creator, share) in [dear / (cheap + dear), cheap / (cheap + dear)].enumerated() {
            let effort = equilibrium.efforts[creator: creator, topic: 0]
            #expect(abs(effort / (total * share) - 1) < 1e-11, "creator \(creator): \(effort), expected \(total * share)")
        }
    }

    /// One cheap creator and m dear ones at the same cost: all active, s = m mu/(c_1 + m c).
    @Test(arguments: [1e-9, 1e-12, 1e-17], [2, 5, 1999])
    func oneCheapAmongMany(_ cheap: Double, _ many: Int) throws {
        let rows = [[Optional(cheap)]] + Array(repeating: [Optional(1.0)], count: many)
        let contest = try Contest(market: Market(mu: 7.3), costs: .power(coefficients: rows, exponent: 1), competition: .humanOnly)
        let equilibrium = try solve(contest)
        let sum = cheap + Double(many)
        let total = Double(many) * 7.3 / sum
        #expect(equilibrium.status == .converged)
        #expect(abs(equilibrium.totals[0] / total - 1) < 1e-12)
        // 1 - c s/mu = (c_1 + m c - m c)/(c_1 + m c) = c_1/(c_1 + m c).
        #expect(abs(equilibrium.efforts[creator: many, topic: 0] / (total * cheap / sum) - 1) < 1e-11)
    }

    /// A dominant creator with power costs against a linear one: the conditions hold to relative accuracy.
    @Test(arguments: [1e-12, 1e-18, 1e-24])
    func powerAgainstLinearCost(_ cheap: Double) throws {
        let contest = try Contest(
            market: Market(mu: 1), costs: .power(coefficients: [[cheap], [1]], exponents: [[1.5], [1]]), competition: .humanOnly)
        let equilibrium = try solve(contest)
        let x = equilibrium.efforts[creator: 0, topic: 0]
        let y = equilibrium.efforts[creator: 1, topic: 0]
        #expect(equilibrium.status == .converged)
        // Creator 1: y/s^2 = 1.5 c x^(1/2); creator 2: x/s^2 = 1.
        let s = x + y
        #expect(abs(y / (s * s) / (1.5 * cheap * x.squareRoot()) - 1) < 1e-10)
        #expect(abs(x / (s * s) - 1) < 1e-12)
    }

    /// Calibration and back where one creator makes nearly everything.
    @Test(arguments: [1e6, 1e8, 1e10, 1e12])
    func calibratedDominanceComesBack(_ most: Double) throws {
        let table = ObservedTable(
            creatorNames: ["a", "b"], topicNames: ["t"], layout: CellLayout(creators: 2, topics: 1), output: CellBuffer([1e-6, most]),
            attention: [5])
        let equilibrium = try solve(calibrate(table, alpha: 0, beta: 0, gamma: 1, exponent: 1.5))
        #expect(equilibrium.status == .converged)
        #expect(abs(equilibrium.totals[0] / (most + 1e-6) - 1) < 1e-12)
        #expect(abs(equilibrium.efforts[creator: 0, topic: 0] / 1e-6 - 1) < 1e-11)
    }

    /// A bound that proves nothing is replaced by a search, so that what is reported is close to what a deviator gains.
    @Test func uselessBoundsAreSearched() throws {
        var wide = RandomGames()
        wide.widestCosts = 1e-60...1e60
        for seed in 0..<300 {
            let equilibrium = try solve(wide.game(seed: UInt64(seed)).contest())
            guard equilibrium.status == .converged else { continue }
            #expect(equilibrium.certificate.relativeExploitability <= 1e-9, "seed \(seed)")
        }
    }

    @Test func nothingIsClaimedUniqueWhereThereIsNoEquilibrium() throws {
        let contest = try Contest(market: Market(mu: 1), costs: .power(coefficients: [[1]], exponent: 1), competition: .humanOnly)
        let equilibrium = try solve(contest)
        #expect(equilibrium.status == .noEquilibrium)
        #expect(equilibrium.certificate.uniqueness == .notClaimed)
    }

    /// beta is no reason to refuse a game in which it has no effect.
    @Test func betaWithoutGenAIIsIgnored() throws {
        let costs = try PowerCost.power(coefficients: [[1, 2], [1.5, 1]], exponent: 2)
        let plain = try solve(Contest(market: Market(mu: 3, alpha: 0, beta: 0, gamma: 0.8), costs: costs))
        for (alpha, competition) in [(0.0, Competition.exclusive), (1, .humanOnly)] {
            let market = try Market(mu: 3, alpha: PerTopic(alpha), beta: -0.2, gamma: 0.8)
            let equilibrium = try solve(Contest(market: market, costs: costs, competition: competition))
            #expect(equilibrium.status == .converged)
            #expect(equilibrium.totals == plain.totals)
            #expect(equilibrium.certificate.uniqueness == .proved)
        }
        let rounded = try Market(mu: 3, alpha: 1, scalingExponent: 0.3, demandExponent: 0.30000000000000004)
        #expect(try solve(Contest(market: rounded, costs: costs)).status == .converged)
        let idle = try Market(mu: [3, 0], alpha: 1, beta: [0.1, -0.2], gamma: 0.8)
        #expect(try solve(Contest(market: idle, costs: costs)).status == .converged)
    }
}

/// What is said of contests that are not solved.
@Suite struct RefusedContestTests {
    /// No search over a profile that is no answer: what no bound covers is unknown, not 0 and not computed at length.
    @Test func anUnsupportedContestIsNotSearched() throws {
        let costs = try PowerCost.power(coefficients: [[1, 2], [1.5, 1]], exponent: 2)
        let contest = try Contest(market: Market(mu: 3, alpha: 1, beta: -0.1, gamma: 0.8), costs: costs)
        let equilibrium = try solve(contest.with(coupling: nil, totalEffort: nil, capacity: Capacity(limits: 20)))
        #expect(equilibrium.status == .unsupported)
        #expect(equilibrium.certificate.exploitability.isNaN && equilibrium.certificate.relativeExploitability.isNaN)
        #expect(equilibrium.certificate.uniqueness == .notClaimed)
        #expect(!equilibrium.certificate.isConverged)
    }

    /// `certify` alone says the same of uniqueness as `solve`.
    @Test func certifyClaimsNothingWithoutAnEquilibrium() throws {
        let contest = try Contest(market: Market(mu: 1), costs: .power(coefficients: [[1]], exponent: 1), competition: .humanOnly)
        let equilibrium = try solve(contest)
        let certificate = try certify(contest, efforts: equilibrium.efforts).certificate
        #expect(certificate.uniqueness == equilibrium.certificate.uniqueness)
        #expect(certificate.condition == equilibrium.certificate.condition && certificate.condition == equilibrium.reason)
    }
}
