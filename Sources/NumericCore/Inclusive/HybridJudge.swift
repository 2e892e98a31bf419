#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Judges one topic's actions and efforts where creators may do both, by the definitions alone: residuals of the first-order
/// conditions, and of every creator the best payoff of each action against the others' total R and their number of users,
///
///     human   sup_y  y P(R + y; m') - c y^rho
///     GenAI   (1 - phi) A(R; m' + 1) - flat
///     both    sup_y  y P(R + y; m' + 1) + (1 - phi) A(R + y; m' + 1) - c y^rho - flat - fee
///
/// the last over a grid of log y, each peak refined by golden sections, since it need not be concave.
struct HybridJudge {
    let topic: InclusiveTopic

    struct Verdict: Sendable {
        var residual = 0.0
        var floor = 0.0
        var isConverged = true
        /// Of each creator: payoff, what it would gain by its best alternative, and the scale of that.
        var payoffs: [Double] = []
        var gains: [Double] = []
        var scales: [Double] = []
        /// The creator who gains most, and how.
        var deviator = 0
        var deviation = AdoptionAction.human

        var gain: Double { gains.max() ?? 0 }
        var relativeGain: Double { zip(gains, scales).map { $0 > 0 ? $0 / $1 : 0 }.max() ?? 0 }
    }

    func judge(_ actions: [AdoptionAction], _ efforts: [Double], tolerance: Double) -> Verdict {
        var verdict = Verdict()
        var sum = CompensatedSum()
        for x in efforts { sum.add(x) }
        let total = sum.value
        let users = actions.count { $0.usesGenAI }
        let terms = topic.contest.inclusiveTerms
        let market = topic.market(users: users)
        let price = total > 0 ? market.price(at: total) : Price(value: 0, slope: 0, curvature: 0)
        let income = users > 0 ? topic.income(at: total, users: users) : 0
        var most = -Double.infinity
        for i in actions.indices {
            let x = efforts[i]
            let (c, rho) = (topic.costs[i], topic.exponent(i))
            if actions[i].makesEffort, total > 0 {
                let bonus = actions[i] == .both
                    ? (1 - terms.fee.share) * market.adopterIncomeSlope(at: total, payoff: terms.payoff) : 0
                let spent = x > 0 || rho == 1 ? c * rho * pow(x, rho - 1) : 0
                let marginal = price.value + x * price.slope + bonus - spent
                let off = (x > 0 ? abs(marginal) : max(0, marginal)) / price.value
                let floor = 0x1p-49 * (price.value + x * abs(price.slope) + abs(bonus) + spent) / price.value
                verdict.residual = worse(verdict.residual, off)
                verdict.floor = worse(verdict.floor, floor)
                if !(off <= tolerance + floor) { verdict.isConverged = false }
            }
            let earned = x > 0 ? x * price.value : 0
            let gross = earned + (actions[i].usesGenAI ? income : 0)
            let own = earned - (x > 0 ? c * pow(x, rho) : 0) + (actions[i].usesGenAI ? topic.afterFees(income) : 0)
                - (actions[i] == .both ? terms.hybrid.fee : 0)
            let best = best(i, rivals: rivals(i, efforts, total), others: users - (actions[i].usesGenAI ? 1 : 0))
            verdict.payoffs.append(own)
            verdict.gains.append(best.payoff - own)
            let isHybrid = actions[i] == .both || best.action == .both
            verdict.scales.append(max(gross, best.gross, terms.fee.flat + (isHybrid ? terms.hybrid.fee : 0)))
            if best.payoff - own > most { (most, verdict.deviator, verdict.deviation) = (best.payoff - own, i, best.action) }
        }
        return verdict
    }

    private func rivals(_ i: Int, _ efforts: [Double], _ total: Double) -> Double {
        if efforts[i] <= 0.5 * total { return total - efforts[i] }
        var sum = CompensatedSum()
        for (other, x) in efforts.enumerated() where other != i { sum.add(x) }
        return sum.value
    }

    private func best(_ i: Int, rivals: Double, others: Int) -> (payoff: Double, gross: Double, action: AdoptionAction) {
        let terms = topic.contest.inclusiveTerms
        let (c, rho) = (topic.costs[i], topic.exponent(i))
        let human = BestReply(market: topic.market(users: others), cost: c, rho: rho, rivals: rivals).search()
        var best = (payoff: human.payoff, gross: human.revenue, action: AdoptionAction.human)
        let income = topic.income(at: rivals, users: others + 1)
        if topic.afterFees(income) > best.payoff { best = (topic.afterFees(income), income, .genAI) }
        guard terms.hybrid.isAllowed else { return best }
        let market = topic.market(users: others + 1)
        func both(_ l: Double) -> (payoff: Double, gross: Double) {
            let y = exp(l)
            let total = rivals + y
            let income = market.adopterIncome(at: total, payoff: terms.payoff)
            let earned = y * market.price(at: total).value
            return (earned + topic.afterFees(income) - c * pow(y, rho) - terms.hybrid.fee, earned + income)
        }
        // Beyond the effort at which costs are all that a lone creator could earn nothing pays.
        let far = BestReply(market: topic.market(users: 0), cost: c, rho: rho, rivals: 0).search().effort
        let top = max(far.isFinite && far > 0 ? log(far) : 0, rivals > 0 ? log(rivals) : 0) + 12
        let step = 0.25
        var values = stride(from: top - 60, through: top, by: step).map { (l: $0, payoff: both($0).payoff) }
        values.append((top + step, -.infinity))
        for at in 1..<values.count - 1 where values[at].payoff >= values[at - 1].payoff && values[at].payoff >= values[at + 1].payoff {
            let l = peak(values[at - 1].l, values[at + 1].l) { both($0).payoff }
            let found = both(l)
            if found.payoff > best.payoff { best = (found.payoff, found.gross, .both) }
        }
        return best
    }

    /// A local maximum between the ends, by golden sections.
    private func peak(_ low: Double, _ high: Double, _ function: (Double) -> Double) -> Double {
        let ratio = 0.5 * (5.0.squareRoot() - 1)
        var (a, b) = (low, high)
        var (c, d) = (b - ratio * (b - a), a + ratio * (b - a))
        var (atC, atD) = (function(c), function(d))
        while b - a > 1e-9 {
            if atC >= atD {
                (b, d, atD) = (d, c, atC)
                c = b - ratio * (b - a)
                atC = function(c)
            } else {
                (a, c, atC) = (c, d, atD)
                d = a + ratio * (b - a)
                atD = function(d)
            }
        }
        return 0.5 * (a + b)
    }
}
