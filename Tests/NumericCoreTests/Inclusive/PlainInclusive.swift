import Foundation

/// An inclusive topic by the definitions alone, sharing no code with the library: every set is solved by bisection on its
/// total, every deviation is searched by bisection on its marginal payoff.
struct PlainInclusive {
    var mu, alpha, beta, gamma: Double
    var costs: [Double]
    var exponents: [Double]
    var isPrinted = false
    var feeShare = 0.0
    var flatFee = 0.0

    var n: Int { costs.count }

    func price(_ s: Double, _ m: Int) -> Double { mu / (Double(m) * alpha * pow(s, beta) + pow(s, gamma)) }

    /// e = -s P'/P by its formula.
    func elasticity(_ s: Double, _ m: Int) -> Double {
        let (a, b) = (Double(m) * alpha * pow(s, beta), pow(s, gamma))
        return (a * beta + b * gamma) / (a + b)
    }

    func income(_ s: Double, _ m: Int) -> Double {
        s == 0 ? 0 : alpha * pow(s, isPrinted ? beta : 1 + beta - gamma) * price(s, m)
    }

    func userPayoff(_ s: Double, _ m: Int) -> Double { (1 - feeShare) * income(s, m) - flatFee }

    /// The sign change of a function that is positive on the left, in log x.
    private func root(_ function: (Double) -> Double) -> Double {
        // From 0 outwards, then inwards.
        var (low, high) = (0.0, 0.0)
        var (f, g) = (function(0), function(0))
        var stride = 1.0
        if f > 0 {
            repeat {
                (low, f) = (high, g)
                high += stride
                stride *= 2
                if high > 600 { return exp(600) }
                g = function(high)
            } while g > 0
        } else {
            repeat {
                (high, g) = (low, f)
                low -= stride
                stride *= 2
                if low < -600 { return 0 }
                f = function(low)
            } while !(f > 0)
        }
        // Bisection with a secant step now and then: both ends keep their signs.
        for step in 0..<200 {
            let secant = high - g * (high - low) / (g - f)
            let width = high - low
            if width < 1e-14 * max(1, abs(low)) { break }
            let inside = secant > low && secant < high && f.isFinite && g.isFinite
            let proposal = step % 3 != 2 && inside ? secant + (step % 3 == 0 ? 1e-3 : -1e-3) * min(abs(secant - low), abs(high - secant)) : 0.5 * (low + high)
            let x = proposal > low && proposal < high ? proposal : 0.5 * (low + high)
            guard x > low, x < high else { break }
            let value = function(x)
            if value > 0 { (low, f) = (x, value) } else { (high, g) = (x, value) }
        }
        return exp(0.5 * (low + high))
    }

    /// x with P (1 - e x/s) = c rho x^(rho - 1) at a given s.
    func effort(_ i: Int, _ s: Double, _ m: Int) -> Double {
        let (p, e, r, c) = (price(s, m), elasticity(s, m), exponents[i] - 1, costs[i] * exponents[i])
        if r == 0 { return c < p ? s * (1 - c / p) / e : 0 }
        if r == 1 { return 1 / (c / p + e / s) }
        // log z by Newton on the convex rising function r log z + k - log(1 - e z), from its right.
        let k = log(c) + r * log(s) - log(p)
        if -k / r < -600 { return 0 }
        var z = min(exp(-k / r), 0.999_999_999 / e)
        for _ in 0..<100 {
            let value = r * log(z) + k - log1p(-e * z)
            let step = value / (r + e * z / (1 - e * z))
            let next = z * exp(-step)
            if abs(step) < 1e-15 { break }
            z = next * e < 1 ? next : 0.5 * (z + 1 / e)
        }
        return z * s
    }

    /// The total and efforts of a set of humans, nil where a lone one has no best reply.
    func solve(_ humans: [Int], _ m: Int) -> (s: Double, x: [Double])? {
        var x = [Double](repeating: 0, count: n)
        guard !humans.isEmpty, mu > 0 else { return (0, x) }
        let linear = (gamma == 1 ? 1 : 0) + (beta == 1 ? Double(m) * alpha : 0)
        if humans.count == 1, linear > 0, gamma == 1, m == 0 || alpha == 0 || beta == 1 { return nil }
        let s = root { t in
            let s = exp(t)
            return max(-1e3, log(humans.reduce(0) { $0 + effort($1, s, m) } / s))
        }
        for i in humans { x[i] = effort(i, s, m) }
        return (s, x)
    }

    /// The supremum over y of y P(R + y; m) - c y^rho, and the revenue there.
    func reply(_ i: Int, _ rivals: Double, _ m: Int) -> (payoff: Double, revenue: Double) {
        if mu == 0 { return (0, 0) }
        if rivals == 0, gamma == 1, m == 0 || alpha == 0 || beta == 1 {
            let limit = mu / (1 + (beta == 1 ? Double(m) * alpha : 0))
            return (limit, limit)
        }
        let y = root { l in
            let y = exp(l)
            let total = rivals + y
            let kept = 1 - elasticity(total, m) * y / total
            return kept <= 0 ? -1e9 : log(price(total, m) * kept) - log(costs[i] * exponents[i]) - (exponents[i] - 1) * l
        }
        let revenue = y == 0 ? 0 : y * price(rivals + y, m)
        return (max(0, revenue - costs[i] * pow(y, exponents[i])), revenue)
    }

    struct Verdict {
        var humans: [Int]
        var s: Double
        var x: [Double]
        /// The largest gain over the larger of both revenues, and the gain closest to 0 (how near a tie the set is).
        var worst: Double
        var gain: Double
        var closest: Double
    }

    func judge(_ humans: [Int]) -> Verdict? {
        let m = n - humans.count
        guard let (s, x) = solve(humans, m) else { return nil }
        var verdict = Verdict(humans: humans, s: s, x: x, worst: -.infinity, gain: -.infinity, closest: .infinity)
        for i in 0..<n {
            let gain: Double
            let scale: Double
            if humans.contains(i) {
                let own = x[i] == 0 ? 0 : x[i] * price(s, m)
                let rivals = humans.reduce(0) { $1 == i ? $0 : $0 + x[$1] }
                gain = userPayoff(rivals, m + 1) - (own - (x[i] == 0 ? 0 : costs[i] * pow(x[i], exponents[i])))
                scale = max(own, income(rivals, m + 1), flatFee)
            } else {
                let best = reply(i, s, m - 1)
                gain = best.payoff - userPayoff(s, m)
                scale = max(best.revenue, income(s, m), flatFee)
            }
            let relative = gain == 0 ? 0 : gain / scale
            verdict.worst = max(verdict.worst, relative)
            verdict.gain = max(verdict.gain, gain)
            verdict.closest = min(verdict.closest, abs(relative))
        }
        return verdict
    }

    /// Every set, by its number in binary.
    func all() -> [Verdict] {
        (0..<1 << n).compactMap { mask in judge((0..<n).filter { mask & (1 << $0) != 0 }) }
    }
}
