#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension TopicMarket {
    /// dA/ds of ``adopterIncome(at:payoff:)`` at s > 0 in the base market: A = mu s^g w/M with g = gt (derived) or 0 (printed) and
    /// dw/dlog s = -w (1 - w) (gamma - beta), so that it is (A/s) (g - (1 - w) (gamma - beta)), nothing of which cancels where w is near 1.
    func adopterIncomeSlope(at total: Double, payoff: GenAIPayoff) -> Double {
        guard strength > 0, mu > 0 else { return 0 }
        let rate = (payoff == .printed ? 0 : 1 - gamma) - parts(at: total).human * (gamma - beta)
        return rate == 0 ? 0 : adopterIncome(at: total, payoff: payoff) / total * rate
    }

    /// log of the total at which GenAI's term of D is the human one: a s^beta = s^gamma. nil where there is none.
    var logCrossover: Double? {
        strength > 0 && beta < gamma ? log(strength) / (gamma - beta) : nil
    }
}

/// One topic in which some creators do both: own effort and GenAI at once.
///
/// Such a creator counts in m and its effort counts in s; it earns x P(s) + (1 - phi) A(s; m) - flat - fee - c x^rho, so that its
/// effort also feeds the GenAI that it uses. With x = z s its first-order condition is
///
///     e z + c rho s^r z^r / P = T/P,    r = rho - 1,    T = P + (1 - phi) dA/ds
///
/// (T = P for a human), whose left side rises in z: at a given total each effort is determined (0 where T <= 0), and a total is a
/// root of sum z_i(s) = 1. T need not fall in s, so there can be several roots, and payoffs need not be concave in x: roots are looked
/// for by changes of sign over a grid of log s, and every candidate is judged by searches over all efforts (``HybridJudge``).
/// All in logarithms, so that no total in the range of doubles overflows. Derived here.
struct HybridTopic: Sendable {
    let topic: InclusiveTopic

    /// log s runs from -end to end; coarse steps everywhere, fine ones in windows and wherever coarse ones change sign.
    static let end = 690.0
    static let coarse = 2.0
    static let fine = 0.125
    /// How far to either side of the total that all would make as humans, and of the totals at which the market bends, it is fine.
    static let reach = (center: 24.0, bend: 8.0)

    /// The grid in words.
    static let statement = "in steps of \(fine) within \(Int(reach.center)) of the humans' total, within \(Int(reach.bend)) of the totals at which the market bends and wherever a step of \(Int(coarse)) changes sign, in steps of \(Int(coarse)) elsewhere"

    private let center: Double
    /// log(c rho) of every creator.
    private let logCosts: [Double]
    /// The grid for each number of users, where the topic is small enough for all profiles to be searched.
    private var grids: [[Point]] = []

    init(_ topic: InclusiveTopic) {
        self.topic = topic
        logCosts = topic.costs.indices.map { log(topic.costs[$0]) + log(topic.exponent($0)) }
        let all = topic.solve(humans: Array(0..<topic.count), market: topic.market(users: 0), start: nil, workers: Workers(threads: 1))
        center = all.map { $0.total > 0 ? log($0.total) : 0 } ?? 0
        if topic.count <= HybridAdoption.mostOfAllSets { grids = (0...topic.count).map { Field(self, users: $0).grid(center) } }
    }

    /// A total with what the conditions need there.
    private struct Point: Sendable {
        let t: Double
        let logPrice: Double
        let elasticity: Double
        /// T/P of a creator who does both, its logarithm, and how far rounding may move it.
        let both: Double
        let logBoth: Double
        let bothError: Double
    }

    /// The market of one number of users.
    private struct Field {
        let curve: TopicCurve
        let terms: InclusiveTerms
        private let logEfficiency: Double

        init(_ hybrid: HybridTopic, users: Int) {
            curve = TopicCurve(hybrid.topic.market(users: users))
            terms = hybrid.topic.contest.inclusiveTerms
            logEfficiency = log(curve.market.efficiency)
        }

