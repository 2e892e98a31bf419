/// Stages 2 and 3 at one policy, in the units in which mu = outside = 1: who adopts, and what capability there is then, at every X.
///
/// Write H = 1 + X for what stands against followers, T = 1 + Z X with Z = sigma o for their productivity, h = H/T, S = 1 + s, and
/// a_i = c_i / (1 - tau_o). With the m cheapest in, each reply solves a concave problem, and their sum gives S = T u with
///
///     A_m u^2 - (m - 1) u - h = 0      u = [ (m - 1) + R ] / (2 A_m)      R = sqrt( (m - 1)^2 + 4 A_m h )
///
/// where A_m = a_1 + .. + a_m. Shares x_i / S = 1 - a_i u; profits (1 - tau_o) (x_i / S)^2 - pF. The m-th enters while that is
/// positive, which depends on X through h alone: h < h_m. h runs from 1 at X = 0 towards 1/Z, so that X(h) = (1 - h) / (Z h - 1).
///
/// Derived here; the contest is the exclusive one of `NumericCore` with alpha = 1 + X, mu = 1 - tau_o and costs c_i / T.
struct FollowerStage {
    let ladder: FollowerLadder
    /// 1 - tau_o.
    let kept: Double
    /// pF / mu.
    let fee: Double
    /// Z = sigma o.
    let reuse: Double
    /// h_1 >= h_2 >= ..., those that some X reaches from below or beyond: h_m > min(1, 1/Z).
    let thresholds: [Double]

    init(_ game: OpennessGame, _ policy: OpennessPolicy) {
        let tariff = OpennessTariff(game, policy)
        ladder = game.ladder
        kept = 1 - tariff.royalty
        fee = policy.hasFreeTrial ? 0 : game.unitFee * (1 - game.feeErosion * policy.openness)
        reuse = game.spillover * policy.openness
        // A follower breaks even at the share rho of sales.
        let rho = (fee / kept).squareRoot()
        let least = min(1, 1 / reuse)
        var thresholds: [Double] = []
        for (index, room) in ladder.rooms.enumerated() {
            let entry = (1 - rho) * kept / ladder.costs[index] * (room - rho * (room + Double(index)))
            guard rho < 1, entry > least else { break }
            thresholds.append(min(entry, thresholds.last ?? entry))
        }
        self.thresholds = thresholds
    }

    /// Followers who adopt where the leader stays away: X = 0, h = 1.
    var alone: Int { thresholds.prefix { $0 > 1 }.count }

    /// The X at which h is this; infinite where no X reaches it.
    func effort(at h: Double) -> Double {
        let slope = (-1.0).addingProduct(reuse, h)
        let effort = (1 - h) / slope
        return effort >= 0 ? effort : .infinity
    }

    /// What stands at X with the m cheapest followers in.
    func response(followers m: Int, effort x: Double) -> Response {
        let productivity = 1.0.addingProduct(reuse, x)
        guard m > 0 else { return Response(total: 1 + x, slope: 1, marginalShare: 1, curvature: 0, perProductivity: 0, productivity: productivity) }
        let h = (1 + x) / productivity
        let (n, a) = (Double(m - 1), ladder.sums[m] / kept)
        let root = (n * n + 4 * a * h).squareRoot()
        let u = (n + root) / (2 * a)
        let steepness = abs(reuse - 1) / (root * productivity)
        return Response(
            total: productivity * u,
            slope: (n * reuse + (n * n * reuse + 2 * a * (1 + h * reuse)) / root) / (2 * a),
            marginalShare: (n + (n * n + 2 * a * (1 + h)) / root) / (2 * a),
            curvature: 2 * a * steepness * (steepness / root / productivity), perProductivity: u, productivity: productivity)
    }

    /// S and what the leader's first-order condition is made of; every term is positive, so that nothing cancels.
    struct Response {
        /// S = 1 + s.
        let total: Double
        /// S' = dS/dX.
        let slope: Double
        /// S - X S'.
        let marginalShare: Double
        /// -S'' = 2 A_m (Z - 1)^2 / (R T)^3 >= 0: S is concave, and d(S - X S')/dX = -X S''.
        let curvature: Double
        /// u = S / T; 0 without followers.
        let perProductivity: Double
        /// T.
        let productivity: Double
    }
}
