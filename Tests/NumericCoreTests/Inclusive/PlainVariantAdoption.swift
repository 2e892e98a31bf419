import Foundation
import NumericCore
import TestSupport

/// Adoption in one topic of any market by the definitions alone, in the wide precision: every set of users is solved by bisection on
/// its total, every best effort by bisection on its marginal payoff; elasticities are differences of the plain price.
struct PlainVariantAdoption {
    let market: Market
    let costs: [Double]
    let rho: Double
    let fee: UsageFee

    var n: Int { costs.count }

    private func plain(_ m: Int) -> PlainMarket { PlainMarket(market, topic: 0, players: m) }

    private func elasticity(_ market: PlainMarket, _ s: Wide) -> Wide {
        let h: Wide = 1e-5
        return -(log(market.price(s * (1 + h))) - log(market.price(s * (1 - h)))) / (log(1 + h) - log(1 - h))
    }

    /// Where a function that falls in log x changes its sign.
    private func root(_ function: (Wide) -> Wide) -> Wide {
        var (low, high): (Wide, Wide) = (-60, 60)
        for _ in 0..<90 {
            let middle = (low + high) / 2
            if function(exp(middle)) > 0 { low = middle } else { high = middle }
        }
        return exp((low + high) / 2)
    }

    /// z with P (1 - e z) = c rho (z s)^(rho - 1).
    private func share(_ i: Int, _ s: Wide, _ p: Wide, _ e: Wide) -> Wide {
        let (c, r) = (Wide(costs[i]) * Wide(rho), Wide(rho) - 1)
        if r == 0 { return c < p ? (1 - c / p) / e : 0 }
        return root { z in p * (1 - e * z) - c * pow(z * s, r) }
    }

    private func spent(_ i: Int, _ x: Wide) -> Wide { x == 0 ? 0 : Wide(costs[i]) * pow(x, Wide(rho)) }

    /// The total and the largest relative gain of a set of users, by its number in binary.
    func judge(_ mask: Int) -> (total: Double, worst: Double) {
        let humans = (0..<n).filter { mask & (1 << $0) == 0 }
        let m = n - humans.count
        let now = plain(m)
        var x = [Wide](repeating: 0, count: n)
        var s: Wide = 0
        if !humans.isEmpty {
            s = root { s in
                let (p, e) = (now.price(s), elasticity(now, s))
                return humans.reduce(-1) { $0 + share($1, s, p, e) }
            }
            let (p, e) = (now.price(s), elasticity(now, s))
            for i in humans { x[i] = share(i, s, p, e) * s }
        }
        let (part, flat) = (1 - Wide(fee.share), Wide(fee.flat))
        func income(_ market: PlainMarket, _ s: Wide) -> Wide { s > 0 ? market.income(s) : 0 }
        var worst: Wide = -.infinity
        for i in 0..<n {
            let rivals = (0..<n).reduce(0) { $1 == i ? $0 : $0 + x[$1] }
            let (gain, scale): (Wide, Wide)
            if humans.contains(i) {
                let own = x[i] == 0 ? 0 : x[i] * now.price(s)
                let new = income(plain(m + 1), rivals)
                (gain, scale) = (part * new - flat - (own - spent(i, x[i])), max(own, new, flat))
            } else {
                let fewer = plain(m - 1)
                let y = root { y in
                    fewer.price(rivals + y) * (1 - elasticity(fewer, rivals + y) * y / (rivals + y)) - Wide(costs[i]) * Wide(rho) * pow(y, Wide(rho) - 1)
                }
                let earned = y * fewer.price(rivals + y)
                let own = income(now, s)
                (gain, scale) = (max(0, earned - spent(i, y)) - (part * own - flat), max(earned, own, flat))
            }
            worst = max(worst, gain == 0 ? 0 : gain / scale)
        }
        return (Double(s), Double(worst))
    }

    func contest() throws -> Contest {
        try Contest(
            market: market,
            costs: PowerCost(layout: CellLayout(creators: n, topics: 1), coefficients: CellBuffer(costs), exponents: .shared(rho)),
            competition: .inclusive, inclusiveTerms: InclusiveTerms(fee: fee))
    }

    /// A random instance whose lone creators all have a best reply.
    static func random(seed: UInt64, kind: VariantKind) throws -> PlainVariantAdoption {
        var draws = Draws(seed: 7_000 + seed)
        let gamma = draws.pick([0.9, 0.7, 0.5])
        let base = try Market(
            mu: PerTopic(draws.logUniform(1...300)), alpha: PerTopic(draws.logUniform(0.05...3)), beta: PerTopic(gamma * draws.uniform(0...1)),
            gamma: PerTopic(gamma))
        let n = draws.integer(1...5)
        var market = try kind.vary(base, topics: 1, seed: seed)
        if market.licence.price[0] > 0, market.licence.outsideData[0] == 0 { market.licence.outsideData = 1 }
        let fee = try draws.chance(0.3) ? UsageFee(share: draws.uniform(0...0.4), flat: draws.pick([0, 0.1])) : .none
        return PlainVariantAdoption(
            market: market, costs: (0..<n).map { _ in draws.logUniform(0.2...4) }, rho: draws.pick([1, 1.25, 1.5, 2, 3]), fee: fee)
    }
}
