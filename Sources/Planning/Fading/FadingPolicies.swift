/// Policies that decide round by round, for any memory. Each returns a whole plan; nothing is promised of them beforehand.
struct FadingPolicies {
    let game: PlanningGame
    var stop: () -> Bool = { false }

    /// One round after another: what to do at a state, in round t from 0.
    private func play(_ choose: (_ t: Int, _ state: [Double]) -> Int) -> Plan {
        var state = game.initial, plan = Plan()
        for t in 0..<game.rounds {
            if stop() { break }
            let action = choose(t, state)
            plan.append(action)
            game.advance(&state, playing: action)
        }
        return plan.over(game.rounds)
    }

    /// Looks `horizon` rounds ahead from the actual state, plays the first of them. T searches.
    func rollingHorizon(_ horizon: Int, labels: Int, windowValues: [Double]) -> Plan {
        let search = LabelSearch(game: game, width: labels, tail: nil, shorter: windowValues)
        return play { t, state in
            search.run(from: state, rounds: min(horizon, game.rounds - t), best: 0, overflow: .drop).actions?.first ?? Plan.optOut
        }
    }

    /// The play with the largest payoff now plus V_i(gamma (N + 1)) - V_i(gamma N), what it costs its own topic later by the
    /// arm bound; opting out where that is not positive. O(T k).
    func index(_ sweep: ArmSweep) -> Plan {
        play { t, state in
            let level = game.level(after: state)
            var best = (action: Plan.optOut, worth: 0.0)
            for topic in 0..<game.topics {
                let payoff = game.payoff(of: topic, at: level)
                guard payoff > 0 else { continue }
                func later(_ played: Bool) -> Double {
                    sweep.value(topic, after: t + 1, memory: game.remembered(of: topic, after: state[topic], played: played))
                }
                let worth = payoff + later(true) - later(false)
                if worth > best.worth { best = (topic, worth) }
            }
            return best.action
        }
    }

    /// The best payoff of the round if it is at least a share of r*, else a pause; the best of `shares` of r*. O(shares T k).
    func floorGreedy(shares: [Double] = (0...20).map { Double($0) / 20 }) -> Plan {
        let best = PauseGuarantee(game).bestPayoff
        guard best > 0 else { return Plan(Plan.optOut, rounds: game.rounds) }
        return Self.best(shares.map { share in
            play { _, state in
                guard let move = game.bestPlay(at: game.level(after: state)), move.payoff >= share * best else { return Plan.optOut }
                return move.topic
            }
        }, in: game)
    }

    /// Windows and pauses over a small grid and all starting offsets; the best.
    func windowsAndPauses(labels: Int, windowValues: [Double], longest: Int = 4) -> Plan {
        let search = LabelSearch(game: game, width: labels, tail: nil, shorter: windowValues)
        var plans: [Plan] = []
        for window in 1...longest {
            for pause in 1...longest {
                for offset in 0..<window + pause where !stop() {
                    plans.append(WindowPlan(game, window: window, pause: pause, offset: offset, search: search, stop: stop).plan)
                }
            }
        }
        return Self.best(plans, in: game)
    }

    /// The plan that pays most when it is played, the first on ties; opting out where there is none.
    static func best(_ plans: [Plan], in game: PlanningGame) -> Plan {
        var best = (plan: Plan(Plan.optOut, rounds: game.rounds), value: 0.0)
        for plan in plans {
            let value = PlanSimulation(of: plan, in: game, keepsStretches: false).value
            if value > best.value { best = (plan, value) }
        }
        return best.plan
    }
}
