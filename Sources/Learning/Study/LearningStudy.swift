import NumericCore

/// What a file asks for: a game, and, where algorithms are given, simulations at one or several horizons.
public struct LearningStudy: Sendable, Equatable {
    /// The stage game.
    public let game: PromptingGame
    /// One simulation a horizon, in the order given; none where only the benchmarks of the game are asked for.
    public let simulations: [PromptingSimulation]
    /// What regret is measured against.
    public let benchmark: RegretBenchmark

    /// - Throws: ``FieldError`` for a benchmark that is no number.
    public init(game: PromptingGame, simulations: [PromptingSimulation], benchmark: RegretBenchmark) throws(FieldError) {
        try benchmark.validate()
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

    /// Plays all simulations.
    /// - Throws: `FieldError` for a setting outside its domain.
    public func run(settings: PlaySettings = PlaySettings()) throws(FieldError) -> LearningResult {
        try settings.validate()
        let kernels = try settings.kernels()
        let watch = PlayWatch(settings, rounds: rounds)
        let workers = Workers(threads: settings.threads)
        var outcomes: [PromptingOutcome] = []
        for simulation in simulations {
            let outcome = simulation.run(kernels: kernels, workers: workers, watch: watch)
            outcomes.append(outcome)
            if outcome.end != .complete { break }
        }
        return LearningResult(study: self, outcomes: outcomes)
    }
}

/// What came of a study.
public struct LearningResult: Sendable, Equatable {
    /// What was asked.
    public let study: LearningStudy
    /// One a horizon as far as the run came; the last one may lack replicas.
    public let outcomes: [PromptingOutcome]

    /// Whether all replicas of all horizons were played.
    public var end: PlayEnd { outcomes.last?.end ?? .complete }

    /// The reward a round that a player's regret is measured against.
    public func benchmark(of player: Player) -> Double? { study.benchmark.value(for: player, in: study.game) }

    /// How mean pseudo-regret grows with the horizon; nil where there are fewer than two complete horizons or it is not positive.
    public func growth(of player: Player) -> GrowthFit? {
        guard end == .complete, let alpha = benchmark(of: player), let seed = study.simulations.first?.seed else { return nil }
        return GrowthFit(
            outcomes.map { GrowthFit.Point(horizon: $0.horizon, regrets: [$0.regrets(of: player, against: alpha)]) }, seed: seed)
    }
}
