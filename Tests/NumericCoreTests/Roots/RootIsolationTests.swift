import Foundation
@testable import NumericCore
import TestSupport
import Testing

/// The proofs behind ``RootIsolation``: bounds hold, and what is said of stability is what best replies do.
@Suite struct RootIsolationTests {
    private func contest(_ draws: inout Draws) throws -> Contest {
        let gamma = draws.pick([0, 0.5, draws.uniform(0...1)])
        let beta = draws.chance(0.2) ? gamma - 1 : draws.uniform((gamma - 1)...gamma)
        let hasLicence = draws.chance(0.5)
        let market = try Market(
            mu: PerTopic(draws.chance(0.1) && hasLicence ? 0 : draws.logUniform(1e-3...1e3)), alpha: PerTopic(draws.logUniform(1e-3...1e3)),
            beta: PerTopic(beta), gamma: PerTopic(gamma), royalty: PerTopic(draws.pick([0, draws.uniform(0...1)])),
            licence: Market.Licence(
                price: PerTopic(hasLicence ? draws.logUniform(1e-3...1e3) : 0), decay: PerTopic(draws.uniform(0...5)),
                outsideData: PerTopic(draws.pick([0, draws.logUniform(1e-3...1e3)]))),
            conversationShare: PerTopic(draws.pick([1, draws.uniform(0...1)])), demand: draws.pick([.human, .total]))
        let n = draws.integer(1...4)
        let costs = (0..<n).map { _ in [Double?.some(draws.logUniform(0.01...100))] }
        return try Contest(
            market: market, costs: .power(coefficients: costs, exponents: (0..<n).map { _ in [draws.pick([1, 1.05, 1.5, 2, 3])] }))
    }

