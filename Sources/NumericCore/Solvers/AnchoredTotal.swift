import CKernels
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A trial total near the kink of a linear cost, told by how far the price lies above that cost.
///
/// A linear cell has e z = 1 - c/P. Beside a dominant creator that can be 1e-30, far below the rounding of P, and yet it
/// decides the equilibrium (Tullock with costs 1e-30 and 1: x_2 = s c_1/(c_1 + c_2)). So the unknown is not log s but
/// delta = log(P/c) of the cell nearest its kink: the kernel takes ratios of costs to c exactly, every other cell sees
/// only delta's rounding, and log s follows from the price curve (``TopicCurve/step(from:changingLogPriceBy:)``).
/// Derived here.
struct AnchoredTotal {
    let curve: TopicCurve
    /// c, the cost of the nearest linear cell.
    let cost: Double
    /// log s where P = c.
    let t: Double

    /// Beyond this the usual trial total is accurate enough.
    static let reach = 0x1p-10

    /// nil where no linear cost lies within reach of the price at `near`.
    init?(_ curve: TopicCurve, costs: PowerCost, topic: Int, near: Double) {
        let price = curve.market.price(at: exp(near)).value
        guard price.isNormal else { return nil }
        var nearest = 0.0
        var distance = Self.reach
        for cell in costs.layout.range(ofTopic: topic) where costs.exponent(ofCell: cell, topic: topic) == 1 {
            let c = costs.coefficients[cell]
            let away = abs(c / price - 1)
            if away < distance { (nearest, distance) = (c, away) }
        }
        guard nearest > 0 else { return nil }
        var t = near
        for _ in 0..<4 {
            let there = curve(t)
            guard there.elasticity > 0 else { return nil }
            t += log(curve.market.price(at: exp(t)).value / nearest) / there.elasticity
        }
        guard t.isFinite, abs(t - near) < 1 else { return nil }
        self.curve = curve
        cost = nearest
        self.t = t
    }

    /// What the kernels need at P = c e^delta, and 1 - e.
    func point(_ delta: Double) -> (point: nb_topic_point, complement: Double) {
        let shift = curve.step(from: t, changingLogPriceBy: delta)
        let value = curve(t + shift)
        let e = value.elasticity
        let total = exp(t) * exp(shift)
        let price = cost * exp(delta)
        let point = nb_topic_point(
            log_price: log(cost), log_price_shift: delta, log_total: t, log_total_shift: shift, elasticity: e,
            log_elasticity: log(e), inverse_elasticity: 1 / e, elasticity_rate: value.elasticitySlope / e, total: total,
            inverse_total: 1 / total, elasticity_over_total: e / total, inverse_price_before_shift: 1 / cost, anchor: cost,
            inverse_price: 1 / price, twice_inverse_price: 2 / price, moderate: 1)
        return (point, value.complement)
    }
}
