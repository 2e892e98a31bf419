import NumericCore

extension OpennessStudy {
    /// Below this, relative to mu, a difference of payoffs is rounding.
    private static let rounding = 1e-13
    private var rounding: Double { Self.rounding * game.mu }

    /// Reads regimes, traps, effects and best choices off the levels; ends of intervals are found by halving.
    /// - Complexity: O(levels), and some 50 solves for each end.
    public var summary: OpennessSummary {
        let posted = outcomes(.posted)
        let closed = posted[0].welfare
        func isTrapped(_ outcome: OpennessOutcome) -> Bool { outcome.policy.openness > 0 && outcome.welfare < closed - rounding }
        let traps = OpennessPractice.allCases.map { practice in intervals(practice, practice) { one, _ in isTrapped(one) } }
        let entry = traps[0].first.flatMap { $0.high < 1 ? $0.high : nil }
        let offer = intervals(.posted, .freeTrial) { $1.developerPayoff > $0.developerPayoff + rounding }
        return OpennessSummary(
            stretches: OpennessPractice.allCases.map(stretches), traps: traps, choices: OpennessPractice.allCases.map(best),
            welfareAtZero: closed, welfareAtOne: posted[posted.count - 1].welfare,
            welfareBeforeEntry: entry.map { outcome(.posted, at: $0).welfare },
            welfareAfterEntry: entry.map { outcome(.posted, at: min(1, $0 + 4 * OpennessSearch.width)).welfare },
            trialBites: intervals(.posted, .freeTrial) { abs($0.leaderEffort - $1.leaderEffort) > 1e-11 * (game.outside + $0.leaderEffort) },
            offerSet: offer,
            integrationHarms: intervals(.posted, .integrated) { $1.welfare < $0.welfare - rounding },
            trialHarms: intervals(.posted, .freeTrial) { $1.welfare < $0.welfare - rounding },
            integration: effect(of: .integrated, over: [OpennessInterval(0, 1)]), trial: effect(of: .freeTrial, over: offer))
    }

    private func stretches(_ practice: OpennessPractice) -> [OpennessSummary.Stretch] {
        let found = outcomes(practice)
        var stretches: [OpennessSummary.Stretch] = []
        var first = 0
        for index in levels.indices where index + 1 == levels.count || Standing(found[index + 1]) != Standing(found[first]) {
            stretches.append(.init(regime: found[first].regime, adopters: found[first].adopters, interval: OpennessInterval(levels[first], levels[index])))
            first = index + 1
        }
        return stretches
    }

    /// What a practice changes for everybody, over some levels.
    public func effect(of practice: OpennessPractice, over set: [OpennessInterval]) -> OpennessSummary.Effect {
        let (before, after) = (outcomes(.posted), outcomes(practice))
        func range(_ payoff: (OpennessOutcome) -> Double) -> OpennessSummary.Range {
            self.range(over: set) { payoff(after[$0]) - payoff(before[$0]) }
        }
        return OpennessSummary.Effect(
            levels: set, developer: range(\.developerPayoff), leader: range(\.leaderPayoff), followers: range(\.followersPayoff),
            consumers: range(\.consumerSurplus), welfare: range(\.welfare))
    }

    /// Least, mean (trapezia between levels, jumps standing on both of their sides) and most of what has a value at each level.
    func range(over set: [OpennessInterval], _ value: (Int) -> Double) -> OpennessSummary.Range {
        var (least, most) = (Double.infinity, -Double.infinity)
        var (sum, length) = (CompensatedSum(), 0.0)
        for interval in set {
            var last: Int?
            for index in levels.indices where levels[index] >= interval.low && levels[index] <= interval.high {
                let here = value(index)
                (least, most) = (min(least, here), max(most, here))
                if let last {
                    sum.add((levels[index] - levels[last]) * (here + value(last)) / 2)
                    length += levels[index] - levels[last]
                }
                last = index
            }
        }
        guard length > 0 else { return .init(least: .nan, mean: .nan, most: .nan) }
        return .init(least: least, mean: sum.value / length, most: most)
    }

    /// The best level on the grid, with the peak beside it where one lies between two levels.
    private func best(_ practice: OpennessPractice) -> OpennessSummary.Choice {
        let found = outcomes(practice)
        func payoff(_ outcome: OpennessOutcome) -> Double { practice.isIntegrated ? outcome.joint : outcome.developerPayoff }
        let values = found.map(payoff)
        let most = values.max() ?? 0
        let first = values.firstIndex { $0 >= most - rounding } ?? 0
        var best = (level: levels[first], value: values[first])
        // A smooth peak rises above its highest level by less than the fall to its neighbours.
        for index in levels.indices.dropFirst().dropLast() {
            let (left, here, right) = (values[index - 1], values[index], values[index + 1])
            guard here >= left, here >= right, 2 * here - left - right > rounding, here + (2 * here - left - right) > best.value else { continue }
            let peak = OpennessSearch.peak(levels[index - 1], levels[index + 1]) { payoff(outcome(practice, at: $0)) }
            if peak.value > best.value + rounding { best = peak }
        }
        return OpennessSummary.Choice(openness: best.level, payoff: best.value, welfare: outcome(practice, at: best.level).welfare)
    }
}
