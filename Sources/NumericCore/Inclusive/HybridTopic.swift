#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension TopicMarket {
    /// dA/ds of ``adopterIncome(at:payoff:)`` at s > 0: (A/s)(bt - e) derived, (A/s)(beta - e) printed.
    func adopterIncomeSlope(at total: Double, payoff: GenAIPayoff) -> Double {
        guard strength > 0, mu > 0 else { return 0 }
        let e = elasticity(at: total).e
        let rate = payoff == .printed ? beta - e : 1 + beta - gamma - e
        return adopterIncome(at: total, payoff: payoff) / total * rate
    }
}

/// One topic in which a creator may also do both: own effort x and GenAI at once.
///
/// Such a creator counts in m and its effort counts in s; it earns x P(s) + (1 - phi) A(s; m) - flat - fee - c x^rho, so that its
/// effort also feeds the GenAI that it uses:
///
///     P + x P' + (1 - phi) dA/ds = c rho x^(rho - 1).
///
/// With T = P + (1 - phi) dA/ds in place of P this is k x + c rho x^(rho - 1) = T, k = P e/s, whose left side rises in x: at a given
/// total each effort is determined (0 where T <= 0), and a total is a root of sum x_i(s) = s. T need not fall in s, so there can be
/// several roots, and payoffs need not be concave in x: roots are looked for by changes of sign over a grid of log s, and every
/// candidate is judged by searches over all efforts (``HybridJudge``). Derived here.
struct HybridTopic: Sendable {
    let topic: InclusiveTopic

    /// The grid: steps of log s, and how far to either side of the total that all would make as humans.
    private static let step = 0.125
    private static let reach = 24.0

    /// Totals and efforts that solve everybody's first-order condition for given actions.
    func candidates(_ actions: [AdoptionAction], center: Double) -> [(total: Double, efforts: [Double])] {
        let idle = (total: 0.0, efforts: [Double](repeating: 0, count: actions.count))
        guard actions.contains(where: \.makesEffort), topic.contest.market.mu[topic.number] > 0 else { return [idle] }
        let market = topic.market(users: actions.count { $0.usesGenAI })
        let users = actions.count { $0.usesGenAI }
        var found: [(total: Double, efforts: [Double])] = market.priceAtZero.isFinite ? [idle] : []
        func excess(_ t: Double) -> Double {
            let total = exp(t)
            return log(efforts(actions, market, users, at: total).reduce(0, +) / total)
        }
        var (t, before) = (center - Self.reach, excess(center - Self.reach))
        while t < center + Self.reach {
            let next = t + Self.step
            let value = excess(next)
            if (before > 0) != (value > 0) {
                var (low, high) = (t, next) // the signs at the ends differ; halved to the last place
                while true {
                    let middle = 0.5 * (low + high)
                    guard middle > low, middle < high else { break }
                    if (excess(middle) > 0) == (before > 0) { low = middle } else { high = middle }
                }
                let total = exp(low)
                let efforts = efforts(actions, market, users, at: total)
                found.append((efforts.reduce(0, +), efforts))
            }
            (t, before) = (next, value)
        }
        return found
    }

    private func efforts(_ actions: [AdoptionAction], _ market: TopicMarket, _ users: Int, at total: Double) -> [Double] {
        let terms = topic.contest.inclusiveTerms
        let price = market.price(at: total).value
        let pull = price * market.elasticity(at: total).e / total
        let bonus = users == 0 ? 0 : (1 - terms.fee.share) * market.adopterIncomeSlope(at: total, payoff: terms.payoff)
        return actions.indices.map { i in
            switch actions[i] {
            case .genAI: 0
            case .human: effort(topic.costs[i], topic.exponent(i), price, pull)
            case .both: effort(topic.costs[i], topic.exponent(i), price + bonus, pull)
            }
        }
    }

    /// x >= 0 with k x + c rho x^r = T, by Newton's method on the logarithm of the left side from above.
    private func effort(_ c: Double, _ rho: Double, _ t: Double, _ k: Double) -> Double {
        guard t > 0 else { return 0 }
        let (r, slope) = (rho - 1, c * rho)
        if r == 0 { return t > slope ? (t - slope) / k : 0 }
        if r == 1 { return t / (slope + k) }
        var x = min(pow(t / slope, 1 / r), k > 0 ? t / k : .infinity)
        for _ in 0..<60 {
            let (linear, power) = (k * x, slope * pow(x, r))
            let step = log((linear + power) / t) * (linear + power) / (linear + r * power)
            x *= exp(-step)
            if abs(step) < 1e-15 { break }
        }
        return x
    }
}
