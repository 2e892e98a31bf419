import Foundation
import Testing

@testable import NumericCore

/// Games with hybrids in which a search goes wrong that has no eye for rounding, scale or suprema that are not attained.
@Suite struct HybridTests {
    static func contest(
        mu: Double, alpha: Double, beta: Double, gamma: Double, costs: [Double], exponents: [Double], payoff: GenAIPayoff = .derived,
        usage: UsageFee = .none, fee: Double?
    ) throws -> Contest {
        let power = try PowerCost(
            layout: CellLayout(creators: costs.count, topics: 1), coefficients: CellBuffer(costs),
            exponents: exponents.count == 1 ? .shared(exponents[0]) : .perCell(CellBuffer(exponents)))
        return try Contest(
            market: Market(mu: PerTopic(mu), alpha: PerTopic(alpha), beta: PerTopic(beta), gamma: PerTopic(gamma)), costs: power,
            competition: .inclusive,
            inclusiveTerms: InclusiveTerms(payoff: payoff, fee: usage, hybrid: try fee.map { try .allowed(fee: $0) } ?? .excluded))
    }

    /// A lone creator whose revenue is constant earns more the less it does: there is no equilibrium, whatever rounding makes of it.
    @Test func constantRevenueHasNoEquilibrium() throws {
        let games = [
            try Self.contest(mu: 1, alpha: 0.5, beta: 1, gamma: 1, costs: [0.1], exponents: [2], fee: 1),
            try Self.contest(
                mu: 732.525, alpha: 0, beta: 0, gamma: 1, costs: [0.602], exponents: [1.5], usage: UsageFee(share: 0.329, flat: 8.186), fee: 145.512),
        ]
        for game in games {
            let result = try solveInclusive(game)
            #expect(result.status == .noneFound && result.equilibria.isEmpty)
        }
        // The same beside a GenAI user, of whom the total of the other one alone is an equilibrium.
        let two = try solveInclusive(Self.contest(mu: 5, alpha: 0.5, beta: 0.1, gamma: 1, costs: [1e-300, 1], exponents: [2], fee: 1))
        #expect(two.equilibria.map(\.actions) == [[.human, .genAI]])
    }

