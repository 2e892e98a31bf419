import NumericCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The subgame-perfect equilibrium at one policy.
///
/// Closed form but for one concave maximum a piece: ``FollowerStage`` says who adopts at each X, ``LeaderStage`` picks X.
///
/// ```swift
/// let game = try OpennessGame()
/// let found = try solve(game, at: OpennessPolicy(openness: 0.35))
/// found.outcome.regime          // .limited
/// found.outcome.leaderEffort    // 0.7219432428306073
/// ```
/// - Throws: ``FieldError`` for an openness outside [0, 1].
/// - Complexity: O(pieces + m log m): followers who could never be in cost nothing here, and O(N) when the game was made.
public func solve(_ game: OpennessGame, at policy: OpennessPolicy) throws(FieldError) -> OpennessEquilibrium {
    try policy.validate()
    let solved = SolvedOpenness(game, policy)
    let adopters = (0..<solved.choice.followers).map { rung in
        let share = solved.share(rung)
        return OpennessEquilibrium.Adopter(
            index: Int(game.ladder.order[rung]), output: game.outside * solved.response.total * share,
            effort: game.outside * solved.response.perProductivity * share, payoff: game.mu * solved.profit(share))
    }
    return OpennessEquilibrium(outcome: solved.outcome, followers: game.followers, adopters: adopters.sorted { $0.index < $1.index })
}

/// The same in the aggregate, without a list of followers.
/// - Throws: ``FieldError`` for an openness outside [0, 1].
/// - Complexity: O(pieces + m).
public func solveOutcome(_ game: OpennessGame, at policy: OpennessPolicy) throws(FieldError) -> OpennessOutcome {
    try policy.validate()
    return SolvedOpenness(game, policy).outcome
}

/// What the stages came to, in the units in which mu = outside = 1.
struct SolvedOpenness {
    let game: OpennessGame
    let policy: OpennessPolicy
    let stage: FollowerStage
    let choice: LeaderStage.Choice
    let response: FollowerStage.Response
    let monopolyEffort: Double
    /// p_o / mu.
    let leaderFee: Double
    let gap: Double

    init(_ game: OpennessGame, _ policy: OpennessPolicy) {
        let stage = FollowerStage(game, policy)
        let leader = LeaderStage(stage, game: game, isIntegrated: policy.isIntegrated)
        let fee = game.unitFee * (1 - game.feeErosion * policy.openness)
        let (best, gap) = leader.best()
        let profit = best.value - fee
        // An integrated firm pays the fee to itself.
        if policy.isIntegrated {
            (choice, self.gap) = (best, gap)
        } else if profit >= 0 {
            (choice, self.gap) = (best, min(gap, profit))
        } else {
            (choice, self.gap) = (LeaderStage.Choice(followers: stage.alone, effort: 0, value: 0, regime: .leaderOut), -profit)
        }
        (self.game, self.policy, self.stage) = (game, policy, stage)
        response = stage.response(followers: choice.followers, effort: choice.effort)
        monopolyEffort = leader.monopolyEffort
        leaderFee = fee
    }

    /// x_i / S of an adopter, by its place from the cheapest.
    func share(_ rung: Int) -> Double { max(0, 1 - stage.ladder.costs[rung] / stage.kept * response.perProductivity) }

    /// (1 - tau_o) share^2 - pF.
    func profit(_ share: Double) -> Double { stage.kept * share * share - stage.fee }

    var outcome: OpennessOutcome {
        var (shares, spent, profits) = (CompensatedSum(), CompensatedSum(), CompensatedSum())
        for rung in 0..<choice.followers {
            let share = share(rung)
            shares.add(share)
            spent.add(stage.ladder.costs[rung] * share)
            profits.add(profit(share))
        }
        let (x, followers) = (choice.effort, Double(choice.followers))
        let isIn = choice.regime != .leaderOut
        let total = x + response.total * shares.value
        let sold = total / (1 + total)
        let surplus = log1p(total)
        let ownCost = game.unitCost * x
        return OpennessOutcome(
            policy: policy, regime: choice.regime, adopters: choice.followers, leaderEffort: game.outside * x,
            monopolyEffort: game.outside * monopolyEffort, total: game.outside * total, price: game.mu / game.outside / (1 + total),
            leaderPayoff: isIn ? game.mu * (stage.kept * x / (1 + total) - ownCost - leaderFee) : 0,
            developerPayoff: game.mu * ((1 - stage.kept) * sold + (isIn ? leaderFee : 0) + stage.fee * followers),
            followersPayoff: game.mu * profits.value, consumerSurplus: game.mu * (surplus - sold),
            welfare: game.mu * (surplus - ownCost - response.perProductivity * spent.value), gap: game.mu * gap)
    }
}
