#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// All threshold sets of one topic with one exponent that are equilibria: humans are the h creators with the smallest costs.
///
/// Ranges [p, q] of h are bounded and halved; a range is given up where somebody is proved to gain for every h in it. In
/// it the numbers of users are m in [n - q, n - p], of which `few` and `many` are the ends. For 0 <= beta <= gamma (all derived
/// here, s = s_h the total of the h humans):
///
/// 1. *P and e fall in m*, at any s. So z(s) lies between the shares with (P of many, e of few) and with (P of few, e of
///    many), and since each of those falls in s, so do the totals: s_h >= a, where the p cheapest shares with the first add up to
///    1, and s_h <= b, where the q cheapest with the second do. ``ThresholdSums`` bounds those sums.
/// 2. *User h + 1* is the one who gains most by its best effort (v falls in c). v(s; m - 1) falls in s and m, so it gains at
///    least v(b; many - 1) at the cost of creator q + 1, less the most of A over [a, b] with few users (A falls in m).
/// 3. *A human* i has rivals R = s - x_i >= a (1 - z(a)) =: R_a (R rises in s) and earns at most v(R_a; few), as v falls in R
///    and m; it would earn at least the least of A with many + 1 users over [R_a, R_b]. This is asked of human h
///    (with the costs of p and of q), of the cheapest, and of some between.
///
/// A single h that no bound rules out is solved and every creator is looked at. No h is skipped: the ranges halved and given
/// up, with the single ones, make up 1...n; at h = 0 the total is 0.
/// - Complexity: one sort and two passes over the creators; then O(blocks) a range, some hundreds of ranges, and O(n) for each h
///   that is left, typically the equilibria alone.
struct ThresholdSearch {
    let topic: InclusiveTopic
    private let game: AdoptionGame
    private(set) var target: AdoptionTarget
    private let limit: Int
    private let interruption: Interruption
    private let workers: Workers
    private let order: [Int32]
    private let sums: ThresholdSums
    private(set) var found: [FoundSet] = []
    private(set) var tally = SearchTally()

    /// `nil` where the topic's exponents differ or nobody is eligible.
    init?(_ topic: InclusiveTopic, target: AdoptionTarget, limit: Int, interruption: Interruption, workers: Workers) {
        guard let rho = topic.commonExponent, topic.count > 0 else { return nil }
        self.topic = topic
        game = AdoptionGame(topic: topic)
        self.target = target
        self.limit = limit
        self.interruption = interruption
        self.workers = workers
        order = orderByCost(topic.costs)
        sums = ThresholdSums(sortedCosts: order.map { topic.costs[Int($0)] }, rho: rho, kernels: topic.kernels)
    }

    /// The same search for something else, from the start.
    func again(_ target: AdoptionTarget) -> ThresholdSearch {
        var other = self
        (other.target, other.found, other.tally) = (target, [], SearchTally())
        return other
    }

    private var n: Int { topic.count }

    /// Log totals between which those of a range lie; nothing known of them at first.
    private struct Bracket {
        var low = -690.0
        var high = 690.0
    }

    mutating func run() {
        settleNobody()
        guard topic.contest.market.mu[topic.number] > 0, !settleAlike() else {
            settle(n, start: nil)
            return
        }
        var ranges = [(n...n, Bracket())]
        if n > 1 { ranges.append((1...n - 1, Bracket())) }
        while let (range, outer) = ranges.popLast(), interruption.status == nil {
            tally.pieces += 1
            switch judge(range, outer) {
            case .none: continue
            case .all:
                for h in range {
                    if found.count < limit { settle(h, start: nil) } else { tally.found += 1 }
                }
            case .open(let bracket):
                if range.count == 1 {
                    settle(range.lowerBound, start: exp(0.5 * (bracket.low + bracket.high)))
                } else {
                    let middle = (range.lowerBound + range.upperBound) / 2
                    ranges.append((middle + 1...range.upperBound, bracket))
                    ranges.append((range.lowerBound...middle, bracket))
                }
            }
        }
    }

