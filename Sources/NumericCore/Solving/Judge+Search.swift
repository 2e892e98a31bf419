#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif
import CKernels

/// Gains by best replies: many cells at once where payoffs are concave (the kernel `best_reply`, which proves each
/// maximum by a change of sign), one by one (``BestReply``) for the cells it leaves open, for market variants and
/// where beta < 0.
extension Judge {
    /// Gains and best-reply revenues of the cells of a run that are to be searched: all of them for `search`, else those
    /// without a bound. The topic's total and price are normal numbers far from the ends of their range.
    func searchOpen(cells: Range<Int>, topic k: Int, _ market: TopicMarket, _ price: Double, _ scratch: Scratch) {
        scratch.reply.update(from: scratch.revenue, count: cells.count)
        if kind == .search {
            var open = cells.count
            if market.isBase, market.beta >= 0 {
                var at = nb_reply_market(market, total: topics.totals[k], price: price)
                contest.costs.withExponents(from: cells.lowerBound, topic: k) { exponents, stride in
                    open = contest.costs.coefficients.withDoubles(cells) { coefficients in
                        kernels.pointee.best_reply(
                            cells.count, efforts.values.base + cells.lowerBound, coefficients, exponents, stride, &at, scratch.payoff,
                            scratch.gain, scratch.reply)
                    }
                }
            } else {
                scratch.gain.update(repeating: .nan, count: cells.count)
            }
            if open == 0 { return }
        }
        for (j, cell) in cells.enumerated() where scratch.gain[j].isNaN {
            search(cell: cell, topic: k, market, own: scratch.payoff[j], scratch, j)
        }
    }

    /// The gain of one cell by its best reply.
    func search(cell: Int, topic k: Int, _ market: TopicMarket, own: Double, _ scratch: Scratch, _ j: Int) {
        guard maySearch, !stoppage.endsWork() else {
            scratch.gain[j] = .nan
            scratch.reply[j] = scratch.revenue[j]
            return
        }
        let best = reply(ofCell: cell, topic: k, market).search()
        scratch.gain[j] = max(0, best.payoff - own)
        scratch.reply[j] = best.revenue
    }

    /// A creator's gain by its best replies in every topic, and what those earn.
    func search(creator i: Int) -> (gain: Double, revenue: Double) {
        var gain = 0.0
        var revenue = 0.0
        for k in 0..<contest.topics where topics.totals[k] > 0 {
            if stoppage.endsWork() { return (.nan, .nan) }
            guard let cell = contest.layout.cell(creator: i, topic: k) else { continue }
            let reply = reply(ofCell: cell, topic: k, contest.topic(k))
            let best = reply.search()
            gain += max(0, best.payoff - reply.payoff(efforts.values.base[cell]))
            revenue += best.revenue
        }
        return (gain, revenue)
    }

    func reply(ofCell cell: Int, topic k: Int, _ market: TopicMarket) -> BestReply {
        BestReply(
            market: market, cost: contest.costs.coefficients[cell], rho: contest.costs.exponent(ofCell: cell, topic: k),
            rivals: efforts.rivals(ofCell: cell, topic: k, total: topics.totals[k]))
    }
}

extension nb_reply_market {
    /// Of a base market: D(s) = a s^beta + s^gamma as its larger term and the ratio of the other to it.
    package init(_ market: TopicMarket, total: Double, price: Double) {
        let ratio = market.strength * pow(total, market.beta - market.gamma)
        let isMostlyHuman = ratio <= 1
        self.init(
            price: price, total: total, log_total: log(total),
            exponent: isMostlyHuman ? market.gamma : market.beta,
            other_exponent: isMostlyHuman ? market.beta : market.gamma,
            other_ratio: isMostlyHuman ? ratio : 1 / ratio)
    }
}
