#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// One cell of a creator whose topics are coupled, everything that couples them made linear:
///
///     psi(y) = y P(S + y) - c y^rho - q y
///
/// with q what a unit of effort costs at the margin through the other topics (similarity, total effort, capacity price).
/// Concave where the game is monotone. Where the cell is alone (S = 0) in a topic with e(0+) = 1, its revenue tends to a
/// positive number at 0, which psi leaves out (``jump``); in a base market revenue is that number at every y > 0.
struct LinearisedCell {
    let market: TopicMarket
    let cost: Double
    let rho: Double
    /// S, the effort of everybody else.
    let rivals: Double
    /// q, of either sign.
    var charge: Double

    private var reply: BestReply { BestReply(market: market, cost: cost, rho: rho, rivals: rivals) }
    private var isAlone: Bool { rivals == 0 && market.elasticityAtZero == 1 }
    private var isAloneAtConstantRevenue: Bool { market.isBase && isAlone }

    /// What the first bit of effort earns where nobody else creates and e(0+) = 1, else 0.
    var jump: Double {
        isAlone ? market.limits.revenue : 0
    }

    /// psi(y)
    func value(_ y: Double) -> Double {
        if y == 0 { return 0 }
        let gross = isAloneAtConstantRevenue ? -reply.cost(of: y) : reply.payoff(y) - jump
        return gross - charge * y
    }

    /// psi'(y) at y > 0.
    func slope(at y: Double) -> Double {
        let gross = isAloneAtConstantRevenue ? -reply.marginalCost(of: y) : reply.marginal(at: y)
        return gross - charge
    }

    /// An upper bound of max over y >= 0 of psi(y) - psi(x) for concave psi, from its slope at x (where x = 0: at 0, or at
    /// 2^-1022 where that is not positive). `isTight`: within about 1e-7 of the maximum's own scale, at some 30 slopes more.
    ///
    /// psi lies below its tangents: with psi'(a) >= 0 >= psi'(b), a >= x, the maximum is at most psi(a) + psi'(a) (b - a).
    /// - Returns: infinity where no y with a negative slope is found; ``CoupledCreator/gap(_:charge:from:slope:effort:isTight:)``
    ///   goes on from there.
    func gap(from x: Double, slope: Double, isTight: Bool) -> Double {
        if slope <= 0 { return x > 0 ? -slope * x : 0 }
        guard slope > 0 else { return .nan }
        var low = x
        var (lowSlope, lowValue) = (slope, 0.0)
        let base = x > 0 ? value(x) : 0
        var high = x > 0 ? 2 * x : max(rivals, 0x1p-900) * 0x1p-60
        var factor = 2.0
        while !(self.slope(at: high) <= 0) {
            guard high < 0x1p900 else { return .infinity }
            (low, lowSlope, lowValue) = (high, self.slope(at: high), value(high) - base)
            factor *= factor
            high *= min(factor, 0x1p64)
        }
        if low == 0, lowSlope == .infinity {
            // Nobody else there and an infinite price at 0: revenue rises with y, so that at `high` bounds it below.
            return value(high) + cost * pow(high, rho) + abs(charge) * 2 * high
        }
        while isTight && low > 0 && high > low * (1 + 0x1p-22) || high > 2 * low && low > 0 {
            let middle = low.squareRoot() * high.squareRoot()
            guard middle > low, middle < high else { break }
            let slope = self.slope(at: middle)
            if slope <= 0 { high = middle } else { (low, lowSlope, lowValue) = (middle, slope, value(middle) - base) }
        }
        return lowValue + lowSlope * (high - low)
    }
}
