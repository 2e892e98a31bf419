import NumericCore
import Planning

/// Plan a window, then pause until GenAI has forgotten: half of the optimum, up to epsilon.
///
/// The policy and its 1/2 are published; windows planned from the actual state, the length w(epsilon) and the constants are derived here
/// (Theorem 2): with w kappa <= epsilon r*, pauses as long as windows keep (1 - epsilon)/2 of OPT_T for every T, and the best of the
/// w + p starting offsets keeps (1 - epsilon) w/(w + p).
public struct PausePolicy: SeededClaim {
    /// The claim; it has no parameters.
    public init() {}
    public let name = "planning-pauses"
    public let statement =
        "Where GenAI forgets fast, planning windows for themselves and pausing as long in between keeps (1-eps)/2 of what any plan pays."
    public let source = ClaimSource.creationStrategy
    public let kind = ClaimKind.theorem

    struct Setting: Sendable {
        let topics: Int
        /// T from 20 to 79, held against the bound of windows; else from 3 to 6 (9 with one topic), against all plans.
        let isLong: Bool
        var label: String { "k = \(topics), T = \(isLong ? "20 to 79" : topics == 1 ? "3 to 9" : "3 to 6")" }
    }

    /// Windows that all plans can be walked for.
    private static let longestWindow = 6

    var settings: [Setting] { [false, true].flatMap { isLong in (1...3).map { Setting(topics: $0, isLong: isLong) } } }

    var questions: [ClaimQuestion<Setting>] {
        [
            ClaimQuestion(
                label: { "\($0.label): at least (1-eps)/2 of \($0.isLong ? "the bound of windows" : "OPT"), eps 0.1 to 0.9" },
                isProved: { _ in true }
            ) { "windows of \($1.spread(1)) rounds; share kept \($1.spreadAndMean(0)); over what is promised \($1.spread(2))" },
            ClaimQuestion(
                label: { "\($0.label): each window pays W less its rounds times kappa" }, isProved: { _ in true }, isAsked: { !$0.isLong }
            ) { "\(NumberText.general($1.sum(0))) windows" },
            ClaimQuestion(
                label: { "\($0.label): the best starting offset keeps (1-eps) w/(w+p), w 1 to 3, p 1 to 4" }, isProved: { _ in true },
                isAsked: { !$0.isLong }
            ) { "share kept \($1.spreadAndMean(0)); above what is promised by \($1.spread(1))" },
        ]
    }

    func judge(_ setting: Setting, _ instance: ClaimInstance) throws -> [Judgement] {
        let rounds = setting.isLong ? 20...79 : setting.topics == 1 ? 3...9 : 3...6
        let game = try instance.game(family: 103, .short, topics: setting.topics...setting.topics, rounds: rounds).fromNothing
        let epsilon = 0.1 * Double(1 + instance.gameIndex % 9)
        let optimum = setting.isLong ? nil : PlanEnumeration(game).optimum
        return [
            try promised(game, epsilon, optimum: optimum),
            setting.isLong ? .outside : try everyWindow(game, instance),
            try optimum.map { try bestOffset(game, instance, optimum: $0) } ?? .outside,
        ]
    }

    private func promised(_ game: PlanningGame, _ epsilon: Double, optimum: Double?) throws -> Judgement {
        guard let window = PauseGuarantee(game).window(epsilon: epsilon), window <= Self.longestWindow else { return .outside }
        let result = try game.planned(.optimizeThenPause) { $0.epsilon = epsilon }
        guard result.guarantee?.window == window else { throw Unsolved(reason: "a window was not planned exactly") }
        let most = optimum ?? WindowReference(game, longest: window).bound(rounds: game.rounds)
        let factor = (1 - epsilon) / 2
        return .judged(
            margin: (result.value - factor * most) / max(1, most), slack: 1e-12,
            [result.value / most, Double(window), result.value / most / factor])
    }

    /// Window by window: W(w_j) - w_j kappa, the first without loss.
    private func everyWindow(_ game: PlanningGame, _ instance: ClaimInstance) throws -> Judgement {
        let (window, pause) = Self.cycle(instance)
        let result = try game.planned(.optimizeThenPause) { ($0.window, $0.pause) = (window, pause) }
        let values = WindowReference(game, longest: window).values
        let rounds = result.simulation.stretches.flatMap { [Double](repeating: $0.topic < 0 ? 0 : $0.payoff, count: $0.rounds) }
        let loss = PauseGuarantee(game).loss(pause: pause)
        var (margin, count) = (Double.infinity, 0.0)
        for start in stride(from: 0, to: game.rounds, by: window + pause) {
            let length = min(window, game.rounds - start)
            let paid = rounds[start..<start + length].reduce(0, +)
            margin = min(margin, paid - values[length] + (start == 0 ? 0 : Double(length) * loss))
            count += 1
        }
        return .judged(margin: margin, slack: 1e-12, [count])
    }

    private func bestOffset(_ game: PlanningGame, _ instance: ClaimInstance, optimum: Double) throws -> Judgement {
        let (window, pause) = Self.cycle(instance)
        guard let promise = PauseGuarantee(game).promise(window: window, pause: pause, bestOffset: true), optimum > 0 else { return .outside }
        let best = try (0..<window + pause).map { try Self.value(game, window, pause, offset: $0) }.max() ?? .nan
        return .judged(
            margin: best - promise.factor * optimum, slack: 1e-12 * max(1, optimum), [best / optimum, best / optimum - promise.factor])
    }

    private static func cycle(_ instance: ClaimInstance) -> (window: Int, pause: Int) {
        (1 + instance.gameIndex % 3, 1 + instance.gameIndex / 3 % 4)
    }

    /// What cycles pay that start `offset` rounds into one: what is left of its window planned exactly, what is left of its pauses, and
    /// whole cycles from the state reached.
    private static func value(_ game: PlanningGame, _ window: Int, _ pause: Int, offset: Int) throws -> Double {
        var (state, value, left) = (game.initial, 0.0, game.rounds)
        if offset > 0, offset < window {
            let first = try game.with(rounds: min(left, window - offset)).planned(.branchAndBound)
            value = first.value
            state = first.simulation.finalState
            left -= first.plan.rounds
        }
        for _ in 0..<(offset == 0 ? 0 : min(pause, window + pause - offset)) where left > 0 {
            game.advance(&state, playing: Plan.optOut)
            left -= 1
        }
        guard left > 0 else { return value }
        let rest = game.with(rounds: left, initial: state)
        return value + (try rest.planned(.optimizeThenPause) { ($0.window, $0.pause) = (window, pause) }).value
    }
}
