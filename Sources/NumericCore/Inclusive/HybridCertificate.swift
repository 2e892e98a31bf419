#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The certificate's judge of one topic in which creators may do both. It shares no search with ``HybridJudge``: a creator's best effort
/// by itself is searched by ``BestReply``, and its best effort beside GenAI through all changes of sign of the marginal payoff
///
///     v'(y) = P + y P' + (1 - phi) dA/ds - c rho y^(rho - 1)     at s = R + y
///
/// from + to - over a grid of log y, bisected; the supremum may also be the limit at y = 0+, which is positive alone where s P or A
/// jumps from 0, or infinite for linear costs. A peak between two points of the grid whose signs are the same is not seen.
struct HybridCertificate {
    let topic: InclusiveTopic

    /// log y runs from -end to end by `coarse`, and by `fine` within `reach` of each scale.
    private static let end = 690.0
    private static let coarse = 2.0
    private static let fine = 0.1
    private static let reach = 12.0

    /// One creator's choice: what it earns before and after fees and costs.
    fileprivate struct Earning {
        var payoff: Double
        var gross: Double
        var action: AdoptionAction
    }

    func verdict(_ actions: [AdoptionAction], _ efforts: [Double], tolerance: Double) -> HybridVerdict {
        var verdict = HybridVerdict()
        let users = actions.count { $0.usesGenAI }
        let total = Self.sum(efforts, without: nil)
        let fees = topic.contest.inclusiveTerms
        for i in actions.indices {
            let rivals = Self.sum(efforts, without: i)
            let uses = actions[i].usesGenAI
            let others = users - (uses ? 1 : 0)
            let market = topic.market(users: users)
            let mine = Side(topic, i, market, rivals: rivals, isHybrid: actions[i] == .both)
            if actions[i].makesEffort, total > 0, market.pays {
                let terms = mine.terms(at: efforts[i])
                let price = market.price(at: total).value
                let residual = (efforts[i] > 0 ? abs(terms.sum) : max(0, terms.sum)) / price
                let floor = 0x1p-49 * terms.size / price
                verdict.residual = worse(verdict.residual, residual)
                verdict.floor = worse(verdict.floor, floor)
                verdict.isConverged = verdict.isConverged && residual <= tolerance + floor
            }
            var now = actions[i] == .genAI ? genAI(total, users) : mine.earning(efforts[i], total: total)
            now.action = actions[i]
            let all = [human(i, rivals, others), genAI(rivals, others + 1)] + (fees.hybrid.isAllowed ? [both(i, rivals, others + 1, now: efforts[i])] : [])
            let best = all.reduce(all[0]) { $1.payoff > $0.payoff ? $1 : $0 }
            let gain = best.payoff - now.payoff
            if gain > verdict.gains.max() ?? -.infinity { (verdict.deviator, verdict.deviation) = (i, best.action) }
            verdict.payoffs.append(now.payoff)
            verdict.gains.append(gain)
            verdict.scales.append(
                max(now.gross, best.gross, fees.fee.flat + ([now.action, best.action].contains(.both) ? fees.hybrid.fee : 0)))
        }
        return verdict
    }

    private static func sum(_ efforts: [Double], without creator: Int?) -> Double {
        var sum = CompensatedSum()
        for (other, x) in efforts.enumerated() where other != creator { sum.add(x) }
        return sum.value
    }

    private func genAI(_ total: Double, _ users: Int) -> Earning {
        let income = topic.income(at: total, users: users)
        return Earning(payoff: topic.afterFees(income), gross: income, action: .genAI)
    }

    private func human(_ i: Int, _ rivals: Double, _ others: Int) -> Earning {
        let best = BestReply(market: topic.market(users: others), cost: topic.costs[i], rho: topic.exponent(i), rivals: rivals).search()
        return Earning(payoff: best.payoff, gross: best.revenue, action: .human)
    }

