import Foundation
import NumericCore

/// All equilibria of a small topic by brute force: grids in the total, in every creator's effort at that total, and in the effort of
/// every deviation. It knows nothing of shares, of folds or of which of several first-order points can be an equilibrium.
struct GridReference: CustomStringConvertible {
    var mu = 1.0
    var strength = 1.0
    var beta: Double
    var gamma: Double
    var licence: (price: Double, decay: Double, outside: Double) = (0, 0, 0)
    /// Of attention to human content alone: a search engine's share, and what a royalty gives back.
    var royalty = 0.0
    var conversation = 1.0
    var isDemandTotal = false
    var costs: [Double]
    var exponents: [Double]
    /// log s of the totals looked at, and of efforts relative to them.
    var range = -25.0...25.0
    var step = 0.04
    /// log of a creator's smallest share looked at, and the step there.
    var shares: (lowest: Double, step: Double) = (-60, 0.1)

    struct Found {
        var total: Double
        var efforts: [Double]
    }

    var description: String { "mu \(mu), strength \(strength), beta \(beta), gamma \(gamma), licence \(licence), royalty \(royalty), conversation \(conversation), total demand \(isDemandTotal), costs \(costs), exponents \(exponents)" }

    /// The same game for the library.
    func contest() throws -> Contest {
        let market = try Market(
            mu: PerTopic(mu), alpha: PerTopic(strength), beta: PerTopic(beta), gamma: PerTopic(gamma), royalty: PerTopic(royalty),
            licence: Market.Licence(
                price: PerTopic(licence.price), decay: PerTopic(licence.decay), outsideData: PerTopic(licence.outside)),
            conversationShare: PerTopic(conversation), demand: isDemandTotal ? .total : .human)
        return try Contest(market: market, costs: .power(coefficients: costs.map { [$0] }, exponents: exponents.map { [$0] }))
    }

    func price(_ s: Double) -> (value: Double, slope: Double) {
        let (market, marketSlope) = isDemandTotal ? totalDemand(s) : humanDemand(s)
        let paid = licence.price > 0 ? licence.price * pow(s + licence.outside, -licence.decay) : 0
        return (market + paid, marketSlope - (licence.price > 0 ? licence.decay * paid / (s + licence.outside) : 0))
    }

    /// mu (Q/D + (1 - Q) s^-gamma), Q = q (1 - tau)
    private func humanDemand(_ s: Double) -> (Double, Double) {
        let shared = conversation * (1 - royalty)
        let (ai, human) = (strength * pow(s, beta), pow(s, gamma))
        let d = ai + human
        let alone = (1 - shared) / human
        return (mu * (shared / d + alone), -mu * (shared / d * ((ai * beta + human * gamma) / d) + gamma * alone) / s)
    }

    /// mu (Q T^-gamma + (1 - Q) T^(1 - gamma)/s), T = s + a s^(1 + beta - gamma)
    private func totalDemand(_ s: Double) -> (Double, Double) {
        let shared = conversation * (1 - royalty)
        let exponent = 1 + beta - gamma
        let genAI = strength * pow(s, exponent)
        let (content, growth) = (s + genAI, 1 + exponent * genAI / s)
        let (first, second) = (shared * pow(content, -gamma), (1 - shared) * pow(content, 1 - gamma) / s)
        return (mu * (first + second), mu * ((-gamma * first + (1 - gamma) * second) * growth / content - second / s))
    }

    func payoff(_ i: Int, _ x: Double, rivals: Double) -> Double {
        x == 0 ? 0 : x * price(rivals + x).value - costs[i] * pow(x, exponents[i])
    }

