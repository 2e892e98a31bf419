import CLearning
import NumericCore

/// One Monte Carlo: a human and an assistant who both learn while they play a prompting game for T rounds, in many replicas.
///
/// ```swift
/// let game = try PromptingGame(human: [[10, 5, nil], [nil, nil, 8]], ai: [[9, 1, nil], [nil, nil, 10]])
/// let simulation = try PromptingSimulation(
///     game: game, human: .exploreTwiceThenCommit(.fixed(370), .fixed(185)), ai: .exploreThenCommit(.fixed(185)),
///     noise: .uniform(width: 1), horizon: 10_000, replicas: 32)
/// let outcome = try simulation.run()
/// outcome.regret(of: .human, against: 10).mean   // 2035.0
/// ```
/// Each round the human picks a prompt, the assistant sees it and responds, and each sees its own reward only. Random numbers are
/// Philox4x32-10 counted by (round, stream, seed, replica): stream 0 gives the rewards, whatever pair is played, so that different
/// algorithms meet the same luck; stream 1 gives the draws of algorithms. A replica is the same for any number of threads and
/// replicas, and on every kernel target.
public struct PromptingSimulation: Sendable, Equatable {
    /// The stage game.
    public let game: PromptingGame
    /// How the human learns.
    public let human: HumanAlgorithm
    /// How the assistant learns.
    public let ai: AssistantAlgorithm
    /// How rewards lie around their means.
    public let noise: RewardNoise
    /// T, rounds; algorithms know it.
    public let horizon: Int
    /// Independent repetitions.
    public let replicas: Int
    /// Of the random numbers.
    public let seed: UInt64
    /// The confidence that goes into LT = log(2 T^2/delta).
    public let delta: Double

    /// - Parameters:
    ///   - horizon: 1 to 2^40.
    ///   - replicas: 1 to 2^24, and at most 2^26 counts (replicas, rounded up to eights, times prompts times responses), as memory is
    ///     O(replicas prompts responses); time is O(horizon replicas (prompts + responses)).
    ///   - delta: from 1e-100, so that LT is finite at any horizon, to below 1.
    /// - Throws: ``FieldError`` naming the first field outside its domain.
    public init(
        game: PromptingGame, human: HumanAlgorithm, ai: AssistantAlgorithm, noise: RewardNoise, horizon: Int, replicas: Int,
        seed: UInt64 = 1, delta: Double = 0.05
    ) throws(FieldError) {
        guard (1...PullCount.limit).contains(horizon) else {
            throw FieldError(field: "horizon", expected: "an integer from 1 to 2^40", found: "\(horizon)")
        }
        guard (1...Self.mostReplicas).contains(replicas) else {
            throw FieldError(field: "replicas", expected: "an integer from 1 to 2^24", found: "\(replicas)")
        }
        guard horizon <= Self.mostRounds / replicas else {
            throw FieldError(field: "replicas", expected: "at most 2^53 rounds in all", found: "\(replicas) times \(horizon)")
        }
        let cells = game.prompts * game.responses
        guard Self.storedReplicas(replicas) <= Self.mostCounts / cells else {
            throw FieldError(
                field: "replicas", expected: "at most 2^26 counts, replicas (in eights) times prompts times responses",
                found: "\(replicas) times \(game.prompts) times \(game.responses)")
        }
        guard delta >= Self.leastDelta, delta < 1 else { throw FieldError(field: "delta", expected: "a number from 1e-100 to below 1", found: "\(delta)") }
        try noise.validate(for: game)
        try human.validate()
        try ai.validate()
        self.game = game
        self.human = human
        self.ai = ai
        self.noise = noise
        self.horizon = horizon
        self.replicas = replicas
        self.seed = seed
        self.delta = delta
    }

    private static let mostReplicas = 1 << 24
    private static let leastDelta = 1e-100
    /// Rounds of all replicas, of all horizons of a study: they are counted in a double too.
    static let mostRounds = 1 << 53
    /// Counts of all replicas, of all horizons of a study: half a gigabyte; with copies and the state of large games of few
    /// replicas up to 3.5 GB.
    static let mostCounts = 1 << 26

    /// Replicas that take up memory: whole groups of lanes.
    private static func storedReplicas(_ replicas: Int) -> Int { (replicas + Int(NL_LANES) - 1) / Int(NL_LANES) * Int(NL_LANES) }

    /// Numbers that a run of this keeps.
    var storedCounts: Int { Self.storedReplicas(replicas) * game.prompts * game.responses }

    /// The range of the human's rewards.
    public var rewardRange: ClosedRange<Double> { noise.range(of: game.human.joined().compactMap { $0 }) }

    /// The published bounds for this simulation.
    public var bounds: RegretBounds {
        RegretBounds(
            horizon: horizon, prompts: game.prompts, responses: game.responses, sigma: noise.sigma,
            range: rewardRange.upperBound - rewardRange.lowerBound, delta: delta)
    }

    /// Plays all replicas.
    /// - Returns: all of them, or, where the time was over or somebody cancelled, those from the first on that were finished.
    /// - Throws: `FieldError` for a setting outside its domain.
    /// - Complexity: O(horizon replicas (prompts + responses)) time; O(replicas prompts responses) memory.
    public func run(settings: PlaySettings = PlaySettings()) throws(FieldError) -> PromptingOutcome {
        try settings.validate()
        let kernels = try settings.kernels()
        let watch = PlayWatch(settings, work: horizon * replicas)
        return run(kernels: kernels, workers: Workers(threads: settings.threads), watch: watch)
    }

    /// The same as a part of a longer run that is watched as a whole.
    func run(
        kernels: LearningKernels, workers: Workers, watch: PlayWatch, limits: KernelGame.TableLimits = KernelGame.TableLimits()
    ) -> PromptingOutcome {
        let kernelGame = KernelGame(self, limits: limits)
        let lanes = Int(NL_LANES)
        let groups = (replicas + lanes - 1) / lanes
        // Few groups a tile where there would be threads without work; which ones does not change a bit.
        let perTile = min(max(groups / workers.threads, 1), Self.groupsOfTile)
        let tiles = (groups + perTile - 1) / perTile
        let results = ReplicaTable(replicas: replicas, cells: game.prompts * game.responses)
        let isFinished = SharedTable(count: tiles, filledWith: false)
        workers.run(tiles, makeState: { KernelState(kernelGame, groups: perTile) }) { tile, state in
            let firstGroup = tile * perTile
            let count = min(perTile, groups - firstGroup)
            let players = min(replicas - firstGroup * lanes, count * lanes)
            guard state.play(
                kernelGame, kernels, groups: count, players: players, replica: firstGroup * lanes, horizon: horizon, watch: watch)
            else { return }
            for group in 0..<count { results.take(group, of: state, kernelGame, first: (firstGroup + group) * lanes) }
            isFinished[tile] = true
        }
        let whole = isFinished.array.firstIndex(of: false).map { min($0 * perTile * lanes, replicas) } ?? replicas
        return PromptingOutcome(self, results, finished: whole, end: whole == replicas ? .complete : watch.end)
    }

    /// Groups whose rounds alternate: enough to overlap one's chain of operations with another's, and little state.
    private static let groupsOfTile = 4
}