    /// What is known of a range of h.
    private enum Verdict {
        /// None is looked for.
        case none
        /// Every one is an equilibrium.
        case all
        /// Nothing but bounds of the log total.
        case open(Bracket)
    }

    private func judge(_ range: ClosedRange<Int>, _ outer: Bracket) -> Verdict {
        let (p, q) = (range.lowerBound, range.upperBound)
        let (few, many) = (n - q, n - p)
        let (fewMarket, manyMarket) = (topic.market(users: few), topic.market(users: many))
        let (fewCurve, manyCurve) = (TopicCurve(fewMarket), TopicCurve(manyMarket))
        func high(_ t: Double) -> TotalPoint { TotalPoint(fewCurve, t: t, elasticityOf: p == q ? nil : manyCurve) }
        func low(_ t: Double) -> TotalPoint { TotalPoint(manyCurve, t: t, elasticityOf: p == q ? nil : fewCurve) }
        let bracket = Bracket(
            low: crossing(outer, isAbove: false) { sums.bound(p, at: low($0), upper: false) },
            high: crossing(outer, isAbove: true) { sums.bound(q, at: high($0), upper: true) })
        guard bracket.high > -690 else { return judgeIdle(range, bracket) }
        let (below, above) = (high(bracket.low), high(bracket.high))
        let lowest = bracket.low > -690 ? below.total : 0
        let highest = above.total

        // The user with the smallest cost.
        let income = few > 0 ? topic.incomeRange(from: lowest, to: highest, users: few) : 0...0
        let rho = sums.rho
        if q < n {
            let reply = HumanReply(topic.market(users: many - 1), cost: sums.costs[q], rho: rho, rivals: highest)
            let gain = reply.payoff - topic.afterFees(income.upperBound)
            let (start, end) = (topic.market(users: few - 1), topic.market(users: many - 1))
            let largest = HumanReply(start, cost: sums.costs[p], rho: rho, rivals: lowest, elasticityOf: end).share
            let gross = HumanReply(start, cost: sums.costs[p], rho: rho, rivals: highest, elasticityOf: end).gross
            if target.rulesOut(gain: gain, scale: max(income.upperBound, largest * gross, topic.flatFee)) { return .none }
        }
        // Humans: the last one, then the first and some between.
        let lowAbove = low(bracket.high)
        func rulesOut(_ cheapest: Int, _ dearest: Int) -> Bool {
            let share = lowest > 0 ? sums.share(cheapest, at: below) : 1
            let least = q == 1 ? 0 : max(0, lowest * (1 - share) - 1e-12 * lowest)
            let most = q == 1 ? 0 : highest * (1 - sums.share(dearest, at: lowAbove)) + 1e-12 * highest
            let payoff = HumanReply(fewMarket, cost: sums.costs[cheapest], rho: rho, rivals: least).payoff
            let alternative = topic.incomeRange(from: least, to: max(least, most), users: many + 1)
            let gain = topic.afterFees(alternative.lowerBound) - payoff
            guard gain > 0 else { return false }
            let largest = topic.incomeRange(from: least, to: max(least, most), users: few + 1).upperBound
            return target.rulesOut(gain: gain, scale: max(largest, share * highest * above.price, topic.flatFee))
        }
        if rulesOut(p - 1, q - 1) { return .none }
        var i = 0
        while i < p {
            if rulesOut(i, i) { return .none }
            i = 4 * i + 1
        }
        return .open(bracket)
    }

    /// Totals of 0: the price is finite there and all costs are linear and above it. No human gains by GenAI, which has nothing to
    /// learn from, and a user gains as much as its best lone effort brings besides the fee.
    private func judgeIdle(_ range: ClosedRange<Int>, _ bracket: Bracket) -> Verdict {
        guard range.upperBound < n else { return .open(bracket) }
        func reply(_ users: Int, _ cost: Double) -> HumanReply {
            HumanReply(topic.market(users: users - 1), cost: cost, rho: sums.rho, rivals: 0)
        }
        let least = reply(n - range.lowerBound, sums.costs[range.upperBound])
        let most = reply(n - range.upperBound, sums.costs[range.lowerBound])
        if target.rulesOut(gain: least.payoff + topic.flatFee, scale: max(most.revenue, topic.flatFee)) { return .none }
        guard case .equilibria = target, most.payoff == 0, topic.flatFee == 0, sums.costs[0] > topic.market(users: n - range.upperBound).priceAtZero
        else { return .open(bracket) }
        return .all
    }

