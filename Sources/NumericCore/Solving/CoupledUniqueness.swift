/// Uniqueness that theory gives where topics are coupled (derived here).
///
/// An equilibrium solves the variational inequality of the map -g over the product of the creators' convex sets
/// {x_i >= 0, a'x_i <= B_i}; a strictly monotone map has at most one solution. Where topics are monotone
/// (``TopicMarket/isMonotone``) the revenue part of -g is, and so are the gradients of convex costs. It is strictly monotone where one of these holds
/// - in a topic: all costs strictly convex (rho > 1), since they add c (x^rho)';
/// - in a topic: the price falls and s P is not linear in s. In shares z = x/s the symmetric part of the topic's Jacobian is
///   (eP/s) (I + 11' - (p/2)(z1' + 1z')), p = 1 + e - (de/dlog s)/e, |p| < 2 but for single totals, and |z| <= 1: positive
///   definite. With p = 2 everywhere (e = 1) it is singular only where one creator is alone, which no equilibrium has
///   while its marginal cost is positive: where no entry of Q in the topic's row is negative and the price ends at 0;
/// - everywhere: Q positive definite and every w_i > 0.
///
/// Nothing is claimed where a topic is not monotone, nor where a single creator can be active in a topic with e(0+) = 1: its payoff jumps
/// at 0, and there may be no best reply.
func coupledUniquenessClaim(_ contest: Contest) -> (Certificate.Uniqueness, String) {
    let isDefinite = contest.coupling.map { coupling in
        // Eigenvalues are known to rounding of the largest.
        coupling.eigenvalues[0] > 1e-10 * coupling.eigenvalues[coupling.topics - 1] && coupling.weights.values.allSatisfy { $0 > 0 }
    } ?? false
    for k in 0..<contest.topics where contest.pays(k) {
        let market = contest.topic(k)
        let cells = contest.layout.range(ofTopic: k)
        if !market.isMonotone { return (.notClaimed, "topic \(k): \(market.obstacle), several equilibria are possible") }
        if market.elasticityAtZero == 1, !cells.isEmpty {
            let able = cells.lazy.filter { (contest.capacity?.limits[contest.layout.creator(ofCell: $0, topic: k)] ?? .infinity) > 0 }
            if able.prefix(2).count == 1 {
                return (.notClaimed, "topic \(k): its only creator's payoff jumps at 0 (e = 1 at s = 0), so that a best reply need not exist")
            }
        }
        guard !isDefinite, cells.contains(where: { contest.costs.exponent(ofCell: $0, topic: k) == 1 }) else { continue }
        if market.hasConstantPrice { return (.notClaimed, "topic \(k): a price that never falls (gamma = 0) with linear costs") }
        guard market.hasLinearRevenue else { continue }
        if market.limits.priceAtInfinity > 0 {
            return (.notClaimed, "topic \(k): linear costs, and a lone creator's marginal revenue never falls")
        }
        if let coupling = contest.coupling, (0..<contest.topics).contains(where: { coupling.matrix[k * contest.topics + $0] < 0 }) {
            return (.notClaimed, "topic \(k): linear costs, e = 1 at every total, and another topic that lowers its cost")
        }
    }
    return isDefinite
        ? (.proved, "\(monotonicity(contest)) and strictly convex costs (similarity is positive definite for everyone)")
        : (.proved, "convex costs and limits, \(monotonicity(contest)), and in every topic a falling price or strictly convex costs")
}
