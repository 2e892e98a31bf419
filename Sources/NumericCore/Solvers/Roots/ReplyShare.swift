#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The share z = x/s of a creator at a total s: at most one in any equilibrium, whatever the price does.
///
/// The first-order condition P + x P' = c rho x^(rho - 1) reads, with q = rho - 1 and m = c rho s^q/P,
///
///     f(z) = 1 - e z - m z^q = 0.                                                         (1)
///
/// For e >= 0, f falls and (1) has one root. For e < 0 (a price that rises) it has one root for q >= 1 or none, and for q < 1 none
/// or two, on either side of the fold z_f = q/(|e| (1 - q)) where f' = 0. At a root the payoff is
///
///     x P - c x^rho = x P (q + e z)/rho,                                                  (2)
///
/// and doing nothing earns 0, so that an equilibrium has z <= q/|e| where e < 0. That lies below the fold: the larger of two roots
/// is never part of an equilibrium, and no choice between branches is left to make. Linear costs (q = 0): z = max(0, (1 - m)/e) for
/// e > 0; for e <= 0 only z = 0, and that only where m >= 1. For q > 0 nobody is idle at s > 0.
///
/// On the smaller root f_z < 0, so that z falls in e and in m: bounds of e and of m over a piece of log s bound z by the roots at
/// two corners. Each bound is checked by the sign of (1) there, beyond rounding (``sign(_:_:_:_:)``), so that no trust in an
/// iteration's end is needed.
/// Source: derived here.
enum ReplyShare {
    /// log z of the smaller root of (1) for q > 0; nil where there is none.
    static func logRoot(elasticity e: Double, logCost m: Double, exponent q: Double) -> Double? {
        let alone = -m / q // the root for e = 0
        if e == 0 { return alone }
        if e < 0 {
            if q < 1 {
                let fold = log(q / (-e * (1 - q)))
                guard gap(fold, e, m, q) <= 0 else { return nil }
            } else if q == 1 {
                let rest = exp(m) + e
                return rest > 0 ? -log(rest) : nil
            }
            // log(1 + |e| z) - m - q log z is convex in log z and positive at `alone`: Newton's method rises to the root.
            var u = alone
            for _ in 0..<200 {
                let step = gap(u, e, m, q) / slope(u, e, q)
                guard step.isFinite else { return u }
                u -= step
                if abs(step) <= 0x1p-51 * max(1, abs(u)) { break }
            }
            return u
        }
        // Between where both terms are at most 1/2 and where either is 1.
        let pole = -log(e)
        var (low, high) = (min(alone - 0.693147180559946 / q, pole - 0.693147180559946), min(alone, pole))
        var u = low
        for _ in 0..<200 {
            let value = gap(u, e, m, q)
            if value > 0 { low = u } else { high = u }
            let step = value / slope(u, e, q)
            var next = u - step
            if !(next > low && next < high) { next = 0.5 * (low + high) }
            if abs(next - u) <= 0x1p-51 * max(1, abs(u)) { return next }
            u = next
        }
        return u
    }

    /// log of 1 - e z over m z^q at z = e^u: positive to the left of the smaller root. -infinity where 1 - e z <= 0.
    private static func gap(_ u: Double, _ e: Double, _ m: Double, _ q: Double) -> Double {
        let kept = e * exp(u)
        return kept < 1 ? log1p(-kept) - m - q * u : -.infinity
    }

    /// The sign of (1) at z = e^u, 0 where rounding could have it wrong: `gap` is a difference of three numbers each good to a few
    /// units in its last place, and 1 - e z carries the error of e z.
    private static func sign(_ u: Double, _ e: Double, _ m: Double, _ q: Double) -> Int {
        let kept = e * exp(u)
        guard kept < 1 else { return kept > 1 + 0x1p-50 ? -1 : 0 }
        let value = log1p(-kept) - m - q * u
        let error = 0x1p-50 * (1 + abs(m) + abs(q * u) + abs(kept) / (1 - kept))
        return value > error ? 1 : value < -error ? -1 : 0
    }

    private static func slope(_ u: Double, _ e: Double, _ q: Double) -> Double {
        let taken = e * exp(u)
        return -taken / (1 - taken) - q
    }

    /// What is known of a share over a piece.
    struct Enclosure {
        /// Of the smaller root wherever it exists; the upper end infinite where it may not, both where it does not.
        var share: Bounds
        /// No equilibrium has a larger one.
        var largest: Double
        /// Whether no total of the piece can be one of an equilibrium.
        var isImpossible = false
        /// Whether the root exists all over the piece.
        var exists: Bool { share.high < .infinity }
    }

