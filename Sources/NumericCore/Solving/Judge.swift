import CKernels

/// Goes through a profile creator by creator (in blocks), so that what one creator could gain over all topics is one sum.
struct Judge: Sendable {
    let contest: Contest
    let efforts: EffortProfile
    let settings: Settings
    nonisolated(unsafe) let kernels: UnsafePointer<nb_kernels>
    let topics: TopicTable
    let kind: Settings.Exploitability
    /// Whether gains that no bound covers are searched; else they stay NaN.
    let maySearch: Bool
    let stoppage: Stoppage

    /// Of each topic, whether kernels can judge it.
    let isModerate: [Bool]
    /// nil where every cell needs its own power, or none.
    let powers: PowerTable?

    /// Creators a block where all are in memory: their sums stay in the first level of cache from topic to topic.
    static let tile = 1024
    /// Creators a block where efforts are mapped from a large file: a system that maps in 2 MB for a touch of a topic
    /// should find most of it used before it is let go. What is computed does not depend on the block.
    static let streamedBlock = 1 << 16
    /// Cells a kernel call: what it hands back stays in the first level of cache until it is added up.
    static let run = 1024
    let block: Int

    init(contest: Contest, efforts: EffortProfile, settings: Settings, kernels: UnsafePointer<nb_kernels>, topics: TopicTable,
        maySearch: Bool, stoppage: Stoppage
    ) {
        (self.maySearch, self.stoppage) = (maySearch, stoppage)
        self.contest = contest
        self.efforts = efforts
        self.settings = settings
        self.kernels = kernels
        self.topics = topics
        let isStreamed = efforts.values.pages != nil && contest.layout.cells >= 16 * PageRelease.step
        block = isStreamed ? Self.streamedBlock : Self.tile
        isModerate = (0..<contest.topics).map { Self.isModerate(contest.topic($0), total: topics.totals[$0], price: topics.prices[$0].price) }
        powers = PowerTable(contest, totals: topics.totals, kernels: kernels)
        // A bound needs payoffs proved concave.
        let isConcave = (0..<contest.topics).allSatisfy { !contest.pays($0) || contest.topic($0).isMonotone }
        kind = isConcave ? settings.exploitability : .search
    }

    func run(_ workers: Workers, utilities: UnsafeMutablePointer<Double>) -> [Verdict] {
        nonisolated(unsafe) let utilities = utilities
        let blocks = (contest.creators + block - 1) / block
        let verdicts = SharedTable(count: blocks, filledWith: Verdict())
        let meter = ProgressMeter(stage: .certifying, total: contest.layout.cells, report: settings.progress)
        let pages = contest.pages(of: efforts)
        workers.run(blocks, makeState: { Scratch(creators: block) }) { index, scratch in
            let creators = index * block..<min((index + 1) * block, contest.creators)
            verdicts[index] = judge(creators, scratch, utilities: utilities, meter, pages)
        }
        return verdicts.array
    }

    /// Room for one run of cells and for the sums over topics of one block of creators.
    final class Scratch {
        let payoff: UnsafeMutablePointer<Double>
        private let creators: Int
        var revenue: UnsafeMutablePointer<Double> { payoff + Judge.run }
        var gain: UnsafeMutablePointer<Double> { payoff + 2 * Judge.run }
        /// Revenue of the best reply, where one was searched.
        var reply: UnsafeMutablePointer<Double> { payoff + 3 * Judge.run }
        var utilities: UnsafeMutablePointer<Double> { payoff + 4 * Judge.run }
        var revenues: UnsafeMutablePointer<Double> { utilities + creators }
        var gains: UnsafeMutablePointer<Double> { utilities + 2 * creators }
        /// One's own revenues where only bounds were asked for: kept apart from `revenues` from the first search on.
        var replies: UnsafeMutablePointer<Double> { utilities + 3 * creators }
        var hasReplies = false
        /// Cells of a run without a bound.
        let open: UnsafeMutablePointer<UInt32>

        init(creators: Int) {
            self.creators = creators
            open = .allocate(capacity: Judge.run)
            payoff = .allocate(capacity: 4 * (Judge.run + creators))
        }
        deinit {
            payoff.deallocate()
            open.deallocate()
        }

        func begin() {
            utilities.update(repeating: 0, count: 3 * creators)
            hasReplies = false
        }

        /// From here on what the best replies earn differs from what is earned.
        func separateReplies() {
            guard !hasReplies else { return }
            replies.update(from: revenues, count: creators)
            hasReplies = true
        }
    }

