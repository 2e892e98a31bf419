#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Data's part of profit along the ray (tN, tD), t in [0, 1]: Aumann's and Shapley's value of the factor data (derived).
///
/// With x = ln t and f(x) = s_D/(s_D + s_N) on the ray, data's part is the integral of f dpi. Where the profit curve is steep, at a
/// cut above all, its slope has no bound but pi has: integrating by parts,
///
///     int f dpi = f(0) (pi(0) - pi(-inf)) - int (pi - pi(-inf)) f'(x) dx,   f' = c f (1 - f),
///
/// with c = a - b for additive laws and aN/aD - 1 for Kaplan's. The integrand is bounded and continuous; it is integrated piece by
/// piece between the points where pi is not smooth.
struct AverageShare {
    private let value: DataValue
    private let tokens: Double
    /// The share; NaN where nothing is earned.
    private(set) var share = Double.nan

    /// Where there is no cut the ray starts at ln t = -60 (or further down, where profit falls slowly).
    private static let farthest = -60.0

    init(_ value: DataValue, tokens: Double) {
        (self.value, self.tokens) = (value, tokens)
        let floor = value.curve.profit(.infinity)
        let earned = value.curve.profit(loss(0)) - floor
        guard earned > 0 else { return }
        let slope = value.law.raySlope
        let ends = pieces()
        let integral = zip(ends, ends.dropFirst()).reduce(0.0) { sum, piece in
            sum + AdaptiveQuadrature.integral(from: piece.0, to: piece.1, relativeError: 1e-14) { x in
                let f = factor(x)
                return (value.curve.profit(loss(x)) - floor) / earned * f * (1 - f)
            }
        }
        share = factor(0) - slope * integral
    }

    private func loss(_ x: Double) -> Double {
        let t = exp(x)
        return value.law.loss(parameters: t * value.parameters, tokens: t * tokens)
    }

    private func factor(_ x: Double) -> Double {
        let t = exp(x)
        return value.law.logSlopes(parameters: t * value.parameters, tokens: t * tokens).dataShare
    }

    /// Where the ray starts, where the loss passes a kink of the curve, and 0: rising.
    private func pieces() -> [Double] {
        var start = Self.farthest
        if case .elastic(_, _, let kappa) = value.curve.kind, case .additive(let law) = value.law {
            start = min(start, max(-600, -40 / (kappa * min(law.parameterExponent, law.tokenExponent))))
        }
        let here = loss(0)
        let passed = value.curve.kinks.filter { $0 > here }.sorted(by: >).map { crossing($0, from: start) }
        // Above the highest kink a curve is flat: the ray starts there.
        let inner = passed.filter { $0 > start }
        return (value.curve.cut != nil || value.curve.isTable) && !inner.isEmpty ? inner + [0] : [start] + inner + [0]
    }

    /// x at which the loss, which falls along the ray, passes a value: bisection to the last place.
    private func crossing(_ level: Double, from start: Double) -> Double {
        var (low, high) = (start, 0.0)
        guard loss(low) > level else { return start }
        while true {
            let middle = low + (high - low) / 2
            guard middle > low, middle < high else { return high }
            if loss(middle) > level { low = middle } else { high = middle }
        }
    }
}

/// Integrals of smooth functions by nested rules of 7 and 15 points (Gauss and Kronrod), halved where they disagree.
///
/// Points and weights: Kronrod, "Nodes and weights of quadrature formulas", 1965.
enum AdaptiveQuadrature {
    private static let points: [(x: Double, kronrod: Double, gauss: Double)] = [
        (0.991455371120812639206854697526329, 0.022935322010529224963732008058970, 0),
        (0.949107912342758524526189684047851, 0.063092092629978553290700663189204, 0.129484966168869693270611432679082),
        (0.864864423359769072789712788640926, 0.104790010322250183839876322541518, 0),
        (0.741531185599394439863864773280788, 0.140653259715525918745189590510238, 0.279705391489276667901467771423780),
        (0.586087235467691130294144691693013, 0.169004726639267902826583426598550, 0),
        (0.405845151377397166906606412076961, 0.190350578064785409913256402421014, 0.381830050505118944950369775488975),
        (0.207784955007898467600689403773245, 0.204432940075298892414161999234649, 0),
        (0, 0.209482141084727828012999174891714, 0.417959183673469387755102040816327),
    ]
    /// Halvings of one stretch: 2^-50 of it is below a rounding of its ends.
    private static let depth = 50

    /// - Parameter relativeError: of the integral of |f|, for the difference of the two rules on each piece; the finer rule, whose
    ///   value counts, is far closer. Not divided among pieces: where f has but few digits (beside a cut) that would never end.
    static func integral(from low: Double, to high: Double, relativeError: Double, _ f: (Double) -> Double) -> Double {
        let whole = rule(low, high, f)
        return refined(low, high, whole, tolerance: relativeError * max(whole.size, .leastNormalMagnitude), depth: depth, f)
    }

    private static func refined(
        _ low: Double, _ high: Double, _ estimate: (value: Double, error: Double, size: Double), tolerance: Double, depth: Int, _ f: (Double) -> Double
    ) -> Double {
        if estimate.error <= tolerance || depth == 0 { return estimate.value }
        let middle = low + (high - low) / 2
        let (left, right) = (rule(low, middle, f), rule(middle, high, f))
        // Where both halves are at the level of rounding nothing more is to be had.
        if left.error + right.error <= 4 * Double.ulpOfOne * (left.size + right.size) { return left.value + right.value }
        return refined(low, middle, left, tolerance: tolerance, depth: depth - 1, f)
            + refined(middle, high, right, tolerance: tolerance, depth: depth - 1, f)
    }

    private static func rule(_ low: Double, _ high: Double, _ f: (Double) -> Double) -> (value: Double, error: Double, size: Double) {
        let (centre, half) = (low + (high - low) / 2, (high - low) / 2)
        var (kronrod, gauss, size) = (0.0, 0.0, 0.0)
        for point in points {
            let values = point.x == 0 ? [f(centre)] : [f(centre - half * point.x), f(centre + half * point.x)]
            for value in values {
                kronrod += point.kronrod * value
                gauss += point.gauss * value
                size += point.kronrod * abs(value)
            }
        }
        return (kronrod * half, abs(kronrod - gauss) * half, size * half)
    }
}
