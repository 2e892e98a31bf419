/// How a plan is found. Which methods apply depends on the game's memory; `Planner.swift` has what each one runs.
public enum PlanMethod: String, Sendable, CaseIterable {
    // Nothing is forgotten: exact, or with a bound.
    /// Longest path over levels: optimal where the horizon does not bind.
    case longestPath = "longest-path"
    /// A price on rounds: a bound, and the plan that comes with it.
    case multiplier
    /// Longest path over levels and rounds used: optimal.
    case budgetedGraph = "budgeted-graph"
    /// Levels in buckets: a bound and a plan whatever the horizon.
    case buckets
    // Any memory.
    /// Round by round with bounds and dominance: optimal.
    case branchAndBound = "branch-and-bound"
    /// The best labels of each round, and relaxed layers as a bound.
    case beam
    /// Looks some rounds ahead, plays the first.
    case rollingHorizon = "rolling-horizon"
    /// Payoff now and what the play costs later, by decoupled topics.
    case index
    /// Greedy that waits for a good payoff.
    case floorGreedy = "floor-greedy"
    /// Windows solved exactly, then pauses ([Esm24]).
    case optimizeThenPause = "optimize-then-pause"
    /// The best of the policies above.
    case policies
    // Baselines.
    /// The best payoff of each round.
    case greedy
    /// One topic for ever.
    case bestTopic = "best-topic"
    /// Topics in turn.
    case roundRobin = "round-robin"
    /// At random.
    case uniform
    /// Never works.
    case optOut = "opt-out"
    /// Learns from clicks, without knowing the qualities.
    case ucb

    /// Whether it is something to compare with rather than a planner.
    public var isBaseline: Bool {
        switch self {
        case .greedy, .bestTopic, .roundRobin, .uniform, .optOut, .ucb: true
        default: false
        }
    }

    /// Whether it needs a game in which nothing is forgotten.
    public var needsFullMemory: Bool {
        switch self {
        case .longestPath, .multiplier, .budgetedGraph, .buckets: true
        default: false
        }
    }
}
