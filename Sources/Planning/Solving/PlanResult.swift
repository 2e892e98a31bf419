/// A plan, what it pays, and what is proved of it.
///
/// ```swift
/// let result = try makePlan(for: game)
/// result.status        // .optimal
/// result.value         // simulated by code that shares nothing with the planner
/// result.plan.runs     // what to do
/// ```
public struct PlanResult: Sendable {
    /// T rounds.
    public var plan: Plan
    /// The plan played for real; the stretches are its levels and payoffs over time, kept up to a million rounds.
    public var simulation: PlanSimulation
    /// The least upper bound on OPT_T that was found; nil where none was asked for.
    public var bound: Double?
    /// Every bound that was found, with what proved it.
    public var bounds: [PlanBound]
    /// What is known of the plan.
    public var status: PlanStatus
    /// What ran; where the automatic choice took several, the one whose plan it is.
    public var method: PlanMethod
    /// Why this method.
    public var methodReason: String
    /// What was promised before the plan was found, where theory does; not the same claim as ``ratio``.
    public var guarantee: PlanGuarantee?
    /// Does the human leave; only where nothing is forgotten.
    public var longRun: LongRun?
    /// The price on rounds that gave the least bound D(lambda); of full memory.
    public var lambda: Double?
    /// min D(lambda); of full memory.
    public var dualBound: Double?
    /// Whether the best plan without a horizon needs more than T rounds; of full memory.
    public var horizonBinds: Bool?
    /// W(0), W(1), ...: what the best plans of short horizons pay from N = 0; of fading memory.
    public var windowValues: [Double]?
    /// lambda_t, prices of the rounds that gave the arm bound; of fading memory.
    public var roundPrices: [Double]?
    /// All multipliers of the best arm bound, from which ``ArmCertificate`` proves it again; of fading memory.
    public var armPrices: ArmPrices?
    /// Seconds of planning, the simulation included.
    public var seconds: Double

    /// What the plan pays.
    public var value: Double { simulation.value }

    /// value / bound in [0, 1]: at least this share of what any plan could pay; 1 where the bound is 0; nil without a bound.
    public var ratio: Double? { bound.map { Self.ratio(value, $0) } }

    static func ratio(_ value: Double, _ bound: Double) -> Double { bound <= 0 ? 1 : min(max(value / bound, 0), 1) }
}
