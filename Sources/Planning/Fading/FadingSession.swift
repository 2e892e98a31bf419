import NumericCore

/// One game being planned for under any memory: the best plan and the bounds so far, and the steps that better them.
///
/// A planner is a short list of these steps (`FadingPlanners.swift`). Each asks the work's limits between layers or steps and leaves
/// what it has so far.
final class FadingSession {
    let game: PlanningGame
    let work: PlanWork
    private(set) var plan: Plan
    private(set) var value = 0.0
    private(set) var method = PlanMethod.optOut
    private(set) var bounds: [PlanBound] = []
    private(set) var isOptimal = false
    private(set) var windowValues: [Double] = [0]
    private(set) var arms: ArmBound?
    var guarantee: PlanGuarantee?

    /// Windows longer than this are not searched for a bound.
    private static let longestWindow = 8

    init(_ game: PlanningGame, _ work: PlanWork) {
        (self.game, self.work) = (game, work)
        plan = Plan(Plan.optOut, rounds: game.rounds)
        let best = PauseGuarantee(game).bestPayoff
        bounds.append(PlanBound(name: "rounds", value: Double(game.rounds) * max(0, best)))
        isOptimal = best <= 0
        // Something to hand over, whenever the work is to end.
        if !isOptimal, game.rounds * game.topics <= 1 << 24 { consider(RulePlanner.greedy.plan(game, work).plan.over(game.rounds), .greedy) }
    }

    /// The least bound so far.
    var bound: Double { bounds.reduce(.infinity) { min($0, $1.value) } }
    /// Whether the plan is known to be as good as any, or the work is to end.
    var isDone: Bool { isOptimal || work.settings.closes(value, bound) || work.stopped != nil }

    /// Keeps a plan if it pays more than the best so far.
    func consider(_ candidate: Plan, _ candidateMethod: PlanMethod) {
        let simulated = PlanSimulation(of: candidate, in: game, keepsStretches: false).value
        if simulated > value { (plan, value, method) = (candidate, simulated, candidateMethod) }
    }

    /// W(s) for short windows, and what they compose to (U1).
    func boundByWindows() {
        let labels = min(work.settings.labelLimit, 4096, max(16, (1 << 18) / game.topics))
        windowValues = WindowBound.values(
            game, longest: Self.longestWindow, labels: labels, stop: work.asks("windows", of: Self.longestWindow))
        bounds.append(PlanBound(name: "windows", value: WindowBound.composed(windowValues, rounds: game.rounds)))
    }

    /// Topics taken apart (U2).
    func boundByArms() {
        arms = ArmBound(game, target: value, stop: work.asks("arms", of: ArmBound.Effort().plainSteps))
        if let arms { bounds.append(PlanBound(name: "arms", value: arms.plain)) }
    }

    /// Topics that agree on levels; for long horizons also over a short one from N = 0, composed.
    func boundByLevels() {
        let steps = ArmBound.Effort().stages.reduce(0) { $0 + $1.steps }
        arms?.refine(target: value, stop: work.asks("levels", of: steps))
        if let arms, arms.prices.levels > 1 { bounds.append(PlanBound(name: "levels", value: arms.value)) }
        let short = 100
        guard game.rounds > 4 * short, !isDone else { return }
        let window = game.with(rounds: short, initial: [Double](repeating: 0, count: game.topics))
        guard var piece = ArmBound(window, target: 0, stop: work.asks("composing", of: 1)) else { return }
        piece.refine(target: 0, stop: work.asks("composing", of: steps))
        bounds.append(PlanBound(name: "composed levels", value: WindowBound.composed(piece.byRounds, rounds: game.rounds)))
    }

    /// The best labels of every round (E2).
    func searchBeam() {
        search(width: work.settings.labels, overflow: .drop, stage: "beam", method: .beam)
    }

    /// Relaxed layers (U3), or an exact search as long as no layer outgrows `labels` (E1). Not with very many topics: a layer has
    /// children by the hundred a label there, and merging them proves next to nothing beyond the arm bound.
    func searchRelaxed(labels: Int, method: PlanMethod = .beam) {
        guard game.topics <= 64 else { return }
        search(width: labels, overflow: .merge, stage: method == .branchAndBound ? "branch and bound" : "relaxed layers", method: method)
    }

    private func search(width: Int, overflow: LabelSearch.Overflow, stage: String, method: PlanMethod) {
        guard !isOptimal, work.stopped == nil else { return }
        // Parents and actions of every layer are kept: 8 bytes a label and round; and each layer takes its time.
        let width = min(width, (1 << 24) / game.rounds)
        guard width >= 1 else { return }
        let search = LabelSearch(game: game, width: width, tail: arms?.sweep, shorter: windowValues)
        let outcome = search.run(
            from: game.initial, rounds: game.rounds, best: value, overflow: overflow, stop: work.asks(stage, of: game.rounds))
        if let actions = outcome.actions { consider(Plan(actions), method) }
        bounds.append(PlanBound(name: overflow == .merge ? "relaxed" : "beam", value: outcome.bound))
        isOptimal = outcome.isExact && !outcome.wasStopped
    }

    /// The policies that look at one round after another.
    func tryPolicies() {
        let policies = FadingPolicies(game: game, stop: work.asks("policies", of: game.rounds))
        if let arms { consider(policies.index(arms.sweep), .index) }
        let labels = min(work.settings.labels, 256)
        if game.rounds * game.topics <= 20_000 {
            consider(policies.rollingHorizon(work.settings.horizon, labels: labels, windowValues: windowValues), .rollingHorizon)
        }
        if game.rounds <= 1000 {
            consider(policies.windowsAndPauses(labels: labels, windowValues: windowValues), .optimizeThenPause)
        }
    }

    /// Greedy at several levels of patience, and one topic for ever.
    func trySimple() {
        tryFloorGreedy()
        if game.rounds * game.topics <= 1 << 22 { consider(BestTopicPlanner().plan(game, work).plan.over(game.rounds), .bestTopic) }
    }

    /// Greedy at several levels of patience.
    func tryFloorGreedy() {
        let policies = FadingPolicies(game: game, stop: work.asks("floor-greedy", of: game.rounds))
        consider(policies.floorGreedy(), .floorGreedy)
    }

    /// What a planner hands over: its own plan, or the best one of the session.
    func outcome(_ own: Plan? = nil, method ownMethod: PlanMethod? = nil) -> PlannerOutcome {
        var outcome = PlannerOutcome(plan: own ?? plan)
        outcome.bounds = bounds.filter { $0.value.isFinite }
        outcome.isOptimal = isOptimal && own == nil
        outcome.stopped = work.stopped
        outcome.method = own == nil ? method : ownMethod
        outcome.guarantee = guarantee
        outcome.windowValues = windowValues
        outcome.roundPrices = arms?.plainPrices
        outcome.armPrices = arms?.prices
        return outcome
    }
}

extension PlanWork {
    /// A question for loops of about `total` steps: whether to stop. It tells the listener how far they are, about twenty times.
    func asks(_ stage: String, of total: Int) -> () -> Bool {
        var done = 0
        return {
            done += 1
            if done % max(1, total / 20) == 0 { self.progress(stage, min(done, total), of: total) }
            return self.stopped != nil
        }
    }
}