        /// With A/(s P) = alpha s^(beta - gamma), T/P - 1 is (1 - phi) times gt alpha s^(beta - gamma) - w (gamma - beta)/M (derived)
        /// or -s^(gamma - 1) w (gamma - beta)/M (printed).
        func point(_ t: Double) -> Point {
            let (market, value) = (curve.market, curve(t))
            let gap = market.gamma - market.beta
            var (gain, loss) = (0.0, 0.0)
            if market.players > 0, market.efficiency > 0 {
                let odds = logEfficiency + log(Double(market.players)) - gap * t // of w to 1 - w
                loss = (odds > 0 ? 1 / (1 + exp(-odds)) : exp(odds) / (1 + exp(odds))) * gap / Double(market.players)
                if terms.payoff == .printed {
                    loss *= exp((market.gamma - 1) * t)
                } else if market.gamma < 1 {
                    gain = (1 - market.gamma) * exp(logEfficiency - gap * t)
                }
            }
            let kept = 1 - terms.fee.share
            let both = kept == 0 ? 1 : 1 + kept * (gain - loss)
            return Point(
                t: t, logPrice: value.logPrice, elasticity: value.elasticity, both: both, logBoth: log(max(both, 0)),
                bothError: kept == 0 ? 0 : 0x1p-51 * (1 + kept * (gain + loss) * (1 + abs(t))))
        }

        /// Totals at which e or T/P changes its course.
        var bends: [Double] {
            let market = curve.market
            guard let crossover = market.logCrossover else { return [] }
            let (gap, kept) = (market.gamma - market.beta, 1 - terms.fee.share)
            let bonus = market.gamma == 1 || kept == 0 ? crossover
                : terms.payoff == .printed ? log(kept * gap / Double(market.players)) / (1 - market.gamma)
                : (log(kept * (1 - market.gamma)) + logEfficiency) / gap
            return [crossover, bonus]
        }

        func grid(_ center: Double) -> [Point] {
            let windows = [(center, HybridTopic.reach.center)] + bends.map { ($0, HybridTopic.reach.bend) }
            let every = Int(HybridTopic.coarse / HybridTopic.fine)
            let last = Int(HybridTopic.end / HybridTopic.fine)
            return (-last...last).lazy.filter { at in
                at % every == 0 || windows.contains { abs(Double(at) * HybridTopic.fine - $0.0) <= $0.1 }
            }.map { point(Double($0) * HybridTopic.fine) }
        }
    }

    /// Efforts that solve everybody's first-order condition for given actions.
    func candidates(_ actions: [AdoptionAction]) -> [[Double]] {
        let idle = [Double](repeating: 0, count: actions.count)
        guard actions.contains(where: \.makesEffort), topic.contest.pays(topic.number) else { return [idle] }
        let users = actions.count { $0.usesGenAI }
        let field = Field(self, users: users)
        var found = field.curve.market.priceAtZero.isFinite ? [idle] : []
        for (low, high) in brackets(actions, grids.isEmpty ? field.grid(center) : grids[users]) {
            for (a, b) in high.t - low.t > Self.fine ? brackets(actions, between(low, high, field)) : [(low, high)] {
                found.append(efforts(actions, at: root(actions, a, b, field)))
            }
        }
        return found
    }

    private func between(_ low: Point, _ high: Point, _ field: Field) -> [Point] {
        [low] + stride(from: low.t + Self.fine, to: high.t, by: Self.fine).map(field.point) + [high]
    }

    /// Neighbours among the points at which the sign is beyond rounding, of different signs.
    private func brackets(_ actions: [AdoptionAction], _ points: [Point]) -> [(Point, Point)] {
        var (found, last) = ([(Point, Point)](), (point: Point, isPositive: Bool)?.none)
        for point in points {
            let isPositive: Bool
            switch bounds(actions, point) {
            case let (_, high) where high < 0.999: isPositive = false
            case let (low, _) where low > 1.001: isPositive = true
            default:
                let excess = excess(actions, at: point)
                guard abs(excess.value) > excess.error else { continue }
                isPositive = excess.value > 0
            }
            if let last, last.isPositive != isPositive { found.append((last.point, point)) }
            last = (point, isPositive)
        }
        return found
    }

