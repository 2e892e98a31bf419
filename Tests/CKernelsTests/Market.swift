import CKernels
import Foundation

/// P(s) = mu / (a s^beta + s^gamma) in wide numbers, with what the kernels are told about it.
struct Market {
    let mu, a, beta, gamma: Double

    /// A market where every payoff is concave: 0 <= beta <= gamma <= 1.
    static func random(_ draw: inout Draw, scale: Double = 1) -> Market {
        let gamma = draw.uniform(0.2, 1)
        return Market(
            mu: scale * draw.logUniform(0.1, 100), a: draw.uniform(0, 2), beta: draw.uniform(0, gamma), gamma: gamma)
    }

    /// log P at log s.
    func logPrice(_ logTotal: Wide) -> Wide {
        log(Wide(mu)) - log(Wide(a) * exp(Wide(beta) * logTotal) + exp(Wide(gamma) * logTotal))
    }

    /// e = -dlog P/dlog s and (de/dlog s)/e at log s.
    func elasticity(_ logTotal: Wide) -> (e: Wide, rate: Wide) {
        let machine = Wide(a) * exp(Wide(beta) * logTotal), human = exp(Wide(gamma) * logTotal)
        let w = machine / (machine + human)
        let e = w * Wide(beta) + (1 - w) * Wide(gamma)
        let spread = Wide(gamma) - Wide(beta)
        return (e, w * (1 - w) * spread * spread / e)
    }

    func problem(_ logTotal: Wide) -> ShareProblem {
        var problem = ShareProblem(logPrice: 0, logTotal: 0, elasticity: 0, rate: 0)
        (problem.logPrice, problem.logTotal) = (logPrice(logTotal), logTotal)
        (problem.elasticity, problem.rate) = elasticity(logTotal)
        return problem
    }

    /// P, P' and P'' at s.
    func price(at s: Wide) -> (value: Wide, slope: Wide, curvature: Wide) {
        let p = exp(logPrice(log(s))), (e, rate) = elasticity(log(s))
        return (p, -p * e / s, p * e * (e + 1 - rate) / s / s)
    }

    func kernelPrice(at s: Wide) -> nb_price {
        let p = price(at: s)
        return nb_price(price: Double(p.value), slope: Double(p.slope), curvature: Double(p.curvature))
    }
}

/// One creator against the rest of a topic: payoff u(y) = y P(rivals + y) - c y^rho, concave in y.
struct Deviation {
    let market: Market
    let rivals: Wide
    let cost, rho: Double

    func payoff(_ y: Wide) -> Wide {
        y == 0 ? 0 : y * market.price(at: rivals + y).value - Wide(cost) * pow(y, Wide(rho))
    }

    func marginal(_ y: Wide) -> Wide {
        let p = market.price(at: rivals + y)
        return p.value + y * p.slope - Wide(cost) * Wide(rho) * pow(y, Wide(rho) - 1)
    }

    /// The largest payoff, by bisection of the marginal payoff in log y between two guesses far apart.
    func best(between low: Double, and high: Double) -> Wide {
        var low = log(Wide(low)), high = log(Wide(high))
        for _ in 0..<90 {
            let middle = (low + high) / 2
            if marginal(exp(middle)) > 0 { low = middle } else { high = middle }
        }
        return max(0, payoff(exp(low)))
    }
}