    /// Bounds over a piece hold what the market says at totals inside, of pieces short and long.
    @Test(arguments: 0..<300) func boundsHoldInside(_ seed: Int) throws {
        var draws = Draws(seed: UInt64(seed))
        let contest = try contest(&draws)
        let reply = AggregateReply(contest, topic: 0)
        let prices = reply.prices
        let low = draws.uniform(-30...30)
        let piece = Bounds(low, low + draws.logUniform(1e-6...20))
        let (a, b) = (prices.point(piece.low), prices.point(piece.high))
        let (e, slope) = prices.over(a, b)
        let found = reply.over(a, b)
        for part in stride(from: 0.0, through: 1, by: 0.05) {
            let t = piece.low + part * (piece.high - piece.low)
            let total = exp(t)
            let at = prices.market.elasticity(at: total).e
            let rate = prices.market.elasticitySlope(at: total, elasticity: at)
            #expect(e.low <= at + 1e-12 && at <= e.high + 1e-12, "seed \(seed): \(at) outside \(e)")
            #expect(slope.low <= rate + 1e-12 && rate <= slope.high + 1e-12, "seed \(seed): \(rate) outside \(slope)")
            // Not by `excess`, a difference from 1 in which a small sum is lost.
            let sum = reply.efforts(at: total).reduce(0) { $0 + $1 / total }
            guard sum.isFinite else { continue }
            #expect(
                found.isExcluded || found.sum.low <= sum * (1 + 1e-9) && sum * (1 - 1e-9) <= found.sum.high,
                "seed \(seed): \(sum) outside \(found.sum)")
            if found.isExcluded, abs(sum - 1) < 1e-12 {
                let efforts = reply.efforts(at: total)
                let payoffs = zip(efforts, 0...).map { x, i in
                    BestReply(
                        market: prices.market, cost: contest.costs.coefficients[i], rho: contest.costs.exponent(ofCell: i, topic: 0),
                        rivals: total - x).payoff(x)
                }
                #expect(payoffs.contains { $0 < 0 }, "seed \(seed): an equilibrium's total was dropped")
            }
        }
    }

    /// Where the sign of the sum less 1 is called certain it is that, also where some creator would rather do nothing or where one
    /// has no share: there no sign is given.
    @Test(arguments: 0..<60) func signsAreThoseOfTheSum(_ seed: Int) throws {
        var draws = Draws(seed: UInt64(7000 + seed))
        let gamma = draws.uniform(0.05...0.95)
        let contest = try Contest(
            market: Market(mu: 1, alpha: PerTopic(draws.logUniform(0.1...10)), beta: PerTopic((gamma - 1) * draws.uniform(0.1...1)), gamma: PerTopic(gamma)),
            costs: .power(
                coefficients: (0..<4).map { _ in [draws.logUniform(0.05...5)] },
                exponents: (0..<4).map { _ in [draws.pick([1.1, 1.3, 1.5, 2])] }))
        let reply = AggregateReply(contest, topic: 0)
        var known = 0
        for t in stride(from: -30.0, through: 30, by: 0.05) {
            let excess = reply.excess(at: exp(t))
            let sign = reply.sign(at: reply.prices.point(t))
            if excess.isNaN {
                #expect(sign != -1, "seed \(seed), \(t): no share, called \(String(describing: sign))")
            } else if let sign, sign != 0 {
                known += 1
                #expect((sign > 0) == (excess > 0), "seed \(seed), \(t): \(excess) called \(sign)")
            }
        }
        #expect(known >= 200, "seed \(seed): \(known)")
    }

    /// dz/dt against differences of the shares themselves.
    @Test(arguments: 0..<60) func slopesOfSharesAreTheirDifferences(_ seed: Int) throws {
        var draws = Draws(seed: UInt64(5000 + seed))
        let reply = AggregateReply(try contest(&draws), topic: 0)
        let total = draws.logUniform(1e-3...1e3)
        let step = 1e-5
        let (before, after) = (reply.excess(at: total * exp(-step)), reply.excess(at: total * exp(step)))
        let now = reply.excess(at: total)
        guard now.isFinite, before.isFinite, after.isFinite else { return }
        let slope = reply.replySlopes(at: total).reduce(0) { $0 + $1.slope * $1.count } - (now + 1)
        let difference = (after - before) / (2 * step)
        // A share may leave 0 between the two.
        let isSmooth = abs((after - now) - (now - before)) <= 1e-3 * abs(after - before) + 1e-12
        #expect(!isSmooth || abs(slope - difference) <= 1e-3 * abs(slope) + 1e-6 * (now + 1) + 1e-9, "seed \(seed): \(slope), \(difference)")
    }

    /// Small steps towards best replies lead back to stable equilibria and away from unstable ones.
    @Test func stabilityIsWhatBestRepliesDo() throws {
        let contest = try Contest(
            market: Market(mu: 2, alpha: 1, beta: -0.9, gamma: 0.1),
            costs: .power(coefficients: [[1.1051709], [1.215688]], exponent: 1.4))
        let found = try allEquilibria(of: contest, topic: 0)
        #expect(found.equilibria.count == 3)
        for equilibrium in found.equilibria where equilibrium.total > 0 {
            var efforts = equilibrium.efforts.map { $0 * 1.001 }
            for _ in 0..<400 {
                let replies = efforts.indices.map { i in
                    BestReply(
                        market: contest.topic(0), cost: contest.costs.coefficients[i], rho: 1.4, rivals: efforts.reduce(0, +) - efforts[i]
                    ).search().effort
                }
                efforts = zip(efforts, replies).map { $0 + 0.2 * ($1 - $0) }
            }
            let distance = abs(efforts.reduce(0, +) / equilibrium.total - 1)
            #expect(equilibrium.stability == .stable ? distance < 1e-4 : distance > 0.01, "\(equilibrium.stability) \(distance)")
        }
    }

    /// Two complements and a strong substitute: the aggregate slope alone would call it stable.
    @Test func mixedRepliesAreNotCalledStable() {
        func stability(_ slopes: [Double]) -> ResponseStability { ResponseStability(replySlopes: slopes.map { ($0, 1) }) }
        #expect(stability([10.0 / 11, 10.0 / 11, -9]) == .unstable)
        #expect(stability([0.4, 0.5]) == .stable && stability([0.6, 0.5]) == .unstable)
        #expect(stability([0.99, -3, -5]) == .stable && stability([0.5, 0.5]) == .undecided)
    }

    /// A double root is neither found nor denied.
    @Test func whatIsNotProvedIsSaid() throws {
        // A linear cost equal to the highest price: doing nothing and the peak tie.
        let peak = TopicMarket(mu: 1, strength: 1, beta: -0.5, gamma: 0.5).price(at: 1).value
        let contest = try Contest(
            market: Market(mu: 1, alpha: 1, beta: -0.5, gamma: 0.5), costs: .power(coefficients: [[peak]], exponent: 1))
        let found = try allEquilibria(of: contest, topic: 0)
        #expect(found.unresolved.contains { $0.lowerBound <= 1.001 && $0.upperBound >= 0.999 }, "\(found.searched)")
        #expect(found.searched.contains("nothing proved"))
        #expect(found.equilibria.first?.total == 0)
    }
}

/// `solve` where there can be several equilibria.
@Suite struct SolveSeveralTests {
    private func contest(_ costs: [[Double?]]) throws -> Contest {
        try Contest(
            market: Market(mu: 2, alpha: 1, beta: -0.9, gamma: 0.1), costs: .power(coefficients: costs, exponent: 1.4))
    }

