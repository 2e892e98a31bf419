import CKernels
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// One topic of a contest with separable costs, solved through its total.
///
/// At a trial total s every cell's share z_i solves its own first-order condition (one fused kernel pass, share-inl.h),
/// so the topic is one equation, sum_i z_i(s) = 1. Each share falls in s wherever 0 <= beta <= gamma (dlog z/dlog s < 0
/// in share-inl.h), hence at most one root, which Newton on log s closes in on inside a bracket. Eliminating the cells
/// exactly makes this the Newton method on (cells, total) jointly: the slope is the Schur complement of the rank-one
/// Jacobian.
///
/// The equation is written G = log N - log M, with dominant cells (q = 1 - e z < 1/2, at most one near the root) on
/// the right through q, so that neither side cancels:
///
///     no dominant cell:  N = sum z,                                    M = 1
///     m dominant cells:  N = e sum_{others} z + (m - 1) + (1 - e),      M = sum_{dominant} q
struct TopicNewton: Sendable {
    let curve: TopicCurve
    nonisolated(unsafe) let kernels: UnsafePointer<nb_kernels>
    let costs: PowerCost
    let topic: Int
    let cells: Range<Int>
    nonisolated(unsafe) let efforts: UnsafeMutablePointer<Double>
    let workers: Workers

    /// Cells a kernel call: one tile's costs and efforts fit in the first-level cache. The tiling fixes the order of
    /// the sums, so it is the same for every number of threads.
    static let tile = 4096
    /// A topic with at least this many cells is solved by all threads together.
    static let parallelCells = 1 << 18

    struct Outcome {
        var status: Status
        var reason: String?
        var passes: Int
    }

    /// Solves from `start` (a total, from an earlier solve) or from a sample of the cells, and fills the efforts.
    func solve(start: Double?, iterationLimit: Int, interruption: Interruption) -> Outcome {
        var trial = TrialTotal(t: 0)
        if let start, start > 0, start.isFinite { trial.t = log(start) } else { trial.t = sampledStart() }
        var search = TotalSearch()
        var previous = Double.infinity
        var polishing = 0
        for pass in 1...iterationLimit {
            if let status = interruption.status { return Outcome(status: status, reason: nil, passes: pass - 1) }
            let balance = evaluate(trial)
            let size = abs(balance.value)
            // Done at rounding level, or where the residual has stopped falling close to it.
            let isStill = search.followedProposal && size > 0.25 * previous
            if size <= 2e-14 || (size < 1e-9 && isStill) { return finished(trial, pass, balance) }
            if search.isExhausted {
                // Steps within the last place of t may still help; where nothing does, the bracket is the answer, and the
                // certificate judges it.
                polishing += 1
                if size < 1e-6 && (isStill || polishing > 8) { return finished(trial, pass, balance) }
                if polishing > 8 {
                    trial = TrialTotal(t: search.bracket.lowerBound)
                    return finished(trial, pass + 1, evaluate(trial))
                }
            }
            // A linear corner beside a dominant creator makes G jump at the resolution of t: bisection would take dozens of
            // passes to find that out.
            if pass >= 12, pass % 4 == 0, balance.isDominated, let passes = solveNearKink(around: trial) {
                return Outcome(status: .converged, reason: nil, passes: pass + passes)
            }
            previous = size
            trial.move(by: search.step(from: trial.t + trial.shift, value: balance.value, proposal: proposal(balance, at: trial)))
        }
        return Outcome(
            status: .iterationLimit, reason: "\(label): \(iterationLimit) passes were not enough; raise iterationLimit",
            passes: iterationLimit)
    }

    /// G and dG/dt at a trial total, and whether a cell is dominant there.
    struct Balance {
        var value: Double
        var slope: Double
        var isDominated: Bool
    }

    /// G at a trial total; the cells' efforts there are written.
    private func evaluate(_ trial: TrialTotal) -> Balance {
        let (point, complement) = trial.point(on: curve)
        return balance(sums(over: cells, at: point, writing: true), point, complement)
    }

    func balance(_ sums: nb_share_sums, _ point: nb_topic_point, _ complement: Double) -> Balance {
        guard sums.dominant > 0 else {
            return Balance(value: log(sums.share), slope: sums.share_slope / sums.share, isDominated: false)
        }
        let e = point.elasticity
        let eSlope = e * point.elasticity_rate
        let left = e * sums.share + (sums.dominant - 1) + complement
        let leftSlope = e * sums.share_slope + eSlope * (sums.share - 1)
        return Balance(
            value: log(left) - log(sums.slack), slope: leftSlope / left - sums.slack_slope / sums.slack, isDominated: true)
    }

