import CKernels
import Foundation
import Testing

/// The search for best replies against bisections in wide numbers that start from nowhere near the profile.
@Suite struct ReplyTests {
    /// A market and a profile in it; what the search is told and what it finds.
    struct Game {
        let market: Market
        var effort, cost, exponent: [Double]
        let total: Wide

        /// Efforts `spread` (as a factor) away from each creator's first-order condition.
        init(_ draw: inout Draw, market: Market, cells n: Int, scale: Double = 1, spread: Double, exponent: (inout Draw) -> Double) {
            self.market = market
            effort = (0..<n).map { _ in scale * draw.logUniform(1e-3, 10) }
            let s = effort.reduce(0) { $0 + Wide($1) }, p = market.price(at: s)
            total = s
            self.exponent = effort.map { _ in exponent(&draw) }
            cost = zip(effort, self.exponent).map { x, rho in
                let kept = max(1e-3, Double((p.value + Wide(x) * p.slope) / p.value))
                return Double(p.value) * kept * draw.logUniform(1 / spread, spread) / rho / pow(x, rho - 1)
            }
        }

        func payoff(_ i: Int) -> Double {
            effort[i] == 0 ? 0 : Double(
                Wide(effort[i]) * market.price(at: total).value - Wide(cost[i]) * pow(Wide(effort[i]), Wide(exponent[i])))
        }

        func search(_ target: Target) -> (gain: [Double], revenue: [Double], open: Int) {
            var at = market.replyMarket(at: total), gain = effort, revenue = effort
            let open = target.table.pointee.best_reply(
                effort.count, effort, cost, exponent, 1, &at, effort.indices.map(payoff), &gain, &revenue)
            return (gain, revenue, open)
        }

        func deviation(_ i: Int) -> Deviation {
            Deviation(market: market, rivals: total - Wide(effort[i]), cost: cost[i], rho: exponent[i])
        }
    }

    static let markets = [
        Market(mu: 3, a: 1, beta: 0.3, gamma: 0.8), Market(mu: 0.2, a: 0, beta: 0, gamma: 1), Market(mu: 40, a: 1.5, beta: 0, gamma: 1),
        Market(mu: 5, a: 2, beta: 0.6, gamma: 0.6), Market(mu: 5, a: 0.7, beta: 1, gamma: 1), Market(mu: 2, a: 1, beta: 0, gamma: 0),
        Market(mu: 1e-90, a: 1e40, beta: 0.1, gamma: 0.9), Market(mu: 1e90, a: 1e-40, beta: 0, gamma: 0.3),
    ]

    /// Gains and revenues are those of the best reply, near and far from equilibrium, for every shape of market.
    @Test(arguments: Target.available, [1 + 1e-9, 1.1, 30]) func bestRepliesAreFound(target: Target, spread: Double) {
        var draw = Draw(seed: 71)
        for market in Self.markets {
            for scale in [1, 1e-40, 1e60] {
                let game = Game(&draw, market: market, cells: 19, scale: scale, spread: spread) { $0.pick([1.5, 2, 3, $0.uniform(1.07, 4)]) }
                let found = game.search(target)
                #expect(found.open == game.effort.count { Wide($0) > game.total / 2 }, "\(market), \(scale)")
                for i in game.effort.indices where !found.gain[i].isNaN { expectBest(game, i, found.gain[i], found.revenue[i]) }
            }
        }
    }

    /// Crowds, whose shares lie on both sides of what the series serves, with exponents at and beyond its ends: right, and each
    /// cell's result its own.
    @Test(arguments: Target.available, [1 + 1e-9, 1.003, 2]) func crowds(target: Target, spread: Double) {
        var draw = Draw(seed: 74)
        for market in Self.markets[0..<4] + Self.markets[6...6] {
            let game = Game(&draw, market: market, cells: 700, spread: spread) {
                $0.pick([1 + 0x1p-10, 1.02, 1.3, 1.7, 2, 3, 8.9, 9, 9.1, 30, $0.uniform(1.05, 3)])
            }
            let found = game.search(target)
            for i in stride(from: 0, to: 700, by: 9) where !found.gain[i].isNaN { expectBest(game, i, found.gain[i], found.revenue[i]) }
            #expect(found.open <= 70, "\(market)")
            var part = game
            part.effort = Array(game.effort[251..<300])
            part.cost = Array(game.cost[251..<300])
            part.exponent = Array(game.exponent[251..<300])
            let again = part.search(target)
            for i in 0..<49 {
                #expect(sameBits(again.gain[i], found.gain[251 + i]) && sameBits(again.revenue[i], found.revenue[251 + i]))
            }
        }
    }

