import NumericCore

extension OpennessClaims {
    private static let name = "one follower"

    /// The table of equilibria at the defaults, to four decimals.
    static func table() throws(FieldError) -> [OpennessClaim] {
        let game = try OpennessGame()
        var claims: [OpennessClaim] = []
        for (openness, regime, stated) in [
            (0.0, OpennessRegime.blockaded, [1.6458, 1.6458, 0.3366, 0.1208, 0, 0.3509, 0.8084, 0.9351, 0.8084]),
            (0.2, .blockaded, [1.7568, 1.7568, 0.2729, 0.1886, 0, 0.3768, 0.8384, 0.9351, 0.8488]),
            (0.35, .limited, [0.7219, 0.7219, 0.1793, 0.1678, 0, 0.1242, 0.4713, 1.0019, 0.8826]),
            (0.42, .limited, [0.2738, 0.2738, 0.1244, 0.0632, 0, 0.0271, 0.2147, 1.0216, 0.9047]),
            (0.45, .accommodated, [0.9272, 2.3580, 0.2809, 0.0553, 0.0691, 0.5091, 0.9144, 1.0294, 0.9144]),
            (0.75, .accommodated, [0.7387, 2.7295, 0.1299, 0.0718, 0.2261, 0.5844, 1.0122, 1.0817, 1.0122]),
            (1.0, .accommodated, [0.6544, 3.0373, 0, 0.0966, 0.3484, 0.6433, 1.0883, 1.0883, 1.0883]),
        ] {
            let one = try solveOutcome(game, at: OpennessPolicy(openness: openness))
            let found = [
                one.leaderEffort, one.total, one.developerPayoff, one.leaderPayoff, one.followersPayoff, one.consumerSurplus, one.welfare,
                try solveOutcome(game, at: OpennessPolicy(openness: openness, isIntegrated: true)).welfare,
                try solveOutcome(game, at: OpennessPolicy(openness: openness, hasFreeTrial: true)).welfare,
            ]
            let names = ["effort", "capability", "developer", "leader", "follower", "consumers", "welfare", "welfare integrated", "welfare with trial"]
            claims.append(.statement(1, name, "openness \(openness): \(regime.rawValue)", one.regime == regime ? 1 : 0))
            for index in names.indices { claims.append(.number(1, name, "openness \(openness): \(names[index])", stated[index], digits: 4, found[index])) }
        }
        return claims
    }

    /// The numbers of the five claims at the defaults.
    static func defaults(_ study: OpennessStudy, _ summary: OpennessSummary) -> [OpennessClaim] {
        func limited(_ practice: OpennessPractice) -> OpennessInterval { summary.intervals(.limited, practice).first ?? OpennessInterval(.nan, .nan) }
        let trap = summary.traps(.posted).first ?? OpennessInterval(.nan, .nan)
        let (own, firm) = (limited(.posted), limited(.integrated))
        func gain(_ low: Double, _ high: Double) -> OpennessSummary.Range { study.effect(of: .integrated, over: [OpennessInterval(low, high)]).welfare }
        func gainAt(_ level: Double) -> Double { study.outcome(.integrated, at: level).welfare - study.outcome(.posted, at: level).welfare }
        // Where integration would pay though it cost this much.
        let worth = study.intervals(.posted, .integrated) { $1.welfare - $0.welfare > 0.08 }
        func worthEnd(_ index: Int, _ end: (OpennessInterval) -> Double) -> Double { index < worth.count ? end(worth[index]) : .nan }
        let before = study.outcome(.posted, at: trap.high)
        let (trial, closed) = (summary.trial, summary.welfareAtZero)
        let bites = summary.trialBites.first ?? OpennessInterval(.nan, .nan)
        let offer = summary.offerSet.first ?? OpennessInterval(.nan, .nan)
        let trialLeader = study.effect(of: .freeTrial, over: summary.trialBites).leader
        return [
            .number(1, name, "the leader holds effort down from", 0.308507, digits: 6, own.low),
            .number(1, name, "to", 0.427127, digits: 6, own.high),
            .number(2, name, "the trap begins", 0.311782, digits: 6, trap.low), .number(2, name, "the trap ends", 0.427127, digits: 6, trap.high),
            .number(2, name, "welfare of the closed model", 0.80838, digits: 5, closed),
            .number(2, name, "welfare at the trap's end", 0.19910, digits: 5, summary.welfareBeforeEntry ?? .nan),
            .number(2, name, "that is, against the closed model, %", -75, digits: 0, ((summary.welfareBeforeEntry ?? .nan) / closed - 1) * 100),
            .number(2, name, "welfare after entry", 0.90697, digits: 5, summary.welfareAfterEntry ?? .nan),
            .number(2, name, "welfare of the open model", 1.08827, digits: 5, summary.welfareAtOne),
            .number(2, name, "that is, against the closed model, %", 35, digits: 0, (summary.welfareAtOne / closed - 1) * 100),
            .number(2, name, "effort at the trap's end", 0.2517, digits: 4, before.leaderEffort),
            .number(2, name, "effort there without followers", 1.8777, digits: 4, before.monopolyEffort),
            .number(3, name, "integration's gain of welfare, closed", 0.1267, digits: 4, gainAt(0)),
            .number(3, name, "mean gain below the trap's end", 0.2215, digits: 4, gain(0, trap.high).mean),
            .number(3, name, "largest gain in the trap", 0.82, digits: 2, gain(trap.low, trap.high).most),
            .number(3, name, "no gain from", 0.3085, digits: 4, own.low), .number(3, name, "no gain to", 0.3319, digits: 4, firm.high),
            .number(3, name, "largest gain there", 0, digits: 9, gain(own.low, firm.high).most),
            .number(3, name, "mean gain above the trap's end", 0.0710, digits: 4, gain(trap.high + 1e-12, 1).mean),
            .number(3, name, "gain at 0.9", 0.031, digits: 3, gainAt(0.9)), .number(3, name, "gain, open", 0, digits: 9, gainAt(1)),
            .number(3, name, "at a cost of 0.08 integration pays up to", 0.3034, digits: 4, worthEnd(0, \.high)),
            .number(3, name, "and again from", 0.3319, digits: 4, worthEnd(1, \.low)), .number(3, name, "to", 0.7000, digits: 4, worthEnd(1, \.high)),
            .number(4, name, "a free trial costs the leader from", 0.084319, digits: 6, bites.low), .number(4, name, "to", 0.427127, digits: 6, bites.high),
            .number(4, name, "the leader's largest loss", -0.166, digits: 3, trialLeader.least),
            .number(4, name, "the developer offers it from", 0.084319, digits: 6, offer.low), .number(4, name, "to", 0.427127, digits: 6, offer.high),
            .number(4, name, "developer's least gain", 0.0015, digits: 4, trial.developer.least), .number(4, name, "most", 0.086, digits: 3, trial.developer.most),
            .number(4, name, "follower's least gain", 0, digits: 9, trial.followers.least), .number(4, name, "most", 0.142, digits: 3, trial.followers.most),
            .number(4, name, "consumers' least gain", 0.010, digits: 3, trial.consumers.least), .number(4, name, "most", 0.480, digits: 3, trial.consumers.most),
            .number(4, name, "least gain of welfare", 0.010, digits: 3, trial.welfare.least), .number(4, name, "most", 0.708, digits: 3, trial.welfare.most),
            .number(4, name, "mean gain of welfare", 0.175, digits: 3, trial.welfare.mean),
            .number(5, name, "mean loss of welfare from a ban of integration", 0.135, digits: 3, summary.integration.welfare.mean),
            .number(5, name, "that is, of the closed model's, %", 17, digits: 0, summary.integration.welfare.mean / closed * 100),
            .number(5, name, "mean loss from a ban of trials where offered", 0.174, digits: 3, trial.welfare.mean),
            .number(5, name, "with integration the trap shrinks to an end of", 0.3319, digits: 4, summary.traps(.integrated).first?.high ?? .nan),
            .number(5, name, "traps with trials", 0, digits: 0, Double(summary.traps(.freeTrial).count)),
            .number(0, name, "the developer's own best openness", 0, digits: 4, summary.choice(.posted).openness),
            .number(0, name, "its payoff there", 0.3366, digits: 4, summary.choice(.posted).payoff),
        ]
    }

