#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A data licence: GenAI platforms buy content at the unit price v (s + s0)^-d, whoever else is on the topic and beside what
/// users bring. s0 is data from elsewhere.
///
///     L = v (s + s0)^-d,   L' = -d L/(s + s0),   L'' = d (d + 1) L/(s + s0)^2
///     e = d s/(s + s0),   1 - e = ((1 - d) s + s0)/(s + s0),   de/dlog s = d s s0/(s + s0)^2
///
/// Monotone if and only if s/(s + s0) <= 2/(1 + d): of the conditions in ``TwoEngines`` L' <= 0 and L'' >= 0 hold, and
/// s L'' <= -2 L' is (d + 1) s <= 2 (s + s0). That is every total for d <= 1, and for d > 1 those up to 2 s0/(d - 1) alone.
/// Source: v and d from scaling laws of data; conditions derived here.
struct DataLicence: Sendable, Equatable {
    /// v
    var price: Double
    /// d
    var decay: Double
    /// s0
    var outsideData: Double

    static let none = DataLicence(price: 0, decay: 0, outsideData: 0)

    /// Whether the game stays monotone at every total.
    var isMonotone: Bool { price == 0 || decay <= 1 }
    /// Whether s L is linear in s: a constant price, or one in proportion to 1/s.
    var hasLinearRevenue: Bool { price == 0 || decay == 0 || decay == 1 && outsideData == 0 }

    /// The shape at a total, without a size.
    func shape(at total: Double) -> PriceTerm {
        let data = total + outsideData
        let (own, outside) = (total / data, outsideData / data)
        return PriceTerm(
            size: 1, elasticity: decay * own, complement: (1 - decay) * own + outside, elasticitySlope: decay * own * outside)
    }

    /// L, by a power.
    func price(at total: Double) -> Double { price * pow(total + outsideData, -decay) }

    /// log L at t = log s.
    func logPrice(_ t: Double) -> Double {
        guard outsideData > 0 else { return log(price) - decay * t }
        let lead = t - log(outsideData)
        return log(price) - decay * (log(outsideData) + max(lead, 0) + log1p(exp(-abs(lead))))
    }

    /// How log L changes over a step of log s, to full relative accuracy however short it is.
    func logChange(from total: Double, over step: Double) -> Double {
        -decay * log1p(total / (total + outsideData) * expm1(step))
    }

    var limits: PriceLimits? {
        let isFinite = decay == 0 || outsideData > 0
        return PriceLimits(
            price: isFinite ? pow(outsideData, -decay) : .infinity, elasticity: isFinite ? 0 : decay,
            revenue: isFinite || decay < 1 ? 0 : decay == 1 ? 1 : .infinity, priceAtInfinity: decay == 0 ? 1 : 0
        ).scaled(by: price)
    }
}
