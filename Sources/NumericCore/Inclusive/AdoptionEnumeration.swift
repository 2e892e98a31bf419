#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// All sets of a given number h of humans in one topic that are equilibria, found along the total.
///
/// With h fixed the number of users m is too, and everything that decides about a set is a function of its total s and of each
/// creator alone: the share z_i(s) of a human, its payoff u_i(s), what it would earn with GenAI, A(s - x_i; m + 1), and of a user
/// A(s; m) and the payoff v_i(s; m - 1) of its best effort. H is an equilibrium iff at the root s of sum_{i in H} z_i(s) = 1 no
/// human i has A > u_i and no user j has v_j > A. Ranges [a, b] of totals are halved, and a range is given up as soon as one
/// of these holds (0 <= beta <= gamma, all derived here):
///
/// 1. *z_i falls in s.* Its condition is P (1 - e z) = c rho (s z)^(rho - 1); P falls and e rises in s. So sums of z over a
///    set lie between those at b and at a: a set whose sum at a is below 1, or at b above 1, has no root in [a, b].
/// 2. *R_i = s (1 - z_i) rises and u_i falls in s.* Each by 1; u_i = max_y y P(R_i + y) - c y^rho at the optimum, so du_i/dR_i =
///    x_i P' <= 0. Hence u_i(b) <= u_i <= u_i(a), and A(R_i) is within its range over [R_i(a), R_i(b)]
///    (``TopicMarket/adopterIncomeRange(from:to:payoff:)``).
/// 3. *v_j falls in s*, as y P(s + y) does for every y; A(s; m) is within its range over [a, b].
/// 4. Gross revenues, the scale of what counts as a gain: z_i s P <= z_i(a) (s P)(b), since e <= 1 makes s P rise; the same for
///    the best reply, whose share of R + y falls in R.
///
/// A creator that gains as human anywhere in [a, b] must be a user and the reverse; one that gains as both rules the range
/// out, and so do more forced humans than h or more forced users than m. Ranges with few sets left, or too short to halve,
/// are settled set by set, each by a solve of its own. Sets whose total is 0 (everyone priced out) are settled first.
///
/// - Complexity: O(n) a range, typically some tens of ranges for each h; where creators are equal, as many solves as there are
///   equilibria.
struct AdoptionEnumeration {
    let topic: InclusiveTopic
    let game: AdoptionGame
    let humans: Int
    let users: Int
    private(set) var target: AdoptionTarget
    private let limit: Int
    private let interruption: Interruption
    private let curve: TopicCurve
    private let rivalMarket: TopicMarket
    private var visited: Set<UInt64> = []
    private(set) var found: [FoundSet] = []
    private(set) var tally = SearchTally()

    /// Sets settled one by one rather than by a shorter range.
    private static let fewSets = 32.0
    /// Ranges of log s shorter than this are not halved: sums of shares tell most of their sets apart from the root.
    private static let shortest = 0x1p-10

    /// `limit`: sets listed; the others are counted.
    init(_ topic: InclusiveTopic, humans: Int, target: AdoptionTarget, limit: Int, interruption: Interruption) {
        self.topic = topic
        game = AdoptionGame(topic: topic)
        self.humans = humans
        users = topic.count - humans
        self.target = target
        self.limit = limit
        self.interruption = interruption
        curve = TopicCurve(topic.market(users: users))
        rivalMarket = topic.market(users: max(users - 1, 0))
    }

    /// Everything about the creators at one total, each as if human and as if a user.
    private struct View {
        let t: Double
        let total: Double
        let price: Double
        /// z, R, u of each creator as human.
        var share: [Double]
        var rivals: [Double]
        var payoff: [Double]
        /// v of each creator as deviating user, with the reply's share y/(R + y) and (R + y) P(R + y).
        var reply: [Double]
        var replyShare: [Double]
        var replyGross: [Double]
    }