    /// The five claims as statements: the share of levels, or of conditions, for which each holds.
    static func verdicts(_ name: String, _ study: OpennessStudy, _ summary: OpennessSummary) -> [OpennessClaim] {
        let traps = summary.traps(.posted)
        let rounding = 1e-12 * study.game.mu
        /// The share of a set of levels, by length, on which something holds.
        func share(_ set: [OpennessInterval], _ practice: OpennessPractice, _ holds: (OpennessOutcome, OpennessOutcome) -> Bool) -> Double {
            let (before, after) = (study.outcomes(.posted), study.outcomes(practice))
            let share = study.range(over: set) { holds(before[$0], after[$0]) ? 1 : 0 }
            return share.least == 1 ? 1 : share.mean.isNaN ? 0 : share.mean
        }
        let isSingle = traps.count == 1 && summary.welfareAtOne > summary.welfareAtZero
        let below = study.effect(of: .integrated, over: [OpennessInterval(0, traps.first?.high ?? 0.5)]).welfare.mean
        let above = study.effect(of: .integrated, over: [OpennessInterval((traps.first?.high ?? 0.5) + 1e-12, 1)]).welfare.mean
        return [
            .statement(2, name, "one trap, and welfare beyond it above the closed model's", isSingle ? 1 : traps.isEmpty ? 0 : 0.5),
            .statement(2, name, "throughout the trap the leader holds effort down (share of its levels)", share(traps, .posted) { one, _ in one.regime == .limited }),
            .statement(3, name, "integration never lowers welfare (share of levels)", share([OpennessInterval(0, 1)], .integrated) { $1.welfare >= $0.welfare - rounding }),
            .statement(3, name, "its mean gain is larger up to the first trap's end than above", below > above ? 1 : 0),
            .statement(4, name, "where the developer offers a trial the leader loses (share of levels)", share(summary.offerSet, .freeTrial) { $1.leaderPayoff <= $0.leaderPayoff + rounding }),
            .statement(4, name, "and consumers gain (share of levels)", share(summary.offerSet, .freeTrial) { $1.consumerSurplus > $0.consumerSurplus }),
            .statement(4, name, "and followers together do not lose (share of levels)", share(summary.offerSet, .freeTrial) { $1.followersPayoff >= $0.followersPayoff - rounding }),
            .statement(5, name, "trials, where offered, never lower welfare (share of levels)", share(summary.offerSet, .freeTrial) { $1.welfare >= $0.welfare - rounding }),
            .statement(5, name, "trials, where offered, raise welfare on average", summary.trial.welfare.mean > 0 ? 1 : 0),
        ]
    }
}
