import Foundation
import NumericCore

/// Seeded random contests whose topics touch: any mix of similarity, total effort and capacities, dense or sparse cells.
public struct CoupledGames {
    /// What joins a contest's topics.
    public struct Parts: OptionSet, Sendable {
        public let rawValue: Int
        public init(rawValue: Int) { self.rawValue = rawValue }
        public static let similarity = Parts(rawValue: 1)
        public static let totalEffort = Parts(rawValue: 2)
        public static let capacity = Parts(rawValue: 4)
    }

    public var creators = 2...7
    public var topics = 2...5
    /// Of a cell, a topic or the game.
    public var exponents: [Double] = [1, 1.2, 1.5, 2, 3]
    public var totalEffortExponents: [Double] = [1, 1.5, 2, 3]
    public var ineligible = 0.3
    /// Whether the game may have topics without attention and without GenAI.
    public var hasEmptyTopics = true

    public init() {}

    /// The contest of a seed with these parts and no others.
    public func contest(_ parts: Parts, seed: UInt64) throws -> Contest {
        var draws = Draws(seed: seed)
        let (n, count) = (draws.integer(creators), draws.integer(topics))
        let isSparse = draws.chance(0.4)
        let pattern = draws.integer(0...2)
        let common = draws.pick(exponents)
        var (mu, alpha, beta, gamma): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
        var coefficients: [[Double?]] = Array(repeating: [], count: n)
        var rhos: [[Double]] = Array(repeating: [], count: n)
        for k in 0..<count {
            let ofTopic = draws.pick(exponents)
            mu.append(hasEmptyTopics && k > 0 && draws.chance(0.1) ? 0 : draws.logUniform(3...300))
            alpha.append(hasEmptyTopics && draws.chance(0.15) ? 0 : draws.uniform(0.2...2))
            gamma.append(draws.pick([1, 0.8, 0.5]))
            beta.append(gamma[k] * draws.uniform(0.1...0.9))
            for i in 0..<n {
                // Two creators everywhere: one alone need not have a best reply.
                coefficients[i].append(isSparse && i > 1 && draws.chance(ineligible) ? nil : draws.logUniform(0.2...3))
                rhos[i].append(pattern == 0 ? common : pattern == 1 ? ofTopic : draws.pick(exponents))
            }
        }
        let market = try Market(mu: PerTopic(mu), alpha: PerTopic(alpha), beta: PerTopic(beta), gamma: PerTopic(gamma))
        let competition: Competition = draws.chance(0.1) ? .humanOnly : .exclusive
        let apart = try Contest(market: market, costs: .power(coefficients: coefficients, exponents: rhos), competition: competition)
        let coupling = parts.contains(.similarity)
            ? try CouplingCost(matrix: Self.similarity(count, &draws), weights: PerCreator((0..<n).map { _ in draws.uniform(0.1...1) })) : nil
        let total = parts.contains(.totalEffort)
            ? try TotalEffortCost(
                scale: PerCreator((0..<n).map { _ in draws.logUniform(0.05...1) }), exponent: draws.pick(totalEffortExponents),
                weights: PerTopic((0..<count).map { _ in draws.uniform(0.5...2) })) : nil
        var contest = try apart.with(coupling: coupling, totalEffort: total, capacity: nil)
        guard parts.contains(.capacity) else { return contest }
        let weights = (0..<count).map { _ in draws.uniform(0.5...2) }
        let free = try solve(contest).efforts
        let limits = (0..<n).map { i -> Double in
            let use = (0..<count).reduce(0) { $0 + weights[$1] * free[creator: i, topic: $1] }
            return draws.chance(0.2) ? .infinity : max(use, 1e-3) * draws.pick([0.3, 0.7, 1.6])
        }
        contest = try contest.with(
            coupling: coupling, totalEffort: total, capacity: Capacity(limits: PerCreator(limits), weights: PerTopic(weights)))
        return contest
    }

    /// A positive definite matrix with a diagonal of about 1 and entries of both signs.
    private static func similarity(_ count: Int, _ draws: inout Draws) -> [[Double]] {
        let factor = (0..<count).map { _ in (0..<count).map { _ in draws.uniform(-0.5...0.5) } }
        return (0..<count).map { k in
            (0..<count).map { l in
                zip(factor[k], factor[l]).reduce(k == l ? 0.5 : 0) { $0 + $1.0 * $1.1 }
            }
        }
    }
}
