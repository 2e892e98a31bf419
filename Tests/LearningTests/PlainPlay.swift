import Foundation
import Learning

/// A replica as the rules are stated, round by round, with nothing kept but counts and sums: what the kernels are held against.
struct PlainPlay {
    let simulation: PromptingSimulation
    private(set) var counts: [[Int]]
    private var sums: [[Double]]
    private var humanCounts: [Int]
    private var humanSums: [Double]
    /// Estimated losses of exponential weights.
    private var losses: [Double]
    private var committed: Int?
    /// By prompt: the response that was committed to; the responses that are active.
    private var replies: [Int?]
    private var active: [[Int]]

    private var game: PromptingGame { simulation.game }
    private var sigma: Double { simulation.noise.sigma }
    private var horizon: Int { simulation.horizon }
    private let logTerm: Double

    init(_ simulation: PromptingSimulation, replica: Int) {
        self.simulation = simulation
        logTerm = log(2 * Double(simulation.horizon) * Double(simulation.horizon) / simulation.delta)
        let (prompts, responses) = (simulation.game.prompts, simulation.game.responses)
        counts = Array(repeating: Array(repeating: 0, count: responses), count: prompts)
        sums = Array(repeating: Array(repeating: 0, count: responses), count: prompts)
        (humanCounts, humanSums, losses) = (Array(repeating: 0, count: prompts), Array(repeating: 0, count: prompts), Array(repeating: 0, count: prompts))
        replies = Array(repeating: nil, count: prompts)
        active = simulation.game.human.map { row in row.indices.filter { row[$0] != nil } }
        let random = PromptingRandom(seed: simulation.seed)
        for t in 0..<simulation.horizon {
            let rewards = random.uniforms(round: UInt64(t), replica: UInt32(replica), stream: .rewards)
            let draws = random.uniforms(round: UInt64(t), replica: UInt32(replica), stream: .algorithms)
            let (prompt, probability) = prompt(t, draws.first)
            let response = reply(prompt, draws.second)
            learn(t, prompt, probability, reward(simulation.game.human[prompt][response] ?? .nan, rewards.first))
            counts[prompt][response] += 1
            sums[prompt][response] += reward(simulation.game.ai[prompt][response] ?? .nan, rewards.second)
            if case .activeArmElimination = simulation.ai { eliminate(prompt) }
        }
    }

    private func reward(_ mean: Double, _ u: Double) -> Double {
        switch simulation.noise {
        case .bernoulli(let low, let high): u < (mean - low) / (high - low) ? high : low
        case .uniform(let width): mean + width * (2 * u - 1)
        }
    }

    /// The first of the largest.
    private func best(_ candidates: some Sequence<Int>, _ value: (Int) -> Double) -> Int {
        var found: (index: Int, value: Double)?
        for index in candidates {
            let new = value(index)
            if found.map({ new > $0.value }) ?? true { found = (index, new) }
        }
        return found?.index ?? 0
    }

    private func bonus(_ n: Int) -> Double { sigma * (2 * logTerm / Double(n)).squareRoot() }

    // MARK: The human

    /// Rounds of exploration, and where its last phase begins.
    private var exploration: (from: Int, to: Int) {
        switch simulation.human {
        case .exploreThenCommit(let first), .exploreThenExp3(let first, _, _): (0, first.count(horizon: horizon) * game.prompts)
        case .exploreTwiceThenCommit(let first, let second):
            (first.count(horizon: horizon) * game.prompts, (first.count(horizon: horizon) + second.count(horizon: horizon)) * game.prompts)
        case .ucb, .regretAdjustedUCB: (0, 0)
        }
    }

    private mutating func prompt(_ t: Int, _ draw: Double) -> (Int, Double) {
        let all = game.human.indices
        if t < exploration.to { return (t % game.prompts, 1) }
        switch simulation.human {
        case .exploreThenCommit, .exploreTwiceThenCommit:
            let choice = committed ?? best(all) { humanSums[$0] / Double(humanCounts[$0]) }
            committed = choice
            return (choice, 1)
        case .ucb: return (best(all) { humanCounts[$0] == 0 ? .infinity : humanSums[$0] / Double(humanCounts[$0]) + bonus(humanCounts[$0]) }, 1)
        case .regretAdjustedUCB(let kappa):
            let width = simulation.rewardRange.upperBound - simulation.rewardRange.lowerBound
            return (
                best(all) {
                    let (n, b) = (Double(humanCounts[$0]), Double(game.responses))
                    let regret = kappa * (b * width + 4 * sigma * (2 * b * n * logTerm).squareRoot()) / n
                    return n == 0 ? .infinity : humanSums[$0] / n + bonus(humanCounts[$0]) + min(width, regret)
                }, 1
            )
        case .exploreThenExp3:
            let k = Double(game.prompts)
            let eta = (2 * log(k) / (k * Double(horizon - exploration.to))).squareRoot()
            let least = losses.min() ?? 0
            let weights = losses.map { exp(-eta * ($0 - least)) }
            let sum = weights.reduce(0, +)
            var (reached, choice) = (0.0, 0)
            for index in all {
                choice = index
                reached += weights[index]
                if draw * sum < reached { break }
            }
            return (choice, weights[choice] / sum)
        }
    }

    private mutating func learn(_ t: Int, _ prompt: Int, _ probability: Double, _ reward: Double) {
        if case .exploreThenExp3(_, let low, let high) = simulation.human {
            if t >= exploration.to { losses[prompt] += min(1, max(0, 1 - (reward - low) / (high - low))) / probability }
        } else if t >= exploration.from {
            humanCounts[prompt] += 1
            humanSums[prompt] += reward
        }
    }

    // MARK: The assistant

    private func mean(_ prompt: Int, _ response: Int) -> Double {
        counts[prompt][response] == 0 ? .infinity : sums[prompt][response] / Double(counts[prompt][response])
    }

    private mutating func reply(_ prompt: Int, _ draw: Double) -> Int {
        let there = game.human[prompt].indices.filter { game.human[prompt][$0] != nil }
        let n = counts[prompt].reduce(0, +)
        switch simulation.ai {
        case .exploreThenCommit(let first):
            if n < first.count(horizon: horizon) * there.count { return there[n % there.count] }
            let reply = replies[prompt] ?? best(there) { mean(prompt, $0) }
            replies[prompt] = reply
            return reply
        case .ucb: return best(there) { mean(prompt, $0) + (counts[prompt][$0] == 0 ? 0 : bonus(counts[prompt][$0])) }
        case .activeArmElimination: return best(active[prompt]) { -Double(counts[prompt][$0]) }
        case .epsilonGreedy(let c):
            let eps = min(1, c * cbrt(Double(there.count) * log(Double(n + 1)) / Double(n + 1)))
            if draw < eps { return there[min(Int(draw / eps * Double(there.count)), there.count - 1)] }
            return best(there) { mean(prompt, $0) }
        }
    }

    private mutating func eliminate(_ prompt: Int) {
        let uses = Set(active[prompt].map { counts[prompt][$0] })
        guard uses.count == 1, let m = uses.first, m > 0 else { return }
        let bar = active[prompt].map { mean(prompt, $0) - bonus(m) }.max() ?? 0
        active[prompt] = active[prompt].filter { mean(prompt, $0) + bonus(m) >= bar }
    }
}
