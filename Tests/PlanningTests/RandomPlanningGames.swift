import Foundation
import NumericCore
import Planning

/// Seeded planning games of every link and gap, half of them of the hard kind: slow learning, payoffs close to each other, the best
/// topic learned fastest.
struct RandomPlanningGames {
    enum Memory: CaseIterable { case full, short, long, mixed }

    let seed: UInt64
    var topics = 1...4
    var rounds = 1...19
    var memory = Memory.full

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
        let kind = Link.Kind.allCases[index % Link.Kind.allCases.count]
        let shape = Gap.Shape.allCases[index / Link.Kind.allCases.count % Gap.Shape.allCases.count]
        let topics = count(topics)
        let isHard = unit() < 0.5
        var quality: [Double] = [], initial: [Double] = [], cost: [Double] = [], rate: [Double] = []
        for _ in 0..<topics {
            quality.append(draw(0.25, 1))
            initial.append((quality.last! * draw(0.2, 1) * 1000).rounded(.down) / 1000)
            rate.append(isHard ? draw(0.02, 0.3) : draw(0.05, 3))
        }
        let scale: Double = switch kind {
        case .threshold: draw(0.003, 0.2)
        case .bradleyTerry: draw(0.5, 5)
        default: draw(1, 30)
        }
        let link = Link(kind, scale: scale)
        let start = zip(quality, initial).map { $0 - $1 }.max()!
        for topic in 0..<topics {
            // Hard: about the same to gain everywhere.
            let chance = link(quality[topic], over: start)
            cost.append(isHard ? (max(0, chance - draw(0.2, 0.35)) * 1000).rounded() / 1000 : draw(0, 0.8))
        }
        if isHard {
            let best = (0..<topics).max { link(quality[$0], over: start) - cost[$0] < link(quality[$1], over: start) - cost[$1] }!
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
                (0..<count(1...6)).reduce(into: [first]) { list, _ in list.append((list.last! * draw(0.3, 1) * 1000).rounded(.down) / 1000) }
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

/// OPT_T where nothing is forgotten, over all vectors of counts: nothing of the planners' ideas but that opting out goes last.
struct CountingReference {
    let optimum: Double

    init(_ game: PlanningGame) {
        let (topics, rounds) = (game.topics, game.rounds)
        let qualities = (0..<topics).map { topic in
            (0...rounds).map { game.genAIQuality(of: topic, after: game.initial[topic] + Double($0)) }
        }
        // Vectors of counts in a mixed radix, so that taking one play away gives a smaller number.
        let radix = rounds + 1
        let size = (0..<topics).reduce(1) { size, _ in size * radix }
        var best = [Double](repeating: -.infinity, count: size)
        best[0] = 0
        var optimum = 0.0
        var counts = [Int](repeating: 0, count: topics)
        var total = 0
        for state in 0..<size {
            if total <= rounds, best[state] > -.infinity {
                optimum = max(optimum, best[state])
                if total < rounds {
                    var level = -Double.infinity
                    for topic in 0..<topics { level = max(level, qualities[topic][counts[topic]]) }
                    var place = 1
                    for topic in 0..<topics {
                        let value = best[state] + game.payoff(of: topic, at: level)
                        best[state + place] = max(best[state + place], value)
                        place *= radix
                    }
                }
            }
            var topic = 0
            while topic < topics {
                counts[topic] += 1
                total += 1
                if counts[topic] < radix { break }
                total -= radix
                counts[topic] = 0
                topic += 1
            }
        }
        self.optimum = optimum
    }
}