    private func judge(
        _ creators: Range<Int>, _ scratch: Scratch, utilities: UnsafeMutablePointer<Double>, _ meter: ProgressMeter, _ pages: PageRelease
    ) -> Verdict {
        var verdict = Verdict()
        scratch.begin()
        for k in 0..<contest.topics {
            if stoppage.endsWork() {
                (utilities + creators.lowerBound).update(repeating: .nan, count: creators.count)
                return .unknown(of: creators)
            }
            let first = contest.layout.firstCell(notBefore: creators.lowerBound, topic: k)
            let end = contest.layout.firstCell(notBefore: creators.upperBound, topic: k)
            for start in stride(from: first, to: end, by: Self.run) {
                let cells = start..<min(start + Self.run, end)
                if addBounds(cells: cells, topic: k, creators, scratch, &verdict) { continue }
                let searched = judge(cells: cells, topic: k, scratch, &verdict)
                if searched { scratch.separateReplies() }
                add(cells: cells, topic: k, searched: searched, creators, scratch)
            }
            meter.add(max(0, end - first))
            pages.add(max(0, end - first))
        }
        // A bound is useless where it exceeds the tolerance though every cell has converged: search those few creators.
        let refines = kind == .bound && maySearch && verdict.excess <= settings.tolerance
        (utilities + creators.lowerBound).update(from: scratch.utilities, count: creators.count)
        if refines, !scratch.hasReplies {
            var peak = nb_gain_peak()
            if kernels.pointee.gain_peak(creators.count, scratch.revenues, scratch.gains, settings.tolerance, &peak) {
                verdict.gain = peak.gain
                verdict.relativeGain = peak.relative
                verdict.worstCreator = creators.lowerBound + peak.worst
                return verdict
            }
        }
        judgeSums(of: creators, refines: refines, scratch, &verdict)
        return verdict
    }

    /// The gains of a block of creators, one by one.
    private func judgeSums(of creators: Range<Int>, refines: Bool, _ scratch: Scratch, _ verdict: inout Verdict) {
        for i in creators {
            let at = i - creators.lowerBound
            var gain = scratch.gains[at]
            var reply = scratch.hasReplies ? scratch.replies[at] : scratch.revenues[at]
            if refines, gain > settings.tolerance * scratch.revenues[at] { (gain, reply) = search(creator: i) }
            verdict.gain = worse(verdict.gain, gain)
            // Of a bound the best reply's revenue is not known, but from no loss the gain cannot exceed it.
            let atLeast = kind == .bound && !refines && scratch.utilities[at] >= 0 ? gain : 0
            let revenue = max(scratch.revenues[at], reply, atLeast)
            let relative = gain.isNaN ? .nan : gain == 0 || revenue == 0 ? 0 : gain / revenue
            if isWorse(relative, than: verdict.relativeGain) {
                verdict.relativeGain = relative
                verdict.worstCreator = i
            }
        }
    }

    /// Fills the scratch arrays of a run of cells of one topic and takes the worst into the verdict. Returns whether any
    /// best reply was searched; only then `reply` is filled.
    private func judge(cells: Range<Int>, topic k: Int, _ scratch: Scratch, _ verdict: inout Verdict) -> Bool {
        let market = contest.topic(k)
        let price = topics.prices[k]
        guard market.pays, topics.totals[k] > 0, price.price >= .leastNormalMagnitude, price.price.isFinite else {
            judgeAtEdge(cells: cells, topic: k, market, scratch, &verdict)
            return true
        }
        guard isModerate[k] else {
            for (j, cell) in cells.enumerated() { judgeAlone(cell: cell, topic: k, market, price.price, scratch, j, &verdict) }
            return true
        }
        var at = price
        var further = topics.furtherPrices[k]
        var sums = nb_certificate_sums()
        contest.costs.withExponents(from: cells.lowerBound, topic: k) { exponents, stride in
            contest.costs.coefficients.withDoubles(cells) { coefficients in
                kernels.pointee.certificate_pass(
                    cells.count, efforts.values.base + cells.lowerBound, coefficients, exponents, stride, &at, &further,
                    topics.steps[k], &sums, scratch.payoff, scratch.revenue, scratch.gain)
            }
        }
        verdict.add(sums)
        guard kind == .search || sums.unresolved > 0 else { return false }
        searchOpen(cells: cells, topic: k, market, price.price, scratch)
        return true
    }

