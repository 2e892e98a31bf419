import NumericCore

/// min over lambda of D(lambda) = V(lambda) + lambda T: an upper bound on OPT_T, and the paths met on the way there.
///
/// D is convex and piecewise linear: a path of payoff a and n plays is the line a + lambda (T - n). Two paths, one with more than T
/// plays and one with fewer, are intersected until the best path at the intersection is on one of the two lines. Starts from
/// lambda = 0 and from the empty path. Where the best path at lambda = 0 has at most T plays the horizon does not bind, and V(0) is
/// the optimum (A1). (This project's: [Esm24] states an O(T k^3) longest path without saying how its horizon enters.)
struct MultiplierBound: Sendable {
    /// The prices at the least D; those of a pass before where the search ended early.
    private(set) var prices: LevelPrices
    /// The least D(lambda) found, >= OPT_T whether or not it is the minimum.
    private(set) var bound: Double
    /// Where it was found.
    private(set) var lambda: Double
    /// Whether the best path at lambda = 0 has more than T plays.
    let horizonBinds: Bool
    /// The last path met with more than T plays, and with at most T.
    private(set) var long: LevelPath?
    private(set) var short: LevelPath
    /// Passes over the graph.
    private(set) var passes = 1
    /// Why the search ended early.
    private(set) var stopped: PlanStatus?

    /// - Complexity: a pass is O(V k^2); 5 to 7 of them usually, 60 at most.
    init(_ graph: LevelGraph, _ work: PlanWork) {
        let horizon = Double(graph.horizon)
        let free = LevelPrices(graph, lambda: 0)
        let freePath = LevelPath(free, in: graph)
        let first = freePath.line(graph, lambda: 0)
        prices = free
        (bound, lambda) = (free.value, 0)
        short = freePath
        guard first.plays > horizon else {
            horizonBinds = false
            return
        }
        horizonBinds = true
        // No play pays more than the best at the first level: at that price nothing is worth it, and D = lambda T.
        let most = (0..<graph.topics).map { graph.payoff(0, $0) }.max() ?? 0
        if most * horizon < bound { (bound, lambda) = (most * horizon, most) }
        long = freePath
        short = LevelPath()
        var above = first
        var below = (payoff: 0.0, plays: 0.0)
        while passes < 60 {
            stopped = work.stopped
            if stopped != nil { return }
            work.progress("pricing levels", passes, of: max(8, passes + 1))
            let lambda = (above.payoff - below.payoff) / (above.plays - below.plays)
            let here = LevelPrices(graph, lambda: lambda)
            passes += 1
            let value = here.value + lambda * horizon
            if value < bound || passes == 2 { prices = here }
            if value < bound { (bound, self.lambda) = (value, lambda) }
            let crossing = below.payoff + lambda * (horizon - below.plays)
            let path = LevelPath(here, in: graph)
            let line = path.line(graph, lambda: lambda)
            if line.plays > horizon { long = path } else { short = path }
            if value - crossing <= 1e-14 * abs(value) || line.plays == above.plays || line.plays == below.plays { return }
            if line.plays > horizon { above = line } else { below = line }
            if line.plays == horizon { return }
        }
    }
}