    mutating func run() {
        settleAtZero()
        guard humans > 0, let range = rangeOfTotals() else { return }
        search(view(at: range.lowerBound), view(at: range.upperBound))
    }

    private func view(at t: Double) -> View {
        let point = TotalPoint(curve, t: t)
        let n = topic.count
        let efforts = respond(at: point)
        let share = efforts.map { $0 / point.total }
        let zeros = [Double](repeating: 0, count: n)
        var (reply, replyShare, replyGross) = (zeros, zeros, zeros)
        if users > 0 {
            for i in 0..<n {
                let best = HumanReply(rivalMarket, cost: topic.costs[i], rho: topic.exponent(i), rivals: point.total)
                (reply[i], replyShare[i], replyGross[i]) = (best.payoff, best.share, best.gross)
            }
        }
        return View(
            t: t, total: point.total, price: point.price, share: share,
            rivals: humans == 1 ? zeros : share.map { max(0, 1 - $0) * point.total },
            payoff: (0..<n).map { point.payoff(share: share[$0], rho: topic.exponent($0)) }, reply: reply, replyShare: replyShare, replyGross: replyGross)
    }

    private func respond(at point: TotalPoint) -> [Double] {
        [Double](unsafeUninitializedCapacity: topic.count) { room, count in
            topic.respond(0..<topic.count, at: point, into: room.baseAddress!)
            count = topic.count
        }
    }

    /// Where totals of sets of h humans can lie: between those of the h smallest and of the h largest shares.
    private func rangeOfTotals() -> ClosedRange<Double>? {
        func sums(_ t: Double) -> (least: Double, most: Double) {
            let point = TotalPoint(curve, t: t)
            let shares = respond(at: point).map { $0 / point.total }.sorted()
            return (shares.prefix(humans).reduce(0, +), shares.suffix(humans).reduce(0, +))
        }
        let ends = (low: -690.0, high: 690.0)
        guard sums(ends.low).most >= 1 else { return nil }
        /// The last t (to 1/16) where a falling function is at least 1, or the first where it is less.
        func crossing(_ function: (Double) -> Double, above: Bool) -> Double {
            var (low, high) = ends
            if function(high) >= 1 { return high }
            if function(low) < 1 { return low }
            while high - low > 0.0625 {
                let middle = 0.5 * (low + high)
                if function(middle) >= 1 { low = middle } else { high = middle }
            }
            return above ? high : low
        }
        let low = crossing({ sums($0).least }, above: false)
        return low...max(low, crossing({ sums($0).most }, above: true))
    }

    /// Settles the sets whose totals lie between two views.
    private mutating func search(_ a: View, _ b: View) {
        tally.pieces += 1
        guard interruption.status == nil else { return }
        let income = users > 0 ? topic.incomeRange(from: a.total, to: b.total, users: users) : 0...0
        var forced: [Int] = []
        var free: [Int] = []
        let gross = b.total * b.price
        for i in 0..<topic.count {
            // Shares of R that rounding could have moved, a part of 1e-12 of the total, are left open.
            let span = max(0, a.rivals[i] - 1e-12 * a.total)...(humans == 1 ? 0 : b.rivals[i] + 1e-12 * b.total)
            let alternative = topic.incomeRange(from: span.lowerBound, to: span.upperBound, users: users + 1)
            let mayBeHuman = !target.rulesOut(
                gain: topic.afterFees(alternative.lowerBound) - a.payoff[i], scale: max(alternative.upperBound, a.share[i] * gross, topic.flatFee))
            let mayUse = users > 0 && !target.rulesOut(
                gain: b.reply[i] - topic.afterFees(income.upperBound),
                scale: max(income.upperBound, a.replyShare[i] * b.replyGross[i], topic.flatFee))
            switch (mayBeHuman, mayUse) {
            case (false, false): return
            case (true, false): forced.append(i)
            case (true, true): free.append(i)
            case (false, true): break
            }
        }
        let open = humans - forced.count
        guard open >= 0, open <= free.count else { return }
        let slack = 1e-9
        let (least, most) = (free.map { b.share[$0] }.sorted(), free.map { a.share[$0] }.sorted())
        let base = (a: forced.reduce(0) { $0 + a.share[$1] }, b: forced.reduce(0) { $0 + b.share[$1] })
        guard base.b + least.prefix(open).reduce(0, +) <= 1 + slack, base.a + most.suffix(open).reduce(0, +) >= 1 - slack else { return }
        if Self.choose(free.count, open) <= Self.fewSets || b.t - a.t < Self.shortest {
            settle(forced, free[...], open, base, a, b)
        } else {
            let middle = view(at: 0.5 * (a.t + b.t))
            search(a, middle)
            search(middle, b)
        }
    }

