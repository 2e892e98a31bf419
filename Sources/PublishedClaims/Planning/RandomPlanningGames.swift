import NumericCore
import Planning

/// Seeded planning games of every link and gap, half of them of the hard kind: slow learning, payoffs close to each other, the best
/// topic learned fastest.
struct RandomPlanningGames {
    enum Memory: String, CaseIterable { case full, short, long, mixed }

    let seed: UInt64
    var topics = 1...4
    var rounds = 1...19
    var memory = Memory.full
    /// nil: links in turn.
    var link: Link.Kind?

    /// Game number `index`: links and gaps in turn.
    func game(_ index: Int) throws -> PlanningGame {
        let random = CounterRandom(seed: seed, stream: UInt64(index))
        var counter: UInt64 = 0
        func unit() -> Double {
            counter += 1
            return random.unit(at: counter)
        }
        func draw(_ low: Double, _ high: Double) -> Double { ((low + (high - low) * unit()) * 1000).rounded() / 1000 }
        func count(_ range: ClosedRange<Int>) -> Int { range.lowerBound + Int(unit() * Double(range.count)) }
        let kind = self.link ?? Link.Kind.allCases[index % Link.Kind.allCases.count]
        let shape = Gap.Shape.allCases[index / Link.Kind.allCases.count % Gap.Shape.allCases.count]
        let topics = count(topics)
        let isHard = unit() < 0.5
        var quality: [Double] = [], initial: [Double] = [], cost: [Double] = [], rate: [Double] = []
        for _ in 0..<topics {
            let best = draw(0.25, 1)
            quality.append(best)
            initial.append((best * draw(0.2, 1) * 1000).rounded(.down) / 1000)
            rate.append(isHard ? draw(0.02, 0.3) : draw(0.05, 3))
        }
        let scale: Double = switch kind {
        case .threshold: draw(0.003, 0.2)
        case .bradleyTerry: draw(0.5, 5)
        default: draw(1, 30)
        }
        let link = Link(kind, scale: scale)
        let start = zip(quality, initial).reduce(-Double.infinity) { max($0, $1.0 - $1.1) }
        for topic in 0..<topics {
            // Hard: about the same to gain everywhere.
            let chance = link(quality[topic], over: start)
            cost.append(isHard ? (max(0, chance - draw(0.2, 0.35)) * 1000).rounded() / 1000 : draw(0, 0.8))
        }
        let best = (0..<topics).max { link(quality[$0], over: start) - cost[$0] < link(quality[$1], over: start) - cost[$1] }
        if isHard, let best {
            rate[best] *= 8
        }
        let floor = initial.map { unit() < 0.5 ? 0 : ($0 * 300).rounded(.down) / 1000 }
        let gap: Gap
        switch shape {
        case .exponential: gap = .exponential(initial: PerTopic(initial), floor: PerTopic(floor), rate: PerTopic(rate))
        case .linear: gap = .linear(initial: PerTopic(initial), floor: PerTopic(floor), rate: PerTopic(rate))
        case .power:
            let exponents = (0..<topics).map { _ in draw(0.3, 2) }
            gap = .power(initial: PerTopic(initial), floor: PerTopic(floor), rate: PerTopic(rate), exponent: PerTopic(exponents))
        case .table:
            gap = .table(initial.map { first in
                var value = first
                return [first] + (0..<count(1...6)).map { _ in
                    value = (value * draw(0.3, 1) * 1000).rounded(.down) / 1000
                    return value
                }
            })
        }
        let memories: [Double] = (0..<topics).map { _ in
            switch memory {
            case .full: 1
            case .short: unit() < 0.2 ? 0 : draw(0, 0.5)
            case .long: draw(0.5, 0.95)
            case .mixed: unit() < 0.4 ? 1 : draw(0.1, 0.95)
            }
        }
        let counts = (0..<topics).map { _ in unit() < 0.2 ? draw(0, 3) : 0 }
        return try PlanningGame(
            name: "random \(seed):\(index)", topics: topics, rounds: count(rounds), quality: PerTopic(quality), cost: PerTopic(cost),
            memory: PerTopic(memories), initial: PerTopic(counts), gap: gap, link: link)
    }
}
