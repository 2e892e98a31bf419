#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The effort beyond which a creator cannot gain in a topic, whatever the others do (derived here; 0 <= beta <= gamma).
///
/// Prices fall in the total, so P(s) <= P(y) for every total s >= y that holds an effort y.
/// - Where no other topic makes this one cheaper (row k of Q has no negative entry, or w = 0), the marginal payoff at y is at
///   most P(y) - m(y), m(y) = c rho y^(rho-1) + w Q_kk y + h a_k (a_k y)^(theta-1) the marginal cost of y alone. P falls and m
///   does not, so beyond the root of P = m the marginal payoff is negative.
/// - Otherwise: a best reply earns at least 0, what coupling costs is not negative (Q is semidefinite), and any topic l alone
///   earns at most V_l = v P_l(v), v the root of P_l(v) = c rho v^(rho-1), since v P(v) rises. Hence
///   c y^rho + (h/theta) (a y)^theta <= y P(y) + sum over l != k of V_l, which fails beyond the root of the equality.
struct EffortBound {
    let market: TopicMarket
    let cost: Double
    let rho: Double
    /// w Q_kk
    var coupling = 0.0
    /// h a_k^theta, theta
    var fatigue = 0.0
    var theta = 1.0

    private static let range = (low: -700.0, high: 700.0)

    /// The root of P = m: 0 where no effort pays, infinite where any does.
    var byMarginalPayoff: Double {
        root { l in
            let y = exp(l)
            let (power, similar, total) = (marginalPower(y), coupling * y, marginalFatigue(y))
            let all = power + similar + total
            let slope = -market.elasticity(at: y).e - ((rho - 1) * power + similar + (theta - 1) * total) / all
            return (log(market.price(at: y).value) - log(all), slope)
        }
    }

    /// The root of c y^(rho-1) + (h/theta) a^theta y^(theta-1) = P + V/y.
    func byPayoff(elsewhere others: Double) -> Double {
        root { l in
            let y = exp(l)
            let (power, total) = (marginalPower(y) / rho, marginalFatigue(y) / theta)
            let price = market.price(at: y).value
            let (earned, spent) = (price + others / y, power + total)
            let slope = (-market.elasticity(at: y).e * price - others / y) / earned - ((rho - 1) * power + (theta - 1) * total) / spent
            return (log(earned) - log(spent), slope)
        }
    }

    /// V: the most that the topic alone can earn.
    var largestRevenue: Double {
        var alone = self
        (alone.coupling, alone.fatigue) = (0, 0)
        let effort = alone.byMarginalPayoff
        return effort == 0 ? 0 : effort * market.price(at: effort).value
    }

    /// m(y)
    func marginalCost(_ y: Double) -> Double { marginalPower(y) + coupling * y + marginalFatigue(y) }

    /// 0 without fatigue, also where the power overflows.
    private func marginalFatigue(_ y: Double) -> Double { fatigue == 0 ? 0 : fatigue * pow(y, theta - 1) }

    private func marginalPower(_ y: Double) -> Double { cost * rho * pow(y, rho - 1) }

    /// e^l at the sign change of a function of l that falls: Newton's method kept in the bracket by bisection.
    private func root(_ function: (Double) -> (value: Double, slope: Double)) -> Double {
        var (low, high) = Self.range
        guard function(low).value > 0 else { return 0 }
        guard function(high).value < 0 else { return .infinity }
        var l = 0.0
        for _ in 0..<200 {
            let at = function(l)
            if at.value > 0 { low = l } else { high = l }
            var next = l - at.value / at.slope
            if !(next > low && next < high) { next = 0.5 * (low + high) }
            if abs(next - l) <= 1e-14 * max(1, abs(l)) { return exp(next) }
            l = next
        }
        return exp(l)
    }
}