    /// Every choice of `open` more humans among `free` whose shares can add up to 1 in the range.
    private mutating func settle(_ chosen: [Int], _ free: ArraySlice<Int>, _ open: Int, _ sum: (a: Double, b: Double), _ a: View, _ b: View) {
        guard open > 0 else {
            if sum.a >= 1 - 1e-9, sum.b <= 1 + 1e-9 { settle(chosen) }
            return
        }
        guard free.count >= open, sum.b <= 1 + 1e-9, let next = free.first else { return }
        settle(chosen + [next], free.dropFirst(), open - 1, (sum.a + a.share[next], sum.b + b.share[next]), a, b)
        settle(chosen, free.dropFirst(), open, sum, a, b)
    }

    /// Total 0: nobody is human, or all humans are priced out. No human then gains by GenAI, which has nothing to learn from.
    private mutating func settleAtZero() {
        let market = topic.market(users: users)
        guard humans == 0 || market.mu == 0 || market.priceAtZero.isFinite else { return }
        let gains = (0..<topic.count).map { i in
            users == 0 ? (payoff: 0, revenue: 0)
                : { (payoff: $0.payoff - topic.afterFees(0), revenue: $0.revenue) }(
                    HumanReply(rivalMarket, cost: topic.costs[i], rho: topic.exponent(i), rivals: 0))
        }
        let canIdle = (0..<topic.count).map { market.mu == 0 || (topic.exponent($0) == 1 && topic.costs[$0] >= market.priceAtZero) }
        var (forced, free): ([Int], [Int]) = ([], [])
        for i in 0..<topic.count {
            let mayUse = users > 0 && !target.rulesOut(gain: gains[i].payoff, scale: max(gains[i].revenue, topic.flatFee))
            if !canIdle[i] && !mayUse { return }
            if !mayUse { forced.append(i) } else if canIdle[i] { free.append(i) }
        }
        let open = humans - forced.count
        guard open >= 0, open <= free.count else { return }
        choose(forced, free[...], open)
    }

    private mutating func choose(_ chosen: [Int], _ free: ArraySlice<Int>, _ open: Int) {
        guard open > 0 else { return settle(chosen) }
        guard free.count >= open, let next = free.first else { return }
        choose(chosen + [next], free.dropFirst(), open - 1)
        choose(chosen, free.dropFirst(), open)
    }

    /// One set, by its own solve; each once, though ranges meet.
    private mutating func settle(_ chosen: [Int]) {
        let mask = chosen.reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
        guard visited.insert(mask).inserted else { return }
        tally.solves += 1
        let usesGenAI = (0..<topic.count).map { mask & (1 << UInt64($0)) == 0 }
        guard let outcome = game.outcome(usesGenAI: usesGenAI), target.accepts(outcome) else { return }
        tally.found += 1
        if case .least = target {
            found = []
            target = .least(gain: outcome.gain)
        }
        if found.count < limit { found.append(FoundSet(usesGenAI: usesGenAI, outcome: outcome)) }
    }

    private static func choose(_ n: Int, _ k: Int) -> Double { (0..<k).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) } }
}
