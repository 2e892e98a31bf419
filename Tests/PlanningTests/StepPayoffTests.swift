import NumericCore
@testable import Planning
import Testing

/// Level graphs of arbitrary levels and payoffs that fall by steps, of which links and gaps are special cases: the bounds and the
/// budgeted graph need no more than monotone tables.
@Suite struct StepPayoffTests {
    /// Levels lev_i(n), n = 0 ... T, and payoffs r_i(M) as a function of the level.
    struct Tables {
        var rounds: Int
        var levels: [[Double]]
        var payoff: (_ topic: Int, _ level: Double) -> Double

        var topics: Int { levels.count }

        /// Every level a node, counts and targets by looking.
        func graph() throws -> LevelGraph {
            let start = levels.map { $0[0] }.max() ?? 0
            let nodes = Set(levels.joined()).filter { $0 >= start }.sorted()
            let stride = LevelGraph.stride(topics)
            var payoffs = [Double](repeating: 0, count: nodes.count * stride)
            var caps = payoffs
            var targets = [Int32](repeating: -1, count: nodes.count * topics)
            for (node, level) in nodes.enumerated() {
                for topic in 0..<topics {
                    let cap = try #require(levels[topic].lastIndex { $0 <= level })
                    payoffs[node * stride + topic] = max(payoff(topic, level), 0)
                    caps[node * stride + topic] = Double(cap)
                    guard cap < rounds, payoff(topic, level) > 0 else { continue }
                    targets[node * topics + topic] = Int32(try #require(nodes.firstIndex(of: levels[topic][cap + 1])))
                }
            }
            let game = try PlanningGame(topics: topics, rounds: rounds, quality: 1, cost: 0, gap: .linear(initial: 0, rate: 0))
            return LevelGraph(
                levels: TopicLevels(game, horizon: rounds), nodes: nodes, payoffs: payoffs, caps: caps, targets: targets)
        }

        /// OPT_T over all vectors of counts.
        func optimum() -> Double {
            var best: [[Int]: Double] = [[Int](repeating: 0, count: topics): 0]
            var optimum = 0.0
            for _ in 0..<rounds {
                var next: [[Int]: Double] = [:]
                for (counts, value) in best {
                    var level = -Double.infinity
                    for topic in 0..<topics { level = max(level, levels[topic][counts[topic]]) }
                    for topic in 0..<topics {
                        var more = counts
                        more[topic] += 1
                        next[more] = max(next[more] ?? -.infinity, value + payoff(topic, level))
                    }
                }
                optimum = max(optimum, next.values.max() ?? 0)
                best = next
            }
            return optimum
        }
    }

    private func check(_ tables: Tables, _ label: String) throws -> (optimum: Double, dual: Double) {
        let graph = try tables.graph()
        let work = PlanWork(PlanSettings())
        let optimum = tables.optimum()
        let multiplier = MultiplierBound(graph, work)
        #expect(multiplier.bound >= optimum - 1e-9, "\(label)")
        if !multiplier.horizonBinds { #expect(abs(multiplier.bound - optimum) < 1e-9, "\(label)") }
        var whole = BudgetedGraph(graph, prices: multiplier.prices, lowerBound: nil)
        let all = whole.best(work, entryLimit: .max)
        #expect(abs(try #require(all).value - optimum) < 1e-9, "\(label)")
        var pruned = BudgetedGraph(graph, prices: multiplier.prices, lowerBound: optimum)
        let few = pruned.best(work, entryLimit: .max)
        #expect(abs(try #require(few).value - optimum) < 1e-9, "\(label)")
        // The filled paths, on paper: no more than T plays, each worth what it says.
        for path in [multiplier.short, multiplier.long].compactMap({ $0 }) {
            let filled = FilledPath(path, in: graph)
            #expect(filled.plan(topics: tables.topics).rounds <= tables.rounds, "\(label)")
        }
        return (optimum, multiplier.bound)
    }

    /// 600 random tables: levels and payoffs on a coarse grid, so that ties, flat stretches and jumps all occur.
    @Test func randomSteps() throws {
        var (gaps, binding) = (0, 0)
        for index in 0..<600 {
            let random = CounterRandom(seed: 23, stream: UInt64(index))
            var counter: UInt64 = 0
            func count(_ range: ClosedRange<Int>) -> Int {
                counter += 1
                return range.lowerBound + Int(random.unit(at: counter) * Double(range.count))
            }
            let (topics, rounds) = (count(1...3), count(1...12))
            var levels: [[Double]] = []
            var falls: [[(level: Double, payoff: Double)]] = []
            for _ in 0..<topics {
                var list = [Double(count(0...3))]
                for _ in 0..<rounds { list.append(list[list.count - 1] + Double(count(0...9) < 4 ? 0 : count(1...4))) }
                levels.append(list)
                var payoff = Double(count(2...100))
                var level = Double(count(0...3))
                var steps: [(Double, Double)] = []
                while payoff > 0 {
                    steps.append((level, payoff))
                    level += Double(count(1...8))
                    payoff -= Double(count(1...60))
                }
                falls.append(steps + [(level, -1)])
            }
            let tables = Tables(rounds: rounds, levels: levels) { topic, level in
                falls[topic].last { $0.level <= level }?.payoff ?? falls[topic][0].payoff
            }
            let (optimum, dual) = try check(tables, "\(index)")
            if dual > optimum + 1e-9 { gaps += 1 }
            if dual > 0, try MultiplierBound(tables.graph(), PlanWork(PlanSettings())).horizonBinds { binding += 1 }
        }
        #expect(gaps > 0 && binding > 100, "\(gaps) \(binding)")
    }

    /// OPT_T is not concave in T, so no price on rounds is exact: a topic of fine steps beside one that pays 100 once, 10 for a while.
    @Test(arguments: [(5, 140.0, 140.0), (6, 150, 150), (12, 150, 153), (17, 150, 179.8), (18, 156, nil), (25, 212, 233.6)])
    func optimaAreNotConcave(rounds: Int, optimum: Double, dual: Double?) throws {
        let tables = Tables(
            rounds: rounds, levels: [(0...rounds).map { 0.01 * Double($0) }, (0...rounds).map { $0 == 0 ? 0 : $0 < 6 ? 1 : 2 }]
        ) { topic, level in
            topic == 0 ? (level < 1 ? 8 : 0) : level == 0 ? 100 : level <= 1 ? 10 : 0
        }
        let found = try check(tables, "T = \(rounds)")
        #expect(abs(found.optimum - optimum) < 1e-9)
        if let dual { #expect(abs(found.dual - dual) < 0.05, "\(found.dual)") }
    }
}