    /// Newton's step. Without a dominant cell the shares are nearly powers of the price, z ~ P^a / s, with `a` read off
    /// the slope, so the step solves that model on the exact price curve: it follows the bend of the market and leaves
    /// only the bend of the cells to the next pass.
    func proposal(_ balance: Balance, at trial: TrialTotal) -> Double {
        let newton = -balance.value / balance.slope
        guard !balance.isDominated, newton.isFinite, abs(newton) > 1e-6 else { return newton }
        let here = curve(trial.t)
        let power = (-balance.slope - 1) / here.elasticity
        guard power.isFinite, power > 0 else { return newton }
        var step = newton
        for _ in 0..<4 {
            let there = curve(trial.t + step)
            let value = balance.value + power * (there.logPrice - here.logPrice) - step
            step += value / (power * there.elasticity + 1)
        }
        return step.isFinite ? step : newton
    }

    /// Sums of the kernel pass over cells, tile by tile in a fixed order.
    func sums(over cells: Range<Int>, at point: nb_topic_point, writing: Bool) -> nb_share_sums {
        let tiles = (cells.count + Self.tile - 1) / Self.tile
        guard cells.count >= Self.parallelCells && workers.threads > 1 else {
            var total = TileTotal()
            for tile in 0..<tiles { total.add(sum(ofTile: tile, of: cells, at: point, writing: writing)) }
            return total.value
        }
        let parts = SharedTable(count: tiles, filledWith: nb_share_sums())
        workers.run(tiles) { parts[$0] = sum(ofTile: $0, of: cells, at: point, writing: writing) }
        var total = TileTotal()
        for tile in 0..<tiles { total.add(parts[tile]) }
        return total.value
    }

    private func sum(ofTile tile: Int, of cells: Range<Int>, at point: nb_topic_point, writing: Bool) -> nb_share_sums {
        let first = cells.lowerBound + tile * Self.tile
        let count = min(Self.tile, cells.upperBound - first)
        var point = point
        var sums = nb_share_sums()
        costs.withExponents(from: first, topic: topic) { exponents, stride in
            costs.coefficients.withDoubles(first..<first + count) { coefficients in
                kernels.pointee.share_pass(count, coefficients, exponents, stride, &point, &sums, writing ? efforts + first : nil)
            }
        }
        return sums
    }

    struct TileTotal {
        private var share = CompensatedSum()
        private(set) var rest = nb_share_sums()
        mutating func add(_ part: nb_share_sums) {
            share.add(part.share)
            rest.share_slope += part.share_slope
            rest.dominant += part.dominant
            rest.slack += part.slack
            rest.slack_slope += part.slack_slope
        }
        var value: nb_share_sums {
            var sums = rest
            sums.share = share.value
            return sums
        }
    }

    /// The root in terms of how far the price lies above the nearest linear cost (``AnchoredTotal``): where that is tiny,
    /// a step of log s cannot resolve it. Newton on log delta inside a bracket whose ends have opposite signs, which is
    /// what makes it a root of the topic.
    /// - Returns: passes taken, the efforts then being those of the root; nil (and no effort written) where there is no
    ///   linear cost near the price, or the root lies elsewhere.
    private func solveNearKink(around trial: TrialTotal) -> Int? {
        guard let anchored = AnchoredTotal(curve, costs: costs, topic: topic, near: trial.t + trial.shift) else { return nil }
        func evaluate(_ logDelta: Double, writing: Bool) -> (value: Double, slope: Double) {
            let (point, complement) = anchored.point(exp(logDelta))
            let balance = balance(sums(over: cells, at: point, writing: writing), point, complement)
            return (balance.value, -balance.slope / point.elasticity * exp(logDelta))
        }
        var low = -700.0
        var high = log(AnchoredTotal.reach)
        guard evaluate(low, writing: false).value < 0, evaluate(high, writing: false).value > 0 else { return nil }
        var l = high
        var passes = 2
        while true {
            passes += 1
            let (value, slope) = evaluate(l, writing: true)
            if value > 0 { high = l } else { low = l }
            let next = l - value / slope
            let step = next > low && next < high ? next : 0.5 * (low + high)
            if abs(value) <= 2e-14 || abs(step - l) <= 1e-14 * abs(l) || passes == 200 { return passes }
            l = step
        }
    }

    private func finished(_ trial: TrialTotal, _ passes: Int, _ balance: Balance) -> Outcome {
        if balance.isDominated, let more = solveNearKink(around: trial) {
            return Outcome(status: .converged, reason: nil, passes: passes + more)
        }
        let t = trial.t + trial.shift
        if t < log(Double.greatestFiniteMagnitude) { return Outcome(status: .converged, reason: nil, passes: passes) }
        return Outcome(
            status: .stalled, reason: "\(label): the total is e^\(t), beyond the range of doubles; rescale the units of effort",
            passes: passes)
    }

    private var label: String { "topic \(topic)" }
}