    /// The root in t of sum = 1, a little further out, where the sum is proved to be above 1 (`isAbove` false) or below.
    private func crossing(_ outer: Bracket, isAbove: Bool, _ sum: (Double) -> Double) -> Double {
        var (low, high) = (outer.low, outer.high)
        // Below the range of totals, or (a bound of the range around it, to rounding) at its end.
        if !(sum(low) >= 1) { return isAbove ? low : -690 }
        var t = 0.5 * (low + high)
        var width = 0.25
        // Illinois' method on log sum, once the bracket is short.
        var (atLow, atHigh) = (Double.nan, Double.nan)
        for _ in 0..<100 {
            let value = log(sum(t))
            if value >= 0 { (low, atLow) = (t, value) } else { (high, atHigh) = (t, value) }
            if high - low < 1e-12 * max(1, abs(t)) || abs(value) < 1e-13 { break }
            let slope = atLow.isFinite && atHigh.isFinite ? (atHigh - atLow) / (high - low) : -1
            let next = t - value / (slope.isFinite ? slope : -1)
            // A point just beyond the proposal makes the other end move too.
            width = min(width, abs(next - t))
            let beyond = next + (value >= 0 ? 1 : -1) * 1e-3 * abs(next - t)
            t = beyond > low && beyond < high ? beyond : 0.5 * (low + high)
        }
        // Out until it is proved.
        var nudge = 1e-12 * max(1, abs(t))
        if isAbove {
            while high + nudge < 690, sum(high + nudge) > 1 { nudge *= 4 }
            return min(high + nudge, 690)
        }
        while low - nudge > -690, sum(low - nudge) < 1 { nudge *= 4 }
        return max(low - nudge, -690)
    }

    /// h = 0: everybody uses GenAI, which has nothing to learn from. The cheapest gains most by its best effort, alone.
    private mutating func settleNobody() {
        let reply = HumanReply(topic.market(users: n - 1), cost: sums.costs[0], rho: sums.rho, rivals: 0)
        if target.rulesOut(gain: reply.payoff - topic.afterFees(0), scale: max(reply.revenue, topic.flatFee)) { return }
        settle(0, start: nil)
    }

    /// One h, by its own solve.
    private mutating func settle(_ h: Int, start: Double?) {
        tally.solves += 1
        let usesGenAI = set(h)
        guard let outcome = game.outcome(usesGenAI: usesGenAI, start: start.map { [$0] }, workers: workers), target.accepts(outcome) else { return }
        keep(FoundSet(usesGenAI: usesGenAI, outcome: outcome))
    }

    private func set(_ h: Int) -> [Bool] {
        var usesGenAI = [Bool](repeating: true, count: n)
        for i in order.prefix(h) { usesGenAI[Int(i)] = false }
        return usesGenAI
    }

    private mutating func keep(_ set: FoundSet) {
        tally.found += 1
        if case .least = target {
            found = []
            target = .least(gain: set.outcome.gain)
        }
        if found.count < limit { found.append(set) }
    }

    /// Where GenAI has nothing to offer (alpha = 0) every h has the same answer but for creators who are priced out, and those
    /// can stand on either side where GenAI is free. True where that settles all h in 1...n - 1.
    private mutating func settleAlike() -> Bool {
        guard topic.contest.market.alpha[topic.number] == 0 else { return false }
        guard topic.afterFees(0) == 0, sums.rho == 1, let all = topic.solve(humans: Array(0..<n), market: topic.market(users: 0), start: nil, workers: workers)
        else { return true }
        let active = all.efforts.reduce(0) { $0 + ($1 > 0 ? 1 : 0) }
        for h in max(active, 1)..<n {
            if found.count < limit { settle(h, start: all.total) } else { tally.found += 1 }
        }
        return true
    }
}