    /// A hybrid too dear for anyone changes nothing, however far the equilibria's totals lie apart.
    @Test(arguments: [(50, 0.1), (5, 0.05)]) func aDearHybridLeavesDistantTotals(alpha: Double, beta: Double) throws {
        func solve(_ fee: Double?) throws -> InclusiveResult {
            try solveInclusive(Self.contest(mu: 10, alpha: alpha, beta: beta, gamma: 1, costs: [1, 2, 3], exponents: [1], fee: fee))
        }
        let (without, with) = (try solve(nil), try solve(1e12))
        #expect(without.equilibria.count == 3)
        #expect(with.equilibria.map(\.actions) == without.equilibria.map(\.actions))
        for (a, b) in zip(with.equilibria, without.equilibria) { #expect(abs(a.totals[0] - b.totals[0]) <= 1e-9 * b.totals[0]) }
        #expect(with.searched.allSatisfy { !$0.isComplete })
    }

    /// Alone, doing both ever less earns towards a GenAI income that jumps from 0: nobody attains it, and it rules out what earns less.
    @Test func aSupremumAtNoEffortCounts() throws {
        let one = try Self.contest(
            mu: 0.579, alpha: 0.131, beta: 0.142, gamma: 0.8, costs: [0.585], exponents: [1.2], payoff: .printed,
            usage: UsageFee(share: 0, flat: 0.016), fee: 0.046)
        #expect(try solveInclusive(one).status == .noneFound)
        // Its certificate alone: the human's best effort, against 0.579 - 0.016 - 0.046.
        let human = try checkAdoption(one.without(.both), actions: [.human])
        let judged = try certifyAdoption(one, actions: [.human], efforts: human.efforts)
        #expect(!judged.certificate.isConverged)
        #expect(abs(judged.certificate.exploitability - (0.517 - human.utilities[0])) < 1e-12)
        let two = try Self.contest(
            mu: 3.176, alpha: 0.42, beta: 0, gamma: 0.2, costs: [1.815, 3.606], exponents: [1, 2], payoff: .printed,
            usage: UsageFee(share: 0, flat: 0.005), fee: 0)
        #expect(try solveInclusive(two).status == .noneFound)
    }

    /// Efforts in other units, x = k x': alpha k^(beta - gamma) and c k^rho make the same game, with the same actions and payoffs.
    @Test(arguments: [1e-24, 1e-6, 1e6, 1e24, 1e40]) func unitsOfEffortDoNotMatter(k: Double) throws {
        func solve(_ k: Double) throws -> InclusiveResult {
            try solveInclusive(
                Self.contest(
                    mu: 52.45, alpha: 1.061 * pow(k, -0.2), beta: 0.8, gamma: 1, costs: [3.797, 0.51].map { $0 * k * k * k }, exponents: [3],
                    fee: 0.962))
        }
        let (plain, scaled) = (try solve(1), try solve(k))
        #expect(plain.equilibria.map(\.actions) == [[.both, .both]])
        #expect(scaled.equilibria.map(\.actions) == [[.both, .both]])
        for (a, b) in zip(scaled.equilibria, plain.equilibria) {
            #expect(abs(a.totals[0] * k - b.totals[0]) <= 1e-9 * b.totals[0])
            for (u, v) in zip(a.utilities, b.utilities) { #expect(abs(u - v) <= 1e-9 * abs(v)) }
        }
    }

    /// An unbounded deviation is an infinite gain: linear costs below a price that never falls, with and without hybrids.
    @Test func anUnboundedGainIsNoEquilibrium() throws {
        let contest = try Self.contest(mu: 4, alpha: 0.5, beta: 0, gamma: 0, costs: [1, 1.5], exponents: [1], fee: 0.1)
        let result = try solveInclusive(contest)
        #expect(result.equilibria.isEmpty)
        let idle = EffortProfile(layout: contest.layout, values: CellBuffer([0, 0]))
        let judged = try certifyAdoption(contest, actions: [.genAI, .both], efforts: idle)
        #expect(judged.certificate.relativeExploitability == .infinity && !judged.certificate.isConverged)
    }

    /// Without attention one profile stands for all, as without hybrids.
    @Test func noAttention() throws {
        let result = try solveInclusive(Self.contest(mu: 0, alpha: 0.5, beta: 0.5, gamma: 1, costs: [1, 2], exponents: [2], fee: 0))
        #expect(result.status == .converged && result.count == 1)
        #expect(result.equilibria.map(\.actions) == [[.human, .human]])
        #expect(result.searched.allSatisfy { !$0.isComplete })
    }

    /// Search and certificate judge by different code: on random profiles their best deviations agree.
    @Test(arguments: 1...20) func judgeAndCertificateAgree(seed: UInt64) throws {
        let game = PlainInclusive.random(seed: 3000 + seed, creators: 3, mixed: seed % 3 == 0)
        let two = try game.contest()
        let random = CounterRandom(seed: seed, stream: 5)
        let terms = InclusiveTerms(
            payoff: two.inclusiveTerms.payoff, fee: two.inclusiveTerms.fee, hybrid: try .allowed(fee: 0.05 * game.mu * random.unit(at: 50)))
        let contest = try Contest(market: two.market, costs: two.costs, competition: .inclusive, inclusiveTerms: terms)
        let topic = InclusiveTopic(contest, topic: 0, kernels: try KernelTarget.active().table)
        for trial in 0..<9 {
            let at = UInt64(10 * trial)
            let actions = (0..<3).map { AdoptionAction.allCases[Int(random.bits(at: at + UInt64($0)) % 3)] }
            let efforts = actions.enumerated().map { $1.makesEffort && trial % 4 != 3 ? random.logUniform(in: 0.01...100, at: at + 5 + UInt64($0)) : 0 }
            let search = HybridJudge(topic: topic).judge(actions, efforts, tolerance: 1e-10)
            let certificate = HybridCertificate(topic: topic).verdict(actions, efforts, tolerance: 1e-10)
            for i in 0..<3 {
                #expect(abs(search.payoffs[i] - certificate.payoffs[i]) <= 1e-12 * max(search.scales[i], abs(search.payoffs[i])))
                let (a, b) = (search.gains[i], certificate.gains[i])
                #expect(a == b || abs(a - b) <= 1e-9 * max(search.scales[i], certificate.scales[i], abs(search.payoffs[i])), "seed \(seed), trial \(trial), creator \(i)")
            }
            #expect(search.residual == certificate.residual || abs(search.residual - certificate.residual) <= 1e-12 * search.residual + 1e-14)
        }
    }
}

extension Contest {
    /// The same contest in which this action is not allowed.
    fileprivate func without(_ action: AdoptionAction) throws -> Contest {
        var terms = inclusiveTerms
        if action == .both { terms.hybrid = .excluded }
        return try Contest(market: market, costs: costs, competition: .inclusive, inclusiveTerms: terms)
    }
}
