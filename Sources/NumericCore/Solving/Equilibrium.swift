/// How a solve ended.
public enum Status: String, Sendable, CaseIterable {
    /// An equilibrium: the certificate's residual is within the tolerance in every cell.
    case converged
    /// Residual at most 1000 x the tolerance.
    case almostConverged = "almost-converged"
    case iterationLimit = "iteration-limit"
    case timeLimit = "time-limit"
    /// The residual stopped falling above the tolerance.
    case stalled
    case cancelled
    case noneFound = "none-found"
    /// The contest has no equilibrium; the reason says in which topic and why.
    case noEquilibrium = "no-equilibrium"
    /// The method chosen cannot solve this contest.
    case unsupported
}

/// What a solve returns, whatever the method and however it ended. Only `converged` is an equilibrium; otherwise the
/// values are where the solver stopped and the certificate says how far that is from one.
public struct Equilibrium: Sendable {
    /// How the solve ended; only `converged` is an equilibrium.
    public var status: Status
    /// Why not converged; nil where converged.
    public var reason: String?
    /// The solver that was used, for instance `topic-newton`.
    public var method: String
    /// Why that solver: the contest's structure and size, or that it was asked for.
    public var methodReason: String = ""
    /// s_k, K values.
    public var totals: [Double]
    /// x_ik of every eligible cell, in the contest's layout and units.
    public var efforts: EffortProfile
    /// GenAI output M alpha s^bt, K values.
    public var genAI: [Double]
    /// P_k(s_k), K values; infinite where s_k = 0 and the limit is.
    public var prices: [Double]
    /// Payoff of each creator, n values; NaN of those whom an interrupted certificate left out.
    public var utilities: [Double]
    /// lambda_i >= 0 of each creator where the contest has a capacity, else nil: payoff per unit of B_i.
    public var capacityPrices: [Double]? = nil
    /// What the profile is worth, recomputed from the efforts (and capacity prices) alone.
    public var certificate: Certificate
    /// Passes over the cells, the most any topic took; steps of a method that solves all topics together.
    public var iterations: Int
    /// Of such a method: the solver's own residual max |g|/P at the start and after each step. Empty for solves by topic.
    public var residuals: [Double] = []
    /// Of such a method: points tried, at least one a step.
    public var trials: Int = 0
    /// Of a first-order method: how its steps came about, refused ones included; nil for others.
    public var steps: StepCounters? = nil
    /// Where the time went.
    public var seconds: Seconds
    /// The kernels that ran: `portable`, `avx2`, `avx512` or `neon`.
    public var kernelTarget: String
    /// Threads that were allowed.
    public var threads: Int
    /// What a later solve with the same costs may use.
    var powerSums: PowerSumMemory? = nil
    /// Of each topic where there can be several equilibria: all that were found, and what was searched. Topics do not touch, so
    /// that one for each topic, whichever, makes an equilibrium.
    public var searches: [TopicEquilibria] = []

    /// The equilibria of single topics that are not part of this profile, which has the one of the largest total of every topic.
    public var otherEquilibria: [TopicEquilibrium] { searches.flatMap { $0.equilibria.dropLast() } }

    /// Wall-clock seconds of each part. The only field that may differ between identical runs.
    public struct Seconds: Sendable {
        /// Reading the game (set by whoever reads).
        public var read: Double = 0
        /// The solver alone.
        public var solve: Double = 0
        /// The certificate.
        public var certify: Double = 0
        /// Writing side files (set by whoever writes).
        public var write: Double = 0
        /// All zero.
        public init() {}
    }
}

/// How good a profile is, recomputed from the profile alone by code that shares nothing with the solver's loop.
/// Definitions: ``certify(_:efforts:capacityPrices:settings:)``. What an interruption left unknown is NaN, and null in files.
public struct Certificate: Sendable, Equatable {
    /// max |g|/P over active cells, max(0, g)/P over idle ones.
    public var relativeResidual: Double
    /// max 8 eps T/P: residuals below this are rounding.
    public var roundingFloor: Double
    /// max over creators of best unilateral payoff less own payoff.
    public var exploitability: Double
    /// The same over the larger of own and best-reply gross revenue.
    public var relativeExploitability: Double
    /// How the gains were found.
    public var exploitabilityKind: Settings.Exploitability
    /// The creator who could gain most relative to revenue.
    public var worstCreator: Int
    /// Whether theory proves that there is no other equilibrium.
    public var uniqueness: Uniqueness
    /// What proves uniqueness, or why none is claimed.
    public var condition: String
    /// |g| <= tolerance P + 8 eps T in every cell.
    public var isConverged: Bool

    /// Proved, or nothing said.
    public enum Uniqueness: String, Sendable {
        case proved
        case notClaimed = "not-claimed"
    }
}
