/// Stage 1: the leader's X on each piece on which the same followers adopt, and the best of the pieces.
///
/// On a piece the leader maximises V = (1 - tau_o) X / S - k X, an integrated firm V + tau_o (1 - 1/S) + m pF. Both are strictly
/// concave, and with N = (1 - tau_o)(S - X S') [ + tau_o S' ] the derivative N / S^2 - k has the sign of
///
///     sqrt(N / k) - S
///
/// which is nearly straight in X. Pieces are closed: a follower at its threshold does what suits the leader.
struct LeaderStage {
    let followers: FollowerStage
    /// k, in the units in which mu = outside = 1.
    let cost: Double
    /// tau_o where developer and leader are one firm, otherwise 0: what a unit of sales brings besides.
    let sales: Double
    let isIntegrated: Bool

    init(_ followers: FollowerStage, game: OpennessGame, isIntegrated: Bool) {
        self.followers = followers
        cost = game.unitCost
        sales = isIntegrated ? 1 - followers.kept : 0
        self.isIntegrated = isIntegrated
    }

    /// Whether a follower's fee is part of what X is chosen for.
    private var earnsFees: Bool { isIntegrated && followers.fee > 0 }

    /// An X with the followers that go with it.
    struct Choice {
        let followers: Int
        let effort: Double
        /// What X was chosen for, before the leader's own access fee.
        let value: Double
        let regime: OpennessRegime
    }

    /// The X of a leader whom no follower could ever join.
    var monopolyEffort: Double { max(0, ((followers.kept + sales) / cost).squareRoot() - 1) }

    /// The best piece, and by how much it is better than the best at another X; infinite where there is none.
    /// - Complexity: O(pieces), which are at most 1 + min(N, 1/rho).
    func best() -> (choice: Choice, gap: Double) {
        var best: Choice?
        var next = -Double.infinity
        for m in 0...followers.thresholds.count {
            guard let found = bestOfPiece(m) else { continue }
            guard let leading = best else { best = found; continue }
            if found.effort == leading.effort {
                // One follower more at the same X only takes sales, unless its fee is the firm's.
                if earnsFees, found.value > leading.value { best = found }
            } else if found.value >= leading.value { // a tie: the leader accommodates
                next = leading.value
                best = found
            } else {
                next = max(next, found.value)
            }
        }
        // The piece that holds X = 0 is never empty.
        let choice = best ?? Choice(followers: 0, effort: 0, value: 0, regime: .blockaded)
        return (choice, choice.value - next)
    }

    /// The best X of the piece with m followers; nil where no X in [0, 1/k] has them, or one follower fewer is as good at that X.
    func bestOfPiece(_ m: Int) -> Choice? {
        let (thresholds, cap) = (followers.thresholds, 1 / cost)
        let entry = m < thresholds.count ? thresholds[m] : nil // where one more comes in
        let exit = m > 0 ? thresholds[m - 1] : nil // where the last one goes
        var (low, high) = (0.0, cap)
        // Whether an end of the piece is a threshold, rather than the end of all X.
        var (lowIsEntry, lowIsExit, highIsEntry, highIsExit) = (false, false, false, false)
        if followers.reuse > 1 {
            if let entry {
                guard entry <= 1 else { return nil }
                let effort = followers.effort(at: entry)
                (high, highIsEntry) = (min(effort, cap), effort <= cap)
            }
            if let exit, exit < 1 { (low, lowIsExit) = (followers.effort(at: exit), true) }
        } else if followers.reuse < 1 {
            if let exit {
                let effort = followers.effort(at: exit)
                (high, highIsExit) = (min(effort, cap), effort <= cap)
            }
            if let entry { (low, lowIsEntry) = (followers.effort(at: entry), true) }
        } else if entry != nil {
            return nil // h = 1 at every X: all who can come in are in
        }
        guard low <= high, low <= cap else { return nil }
        let effort = bestEffort(m, low, high)
        let atExit = effort == low && lowIsExit || effort == high && highIsExit
        let regime: OpennessRegime =
            if effort == high, highIsEntry, slope(m, high) >= 0 { .limited }
            else if effort == low, lowIsEntry, slope(m, low) <= 0 { .expanded }
            else if atExit { .inviting }
            else { m == 0 ? .blockaded : .accommodated }
        // Where the last follower is just in, the same X without it is never worse, unless its fee is the firm's.
        if regime == .inviting, !earnsFees { return nil }
        return Choice(followers: m, effort: effort, value: value(m, effort), regime: regime)
    }

    /// V at X, and for an integrated firm all that it earns.
    func value(_ m: Int, _ x: Double) -> Double {
        let total = followers.response(followers: m, effort: x).total
        let own = x * (followers.kept / total - cost)
        return isIntegrated ? own + sales * (1 - 1 / total) + Double(m) * followers.fee : own
    }

    /// sqrt(N/k) - S, of the sign of V'.
    private func slope(_ m: Int, _ x: Double) -> Double { condition(m, x).slope }

    private func condition(_ m: Int, _ x: Double) -> (slope: Double, change: Double) {
        let at = followers.response(followers: m, effort: x)
        let gain = followers.kept * at.marginalShare + sales * at.slope
        let wanted = (gain / cost).squareRoot()
        let gainChange = at.curvature * (followers.kept * x - sales)
        return (wanted - at.total, gainChange / (2 * cost * wanted) - at.slope)
    }

    private func bestEffort(_ m: Int, _ low: Double, _ high: Double) -> Double {
        if m == 0 { return min(max(monopolyEffort, low), high) }
        if slope(m, low) <= 0 { return low }
        if slope(m, high) >= 0 { return high }
        // Newton's steps within a bracket that every evaluation narrows.
        var (below, above) = (low, high)
        var x = low
        for _ in 0..<200 {
            let (slope, change) = condition(m, x)
            if slope > 0 { below = x } else if slope < 0 { above = x } else { return x }
            var next = x - slope / change
            if !(next > below && next < above) { next = ((1 + below) * (1 + above)).squareRoot() - 1 }
            if !(next > below && next < above) { return x }
            if abs(next - x) <= 0x1p-52 * (1 + x) { return next }
            x = next
        }
        return x
    }
}