    /// What creator i could still gain, over revenue.
    func gain(_ i: Int, _ x: Double, rivals: Double) -> Double {
        let own = payoff(i, x, rivals: rivals)
        var (best, place) = (0.0, -Double.infinity)
        for l in stride(from: range.lowerBound - 35, through: range.upperBound + 35, by: 0.02) {
            let value = payoff(i, exp(l), rivals: rivals)
            if value > best { (best, place) = (value, l) }
        }
        if place > -.infinity {
            var (low, high) = (place - 0.02, place + 0.02)
            let golden = (5.0.squareRoot() - 1) / 2
            for _ in 0..<60 {
                let (a, b) = (high - golden * (high - low), low + golden * (high - low))
                if payoff(i, exp(a), rivals: rivals) >= payoff(i, exp(b), rivals: rivals) { high = b } else { low = a }
            }
            best = max(best, payoff(i, exp(0.5 * (low + high)), rivals: rivals))
        }
        let revenue = max(x > 0 ? x * price(rivals + x).value : 0, place > -.infinity ? exp(place) * price(rivals + exp(place)).value : 0)
        return best > own ? (best - own) / max(revenue, 1e-300) : 0
    }

    /// Efforts at a total where the first-order condition holds, in rising order; 0 first where the first bit of effort does not pay.
    func candidates(_ i: Int, at s: Double) -> [Double] {
        let (p, slope) = price(s)
        func marginal(_ l: Double) -> Double {
            let x = exp(l)
            return p + x * slope - costs[i] * exponents[i] * pow(x, exponents[i] - 1)
        }
        var found: [Double] = exponents[i] == 1 && costs[i] >= p ? [0] : []
        let end = log(s) + 0.4
        var (a, at) = (end + shares.lowest, marginal(end + shares.lowest))
        while a < end {
            let b = min(a + shares.step, end)
            let next = marginal(b)
            if (at > 0) != (next > 0) {
                var (low, high) = (a, b)
                for _ in 0..<60 {
                    let middle = 0.5 * (low + high)
                    if (marginal(middle) > 0) == (at > 0) { low = middle } else { high = middle }
                }
                found.append(exp(0.5 * (low + high)))
            }
            (a, at) = (b, next)
        }
        return found
    }

    /// Every way to pick one candidate each.
    private func choices(_ candidates: [[Double]]) -> [[Int]] {
        candidates.reduce([[]]) { partial, next in partial.flatMap { chosen in next.indices.map { chosen + [$0] } } }
    }

    func equilibria(tolerance: Double = 1e-7) -> [Found] {
        var found: [Found] = []
        if costs.indices.allSatisfy({ gain($0, 0, rivals: 0) <= tolerance }) {
            found.append(Found(total: 0, efforts: costs.map { _ in 0 }))
        }
        /// Candidates that appear or leave do so from above: the first ones stay themselves.
        func common(_ all: [[Double]], _ counts: [Int]) -> [[Double]]? {
            zip(all, counts).allSatisfy { $0.count >= $1 } ? zip(all, counts).map { Array($0.prefix($1)) } : nil
        }
        var before: (t: Double, all: [[Double]])?
        for t in stride(from: range.lowerBound, through: range.upperBound, by: step) {
            let all = costs.indices.map { candidates($0, at: exp(t)) }
            if let before {
                let counts = zip(all, before.all).map { min($0.count, $1.count) }
                for choice in choices(common(all, counts)!) {
                    func excess(_ all: [[Double]], _ s: Double) -> Double { choice.indices.reduce(0) { $0 + all[$1][choice[$1]] } / s - 1 }
                    let first = excess(before.all, exp(before.t))
                    guard (first > 0) != (excess(all, exp(t)) > 0) else { continue }
                    var (low, high) = (before.t, t)
                    var efforts: [Double] = []
                    for _ in 0..<50 {
                        let middle = 0.5 * (low + high)
                        guard let inner = common(costs.indices.map { candidates($0, at: exp(middle)) }, counts) else { break }
                        efforts = choice.indices.map { inner[$0][choice[$0]] }
                        if (excess(inner, exp(middle)) > 0) == (first > 0) { low = middle } else { high = middle }
                    }
                    let total = efforts.reduce(0, +)
                    // A jump of a candidate is no root.
                    guard abs(log(total) - low) < 1e-6 else { continue }
                    if costs.indices.allSatisfy({ gain($0, efforts[$0], rivals: total - efforts[$0]) <= tolerance }) {
                        found.append(Found(total: total, efforts: efforts))
                    }
                }
            }
            before = (t, all)
        }
        return found
    }
}
