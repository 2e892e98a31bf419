/// What can be said of a topic before any iteration: no attention, nobody there, no best reply, or a corner at zero.
enum TopicExistence {
    /// The total is positive and the solver finds it.
    case interior
    /// Every effort is 0.
    case idle
    /// There is no equilibrium, and why.
    case none(String)

    /// Derived here from the limits of P and e at s = 0:
    /// - a single eligible creator with e(0+) = 1 whose marginal payoff is not positive at 0 earns more the less it does, up to the
    ///   limit of s P (mu in the classic contest), never attained;
    /// - a constant price (beta = gamma = 0) against a linear cost c: unbounded if c < P, any effort if c = P, 0 if c > P;
    /// - a price that falls to P(inf) > 0 against a linear cost c <= P(inf): more effort always pays;
    /// - a finite price at 0 no higher than every linear cost: everybody is priced out.
    /// - Complexity: O(1), O(cells) only where P(0) is finite or P(inf) > 0.
    init(_ market: TopicMarket, costs: PowerCost, topic: Int) {
        let cells = costs.layout.range(ofTopic: topic)
        guard market.pays, !cells.isEmpty else {
            self = .idle
            return
        }
        let limits = market.limits
        let (limit, floor) = (limits.price, limits.priceAtInfinity)
        if limit.isFinite || floor > 0 {
            let isConstant = market.hasConstantPrice
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
            } else if floor > 0 && cheapest <= floor {
                self = .none("topic \(topic): the price stays above \(floor) at every total and a linear cost of \(cheapest) is not, so more effort always pays")
            } else if limit.isFinite {
                self = hasPower || cheapest < limit ? .interior : .idle
            } else {
                self = Self.ofInfinitePrice(limits, costs, topic, cells)
            }
            return
        }
        self = Self.ofInfinitePrice(limits, costs, topic, cells)
    }

    private static func ofInfinitePrice(
        _ limits: PriceLimits, _ costs: PowerCost, _ topic: Int, _ cells: Range<Int>
    ) -> TopicExistence {
        guard cells.count == 1, limits.elasticity == 1 else { return .interior }
        let first = cells.lowerBound
        let cost = costs.exponent(ofCell: first, topic: topic) == 1 ? costs.coefficients[first] : 0
        if limits.marginalRevenue <= cost {
            return .none("topic \(topic): its only eligible creator earns more the less it does (e = 1 at s = 0); the supremum is not attained")
        }
        return .interior
    }
}
