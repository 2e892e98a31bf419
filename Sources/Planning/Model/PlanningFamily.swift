import NumericCore

/// Seeded games of any size, for measurements and examples: the same family, size and seed are the same game everywhere. Drawn here;
/// none is from [Esm24].
public enum PlanningFamily: String, Sendable, CaseIterable {
    /// Nothing is forgotten, and every topic stops paying after about T/k plays: the horizon does not bind, and levels grow with T.
    case leaving
    /// Nothing is forgotten, and every topic would pay for longer than T rounds: the horizon binds, and there are T k levels.
    case binding
    /// Memory fades, and greedy play does badly: slow learning, payoffs close to each other, the best topic learned fastest.
    case hard

    /// Game number `index` of a seed.
    /// - Parameters:
    ///   - topics: k >= 1.
    ///   - rounds: T in 1 ... ``PlanningGame/longestHorizon``.
    /// - Throws: ``FieldError`` for sizes outside of that.
    /// - Complexity: O(k).
    public func game(topics: Int, rounds: Int, seed: UInt64, index: Int = 0) throws(FieldError) -> PlanningGame {
        var draws = Draws(random: CounterRandom(seed: seed, stream: UInt64(truncatingIfNeeded: index)))
        let topics = max(topics, 0)
        return self == .hard ? try hard(topics, rounds, &draws) : try remembered(topics, rounds, &draws)
    }

    /// Uniform numbers, one after another.
    private struct Draws {
        let random: CounterRandom
        var counter: UInt64 = 0

        mutating func callAsFunction(_ low: Double, _ high: Double) -> Double {
            counter += 1
            return random.uniform(in: low...high, at: counter)
        }
    }

    private static let link = Link(.logistic, scale: 8)

    /// A topic pays until GenAI's level comes within ln(c/(1 - c))/8 of the human's quality: for these costs until its gap has fallen by
    /// a factor of about 3 to 20, which takes 1.1 to 3 over its rate in plays.
    private func remembered(_ topics: Int, _ rounds: Int, _ draws: inout Draws) throws(FieldError) -> PlanningGame {
        let pace = self == .leaving ? 3 * Double(topics) / Double(max(rounds, 1)) : 1 / Double(max(rounds, 1))
        var (quality, cost, initial, rate): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
        for _ in 0..<topics {
            quality.append(draws(0.7, 0.95))
            cost.append(draws(0.55, 0.7))
            initial.append(draws(0.3, 0.6))
            rate.append(pace * draws(0.7, 1.1))
        }
        return try PlanningGame(
            name: rawValue, topics: topics, rounds: rounds, quality: PerTopic(quality), cost: PerTopic(cost),
            gap: .exponential(initial: PerTopic(initial), rate: PerTopic(rate)), link: Self.link)
    }

    private func hard(_ topics: Int, _ rounds: Int, _ draws: inout Draws) throws(FieldError) -> PlanningGame {
        var (quality, cost, initial, rate, memory): ([Double], [Double], [Double], [Double], [Double]) = ([], [], [], [], [])
        for _ in 0..<topics {
            quality.append(draws(0.25, 1))
            initial.append(quality[quality.count - 1] * draws(0.2, 1))
            rate.append(draws(0.02, 0.3))
            memory.append(draws(0.5, 0.95))
        }
        let start = zip(quality, initial).reduce(-Double.infinity) { max($0, $1.0 - $1.1) }
        // About the same to gain everywhere.
        for topic in 0..<topics { cost.append(max(0, Self.link(quality[topic], over: start) - draws(0.2, 0.35))) }
        func gain(_ topic: Int) -> Double { Self.link(quality[topic], over: start) - cost[topic] }
        if let best = (0..<topics).max(by: { gain($0) < gain($1) }) { rate[best] *= 8 }
        return try PlanningGame(
            name: rawValue, topics: topics, rounds: rounds, quality: PerTopic(quality), cost: PerTopic(cost), memory: PerTopic(memory),
            gap: .exponential(initial: PerTopic(initial), rate: PerTopic(rate)), link: Self.link)
    }
}
