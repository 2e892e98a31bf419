import NumericCore

/// A plan played for real: what it pays, and the levels it meets.
///
/// It calls the model's functions and nothing of any planner or bound, so its word on a plan's value is independent of what found
/// the plan. Rounds of one topic at one level are one *stretch*; the value is the compensated sum of rounds x payoff by stretch: a
/// plain sum over 10^6 rounds drifts by 1e-12, enough to push value over bound above 1.
///
/// ```swift
/// let simulation = PlanSimulation(of: plan, in: game)
/// simulation.value                    // sum over rounds of r_b(M)
/// simulation.stretches.first?.level   // M_1
/// ```
/// - Complexity: time O(T) where nothing is forgotten, the level being a running maximum, and O(1) for all rounds of a run once
///   its topic has nothing left to teach; O(T k) else. Memory O(k + stretches kept).
public struct PlanSimulation: Sendable, Equatable {
    /// Consecutive rounds of one action at one level.
    public struct Stretch: Sendable, Equatable {
        /// A topic, or ``Plan/optOut``.
        public var topic: Int
        /// How many rounds, >= 1.
        public var rounds: Int
        /// M in these rounds.
        public var level: Double
        /// The human's payoff in each of them.
        public var payoff: Double
        /// GenAI's payoff in each of them.
        public var genAIPayoff: Double
    }

    /// The sum of the human's payoffs.
    public let value: Double
    /// The sum of GenAI's payoffs.
    public let genAIValue: Double
    /// Rounds in order; empty where they were not kept.
    public let stretches: [Stretch]
    /// N(T), k values.
    public let finalState: [Double]

    /// Plays a plan.
    /// - Parameter keepsStretches: false for the sums alone, without memory that grows with the plan.
    /// - Precondition: the plan's topics are the game's; its number of rounds is up to the caller (``Plan/validate(for:)``).
    public init(of plan: Plan, in game: PlanningGame, keepsStretches: Bool = true) {
        var record = Record(game: game, keeps: keepsStretches)
        var state = game.initial
        if game.isTimeInsensitive {
            Self.playRemembering(plan, in: game, &state, &record)
        } else {
            Self.playForgetting(plan, in: game, &state, &record)
        }
        record.close()
        (value, genAIValue, stretches, finalState) = (record.value.value, record.genAIValue.value, record.stretches, state)
    }

    /// All gamma_i = 1: the level never falls, and only the topic that was played can raise it.
    private static func playRemembering(_ plan: Plan, in game: PlanningGame, _ state: inout [Double], _ record: inout Record) {
        var level = game.level(after: state)
        for run in plan.runs {
            guard run.topic != Plan.optOut else {
                record.add(Plan.optOut, rounds: run.rounds, level: level)
                continue
            }
            let highest = game.genAIQualityLimit(of: run.topic)
            for played in 0..<run.rounds {
                if level >= highest { // nothing in this run raises it any more
                    record.add(run.topic, rounds: run.rounds - played, level: level)
                    state[run.topic] += Double(run.rounds - played)
                    break
                }
                record.add(run.topic, rounds: 1, level: level)
                state[run.topic] += 1
                level = max(level, game.genAIQuality(of: run.topic, after: state[run.topic]))
            }
        }
    }

    private static func playForgetting(_ plan: Plan, in game: PlanningGame, _ state: inout [Double], _ record: inout Record) {
        for run in plan.runs {
            for _ in 0..<run.rounds {
                record.add(run.topic, rounds: 1, level: game.level(after: state))
                game.advance(&state, playing: run.topic)
            }
        }
    }

    /// The payoffs of one round after another, equal rounds in one.
    private struct Record {
        let game: PlanningGame
        let keeps: Bool
        var value = CompensatedSum()
        var genAIValue = CompensatedSum()
        var stretches: [Stretch] = []
        private var open: Stretch?

        init(game: PlanningGame, keeps: Bool) { (self.game, self.keeps) = (game, keeps) }

        mutating func add(_ topic: Int, rounds: Int, level: Double) {
            if let stretch = open, stretch.topic == topic, stretch.level == level {
                open?.rounds += rounds
                return
            }
            close()
            let chance = topic == Plan.optOut ? 0 : game.chance(of: topic, at: level)
            let cost = topic == Plan.optOut ? 0 : game.cost[topic]
            open = Stretch(topic: topic, rounds: rounds, level: level, payoff: chance - cost, genAIPayoff: 1 - chance)
        }

        mutating func close() {
            guard let stretch = open else { return }
            value.add(Double(stretch.rounds) * stretch.payoff)
            genAIValue.add(Double(stretch.rounds) * stretch.genAIPayoff)
            if keeps { stretches.append(stretch) }
            open = nil
        }
    }
}
