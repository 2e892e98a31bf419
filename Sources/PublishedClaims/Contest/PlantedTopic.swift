import NumericCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A contest of one topic of which the equilibrium is drawn first: shares z_i of a total s, then the costs that make them the
/// equilibrium, c_i = P (1 - e z_i) / (rho (z_i s)^(rho-1)). So any share of the largest creator can be had.
struct PlantedTopic: Sendable {
    let draw: TopicDraw
    /// z_i, the largest first.
    let shares: [Double]
    let total: Double

    /// - Parameter largest: the share of the first creator; the others, `rivals` of them, divide the rest at weights from 1/2 to 1.
    init(_ instance: ClaimInstance, largest: Double, rivals: Int, rhos: [Double]) throws {
        let gamma = instance.uniform(.demand, in: 0.2...1)
        let beta = instance.uniform(.scaling, in: 0...gamma)
        let (mu, alpha) = (instance.logUniform(.attention, in: 0.1...1e4), instance.logUniform(.efficiency, in: 0.01...10))
        let rho = instance.pick(.exponent, from: rhos)
        let weights = (0..<rivals).map { instance.uniform(.weight, in: 0.5...1, at: $0) }
        let sum = weights.reduce(0, +)
        shares = [largest] + weights.map { (1 - largest) * $0 / sum }
        total = instance.logUniform(.total, in: 0.1...100)
        var planted = TopicDraw(mu: mu, alpha: alpha, beta: beta, gamma: gamma, costs: shares.map { _ in 1 }, rho: rho)
        let topic = try planted.contest().topic(0)
        let (price, e) = (topic.price(at: total).value, topic.elasticity(at: total).e)
        let s = total
        planted.costs = shares.map { price * (1 - e * $0) / (rho * pow($0 * s, rho - 1)) }
        draw = planted
    }

    /// c of an entrant who at the planted total would have this share: P (1 - e z) / (rho (z s)^(rho-1)).
    func cost(ofShare share: Double) throws -> Double {
        let topic = try draw.contest().topic(0)
        let e = topic.elasticity(at: total).e
        return topic.price(at: total).value * (1 - e * share) / (draw.rho * pow(share * total, draw.rho - 1))
    }
}