    /// Bounds of z from bounds of e and of log m.
    static func enclosure(elasticity e: Bounds, logCost m: Bounds, exponent q: Double) -> Enclosure {
        if q == 0 { return linear(e, m) }
        guard let smallest = logRoot(elasticity: e.high, logCost: m.high, exponent: q) else {
            // No root where it is easiest to have one; by the sign of (1) at the fold, unless that is a matter of rounding.
            let fold = q < 1 ? log(q / (-e.high * (1 - q))) : .infinity
            let doubt = 0x1p-40 * (1 + abs(m.high) + abs(q * fold))
            if q >= 1 || gap(fold, e.high, m.high, q) > doubt {
                return Enclosure(share: Bounds(.infinity, .infinity), largest: .infinity, isImpossible: true)
            }
            // About the fold `gap` is its least value + q (1 - q) (u - fold)^2/2: how far off a root can be.
            let reach = (8 * doubt / (q * (1 - q))).squareRoot()
            return Enclosure(share: Bounds(reach < 0.25 ? exp(fold - reach) : 0, .infinity), largest: q / -e.high * (1 + 0x1p-40))
        }
        // Beyond the fold (1) is positive again above its larger root.
        let fold = e.high < 0 && q < 1 ? log(q / (-e.high * (1 - q))) : .infinity
        let end = fold - 0x1p-45 * (1 + abs(fold))
        var low = 0.0
        var margin = 0x1p-40 * max(1, abs(smallest))
        for _ in 0..<16 {
            let place = fold < .infinity ? min(smallest - margin, end) : smallest - margin
            if sign(place, e.high, m.high, q) > 0 {
                low = exp(place)
                break
            }
            margin *= 8
        }
        var high = Double.infinity
        if let largest = logRoot(elasticity: e.low, logCost: m.low, exponent: q) {
            margin = 0x1p-40 * max(1, abs(largest))
            for _ in 0..<16 {
                if sign(largest + margin, e.low, m.low, q) < 0 {
                    high = exp(largest + margin)
                    break
                }
                margin *= 8
            }
        }
        let most = e.high < 0 ? q / -e.high * (1 + 0x1p-40) : .infinity
        let isImpossible = e.low < 0 && e.high < 0 && low > q / -e.high * (1 + 0x1p-40)
        return Enclosure(share: Bounds(low, high), largest: min(high, most), isImpossible: isImpossible)
    }

    private static func linear(_ e: Bounds, _ m: Bounds) -> Enclosure {
        // 1 - m, widened as m is.
        let rest = Bounds(-expm1(m.high), -expm1(m.low))
        if m.low >= 0 { return Enclosure(share: Bounds(0, 0), largest: 0) }
        if e.high <= 0 {
            let isImpossible = m.high < 0
            return Enclosure(share: Bounds(0, .infinity), largest: isImpossible ? .infinity : 0, isImpossible: isImpossible)
        }
        let low = max(0, rest.low / e.high) * (1 - 0x1p-40)
        let high = e.low > 0 ? rest.high / e.low * (1 + 0x1p-40) : .infinity
        return Enclosure(share: Bounds(low, high), largest: high)
    }

    /// z at one total; nil where (1) has no root that an equilibrium could have.
    static func value(elasticity e: Double, logCost m: Double, exponent q: Double) -> Double? {
        if q == 0 {
            if m >= 0 { return 0 }
            return e > 0 ? -expm1(m) / e : nil
        }
        return logRoot(elasticity: e, logCost: m, exponent: q).map { exp($0) }
    }

    /// dz/dt of the smaller root, t = log s: by (1), with dlog m/dt = q + e,
    ///
    ///     dz/dt = -z N/T,   N = (de/dt) z + (1 - e z)(q + e),   T = q (1 - e z) + e z = q + (1 - q) e z > 0.
    static func slope(share z: Double, elasticity e: Double, elasticitySlope: Double, exponent q: Double) -> Double {
        if z == 0 { return 0 }
        if q == 0 { return -(elasticitySlope * z / e + 1 - e * z) }
        return -z * (elasticitySlope * z + (1 - e * z) * (q + e)) / (q + (1 - q) * e * z)
    }

    /// Bounds of that; nil where T may vanish.
    static func slope(share: Bounds, elasticity e: Bounds, elasticitySlope: Bounds, exponent q: Double) -> Bounds? {
        if share.high == 0 { return Bounds(0, 0) }
        let taken = e * share
        if q == 0 {
            guard e.low > 0 else { return nil }
            let active = -1 * (elasticitySlope * share / e + (1 - taken))
            return share.low > 0 ? active : Bounds(holding: active.low, active.high, 0)
        }
        let turn = q + (1 - q) * taken
        guard turn.low > 0 else { return nil }
        return -1 * (share * (elasticitySlope * share + (1 - taken) * (q + e)) / turn)
    }
}
