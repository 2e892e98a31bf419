#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif
import NumericCore

/// What data are worth to a model of a given size: v(D) = pi(L(N, D)) (derived).
///
/// ```swift
/// let value = try DataValue(law: .hoffmann, parameters: 7e10, profit: .linear(cut: 3, slope: 940_420_125.4735135))
/// value.profit(1.4e12)          // 1e9
/// value.marginalPrice(1.4e12)   // 3.0687e-05 a token
/// ```
public struct DataValue: Sendable, Equatable {
    /// The loss.
    public let law: ScalingLaw
    /// N > 0
    public let parameters: Double
    /// What a loss earns.
    public let curve: ProfitCurve
    let sized: SizedLaw

    /// - Throws: ``FieldError`` for a size that is not positive.
    public init(law: ScalingLaw, parameters: Double, profit: ProfitCurve) throws(FieldError) {
        try NumberDomain.positive.check(parameters, "parameters")
        (self.law, self.parameters, curve) = (law, parameters, profit)
        sized = law.atSize(parameters)
    }

    /// L(N, D)
    public func loss(_ tokens: Double) -> Double { sized.lossAndSlope(tokens).loss }

    /// v(D), not falling.
    @inline(__always)
    public func profit(_ tokens: Double) -> Double { curve.profit(sized.lossAndSlope(tokens).loss) }

    /// D v'(D) = pi'(L) dL/dlnD, what all data would earn at the marginal price.
    @inline(__always)
    public func marginalValue(_ tokens: Double) -> Double {
        let (loss, slope) = sized.lossAndSlope(tokens)
        let price = curve.slope(loss)
        return price == 0 ? 0 : price * slope
    }

    /// p_D = v'(D), the memo's nominal price of a token; infinite where the last token would be worth everything.
    public func marginalPrice(_ tokens: Double) -> Double { marginalValue(tokens) / tokens }

    /// e_D = D v'(D)/v(D); NaN where profit is 0.
    public func elasticity(_ tokens: Double) -> Double {
        let profit = profit(tokens)
        return profit > 0 ? marginalValue(tokens) / profit : .nan
    }

    /// dln p_D/dlnD (derived): dln|dL/dlnD|/dlnD - 1 + (pi''/pi') dL/dlnD. For additive laws its negative is
    /// d = 1 + b + (pi''/pi') b B D^-b, the decay of a licence at the marginal price.
    func marginalPriceElasticity(_ tokens: Double) -> Double {
        let (loss, slope) = sized.lossAndSlope(tokens)
        return law.slopeElasticity(parameters: parameters, tokens: tokens) - 1 + curve.curvature(loss) * slope
    }

    /// Data at which v is not smooth, rising: where the loss passes the cut or a point of a table.
    var kinks: [Double] {
        curve.kinks.map { law.tokens(reaching: $0, parameters: parameters) }.filter { $0 > 0 && $0 < .infinity }.sorted()
    }
}
