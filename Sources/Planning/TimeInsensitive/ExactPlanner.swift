/// A1, A2 and A3 on the graph of all levels, each only where the one before leaves a gap.
struct ExactPlanner: Planner {
    /// The last of the three that may run.
    let method: PlanMethod
    /// More nodes than this are left to buckets.
    static let nodeLimit = 1 << 24
    /// Entries of A3, 20 bytes each, beyond which the bound of A2 stands.
    static let entryLimit = 50_000_000

    func plan(_ game: PlanningGame, _ work: PlanWork) -> PlannerOutcome {
        let levels = TopicLevels(game, horizon: LongRun(of: game).horizon(of: game))
        guard levels.horizon > 0 else { return .leavingAtOnce }
        work.progress("listing levels", 0, of: 1)
        guard let graph = LevelGraph(exact: levels, nodeLimit: Self.nodeLimit, workers: work.workers) else {
            return BucketPlanner().plan(game, work)
        }
        return plan(graph, work)
    }

    func plan(_ graph: LevelGraph, _ work: PlanWork) -> PlannerOutcome {
        let game = graph.levels.game
        if method == .longestPath { return longestPath(graph) }
        let multiplier = MultiplierBound(graph, work)
        var best = BestPlan(of: game)
        best.consider(FilledPath(multiplier.short, in: graph).plan(topics: graph.topics))
        if let long = multiplier.long { best.consider(FilledPath(long, in: graph).plan(topics: graph.topics)) }
        var outcome = PlannerOutcome(plan: best.plan)
        outcome.bounds = [PlanBound(name: PlanMethod.multiplier.rawValue, value: multiplier.bound)]
        outcome.lambda = multiplier.lambda
        outcome.dualBound = multiplier.bound
        outcome.horizonBinds = multiplier.horizonBinds
        outcome.stopped = multiplier.stopped
        outcome.method = multiplier.horizonBinds ? .multiplier : .longestPath
        // At lambda = 0 with a path within the horizon the bound is the path's own value, up to the rounding of sums.
        outcome.isOptimal = !multiplier.horizonBinds || work.settings.closes(best.value, multiplier.bound)
        guard method == .budgetedGraph, !outcome.isOptimal, outcome.stopped == nil else { return outcome }

        var budgeted = BudgetedGraph(graph, prices: multiplier.prices, lowerBound: best.value)
        guard let found = budgeted.best(work, entryLimit: Self.entryLimit) else {
            outcome.stopped = work.stopped
            return outcome
        }
        best.consider(found.filled.plan(topics: graph.topics))
        outcome.plan = best.plan
        outcome.bounds.append(PlanBound(name: PlanMethod.budgetedGraph.rawValue, value: max(found.value, best.value)))
        outcome.method = .budgetedGraph
        outcome.isOptimal = true
        return outcome
    }

    private func longestPath(_ graph: LevelGraph) -> PlannerOutcome {
        let prices = LevelPrices(graph, lambda: 0)
        let path = LevelPath(prices, in: graph)
        var outcome = PlannerOutcome(plan: FilledPath(path, in: graph).plan(topics: graph.topics))
        outcome.bounds = [PlanBound(name: PlanMethod.longestPath.rawValue, value: prices.value)]
        outcome.lambda = 0
        outcome.horizonBinds = path.line(graph, lambda: 0).plays > Double(graph.horizon)
        outcome.isOptimal = outcome.horizonBinds == false
        return outcome
    }
}

/// The best of several plans, by what they pay when played.
struct BestPlan {
    private let game: PlanningGame
    private(set) var plan = Plan()
    private(set) var value = 0.0

    init(of game: PlanningGame) { self.game = game }

    /// - Returns: what the plan pays.
    @discardableResult
    mutating func consider(_ other: Plan) -> Double {
        let worth = PlanSimulation(of: other, in: game, keepsStretches: false).value
        if worth > value { (plan, value) = (other, worth) }
        return worth
    }
}

extension PlannerOutcome {
    /// No topic ever pays: nothing to do.
    static var leavingAtOnce: PlannerOutcome {
        var outcome = PlannerOutcome(plan: Plan())
        outcome.isOptimal = true
        (outcome.lambda, outcome.dualBound, outcome.horizonBinds, outcome.method) = (0, 0, false, .longestPath)
        outcome.bounds = [PlanBound(name: PlanMethod.longestPath.rawValue, value: 0)]
        return outcome
    }
}
