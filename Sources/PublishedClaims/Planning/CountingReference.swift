import Planning

/// OPT_T where nothing is forgotten, over all vectors of counts: nothing of the planners' ideas but that opting out goes last.
///
/// Complexity: (T + 1)^k vectors.
struct CountingReference {
    let optimum: Double

    init(_ game: PlanningGame) {
        let qualities = (0..<game.topics).map { topic in
            (0...game.rounds).map { game.genAIQuality(of: topic, after: game.initial[topic] + Double($0)) }
        }
        self.init(rounds: game.rounds, levels: qualities) { game.payoff(of: $0, at: $1) }
    }

    /// - Parameter levels: GenAI's quality after n = 0 ... T plays, a list a topic.
    init(rounds: Int, levels: [[Double]], payoff: (_ topic: Int, _ level: Double) -> Double) {
        let topics = levels.count
        // Vectors of counts in a mixed radix, so that taking one play away gives a smaller number.
        let radix = rounds + 1
        let size = (0..<topics).reduce(1) { size, _ in size * radix }
        var best = [Double](repeating: -.infinity, count: size)
        best[0] = 0
        var optimum = 0.0
        var counts = [Int](repeating: 0, count: topics)
        var total = 0
        for state in 0..<size {
            if total <= rounds, best[state] > -.infinity {
                optimum = max(optimum, best[state])
                if total < rounds {
                    var level = -Double.infinity
                    for topic in 0..<topics { level = max(level, levels[topic][counts[topic]]) }
                    var place = 1
                    for topic in 0..<topics {
                        let value = best[state] + payoff(topic, level)
                        best[state + place] = max(best[state + place], value)
                        place *= radix
                    }
                }
            }
            var topic = 0
            while topic < topics {
                counts[topic] += 1
                total += 1
                if counts[topic] < radix { break }
                total -= radix
                counts[topic] = 0
                topic += 1
            }
        }
        self.optimum = optimum
    }
}
