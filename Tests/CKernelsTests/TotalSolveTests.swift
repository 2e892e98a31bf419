import CKernels
import Foundation
import Testing

/// Totals from power sums: the efforts they give satisfy every cell's first-order condition and add up to the total.
@Suite struct TotalSolveTests {
    struct Topic {
        let market: Market
        let rho: Double
        let costs: [Double]

        /// Within reach: no creator holds more than three times the mean share.
        static func random(_ draw: inout Draw, terms: Int) -> Topic {
            let scale = draw.pick([1, 1e-30, 1e25])
            let rho = draw.pick([1.0625, 1.3, 1.7, 2, 3, 12])
            let spread = min(2, 1 + (rho - 1))
            let cells = Int(3 / (min(rho - 1, 1) * (terms == 8 ? NB_REACH_8 : terms == 12 ? NB_REACH_12 : NB_REACH_16))) + 1
            return Topic(
                market: .random(&draw, scale: scale * Double(cells)), rho: rho,
                costs: (0..<cells).map { _ in scale * draw.logUniform(1, spread) })
        }

        func problem(on target: Target, terms: Int) -> (problem: nb_power_sum_topic, takers: [Double]) {
            var problem = nb_power_sum_topic(), takers = costs
            (problem.mu, problem.strength, problem.beta, problem.gamma) = (market.mu, market.a, market.beta, market.gamma)
            (problem.rho, problem.reference) = (rho, costs[0] * rho)
            target.table.pointee.taker_pass(costs.count, costs, rho, problem.reference, Int32(terms), &takers, &problem.sums)
            return (problem, takers)
        }
    }

    @Test(arguments: Target.available) func effortsAreTheEquilibrium(target: Target) {
        var draw = Draw(seed: 61)
        for round in 0..<24 {
            let terms = [16, 8, 12][round % 3]
            let topics = (0..<1 + round % 8).map { _ in Topic.random(&draw, terms: terms) }
            var problems = topics.map { $0.problem(on: target, terms: terms).problem }
            target.table.pointee.total_solve(Int32(topics.count), Int32(terms), &problems)
            for (topic, problem) in zip(topics, problems) {
                #expect(problem.total.isFinite, "\(topic.market), rho \(topic.rho)")
                let efforts = efforts(of: topic, problem, terms: terms, on: target)
                let total = Wide(problem.total)
                let sum = efforts.reduce(Wide(0)) { $0 + Wide($1) }
                #expect(abs(Double(sum / total - 1)) <= 2e-14, "\(topic.market), rho \(topic.rho)")
                let price = topic.market.price(at: total)
                for (c, x) in zip(topic.costs, efforts) {
                    let marginal = price.value + Wide(x) * price.slope - Wide(c * topic.rho) * pow(Wide(x), Wide(topic.rho) - 1)
                    #expect(abs(Double(marginal / price.value)) <= 1e-13, "\(topic.market), rho \(topic.rho), cost \(c)")
                }
            }
        }
    }

    private func efforts(of topic: Topic, _ problem: nb_power_sum_topic, terms: Int, on target: Target) -> [Double] {
        var takers = topic.problem(on: target, terms: terms).takers
        let coefficients = withUnsafeBytes(of: problem.coefficient) { Array($0.bindMemory(to: Double.self)) }
        let sum = takers.withUnsafeMutableBufferPointer {
            target.table.pointee.taker_effort_pass($0.count, $0.baseAddress, 1, Int32(terms), coefficients, $0.baseAddress)
        }
        #expect(abs(sum / problem.total - 1) <= 2e-14, "the sum that the solver checks")
        return takers
    }

    /// Efforts moved from another market's equilibrium are those computed from the costs.
    @Test(arguments: Target.available) func effortsMove(target: Target) {
        var draw = Draw(seed: 63)
        for round in 0..<40 {
            let terms = [16, 8, 12][round % 3]
            let topic = Topic.random(&draw, terms: terms), market = topic.market
            let other = Topic(
                market: Market(mu: market.mu * 1.3, a: market.a * draw.uniform(0, 2), beta: market.beta, gamma: market.gamma),
                rho: topic.rho, costs: topic.costs)
            var problems = [topic, other].map { $0.problem(on: target, terms: terms).problem }
            target.table.pointee.total_solve(2, Int32(terms), &problems)
            guard problems[1].total.isFinite else { continue } // a smaller total: larger shares may be beyond reach
            let from = efforts(of: topic, problems[0], terms: terms, on: target)
            let expected = efforts(of: other, problems[1], terms: terms, on: target)
            var coefficients = [Double](repeating: .nan, count: Int(NB_MOMENTS)), moved = from
            target.table.pointee.effort_move(Int32(terms), &problems[0], &problems[1], &coefficients)
            let sum = target.table.pointee.taker_effort_pass(
                from.count, from, problems[0].pull, Int32(terms), coefficients, &moved)
            #expect(abs(sum / problems[1].total - 1) <= 2e-14)
            for (x, y) in zip(moved, expected) { #expect(abs(x / y - 1) <= 64 * eps / min(1, topic.rho - 1)) }
        }
    }

    /// The lane a topic stands in, and who stands beside it, do not change a bit, nor does the fused target.
    @Test func lanesAreIndependent() {
        var draw = Draw(seed: 62)
        let topics = (0..<8).map { _ in Topic.random(&draw, terms: 16) }
        var bits: [[UInt64]] = []
        for target in Target.fused {
            var together = topics.map { $0.problem(on: target, terms: 16).problem }
            target.table.pointee.total_solve(8, 16, &together)
            bits.append(together.map(\.total.bitPattern))
            for (k, topic) in topics.enumerated() {
                var alone = [topic.problem(on: target, terms: 16).problem]
                target.table.pointee.total_solve(1, 16, &alone)
                #expect(alone[0].total.bitPattern == bits.last![k], "topic \(k)")
            }
        }
        #expect(Set(bits).count <= 1)
    }

    /// Beyond the reach of the series there is no answer rather than a wrong one.
    @Test(arguments: Target.available) func largeSharesAreRefused(target: Target) {
        let market = Market(mu: 100, a: 0.7, beta: 0.3, gamma: 0.9)
        for costs in [[1.0, 1], [1, 2, 3, 4, 5], [0.01] + [Double](repeating: 1, count: 200)] {
            let topic = Topic(market: market, rho: 1.5, costs: costs)
            for terms in [8, 12, 16] {
                var problems = [topic.problem(on: target, terms: terms).problem]
                target.table.pointee.total_solve(1, Int32(terms), &problems)
                #expect(problems[0].total.isNaN, "\(costs.count) creators, \(terms) terms")
            }
        }
    }
}
