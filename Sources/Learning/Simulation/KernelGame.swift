import CLearning
import NumericCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A simulation as the C kernels see it: numbers and tables that do not change while it runs.
final class KernelGame: @unchecked Sendable {
    private(set) var description = nl_game()
    /// Everything that `description` points to.
    private let storage: UnsafeMutablePointer<Double>

    /// Uses up to which bonuses and chances of exploration are tabulated.
    struct TableLimits {
        /// 8 MB: replicas read it at about the same place, and computing a bonus takes as long as the rest of a round.
        var bonus = 1 << 20
        /// 8 MB for all numbers of responses together: a row for each up to the largest, of which those that some prompt has are
        /// filled. What lies beyond is computed when it is asked for, to the same bits.
        var exploration = 1 << 20
    }

    init(_ simulation: PromptingSimulation, limits: TableLimits = TableLimits()) {
        let game = simulation.game
        let (prompts, responses) = (game.prompts, game.responses)
        let cells = prompts * responses
        let bonuses = min(limits.bonus, simulation.horizon + 1)
        let counts = (0..<prompts).map { game.available($0).count }
        let (numbers, most) = (Set(counts), counts.max() ?? 1)
        let explorations = simulation.ai.draws ? min(max(1, limits.exploration / most), simulation.horizon + 1) : 0
        storage = .allocate(capacity: 4 * cells + prompts + 2 * bonuses + most * explorations)
        var next = storage
        func place(_ values: [Double]) -> UnsafePointer<Double> {
            defer { next += values.count }
            next.initialize(from: values, count: values.count)
            return UnsafePointer(next)
        }
        description.prompts = prompts
        description.responses = responses
        description.seed = simulation.seed
        switch simulation.noise {
        case .bernoulli(let low, let high):
            description.noise = Int32(NL_BERNOULLI)
            // As the game defines the rewards: low + (high - low) [u < chance].
            (description.human_low, description.human_high) = (low, low + (high - low))
            (description.ai_low, description.ai_high) = (low, low + (high - low))
            func chances(_ rows: [[Double?]]) -> [Double] { rows.joined().map { $0.map { ($0 - low) / (high - low) } ?? 0 } }
            description.human = place(chances(game.human))
            description.ai = place(chances(game.ai))
        case .uniform(let width):
            description.noise = Int32(NL_UNIFORM)
            description.width = width
            description.human = place(game.human.joined().map { $0 ?? 0 })
            description.ai = place(game.ai.joined().map { $0 ?? 0 })
        }
        description.available = place(game.human.joined().map { $0 == nil ? 0 : 1 })
        description.responses_of = place(counts.map(Double.init))
        description.existing = place((0..<prompts).flatMap { prompt in
            let there = game.available(prompt).map(Double.init)
            return there + [Double](repeating: 0, count: responses - there.count)
        })
        setRules(simulation)
        func tabulate(_ bonus: inout nl_bonus) {
            let table = next
            table.initialize(repeating: 0, count: bonuses)
            nl_fill_bonus(&bonus, bonuses, table)
            bonus.table = UnsafePointer(table)
            bonus.tabulated = bonuses
            next += bonuses
        }
        tabulate(&description.human_bonus)
        tabulate(&description.ai_bonus)
        guard simulation.ai.draws else { return }
        description.exploration = UnsafePointer(next)
        description.tabulated_exploration = explorations
        next.initialize(repeating: 0, count: most * explorations)
        for count in numbers { nl_fill_exploration(description.greed, Double(count), explorations, next + (count - 1) * explorations) }
    }

    deinit { storage.deallocate() }

    private func setRules(_ simulation: PromptingSimulation) {
        let (horizon, sigma) = (simulation.horizon, simulation.noise.sigma)
        let t = Double(horizon)
        let logTerm = log(2 * t * t / simulation.delta)
        description.human_bonus.sigma = sigma
        description.human_bonus.twice_log = 2 * logTerm
        description.ai_bonus.sigma = sigma
        description.ai_bonus.twice_log = 2 * logTerm
        switch simulation.human {
        case .exploreThenCommit(let first):
            description.human_rule = Int32(NL_HUMAN_COMMITS)
            description.human_first = UInt64(first.count(horizon: horizon))
        case .exploreTwiceThenCommit(let first, let second):
            description.human_rule = Int32(NL_HUMAN_COMMITS)
            description.human_first = UInt64(first.count(horizon: horizon))
            description.human_second = UInt64(second.count(horizon: horizon))
        case .ucb:
            description.human_rule = Int32(NL_HUMAN_INDEX)
        case .regretAdjustedUCB(let kappa):
            description.human_rule = Int32(NL_HUMAN_INDEX)
            let range = simulation.rewardRange
            let (width, b) = (range.upperBound - range.lowerBound, Double(simulation.game.responses))
            description.human_bonus.most = width
            description.human_bonus.scale = kappa
            description.human_bonus.offset = b * width
            description.human_bonus.slope = 4 * sigma * sqrt(2 * b * logTerm)
        case .exploreThenExp3(let first, let low, let high):
            description.human_rule = Int32(NL_HUMAN_EXP3)
            let pulls = first.count(horizon: horizon)
            let k = Double(simulation.game.prompts)
            description.human_first = UInt64(pulls)
            (description.loss_low, description.loss_high) = (low, high)
            let left = t - Double(pulls) * k
            description.rate = left > 0 ? sqrt(2 * log(k) / (k * left)) : 0
        }
        switch simulation.ai {
        case .exploreThenCommit(let first):
            description.ai_rule = Int32(NL_AI_COMMITS)
            description.ai_first = Double(first.count(horizon: horizon))
        case .ucb: description.ai_rule = Int32(NL_AI_INDEX)
        case .activeArmElimination: description.ai_rule = Int32(NL_AI_ELIMINATES)
        case .epsilonGreedy(let c):
            description.ai_rule = Int32(NL_AI_GREEDY)
            description.greed = c
        }
    }
}
