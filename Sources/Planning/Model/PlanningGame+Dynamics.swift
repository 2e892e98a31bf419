/// The model's functions of one state, which everything else calls: no allocation, no checks but those of array bounds.
extension PlanningGame {
    /// g_i(N): how far GenAI lags behind in a topic of which it remembers `count` >= 0 plays. O(1).
    public func gap(of topic: Int, after count: Double) -> Double { gaps[topic](count, tables: tables) }

    /// q_i(N) = mu_i - g_i(N), GenAI's quality; nondecreasing in N up to rounding. O(1).
    public func genAIQuality(of topic: Int, after count: Double) -> Double { quality[topic] - gaps[topic](count, tables: tables) }

    /// The limit of q_i as N grows without end. O(1).
    public func genAIQualityLimit(of topic: Int) -> Double { quality[topic] - gaps[topic].limit }

    /// sigma(mu_i, M): the chance that users pick the human's work in a topic. O(1).
    public func chance(of topic: Int, at level: Double) -> Double { link(quality[topic], over: level) }

    /// r_i(M) = sigma(mu_i, M) - c_i, what a play of a topic pays at level M; nonincreasing in M. O(1).
    public func payoff(of topic: Int, at level: Double) -> Double { link(quality[topic], over: level) - cost[topic] }

    /// M = max_i q_i(N_i), the quality of what GenAI shows. O(k).
    /// - Precondition: `state` has k values >= 0.
    public func level(after state: some RandomAccessCollection<Double>) -> Double {
        var level = -Double.infinity
        for (topic, count) in state.enumerated() { level = max(level, genAIQuality(of: topic, after: count)) }
        return level
    }

    /// Step 5: N_i <- gamma_i (N_i + [topic = i]); ``Plan/optOut`` adds nothing. O(k).
    /// - Precondition: `state` has k values >= 0; the topic is in -1 ..< k.
    public func advance(_ state: inout [Double], playing topic: Int) {
        for index in 0..<topics { state[index] = remembered(of: index, after: state[index], played: index == topic) }
    }

    /// gamma_i (N + 1) after a play of a topic, gamma_i N otherwise. O(1).
    public func remembered(of topic: Int, after count: Double, played: Bool) -> Double { memory[topic] * (played ? count + 1 : count) }

    /// The best play at a level, lowest index on ties; nil where none pays. O(k).
    public func bestPlay(at level: Double) -> (topic: Int, payoff: Double)? {
        var best: (topic: Int, payoff: Double)?
        for topic in 0..<topics {
            let payoff = payoff(of: topic, at: level)
            if payoff > best?.payoff ?? 0 { best = (topic, payoff) }
        }
        return best
    }
}
