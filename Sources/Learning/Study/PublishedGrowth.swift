import NumericCore

/// Growth of regret that is published with the specification of this model, and what this package finds.
///
/// ```swift
/// for row in try PublishedGrowth.run() { print(row.name, row.found?.slope ?? .nan, row.holds) }
/// ```
/// An exponent over four horizons describes these horizons. Rows of explore-then-commit at a fixed gap show the cost of exploration
/// and that a loss is linear; they test the code, no theorem. Lower bounds cannot be shown by simulation: each row is one pair of
/// algorithms.
public struct PublishedGrowth: Sendable, Equatable {
    /// Instance, algorithms and benchmark.
    public let name: String
    /// The slope that is stated.
    public let stated: Double
    /// Where the slope must lie: 0.03 around what is stated, or the interval stated where that is wider.
    public let allowed: ClosedRange<Double>
    /// How many rows there are.
    public static var count: Int { Row.all.count }

    /// Whether the slope lies where it must.
    public var holds: Bool { found.map { allowed.contains($0.slope) } ?? false }

    /// The horizons that the slope is fitted over.
    public let horizons: [Int]
    /// Replicas of each game at each horizon.
    public let replicas: Int
    /// The slope found, with its bootstrap interval; nil where regret is not positive.
    public let found: GrowthFit?

    /// One row before it is tried.
    struct Row: Sendable {
        var name: String
        var stated: Double
        var allowed: ClosedRange<Double>? = nil
        /// Whose regret, and against what.
        var players: [Player] = [.human]
        var benchmark: RegretBenchmark
        var human: HumanAlgorithm
        var ai: AssistantAlgorithm
        /// The 90 % quantile of regret in place of its mean.
        var isQuantile = false
        var horizons = [1000, 3162, 10_000, 31_623]
        var replicas = 32
        /// Of the games of a horizon the one of largest regret counts.
        var games: @Sendable (_ horizon: Int) -> [GrowthInstance]
    }

    /// Plays all rows: 32 replicas at four horizons for most, about a second.
    /// - Parameter seed: the stated numbers are of seed 7.
    /// - Throws: `FieldError` for a setting outside its domain.
    public static func run(seed: UInt64 = 7, settings: PlaySettings = PlaySettings()) throws -> [PublishedGrowth] {
        try settings.validate()
        let kernels = try settings.kernels()
        let rows = Row.all
        let plans = try rows.map { try $0.simulations(seed: seed) }
        let watch = PlayWatch(settings, rounds: plans.joined().joined().reduce(0) { $0 + $1.horizon * $1.replicas })
        let workers = Workers(threads: settings.threads)
        var results: [PublishedGrowth] = []
        for (row, plan) in zip(rows, plans) {
            var points: [GrowthFit.Point] = []
            for simulations in plan {
                var regrets: [[Double]] = []
                for simulation in simulations {
                    let outcome = simulation.run(kernels: kernels, workers: workers, watch: watch)
                    guard outcome.end == .complete else { return results }
                    for player in row.players {
                        guard let alpha = row.benchmark.value(for: player, in: simulation.game) else { continue }
                        regrets.append(outcome.regrets(of: player, against: alpha))
                    }
                }
                if let horizon = simulations.first?.horizon { points.append(GrowthFit.Point(horizon: horizon, regrets: regrets)) }
            }
            let statistic = row.isQuantile ? GrowthFit.quantile(0.9) : GrowthFit.mean
            results.append(
                PublishedGrowth(
                    name: row.name, stated: row.stated, allowed: row.allowed ?? (row.stated - 0.03)...(row.stated + 0.03),
                    horizons: row.horizons, replicas: row.replicas, found: GrowthFit(points, seed: seed, statistic: statistic)))
        }
        return results
    }
}

extension PublishedGrowth.Row {
    /// By horizon, the simulations of its games.
    fileprivate func simulations(seed: UInt64) throws(FieldError) -> [[PromptingSimulation]] {
        var plan: [[PromptingSimulation]] = []
        for horizon in horizons {
            var simulations: [PromptingSimulation] = []
            for instance in games(horizon) {
                simulations.append(
                    try PromptingSimulation(
                        game: instance.game, human: human, ai: ai, noise: instance.noise, horizon: horizon,
                        replicas: replicas, seed: seed))
            }
            plan.append(simulations)
        }
        return plan
    }
}
