#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// lev_i(n), GenAI's quality in a topic after n further plays of it, where nothing is forgotten, and its inverse.
///
/// One function serves lists and counts: a count found by the closed inverse of phi is only where the search by comparing levels
/// begins, so that equal levels count as free exactly, never within a tolerance.
struct TopicLevels: Sendable {
    let game: PlanningGame
    /// No count goes beyond it.
    let horizon: Int
    /// M_0, the level before any play.
    let start: Double

    init(_ game: PlanningGame, horizon: Int) {
        self.game = game
        self.horizon = horizon
        start = game.level(after: game.initial)
    }

    /// lev_i(n). O(1).
    func level(of topic: Int, after plays: Int) -> Double {
        game.genAIQuality(of: topic, after: game.initial[topic] + Double(plays))
    }

    /// max {n <= horizon: lev_i(n) < bound}, -1 where there is none.
    /// - Complexity: O(1) where the closed inverse is right to a few plays, O(log horizon) at most.
    func plays(of topic: Int, below bound: Double) -> Int { last(of: topic, near: bound) { $0 < bound } }

    /// max {n <= horizon: lev_i(n) <= bound}, -1 where there is none. The same complexity.
    func plays(of topic: Int, upTo bound: Double) -> Int { last(of: topic, near: bound) { $0 <= bound } }

    /// min {n: r_i(max(M_0, lev_i(n))) <= 0}: how often the topic can pay; nil where it pays at counts beyond 2^53.
    func playsThatPay(of topic: Int) -> Int? {
        func pays(_ plays: Int) -> Bool { game.payoff(of: topic, at: max(start, level(of: topic, after: plays))) > 0 }
        guard pays(0) else { return 0 }
        var step = 1
        while pays(step) {
            guard step < 1 << 53 else { return nil }
            step *= 2
        }
        return Self.lastTrue(from: step / 2, below: step, pays) + 1
    }

    private func last(of topic: Int, near bound: Double, _ isWithin: (Double) -> Bool) -> Int {
        func holds(_ plays: Int) -> Bool { isWithin(level(of: topic, after: plays)) }
        guard holds(0) else { return -1 }
        if holds(horizon) { return horizon }
        let guess = min(max(estimate(of: topic, at: bound), 0), horizon)
        var step = 1
        if holds(guess) {
            var low = guess
            while low + step < horizon, holds(low + step) { (low, step) = (low + step, step * 2) }
            return Self.lastTrue(from: low, below: min(low + step, horizon), holds)
        }
        var high = guess
        while high - step > 0, !holds(high - step) { (high, step) = (high - step, step * 2) }
        return Self.lastTrue(from: max(high - step, 0), below: high, holds)
    }

    /// The last n of low ..< high that holds, where low does and high does not.
    private static func lastTrue(from low: Int, below high: Int, _ holds: (Int) -> Bool) -> Int {
        var (low, high) = (low, high)
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if holds(middle) { low = middle } else { high = middle }
        }
        return low
    }

    /// Where g(N) = mu - bound by the closed inverse of phi, less the plays before the first round.
    private func estimate(of topic: Int, at bound: Double) -> Int {
        let gap = game.gaps[topic]
        guard gap.shape != .table else { return min(gap.tableCount, horizon) / 2 }
        let share = (game.quality[topic] - bound - gap.floor) / (gap.initial - gap.floor)
        guard gap.rate > 0, share > 0 else { return horizon }
        let count: Double
        switch gap.shape {
        case .exponential: count = -log(share) / gap.rate
        case .power: count = (pow(share, -1 / gap.exponent) - 1) / gap.rate
        case .linear, .table: count = (1 - share) / gap.rate
        }
        return Int(min(max(count - game.initial[topic], 0), Double(horizon)))
    }
}
