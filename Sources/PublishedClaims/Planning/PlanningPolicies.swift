import NumericCore
import Planning

/// What simple policies pay, against the best of all plans.
///
/// That none pays more is certain; how near they come is a finding about the games drawn here, half of them of the hard kind: slow learning,
/// payoffs close to each other, the best topic learned fastest.
public struct PlanningPolicies: SeededClaim {
    /// The claim; it has no parameters.
    public init() {}
    public let name = "planning-policies"
    public let statement = "Greedy play, one topic for ever and topics in turn fall well short of the optimum in some games; looking ahead comes near it."
    public let source = ClaimSource(citation: "Derived here, for the game of arXiv:2406.05187", identifier: nil)
    public let kind = ClaimKind.derived

    var settings: [RandomPlanningGames.Memory] { RandomPlanningGames.Memory.allCases }

    private static let policies: [(name: String, method: PlanMethod, change: @Sendable (inout PlanSettings) -> Void)] = [
        ("greedy", .greedy, { _ in }), ("the best topic", .bestTopic, { _ in }), ("topics in turn", .roundRobin, { _ in }),
        ("3 rounds ahead", .rollingHorizon, { $0.horizon = 3 }), ("a beam of 8", .beam, { $0.labels = 8 }), ("the index", .index, { _ in }),
        ("floor-greedy", .floorGreedy, { _ in }), ("windows and pauses of 2", .optimizeThenPause, { ($0.window, $0.pause) = (2, 2) }),
    ]

    var questions: [ClaimQuestion<RandomPlanningGames.Memory>] {
        [
            ClaimQuestion(label: { "\($0.rawValue) memory: no policy pays more than the optimum" }, isProved: { _ in true }) {
                "\($1.count) games"
            }
        ] + Self.policies.map { policy in
            ClaimQuestion(label: { "\($0.rawValue) memory: \(policy.name) is optimal" }, isProved: { _ in false }) {
                "plan/OPT \($1.spreadAndMean(0))"
            }
        }
    }

    func judge(_ setting: RandomPlanningGames.Memory, _ instance: ClaimInstance) throws -> [Judgement] {
        let game = try PlanEnumeration.game(instance.gameIndex, seed: 105, memory: setting)
        let optimum = PlanEnumeration(game).optimum
        let values = try Self.policies.map { try game.planned($0.method, $0.change).value }
        let slack = 1e-11 * max(1, optimum)
        return [.judged(margin: optimum - (values.max() ?? .nan), slack: slack)] + values.map { value in
            optimum > 0 ? .judged(margin: value - optimum, slack: slack, [value / optimum]) : .outside
        }
    }
}
