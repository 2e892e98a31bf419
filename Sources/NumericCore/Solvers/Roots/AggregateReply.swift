#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The aggregate equation of a topic, sum_i z_i(s) = 1, z_i the share of ``ReplyShare`` at a total s: its left side and slope in
/// t = log s, at a point and in bounds over a piece. Creators of the same cost and exponent are one with a count.
struct AggregateReply: Sendable {
    let prices: PriceEnclosure
    /// log c rho, which exponent, and how many.
    private var kinds: [Kind] = []
    /// q = rho - 1, each once.
    private var exponents: [Double] = []
    /// Of every creator of the topic.
    private var kindOfCell: [Int32] = []

    private struct Kind: Sendable {
        var logCost: Double
        var exponent: Int
        var count: Double
    }

    /// - Complexity: O(cells of the topic).
    init(_ contest: Contest, topic k: Int) {
        prices = PriceEnclosure(contest.topic(k))
        var known: [[Double]: Int32] = [:]
        let cells = contest.layout.range(ofTopic: k)
        kindOfCell.reserveCapacity(cells.count)
        for cell in cells {
            let (c, rho) = (contest.costs.coefficients[cell], contest.costs.exponent(ofCell: cell, topic: k))
            if let kind = known[[c, rho]] {
                kinds[Int(kind)].count += 1
                kindOfCell.append(kind)
                continue
            }
            let exponent = exponents.firstIndex(of: rho - 1) ?? exponents.count
            if exponent == exponents.count { exponents.append(rho - 1) }
            known[[c, rho]] = Int32(kinds.count)
            kindOfCell.append(Int32(kinds.count))
            kinds.append(Kind(logCost: log(c) + log(rho), exponent: exponent, count: 1))
        }
    }

    /// What is known of the equation over a piece.
    struct Enclosure {
        /// sum z_i, its upper end infinite where a share may not exist.
        var sum: Bounds
        /// d sum/dt wherever the sum is 1; nil where it is not bounded.
        var slope: Bounds?
        /// Whether the sum is 1 within rounding all over the piece.
        var isLevel: Bool { sum.low > 1 - 2 * AggregateReply.rounding && sum.high < 1 + 2 * AggregateReply.rounding }
        /// Whether no total of the piece is one of an equilibrium.
        var isExcluded: Bool
    }

    /// Bounds between two points.
    /// - Complexity: O(kinds), about ten powers each.
    func over(_ a: PriceEnclosure.Point, _ b: PriceEnclosure.Point) -> Enclosure {
        let (e, rate) = prices.over(a, b)
        // log m less log c rho, by exponent.
        let costs = exponents.map { q -> Bounds in
            let (first, last) = (q * a.t - a.logPrice, q * b.t - b.logPrice)
            let size = prices.magnitude(a, b) + abs(a.logPrice) + abs(b.logPrice) + q * (abs(a.t) + abs(b.t))
            return Bounds(from: first, to: last, slope: q + e, width: b.t - a.t).widened(by: 0x1p-47 * size)
        }
        var sum = Bounds(0, 0)
        var largest = 0.0
        var isExcluded = false
        var slope: Bounds? = Bounds(0, 0)
        for kind in kinds {
            let q = exponents[kind.exponent]
            let margin = 0x1p-50 * abs(kind.logCost)
            let cost = (kind.logCost + costs[kind.exponent]).widened(by: margin)
            let reply = ReplyShare.enclosure(elasticity: e, logCost: cost, exponent: q)
            if reply.share.low == .infinity { return Enclosure(sum: reply.share, slope: nil, isExcluded: true) }
            // The sum goes on: its sign at this place also serves the piece on the other side.
            isExcluded = isExcluded || reply.isImpossible
            sum.low += kind.count * reply.share.low
            if sum.low > 1 + Self.rounding { return Enclosure(sum: Bounds(sum.low, .infinity), slope: nil, isExcluded: true) }
            sum.high = reply.exists ? sum.high + kind.count * reply.share.high : .infinity
            largest += kind.count * reply.largest
            if let known = slope {
                // Where shares add up to 1 none is larger.
                let share = Bounds(reply.share.low, min(reply.share.high, 1))
                let own = reply.exists ? ReplyShare.slope(share: share, elasticity: e, elasticitySlope: rate, exponent: q) : nil
                slope = own.map { known + kind.count * $0 }
            }
        }
        let sure = slope.map { $0.widened(by: 0x1p-44 * max(abs($0.low), abs($0.high))) }
        return Enclosure(sum: sum, slope: sure, isExcluded: isExcluded || largest < 1 - Self.rounding)
    }

    /// More than a sum of so many shares can be wrong by adding them up, relative to it.
    private static let rounding = 0x1p-36

    /// The sign of sum z_i - 1 at a point: 0 where it is not certain, nil where a share does not exist.
    func sign(at point: PriceEnclosure.Point) -> Int? {
        let found = over(point, point)
        if found.sum.low == .infinity { return nil }
        return found.sum.low > 1 + Self.rounding ? 1 : found.sum.high < 1 - Self.rounding ? -1 : 0
    }

    /// Prices at a total, from powers where they are normal numbers.
    private func market(at total: Double) -> (logPrice: Double, elasticity: Double, slope: Double) {
        let t = log(total)
        let value = prices.market.price(at: total).value
        let e = prices.market.elasticity(at: total).e
        let isNormal = value >= .leastNormalMagnitude && value < .infinity
        return (isNormal ? log(value) : prices.point(t).logPrice, e, prices.market.elasticitySlope(at: total, elasticity: e))
    }

    /// The share of each kind at a total; nil where one does not exist.
    private func shares(at total: Double) -> [Double]? {
        let (logPrice, e, _) = market(at: total)
        let t = log(total)
        var shares: [Double] = []
        shares.reserveCapacity(kinds.count)
        for kind in kinds {
            let q = exponents[kind.exponent]
            guard let z = ReplyShare.value(elasticity: e, logCost: kind.logCost + (q * t - logPrice), exponent: q) else { return nil }
            shares.append(z)
        }
        return shares
    }

    /// sum z_i - 1 at a total, NaN where a share does not exist.
    func excess(at total: Double) -> Double {
        guard let shares = shares(at: total) else { return .nan }
        var sum = CompensatedSum()
        for (kind, z) in zip(kinds, shares) { sum.add(kind.count * z) }
        return sum.value - 1
    }

    /// Efforts at a total, in the order of the topic's cells.
    func efforts(at total: Double) -> [Double] {
        let shares = shares(at: total) ?? kinds.map { _ in .nan }
        return kindOfCell.map { total * shares[Int($0)] }
    }

    /// dx_i/ds along the shares, of each kind with its count.
    func replySlopes(at total: Double) -> [(slope: Double, count: Double)] {
        let (_, e, rate) = market(at: total)
        guard let shares = shares(at: total) else { return [] }
        return zip(kinds, shares).map { kind, z in
            let change = ReplyShare.slope(share: z, elasticity: e, elasticitySlope: rate, exponent: exponents[kind.exponent])
            return (z + change, kind.count)
        }
    }
}
