import NumericCore

/// The best of all policies, and the least of all bounds; stops as soon as they meet.
struct BestPolicyPlanner: Planner {
    func plan(_ game: PlanningGame, _ work: PlanWork) -> PlannerOutcome {
        let session = FadingSession(game, work)
        let steps: [(FadingSession) -> Void] = [
            { $0.trySimple() }, { $0.boundByArms() }, { $0.searchBeam() },
            { $0.boundByLevels() }, { $0.searchBeam() }, { $0.tryPolicies() },
            { $0.searchRelaxed(labels: 4 * work.settings.labels) },
        ]
        session.boundByWindows()
        for step in steps where !session.isDone { step(session) }
        return session.outcome()
    }
}

/// E1: exact as long as no layer outgrows the label limit, from a beam's plan; relaxed layers from there on.
struct BranchAndBoundPlanner: Planner {
    func plan(_ game: PlanningGame, _ work: PlanWork) -> PlannerOutcome {
        let session = FadingSession(game, work)
        let steps: [(FadingSession) -> Void] = [
            { $0.trySimple() }, { $0.boundByArms() }, { $0.searchBeam() }, { $0.boundByLevels() },
            { $0.searchRelaxed(labels: work.settings.labelLimit, method: .branchAndBound) },
        ]
        session.boundByWindows()
        for step in steps where !session.isDone { step(session) }
        var outcome = session.outcome()
        outcome.method = .branchAndBound
        return outcome
    }
}

/// E2: a beam guided by the arm bound, and relaxed layers.
struct BeamPlanner: Planner {
    func plan(_ game: PlanningGame, _ work: PlanWork) -> PlannerOutcome {
        let session = FadingSession(game, work)
        let steps: [(FadingSession) -> Void] = [
            { $0.boundByArms() }, { $0.searchBeam() }, { $0.boundByLevels() }, { $0.searchBeam() },
            { $0.searchRelaxed(labels: 4 * work.settings.labels) },
        ]
        session.boundByWindows()
        for step in steps where !session.isDone { step(session) }
        var outcome = session.outcome()
        outcome.method = .beam
        return outcome
    }
}

/// Looks some rounds ahead, plays the first, looks again; with the window and arm bounds for a certificate.
struct RollingHorizonPlanner: Planner {
    func plan(_ game: PlanningGame, _ work: PlanWork) -> PlannerOutcome {
        let session = FadingSession(game, work)
        session.boundByWindows()
        let policies = FadingPolicies(game: game, stop: work.asks("rolling horizon", of: game.rounds))
        let plan = policies.rollingHorizon(
            work.settings.horizon, labels: work.settings.labelLimit, windowValues: session.windowValues)
        session.consider(plan, .rollingHorizon)
        if work.stopped == nil { session.boundByArms() }
        return session.outcome(plan, method: .rollingHorizon)
    }
}

/// The index of the arm bound; with that bound for a certificate.
struct IndexPlanner: Planner {
    func plan(_ game: PlanningGame, _ work: PlanWork) -> PlannerOutcome {
        let session = FadingSession(game, work)
        session.boundByWindows()
        session.boundByArms()
        let policies = FadingPolicies(game: game, stop: work.asks("index", of: game.rounds))
        return session.outcome(session.arms.map { policies.index($0.sweep) } ?? session.plan, method: .index)
    }
}

/// Greedy that waits for payoffs worth taking; with the arm bound for a certificate.
struct FloorGreedyPlanner: Planner {
    func plan(_ game: PlanningGame, _ work: PlanWork) -> PlannerOutcome {
        let session = FadingSession(game, work)
        session.boundByWindows()
        session.tryFloorGreedy()
        if work.stopped == nil { session.boundByArms() }
        return session.outcome(session.plan, method: .floorGreedy)
    }
}

/// MOP(w, p): window and pause as asked for, else from epsilon.
///
/// The guarantee is what was known beforehand, and is only given where every window was planned exactly; the bounds are a
/// certificate after the fact. Where no finite window keeps the promise, windows are four rounds long, without one.
struct OptimizeThenPausePlanner: Planner {
    func plan(_ game: PlanningGame, _ work: PlanWork) -> PlannerOutcome {
        let session = FadingSession(game, work)
        session.boundByWindows()
        let theory = PauseGuarantee(game)
        let settings = work.settings
        let window = settings.window ?? theory.window(epsilon: settings.epsilon) ?? 4
        let pause = settings.pause ?? window
        let tail = window > 8 ? windowTail(game, window: window, work) : nil
        let search = LabelSearch(game: game, width: settings.labelLimit, tail: tail, shorter: session.windowValues)
        let windows = WindowPlan(
            game, window: min(window, game.rounds), pause: pause, search: search, stop: work.asks("windows", of: game.rounds))
        session.consider(windows.plan, .optimizeThenPause)
        let isExact = windows.isExact && work.stopped == nil
        if isExact { session.guarantee = theory.promise(window: window, pause: pause, bestOffset: false) }
        if work.stopped == nil { session.boundByArms() }
        var outcome = session.outcome(windows.plan, method: .optimizeThenPause)
        if isExact, window >= game.rounds { outcome.isOptimal = true } // one window, searched exactly, is the whole game
        return outcome
    }

    /// The arm bound over one window from N = 0, where it bounds every state.
    private func windowTail(_ game: PlanningGame, window: Int, _ work: PlanWork) -> ArmSweep? {
        let piece = game.with(rounds: min(window, game.rounds), initial: [Double](repeating: 0, count: game.topics))
        return ArmBound(piece, target: 0, stop: work.asks("arms", of: 1))?.sweep
    }
}