    /// Halved to the last place.
    private func root(_ actions: [AdoptionAction], _ low: Point, _ high: Point, _ field: Field) -> Point {
        var (low, high) = (low, high)
        let isPositive = excess(actions, at: low).value > 0
        while true {
            let middle = 0.5 * (low.t + high.t)
            guard middle > low.t, middle < high.t else { return low }
            let point = field.point(middle)
            if (excess(actions, at: point).value > 0) == isPositive { low = point } else { high = point }
        }
    }

    /// Bounds of the sum of shares: one of the two terms is at least half of T/P, and neither is more than it.
    private func bounds(_ actions: [AdoptionAction], _ point: Point) -> (low: Double, high: Double) {
        var (low, high) = (0.0, 0.0)
        for i in actions.indices where actions[i].makesEffort {
            let (pull, logPull) = actions[i] == .both ? (point.both, point.logBoth) : (1, 0)
            guard pull > 0 else { continue }
            let r = topic.exponent(i) - 1
            let q = logCosts[i] + r * point.t - point.logPrice
            if r == 0 {
                let z = max(0, pull - exp(q)) / point.elasticity
                (low, high) = (low + z, high + z)
            } else {
                let power = (logPull - q) / r
                let linear = pull / point.elasticity
                low += min(0.5 * linear, exp(power - 0.6931471805599453 / r))
                high += min(linear, exp(power))
            }
        }
        return (low, high)
    }

    /// log of the sum of shares, and what rounding can make of it.
    private func excess(_ actions: [AdoptionAction], at point: Point) -> (value: Double, error: Double) {
        var (sum, error) = (0.0, 0.0)
        for i in actions.indices where actions[i].makesEffort {
            let share = share(i, actions[i], point)
            sum += share.z
            error += share.z * share.error
        }
        return (log(sum), sum > 0 ? 4 * (error / sum + Double(actions.count) * 0x1p-52) : 0)
    }

    private func efforts(_ actions: [AdoptionAction], at point: Point) -> [Double] {
        let total = exp(point.t)
        return actions.indices.map { i in
            let x = actions[i].makesEffort ? share(i, actions[i], point).z * total : 0
            return x < 0x1p-1022 ? 0 : x
        }
    }

    /// z of one creator and its relative error, by Newton's method on log z from above, where the logarithm of the left side is convex.
    private func share(_ i: Int, _ action: AdoptionAction, _ point: Point) -> (z: Double, error: Double) {
        let (pull, logPull, pullError) = action == .both ? (point.both, point.logBoth, point.bothError) : (1, 0, 0)
        guard pull > 0 else { return (0, 0) }
        let (r, e) = (topic.exponent(i) - 1, point.elasticity)
        let q = logCosts[i] + r * point.t - point.logPrice
        let costError = 0x1p-51 * (1 + abs(logCosts[i]) + abs(r * point.t) + abs(point.logPrice))
        if r == 0 {
            let cost = exp(q)
            return pull > cost ? ((pull - cost) / e, (cost * costError + pullError) / (pull - cost)) : (0, 0)
        }
        var u = min((logPull - q) / r, logPull - log(e))
        var (linear, power) = (0.0, 0.0)
        for _ in 0..<60 {
            (linear, power) = (e * exp(u), exp(q + r * u))
            let step = log((linear + power) / pull) * (linear + power) / (linear + r * power)
            u -= step
            if abs(step) < 1e-15 * max(1, abs(u)) { break }
        }
        let error = (0x1p-51 * (linear + power) + costError * power + pullError) / (linear + r * power)
        return (exp(u), error + 0x1p-52 * abs(u))
    }
}