    /// Linear and nearly linear costs: replies of 0, replies whose marginal payoff is flat.
    @Test(arguments: Target.available, [0, 1e-12, 1e-6, 1e-3, 0.02]) func nearlyLinearCosts(target: Target, excess: Double) {
        var draw = Draw(seed: 72), open = 0, idle = 0, all = 0
        for market in Self.markets where market.gamma > 0 {
            for spread in [1.0001, 2] {
                let game = Game(&draw, market: market, cells: 40, spread: spread) { _ in 1 + excess }
                let found = game.search(target)
                for i in game.effort.indices where !found.gain[i].isNaN { expectBest(game, i, found.gain[i], found.revenue[i]) }
                open += found.open
                idle += found.revenue.count { $0 == 0 }
                all += 40
            }
        }
        // An excess of 0.02 lets the worst of them earn a little at an effort within range.
        #expect(open < all / 4 && (idle > 0 || excess > 0.01) && idle < all, "\(open) open and \(idle) idle of \(all)")
    }

    /// A maximum in wide numbers, and what the search may be off by: a few roundings of the revenue.
    private func expectBest(_ game: Game, _ i: Int, _ gain: Double, _ revenue: Double) {
        let deviation = game.deviation(i), s = Double(game.total)
        let reply = deviation.reply(between: s * 0x1p-900, and: s * 0x1p250)
        let best = max(0, deviation.payoff(reply)), income = reply * game.market.price(at: deviation.rivals + reply).value
        let own = Wide(game.effort[i]) * game.market.price(at: game.total).value
        let size = max(own, income, abs(Wide(game.payoff(i))))
        #expect(abs(Double((Wide(gain) - max(0, best - Wide(game.payoff(i)))) / size)) <= 16 * eps, "cell \(i) of \(game.market)")
        // Where the payoff is flat the place of the maximum is uncertain: the rounding of logarithms of a few hundred over the
        // slope of marginal revenue to marginal cost, at least r and about twice the share of income.
        let slope = max(1e-12, game.exponent[i] - 1 + Double(reply / (deviation.rivals + reply)) * game.market.gamma)
        #expect(abs(Double((Wide(revenue) - income) / size)) <= 1000 * eps * (1 + 1 / slope), "cell \(i) of \(game.market)")
    }

