import CKernels

/// Topics whose cells share one exponent and hold small shares, solved through power sums: two passes over the cells.
///
/// One pass forms the price-taker efforts l_i and the sums of their powers, from which the total follows without another
/// look at the cells (taker-inl.h, total-inl.h); one pass turns l_i into the efforts and adds them up. That sum is the
/// check: where it is not the proposed total to rounding, or where the series does not reach, the topic is left to
/// ``TopicNewton``, so that no result rests on the series alone.
package struct PowerSums: Sendable {
    let contest: Contest
    nonisolated(unsafe) let kernels: UnsafePointer<nb_kernels>
    nonisolated(unsafe) let efforts: UnsafeMutablePointer<Double>
    let workers: Workers
    /// Where sums are kept for a later solve with the same costs, and those of an earlier one with its efforts.
    let kept: PowerSumMemory?
    let earlier: (memory: PowerSumMemory, efforts: CellBuffer)?

    /// Passes over the cells of a topic solved here.
    static let passes = 2
    /// Topics of fewer cells hold shares too large for the series.
    private static let leastCells = 16
    /// Terms that reach as far as topics of so many cells need, unless a few creators hold much.
    package static func terms(leastCells: Int) -> Int32 { leastCells >= 4096 ? 8 : leastCells >= 512 ? 12 : NB_ECONOMIZED }
    /// The sum of the efforts must be the total to this.
    private static let agreement = 2e-14

    /// What became of a topic: solved, or not, with a total to start from where there is one.
    enum Outcome {
        case solved
        case left(start: Double?)
    }

    /// Whether the method is worth trying: near-linear costs magnify roundings of the price too much for a shared scale.
    static func isWorthTrying(_ contest: Contest, topic: Int) -> Bool {
        guard let rho = contest.costs.exponent(ofTopic: topic) else { return false }
        return rho >= 1.0625 && rho <= 1000 && contest.layout.range(ofTopic: topic).count >= leastCells
    }

    /// A topic's index and its market.
    typealias Topic = (index: Int, market: TopicMarket)

    /// Solves topics of one of the runs of ``TopicBatches`` and reports each one's outcome.
    func solve(_ topics: [Topic], report: (Int, Outcome) -> Void) {
        let cells = topics.map { contest.layout.range(ofTopic: $0.index) }
        let terms = Self.terms(leastCells: cells.reduce(Int.max) { min($0, $1.count) })
        let areSmall = cells.allSatisfy { $0.count <= Tiles.size }
        withUnsafeTemporaryAllocation(of: nb_power_sum_topic.self, capacity: topics.count) { batch in
            let batch = batch.baseAddress!
            if areSmall && earlier == nil {
                solveSmall(topics, cells, in: batch, terms: terms, report: report)
            } else {
                solveLarge(topics, in: batch, terms: terms, report: report)
            }
        }
    }

    /// Topics of one tile each, all by one call: there are up to 10^5 of them, whose cells take half a microsecond each.
    private func solveSmall(
        _ topics: [Topic], _ cells: [Range<Int>], in batch: UnsafeMutablePointer<nb_power_sum_topic>, terms: Int32,
        report: (Int, Outcome) -> Void
    ) {
        let all = cells[0].lowerBound..<cells[cells.count - 1].upperBound
        withUnsafeTemporaryAllocation(of: nb_topic_cells.self, capacity: topics.count) { runs in
            let runs = runs.baseAddress!
            contest.costs.coefficients.withDoubles(all) { costs in
                for lane in 0..<topics.count {
                    let cost = costs + (cells[lane].lowerBound - all.lowerBound)
                    runs[lane] = nb_topic_cells(count: cells[lane].count, cost: cost, effort: efforts + cells[lane].lowerBound, sum: .nan)
                    set(topics[lane], firstCost: cost[0], in: batch + lane)
                }
                kernels.pointee.topics_solve(Int32(topics.count), terms, runs, batch)
            }
            for lane in 0..<topics.count {
                let total = batch[lane].total
                let isSolved = abs(runs[lane].sum / total - 1) <= Self.agreement
                if let kept {
                    if !isSolved { batch[lane].total = .nan }
                    kept.keep(batch[lane], topic: topics[lane].index)
                }
                report(topics[lane].index, isSolved ? .solved : .left(start: total.isFinite ? total : nil))
            }
        }
    }

    /// Topics pass by pass, each over its tiles.
    private func solveLarge(
        _ topics: [Topic], in batch: UnsafeMutablePointer<nb_power_sum_topic>, terms: Int32, report: (Int, Outcome) -> Void
    ) {
        batch.initialize(repeating: nb_power_sum_topic(), count: topics.count)
        for (lane, topic) in topics.enumerated() {
            if let before = earlierSums(of: topic.index, terms: terms) { batch[lane] = before }
            let first = contest.costs.coefficients[contest.layout.range(ofTopic: topic.index).lowerBound]
            set(topic, firstCost: first, in: batch + lane)
            if earlierSums(of: topic.index, terms: terms) == nil { formTakers(of: topic.index, in: batch + lane, terms: terms) }
        }
        kernels.pointee.total_solve(Int32(topics.count), terms, batch)
        for (lane, topic) in topics.enumerated() {
            let outcome = writeEfforts(of: topic.index, from: batch + lane, terms: terms)
            if case .left = outcome { batch[lane].total = .nan }
            kept?.keep(batch[lane], topic: topic.index)
            report(topic.index, outcome)
        }
    }

    /// What a topic's total depends on besides its power sums. Reference is the first cell's marginal cost at an effort of 1:
    /// any price near those of the topic serves.
    private func set(_ topic: Topic, firstCost: Double, in sums: UnsafeMutablePointer<nb_power_sum_topic>) {
        let rho = contest.costs.exponent(ofTopic: topic.index)!
        sums.pointee.mu = topic.market.mu
        sums.pointee.strength = topic.market.strength
        sums.pointee.beta = topic.market.beta
        sums.pointee.gamma = topic.market.gamma
        sums.pointee.rho = rho
        sums.pointee.reference = rho * firstCost
    }

    /// Sums kept with an earlier equilibrium, where it used them and they have as many terms, of a series that moves.
    private func earlierSums(of k: Int, terms: Int32) -> nb_power_sum_topic? {
        guard terms != NB_ECONOMIZED, let before = earlier?.memory[k], before.total.isFinite else { return nil }
        let last = withUnsafeBytes(of: before.sums.moment) { $0.bindMemory(to: Double.self)[Int(terms) - 1] }
        return last > 0 ? before : nil
    }

    /// Price-taker efforts into the efforts' memory, and their power sums.
    private func formTakers(of k: Int, in topic: UnsafeMutablePointer<nb_power_sum_topic>, terms: Int32) {
        let cells = contest.layout.range(ofTopic: k)
        let costs = contest.costs.coefficients
        let (rho, reference) = (topic.pointee.rho, topic.pointee.reference)
        var sums = PowerSumTotal()
        Tiles(cells).forEach(workers, initial: nb_taker_sums()) { tile, part in
            costs.withDoubles(tile) {
                kernels.pointee.taker_pass(tile.count, $0, rho, reference, terms, efforts + tile.lowerBound, &part)
            }
        } add: { sums.add($0) }
        topic.pointee.sums = sums.value
    }

    /// Efforts from the price-taker efforts in their place, or from those of an earlier equilibrium, where the total stands
    /// up to their sum.
    private func writeEfforts(of k: Int, from topic: UnsafeMutablePointer<nb_power_sum_topic>, terms: Int32) -> Outcome {
        let total = topic.pointee.total
        guard total.isFinite else { return .left(start: nil) }
        // An effort below the double range must come from its own logarithm.
        guard topic.pointee.sums.least * topic.pointee.coefficient.0 >= 0x1p-1000 else { return .left(start: total) }
        var sum = CompensatedSum()
        withUnsafeTemporaryAllocation(of: Double.self, capacity: Int(NB_MOMENTS)) { moved in
            var coefficients = UnsafeRawPointer(topic).advanced(
                by: MemoryLayout<nb_power_sum_topic>.offset(of: \.coefficient)!).assumingMemoryBound(to: Double.self)
            var source = UnsafePointer(efforts)
            var unit = 1.0
            if let earlier, var before = earlierSums(of: k, terms: terms) {
                kernels.pointee.effort_move(terms, &before, topic, moved.baseAddress)
                coefficients = UnsafePointer(moved.baseAddress!)
                source = UnsafePointer(earlier.efforts.base)
                unit = before.pull
            }
            nonisolated(unsafe) let (polynomial, takers) = (coefficients, source)
            let scale = unit
            Tiles(contest.layout.range(ofTopic: k)).forEach(workers, initial: 0.0) { tile, part in
                part = kernels.pointee.taker_effort_pass(
                    tile.count, takers + tile.lowerBound, scale, terms, polynomial, efforts + tile.lowerBound)
            } add: { sum.add($0) }
        }
        return abs(sum.value / total - 1) <= Self.agreement ? .solved : .left(start: total)
    }
}

/// Power sums of a topic, tile after tile.
private struct PowerSumTotal {
    private(set) var value = nb_taker_sums()
    private var isEmpty = true

    mutating func add(_ part: nb_taker_sums) {
        guard !isEmpty else {
            value = part
            isEmpty = false
            return
        }
        value.least = min(value.least, part.least)
        value.most = max(value.most, part.most)
        withUnsafeMutableBytes(of: &value.moment) { sums in
            withUnsafeBytes(of: part.moment) { terms in
                let sums = sums.bindMemory(to: Double.self)
                let terms = terms.bindMemory(to: Double.self)
                for n in sums.indices { sums[n] += terms[n] }
            }
        }
    }
}
