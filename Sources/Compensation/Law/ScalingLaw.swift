#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The loss L(N, D) of a model with N parameters trained on D tokens, as experiments with language models fitted it.
///
/// ```swift
/// ScalingLaw.hoffmann.loss(parameters: 7e10, tokens: 1.4e12)   // 1.9366454705587173
/// ```
/// The forms and their constants are the sources'; slopes, optimum and inverse follow from them. N and D are positive, up to 1e30 and
/// beyond: powers are formed as exp(-b log D).
public enum ScalingLaw: Sendable, Equatable {
    /// E + A N^-a + B D^-b
    case additive(AdditiveLaw)
    /// ((Nc/N)^(aN/aD) + Dc/D)^aD
    case kaplan(KaplanLaw)

    /// dL/dlnN and dL/dlnD: unlike the derivatives they keep their digits at any size.
    public struct LogSlopes: Sendable, Equatable {
        /// dL/dlnN <= 0
        public let parameters: Double
        /// dL/dlnD <= 0
        public let tokens: Double

        /// Data's part of the loss that one more per cent of both would save, s_D/(s_D + s_N) (derived); NaN where both are 0.
        public var dataShare: Double { tokens.isInfinite ? 1 : parameters.isInfinite ? 0 : tokens / (tokens + parameters) }
    }

    /// L(N, D); infinite without data or parameters that the law needs.
    /// - Complexity: O(1), two powers.
    public func loss(parameters: Double, tokens: Double) -> Double {
        switch self {
        case .additive(let law): law.loss(parameters: parameters, tokens: tokens)
        case .kaplan(let law): law.loss(parameters: parameters, tokens: tokens)
        }
    }

    /// dL/dlnN and dL/dlnD.
    /// - Complexity: O(1), two powers.
    public func logSlopes(parameters: Double, tokens: Double) -> LogSlopes {
        switch self {
        case .additive(let law): law.logSlopes(parameters: parameters, tokens: tokens)
        case .kaplan(let law): law.logSlopes(parameters: parameters, tokens: tokens)
        }
    }

    /// The tokens D at which a model of N parameters reaches a loss: infinite where no data would, 0 where none is needed.
    /// - Complexity: O(1).
    public func tokens(reaching loss: Double, parameters: Double) -> Double {
        switch self {
        case .additive(let law): law.tokens(reaching: loss, parameters: parameters)
        case .kaplan(let law): law.tokens(reaching: loss, parameters: parameters)
        }
    }

    /// How data's share of the log slopes moves along a ray: dlogit(f)/dln t at (tN, tD), a constant of either form (derived).
    var raySlope: Double {
        switch self {
        case .additive(let law): law.parameterExponent - law.tokenExponent
        case .kaplan(let law): law.parameterExponent / law.tokenExponent - 1
        }
    }

    /// dln|dL/dlnD|/dlnD at given data (derived): -b for additive laws, -1 + (1 - aD) w/(u + w) for Kaplan's.
    func slopeElasticity(parameters: Double, tokens: Double) -> Double {
        switch self {
        case .additive(let law): -law.tokenExponent
        case .kaplan(let law): law.slopeElasticity(parameters: parameters, tokens: tokens)
        }
    }

    /// What of the loss depends on N alone, for the many evaluations at one model size.
    func atSize(_ parameters: Double) -> SizedLaw { SizedLaw(self, parameters: parameters) }
}

/// x^y by exp(y log x) for x >= 0, without the detours of a general power.
@inline(__always)
func power(_ base: Double, _ exponent: Double) -> Double { exp(exponent * log(base)) }

/// A loss over D at a fixed N: one logarithm and one exponential (two for Kaplan's form) an evaluation.
struct SizedLaw: Sendable, Equatable {
    /// Additive: E + A N^-a; Kaplan: u.
    let base: Double
    /// Additive: B; Kaplan: Dc.
    let scale: Double
    /// Additive: b; Kaplan: aD.
    let exponent: Double
    let isAdditive: Bool

    init(_ law: ScalingLaw, parameters: Double) {
        switch law {
        case .additive(let law):
            base = law.sizeLoss(parameters) + law.irreducible
            (scale, exponent, isAdditive) = (law.tokenScale, law.tokenExponent, true)
        case .kaplan(let law):
            base = law.sizeTerm(parameters)
            (scale, exponent, isAdditive) = (law.tokenScale, law.tokenExponent, false)
        }
    }

    /// L and dL/dlnD.
    @inline(__always)
    func lossAndSlope(_ tokens: Double) -> (loss: Double, slope: Double) {
        if isAdditive {
            guard scale > 0 else { return (base, 0) }
            let term = scale * power(tokens, -exponent)
            return (base + term, -exponent * term)
        }
        let w = scale / tokens
        let loss = power(base + w, exponent)
        return (loss, w.isInfinite ? -.infinity : -exponent * loss * (w / (base + w)))
    }
}
