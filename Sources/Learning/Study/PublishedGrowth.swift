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
    /// Instance, algorithms and benchmark, and which horizons where not all of them count.
    public let name: String
    /// The slope that is stated.
    public let stated: Double
    /// Where the slope must lie: 0.03 around what is stated, or the interval stated where that is wider.
    public let allowed: ClosedRange<Double>
    /// The horizons that the slope is fitted over.
    public let horizons: [Int]
    /// Replicas of each game at each horizon.
    public let replicas: Int
    /// The slope found, with its bootstrap interval; nil where regret is not positive.
    public let found: GrowthFit?

    /// How many rows there are.
    public static var count: Int { GrowthSeries.all.reduce(0) { $0 + $1.readings.count } }

    /// Whether the slope lies where it must.
    public var holds: Bool { found.map { allowed.contains($0.slope) } ?? false }

    /// Plays everything and fits all rows.
    /// - Parameter seed: the stated numbers are of seed 7, and one of them, 0.92, of no other.
    /// - Returns: the rows in order, those before the end where the time was over or somebody cancelled.
    /// - Throws: `FieldError` for a setting outside its domain.
    /// - Complexity: 6 10^8 rounds, about ten seconds of one processor's work.
    public static func run(seed: UInt64 = 7, settings: PlaySettings = PlaySettings()) throws -> [PublishedGrowth] {
        try run(GrowthSeries.all, seed: seed, settings: settings)
    }

    /// The rows of some series.
    /// - Parameter replicas: in place of those of each series.
    static func run(
        _ series: [GrowthSeries], seed: UInt64 = 7, replicas: Int? = nil, settings: PlaySettings = PlaySettings()
    ) throws -> [PublishedGrowth] {
        try settings.validate()
        let kernels = try settings.kernels()
        let plans = try series.map { try $0.simulations(seed: seed, replicas: replicas) }
        let watch = PlayWatch(settings, work: zip(series, plans).reduce(0) { $0 + $1.0.work(of: $1.1) })
        let workers = Workers(threads: settings.threads)
        var rows: [PublishedGrowth] = []
        for (series, plan) in zip(series, plans) {
            guard let points = series.points(of: plan, play: { $0.run(kernels: kernels, workers: workers, watch: watch) }) else { return rows }
            for reading in series.readings {
                let read = points.filter { reading.covers($0.horizon) }.map(reading.scaled)
                let fit = GrowthFit(read, seed: seed, statistic: series.statistic, watch: watch)
                guard fit != nil || watch.goesOn() else { return rows }
                rows.append(
                    PublishedGrowth(
                        name: series.name + reading.words, stated: reading.stated, allowed: reading.allowed, horizons: read.map(\.horizon),
                        replicas: replicas ?? series.replicas, found: fit))
            }
        }
        return rows
    }
}