    /// What is no effort, too large a share, or a constant price above a linear cost is left to the caller.
    @Test(arguments: Target.available) func whatCannotBeJudgedStaysOpen(target: Target) {
        var draw = Draw(seed: 73)
        var game = Game(&draw, market: Self.markets[0], cells: 11, spread: 1) { _ in 1.7 }
        let before = game.search(target)
        #expect(before.open == 0)
        for (place, value) in [(0, Double.nan), (5, -1), (8, Double(game.total) * 0.6), (10, .infinity)] {
            let kept = game.effort[place]
            game.effort[place] = value
            let found = game.search(target)
            #expect(found.open == 1 && found.gain[place].isNaN && found.revenue[place].isNaN)
            // The others' results do not depend on it.
            for i in 0..<11 where i != place { #expect(sameBits(found.gain[i], before.gain[i]) && sameBits(found.revenue[i], before.revenue[i])) }
            game.effort[place] = kept
        }
        game.cost[3] = .nan
        #expect(game.search(target).gain[3].isNaN)
        let constant = Game(&draw, market: Market(mu: 4, a: 1, beta: 0, gamma: 0), cells: 9, spread: 1) { _ in 1 }
        var cheap = constant
        cheap.cost = cheap.cost.map { _ in 1.9 } // the price is 2 at every total
        #expect(cheap.search(target).open == 9)
        cheap.cost = cheap.cost.map { _ in 2.1 }
        #expect(cheap.search(target).open == 0 && cheap.search(target).revenue.allSatisfy { $0 == 0 })
    }
}

extension Market {
    /// What the search is told of a topic at a total.
    func replyMarket(at total: Wide) -> nb_reply_market {
        let ratio = Double(Wide(a) * pow(total, Wide(beta) - Wide(gamma)))
        let human = ratio <= 1
        return nb_reply_market(
            price: Double(price(at: total).value), total: Double(total), log_total: Double(log(total)), exponent: human ? gamma : beta,
            other_exponent: human ? beta : gamma, other_ratio: human ? ratio : 1 / ratio)
    }
}

extension Deviation {
    /// Where the marginal payoff changes sign, by bisection in log y; 0 where it is negative already at `low`.
    func reply(between low: Double, and high: Double) -> Wide {
        guard marginal(Wide(low)) > 0 else { return 0 }
        var low = log(Wide(low)), high = log(Wide(high))
        for _ in 0..<90 {
            let middle = (low + high) / 2
            if marginal(exp(middle)) > 0 { low = middle } else { high = middle }
        }
        return exp(low)
    }
}

extension KernelRow {
    /// The search as a row of the contract: cells near and far from equilibrium, idle ones and one that holds too much.
    static let replies: [KernelRow] = {
        var draw = Draw(seed: 11)
        let market = Market(mu: 300, a: 1, beta: 0.3, gamma: 0.8), total = 200.0
        let efforts = (0..<longest).map { _ in draw.chance(0.01) ? 150 : draw.chance(0.1) ? 0 : draw.logUniform(1e-4, 90) }
        let costs = (0..<longest).map { _ in draw.logUniform(1e-1, 1e1) }
        let varied = (0..<longest).map { _ in draw.pick([1, 1.5, 2, 3, draw.uniform(1.1, 4)]) }
        let price = Double(market.price(at: Wide(total)).value)
        return [nil, 1.5].map { (exponent: Double?) in
            let rhos = varied.map { exponent ?? $0 }
            let payoffs = (0..<longest).map { efforts[$0] * price - costs[$0] * Foundation.pow(efforts[$0], rhos[$0]) }
            let plain = (0..<longest).map { i -> [Plain] in
                if efforts[i] > total / 2 { return [Plain(.nan), Plain(.nan)] }
                let deviation = Deviation(market: market, rivals: Wide(total) - Wide(efforts[i]), cost: costs[i], rho: rhos[i])
                let reply = deviation.reply(between: 1e-250, and: 1e50)
                let best = Double(max(0, deviation.payoff(reply)))
                let income = Double(reply * market.price(at: deviation.rivals + reply).value)
                let size = max(income, abs(payoffs[i]), efforts[i] * price)
                // The place of a maximum is the less certain the flatter the payoff.
                let slope = rhos[i] - 1 + Double(reply / (deviation.rivals + reply)) * market.beta
                return [Plain(max(0, best - payoffs[i]), scale: size), Plain(income, scale: size * (16 + 4 / max(slope, 1e-12)))]
            }
            return KernelRow(
                name: "best_reply, exponent " + (exponent.map { "\($0)" } ?? "each cell"),
                inputs: [efforts, costs, exponent.map { [$0] } ?? varied, payoffs], single: exponent == nil ? nil : 2, outputs: 2,
                tolerance: 16,
                run: { call in
                    var at = market.replyMarket(at: Wide(total))
                    return [Double(call.table.best_reply(
                        call.n, call.inputs[0], call.inputs[1], call.inputs[2], exponent == nil ? 1 : 0, &at, call.inputs[3],
                        call.outputs[0], call.outputs[1]))]
                },
                cell: { plain[$0] },
                whole: { n in [Plain(Double(efforts[..<n].count { $0 > total / 2 }), scale: 0)] })
        }
    }()
}
