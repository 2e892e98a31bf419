import Foundation
import Testing

@testable import NumericCore

/// Adoption in several topics, global adoption, hybrids, best responses and the certificate.
@Suite struct ManyTopicsTests {
    static func contest(
        seed: UInt64, creators: Int, topics: Int, adoption: AdoptionRule = .perTopic, hybrid: Hybrid = .excluded
    ) throws -> Contest {
        let random = CounterRandom(seed: seed, stream: 3)
        let coefficients = (0..<creators).map { i in
            (0..<topics).map { k -> Double? in
                let at = UInt64(i * topics + k)
                return random.unit(at: at) < 0.15 ? nil : random.logUniform(in: 0.2...4, at: 1000 + at)
            }
        }
        return try Contest(
            market: Market(mu: PerTopic((0..<topics).map { random.logUniform(in: 3...300, at: 500 + UInt64($0)) }), alpha: 0.5, beta: 0.3, gamma: 0.8),
            costs: .power(coefficients: coefficients, exponent: 1.5), competition: .inclusive,
            inclusiveTerms: InclusiveTerms(adoption: adoption, hybrid: hybrid))
    }

    /// A topic of the contest by the plain definitions, over all creators; nil costs are left out.
    static func plain(_ contest: Contest, _ k: Int) -> (game: PlainInclusive, creators: [Int]) {
        let cells = contest.layout.range(ofTopic: k)
        return (
            PlainInclusive(
                mu: contest.market.mu[k], alpha: contest.market.alpha[k], beta: contest.market.beta[k], gamma: contest.market.gamma[k],
                costs: cells.map { contest.costs.coefficients[$0] }, exponents: cells.map { _ in 1.5 }),
            cells.map { contest.layout.creator(ofCell: $0, topic: k) })
    }

