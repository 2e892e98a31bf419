#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif
import NumericCore

/// L = (u + w)^aD with u = (Nc/N)^(aN/aD), w = Dc/D.
///
/// Source: Kaplan et al., "Scaling laws for neural language models", 2020, arXiv:2001.08361, equation 1.5.
public struct KaplanLaw: Sendable, Equatable {
    /// Nc > 0
    public let parameterScale: Double
    /// aN > 0
    public let parameterExponent: Double
    /// Dc > 0
    public let tokenScale: Double
    /// aD > 0
    public let tokenExponent: Double

    /// - Throws: ``FieldError`` naming the first constant that is not positive.
    public init(Nc: Double, aN: Double, Dc: Double, aD: Double) throws(FieldError) {
        for (name, value) in [("Nc", Nc), ("aN", aN), ("Dc", Dc), ("aD", aD)] { try NumberDomain.positive.check(value, "law.\(name)") }
        self.init(unchecked: (Nc, aN, Dc, aD))
    }

    init(unchecked constants: (Nc: Double, aN: Double, Dc: Double, aD: Double)) {
        (parameterScale, parameterExponent, tokenScale, tokenExponent) = constants
    }

    /// u
    func sizeTerm(_ parameters: Double) -> Double { exp((log(parameterScale) - log(parameters)) * (parameterExponent / tokenExponent)) }

    func loss(parameters: Double, tokens: Double) -> Double {
        let sum = sizeTerm(parameters) + tokenScale / tokens
        // Next to no data: the sum overflows, its small power does not.
        return sum.isInfinite && tokens > 0 ? exp(tokenExponent * logSum(parameters, tokens)) : power(sum, tokenExponent)
    }

    /// ln(u + w), in logarithms.
    private func logSum(_ parameters: Double, _ tokens: Double) -> Double {
        let size = (log(parameterScale) - log(parameters)) * (parameterExponent / tokenExponent)
        let data = log(tokenScale) - log(tokens)
        return max(size, data) + log1p(exp(-abs(size - data)))
    }

    /// With X = aD (u + w)^(aD - 1): dL/dlnN = -X u aN/aD, dL/dlnD = -X w.
    func logSlopes(parameters: Double, tokens: Double) -> ScalingLaw.LogSlopes {
        let (u, w) = (sizeTerm(parameters), tokenScale / tokens)
        if w.isInfinite, tokens > 0, u.isFinite {
            return .init(parameters: 0, tokens: -tokenExponent * loss(parameters: parameters, tokens: tokens))
        }
        if u.isInfinite || w.isInfinite {
            return .init(parameters: u.isInfinite ? -.infinity : 0, tokens: w.isInfinite ? -.infinity : 0)
        }
        let loss = power(u + w, tokenExponent)
        return .init(parameters: -parameterExponent * loss * (u / (u + w)), tokens: -tokenExponent * loss * (w / (u + w)))
    }

    func slopeElasticity(parameters: Double, tokens: Double) -> Double {
        let (u, w) = (sizeTerm(parameters), tokenScale / tokens)
        return -1 + (1 - tokenExponent) * (w.isInfinite ? 1 : w / (u + w))
    }

    func tokens(reaching loss: Double, parameters: Double) -> Double {
        if loss == .infinity { return 0 }
        let missing = loss > 0 ? power(loss, 1 / tokenExponent) - sizeTerm(parameters) : -1
        return missing > 0 ? tokenScale / missing : .infinity
    }
}
