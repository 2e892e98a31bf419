#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif
import NumericCore

/// What a unit of a topic's content is paid as training data, as the contest's licence price v (s + s0)^-d (derived).
///
/// A unit of content is kappa tokens, D = kappa s, and its price kappa phi(D). For linear profit, an additive law and the marginal price that is
/// exactly v s^-d with d = 1 + b, v = slope b B kappa^-b. Otherwise value and log slope are matched at one s:
///
///     marginal price:  d = -dln p_D/dlnD = 1 + b + (pi''/pi') b B D^-b (additive laws)
///     share sigma:     d = 1 - e_D
///     v = price s^d
///
/// ```swift
/// let licence = try LicenceTerms(value, tokensPerUnit: 1e6, units: 1.4e6, share: nil)
/// licence.decay     // 1.28
/// ```
public struct LicenceTerms: Sendable, Equatable {
    /// v > 0
    public let scale: Double
    /// d; below 0 where one more unit raises the price of all.
    public let decay: Double
    /// Of a unit, at the s where the terms were matched.
    public let price: Double
    /// e_D there.
    public let elasticity: Double
    /// Whether v s^-d is the price at every s, not at one alone.
    public let isExact: Bool
    /// s0, data from elsewhere in units of content.
    public let outsideUnits: Double
    /// s, where the terms were matched.
    public let units: Double

    /// The terms at s units of content beside which there are others.
    /// - Parameters:
    ///   - tokensPerUnit: kappa > 0.
    ///   - units: s > 0.
    ///   - outsideTokens: D0 >= 0, beside kappa s.
    ///   - share: sigma of the share rule; nil: the marginal price.
    /// - Throws: ``FieldError`` for a parameter outside its domain, and where there is no profit at s, so that no price
    ///   could be matched.
    public init(
        _ value: DataValue, tokensPerUnit: Double, units: Double, outsideTokens: Double = 0, share: Double?
    ) throws(FieldError) {
        try NumberDomain.positive.check(tokensPerUnit, "tokensPerUnit")
        try NumberDomain.positive.check(units, "units")
        try NumberDomain.nonnegative.check(outsideTokens, "outsideTokens")
        let payment = try UnitPayment(value: value, share: share)
        let tokens = tokensPerUnit * units + outsideTokens
        price = tokensPerUnit * payment(tokens)
        guard price > 0, price.isFinite else {
            throw FieldError(field: "tokensPerUnit", expected: "data that earn a profit to share", found: "a price of \(price) at \(tokens) tokens")
        }
        elasticity = value.elasticity(tokens)
        self.units = units
        outsideUnits = outsideTokens / tokensPerUnit
        if share == nil, case .linear(_, let slope) = value.curve.kind, case .additive(let law) = value.law {
            (decay, isExact) = (1 + law.tokenExponent, true)
            scale = slope * law.tokenExponent * law.tokenScale * power(tokensPerUnit, -law.tokenExponent)
        } else {
            decay = share == nil ? -value.marginalPriceElasticity(tokens) : 1 - elasticity
            isExact = false
            scale = price * power(units + outsideUnits, decay)
        }
    }

    /// The part of all data that must come from elsewhere for the game to stay monotone, (d - 1)/(d + 1): 0 for d <= 1 (derived).
    public var leastOutsidePart: Double { max(0, (decay - 1) / (decay + 1)) }

    /// s0/(s + s0)
    public var outsidePart: Double { outsideUnits / (units + outsideUnits) }

    /// Whether the contest's licence term x v (s + s0)^-d is monotone up to this s: 0 <= d <= 1, or enough data from elsewhere,
    /// s/(s + s0) <= 2/(1 + d) (derived). Only then may uniqueness be claimed.
    public var isMonotone: Bool { decay >= 0 && outsidePart >= leastOutsidePart }

    /// v (s + s0)^-d at another s.
    public func price(at units: Double) -> Double { scale * power(units + outsideUnits, -decay) }
}
