#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// How much of a model's profit is attributed to its data: the file words of `share.rule`.
public enum ShareRule: String, Sendable, CaseIterable {
    /// e_D = pi'(L) dL/dlnD/pi: all data paid at the marginal price. The memo's nominal price. May exceed 1.
    case marginal
    /// A number that is agreed; the memo's example is 20 %.
    case flat
    /// s_D/(s_D + s_N) with s the log slopes of the loss; whatever the profit (derived).
    case factor
    /// Of the two factors data and compute against a baseline (derived).
    case shapley
    /// Aumann and Shapley along the ray to (N, D), data and size growing together (derived); the memo asks for something more like the average.
    /// Not the mean price, profit over tokens: where profit is concave in data the marginal price is at most that, but a share `marginal` may be
    /// above this one.
    case average
}

/// Data's share sigma of profit by every rule. NaN where a rule says nothing: `marginal` and `average` where there is no profit,
/// `shapley` where it is no higher than at the baseline, `factor` where the loss depends on neither data nor size.
///
/// ```swift
/// let shares = DataShares(of: value, tokens: 1.4e12)
/// shares.marginal   // 0.0430
/// shares.average    // 0.5659
/// ```
public struct DataShares: Sendable, Equatable {
    /// e_D >= 0; above 1 payments exceed profit.
    public let marginal: Double
    /// What was agreed.
    public let flat: Double
    /// In [0, 1]; 1/2 where a training budget was split so as to lose least (derived).
    public let factor: Double
    /// [(v(N0, D) - v(N0, D0)) + (v(N, D) - v(N, D0))]/2/(v(N, D) - v(N0, D0)), exactly 1/2 where each factor is necessary (derived).
    public let shapley: Double
    /// int_0^1 D dpi/dD(tN, tD) dt/(v(N, D) - v(0, 0)).
    public let average: Double

    /// - Parameters:
    ///   - tokens: D > 0.
    ///   - baseline: N0 and D0 of `shapley`; without either there is nothing.
    ///   - flat: the share that was agreed.
    /// - Complexity: O(1), but for `average`: one quadrature of a few hundred evaluations.
    public init(of value: DataValue, tokens: Double, baseline: (parameters: Double, tokens: Double) = (0, 0), flat: Double = 0.2) {
        self.flat = flat
        marginal = value.elasticity(tokens)
        factor = value.law.logSlopes(parameters: value.parameters, tokens: tokens).dataShare
        average = AverageShare(value, tokens: tokens).share
        func worth(_ parameters: Double, _ tokens: Double) -> Double {
            value.curve.profit(value.law.loss(parameters: parameters, tokens: tokens))
        }
        let (all, none) = (worth(value.parameters, tokens), worth(baseline.parameters, baseline.tokens))
        let (data, compute) = (worth(baseline.parameters, tokens) - none, all - worth(value.parameters, baseline.tokens))
        shapley = all > none ? (data + compute) / 2 / (all - none) : .nan
    }

    /// sigma by one rule.
    public subscript(rule: ShareRule) -> Double {
        switch rule {
        case .marginal: marginal
        case .flat: flat
        case .factor: factor
        case .shapley: shapley
        case .average: average
        }
    }
}

/// The number of necessary factors decides the Shapley share of each: 1/k (derived).
public func shapleyShare(ofNecessaryFactors count: Int) -> Double { 1 / Double(count) }
