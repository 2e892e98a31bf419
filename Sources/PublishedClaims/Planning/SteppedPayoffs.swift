import NumericCore
import Planning

/// The same on tables of levels and payoffs that need not come from any link or gap: whole numbers, so that ties, flat stretches and
/// jumps are common. That levels do not fall in plays and payoffs do not rise in the level is all that the proofs use.
public struct SteppedPayoffs: SeededClaim {
    /// The claim; it has no parameters.
    public init() {}
    public let name = "planning-steps"
    public let statement =
        "The exact method needs no more than levels that rise with plays and payoffs that fall with the level, however they jump."
    public let source = ClaimSource(citation: "Derived here, for the game of arXiv:2406.05187", identifier: nil)
    public let kind = ClaimKind.derived

    /// k.
    var settings: [Int] { [1, 2, 3, 4] }

    var questions: [ClaimQuestion<Int>] {
        let paths: @Sendable (Int, Findings) -> String = { "horizon binds in \(NumberText.general($1.sum(0)))" }
        return [
            ClaimQuestion(label: { "k = \($0): budgeted graph, whole and pruned, is the best of all counts" }, isProved: { _ in true }, text: paths),
            ClaimQuestion(label: { "k = \($0): price on rounds bounds it, no plan pays more" }, isProved: { _ in true }, text: paths),
            ClaimQuestion(
                label: { "k = \($0): where the horizon does not bind the longest path is optimal" }, isProved: { _ in true },
                // With four topics the reference allows only horizons that nearly always bind.
                isAsked: { $0 < 4 }, text: { "\($1.count) tables" }),
            ClaimQuestion(label: { "k = \($0): the price on rounds has no gap, D = OPT" }, isProved: { _ in false }) {
                "D/OPT \($1.spreadAndMean(0))"
            },
            ClaimQuestion(label: { "k = \($0): the best plan that comes with the price pays D" }, isProved: { _ in false }) {
                "D/plan \($1.spreadAndMean(0))"
            },
        ]
    }

    func judge(_ setting: Int, _ instance: ClaimInstance) throws -> [Judgement] {
        let tables = Self.draw(setting, instance)
        let optimum = CountingReference(rounds: tables.rounds, levels: tables.levels, payoff: tables.payoff).optimum
        guard let found = tables.solved(known: optimum) else { throw Unsolved(reason: "no level graph") }
        let values = found.plans.map(tables.played)
        // The first two are of the price's own paths, at most T rounds each.
        let own = values.dropLast(2).max() ?? 0
        let tallest = found.plans.map(\.rounds).max() ?? 0
        let missed = max(abs(found.whole - optimum), abs(found.pruned - optimum), abs((values.last ?? .nan) - optimum))
        let within = min(found.bound - optimum, optimum - (values.max() ?? .nan), tallest <= tables.rounds ? 1 : -1)
        let binds = found.horizonBinds ? 1.0 : 0
        return [
            .judged(margin: -missed, slack: 1e-9, [binds]), .judged(margin: within, slack: 1e-9, [binds]),
            found.horizonBinds ? .outside : .judged(margin: -abs(found.bound - optimum), slack: 1e-9),
            .judged(margin: optimum - found.bound, slack: 1e-9, optimum > 0 ? [found.bound / optimum] : []),
            .judged(margin: own - found.bound, slack: 1e-9, own > 0 ? [found.bound / own] : []),
        ]
    }

    /// Levels and payoffs on a coarse grid.
    static func draw(_ topics: Int, _ instance: ClaimInstance) -> LevelTables {
        let random = CounterRandom(seed: instance.seed, stream: 0x7374_6570 + UInt64(topics))
        var counter: UInt64 = 0
        func count(_ range: ClosedRange<Int>) -> Int {
            counter += 1
            return range.lowerBound + Int(random.unit(at: counter) * Double(range.count))
        }
        let rounds = count(1...[19, 19, 12, 8][topics - 1])
        var levels: [[Double]] = []
        var falls: [[(level: Double, payoff: Double)]] = []
        for _ in 0..<topics {
            var level = count(0...3)
            levels.append([Double(level)] + (0..<rounds).map { _ in
                level += count(0...9) < 4 ? 0 : count(1...4)
                return Double(level)
            })
            var (payoff, from) = (count(2...100), count(0...3))
            var steps: [(level: Double, payoff: Double)] = []
            while payoff > 0 {
                steps.append((Double(from), Double(payoff)))
                from += count(1...8)
                payoff -= count(1...60)
            }
            falls.append(steps + [(Double(from), -1)])
        }
        return LevelTables(rounds: rounds, levels: levels) { [falls] topic, level in
            falls[topic].last { $0.level <= level }?.payoff ?? falls[topic][0].payoff
        }
    }
}

extension LevelTables {
    /// What a plan pays when it is played.
    func played(_ plan: Plan) -> Double {
        var counts = [Int](repeating: 0, count: topics)
        var value = 0.0
        for action in plan.actions where action != Plan.optOut {
            let level = (0..<topics).reduce(-Double.infinity) { max($0, levels[$1][counts[$1]]) }
            value += payoff(action, level)
            counts[action] = min(counts[action] + 1, rounds)
        }
        return value
    }
}
