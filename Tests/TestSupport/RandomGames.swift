import Foundation
import NumericCore

/// Draws in sequence from a seed: the same test sees the same games on every run.
public struct Draws {
    private let random: CounterRandom
    private var counter: UInt64 = 0

    public init(seed: UInt64) { random = CounterRandom(seed: seed, stream: 0x7465_7374) }

    public mutating func uniform(_ range: ClosedRange<Double>) -> Double {
        defer { counter += 1 }
        return random.uniform(in: range, at: counter)
    }
    public mutating func logUniform(_ range: ClosedRange<Double>) -> Double {
        defer { counter += 1 }
        return random.logUniform(in: range, at: counter)
    }
    public mutating func integer(_ range: ClosedRange<Int>) -> Int {
        defer { counter += 1 }
        return range.lowerBound + Int(random.bits(at: counter) % UInt64(range.count))
    }
    public mutating func pick<T>(_ choices: [T]) -> T { choices[integer(0...choices.count - 1)] }
    public mutating func chance(_ probability: Double) -> Bool { uniform(0...1) < probability }
}

/// Seeded random contests over the domain where an equilibrium exists and is unique.
public struct RandomGames {
    /// Where a game's exponents vary.
    public enum ExponentPattern: CaseIterable { case game, topic, cell }

    public var creators: ClosedRange<Int> = 1...60
    public var topics: ClosedRange<Int> = 1...5
    public var exponents: [Double] = [1, 1.001, 1.1, 1.5, 2, 3]
    /// Range of the cost coefficients of the widest games.
    public var widestCosts: ClosedRange<Double> = 1e-6...1e6
    public var ineligible: Double = 0.4

    public init() {}

    public func game(seed: UInt64) -> PlainGame {
        var draws = Draws(seed: seed)
        let n = draws.chance(0.3) ? creators.lowerBound + draws.integer(0...min(4, creators.count - 1)) : draws.integer(creators)
        let topicCount = draws.integer(topics)
        let sparse = draws.chance(0.5)
        let costs = draws.pick([0.5...2, 0.05...20, widestCosts])
        let pattern = draws.pick(ExponentPattern.allCases)
        let common = draws.pick(exponents)
        var game = PlainGame(
            mu: [], alpha: [], beta: [], gamma: [], coefficients: Array(repeating: [], count: n),
            exponents: Array(repeating: [], count: n), competition: draws.chance(0.15) ? .humanOnly : .exclusive, label: "seed \(seed)")
        for k in 0..<topicCount {
            let ofTopic = draws.pick(exponents)
            game.mu.append(draws.chance(0.05) ? 0 : draws.logUniform(draws.pick([1...100, 1e-8...1e8])))
            game.alpha.append(draws.chance(0.15) ? 0 : draws.logUniform(draws.pick([0.1...10, 1e-4...1e4])))
            let gamma = draws.chance(0.5) ? draws.pick([1, 0.8, 0.5, 0.05]) : draws.uniform(0.05...1)
            game.gamma.append(gamma)
            game.beta.append(draws.chance(0.3) ? draws.pick([0, gamma]) : draws.uniform(0...gamma))
            for i in 0..<n {
                game.coefficients[i].append(sparse && draws.chance(ineligible) ? nil : draws.logUniform(costs))
                switch pattern {
                case .game: game.exponents[i].append(common)
                case .topic: game.exponents[i].append(ofTopic)
                case .cell: game.exponents[i].append(draws.pick(exponents))
                }
            }
            // One creator alone needs an elasticity below 1 at 0 to have a best reply.
            if game.eligible(k).count == 1 {
                game.gamma[k] = min(game.gamma[k], 0.9)
                game.beta[k] = min(game.beta[k], game.gamma[k])
            }
        }
        return game
    }
}
