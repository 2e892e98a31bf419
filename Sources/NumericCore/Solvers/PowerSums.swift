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
    package static func terms(leastCells: Int) -> Int32 { leastCells >= 4096 ? 8 : leastCells >= 512 ? 12 : 16 }
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

    /// Solves up to eight topics and reports each one's outcome.
    func solve(_ topics: [Int], report: (Int, Outcome) -> Void) {
        let terms = Self.terms(leastCells: topics.reduce(Int.max) { min($0, contest.layout.range(ofTopic: $1).count) })
        withUnsafeTemporaryAllocation(of: nb_power_sum_topic.self, capacity: topics.count) { batch in
            let batch = batch.baseAddress!
            batch.initialize(repeating: nb_power_sum_topic(), count: topics.count)
            for (lane, k) in topics.enumerated() {
                if let before = earlierSums(of: k, terms: terms) {
                    batch[lane] = before
                } else {
                    formTakers(of: k, in: batch + lane, terms: terms)
                }
                let market = contest.topic(k)
                batch[lane].mu = market.mu
                batch[lane].strength = market.strength
                batch[lane].beta = market.beta
                batch[lane].gamma = market.gamma
            }
            kernels.pointee.total_solve(Int32(topics.count), terms, batch)
            for (lane, k) in topics.enumerated() {
                let outcome = writeEfforts(of: k, from: batch + lane, terms: terms)
                if case .left = outcome { batch[lane].total = .nan }
                kept?.keep(batch[lane], topic: k)
                report(k, outcome)
            }
        }
    }

    /// Sums kept with an earlier equilibrium, where it used them and they have as many terms.
    private func earlierSums(of k: Int, terms: Int32) -> nb_power_sum_topic? {
        guard let before = earlier?.memory[k], before.total.isFinite else { return nil }
        let last = withUnsafeBytes(of: before.sums.moment) { $0.bindMemory(to: Double.self)[Int(terms) - 1] }
        return last > 0 ? before : nil
    }

    /// Price-taker efforts into the efforts' memory, and their power sums.
    private func formTakers(of k: Int, in topic: UnsafeMutablePointer<nb_power_sum_topic>, terms: Int32) {
        let cells = contest.layout.range(ofTopic: k)
        let costs = contest.costs.coefficients
        let rho = contest.costs.exponent(ofTopic: k)!
        // The first cell's marginal cost at an effort of 1: any price near those of the topic serves.
        let reference = rho * costs[cells.lowerBound]
        topic.pointee.rho = rho
        topic.pointee.reference = reference
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
