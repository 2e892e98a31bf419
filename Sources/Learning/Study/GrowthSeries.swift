#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif
import NumericCore

/// Regret over the horizon of one pair of algorithms, from which several slopes are read.
struct GrowthSeries: Sendable {
    var name: String
    /// Whose regret, and against what.
    var players: [Player] = [.human]
    var benchmark: RegretBenchmark
    var human: HumanAlgorithm
    var ai: AssistantAlgorithm
    var statistic = GrowthFit.Statistic.mean
    var horizons = [1000, 3162, 10_000, 31_623]
    /// More than the source's 32 where those alone decide whether a slope lies within 0.03.
    var replicas = 32
    /// Of the games of a horizon the one of largest regret counts.
    var games: @Sendable (_ horizon: Int) -> [GrowthInstance]
    var readings: [Reading]

    /// A slope over some of the horizons.
    struct Reading: Sendable {
        /// What is different from the series, from a comma on; empty where nothing is.
        let words: String
        let stated: Double
        let allowed: ClosedRange<Double>
        let first: Int
        let last: Int
        let isWithoutLogarithm: Bool

        /// - Parameters:
        ///   - interval: the one that is stated, where it is wider than 0.03 to both sides.
        ///   - isWithoutLogarithm: the regret is divided by sqrt(LT), LT = log(2 T^2/delta).
        init(
            _ stated: Double, _ words: String = "", interval: ClosedRange<Double>? = nil, from first: Int = 1000, to last: Int = 31_623,
            isWithoutLogarithm: Bool = false
        ) {
            (self.words, self.stated, self.first, self.last) = (words, stated, first, last)
            allowed = min(interval?.lowerBound ?? stated, stated - 0.03)...max(interval?.upperBound ?? stated, stated + 0.03)
            self.isWithoutLogarithm = isWithoutLogarithm
        }

        func covers(_ horizon: Int) -> Bool { (first...last).contains(horizon) }

        func scaled(_ point: GrowthFit.Point) -> GrowthFit.Point {
            guard isWithoutLogarithm else { return point }
            let t = Double(point.horizon)
            return GrowthFit.Point(horizon: point.horizon, regrets: point.regrets, divisor: log(2 * t * t / GrowthSeries.delta).squareRoot())
        }
    }

    private static let delta = 0.05

    /// By horizon, the simulations of its games.
    func simulations(seed: UInt64, replicas: Int?) throws(FieldError) -> [[PromptingSimulation]] {
        var plan: [[PromptingSimulation]] = []
        for horizon in horizons {
            var simulations: [PromptingSimulation] = []
            for instance in games(horizon) {
                simulations.append(
                    try PromptingSimulation(
                        game: instance.game, human: human, ai: ai, noise: instance.noise, horizon: horizon,
                        replicas: replicas ?? self.replicas, seed: seed, delta: Self.delta))
            }
            plan.append(simulations)
        }
        return plan
    }

    /// Rounds, and draws of the intervals of all readings.
    func work(of plan: [[PromptingSimulation]]) -> Int {
        var work = 0
        for (horizon, simulations) in zip(horizons, plan) {
            let readers = readings.count { $0.covers(horizon) } * players.count
            for simulation in simulations {
                work += simulation.horizon * simulation.replicas
                work += readers * GrowthFit.draws(replicas: simulation.replicas, statistic: statistic)
            }
        }
        return work
    }

    /// The regrets of all games at each horizon; nil where a run ended before all was played.
    func points(of plan: [[PromptingSimulation]], play: (PromptingSimulation) -> PromptingOutcome) -> [GrowthFit.Point]? {
        var points: [GrowthFit.Point] = []
        for (horizon, simulations) in zip(horizons, plan) {
            var regrets: [[Double]] = []
            for simulation in simulations {
                let outcome = play(simulation)
                guard outcome.end == .complete else { return nil }
                let benchmarks = GameBenchmarks(of: simulation.game)
                for player in players {
                    guard let alpha = benchmark.value(for: player, in: benchmarks) else { continue }
                    regrets.append(outcome.regrets(of: player, against: alpha))
                }
            }
            points.append(GrowthFit.Point(horizon: horizon, regrets: regrets))
        }
        return points
    }
}
