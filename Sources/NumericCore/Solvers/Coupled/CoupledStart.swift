import CKernels
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A start for the methods that solve all topics together: totals at which creators who count each topic's own curvature, their
/// total effort and capacity, but not how topics help or hinder one another, supply about what was assumed.
///
/// At assumed totals s every creator's answer to P(s) + x P'(s) is one proximal step. The ratio of what is supplied to what was
/// assumed falls in s, and a Newton step on its logarithm, topic by topic, moves s; across topics this neglects how one topic's
/// totals move another's supply, which only slows it down. Far better than the separable equilibrium where that is many orders of
/// magnitude off. Derived here.
/// - Complexity: a proximal step per round, at most ``rounds``.
struct TotalsStart {
    let game: CoupledGame
    let workers: Workers
    let interruption: Interruption

    private static let rounds = 60
    /// A start need not be better than this, in log s.
    private static let closeEnough = 0.05
    /// The longest move of log s a round.
    private static let longestMove = 12.0
    /// Logarithms of totals are kept within these.
    private static let reach = -200.0...200.0

    func run(from totals: [Double]) -> CoupledSolve.Start {
        let arena = DoublesArena()
        let equations = CoupledEquations(game, workers: workers)
        let prices = TopicPrices(topics: game.topics)
        let effort = arena.doubles(game.count)
        let slope = arena.doubles(game.count)
        let stiffness = arena.doubles(game.count)
        let net = arena.doubles(game.count)
        let multipliers = Multipliers(game, arena)
        let supplied = arena.doubles(game.topics)
        let response = arena.doubles(game.topics)
        var logs = totals.map { $0 > 0 ? min(max(log($0), Self.reach.lowerBound), Self.reach.upperBound) : 0 }
        for _ in 0..<Self.rounds {
            let assumed = logs.map(exp)
            prices.evaluate(game, totals: assumed)
            let at = prices.view
            for i in 0..<game.creators {
                let weight = game.view.weight.map { $0[i] } ?? 0
                for p in game.positions(i..<i + 1) {
                    let k = Int(game.order.topics[p])
                    let own = -at.slope[k] + weight * (game.view.matrix_diagonal.map { $0[k] } ?? 0)
                    stiffness[p] = max(own, 0x1p-20 * at.price[k] / assumed[k])
                    net[p] = at.price[k]
                }
            }
            equations.step(netPrice: net, stiffness: stiffness, effort: effort, slope: slope, multipliers: multipliers)
            equations.tiles.totals(effort, into: supplied)
            for p in 0..<game.count {
                let k = Int(game.order.topics[p])
                net[p] = slope[p] * (at.slope[k] + effort[p] * at.curvature[k])
            }
            equations.tiles.totals(net, into: response)
            var furthest = 0.0
            for k in 0..<game.topics where game.market(k).pays {
                let move: Double
                if supplied[k] > 0 {
                    let elasticity = min(response[k] * assumed[k] / supplied[k], 0)
                    let newton = (log(supplied[k]) - logs[k]) / (1 - elasticity)
                    move = min(max(newton, -Self.longestMove), Self.longestMove)
                } else {
                    move = -Self.longestMove // everybody is priced out: totals that small, if any
                }
                let next = min(max(logs[k] + move, Self.reach.lowerBound), Self.reach.upperBound)
                furthest = max(furthest, abs(next - logs[k]))
                logs[k] = next
            }
            if furthest <= Self.closeEnough || interruption.status != nil { break }
        }
        return CoupledSolve.Start(
            effort: Array(UnsafeBufferPointer(start: effort, count: game.count)),
            capacityPrices: Array(UnsafeBufferPointer(start: multipliers.capacityPrice, count: game.creators)))
    }
}
