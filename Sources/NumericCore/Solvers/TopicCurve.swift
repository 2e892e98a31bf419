import CKernels
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A topic's price as a function of t = log s, all in logarithms: the solver's own form of ``TopicMarket``.
package struct TopicCurve: Sendable {
    let market: TopicMarket
    private let logMu: Double
    private let logStrength: Double
    private let variant: VariantCurve?

    package init(_ market: TopicMarket) {
        self.market = market
        logMu = log(market.mu)
        logStrength = log(market.strength)
        variant = market.variant.map { VariantCurve(market, $0) }
    }

    /// log P, e, 1 - e (both sums of terms of one sign) and de/dt at t.
    struct Value {
        var logPrice: Double
        var elasticity: Double
        var complement: Double
        var elasticitySlope: Double
    }

    func callAsFunction(_ t: Double) -> Value {
        if let variant {
            let (term, logScale) = variant.term(t)
            return Value(
                logPrice: logScale + log(term.size), elasticity: term.elasticity, complement: term.complement,
                elasticitySlope: term.elasticitySlope)
        }
        let beta = market.beta
        let gamma = market.gamma
        guard market.strength > 0 else {
            return Value(logPrice: logMu - gamma * t, elasticity: gamma, complement: 1 - gamma, elasticitySlope: 0)
        }
        let (lead, small, weight, rest) = weights(t)
        let logD = (lead > 0 ? logStrength + beta * t : gamma * t) + log1p(small)
        return Value(
            logPrice: logMu - logD,
            elasticity: weight * beta + rest * gamma,
            complement: weight * (1 - beta) + rest * (1 - gamma),
            elasticitySlope: weight * rest * (gamma - beta) * (gamma - beta))
    }

    /// The step in t over which log P changes by `change`, to full relative accuracy however small it is: the root of
    /// log(w e^(beta step) + (1 - w) e^(gamma step)) = -change, with w GenAI's weight in D at t.
    func step(from t: Double, changingLogPriceBy change: Double) -> Double {
        if let variant { return variant.step(from: t, changingLogPriceBy: change) }
        let (_, _, weight, rest) = market.strength > 0 ? weights(t) : (0, 0, 0, 1)
        var step = -change / (weight * market.beta + rest * market.gamma)
        for _ in 0..<8 {
            let genAI = weight * expm1(market.beta * step)
            let human = rest * expm1(market.gamma * step)
            let slope = (market.beta * (weight + genAI) + market.gamma * (rest + human)) / (1 + genAI + human)
            let correction = (log1p(genAI + human) + change) / slope
            step -= correction
            if abs(correction) <= 1e-15 * abs(step) { break }
        }
        return step
    }

    /// log of GenAI's term over the human one, e^-|that|, and the two terms' parts of D.
    private func weights(_ t: Double) -> (lead: Double, small: Double, genAI: Double, human: Double) {
        let lead = logStrength + (market.beta - market.gamma) * t
        let small = exp(-abs(lead))
        let minor = small / (1 + small)
        let major = 1 / (1 + small)
        return (lead, small, lead > 0 ? major : minor, lead > 0 ? minor : major)
    }
}

/// A trial total, log s = t + shift. The shift holds steps below the resolution of t, so that near-linear costs, whose
/// shares move by 1/(rho - 1) times the step, can still be solved to full accuracy.
package struct TrialTotal: Sendable, Equatable {
    var t: Double
    var shift = 0.0

    /// log s, nothing in the shift.
    package init(t: Double) { self.t = t }

    /// Steps this small go into the shift; the curve is then moved to first order (error below step^2).
    private static let smallStep = 0x1p-30

    mutating func move(by step: Double) {
        if abs(step) < Self.smallStep && abs(shift + step) < Self.smallStep {
            shift += step
        } else {
            t += shift + step
            shift = 0
        }
    }

    /// What the kernels need, and 1 - e.
    package func point(on curve: TopicCurve) -> (point: nb_topic_point, complement: Double) {
        let value = curve(t)
        // Where GenAI's term is everything and beta = 0, e falls below the double range though it is never 0; its inverse
        // must stay finite for a share of 0 to stay 0.
        let least = curve.market.hasConstantPrice ? 0 : 0x1p-1000
        let e = max(value.elasticity + value.elasticitySlope * shift, least)
        let unshifted = exp(t)
        let total = unshifted * (1 + shift)
        // Where it is a normal number the price comes from powers, good to a few ULP; its logarithm is good to eps |log P|.
        let range = 0x1p-500...0x1p500
        let direct = range.contains(unshifted) ? curve.market.price(at: unshifted).value : 0
        let isModerate = range.contains(direct)
        let price = isModerate ? direct * (1 - value.elasticity * shift) : exp(value.logPrice - value.elasticity * shift)
        let point = nb_topic_point(
            log_price: value.logPrice,
            log_price_shift: -value.elasticity * shift,
            log_total: t,
            log_total_shift: shift,
            elasticity: e,
            log_elasticity: e > 0 ? log(e) : -1e300,
            inverse_elasticity: e > 0 ? 1 / e : 0,
            elasticity_rate: e > 0 ? value.elasticitySlope / e : 0,
            total: total,
            inverse_total: 1 / total,
            elasticity_over_total: e / total,
            inverse_price_before_shift: isModerate ? 1 / direct : 0,
            anchor: 0,
            inverse_price: 1 / price,
            twice_inverse_price: 2 / price,
            moderate: isModerate ? 1 : 0)
        return (point, value.complement - value.elasticitySlope * shift)
    }
}
