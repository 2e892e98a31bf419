import NumericCore

/// What a file asks for: a game, and, where algorithms are given, simulations at one or several horizons.
public struct LearningStudy: Sendable, Equatable {
    /// The stage game.
    public let game: PromptingGame
    /// One simulation a horizon, in the order given; none where only the benchmarks of the game are asked for.
    public let simulations: [PromptingSimulation]
    /// What regret is measured against.
    public let benchmark: RegretBenchmark

    /// - Throws: ``FieldError`` for a benchmark that is no number, and for more than 2^53 rounds or 2^26 counts in all.
    public init(game: PromptingGame, simulations: [PromptingSimulation], benchmark: RegretBenchmark) throws(FieldError) {
        try benchmark.validate()
        var (rounds, counts) = (0, 0)
        for (index, simulation) in simulations.enumerated() {
            // Each is within both limits, so that no sum overflows before it is refused.
            rounds += simulation.horizon * simulation.replicas
            counts += simulation.storedCounts
            guard rounds <= PromptingSimulation.mostRounds else {
                throw FieldError(field: "horizons", expected: "at most 2^53 rounds in all", found: "more from horizons[\(index)] on")
            }
            guard counts <= PromptingSimulation.mostCounts else {
                throw FieldError(
                    field: "horizons", expected: "at most 2^26 counts over all horizons, replicas (in eights) times prompts times responses",
                    found: "more from horizons[\(index)] on")
            }
        }
        self.game = game
        self.simulations = simulations
        self.benchmark = benchmark
    }

    /// The same with other horizons, replicas or another seed; what is empty or nil stays.
    /// - Throws: ``FieldError`` for a number outside its domain, or a change of simulations where there are none.
    public func with(horizons: [Int] = [], replicas: Int? = nil, seed: UInt64? = nil) throws(FieldError) -> LearningStudy {
        if horizons.isEmpty, replicas == nil, seed == nil { return self }
        guard let first = simulations.first else {
            throw FieldError(field: "humanAlgorithm", expected: "algorithms, as horizons, replicas or a seed are set", found: "nothing")
        }
        var changed: [PromptingSimulation] = []
        for horizon in horizons.isEmpty ? simulations.map(\.horizon) : horizons {
            changed.append(
                try PromptingSimulation(
                    game: game, human: first.human, ai: first.ai, noise: first.noise, horizon: horizon,
                    replicas: replicas ?? first.replicas, seed: seed ?? first.seed, delta: first.delta))
        }
        return try LearningStudy(game: game, simulations: changed, benchmark: benchmark)
    }

    /// Rounds of all replicas of all horizons.
    public var rounds: Int { simulations.reduce(0) { $0 + $1.horizon * $1.replicas } }

    /// Computes the benchmarks of the game, plays all simulations and fits the growth of regret.
    /// - Throws: `FieldError` for a setting outside its domain.
    /// - Complexity: that of all runs, and 1000 draws for each replica, up to 256, of each horizon.
    public func run(settings: PlaySettings = PlaySettings()) throws(FieldError) -> LearningResult {
        try settings.validate()
        let kernels = try settings.kernels()
        let fitted = Set(simulations.map(\.horizon)).count < 2 ? [] : Player.allCases.filter(benchmark.isAsked)
        let draws = simulations.reduce(0) { $0 + GrowthFit.draws(replicas: $1.replicas) }
        let watch = PlayWatch(settings, work: rounds + fitted.count * draws)
        let workers = Workers(threads: settings.threads)
        var outcomes: [PromptingOutcome] = []
        var growth: [Player: GrowthFit] = [:]
        let benchmarks = GameBenchmarks(of: game, watch: watch)
        func result(_ end: WorkEnd) -> LearningResult {
            LearningResult(study: self, benchmarks: benchmarks, outcomes: outcomes, growth: growth, end: end)
        }
        guard benchmarks.relaxed != nil else { return result(watch.end) }
        for simulation in simulations {
            let outcome = simulation.run(kernels: kernels, workers: workers, watch: watch)
            outcomes.append(outcome)
            if outcome.end != .complete { return result(outcome.end) }
        }
        for player in fitted {
            guard let alpha = benchmark.value(for: player, in: benchmarks), let seed = simulations.first?.seed else { continue }
            let points = outcomes.map { GrowthFit.Point(horizon: $0.horizon, regrets: [$0.regrets(of: player, against: alpha)]) }
            growth[player] = GrowthFit(points, seed: seed, watch: watch)
            if growth[player] == nil {
                guard watch.goesOn() else { return result(watch.end) }
                watch.passed(draws)
            }
        }
        return result(.complete)
    }
}

/// What came of a study.
public struct LearningResult: Sendable, Equatable {
    /// What was asked.
    public let study: LearningStudy
    /// The benchmarks of the game, computed before anything was played.
    public let benchmarks: GameBenchmarks
    /// One a horizon as far as the run came; the last one may lack replicas.
    public let outcomes: [PromptingOutcome]
    private let growth: [Player: GrowthFit]
    /// Whether all benchmarks were computed, all replicas of all horizons played, and growth was fitted.
    public let end: WorkEnd

    init(study: LearningStudy, benchmarks: GameBenchmarks, outcomes: [PromptingOutcome], growth: [Player: GrowthFit], end: WorkEnd) {
        (self.study, self.benchmarks, self.outcomes, self.growth, self.end) = (study, benchmarks, outcomes, growth, end)
    }

    /// The reward a round that a player's regret is measured against.
    public func benchmark(of player: Player) -> Double? { study.benchmark.value(for: player, in: benchmarks) }

    /// How mean pseudo-regret grows with the horizon; nil where there are fewer than two complete horizons or it is not positive, and
    /// where the run ended before.
    public func growth(of player: Player) -> GrowthFit? { growth[player] }
}
