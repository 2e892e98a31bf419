import Foundation
import NumericCore
import Openness
import Testing

/// Subgame perfection by brute force, from the definitions alone: every history of adoption by backward induction, replies by damped
/// best responses, the leader on a grid with refinement. For a handful of followers.
struct PlainOpenness {
    let game: OpennessGame
    let policy: OpennessPolicy
    let order: [Int]

    init(_ game: OpennessGame, _ policy: OpennessPolicy) {
        (self.game, self.policy) = (game, policy)
        order = game.followerCosts.indices.sorted { (game.followerCosts[$0], $0) < (game.followerCosts[$1], $1) }
    }

    var kept: Double { 1 - game.royalty * (1 - game.feeErosion * policy.openness) }
    var leaderFee: Double { game.accessFee * (1 - game.feeErosion * policy.openness) }
    var followerFee: Double { policy.hasFreeTrial ? 0 : leaderFee }
    func productivity(_ x: Double) -> Double { 1 + game.spillover * policy.openness * x / game.outside }

    /// D = outside + s where everyone in `set` replies to everyone: by halving on D.
    func demand(_ x: Double, _ set: [Int]) -> Double {
        let t = productivity(x)
        func excess(_ d: Double) -> Double {
            game.outside + x + set.reduce(0) { $0 + max(0, d - game.followerCosts[$1] * d * d / (t * kept * game.mu)) } - d
        }
        var (low, high) = (game.outside + x, game.outside + x)
        while set.contains(where: { game.followerCosts[$0] * high < t * kept * game.mu }) { high *= 2 }
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if excess(middle) > 0 { low = middle } else { high = middle }
        }
        return low
    }

    func payoff(_ index: Int, _ x: Double, _ d: Double) -> Double {
        let t = productivity(x)
        let output = max(0, d - game.followerCosts[index] * d * d / (t * kept * game.mu))
        return kept * game.mu * output / d - game.followerCosts[index] * output / t - followerFee
    }

    /// Who is in once all have decided in turn, given who is in among those before `place`.
    func adoption(_ x: Double, from place: Int = 0, _ set: [Int] = []) -> [Int] {
        guard place < order.count else { return set }
        let entering = adoption(x, from: place + 1, set + [order[place]])
        if payoff(order[place], x, demand(x, entering)) > 0 { return entering }
        return adoption(x, from: place + 1, set)
    }

    func objective(_ x: Double) -> Double {
        let set = adoption(x)
        let d = demand(x, set)
        let own = kept * game.mu * x / d - game.leaderCost * x - leaderFee
        guard policy.isIntegrated else { return own }
        return own + (1 - kept) * game.mu * (d - game.outside) / d + leaderFee + followerFee * Double(set.count)
    }

    /// The leader's best payoff on a grid up to mu/k, the best cell refined; staying away included.
    var leaderValue: Double {
        let most = game.mu / game.leaderCost
        let points = 80
        let xs = (0...points).map { most * pow(Double($0) / Double(points), 2) }
        let values = xs.map(objective)
        let top = values.indices.max { values[$0] < values[$1] } ?? 0
        let (low, high) = (xs[max(0, top - 1)], xs[min(points, top + 1)])
        let refined = (0...40).map { objective(low + (high - low) * Double($0) / 40) }
        return max(policy.isIntegrated ? -.infinity : 0, refined.max() ?? 0)
    }
}

@Suite struct BruteForceTests {
    /// Games in which followers matter: costs between the leader's and dear, up to three followers, all practices.
    static func game(_ draw: UInt64) throws -> (OpennessGame, OpennessPolicy) {
        let random = CounterRandom(seed: 7, stream: draw)
        let leader = random.logUniform(in: 0.02...0.4, at: 0)
        let count = Int(random.unit(at: 1) * 4)
        let costs = (0..<count).map { random.uniform(in: leader...1.2, at: UInt64(10 + $0)) }
        let game = try OpennessGame(
            leaderCost: leader, followerCosts: costs, spillover: random.logUniform(in: 0.5...30, at: 2),
            royalty: random.uniform(in: 0...0.6, at: 3), accessFee: random.unit(at: 4) < 0.2 ? 0 : random.logUniform(in: 0.002...0.2, at: 5),
            feeErosion: random.unit(at: 6) < 0.7 ? 1 : 0.4)
        return (game, OpennessPolicy(
            openness: random.unit(at: 7), isIntegrated: random.unit(at: 8) < 0.4, hasFreeTrial: random.unit(at: 9) < 0.4))
    }

    /// A grid never finds more than the solver, which finds what it claims; who adopts is what backward induction says.
    @Test(arguments: 0..<16) func noLeaderDoesBetter(draw: Int) throws {
        let (game, policy) = try Self.game(UInt64(draw))
        let found = try solve(game, at: policy)
        let plain = PlainOpenness(game, policy)
        let value = policy.isIntegrated ? found.outcome.joint : found.outcome.leaderPayoff
        let best = plain.leaderValue
        #expect(best <= value + 1e-12, "the grid finds \(best), the solver \(value)")
        // What the solver claims is to be had: at its X, or just beside it where a follower is at its threshold.
        let x = found.outcome.leaderEffort
        let there = [x, x * (1 - 1e-10), x * (1 + 1e-10)].map(plain.objective).max() ?? 0
        #expect(found.outcome.regime == .leaderOut || there >= value - 1e-8, "at its X \(there), the solver \(value)")
        // Just beside a threshold the leader's tie is broken the other way: look where nobody is at its threshold.
        guard found.outcome.regime == .blockaded || found.outcome.regime == .accommodated else { return }
        #expect(Set(plain.adoption(found.outcome.leaderEffort)) == Set(found.adopters.map(\.index)))
    }

    /// All regimes come up among these games.
    @Test func gamesAreVaried() throws {
        let regimes = try (0..<60).map { try solveOutcome(Self.game(UInt64($0)).0, at: Self.game(UInt64($0)).1).regime }
        #expect(Set(regimes).count >= 4)
    }

    /// Every certificate of 25 games confirms; the equilibrium of one game is none of another.
    @Test func certificatesTellEquilibriaFromOthers() throws {
        for draw in 0..<25 {
            let (game, policy) = try Self.game(UInt64(1000 + draw))
            let certificate = certify(try solve(game, at: policy), of: game)
            #expect(certificate.isConfirmed, "\(draw): \(certificate)")
        }
        let game = try OpennessGame()
        for openness in [0.2, 0.35, 0.6] {
            let found = try solve(game, at: OpennessPolicy(openness: openness))
            // A cheaper leader would do more, a dearer follower less; books of another fee do not balance.
            if openness != 0.35 { #expect(certify(found, of: try OpennessGame(leaderCost: 0.09)).leaderGain > 1e-6) }
            #expect(certify(found, of: try OpennessGame(accessFee: 0.14)).accountingResidual > 1e-3)
            if !found.adopters.isEmpty { #expect(certify(found, of: try OpennessGame(followerCosts: [0.6])).effortGain > 1e-6) }
        }
        // Where the follower is kept out by a hair, one that is a little cheaper would come in.
        let limited = try solve(game, at: OpennessPolicy(openness: 0.35))
        #expect(certify(limited, of: try OpennessGame(followerCosts: [0.49])).adoptionGain > 1e-4)
    }
}
