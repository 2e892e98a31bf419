import NumericCore
import Planning

/// Where GenAI forgets, branch and bound finds an optimal plan of a short horizon, and every bound holds.
///
/// That no polynomial algorithm is exact (unless rETH fails) is published; the bounds and their proofs are this project's. Every instance is
/// held against all (k + 1)^T plans.
public struct FadingPlans: SeededClaim {
    /// The claim; it has no parameters.
    public init() {}
    public let name = "planning-fading"
    public let statement = "Where GenAI forgets, branch and bound finds the best of all plans, and no bound of windows, arms, levels or layers is below it."
    public let source = ClaimSource(citation: "Derived here, for the game of arXiv:2406.05187", identifier: nil)
    public let kind = ClaimKind.derived

    var settings: [RandomPlanningGames.Memory] { [.short, .long, .mixed] }

    /// By the names that results give them.
    private static let kinds = ["windows", "arms", "levels", "relaxed"]

    var questions: [ClaimQuestion<RandomPlanningGames.Memory>] {
        [
            ClaimQuestion(label: { "\($0.rawValue) memory: branch and bound is the best of all plans" }, isProved: { _ in true }) {
                "\($1.count) games, T = 3 to 10"
            },
            ClaimQuestion(label: { "\($0.rawValue) memory: every bound at least the optimum, no plan more" }, isProved: { _ in true }) {
                "least of all over OPT \($1.spreadAndMean(0))"
            },
            ClaimQuestion(label: { "\($0.rawValue) memory: the best plan of a window, and a bound of windows of 3 rounds" }, isProved: { _ in true }) {
                "bound/OPT \($1.spreadAndMean(0))"
            },
        ] + Self.kinds.map { kind in
            ClaimQuestion(label: { "\($0.rawValue) memory: the bound of \(kind) is the optimum" }, isProved: { _ in false }) {
                "bound/OPT \($1.spreadAndMean(0))"
            }
        }
    }

    func judge(_ setting: RandomPlanningGames.Memory, _ instance: ClaimInstance) throws -> [Judgement] {
        let game = try PlanEnumeration.game(instance.gameIndex, seed: 102, memory: setting)
        let none = [Judgement](repeating: .outside, count: questions.count)
        // A mixed draw may come out without anything that is forgotten.
        guard !game.isTimeInsensitive else { return none }
        let optimum = PlanEnumeration(game).optimum
        let scale = max(1, optimum)
        let exact = try game.planned(.branchAndBound)
        let narrow = try game.planned(.beam) { ($0.labels, $0.labelLimit) = (2, 8) }
        let results = [exact, narrow, try game.planned(.policies), try game.planned(.index)]
        let bounds = results.flatMap(\.bounds)
        let within = min(
            bounds.map(\.value).min().map { $0 - optimum } ?? .nan, results.map { optimum - $0.value }.min() ?? .nan)
        let windows = WindowReference(game, longest: 3)
        let window = windows.bound(rounds: game.rounds)
        let least = narrow.bound ?? .nan
        func ratio(_ bound: Double) -> [Double] { optimum > 0 ? [bound / optimum] : [] }
        return [
            exact.status == .optimal
                ? .judged(margin: -abs(exact.value - optimum) / scale, slack: 1e-11) : Judgement(reason: exact.status.rawValue),
            .judged(margin: within / scale, slack: 1e-11, ratio(least)),
            .judged(
                margin: min(window - optimum, -windows.largestDifference(from: exact.windowValues ?? [])) / scale, slack: 1e-11,
                ratio(window)),
        ] + Self.kinds.map { kind in
            let found = (narrow.bounds + results[3].bounds).filter { $0.name == kind }.map(\.value).min()
            guard let found, optimum > 0 else { return .outside }
            return .judged(margin: (optimum - found) / scale, slack: 1e-9, ratio(found))
        }
    }
}

/// W(s), what s rounds pay at most from N = 0, over all plans; and what they compose to.
struct WindowReference {
    /// W(0), W(1), ...
    let values: [Double]

    /// - Complexity: (k + 1)^longest plans.
    init(_ game: PlanningGame, longest: Int) {
        let fresh = game.fromNothing
        values = (0...longest).map { PlanEnumeration(fresh.with(rounds: $0)).optimum }
    }

    /// The least sum of windows that cover the rounds: OPT_{a+b} <= W(a) + W(b).
    func bound(rounds: Int) -> Double {
        var bounds = values
        while bounds.count <= rounds {
            bounds.append((1..<values.count).reduce(.infinity) { min($0, bounds[bounds.count - $1] + values[$1]) })
        }
        return bounds[rounds]
    }

    /// Against values found otherwise, as far as there are both.
    func largestDifference(from others: [Double]) -> Double { zip(values, others).reduce(0) { max($0, abs($1.0 - $1.1)) } }
}
