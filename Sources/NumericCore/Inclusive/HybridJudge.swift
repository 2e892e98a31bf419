#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What judging a profile of three actions in one topic showed.
struct HybridVerdict: Sendable {
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
    var relative: Double { zip(gains, scales).map { relativeGain($0, over: $1) }.max() ?? 0 }
}

/// The search's judge of one topic's actions and efforts where creators may do both: residuals of the first-order conditions, and of
/// every creator the best payoff of each action against the others' total R and their number of users,
///
///     human   sup_y  y P(R + y; m') - c y^rho
///     GenAI   (1 - phi) A(R; m' + 1) - flat
///     both    sup_y  y P(R + y; m' + 1) + (1 - phi) A(R + y; m' + 1) - c y^rho - flat - fee
///
/// the last over a grid of log y around the scales that the game has, each peak refined by golden sections, since it need not be
/// concave; where R = 0 it may be approached as y falls to 0. What is listed is judged again by ``HybridCertificate``.
struct HybridJudge {
    let topic: InclusiveTopic

    /// Steps of log y, and how far to either side of each scale.
    private static let step = 0.25
    private static let reach = 16.0

    func judge(_ actions: [AdoptionAction], _ efforts: [Double], tolerance: Double) -> HybridVerdict {
        var verdict = HybridVerdict()
        var sum = CompensatedSum()
        for x in efforts { sum.add(x) }
        let total = sum.value
        let users = actions.count { $0.usesGenAI }
        let terms = topic.contest.inclusiveTerms
        let market = topic.market(users: users)
        let price = total > 0 ? market.price(at: total).value : 0
        let elasticity = total > 0 ? market.elasticity(at: total) : (e: 0, complement: 0)
        let income = users > 0 ? topic.income(at: total, users: users) : 0
        var most = -Double.infinity
        for i in actions.indices {
            let x = efforts[i]
            let (c, rho) = (topic.costs[i], topic.exponent(i))
            let rivals = rivals(i, efforts, total)
            if actions[i].makesEffort, total > 0 {
                let bonus = actions[i] == .both
                    ? (1 - terms.fee.share) * market.adopterIncomeSlope(at: total, payoff: terms.payoff) : 0
                let spent = x > 0 || rho == 1 ? c * rho * pow(x, rho - 1) : 0
                let marginal = price * (elasticity.complement + elasticity.e * (rivals / total)) + bonus - spent
                let off = (x > 0 ? abs(marginal) : max(0, marginal)) / price
                let floor = 0x1p-49 * (price * (1 + elasticity.e * (x / total)) + abs(bonus) + spent) / price
                verdict.residual = worse(verdict.residual, off)
                verdict.floor = worse(verdict.floor, floor)
                if !(off <= tolerance + floor) { verdict.isConverged = false }
            }
            let earned = x > 0 ? x * price : 0
            let gross = earned + (actions[i].usesGenAI ? income : 0)
            let own = earned - (x > 0 ? c * pow(x, rho) : 0) + (actions[i].usesGenAI ? topic.afterFees(income) : 0)
                - (actions[i] == .both ? terms.hybrid.fee : 0)
            let best = best(i, rivals: rivals, others: users - (actions[i].usesGenAI ? 1 : 0))
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
        let human = HumanReply(topic.market(users: others), cost: c, rho: rho, rivals: rivals)
        var best = (payoff: human.payoff, gross: human.revenue, action: AdoptionAction.human)
        let income = topic.income(at: rivals, users: others + 1)
        if topic.afterFees(income) > best.payoff { best = (topic.afterFees(income), income, .genAI) }
        guard terms.hybrid.isAllowed, topic.contest.pays(topic.number), human.payoff < .infinity else { return best }
        let market = topic.market(users: others + 1)
        func both(_ l: Double) -> (payoff: Double, gross: Double) {
            let y = exp(l)
            let total = rivals + y
            let income = market.adopterIncome(at: total, payoff: terms.payoff)
            let earned = y * market.price(at: total).value
            return (earned + topic.afterFees(income) - c * pow(y, rho) - terms.hybrid.fee, earned + income)
        }
        if rivals == 0 { // ever less effort
            let (income, earned) = (market.adopterIncomeAtZero(payoff: terms.payoff), market.limits.revenue)
            let payoff = earned + topic.afterFees(income) - terms.hybrid.fee
            if payoff > best.payoff { best = (payoff, earned + income, .both) }
        }
        let points = grid(i, market, rivals, human).map { (l: $0, payoff: both($0).payoff) }
        for at in points.indices {
            let (l, payoff) = points[at]
            let isPeak = (at == 0 || payoff >= points[at - 1].payoff) && (at == points.count - 1 || payoff >= points[at + 1].payoff)
            guard isPeak else { continue }
            let found = both(peak(l - Self.step, l + Self.step) { both($0).payoff })
            if found.payoff > best.payoff { best = (found.payoff, found.gross, .both) }
        }
        return best
    }

    /// Multiples of the step around: the rivals' total; the best efforts without GenAI's income, before and after the move; the effort
    /// whose cost is all attention, c y^rho = mu y^gt; the first bit of marginal income as a price taker; the market's crossover.
    private func grid(_ i: Int, _ market: TopicMarket, _ rivals: Double, _ human: HumanReply) -> [Double] {
        let (c, rho) = (topic.costs[i], topic.exponent(i))
        let after = HumanReply(market, cost: c, rho: rho, rivals: rivals)
        // At a best effort c y^rho is what revenue exceeds the payoff by.
        var scales = [human, after].map { (log($0.revenue - $0.payoff) - log(c)) / rho }
        if rivals > 0 {
            scales.append(log(rivals))
            let terms = topic.contest.inclusiveTerms
            let marginal = market.price(at: rivals).value
                + (1 - terms.fee.share) * market.adopterIncomeSlope(at: rivals, payoff: terms.payoff)
            if rho > 1, marginal > 0 { scales.append((log(marginal) - log(c * rho)) / (rho - 1)) }
        }
        if rho > 1 || market.gamma > 0 { scales.append((log(market.mu) - log(c)) / (rho - 1 + market.gamma)) }
        if let crossover = market.logCrossover { scales.append(crossover) }
        scales = scales.filter(\.isFinite).sorted()
        var (grid, next) = ([Double](), -700 / Self.step)
        for scale in scales { // windows in order, without what earlier ones hold
            next = max(next, ((scale - Self.reach) / Self.step).rounded())
            let last = min(scale + Self.reach, 700) / Self.step
            while next <= last {
                grid.append(next * Self.step)
                next += 1
            }
        }
        return grid
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
            if !(c < d) { break }
        }
        return 0.5 * (a + b)
    }
}
