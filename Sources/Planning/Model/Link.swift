#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The chance sigma(x, y) that users pick the human whose quality is x over GenAI whose quality is y.
///
/// The published model leaves sigma open; these five families are this project's. All have sigma(x, y) + sigma(y, x) = 1, are
/// nondecreasing in x and nonincreasing in y, which is all that planners and bounds use. With s the scale and z = s (x - y):
///
/// | kind | sigma(x, y) |
/// |---|---|
/// | logistic | 1 / (1 + e^{-z}) |
/// | probit | Phi(z), the normal distribution function |
/// | linear | 1/2 + z/2, cut to [0, 1] |
/// | threshold | 1, 1/2, 0 for x - y > s, in [-s, s], < -s |
/// | bradley-terry | x^s / (x^s + y^s), 1/2 for x = y = 0 |
///
/// ```swift
/// Link(.logistic, scale: 4)(0.7, over: 0.2)   // 0.8807970779778823
/// ```
public struct Link: Sendable, Equatable {
    /// The family.
    public enum Kind: String, Sendable, CaseIterable {
        case logistic, probit, linear, threshold
        case bradleyTerry = "bradley-terry"
    }
    /// The family.
    public let kind: Kind
    /// s > 0; in units of one over quality (of quality for `threshold`, without units for `bradleyTerry`).
    public let scale: Double

    /// A link; its scale is checked by the game that uses it.
    public init(_ kind: Kind, scale: Double = 1) {
        self.kind = kind
        self.scale = scale
    }

    /// sigma(x, y), in [0, 1]. O(1).
    /// - Precondition: x and y are finite, >= 0 for `bradleyTerry` (what rounding leaves below counts as 0).
    @inlinable
    public func callAsFunction(_ x: Double, over y: Double) -> Double {
        switch kind {
        case .logistic: return 1 / (1 + exp(-scale * (x - y)))
        case .probit: return 0.5 * erfc(-scale * (x - y) * 0.5.squareRoot())
        case .linear: return min(max(0.5 + 0.5 * scale * (x - y), 0), 1)
        case .threshold:
            let lead = x - y
            return lead > scale ? 1 : lead < -scale ? 0 : 0.5
        case .bradleyTerry:
            let own = max(x, 0), other = max(y, 0)
            if own == 0 { return other == 0 ? 0.5 : 0 }
            return 1 / (1 + pow(other / own, scale))
        }
    }
}