    /// One cell by the definitions with shares in place of derivatives of the price, its gain by search: for topics whose
    /// total or price is so large or small that P' is not a normal double.
    private func judgeAlone(
        cell: Int, topic k: Int, _ market: TopicMarket, _ price: Double, _ scratch: Scratch, _ j: Int, _ verdict: inout Verdict
    ) {
        let x = efforts.values.base[cell]
        let total = topics.totals[k]
        let reply = BestReply(
            market: market, cost: contest.costs.coefficients[cell], rho: contest.costs.exponent(ofCell: cell, topic: k),
            rivals: efforts.rivals(ofCell: cell, topic: k, total: topics.totals[k]))
        let edge = max(x, .leastNormalMagnitude)
        let cost = reply.marginalCost(of: edge) / price
        let (e, complement) = market.elasticity(at: total)
        let relative = complement + e * (reply.rivals / total) - cost // g/P
        let residual = x > 0 ? abs(relative) : relative <= 0 ? 0 : reply.rho > 1 ? 1 : relative
        let floor = 0x1p-49 * (1 + e * (x / total) + (x > 0 || reply.rho == 1 ? cost : 0)) // 8 eps T/P
        verdict.note(residual: residual, floor: floor)
        scratch.payoff[j] = reply.payoff(x)
        scratch.revenue[j] = x * price
        search(cell: cell, topic: k, market, own: scratch.payoff[j], scratch, j)
    }

    /// No effort at all, no attention, or a total beyond the range of doubles.
    private func judgeAtEdge(
        cells: Range<Int>, topic k: Int, _ market: TopicMarket, _ scratch: Scratch, _ verdict: inout Verdict
    ) {
        for (j, cell) in cells.enumerated() {
            let x = efforts.values.base[cell]
            scratch.revenue[j] = 0
            scratch.reply[j] = 0
            scratch.payoff[j] = 0
            scratch.gain[j] = 0
            if !market.pays {
                // Nothing to earn: effort only costs. The residual is 0 by convention.
                let cost = x == 0 ? 0 : BestReply(market: market, cost: contest.costs.coefficients[cell], rho: contest.costs.exponent(ofCell: cell, topic: k), rivals: 0).cost(of: x)
                scratch.payoff[j] = -cost
                scratch.gain[j] = cost
                continue
            }
            guard topics.totals[k] == 0 else { // a total whose price is no normal number: nothing can be certified
                verdict.residual = .nan
                verdict.excess = .infinity
                continue
            }
            // Zero stands for any effort below the double range: look at the marginal payoff of a lone creator there.
            let edge = Double.leastNormalMagnitude
            let reply = BestReply(
                market: market, cost: contest.costs.coefficients[cell], rho: contest.costs.exponent(ofCell: cell, topic: k), rivals: 0)
            // Where e(0+) = 1 a lone creator earns up to mu by next to nothing: the payoff jumps at 0, which no marginal
            // payoff beyond 0 shows.
            let jumps = market.elasticityAtZero >= 1 && reply.payoff(edge) > 0
            if jumps || reply.marginal(at: edge) > 0 {
                let residual = reply.rho == 1 && market.priceAtZero.isFinite ? 1 - reply.cost / market.priceAtZero : 1
                verdict.note(residual: residual, floor: 0)
                search(cell: cell, topic: k, market, own: 0, scratch, j)
            } else if !market.isMonotone {
                // Nothing to gain by a little effort, but perhaps by much.
                search(cell: cell, topic: k, market, own: 0, scratch, j)
            }
        }
        verdict.excess = worse(verdict.excess, 0)
    }

    /// Adds a run of cells to the sums of their creators.
    private func add(cells: Range<Int>, topic k: Int, searched: Bool, _ creators: Range<Int>, _ scratch: Scratch) {
        var sums = [(scratch.payoff, scratch.utilities), (scratch.revenue, scratch.revenues), (scratch.gain, scratch.gains)]
        if scratch.hasReplies { sums.append((searched ? scratch.reply : scratch.revenue, scratch.replies)) }
        contest.layout.withCreatorIndex(from: cells.lowerBound) { index in
            for (values, totals) in sums {
                if let index {
                    for j in 0..<cells.count { totals[Int(index[j]) - creators.lowerBound] += values[j] }
                } else {
                    let first = contest.layout.creator(ofCell: cells.lowerBound, topic: k) - creators.lowerBound
                    kernels.pointee.accumulate(cells.count, values, totals + first)
                }
            }
        }
    }
}
