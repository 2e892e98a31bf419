/// A creator's best reply in all its topics together to what the others do: the maximum of a concave function of K efforts
/// under one capacity, with an upper bound of what it may have missed.
///
/// Newton's method on net prices R, from which ``CoupledProx`` gives efforts and capacity price: with F = -du/dx + lambda b,
/// h the diagonal of the Hessian without the power costs, N = F where x > 0 and min(F, 0) where x = 0, a step changes R by
/// -N - H_off dx, where dx solves the Newton system on the cells that are active or about to be. A step counts where the
/// payoff rises or the bound falls by half; where none does, a gradient step with a metric large enough to make it rise.
/// Each point's payoff plus bound is above the best payoff there is, so the least of these sums is the answer.
final class CoupledReply {
    let creator: CoupledCreator
    private let isConcave: Bool

    init(creator: CoupledCreator, isConcave: Bool) {
        self.creator = creator
        self.isConcave = isConcave
    }

    /// The gain over a payoff, and the gross revenue of the reply.
    struct Found {
        var gain: Double
        var revenue: Double
    }

    /// `bound` is one that is known already, or infinite.
    func search(payoff own: Double, bound: Double) -> Found {
        if creator.count == 0 || creator.limit == 0 { return Found(gain: max(0, -own), revenue: 0) }
        if isUnbounded { return Found(gain: .infinity, revenue: .infinity) }
        guard isConcave else { return searchAll(payoff: own) }
        var best = ascend(from: start(creator.own), isConcave: true)
        var highest = best.highest
        if !(highest - best.point.payoff <= 1e-9 * best.point.revenue) {
            // A poor start, of which there are few: once more from what the creator would do if topics were apart.
            let other = ascend(from: start(separateReplies()), isConcave: true)
            highest = highest.isNaN ? other.highest : min(highest, other.highest)
            if other.point.payoff > best.point.payoff { best = other }
        }
        let gain = worse(0, highest - own)
        return Found(gain: gain < bound ? gain : bound < .infinity ? bound : .nan, revenue: best.point.revenue)
    }

    /// A price that never falls, above a linear cost, and nothing else to stop it.
    private var isUnbounded: Bool {
        guard creator.limit == .infinity else { return false }
        return (0..<creator.count).contains { j in
            let cell = creator.cells[j]
            let floor = cell.market.limits.priceAtInfinity
            guard cell.rho == 1, floor > 0 else { return false }
            // Q is positive semidefinite: a 0 on its diagonal stands in a row of zeros.
            if creator.weight > 0 && creator.similarity(j, j) > 0 { return false }
            if creator.effortScale > 0 && creator.effortExponent > 1 { return false }
            return cell.cost + creator.effortScale * cell.effortWeight < floor
        }
    }

    /// A start inside the capacity, with some effort wherever the price at 0 is infinite.
    private func start(_ efforts: [Double]) -> [Double] {
        var y = efforts
        for j in 0..<creator.count where y[j] == 0 && creator.cells[j].rivals == 0 && !creator.cells[j].market.priceAtZero.isFinite {
            let cell = creator.cells[j]
            y[j] = BestReply(market: cell.market, cost: cell.cost, rho: cell.rho, rivals: 0).search().effort
        }
        return withinCapacity(y)
    }

    private func withinCapacity(_ efforts: [Double]) -> [Double] {
        let used = creator.use(efforts).capacity
        guard used > creator.limit else { return efforts }
        return efforts.map { $0 * (creator.limit / used) }
    }

    private func separateReplies() -> [Double] {
        (0..<creator.count).map { j in
            let cell = creator.cells[j]
            let found = BestReply(market: cell.market, cost: cell.cost, rho: cell.rho, rivals: cell.rivals).search().effort
            return found.isFinite ? found : max(creator.own[j], cell.rivals)
        }
    }

    /// Several starts, for payoffs that are not concave; the whole range for a creator of one topic.
    private func searchAll(payoff own: Double) -> Found {
        let separate = separateReplies()
        var starts = [creator.own, separate, creator.own.map { 2 * $0 }]
        if creator.count == 1 {
            starts += [scan()]
        } else {
            for j in 0..<creator.count { starts.append(separate.indices.map { $0 == j ? separate[$0] : 0 }) }
        }
        // Doing nothing is always possible.
        var best = ReplyPoint(creator, y: [Double](repeating: 0, count: creator.count), lambda: 0)
        for y in starts {
            let found = ascend(from: withinCapacity(y), isConcave: false).point
            if found.payoff > best.payoff { best = found }
        }
        return Found(gain: max(0, best.payoff - own), revenue: best.revenue)
    }

