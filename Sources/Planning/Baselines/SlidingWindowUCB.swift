#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif
import NumericCore

/// Learns from clicks alone, not knowing qualities, gaps or link: the mean of click - cost over the last so many rounds, plus
/// sqrt(2 ln t / n) for the n plays among them, t no more than the window.
///
/// Topics without a play in the window come first, by index; the human opts out where the best index is <= 0. A click of round t is
/// drawn with the chance sigma(mu_b, M_t), from the seed and t alone. What is reported is the plan's expected payoff.
/// Source: A. Garivier, E. Moulines, "On upper-confidence bound policies for switching bandit problems", ALT 2011,
/// doi:10.1007/978-3-642-24412-4_16, with opting out added here.
struct SlidingWindowUCB: Planner {
    /// - Complexity: O(T k) time, O(k + window) memory.
    func plan(_ game: PlanningGame, _ work: PlanWork) -> PlannerOutcome {
        let usual = max(Int(4 * Double(game.rounds).squareRoot()), 2 * game.topics)
        let window = min(work.settings.ucbWindow ?? usual, game.rounds)
        let clicks = CounterRandom(seed: work.settings.seed, stream: 1)
        var memory = Memory(topics: game.topics, window: window)
        var play = OnlinePlay(game, work)
        let stopped = play.run { round, level in
            let topic = memory.choice(game.cost, round: round)
            let isClicked = topic != Plan.optOut && clicks.unit(at: UInt64(round)) < game.chance(of: topic, at: level)
            memory.add(topic, isClicked: isClicked)
            return topic
        }
        var outcome = PlannerOutcome(plan: play.plan)
        outcome.stopped = stopped
        return outcome
    }

    /// Plays and clicks of the last rounds.
    private struct Memory {
        private var plays: [Int]
        private var clicks: [Int]
        private var ring: [(topic: Int, isClicked: Bool)] = []
        private var oldest = 0
        private let window: Int

        init(topics: Int, window: Int) {
            plays = [Int](repeating: 0, count: topics)
            clicks = plays
            self.window = window
        }

        func choice(_ costs: [Double], round: Int) -> Int {
            let width = 2 * log(Double(min(round, window)))
            var best = (topic: Plan.optOut, index: 0.0)
            for topic in plays.indices {
                guard plays[topic] > 0 else { return topic }
                let count = Double(plays[topic])
                let index = Double(clicks[topic]) / count - costs[topic] + (width / count).squareRoot()
                if index > best.index { best = (topic, index) }
            }
            return best.topic
        }

        mutating func add(_ topic: Int, isClicked: Bool) {
            if ring.count < window {
                ring.append((topic, isClicked))
            } else {
                let past = ring[oldest]
                if past.topic != Plan.optOut {
                    plays[past.topic] -= 1
                    clicks[past.topic] -= past.isClicked ? 1 : 0
                }
                ring[oldest] = (topic, isClicked)
                oldest = (oldest + 1) % window
            }
            guard topic != Plan.optOut else { return }
            plays[topic] += 1
            clicks[topic] += isClicked ? 1 : 0
        }
    }
}
