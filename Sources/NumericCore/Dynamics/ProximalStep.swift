#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// One creator's step of mirror descent in units of its bounds, z = x/u in Z = {0 <= z <= 1, b'z <= B}, b = a u:
///
///     Euclidean  z <- min(max(z + q - lambda v, 0), 1)             the point of Z nearest to z + q, squares over M
///     entropic   z <- 1 / (1 + exp(-w)), w <- log(z/(1-z)) + q - lambda v, held within -700 and 36
///
/// From bounds no finite step of w leads inwards: an effort at 0 counts as odds of e^-700, one at its bound as odds of e^36, from
/// where both may come back. Doubles next to 1 hold no such w, so whoever takes many steps keeps w beside z.
///
/// with the push q = gamma M (gradient in z) and v = M b; lambda >= 0 is the root of b'z = B, 0 where the capacity is slack.
/// - Complexity: O(d) a trial of lambda, a handful of trials; none without a capacity.
struct ProximalStep {
    let geometry: LearningDynamics.Geometry
    /// Efforts of the creator.
    let count: Int
    /// b, v and B; nil without a capacity.
    let capacity: (weight: UnsafePointer<Double>, pull: UnsafePointer<Double>, limit: Double)?

    /// Log odds beyond which z is nothing, and where 0 begins when something pushes it up again; and beyond which 1 - z cannot
    /// be told from 0.
    private static let odds = (low: -700.0, high: 36.0)

    /// w of z.
    static func logOdds(_ z: Double) -> Double { min(max(log(z) - log1p(-z), odds.low), odds.high) }

    /// Replaces z, and w where it is kept; `point` is room for `count` numbers.
    func callAsFunction(
        _ z: UnsafeMutablePointer<Double>, push: UnsafePointer<Double>, room point: UnsafeMutablePointer<Double>,
        keeping w: UnsafeMutablePointer<Double>? = nil
    ) {
        for j in 0..<count {
            switch geometry {
            case .euclidean: point[j] = z[j] + push[j]
            case .entropic: point[j] = (w?[j] ?? Self.logOdds(z[j])) + push[j]
            }
        }
        let lambda = project(point, to: z)
        guard let w else { return }
        for j in 0..<count {
            let wanted = capacity.map { point[j] - lambda * $0.pull[j] } ?? point[j]
            w[j] = min(max(wanted, Self.odds.low), Self.odds.high)
        }
    }

    /// The point of Z that a point of the mirror image stands for: its nearest, or the one with these log odds.
    /// - Returns: lambda.
    @discardableResult
    func project(_ point: UnsafePointer<Double>, to z: UnsafeMutablePointer<Double>) -> Double {
        let slack = place(point, 0, to: z)
        guard let capacity, slack.used > capacity.limit else { return 0 }
        var low = 0.0
        var high = Double.infinity
        var lambda = 0.0
        var at = slack
        for _ in 0..<200 {
            if at.used > capacity.limit { low = lambda } else { high = lambda }
            var next = lambda + (at.used - capacity.limit) / at.slope
            if !(next > low && next < high) { next = high.isFinite ? 0.5 * (low + high) : 2 * max(lambda, firstTrial(point)) }
            guard next.isFinite, abs(next - lambda) > 1e-16 * next else { break }
            lambda = next
            at = place(point, lambda, to: z)
        }
        // What rounding leaves too much is given up by all alike.
        if at.used > capacity.limit { for j in 0..<count { z[j] *= capacity.limit / at.used } }
        return lambda
    }

    /// A multiplier of the size of the push, where Newton's step finds no slope to go by.
    private func firstTrial(_ point: UnsafePointer<Double>) -> Double {
        guard let capacity else { return 1 }
        var most = 0.0
        for j in 0..<count where capacity.pull[j] > 0 { most = max(most, abs(point[j]) / capacity.pull[j]) }
        return most > 0 && most.isFinite ? 0x1p-10 * most : 1
    }

    /// z at a multiplier, b'z, and -d(b'z)/dlambda.
    @discardableResult
    private func place(_ point: UnsafePointer<Double>, _ lambda: Double, to z: UnsafeMutablePointer<Double>) -> (used: Double, slope: Double) {
        var (used, slope) = (0.0, 0.0)
        for j in 0..<count {
            let wanted = capacity.map { point[j] - lambda * $0.pull[j] } ?? point[j]
            let bend: Double
            switch geometry {
            case .euclidean:
                z[j] = min(max(wanted, 0), 1)
                bend = wanted > 0 && wanted < 1 ? 1 : 0
            case .entropic:
                z[j] = wanted > Self.odds.low ? 1 / (1 + exp(-min(wanted, Self.odds.high))) : 0
                bend = z[j] * (1 - z[j])
            }
            if let capacity {
                used += capacity.weight[j] * z[j]
                slope += capacity.weight[j] * capacity.pull[j] * bend
            }
        }
        return (used, slope)
    }
}