    private func both(_ i: Int, _ rivals: Double, _ users: Int, now: Double) -> Earning {
        let market = topic.market(users: users)
        let side = Side(topic, i, market, rivals: rivals, isHybrid: true)
        var best = side.limitAtZero
        guard market.pays else { return best }
        if topic.exponent(i) == 1, topic.costs[i] < market.limits.priceAtInfinity {
            return Earning(payoff: .infinity, gross: .infinity, action: .both)
        }
        var rising: Double? // the last point at which the marginal payoff is positive beyond rounding
        for l in Self.grid(side.scales + [log(now)]) {
            let terms = side.terms(at: exp(l))
            guard abs(terms.sum) > 0x1p-49 * terms.size else { continue }
            if terms.sum > 0 {
                rising = l
            } else if var low = rising {
                rising = nil
                var (high, middle) = (l, 0.5 * (low + l))
                while middle > low, middle < high {
                    if side.terms(at: exp(middle)).sum > 0 { low = middle } else { high = middle }
                    middle = 0.5 * (low + high)
                }
                let found = side.earning(exp(low), total: rivals + exp(low))
                if found.payoff > best.payoff { best = found }
            }
        }
        return best
    }

    private static func grid(_ scales: [Double]) -> [Double] {
        var points = Array(stride(from: -end, through: end, by: coarse))
        var next = -end
        for scale in scales.filter(\.isFinite).sorted() {
            next = max(next, scale - reach)
            while next <= min(scale + reach, end) {
                points.append(next)
                next += fine
            }
        }
        return points.sorted()
    }
}

/// A creator's own effort y against a given total of others, by itself or beside GenAI.
private struct Side {
    private let market: TopicMarket
    private let rivals: Double
    private let cost: Double
    private let rho: Double
    private let isHybrid: Bool
    private let fees: InclusiveTerms

    init(_ topic: InclusiveTopic, _ i: Int, _ market: TopicMarket, rivals: Double, isHybrid: Bool) {
        (self.market, self.rivals, self.isHybrid) = (market, rivals, isHybrid)
        (cost, rho, fees) = (topic.costs[i], topic.exponent(i), topic.contest.inclusiveTerms)
    }

    private func net(_ income: Double) -> Double { isHybrid ? (1 - fees.fee.share) * income - fees.fee.flat - fees.hybrid.fee : 0 }

    /// What effort y earns where all efforts make this total.
    func earning(_ y: Double, total: Double) -> HybridCertificate.Earning {
        let income = isHybrid ? market.adopterIncome(at: total, payoff: fees.payoff) : 0
        let revenue = y > 0 ? y * market.price(at: total).value : 0
        return HybridCertificate.Earning(
            payoff: revenue + net(income) - (y > 0 ? cost * pow(y, rho) : 0), gross: revenue + income, action: isHybrid ? .both : .human)
    }

    /// The limit of ``earning(_:total:)`` as y falls to 0.
    var limitAtZero: HybridCertificate.Earning {
        guard rivals == 0, market.pays else { return earning(0, total: rivals) }
        let (income, revenue) = (market.adopterIncomeAtZero(payoff: fees.payoff), market.limits.revenue)
        return HybridCertificate.Earning(payoff: revenue + net(income), gross: revenue + income, action: .both)
    }

    /// v'(y), and the sum of its terms' sizes. y P' + P is P (1 - e) + P e R/s, which does not cancel.
    func terms(at y: Double) -> (sum: Double, size: Double) {
        let total = rivals + y
        let (price, elasticity) = (market.price(at: total).value, market.elasticity(at: total))
        let earned = price * (elasticity.complement + elasticity.e * (rivals / total))
        let half = y > 0 ? pow(y, 0.5 * (rho - 1)) : rho == 1 ? 1 : 0
        let spent = cost * rho * half * half
        let bonus = isHybrid ? (1 - fees.fee.share) * market.adopterIncomeSlope(at: total, payoff: fees.payoff) : 0
        return (earned + bonus - spent, price * (1 + elasticity.e * (y / total)) + abs(bonus) + spent)
    }

    /// log y where the market bends, at the rivals' total, and where the cost is all attention or all that a small part of it pays.
    var scales: [Double] {
        let lone = (log(market.mu) - log(cost)) / (rho - 1 + market.gamma)
        let shared = rivals > 0 ? (log(market.price(at: rivals).value) - log(cost * rho)) / (rho - 1) : lone
        return [log(rivals), market.logCrossover ?? lone, lone, shared]
    }
}
