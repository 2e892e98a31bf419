/// Myopically optimise, then pause: cycles of w active rounds and p pauses.
///
/// Every active window is planned exactly from the state that the game is really in, for the window alone; the last is cut to the
/// rounds left. A starting offset o begins o rounds into a cycle. Source of the policy: [Esm24]; windows from the actual state and
/// offsets are this project's.
struct WindowPlan {
    let plan: Plan
    /// The sum of the windows' values.
    let value: Double
    /// Whether every window was planned exactly.
    let isExact: Bool

    /// - Parameter search: labels for windows, with bounds on W(s) where they are known.
    init(
        _ game: PlanningGame, window: Int, pause: Int, offset: Int = 0, search: LabelSearch, stop: () -> Bool = { false }
    ) {
        var state = game.initial, plan = Plan(), value = 0.0, exact = true
        var place = offset
        while plan.rounds < game.rounds {
            let left = game.rounds - plan.rounds
            let isHalted = stop()
            if isHalted { exact = false } // rounds without a plan keep no promise
            if place >= window || isHalted {
                let rest = min(left, isHalted ? left : window + pause - place)
                plan.append(Plan.optOut, rounds: rest)
                for topic in 0..<game.topics { state[topic] = game.faded(state[topic], of: topic, over: rest) }
                place = 0
                continue
            }
            let rounds = min(left, window - place)
            let outcome = search.run(from: state, rounds: rounds, best: 0, overflow: .drop, stop: stop)
            exact = exact && outcome.isExact
            value += outcome.value
            for action in outcome.actions ?? [Int](repeating: Plan.optOut, count: rounds) {
                plan.append(action)
                game.advance(&state, playing: action)
            }
            place += rounds
        }
        (self.plan, self.value, isExact) = (plan, value, exact)
    }
}

extension PlanningGame {
    /// gamma^rounds N, by the same products as a simulation's where they are few.
    func faded(_ memory: Double, of topic: Int, over rounds: Int) -> Double {
        var memory = memory
        for _ in 0..<rounds {
            let next = remembered(of: topic, after: memory, played: false)
            if next == memory { break }
            memory = next
        }
        return memory
    }
}
