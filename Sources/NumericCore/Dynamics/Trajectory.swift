/// Where learning dynamics went: records at steps spaced evenly in the logarithm, and the profile where they ended.
public struct Trajectory: Sendable {
    /// What moved.
    public var dynamics: LearningDynamics
    /// The step sizes that were used.
    public var schedule: StepSchedule
    /// How it ended.
    public var end: End
    /// Why there was nothing to simulate; nil where there was.
    public var reason: String?
    /// Steps made.
    public var steps: Int
    /// Rising in the step, the first at 0.
    public var records: [Record]
    /// The efforts at the end, on the contest's layout; of bandit feedback the centres Y of the query points.
    public var efforts: EffortProfile

    /// Why the simulation ended.
    public enum End: Sendable, Equatable {
        /// Nobody moves any more.
        case settled
        /// All steps that were asked for were made.
        case stepLimit
        /// The profile of some steps before has come back: the dynamics will go round for ever.
        case cycle(period: Int)
        case timeLimit
        case cancelled
        /// The contest has no bounded action sets; the reason says why.
        case unsupported

        /// `settled`, `step-limit`, `cycle`, `time-limit`, `cancelled` or `unsupported`, as in files.
        public var word: String {
            switch self {
            case .settled: "settled"
            case .stepLimit: "step-limit"
            case .cycle: "cycle"
            case .timeLimit: "time-limit"
            case .cancelled: "cancelled"
            case .unsupported: "unsupported"
            }
        }
    }

    /// One profile on the way.
    public struct Record: Sendable, Equatable {
        /// Steps made so far.
        public var step: Int
        /// |x - x*| / |x*| with |v|^2 = sum_ik v_ik^2 p_ik / u_ik, the norm that Euclidean mirror descent lets fall; NaN without
        /// an equilibrium to compare with.
        public var distance: Double
        /// A bound on what the best deviator could gain: max over creators of max over y in X_i of <g_i, y - x_i> (payoffs are
        /// concave, and no best reply lies outside X_i). Units of payoff.
        public var exploitability: Double
        /// The same over the creator's gross revenue, or over the gain where that is larger: at most 1.
        public var relativeExploitability: Double
        /// s_k, K values.
        public var totals: [Double]
    }
}
