import NumericCore
import Openness
import Testing

/// Ends of domains, ties, and costs far apart.
@Suite struct OpennessEdgeTests {
    /// Solves, and has the certificate confirm it.
    private func certified(
        _ game: OpennessGame, _ openness: Double, integrated: Bool = false, trial: Bool = false, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> OpennessEquilibrium {
        let found = try solve(game, at: OpennessPolicy(openness: openness, isIntegrated: integrated, hasFreeTrial: trial))
        let certificate = certify(found, of: game)
        #expect(certificate.isConfirmed, "\(certificate)", sourceLocation: sourceLocation)
        return found
    }

    private static let practices: [(Bool, Bool)] = [(false, false), (true, false), (false, true), (true, true)]

    @Test func nobodyFollows() throws {
        let game = try OpennessGame(followerCosts: [])
        for openness in [0, 0.5, 1] {
            let found = try certified(game, openness)
            let kept = 1 - 0.3 * (1 - openness)
            #expect(found.outcome.regime == .blockaded && found.adopts.isEmpty)
            #expect(abs(found.outcome.leaderEffort - ((kept / 0.1).squareRoot() - 1)) < 1e-14)
            #expect(found.outcome.leaderEffort == found.outcome.monopolyEffort)
        }
        #expect(try OpennessStudy(of: game).summary.traps(.posted).isEmpty)
    }

    /// Without a spillover openness only erodes fees.
    @Test func noSpillover() throws {
        for (integrated, trial) in Self.practices {
            for openness in [0, 0.3, 1] {
                let found = try certified(OpennessGame(spillover: 0), openness, integrated: integrated, trial: trial)
                let same = try certified(OpennessGame(spillover: 0, feeErosion: 0), 0, integrated: integrated, trial: trial)
                if openness == 0 { #expect(found.outcome.welfare == same.outcome.welfare) }
                #expect(found.outcome.welfare.isFinite)
            }
        }
        // Nothing to reuse: the leader can only raise its effort to keep a follower out.
        let summary = try OpennessStudy(of: OpennessGame(spillover: 0)).summary
        for practice in OpennessPractice.allCases { #expect(summary.intervals(.limited, practice).isEmpty) }
    }

    /// Z = sigma o at 1, where h is 1 at every X, and next to it.
    @Test func reuseAtOne() throws {
        let game = try OpennessGame(followerCosts: [0.3, 0.45, 0.8], spillover: 4, accessFee: 0.02)
        for (integrated, trial) in Self.practices {
            let exact = try certified(game, 0.25, integrated: integrated, trial: trial).outcome
            for step in [-1e-12, -1e-13, -1e-15, 1e-15, 1e-13, 1e-12] {
                let near = try certified(game, 0.25 + step, integrated: integrated, trial: trial).outcome
                #expect(near.adopters == exact.adopters)
                #expect(abs(near.leaderEffort - exact.leaderEffort) < 1e-9 && abs(near.welfare - exact.welfare) < 1e-9)
            }
        }
    }

    /// A follower whose threshold lies where Z is 1: h_1 = (1 - rho)^2 (1 - tau_o) / c = 1 at o = 0.25.
    @Test func thresholdAtOne() throws {
        let kept = 1 - 0.3 * 0.75
        let rho = (0.15 * 0.75 / kept).squareRoot()
        let game = try OpennessGame(followerCosts: [kept * (1 - rho) * (1 - rho)], spillover: 4)
        for step in [-1e-9, -1e-12, 0, 1e-12, 1e-9] {
            let found = try certified(game, 0.25 + step)
            #expect(found.outcome.leaderEffort >= 0 && found.outcome.leaderEffort <= 10)
        }
    }

    /// Without a fee the share at the threshold is 0: who is there counts as out.
    @Test func noFee() throws {
        let game = try OpennessGame(followerCosts: [0.5, 0.5, 0.9], accessFee: 0)
        for (integrated, trial) in Self.practices {
            for openness in [0, 0.1, 0.3, 0.6, 1] {
                let found = try certified(game, openness, integrated: integrated, trial: trial)
                #expect(found.adopters.allSatisfy { $0.output > 0 })
                #expect(found.outcome.regime != .inviting)
            }
        }
        let posted = try solve(game, at: OpennessPolicy(openness: 0.4)).outcome
        let trial = try solve(game, at: OpennessPolicy(openness: 0.4, hasFreeTrial: true)).outcome
        #expect(posted.welfare == trial.welfare && posted.leaderEffort == trial.leaderEffort)
    }

    /// rho >= 1: the fee is more than all of the market.
    @Test func feeAboveTheMarket() throws {
        let game = try OpennessGame(accessFee: 0.7, feeErosion: 0)
        for openness in [0, 0.5, 1] {
            let found = try certified(game, openness, integrated: true)
            #expect(found.outcome.adopters == 0 && found.outcome.regime == .blockaded)
            #expect(try certified(game, openness).outcome.regime == .leaderOut)
        }
        #expect(try certified(game, 1, integrated: true, trial: true).outcome.adopters == 1)
    }

    @Test func equalCosts() throws {
        for fee in [0, 0.02] {
            let game = try OpennessGame(followerCosts: [Double](repeating: 0.5, count: 6), accessFee: fee)
            for openness in [0.3, 0.6, 1] {
                let found = try certified(game, openness)
                // Equal followers decide in the order of the file.
                #expect(found.adopters.map(\.index) == Array(0..<found.outcome.adopters))
                if let first = found.adopters.first { #expect(found.adopters.allSatisfy { abs($0.output - first.output) < 1e-12 }) }
            }
        }
    }

    /// k >= 1 - tau_o: the first unit costs more than it brings.
    @Test func leaderTooDear() throws {
        let game = try OpennessGame(leaderCost: 1.1, followerCosts: [0.3], accessFee: 0)
        for openness in [0, 0.5, 1] {
            let found = try certified(game, openness)
            #expect(found.outcome.leaderEffort == 0 && found.outcome.regime == .accommodated && found.outcome.adopters == 1)
            #expect(found.outcome.monopolyEffort == 0)
        }
        let alone = try certified(OpennessGame(leaderCost: 1.1, followerCosts: [], accessFee: 0), 0.5)
        #expect(alone.outcome.total == 0 && alone.outcome.welfare == 0 && alone.outcome.regime == .blockaded)
    }

    @Test func leaderOut() throws {
        let game = try OpennessGame(leaderCost: 0.082, followerCosts: [0.083, 0.578], spillover: 4.31, royalty: 0.36, accessFee: 0.111)
        let found = try certified(game, 0.181)
        #expect(found.outcome.regime == .leaderOut && found.outcome.leaderPayoff == 0 && found.outcome.leaderEffort == 0)
        #expect(try certified(game, 0.181, integrated: true).outcome.regime != .leaderOut)
    }

    @Test func followerCheaperThanTheLeader() throws {
        for openness in [0, 0.4, 1] {
            let found = try certified(OpennessGame(leaderCost: 0.3, followerCosts: [0.05, 0.2], accessFee: 0.01), openness)
            #expect(found.adopts[0])
        }
    }

    /// Ratios alone matter: the same game in other units, up to units that leave the doubles on the way.
    @Test(arguments: [1.0, 1e-50, 1e50, 1e-120, 1e150]) func unitsDoNotMatter(unit: Double) throws {
        let plain = try certified(OpennessGame(followerCosts: [0.5, 0.6]), 0.7).outcome
        let money = 3.0
        let other = try solve(
            OpennessGame(
                leaderCost: 0.1 * money / unit, followerCosts: [0.5 * money / unit, 0.6 * money / unit], accessFee: 0.15 * money, mu: money, outside: unit),
            at: OpennessPolicy(openness: 0.7)).outcome
        #expect(other.regime == plain.regime && other.adopters == plain.adopters)
        #expect(abs(other.leaderEffort / unit - plain.leaderEffort) <= 1e-12)
        #expect(abs(other.welfare / money - plain.welfare) <= 1e-12)
    }

    /// Costs over more than a hundred orders of magnitude.
    @Test func costsFarApart() throws {
        for leader in [1e-50, 1e-20, 0.1, 1e50] {
            for cheapest in [1e-52, 1e-30, 0.2] {
                let game = try OpennessGame(leaderCost: leader, followerCosts: [1e50, cheapest, 1, cheapest * 1.5], accessFee: 0.001)
                for (integrated, trial) in Self.practices {
                    let found = try solve(game, at: OpennessPolicy(openness: 0.6, isIntegrated: integrated, hasFreeTrial: trial))
                    let outcome = found.outcome
                    #expect(outcome.welfare.isFinite && outcome.total >= 0 && outcome.price > 0)
                    #expect(!found.adopts[0])
                    let sum = outcome.leaderPayoff + outcome.developerPayoff + outcome.followersPayoff + outcome.consumerSurplus
                    #expect(abs(sum - outcome.welfare) <= 1e-12 * max(1, outcome.welfare))
                    #expect(certify(found, of: game).largestGain <= 1e-12)
                }
            }
        }
    }

    /// A million followers, with a fee that few can pay and without.
    @Test func aMillionFollowers() throws {
        let random = CounterRandom(seed: 11, stream: 2)
        let costs = (0..<1_000_000).map { random.uniform(in: 0.3...1.3, at: UInt64($0)) }
        for fee in [0, 0.001] {
            let found = try certified(OpennessGame(followerCosts: costs, accessFee: fee), 0.5)
            let dearest = found.adopters.map { costs[$0.index] }.max() ?? 0
            #expect(found.outcome.adopters > 10 && costs.count { $0 <= dearest } == found.outcome.adopters)
        }
    }

    /// At a knife edge the gap says so, and the leader accommodates.
    @Test func knifeEdge() throws {
        let game = try OpennessGame()
        let edge = try OpennessStudy(of: game).summary.traps(.posted)[0].high
        #expect(try solveOutcome(game, at: OpennessPolicy(openness: edge)).gap < 1e-12)
        #expect(try solveOutcome(game, at: OpennessPolicy(openness: edge + 1e-12)).regime == .accommodated)
        #expect(try solveOutcome(game, at: OpennessPolicy(openness: edge - 0.05)).gap > 1e-3)
    }

    @Test func feesThatDoNotErode() throws {
        let game = try OpennessGame(feeErosion: 0)
        let tariff = OpennessTariff(game, OpennessPolicy(openness: 1))
        #expect(tariff.royalty == 0.3 && tariff.accessFee == 0.15 && tariff.followerFee == 0.15)
        #expect(OpennessTariff(game, OpennessPolicy(openness: 1, hasFreeTrial: true)).followerFee == 0)
        #expect(try certified(game, 1).outcome.developerPayoff > 0.15)
        // All gone at o = 1: both practices change nothing.
        let open = try Self.practices.map { try certified(OpennessGame(), 1, integrated: $0.0, trial: $0.1).outcome.welfare }
        #expect(open.allSatisfy { abs($0 - open[0]) < 1e-14 })
    }
}
