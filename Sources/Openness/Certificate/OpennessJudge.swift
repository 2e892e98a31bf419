import NumericCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// One profile against the definitions.
struct OpennessJudge {
    private let game: OpennessGame
    private let found: OpennessEquilibrium
    private let answers: AnsweringFollowers
    /// p_o.
    private let fee: Double
    /// Whether the leader is in the market.
    private let isIn: Bool
    /// X, outside + s and the followers in, as the profile has them.
    private let (effort, demand): (Double, Double)
    private let adopters: [OpennessEquilibrium.Adopter]

    private static let gridPoints = 4000
    private static let replyPoints = 32
    /// Followers outside who are asked whether they would enter, cheapest first: the dearer would earn less.
    private static let asked = 1000

    init(_ game: OpennessGame, _ found: OpennessEquilibrium) {
        (self.game, self.found) = (game, found)
        let policy = found.outcome.policy
        answers = AnsweringFollowers(game, policy)
        fee = game.accessFee - game.accessFee * (game.feeErosion * policy.openness)
        isIn = found.outcome.regime != .leaderOut
        effort = found.outcome.leaderEffort
        adopters = found.adopters
        var sum = CompensatedSum()
        sum.add(game.outside)
        sum.add(effort)
        for adopter in found.adopters { sum.add(adopter.output) }
        demand = sum.value
    }

    var certificate: OpennessCertificate {
        let (leader, tried) = leaderGain
        return OpennessCertificate(
            leaderGain: leader / game.mu, effortGain: effortGain / game.mu, adoptionGain: adoptionGain / game.mu,
            accountingResidual: accountingResidual / game.mu, leaderEfforts: tried)
    }

    // MARK: payoffs by their definitions

    private func leaderPayoff(_ x: Double, _ demand: Double) -> Double {
        answers.kept * game.mu * (x / demand) - game.leaderCost * x - fee
    }

    private func developerPayoff(_ demand: Double, followers: Int, leader: Bool) -> Double {
        let sold = (demand - game.outside) / demand
        return (1 - answers.kept) * game.mu * sold + (leader ? fee : 0) + answers.fee * Double(followers)
    }

    private func followerPayoff(_ index: Int, output: Double, demand: Double) -> Double {
        let effort = output / answers.productivity(self.effort)
        return answers.kept * game.mu * (output / demand) - game.followerCosts[index] * effort - answers.fee
    }

    // MARK: deviations

    /// The leader at other X, followers answering; or in or out of the market.
    private var leaderGain: (gain: Double, tried: Int) {
        let isIntegrated = found.outcome.policy.isIntegrated
        func objective(_ x: Double, _ demand: Double, _ followers: Int) -> Double {
            leaderPayoff(x, demand) + (isIntegrated ? developerPayoff(demand, followers: followers, leader: true) : 0)
        }
        // Beyond mu / k an effort costs more than all sales.
        let most = game.mu / game.leaderCost
        var efforts = (0...Self.gridPoints).map { most * (Double($0) / Double(Self.gridPoints)) * (Double($0) / Double(Self.gridPoints)) }
        // The grid may be coarse where the leader is very cheap: look nearby too.
        for power in 1...12 {
            let step = pow(10, -Double(power))
            efforts += [effort * (1 + step), effort * (1 - step)]
        }
        let own = isIn ? objective(effort, demand, adopters.count) : 0
        var best = isIn && !isIntegrated ? max(0, own) : own
        for x in efforts {
            let entrants = answers.entrants(x)
            best = max(best, objective(x, answers.demand(x, followers: entrants), entrants))
        }
        return (max(0, best - own), efforts.count)
    }

    /// Adopters at other efforts: the best reply of a concave payoff, and a grid in case it is none.
    private var effortGain: Double {
        let productivity = answers.productivity(effort)
        var gain = 0.0
        for adopter in adopters {
            let (index, output) = (adopter.index, adopter.output)
            let others = demand - output
            let cost = game.followerCosts[index] / productivity
            let own = followerPayoff(index, output: output, demand: demand)
            let reply = max(0, (answers.kept * game.mu / cost * others).squareRoot() - others)
            let most = answers.kept * game.mu / cost
            for step in -1...Self.replyPoints {
                let other = step < 0 ? reply : most * Double(step * step) / Double(Self.replyPoints * Self.replyPoints)
                gain = max(gain, followerPayoff(index, output: other, demand: others + other) - own)
            }
        }
        return gain
    }

    /// Adopters who leave get nothing; those outside who enter face all who are in.
    private var adoptionGain: Double {
        var gain = 0.0
        for adopter in adopters { gain = max(gain, -followerPayoff(adopter.index, output: adopter.output, demand: demand)) }
        // A follower outside who is cheaper than one inside would decide before it: no equilibrium of this order.
        let dearestIn = adopters.map { game.followerCosts[$0.index] }.max() ?? 0
        guard adopters.isEmpty || dearestIn <= answers.costs[adopters.count - 1] else { return .infinity }
        for cost in answers.costs[adopters.count...].prefix(Self.asked) {
            gain = max(gain, answers.profit(cost, answers.demand(effort, followers: adopters.count, and: cost), effort))
        }
        return gain
    }

    // MARK: accounts

    /// Reported numbers against those that follow from the efforts, and the four payoffs against welfare.
    private var accountingResidual: Double {
        let outcome = found.outcome
        var (followers, spent) = (CompensatedSum(), CompensatedSum())
        var worst = 0.0
        for adopter in adopters {
            let payoff = followerPayoff(adopter.index, output: adopter.output, demand: demand)
            worst = max(worst, abs(payoff - adopter.payoff))
            followers.add(payoff)
            spent.add(game.followerCosts[adopter.index] * adopter.effort)
        }
        let leader = isIn ? leaderPayoff(effort, demand) : 0
        let developer = developerPayoff(demand, followers: adopters.count, leader: isIn)
        let logarithm = log1p((demand - game.outside) / game.outside)
        let consumers = game.mu * (logarithm - (demand - game.outside) / demand)
        let welfare = game.mu * logarithm - game.leaderCost * effort - spent.value
        for (claimed, actual) in [
            (outcome.leaderPayoff, leader), (outcome.developerPayoff, developer), (outcome.followersPayoff, followers.value),
            (outcome.consumerSurplus, consumers), (outcome.welfare, welfare), (welfare, leader + developer + followers.value + consumers),
            (game.mu * (outcome.total / demand), game.mu * ((demand - game.outside) / demand)), (outcome.price * demand, game.mu),
        ] { worst = max(worst, abs(claimed - actual)) }
        return worst
    }
}
