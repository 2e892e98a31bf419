import NumericCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A contest of one topic as its numbers, so that a claim can change one and solve again.
struct TopicDraw: Sendable {
    var mu: Double
    /// 0: the same game as without GenAI.
    var alpha: Double
    var beta: Double
    var gamma: Double
    /// c_i of each creator.
    var costs: [Double]
    /// rho_i of each creator.
    var exponents: [Double]

    /// Market and costs over the domain where the game is monotone, 0 <= beta <= gamma <= 1: the number of creators from 2 to 60 and
    /// mu from 0.1 to 10^4, costs within a factor of 100, logarithms uniform; gamma from 0.2 to 1; rho one of 1.1, 1.5, 2 and 3.
    /// - Parameter creators: nil: drawn.
    init(_ instance: ClaimInstance, creators: Int? = nil, rho: Double? = nil, alpha: Double? = nil, mu: Double? = nil) {
        let n = creators ?? Int(instance.logUniform(.creators, in: 2...60.999))
        self.mu = mu ?? instance.logUniform(.attention, in: 0.1...1e4)
        self.alpha = alpha ?? instance.logUniform(.efficiency, in: 0.05...10)
        gamma = instance.uniform(.demand, in: 0.2...1)
        beta = instance.uniform(.scaling, in: 0...gamma)
        costs = (0..<n).map { instance.logUniform(.cost, in: 0.1...10, at: $0) }
        exponents = [Double](repeating: rho ?? instance.pick(.exponent, from: [1.1, 1.5, 2, 3]), count: n)
    }

    init(mu: Double, alpha: Double, beta: Double, gamma: Double, costs: [Double], rho: Double) {
        (self.mu, self.alpha, self.beta, self.gamma, self.costs) = (mu, alpha, beta, gamma, costs)
        exponents = [Double](repeating: rho, count: costs.count)
    }

    /// The exponent that all share; the first where they do not.
    var rho: Double { exponents.first ?? 1 }

    func contest(_ competition: Competition = .exclusive, terms: InclusiveTerms = InclusiveTerms()) throws -> Contest {
        let isShared = exponents.allSatisfy { $0 == exponents.first }
        let costs = try isShared
            ? PowerCost.power(coefficients: costs.map { [$0] }, exponent: rho)
            : PowerCost.power(coefficients: costs.map { [$0] }, exponents: exponents.map { [$0] })
        return try Contest(
            market: Market(mu: PerTopic(mu), alpha: PerTopic(alpha), beta: PerTopic(beta), gamma: PerTopic(gamma)), costs: costs,
            competition: competition, inclusiveTerms: terms)
    }

    /// log of ||1/c||_p with p = 1/(rho - 1), rho > 1, by its largest term.
    var logNorm: Double {
        let logs = costs.map { -log($0) }
        let largest = logs.max() ?? 0
        return largest + (rho - 1) * log(logs.reduce(0) { $0 + exp(($1 - largest) / (rho - 1)) })
    }
}

extension Equilibrium {
    /// x_i / s of a topic's largest creator.
    func largestShare(topic: Int = 0) -> Double {
        (0..<efforts.layout.creators).map { efforts[creator: $0, topic: topic] / totals[topic] }.max() ?? 0
    }

    /// x_i in a topic, n values.
    func efforts(topic: Int) -> [Double] { (0..<efforts.layout.creators).map { efforts[creator: $0, topic: topic] } }
}
