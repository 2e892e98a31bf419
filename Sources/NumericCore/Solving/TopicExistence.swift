/// What can be said of a topic before any iteration: no attention, nobody there, no best reply, or a corner at zero.
enum TopicExistence {
    /// The total is positive and the solver finds it.
    case interior
    /// Every effort is 0.
    case idle
    /// There is no equilibrium, and why.
    case none(String)

    /// Derived here from the limits of P and e at s = 0:
    /// - a single eligible creator with e(0+) = 1 earns more the less it does, up to mu, never attained;
    /// - a constant price (beta = gamma = 0) against a linear cost c: unbounded if c < P, any effort if c = P, 0 if c > P;
    /// - a finite price at 0 no higher than every linear cost: everybody is priced out.
    /// - Complexity: O(1), O(cells) only where P(0) is finite.
    init(_ market: TopicMarket, costs: PowerCost, topic: Int) {
        let cells = costs.layout.range(ofTopic: topic)
        guard market.mu > 0, !cells.isEmpty else {
            self = .idle
            return
        }
        let limit = market.priceAtZero
        if limit.isFinite {
            let isConstant = market.gamma == 0
            var hasPower = false
            var cheapest = Double.infinity
            for cell in cells {
                if costs.exponent(ofCell: cell, topic: topic) == 1 {
                    cheapest = min(cheapest, costs.coefficients[cell])
                } else {
                    hasPower = true
                }
            }
            if isConstant && cheapest < limit {
                self = .none("topic \(topic): the price is \(limit) at every total (beta = gamma = 0) and a linear cost of \(cheapest) is below it, so a best reply is unbounded")
            } else if isConstant && cheapest == limit {
                self = .none("topic \(topic): the price is \(limit) at every total (beta = gamma = 0) and equals a linear cost, so a continuum of efforts is optimal and no total is determined")
            } else {
                self = hasPower || cheapest < limit ? .interior : .idle
            }
            return
        }
        if cells.count == 1 && market.elasticityAtZero == 1 {
            self = .none("topic \(topic): its only eligible creator earns more the less it does (e = 1 at s = 0); the supremum is not attained")
            return
        }
        self = .interior
    }
}
