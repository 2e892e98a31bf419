/// What openness does, in short: regimes, traps, the two practices, and what the developer would choose.
public struct OpennessSummary: Sendable, Equatable {
    /// A regime with a number of adopters, over an interval.
    public struct Stretch: Sendable, Equatable {
        /// What the leader does about followers.
        public let regime: OpennessRegime
        /// Followers in.
        public let adopters: Int
        /// Where.
        public let interval: OpennessInterval
    }

    /// The openness best for who sets it.
    public struct Choice: Sendable, Equatable {
        /// o; of equal ones the least open.
        public let openness: Double
        /// What the developer (with integration the firm) gets there, in money.
        public let payoff: Double
        /// Of all, in money.
        public let welfare: Double
    }

    /// How something moves over a set of levels; all NaN over none.
    public struct Range: Sendable, Equatable {
        /// The least at any level of the study.
        public let least: Double
        /// The integral over the set, by its length.
        public let mean: Double
        /// The most at any level of the study.
        public let most: Double
    }

    /// What one practice changes against the posted tariff.
    public struct Effect: Sendable, Equatable {
        /// Where it is asked about.
        public let levels: [OpennessInterval]
        /// In money.
        public let developer, leader, followers, consumers, welfare: Range
    }

    /// By practice, in the order of ``OpennessPractice``.
    let stretches: [[Stretch]]
    let traps: [[OpennessInterval]]
    let choices: [Choice]
    /// W(0) and W(1) under the posted tariff.
    public let welfareAtZero, welfareAtOne: Double
    /// One-sided limits of welfare at the end of the first trap under the posted tariff; nil without a trap that ends before o = 1.
    public let welfareBeforeEntry, welfareAfterEntry: Double?
    /// Where a free trial changes the leader's effort.
    public let trialBites: [OpennessInterval]
    /// Where the developer gains from offering a free trial.
    public let offerSet: [OpennessInterval]
    /// Where welfare is lower with integration, and with a free trial: where a ban of it would raise welfare.
    public let integrationHarms, trialHarms: [OpennessInterval]
    /// Of integration over all levels, and of a free trial over the offer set.
    public let integration, trial: Effect

    /// Each regime with its adopters, from o = 0 to o = 1.
    public func stretches(_ practice: OpennessPractice) -> [Stretch] { stretches[Self.place(practice)] }
    /// Where welfare is below that of the closed model at the posted tariff, o > 0.
    public func traps(_ practice: OpennessPractice) -> [OpennessInterval] { traps[Self.place(practice)] }
    /// The openness that the developer would choose; with integration the firm.
    public func choice(_ practice: OpennessPractice) -> Choice { choices[Self.place(practice)] }
    /// Where a regime holds, whatever the number of adopters.
    public func intervals(_ regime: OpennessRegime, _ practice: OpennessPractice) -> [OpennessInterval] {
        var found: [OpennessInterval] = []
        for stretch in stretches(practice) where stretch.regime == regime {
            if let last = found.last, stretch.interval.low - last.high <= 4 * OpennessSearch.width {
                found[found.count - 1] = OpennessInterval(last.low, stretch.interval.high)
            } else {
                found.append(stretch.interval)
            }
        }
        return found.filter { $0.length > 4 * OpennessSearch.width }
    }

    private static func place(_ practice: OpennessPractice) -> Int { OpennessPractice.allCases.firstIndex(of: practice) ?? 0 }
}
