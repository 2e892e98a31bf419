import CKernels
import Foundation

/// A topic at a trial total, exactly as the kernel is told, and in wide numbers.
struct ShareProblem {
    var logPrice: Wide
    var logTotal: Wide
    /// e and (de/dlog s)/e
    var elasticity: Wide
    var rate: Wide
    var moderate = false

    /// From logarithms, which may lie far outside the range of a double.
    init(logPrice: Double, logTotal: Double, elasticity: Double, rate: Double) {
        self.logPrice = Wide(logPrice)
        self.logTotal = Wide(logTotal)
        self.elasticity = Wide(elasticity)
        self.rate = Wide(rate)
    }

    /// From a price and a total.
    init(price: Double, total: Double, elasticity: Double, rate: Double, moderate: Bool = true) {
        logPrice = Foundation.log(Wide(price))
        logTotal = Foundation.log(Wide(total))
        self.elasticity = Wide(elasticity)
        self.rate = Wide(rate)
        self.moderate = moderate
    }

    /// What the kernel sees. The shifts are what rounding the logarithms to doubles left over.
    var point: nb_topic_point {
        let e = Double(elasticity)
        let s = Double(Foundation.exp(logTotal)), p = Double(Foundation.exp(logPrice))
        return nb_topic_point(
            log_price: Double(logPrice), log_price_shift: Double(logPrice - Wide(Double(logPrice))),
            log_total: Double(logTotal), log_total_shift: Double(logTotal - Wide(Double(logTotal))),
            elasticity: e, log_elasticity: e > 0 ? Foundation.log(e) : -1e300,
            inverse_elasticity: e > 0 ? 1 / e : 0, elasticity_rate: Double(rate),
            total: s, inverse_total: 1 / s, elasticity_over_total: e / s,
            inverse_price_before_shift: p >= 0x1p-1000 && p.isFinite ? 1 / p : 0, anchor: 0, inverse_price: 1 / p, twice_inverse_price: 2 / p, moderate: moderate ? 1 : 0)
    }
}

/// The share of one cell, from its first-order condition (c rho / P) s^r z^r + e z = 1 alone.
struct ShareSolution {
    var logShare: Wide
    /// q = 1 - e z and e z, both without cancellation
    var kept: Wide
    var pull: Wide
    /// dlog z/dlog s and dlog q/dlog s
    var shareRate: Wide
    var slackRate: Wide
    /// How a relative error of one unit in c rho, in each logarithm and in the result itself shows in z and in q.
    var shareNoise: Wide
    var keptNoise: Wide

    /// Bisection: in log z where q >= 1/2, else in log q. The condition rises in both.
    init(cost: Double, rho: Double, at problem: ShareProblem) {
        let r = Wide(rho) - 1, e = problem.elasticity
        let level = Foundation.log(Wide(cost) * Wide(rho)) - problem.logPrice + r * problem.logTotal
        let logE = Foundation.log(e), ln2 = Foundation.log(Wide(2))
        if r == 0 {
            pull = level < 0 ? -Foundation.expm1(level) : 0
            kept = level < 0 ? Foundation.exp(level) : 1
            logShare = Foundation.log(pull / e)
        } else if e == 0 {
            (logShare, pull, kept) = (-level / r, 0, 1)
        } else if level + r * (-ln2 - logE) + ln2 >= 0 { // q >= 1/2 at the root
            // There log(1 - e z) lies in [-ln 2, 0].
            logShare = Self.root(below: min(-level / r, -ln2 - logE), width: ln2 / r) { z in
                level + r * z - Foundation.log1p(-Foundation.exp(z + logE))
            }
            pull = Foundation.exp(logShare + logE)
            kept = 1 - pull
        } else {
            // Here log(e z) lies in [-ln 2, 0].
            let logKept = Self.root(below: min(level - r * logE, -ln2), width: r * ln2) { q in
                q - level - r * (Foundation.log(-Foundation.expm1(q)) - logE)
            }
            kept = Foundation.exp(logKept)
            pull = -Foundation.expm1(logKept)
            logShare = Foundation.log(pull) - logE
        }
        let denominator = kept * r + pull
        let rate = problem.rate
        shareRate = denominator > 0 ? -(kept * (e + r) + pull * rate) / denominator : 0
        slackRate = denominator > 0 ? pull * (e + r - r * rate) / denominator : 0
        let terms = 1 + abs(problem.logPrice) + abs(Foundation.log(Wide(cost) * Wide(rho)))
            + r * (abs(problem.logTotal) + (e > 0 ? abs(logE) : 0) + (pull > 0 ? abs(Foundation.log(pull)) : 0))
        shareNoise = 1 + (denominator > 0 ? terms * kept / denominator : 0)
        keptNoise = 1 + (denominator > 0 ? terms * pull / denominator : 0)
    }

    /// The root of a rising function in [top - width, top].
    private static func root(below top: Wide, width: Wide, of rising: (Wide) -> Wide) -> Wide {
        var low = top - width - abs(top) * Wide.ulpOfOne, high = top
        for _ in 0..<200 {
            let middle = low + (high - low) / 2
            if middle <= low || middle >= high { break }
            if rising(middle) < 0 { low = middle } else { high = middle }
        }
        return low + (high - low) / 2
    }

    var share: Wide { Foundation.exp(logShare) }
    var isDominant: Bool { kept < 0.5 }
}

extension Target {
    /// One call of the solver's pass.
    func shares(
        cost: [Double], exponent: [Double], shared: Bool, at problem: ShareProblem
    ) -> (sums: nb_share_sums, effort: [Double]) {
        var point = problem.point, sums = nb_share_sums(), effort = cost
        table.pointee.share_pass(cost.count, cost, exponent, shared ? 0 : 1, &point, nil, nil, &sums, &effort)
        return (sums, effort)
    }
}
