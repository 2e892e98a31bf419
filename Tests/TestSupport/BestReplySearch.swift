import Foundation

/// The best reply of one creator in one topic by brute force: a fine grid in log effort, then golden sections.
public enum BestReplySearch {
    /// The largest payoff y P(others + y) - c y^rho over y >= 0, where it is attained, and gross revenue there.
    public static func best(
        game: PlainGame, topic k: Int, creator: Int, others: Wide
    ) -> (payoff: Wide, effort: Wide, revenue: Wide) {
        let c = Wide(game.coefficients[creator][k]!)
        let rho = Wide(game.exponents[creator][k])
        func revenue(_ effort: Wide) -> Wide {
            effort == 0 ? 0 : effort * game.price(k, at: others + effort).value
        }
        func payoff(_ effort: Wide) -> Wide { revenue(effort) - c * pow(effort, rho) }
        var bestLog: Wide = -250
        let step: Wide = 0.25
        for place in stride(from: Wide(-250), through: 100, by: step) where payoff(exp(place)) > payoff(exp(bestLog)) {
            bestLog = place
        }
        var low = bestLog - step
        var high = bestLog + step
        let golden = (sqrt(Wide(5)) - 1) / 2
        for _ in 0..<80 {
            let left = high - golden * (high - low)
            let right = low + golden * (high - low)
            if payoff(exp(left)) >= payoff(exp(right)) { high = right } else { low = left }
        }
        let effort = exp((low + high) / 2)
        return payoff(effort) > 0 ? (payoff(effort), effort, revenue(effort)) : (0, 0, 0)
    }

    /// What a creator earns and takes in at a profile (n rows of K efforts).
    public static func own(game: PlainGame, creator: Int, efforts: [[Double]]) -> (payoff: Wide, revenue: Wide) {
        var payoff: Wide = 0
        var revenue: Wide = 0
        for k in 0..<game.topics where efforts[creator][k] > 0 {
            let total = efforts.reduce(Wide(0)) { $0 + Wide($1[k]) }
            let effort = Wide(efforts[creator][k])
            let income = effort * game.price(k, at: total).value
            revenue += income
            payoff += income - Wide(game.coefficients[creator][k]!) * pow(effort, Wide(game.exponents[creator][k]))
        }
        return (payoff, revenue)
    }

    /// The largest gain of any creator from its best unilateral replies, and the largest relative one.
    public static func exploitability(game: PlainGame, efforts: [[Double]]) -> (absolute: Wide, relative: Wide) {
        var absolute: Wide = 0
        var relative: Wide = 0
        for i in 0..<game.creators {
            let now = own(game: game, creator: i, efforts: efforts)
            var bestPayoff: Wide = 0
            var bestRevenue: Wide = 0
            for k in 0..<game.topics where game.coefficients[i][k] != nil && game.mu[k] > 0 {
                let others = efforts.enumerated().reduce(Wide(0)) { $1.offset == i ? $0 : $0 + Wide($1.element[k]) }
                let reply = best(game: game, topic: k, creator: i, others: others)
                bestPayoff += reply.payoff
                bestRevenue += reply.revenue
            }
            let gain = max(0, bestPayoff - now.payoff)
            absolute = max(absolute, gain)
            let scale = max(now.revenue, bestRevenue)
            if scale > 0 { relative = max(relative, gain / scale) }
        }
        return (absolute, relative)
    }
}