    /// Topics decouple: the contest's equilibria are all combinations of theirs.
    @Test(arguments: 1...6) func combinationsOfTopics(seed: UInt64) throws {
        let contest = try Self.contest(seed: seed, creators: 5, topics: 3)
        let result = try solveInclusive(contest)
        let topics = (0..<3).map { Self.plain(contest, $0).game.all().filter { $0.worst <= 1e-9 } }
        #expect(result.count == topics.reduce(1) { $0 * Double($1.count) })
        #expect(result.equilibria.count == Int(result.count))
        for found in result.equilibria {
            #expect(found.certificate.isConverged)
            for k in 0..<3 { #expect(topics[k].contains { abs($0.s - found.totals[k]) <= 1e-8 * $0.s }) }
        }
        #expect(result.equilibria.map(\.grandTotal) == result.equilibria.map(\.grandTotal).sorted(by: >))
    }

    /// One choice for all topics: every choice judged by the plain definitions, summed over topics.
    @Test(arguments: 1...10) func globalChoices(seed: UInt64) throws {
        let n = 4
        let contest = try Self.contest(seed: 40 + seed, creators: n, topics: 2, adoption: .global)
        let result = try solveInclusive(contest)
        let topics = (0..<2).map { Self.plain(contest, $0) }
        var expected: Set<[Int]> = []
        for mask in 0..<1 << n {
            let humans = (0..<n).filter { mask & (1 << $0) != 0 }
            var gains = [Double](repeating: 0, count: n)
            for (game, creators) in topics {
                let own = creators.indices.filter { humans.contains(creators[$0]) }
                let users = creators.count - own.count
                guard let (s, x) = game.solve(own, users) else {
                    gains = [.infinity]
                    break
                }
                for (at, i) in creators.enumerated() {
                    let rivals = x.indices.reduce(0) { $1 == at ? $0 : $0 + x[$1] }
                    gains[i] += humans.contains(i)
                        ? game.userPayoff(rivals, users + 1) - (x[at] * game.price(s, users) - game.costs[at] * x[at] * x[at].squareRoot())
                        : game.reply(at, s, users - 1).payoff - game.userPayoff(s, users)
                }
            }
            if gains.allSatisfy({ $0 <= 1e-9 }) { expected.insert(humans) }
        }
        let found = result.equilibria.map { one in
            (0..<n).filter { i in (0..<2).contains { one[creator: i, topic: $0] == .human } || (0..<2).allSatisfy { one[creator: i, topic: $0] == nil } }
        }
        // A creator who is eligible nowhere can stand on either side.
        let nowhere = (0..<n).filter { i in (0..<2).allSatisfy { contest.layout.cell(creator: i, topic: $0) == nil } }
        #expect(Set(found) == Set(expected.map { Array(Set($0).union(nowhere)).sorted() }))
        #expect(result.searched.count == 1 && result.searched[0].isComplete)
        // Best responses end in equilibria only.
        let walked = try solveInclusive(contest, settings: InclusiveSettings(.bestResponse))
        for one in walked.equilibria { #expect(result.equilibria.contains { $0.actions == one.actions }) }
        #expect(!walked.searched[0].isComplete)
    }

    /// A profile with one creator moved to the other side is told apart, with the gain of moving back or of whoever gains more.
    @Test func theCertificateFindsTheDeviator() throws {
        let game = InclusiveEdgeTests.plain
        let contest = try game.contest()
        let result = try solveInclusive(contest)
        let equilibrium = try #require(result.equilibria.first)
        for i in 0..<game.n {
            var actions = equilibrium.actions
            actions[i] = actions[i] == .human ? .genAI : .human
            let other = try checkAdoption(contest, actions: actions)
            let humans = actions.indices.filter { actions[$0] == .human }
            let plain = try #require(game.judge(humans))
            if plain.worst > 1e-9 {
                #expect(other.status == .noneFound)
                #expect(abs(other.certificate.exploitability - plain.gain) <= 1e-8 * plain.gain)
                #expect(!other.certificate.isConverged)
            } else {
                #expect(other.status == .converged)
            }
        }
        // Efforts off the equilibrium are no equilibrium either.
        let off = EffortProfile(layout: contest.layout, values: CellBuffer(equilibrium.efforts.values.array.map { $0 * 1.01 }))
        #expect(try !certifyAdoption(contest, actions: equilibrium.actions, efforts: off).certificate.isConverged)
        #expect(equilibrium.utilities.allSatisfy { $0 > 0 })
    }

    /// With a fee that nobody pays hybrids change nothing: the equilibria of two actions, and no other.
    @Test(arguments: 1...8) func aDearHybridIsNoOption(seed: UInt64) throws {
        let game = PlainInclusive.random(seed: 900 + seed, creators: 4)
        let two = try game.contest()
        let terms = InclusiveTerms(payoff: two.inclusiveTerms.payoff, fee: two.inclusiveTerms.fee, hybrid: try .allowed(fee: 1e6 * game.mu))
        let three = try Contest(market: two.market, costs: two.costs, competition: .inclusive, inclusiveTerms: terms)
        let (a, b) = (try solveInclusive(two), try solveInclusive(three))
        #expect(Set(a.equilibria.map(\.actions)) == Set(b.equilibria.map(\.actions)), "seed \(seed)")
        for one in b.equilibria {
            let other = try #require(a.equilibria.first { $0.actions == one.actions })
            #expect(abs(one.totals[0] - other.totals[0]) <= 1e-9 * other.totals[0])
            for (u, v) in zip(one.utilities, other.utilities) { #expect(abs(u - v) <= 1e-9 * max(abs(v), 1)) }
        }
    }

    /// Free hybrids: no creator gains by any of the three actions at any effort of a fine grid.
    @Test(arguments: 1...6) func hybridsAgainstAGrid(seed: UInt64) throws {
        let game = PlainInclusive.random(seed: 950 + seed, creators: 3)
        let two = try game.contest()
        let terms = InclusiveTerms(payoff: two.inclusiveTerms.payoff, fee: two.inclusiveTerms.fee, hybrid: try .allowed())
        let contest = try Contest(market: two.market, costs: two.costs, competition: .inclusive, inclusiveTerms: terms)
        let result = try solveInclusive(contest)
        #expect(result.status == (result.equilibria.isEmpty ? .noneFound : .converged))
        for found in result.equilibria {
            #expect(found.certificate.isConverged)
            let x = found.efforts.values.array
            let users = found.actions.count { $0 != .human }
            for i in 0..<3 {
                let rivals = (0..<3).reduce(0) { $1 == i ? $0 : $0 + x[$1] }
                let others = users - (found.actions[i] == .human ? 0 : 1)
                func payoff(_ y: Double, _ uses: Bool) -> Double {
                    let (s, m) = (rivals + y, others + (uses ? 1 : 0))
                    let own = y == 0 ? 0 : y * game.price(s, m) - game.costs[i] * pow(y, game.exponents[i])
                    return own + (uses ? game.userPayoff(s, m) : 0)
                }
                let now = payoff(x[i], found.actions[i] != .human)
                #expect(abs(now - found.utilities[i]) <= 1e-9 * max(abs(now), 1))
                for step in -400...400 {
                    let y = max(found.totals[0], 1e-3) * exp(Double(step) / 40)
                    #expect(max(payoff(y, true), payoff(y, false), payoff(0, true)) <= now + 1e-9 * max(game.mu, 1), "seed \(seed), creator \(i)")
                }
            }
        }
    }

    /// Who is on GenAI after best responses does not depend on luck: the same seed, the same answer.
    @Test func bestResponsesRepeat() throws {
        let contest = try PlainInclusive.random(seed: 12, creators: 30, mixed: true).contest()
        let (a, b) = (try solveInclusive(contest), try solveInclusive(contest))
        #expect(a.searched[0].search == .bestResponse)
        #expect(a.equilibria.map(\.actions) == b.equilibria.map(\.actions))
        #expect(a.searched[0].pieces == b.searched[0].pieces)
        #expect(a.equilibria.allSatisfy { $0.certificate.isConverged } && (a.status == .converged || a.best != nil))
    }
}
