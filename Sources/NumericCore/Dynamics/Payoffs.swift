import CKernels

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What a profile gives its creators: totals, prices, marginal payoffs, payoffs. Sums go over tiles of creators of fixed size,
/// so that they are the same for any number of threads.
final class Payoffs: @unchecked Sendable {
    let learning: LearningGame
    /// s by topic.
    let totals: UnsafeMutablePointer<Double>
    /// Q x by position, where topics are similar.
    private let coupled: UnsafeMutablePointer<Double>?
    private var prices: [Price]
    private let hasTotalEffort: Bool

    init(_ learning: LearningGame) {
        self.learning = learning
        totals = learning.doubles(learning.game.topics)
        coupled = learning.game.hasCoupling ? learning.doubles(learning.count) : nil
        prices = Array(repeating: Price(value: 0, slope: 0, curvature: 0), count: learning.game.topics)
        hasTotalEffort = learning.game.hasTotalEffort
    }

    /// Totals and prices of a profile by position.
    func evaluate(_ effort: UnsafePointer<Double>) {
        let game = learning.game
        learning.tiles.totals(effort, into: totals)
        for k in 0..<game.topics {
            // Topics without attention have no cells here.
            prices[k] = game.market(k).price(at: max(totals[k], learning.driest[k]))
        }
    }

    /// Calls `body` for every creator with its marginal payoffs by position, in room of the caller's that is filled here;
    /// each creator by one thread. `evaluate` comes first.
    func forEachCreator(
        _ effort: UnsafePointer<Double>, gradient: UnsafeMutablePointer<Double>,
        _ body: @Sendable (_ creator: Int, _ positions: Range<Int>) -> Void
    ) {
        nonisolated(unsafe) let effort = effort
        nonisolated(unsafe) let gradient = gradient
        nonisolated(unsafe) let coupled = coupled
        let learning = learning
        let prices = prices
        learning.tiles.run { _, creators, room in
            if let coupled { learning.tiles.coupled(creators, effort, coupled, room) }
            for i in creators {
                let positions = learning.game.positions(i..<i + 1)
                self.marginal(i, positions, prices, effort, coupled, gradient)
                body(i, positions)
            }
        }
    }

    /// g = P + x P' - c rho x^(rho-1) - w Q x - h a (a'x)^(theta-1).
    private func marginal(
        _ i: Int, _ positions: Range<Int>, _ prices: [Price], _ effort: UnsafePointer<Double>, _ coupled: UnsafePointer<Double>?,
        _ gradient: UnsafeMutablePointer<Double>
    ) {
        let view = learning.game.view
        let weight = view.weight.map { $0[i] } ?? 0
        let fatigue = marginalFatigue(i, positions, effort)
        for p in positions {
            let k = learning.topic(p)
            let x = effort[p]
            let rho = learning.rho(p)
            var g = prices[k].value + x * prices[k].slope - view.cost[p] * rho * pow(x, rho - 1)
            if let coupled { g -= weight * coupled[p] }
            if hasTotalEffort { g -= fatigue * view.scale_weight[k] }
            gradient[p] = g
        }
    }

    /// h (a'x)^(theta-1), 0 where there is no such cost.
    private func marginalFatigue(_ i: Int, _ positions: Range<Int>, _ effort: UnsafePointer<Double>) -> Double {
        let view = learning.game.view
        guard let scale = view.scale, scale[i] > 0 else { return 0 }
        return scale[i] * pow(weighted(positions, effort), view.theta - 1)
    }

    private func weighted(_ positions: Range<Int>, _ effort: UnsafePointer<Double>) -> Double {
        var sum = 0.0
        for p in positions { sum += learning.game.view.scale_weight[learning.topic(p)] * effort[p] }
        return sum
    }

    /// Payoffs of all creators at the profile that was evaluated.
    func payoffs(_ effort: UnsafePointer<Double>, into payoff: UnsafeMutablePointer<Double>) {
        nonisolated(unsafe) let effort = effort
        nonisolated(unsafe) let payoff = payoff
        nonisolated(unsafe) let coupled = coupled
        let learning = learning
        let prices = prices
        learning.tiles.run { _, creators, room in
            if let coupled { learning.tiles.coupled(creators, effort, coupled, room) }
            let view = learning.game.view
            for i in creators {
                let positions = learning.game.positions(i..<i + 1)
                var earned = 0.0
                for p in positions {
                    let x = effort[p]
                    earned += x * prices[learning.topic(p)].value - view.cost[p] * pow(x, learning.rho(p))
                    if let coupled { earned -= 0.5 * view.weight[i] * x * coupled[p] }
                }
                if let scale = view.scale, scale[i] > 0 { earned -= scale[i] / view.theta * pow(self.weighted(positions, effort), view.theta) }
                payoff[i] = earned
            }
        }
    }

    /// x P by position.
    func revenue(_ position: Int, _ effort: Double) -> Double { effort * prices[learning.topic(position)].value }
}