    /// The best effort of a creator of one topic on a grid of logarithms as fine as 5%.
    private func scan() -> [Double] {
        let centre = max(creator.cells[0].rivals, creator.own[0], 0x1p-900)
        var best = ReplyPoint(creator, y: [0], lambda: 0)
        let highest = creator.limit / creator.cells[0].capacityWeight
        var y = centre * 0x1p-90
        for _ in 0..<2600 where y.isFinite {
            let point = ReplyPoint(creator, y: [min(y, highest)], lambda: 0)
            if point.payoff > best.payoff { best = point }
            y *= 1.05
        }
        return best.y
    }

    private func ascend(from y: [Double], isConcave: Bool) -> (point: ReplyPoint, highest: Double) {
        var at = ReplyPoint(creator, y: y, lambda: 0)
        var bound = isConcave ? at.bound(creator) : .infinity
        var highest = at.payoff + bound
        for _ in 0..<60 {
            if bound <= 0x1p-46 * at.revenue { break }
            guard let next = step(from: at, bound: bound, isConcave: isConcave) else { break }
            let gained = next.payoff - at.payoff
            at = next
            bound = isConcave ? at.bound(creator) : .infinity
            if !(highest <= at.payoff + bound) { highest = at.payoff + bound }
            if !isConcave && gained <= 1e-14 * abs(at.payoff) { break }
        }
        return (at, highest)
    }

    private func step(from at: ReplyPoint, bound: Double, isConcave: Bool) -> ReplyPoint? {
        let metric = metric(at)
        let prox = CoupledProx(creator: creator, metric: metric)
        let (prices, change) = direction(at, prox)
        var y = at.y
        var trial = prices
        var length = 1.0
        while let change, length >= 0x1p-8 {
            for j in trial.indices { trial[j] = prices[j] + length * change[j] }
            let lambda = prox.efforts(trial, &y)
            let next = ReplyPoint(creator, y: y, lambda: lambda)
            if next.payoff > at.payoff + 1e-15 * abs(at.payoff) { return next }
            if isConcave, next.bound(creator) <= 0.5 * bound { return next }
            length *= 0.5
        }
        var strength = 1.0
        while strength <= 0x1p20 {
            let prox = CoupledProx(creator: creator, metric: metric.map { $0 * strength })
            for j in trial.indices {
                let cell = creator.cells[j]
                trial[j] = prox.metric[j] * at.y[j] + at.marginalRevenue[j] - (at.charge[j] - at.lambda * cell.capacityWeight)
            }
            let lambda = prox.efforts(trial, &y)
            let found = ReplyPoint(creator, y: y, lambda: lambda)
            if found.payoff > at.payoff + 1e-15 * abs(at.payoff) { return found }
            if isConcave, found.bound(creator) <= 0.5 * bound { return found }
            strength *= 4
        }
        return nil
    }

    /// The Hessian's diagonal without the power costs, and a little where that is 0.
    private func metric(_ at: ReplyPoint) -> [Double] {
        let fatigueSlope = fatigueSlope(at)
        return (0..<creator.count).map { j in
            let cell = creator.cells[j]
            let curvature = max(0, at.bend[j]) + creator.weight * creator.similarity(j, j) + fatigueSlope * cell.effortWeight * cell.effortWeight
            let least = 0x1p-20 * abs(at.marginalRevenue[j]) / max(at.y[j], cell.rivals, 0x1p-500)
            return min(max(curvature, least, 0x1p-900), 0x1p900)
        }
    }

    /// h (theta - 1) E^(theta - 2)
    func fatigueSlope(_ at: ReplyPoint) -> Double {
        guard creator.effortScale > 0, creator.effortExponent > 1, at.effort > 0 else { return 0 }
        return (creator.effortExponent - 1) * creator.fatigue(at: at.effort) / at.effort
    }
}

extension CoupledReply {
    /// One creator's deviation, for ``Deviation``.
    static func deviation(ofCreator i: Int, in contest: Contest, efforts: EffortProfile, totals: [Double]) -> Deviation {
        guard (try? LinearAlgebra.load()) != nil else { return Deviation(gain: .nan, relativeGain: .nan) }
        let markets = (0..<contest.topics).map { contest.topic($0) }
        let creator = CoupledCreator(contest: contest, efforts: efforts, totals: totals, order: CreatorOrder(contest), markets: markets)
        creator.load(i)
        let own = ReplyPoint(creator, y: creator.own, lambda: 0)
        // Of one's own what a vanishing effort would earn is not earned.
        let unearned = (0..<creator.count).reduce(0.0) { $0 + (creator.own[$1] == 0 ? creator.linearised($1, charge: 0).jump : 0) }
        let isConcave = markets.allSatisfy { !$0.pays || $0.isMonotone }
        let found = CoupledReply(creator: creator, isConcave: isConcave).search(payoff: own.payoff - unearned, bound: .infinity)
        let revenue = max(own.revenue - unearned, found.revenue)
        return Deviation(gain: found.gain, relativeGain: found.gain == 0 || revenue == 0 ? 0 : found.gain / revenue)
    }
}
