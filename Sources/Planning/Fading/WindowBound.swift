/// W(s): what s rounds pay at most from N = 0. By monotonicity nothing pays more from any other state, and
/// OPT_{a+b} <= W(a) + W(b): bounds of short horizons compose to bounds of long ones (U1).
enum WindowBound {
    /// W(0), W(1), ... as far as exact search gets within `labels` labels a layer, at most to `longest`.
    ///
    /// Each horizon is searched with the shorter ones as bounds (Russian dolls).
    static func values(_ game: PlanningGame, longest: Int, labels: Int, stop: () -> Bool = { false }) -> [Double] {
        let start = [Double](repeating: 0, count: game.topics)
        var values = [0.0]
        let longest = min(longest, game.rounds)
        // Before the first window is solved nothing bounds one round but the payoffs themselves.
        let first = (0..<game.topics).reduce(0) { max($0, game.payoff(of: $1, at: game.level(after: start))) }
        guard longest >= 1 else { return values }
        values.append(first)
        guard first > 0 else { return [Double](repeating: 0, count: longest + 1) }
        var search = LabelSearch(game: game, width: min(labels, 256), tail: nil)
        while values.count <= longest, !stop() {
            let rounds = values.count
            // At least the last window again, and at most that and a best first round.
            let bounds = values + [values[rounds - 1] + first]
            search = LabelSearch(game: game, width: search.width, tail: nil, shorter: bounds)
            var outcome = search.run(from: start, rounds: rounds, best: values[rounds - 1], overflow: .drop, stop: stop)
            if !outcome.isExact, search.width < labels {
                search = LabelSearch(game: game, width: labels, tail: nil, shorter: bounds)
                outcome = search.run(from: start, rounds: rounds, best: outcome.value, overflow: .drop, stop: stop)
            }
            guard outcome.isExact else { break }
            values.append(outcome.value)
        }
        return values
    }

    /// U(T) = min over a <= S of U(T - a) + W(a), from bounds W(0...S).
    ///
    /// Beyond 10^6 rounds whole windows of the best rate fill all but the last 10^6 rounds, which is as valid.
    /// - Complexity: O(min(T, 10^6) S).
    static func composed(_ bounds: [Double], rounds: Int) -> Double {
        guard rounds >= bounds.count else { return bounds[rounds] }
        guard bounds.count > 1 else { return .infinity }
        var window = 1
        for s in 1..<bounds.count where bounds[s] * Double(window) < bounds[window] * Double(s) { window = s }
        let whole = max(0, rounds - 1_000_000) / window
        let rest = rounds - whole * window
        var best = bounds
        best.reserveCapacity(rest + 1)
        while best.count <= rest {
            let s = best.count
            var least = Double.infinity
            for a in 1..<bounds.count { least = min(least, best[s - a] + bounds[a]) }
            best.append(least)
        }
        return Double(whole) * bounds[window] + best[rest]
    }
}
