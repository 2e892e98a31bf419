/// How followers answer any X, from the definitions alone and in the units of the file: adoption by asking the next follower whether
/// it would earn anything, efforts by bisection on the total.
struct AnsweringFollowers {
    let game: OpennessGame
    /// 1 - tau_o.
    let kept: Double
    /// What a follower pays to adopt.
    let fee: Double
    let openness: Double
    /// From the cheapest.
    let costs: [Double]
    /// Of the cheapest m, for m = 0...N.
    let sums: [Double]

    init(_ game: OpennessGame, _ policy: OpennessPolicy) {
        self.game = game
        let lost = game.feeErosion * policy.openness
        kept = 1 - game.royalty + game.royalty * lost
        fee = policy.hasFreeTrial ? 0 : game.accessFee - game.accessFee * lost
        openness = policy.openness
        costs = game.followerCosts.sorted()
        var sums = [0.0]
        sums.reserveCapacity(costs.count + 1)
        for cost in costs { sums.append(sums[sums.count - 1] + cost) }
        self.sums = sums
    }

    /// T = 1 + sigma o X / outside.
    func productivity(_ x: Double) -> Double { 1 + game.spillover * openness * (x / game.outside) }

    /// The share of D = outside + s that a follower of this cost has where its marginal payoff is zero: (1 - tau_o) mu (D - x)/D^2 =
    /// c/T; 0 where it is negative from the start.
    private func share(_ cost: Double, _ demand: Double, _ productivity: Double) -> Double {
        max(0, 1 - cost / productivity * (demand / (kept * game.mu)))
    }

    /// D = outside + s with the m cheapest in, and another if one is named: the shares of all add to 1, and fall as D rises.
    func demand(_ x: Double, followers m: Int, and other: Double? = nil) -> Double {
        let productivity = productivity(x)
        let own = game.outside + x
        let cheapest = m > 0 ? min(costs[0], other ?? costs[0]) : other
        guard let cheapest else { return own }
        var low = own
        var high = max(own, kept * game.mu / cheapest * productivity)
        while true {
            let middle = low + (high - low) / 2
            guard middle > low, middle < high else { return low }
            let limit = productivity * (kept * game.mu / middle) // dearer ones make no effort
            let active = min(m, count(below: limit))
            let followers = Double(active) - sums[active] / limit
            let shares = own / middle + followers + (other.map { share($0, middle, productivity) } ?? 0)
            if shares > 1 { low = middle } else { high = middle }
        }
    }

    private func count(below limit: Double) -> Int {
        var (low, high) = (0, costs.count)
        while low < high {
            let middle = (low + high) / 2
            if costs[middle] < limit { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// What a follower of this cost earns there: its revenue less its costs and fee.
    func profit(_ cost: Double, _ demand: Double, _ x: Double) -> Double {
        let productivity = productivity(x)
        let output = demand * share(cost, demand, productivity)
        return kept * game.mu * (output / demand) - cost * (output / productivity) - fee
    }

    /// How many enter at X: the m-th while it earns more than nothing with the cheaper ones in, which the m-th does if the next does.
    func entrants(_ x: Double) -> Int {
        var (low, high) = (0, costs.count)
        while low < high {
            let m = (low + high + 1) / 2
            if profit(costs[m - 1], demand(x, followers: m), x) > 0 { low = m } else { high = m - 1 }
        }
        return low
    }
}
