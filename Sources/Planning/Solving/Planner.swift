/// What a planner hands over: a plan, and what it proved. The caller simulates the plan and says what it is worth.
struct PlannerOutcome: Sendable {
    /// At most T rounds; what is missing is opting out.
    var plan: Plan
    /// Proved upper bounds on OPT_T.
    var bounds: [PlanBound] = []
    /// Proved optimal other than by value meeting bound.
    var isOptimal = false
    /// Why the work ended early, nil where it did not.
    var stopped: PlanStatus?
    /// Whose plan it is, where a planner runs others.
    var method: PlanMethod?
    var guarantee: PlanGuarantee?
    var lambda: Double?
    var dualBound: Double?
    var horizonBinds: Bool?
    var windowValues: [Double]?
    var roundPrices: [Double]?
    var armPrices: ArmPrices?

    init(plan: Plan) { self.plan = plan }
}

/// Anything that finds a plan.
protocol Planner: Sendable {
    /// The best plan it can find within the limits of `work`, which it asks between layers or steps.
    /// - Precondition: the method applies to the game (``PlanMethod/obstacle(in:)``).
    func plan(_ game: PlanningGame, _ work: PlanWork) -> PlannerOutcome
}

extension PlanMethod {
    /// Why the method cannot be used on a game, nil where it can.
    public func obstacle(in game: PlanningGame) -> String? {
        if needsFullMemory, !game.isTimeInsensitive { return "it needs a game in which nothing is forgotten: every memory 1" }
        return planner == nil ? "it is not part of this build" : nil
    }

    /// The registry: one line a method.
    var planner: (any Planner)? {
        switch self {
        case .longestPath, .multiplier, .budgetedGraph: ExactPlanner(method: self)
        case .buckets: BucketPlanner()
        case .branchAndBound: BranchAndBoundPlanner()
        case .beam: BeamPlanner()
        case .rollingHorizon: RollingHorizonPlanner()
        case .index: IndexPlanner()
        case .floorGreedy: FloorGreedyPlanner()
        case .optimizeThenPause: OptimizeThenPausePlanner()
        case .policies: BestPolicyPlanner()
        case .greedy: RulePlanner.greedy
        case .bestTopic: BestTopicPlanner()
        case .roundRobin: RulePlanner.roundRobin
        case .uniform: RulePlanner.uniform
        case .optOut: OptOutPlanner()
        case .ucb: SlidingWindowUCB()
        }
    }
}
