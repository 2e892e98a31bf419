#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif
import NumericCore

/// L = E + A N^-a + B D^-b.
///
/// Source of the form: Hoffmann et al., "Training compute-optimal large language models", 2022, arXiv:2203.15556.
public struct AdditiveLaw: Sendable, Equatable {
    /// E >= 0, the loss that nothing removes.
    public let irreducible: Double
    /// A >= 0
    public let parameterScale: Double
    /// a > 0
    public let parameterExponent: Double
    /// B >= 0
    public let tokenScale: Double
    /// b > 0
    public let tokenExponent: Double

    /// - Throws: ``FieldError`` naming the first constant outside its domain, by its letter.
    public init(E: Double, A: Double, a: Double, B: Double, b: Double) throws(FieldError) {
        for (name, value) in [("E", E), ("A", A), ("B", B)] { try NumberDomain.nonnegative.check(value, "law.\(name)") }
        for (name, value) in [("a", a), ("b", b)] { try NumberDomain.positive.check(value, "law.\(name)") }
        self.init(unchecked: (E, A, a, B, b))
    }

    init(unchecked constants: (E: Double, A: Double, a: Double, B: Double, b: Double)) {
        (irreducible, parameterScale, parameterExponent, tokenScale, tokenExponent) = constants
    }

    /// A N^-a; a term without a scale is 0, whatever the size.
    func sizeLoss(_ parameters: Double) -> Double { parameterScale > 0 ? parameterScale * power(parameters, -parameterExponent) : 0 }
    /// B D^-b
    func dataLoss(_ tokens: Double) -> Double { tokenScale > 0 ? tokenScale * power(tokens, -tokenExponent) : 0 }

    func loss(parameters: Double, tokens: Double) -> Double { irreducible + sizeLoss(parameters) + dataLoss(tokens) }

    func logSlopes(parameters: Double, tokens: Double) -> ScalingLaw.LogSlopes {
        .init(parameters: -parameterExponent * sizeLoss(parameters), tokens: -tokenExponent * dataLoss(tokens))
    }

    func tokens(reaching loss: Double, parameters: Double) -> Double {
        let missing = loss - irreducible - sizeLoss(parameters)
        if tokenScale == 0 { return missing >= 0 ? 0 : .infinity }
        if missing == .infinity { return 0 }
        return missing > 0 ? power(tokenScale / missing, 1 / tokenExponent) : .infinity
    }

    /// The split of a training budget that loses least.
    public struct Optimum: Sendable, Equatable {
        /// N*
        public let parameters: Double
        /// D*
        public let tokens: Double
    }

    /// N and D of the least loss where C = 6 N D floating-point operations may be spent:
    ///
    ///     G = (aA/(bB))^(1/(a + b)),   N* = G (C/6)^(b/(a + b)),   D* = C/(6 N*)
    ///
    /// On it both log slopes are equal, so that data's share by them is 1/2 (derived). nil where A or B is 0: then the budget goes
    /// to one of them alone. Source: Hoffmann et al. 2022, equation 4.
    public func optimum(compute: Double) -> Optimum? {
        guard parameterScale > 0, tokenScale > 0 else { return nil }
        let sum = parameterExponent + tokenExponent
        let ratio = log(parameterExponent * parameterScale) - log(tokenExponent * tokenScale)
        let budget = log(compute / 6)
        let parameters = exp((ratio + tokenExponent * budget) / sum)
        return Optimum(parameters: parameters, tokens: compute / 6 / parameters)
    }
}