    /// Of three equilibria in a topic and one in another, the profile has the largest and the rest are listed.
    @Test func theLargestTotalIsReturnedAndTheOthersListed() throws {
        let contest = try contest([[1.1051709, 1], [1.215688, nil]])
        let equilibrium = try solve(contest)
        #expect(equilibrium.status == .converged, "\(equilibrium.reason ?? "")")
        #expect(equilibrium.certificate.uniqueness == .notClaimed && equilibrium.certificate.relativeExploitability <= 1e-10)
        #expect(equilibrium.searches.map(\.topic) == [0, 1])
        #expect(equilibrium.searches[0].equilibria.count == 3)
        #expect(equilibrium.totals[0] == equilibrium.searches[0].equilibria[2].total)
        #expect(equilibrium.otherEquilibria.filter { $0.topic == 0 }.map(\.total) == equilibrium.searches[0].equilibria.prefix(2).map(\.total))
        let text = EquilibriumFile.json(equilibrium, of: contest)
        let document = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect((document["otherEquilibria"] as? [[String: Any]])?.count == equilibrium.otherEquilibria.count)
        #expect((document["searched"] as? [String])?.count == 2)
    }

    /// The same bits for any number of threads.
    @Test func threadsDoNotMatter() throws {
        let contest = try contest([[1.1, 1, 0.9, 1.3], [1.2, 1.1, 0.8, 1.2], [1.3, 1.2, 2, nil]])
        var settings = Settings()
        settings.threads = 1
        let one = try solve(contest, settings: settings)
        settings.threads = 3
        let three = try solve(contest, settings: settings)
        #expect(one.status == .converged && one.efforts.values.array == three.efforts.values.array)
    }

    /// More effort always pays: nothing is found, and that is said.
    @Test func noneFound() throws {
        let market = try Market(mu: 10, alpha: 1, beta: -0.5, gamma: 0)
        let none = try solve(Contest(market: market, costs: .power(coefficients: [[1], [2]], exponent: 1)))
        #expect(none.status == .noneFound && none.reason?.contains("pieces") == true)
        #expect(none.certificate.exploitability == .infinity)
        // At a cost that no price exceeds nobody creates.
        let idle = try solve(Contest(market: market, costs: .power(coefficients: [[10], [20]], exponent: 1)))
        #expect(idle.status == .converged && idle.totals == [0] && idle.certificate.exploitability == 0)
    }

    /// Without GenAI beta means nothing, and without attention nobody creates.
    @Test func cornersAreWhatTheyWere() throws {
        let costs = try PowerCost.power(coefficients: [[1], [2]], exponent: 1.5)
        let plain = try solve(Contest(market: Market(mu: 3, alpha: 0, beta: -0.3, gamma: 0.5), costs: costs))
        #expect(plain.certificate.uniqueness == .proved && plain.searches.isEmpty)
        let human = try solve(Contest(market: Market(mu: 3, alpha: 2, beta: -0.3, gamma: 0.5), costs: costs, competition: .humanOnly))
        #expect(human.totals == plain.totals)
        let idle = try solve(Contest(market: Market(mu: 0, alpha: 2, beta: -0.3, gamma: 0.5), costs: costs))
        #expect(idle.status == .converged && idle.totals == [0])
        let near = try solve(Contest(market: Market(mu: 3, alpha: 2, beta: -0x1p-30, gamma: 0.5), costs: costs))
        let at = try solve(Contest(market: Market(mu: 3, alpha: 2, beta: 0, gamma: 0.5), costs: costs))
        #expect(near.status == .converged && near.otherEquilibria.isEmpty && abs(near.totals[0] / at.totals[0] - 1) < 1e-7)
    }

    /// A stopped search is no answer; what it did not look at is said to be unresolved.
    @Test func interruptionsEndTheSearch() throws {
        var settings = Settings()
        settings.isCancelled = { true }
        let contest = try contest([[1.1], [1.2]])
        #expect(try solve(contest, settings: settings).status == .cancelled)
        let found = try allEquilibria(of: contest, topic: 0, settings: settings)
        #expect(found.interruption == .cancelled && found.equilibria.isEmpty && !found.unresolved.isEmpty)
    }

    @Test func whatCannotBeSearchedThrows() throws {
        let contest = try contest([[1.1], [1.2]])
        #expect(throws: SolveError.self) { try allEquilibria(of: contest, topic: 1) }
        let joined = try contest.with(coupling: nil, totalEffort: nil, capacity: Capacity(limits: 20))
        #expect(throws: SolveError.self) { try allEquilibria(of: joined, topic: 0) }
        #expect(try solve(joined).status == .unsupported)
    }

    /// Nobody creating is judged by what a large effort earns, not only by the first bit.
    @Test func nothingIsNoEquilibriumWhereMuchPays() throws {
        let contest = try Contest(
            market: Market(mu: 2, alpha: 1, beta: -0.5, gamma: 0.5), costs: .power(coefficients: [[0.2], [0.2]], exponent: 1.2))
        let nothing = try certify(contest, efforts: EffortProfile(layout: contest.layout, values: CellBuffer([0, 0]))).certificate
        #expect(nothing.exploitability > 1)
        let found = try allEquilibria(of: contest, topic: 0)
        #expect(found.equilibria.count == 1 && found.rejected.map(\.total) == [0])
    }
}
