import CKernels
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// One topic of a contest with separable costs, solved through its total.
///
/// At a trial total s every cell's share z_i solves its own first-order condition (one kernel pass, share-pass-inl.h),
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
        var passes = Passes(newton: self)
        var previous = Double.infinity
        var expected = Double.infinity // |G| at the next point, roughly
        var last: Curve?
        var polishing = 0
        for pass in 1...iterationLimit {
            if let status = interruption.status {
                // What there is by now: efforts, not the price-taker shares that may stand in their place.
                if pass > 1 { passes.write(trial) }
                return Outcome(status: status, reason: nil, passes: pass - 1)
            }
            // Where this pass is likely the last it writes the efforts, else the price-taker shares for the next one.
            let balance = passes.evaluate(trial, writing: expected < 1e-13 || polishing > 0)
            let size = abs(balance.value)
            // Done at rounding level, or where the residual has stopped falling close to it.
            let isStill = search.followedProposal && size > 0.25 * previous
            if size <= 2e-14 || (size < 1e-9 && isStill) { return finished(trial, &passes, balance) }
            if search.isExhausted {
                // Steps within the last place of t may still help; where nothing does, the bracket is the answer, and the
                // certificate judges it.
                polishing += 1
                if size < 1e-6 && (isStill || polishing > 8) { return finished(trial, &passes, balance) }
                if polishing > 8 {
                    trial = TrialTotal(t: search.bracket.lowerBound)
                    return finished(trial, &passes, passes.evaluate(trial, writing: true))
                }
            }
            // A linear corner beside a dominant creator makes G jump at the resolution of t: bisection would take dozens of
            // passes to find that out.
            if pass >= 12, pass % 4 == 0, balance.isDominated, let more = solveNearKink(around: trial) {
                return Outcome(status: .converged, reason: nil, passes: passes.count + more)
            }
            if pass == iterationLimit { passes.write(trial) }
            let here = Curve(balance, curve, trial)
            let proposal = proposal(balance, at: trial, here.flatMap { here in last.flatMap { here.bend(through: $0) } })
            // A cubic through two points is off by the square of the distance to each.
            expected = size * size * (last == nil ? 1 : min(1, previous * previous))
            previous = size
            last = here
            trial.move(by: search.step(from: trial.t + trial.shift, value: balance.value, proposal: proposal))
        }
        return Outcome(
            status: .iterationLimit, reason: "\(label): \(iterationLimit) passes were not enough; raise iterationLimit",
            passes: iterationLimit)
    }

    /// G, dG/dt and, per unit of log P, the first three derivatives of log sum z at fixed s, at a trial total.
    struct Balance {
        var value: Double
        var slope: Double
        var isDominated: Bool
        var price: (first: Double, second: Double, third: Double)? = nil
    }

    func balance(_ sums: nb_share_sums, _ point: nb_topic_point, _ complement: Double) -> Balance {
        let e = point.elasticity
        guard sums.dominant > 0 else {
            let mean = sums.share_slope / sums.share
            var balance = Balance(value: log(sums.share), slope: mean, isDominated: false)
            // A share's rate in log s is -1 - e a but for terms of the order of the share, a its rate in log P: log sum z is
            // then a cumulant generating function in log P, with the cumulants of a weighted by the shares.
            let square = sums.square / sums.share
            let variance = square - mean * mean
            let skew = sums.cube / sums.share - 3 * mean * square + 2 * mean * mean * mean
            balance.price = (-(mean + 1) / e, variance / (e * e), -skew / (e * e * e))
            return balance
        }
        let eSlope = e * point.elasticity_rate
        let left = e * sums.share + (sums.dominant - 1) + complement
        let leftSlope = e * sums.share_slope + eSlope * (sums.share - 1)
        return Balance(
            value: log(left) - log(sums.slack), slope: leftSlope / left - sums.slack_slope / sums.slack, isDominated: true)
    }

    /// Newton's step. Without a dominant cell it solves, on the exact price curve, the model log sum z = G + a polynomial
    /// in the change of log P - the change of log s: of third order where that is a small correction, else of first.
    /// `bend`: second and third derivatives known better than from the cumulants.
    func proposal(_ balance: Balance, at trial: TrialTotal, _ bend: (second: Double, third: Double)? = nil) -> Double {
        let newton = -balance.value / balance.slope
        guard let price = balance.price, newton.isFinite, abs(newton) > 1e-9, price.first.isFinite, price.first > 0 else {
            return newton
        }
        let here = curve(trial.t)
        var (second, third) = bend ?? (price.second, price.third)
        let reach = abs(newton) * here.elasticity
        if !(abs(second) * reach < price.first && abs(third) * reach * reach < price.first) { (second, third) = (0, 0) }
        var step = newton
        for _ in 0..<6 {
            let there = curve(trial.t + step)
            let change = there.logPrice - here.logPrice
            let value = balance.value + change * (price.first + change * (second / 2 + change * third / 6)) - step
            let slope = price.first + change * (second + change * third / 2)
            guard slope > 0 else { return newton }
            let correction = value / (slope * there.elasticity + 1)
            step += correction
            if abs(correction) <= 1e-12 * abs(step) { break }
        }
        return step.isFinite ? step : newton
    }

    /// log sum z + log s as a function of log P along the topic's price curve: a point and its slope.
    struct Curve {
        private let logPrice: Double
        private let value: Double
        private let slope: Double

        init?(_ balance: Balance, _ curve: TopicCurve, _ trial: TrialTotal) {
            guard let price = balance.price else { return nil }
            let here = curve(trial.t)
            logPrice = here.logPrice - here.elasticity * trial.shift
            value = balance.value + (trial.t + trial.shift)
            slope = price.first
        }

        /// Second and third derivatives here of the cubic through both points with both slopes; nil where they are too
        /// close to tell.
        func bend(through other: Curve) -> (second: Double, third: Double)? {
            let h = other.logPrice - logPrice
            guard abs(h) > 1e-5 else { return nil }
            let chord = (other.value - value) / h
            return (2 * (3 * chord - 2 * slope - other.slope) / h, 6 * (slope + other.slope - 2 * chord) / (h * h))
        }
    }

    struct TileTotal {
        private var share = CompensatedSum()
        private(set) var rest = nb_share_sums()
        mutating func add(_ part: nb_share_sums) {
            share.add(part.share)
            rest.share_slope += part.share_slope
            rest.square += part.square
            rest.cube += part.cube
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
            let balance = balance(sums(at: point, writing: writing), point, complement)
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

    private func finished(_ trial: TrialTotal, _ passes: inout Passes, _ balance: Balance) -> Outcome {
        if balance.isDominated, let more = solveNearKink(around: trial) {
            return Outcome(status: .converged, reason: nil, passes: passes.count + more)
        }
        passes.write(trial)
        let t = trial.t + trial.shift
        if t < log(Double.greatestFiniteMagnitude) { return Outcome(status: .converged, reason: nil, passes: passes.count) }
        return Outcome(
            status: .stalled, reason: "\(label): the total is e^\(t), beyond the range of doubles; rescale the units of effort",
            passes: passes.count)
    }

    private var label: String { "topic \(topic)" }
}
