import CKernels

/// The usual case: gains are bounded, every creator is eligible, and a topic's total and price are far from the ends of the
/// range of doubles. One kernel then adds what each cell shows to its creator's sums.
extension Judge {
    /// A topic whose total and price, and with them the derivatives of the price, are normal doubles.
    static func isModerate(_ market: TopicMarket, total: Double, price: Double) -> Bool {
        let moderate = 0x1p-500...0x1p500
        return market.pays && moderate.contains(total) && moderate.contains(price)
    }

    /// Takes a run of cells of one topic into the verdict and the sums of its creators; false, and nothing done, where this is not
    /// the usual case.
    func addBounds(cells: Range<Int>, topic k: Int, _ creators: Range<Int>, _ scratch: Scratch, _ verdict: inout Verdict) -> Bool {
        guard kind == .bound, contest.layout.isDense, !scratch.hasReplies, isModerate[k] else { return false }
        let place = cells.lowerBound - k * contest.creators - creators.lowerBound
        // What is read next: the rest of the block, then the same creators in the next topic, then the next block.
        let isLast = cells.count < Self.run || place + Self.run >= creators.count
        let next = !isLast ? cells.upperBound : k + 1 < contest.topics ? (k + 1) * contest.creators + creators.lowerBound : creators.upperBound
        var price = topics.prices[k]
        var further = topics.furtherPrices[k]
        var sums = nb_certificate_sums()
        let costs = contest.costs.coefficients
        contest.costs.withExponents(from: cells.lowerBound, topic: k) { exponents, stride in
            costs.withDoubles(cells) { coefficients in
                withUnsafePointer(to: powers?.table ?? nb_power_table()) { table in
                    var run = nb_certificate_run(
                        count: cells.count, effort: efforts.values.base + cells.lowerBound, cost: coefficients, exponent: exponents,
                        exponent_stride: stride, powers: powers == nil ? nil : table, payoff: scratch.utilities + place,
                        revenue: scratch.revenues + place, gain: scratch.gains + place, open: scratch.open,
                        next_effort: efforts.values.base + next, next_cost: costs.address(of: next), next_cost_bytes: costs.bytesPerNumber)
                    kernels.pointee.certificate_add(&run, &price, &further, topics.steps[k], &sums)
                }
            }
        }
        verdict.add(sums)
        if sums.unresolved > 0 { searchOpen(cells: cells, count: sums.unresolved, topic: k, at: place, scratch) }
        return true
    }

    /// The cells of a run that were left without a bound.
    private func searchOpen(cells: Range<Int>, count: Int, topic k: Int, at place: Int, _ scratch: Scratch) {
        let market = contest.topic(k)
        scratch.separateReplies()
        for number in 0..<count {
            let j = Int(scratch.open[number])
            let cell = cells.lowerBound + j
            let x = efforts.values.base[cell]
            scratch.revenue[j] = x * topics.prices[k].price
            search(cell: cell, topic: k, market, own: reply(ofCell: cell, topic: k, market).payoff(x), scratch, j)
            scratch.gains[place + j] += scratch.gain[j]
            scratch.replies[place + j] += scratch.reply[j] - scratch.revenue[j]
        }
    }
}
