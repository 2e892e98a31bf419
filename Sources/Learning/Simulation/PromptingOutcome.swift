import NumericCore

/// Who a reward or a regret is of.
public enum Player: String, Sendable, CaseIterable {
    /// Picks prompts.
    case human
    /// Picks responses.
    case ai
}

/// What came of the replicas of a simulation, in their order.
public struct PromptingOutcome: Sendable, Equatable {
    /// Whether all replicas were played.
    public let end: WorkEnd
    /// T
    public let horizon: Int
    /// K
    public let prompts: Int
    /// B
    public let responses: Int
    /// Rounds in which each pair was played: replica by replica, prompt by prompt, response by response.
    public let counts: [Int]
    /// Rewards of the human added up, by replica.
    public let realisedHuman: [Double]
    /// Rewards of the assistant added up.
    public let realisedAI: [Double]
    /// Means vH of the pairs that were played added up: realised rewards without their noise.
    public let meanHuman: [Double]
    /// The same of vA.
    public let meanAI: [Double]

    /// Replicas that were played to the end.
    public var replicas: Int { realisedHuman.count }

    init(_ simulation: PromptingSimulation, _ table: ReplicaTable, finished: Int, end: WorkEnd) {
        let game = simulation.game
        self.end = end
        horizon = simulation.horizon
        (prompts, responses) = (game.prompts, game.responses)
        let counts = table.counts(finished: finished)
        self.counts = counts
        realisedHuman = table.humanTotals(finished: finished)
        realisedAI = table.aiTotals(finished: finished)
        func means(_ rows: [[Double?]]) -> [Double] {
            let means = rows.joined().map { $0 ?? 0 }
            return (0..<finished).map { replica in
                var sum = CompensatedSum()
                for (cell, mean) in means.enumerated() { sum.add(Double(counts[replica * table.cells + cell]) * mean) }
                return sum.value
            }
        }
        meanHuman = means(game.human)
        meanAI = means(game.ai)
    }

    /// How often a pair was played in a replica.
    public func count(replica: Int, prompt: Int, response: Int) -> Int { counts[(replica * prompts + prompt) * responses + response] }

    /// alpha T - sum of rewards, by replica: of means (pseudo-regret, less noisy, what growth is fitted to) or as realised.
    public func regrets(of player: Player, against alpha: Double, realised: Bool = false) -> [Double] {
        let totals = switch (player, realised) {
        case (.human, false): meanHuman
        case (.human, true): realisedHuman
        case (.ai, false): meanAI
        case (.ai, true): realisedAI
        }
        return totals.map { alpha * Double(horizon) - $0 }
    }

    /// The mean of ``regrets(of:against:realised:)`` over replicas, with its standard error.
    public func regret(of player: Player, against alpha: Double, realised: Bool = false) -> SampleMean {
        SampleMean(regrets(of: player, against: alpha, realised: realised))
    }
}

/// A mean over replicas.
public struct SampleMean: Sendable, Equatable {
    /// The mean; NaN of nothing.
    public let mean: Double
    /// The sample's standard deviation over the root of its size; NaN of fewer than two.
    public let standardError: Double

    /// Sums are taken in the order of the values.
    public init(_ values: [Double]) {
        let n = Double(values.count)
        let mean = CompensatedSum(of: values).value / n
        self.mean = mean
        var squares = CompensatedSum()
        for value in values { squares.add((value - mean) * (value - mean)) }
        standardError = values.count < 2 ? .nan : (squares.value / (n - 1) / n).squareRoot()
    }
}
