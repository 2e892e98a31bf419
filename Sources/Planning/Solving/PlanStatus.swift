/// What is known of a plan, and how planning ended.
public enum PlanStatus: String, Sendable, CaseIterable {
    /// Proved: no plan pays more.
    case optimal
    /// There is a bound, and ``PlanResult/ratio`` says how close the plan comes to it.
    case certified
    /// A plan, without a bound of its own.
    case feasible
    /// The time limit came first: the best plan and bound so far.
    case timeLimit = "time-limit"
    /// Cancelled: the best plan and bound so far.
    case cancelled
}

/// An upper bound on what any plan pays.
public struct PlanBound: Sendable, Equatable {
    /// What proved it, for instance `multiplier`, `arms`, `windows`.
    public var name: String
    /// OPT_T <= value.
    public var value: Double

    /// A bound and what proved it.
    public init(name: String, value: Double) {
        self.name = name
        self.value = value
    }
}

/// What was known before the plan was found: value >= factor x OPT_T, for every game that meets the conditions.
public struct PlanGuarantee: Sendable, Equatable {
    /// (1 - epsilon)/2, or (1 - epsilon) w/(w + p) over the best starting offset.
    public var factor: Double
    /// epsilon.
    public var epsilon: Double
    /// w, the active rounds of a cycle.
    public var window: Int
    /// p, the pauses of a cycle.
    public var pause: Int

    /// A guarantee of a policy of windows and pauses.
    public init(factor: Double, epsilon: Double, window: Int, pause: Int) {
        self.factor = factor
        self.epsilon = epsilon
        self.window = window
        self.pause = pause
    }
}

/// What happens to the human over a long horizon, where nothing is forgotten.
public struct LongRun: Sendable, Equatable {
    /// The limit of OPT_T / T; 0: the human leaves for good.
    public var rate: Double
    /// L: no optimal plan has more rounds of work, whatever the horizon; nil where the rate is positive.
    public var lastPlays: Int?

    /// A rate, and after how many rounds of work the human has left where it is 0.
    public init(rate: Double, lastPlays: Int?) {
        self.rate = rate
        self.lastPlays = lastPlays
    }
}
