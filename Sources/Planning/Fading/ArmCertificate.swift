/// The arm bound again, from its multipliers alone: straightforward code of its own that shares nothing with the descent or the
/// sweep that found them.
///
/// For each topic it holds V(t, .) at memories `m step`, m = 0, 1, ..., and takes a memory for the point below, recomputing every
/// payoff and bucket where it stands. The result is a bound whatever the multipliers are, as long as those on rounds are >= 0; it
/// need not be the same number as the sweep's, since the grids differ.
///
/// ```swift
/// if let prices = result.armPrices { print(ArmCertificate.bound(of: game, prices)) }   // >= OPT_T
/// ```
public enum ArmCertificate {
    /// The bound that the multipliers prove.
    /// - Parameter points: of the grid of each topic, >= 2; more are sharper.
    /// - Returns: nil where the multipliers are not of this game: T, k, the number of prices, a negative price on a round, edges that
    ///   do not increase or begin above a level that some plan can meet.
    /// - Complexity: time O(T k (points L)), memory O(points).
    public static func bound(of game: PlanningGame, _ prices: ArmPrices, points: Int = 2048) -> Double? {
        let levels = prices.edges.count
        guard prices.rounds == game.rounds, prices.topics == game.topics, levels >= 1, points >= 2,
            prices.perRound.count == game.rounds * levels, prices.perRound.allSatisfy({ $0 >= 0 && $0.isFinite }),
            prices.perTopic.count == game.rounds * game.topics * levels || (levels == 1 && prices.perTopic.isEmpty),
            prices.perTopic.allSatisfy(\.isFinite), zip(prices.edges, prices.edges.dropFirst()).allSatisfy(<)
        else { return nil }
        let lowest = lowestLevel(of: game)
        guard prices.edges[0] <= lowest else { return nil }
        func agreement(_ t: Int, _ topic: Int, _ level: Int) -> Double {
            prices.perTopic.isEmpty ? 0 : prices.perTopic[(t * game.topics + topic) * levels + level]
        }
        var total = 0.0
        for t in 0..<game.rounds {
            var settled = -Double.infinity
            for level in 0..<levels {
                var worth = prices.perRound[t * levels + level]
                for topic in 0..<game.topics { worth -= agreement(t, topic, level) }
                settled = max(settled, worth)
            }
            total += settled
        }
        for topic in 0..<game.topics { total += value(game, topic, prices, points, lowest, agreement) }
        return total
    }

    /// The plain arm bound from one price a round.
    public static func bound(of game: PlanningGame, roundPrices: [Double], points: Int = 2048) -> Double? {
        let prices = ArmPrices(rounds: roundPrices.count, topics: game.topics, edges: [lowestLevel(of: game)], perRound: roundPrices)
        return bound(of: game, prices, points: points)
    }

    /// No plan gets below the level without memory, except that what is never forgotten stays.
    private static func lowestLevel(of game: PlanningGame) -> Double {
        var lowest = -Double.infinity
        for topic in 0..<game.topics {
            lowest = max(lowest, game.genAIQuality(of: topic, after: game.memory[topic] < 1 ? 0 : game.initial[topic]))
        }
        return lowest
    }

    private static func value(
        _ game: PlanningGame, _ topic: Int, _ prices: ArmPrices, _ points: Int, _ lowest: Double,
        _ agreement: (Int, Int, Int) -> Double
    ) -> Double {
        let gamma = game.memory[topic], start = game.initial[topic], levels = prices.edges.count
        let most = max(start, gamma < 1 ? min(gamma / (1 - gamma), start + Double(game.rounds)) : start + Double(game.rounds))
        // Whole plays fall on points where nothing is forgotten and there are points enough.
        let counts = gamma == 1 && game.rounds < 8 * points
        let size = counts ? game.rounds + 1 : points
        let step = counts ? 1 : max(most, .leastNormalMagnitude) / Double(size - 1)
        func below(_ memory: Double) -> Int {
            var m = min(size - 1, max(0, Int((counts ? memory - start : memory) / step)))
            while m > 0, place(m) > memory { m -= 1 }
            return m
        }
        func place(_ m: Int) -> Double { counts ? start + Double(m) : Double(m) * step }
        let places = (0..<size).map(place)
        let levelsHere = places.map { max(lowest, game.genAIQuality(of: topic, after: $0)) }
        let payoffs = levelsHere.map { game.payoff(of: topic, at: $0) }
        let buckets = levelsHere.map { here in (prices.edges.lastIndex { $0 <= here }) ?? 0 }
        let rests = places.map { below(gamma * $0) }
        let plays = counts ? places.indices.map { min($0 + 1, size - 1) } : places.map { below(gamma * ($0 + 1)) }
        var after = [Double](repeating: 0, count: size)
        for t in stride(from: game.rounds - 1, through: 0, by: -1) {
            // The best of all buckets from one on, for a rest and for a play at the bucket's edge.
            var restFrom = [Double](repeating: -.infinity, count: levels + 1), playFrom = restFrom
            for level in stride(from: levels - 1, through: 0, by: -1) {
                let agreed = agreement(t, topic, level)
                restFrom[level] = max(restFrom[level + 1], agreed)
                let edge = game.payoff(of: topic, at: prices.edges[level])
                playFrom[level] = max(playFrom[level + 1], agreed - prices.perRound[t * levels + level] + edge)
            }
            var now = after
            for m in 0..<size {
                let own = buckets[m]
                let here = agreement(t, topic, own) - prices.perRound[t * levels + own] + payoffs[m]
                now[m] = max(restFrom[own] + after[rests[m]], max(here, playFrom[own + 1]) + after[plays[m]])
            }
            after = now
        }
        return after[below(start)]
    }
}
