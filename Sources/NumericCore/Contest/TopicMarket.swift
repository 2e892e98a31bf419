#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The price of a unit of effort in a topic and its derivatives with respect to the total s.
public struct Price: Sendable, Equatable {
    /// P(s)
    public var value: Double
    /// P'(s)
    public var slope: Double
    /// P''(s)
    public var curvature: Double
}

/// One topic's market with the number of GenAI players counted in: P(s) = mu / (a s^beta + s^gamma), a = M alpha.
///
/// e(s) = -s P'/P is the elasticity of the price. With w = a s^beta / D the weight of GenAI's term,
/// e = w beta + (1 - w) gamma and de/dlog s = w (1 - w) (gamma - beta)^2.
public struct TopicMarket: Sendable, Equatable {
    /// Attention at a total of 1: mu >= 0.
    public let mu: Double
    /// M alpha, the strength of all GenAI players together.
    public let strength: Double
    /// Scaling exponent less demand exponent.
    public let beta: Double
    /// One less the demand exponent, in [0, 1].
    public let gamma: Double

    /// P, P', P'' at a total s > 0. Powers are taken of the larger term, so that nothing overflows before P does.
    /// - Complexity: O(1), two powers.
    public func price(at total: Double) -> Price {
        let (weight, rest) = parts(at: total)
        let value = weight <= rest ? mu * pow(total, -gamma) * rest : (mu / strength) * pow(total, -beta) * weight
        let e = weight * beta + rest * gamma
        // s^2 D''/D, then P'' = P (2 e^2 - s^2 D''/D) / s^2.
        let bend = weight * beta * (beta - 1) + rest * gamma * (gamma - 1)
        return Price(value: value, slope: -value * e / total, curvature: value / total * (2 * e * e - bend) / total)
    }

    /// e = -s P'/P and 1 - e at a total s > 0, each a sum of terms of one sign.
    public func elasticity(at total: Double) -> (e: Double, complement: Double) {
        let (weight, rest) = parts(at: total)
        return (weight * beta + rest * gamma, weight * (1 - beta) + rest * (1 - gamma))
    }

    /// The parts of D that are GenAI's and human: w = a s^beta / D and 1 - w.
    func parts(at total: Double) -> (genAI: Double, human: Double) {
        guard strength > 0 else { return (0, 1) }
        let ratio = strength * pow(total, beta - gamma)
        return ratio <= 1 ? (ratio / (1 + ratio), 1 / (1 + ratio)) : (1 / (1 + 1 / ratio), (1 / ratio) / (1 + 1 / ratio))
    }

    /// The right-hand limit of P at s = 0: infinite unless the smallest exponent present is 0.
    public var priceAtZero: Double {
        if mu == 0 { return 0 }
        if gamma == 0 && (strength == 0 || beta == 0) { return mu / (strength + 1) }
        if strength > 0 && beta == 0 { return mu / strength }
        return .infinity
    }

    /// e at s = 0+: the smallest exponent present.
    public var elasticityAtZero: Double { strength == 0 ? gamma : min(beta, gamma) }

    /// GenAI's output a s^bt, bt = 1 + beta - gamma, at a total s >= 0 (0 at s = 0, its limit for bt > 0).
    public func genAIOutput(at total: Double) -> Double {
        total == 0 || strength == 0 ? 0 : strength * pow(total, 1 + beta - gamma)
    }
}
