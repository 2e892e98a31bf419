import NumericCore
import Planning

/// Whether the human leaves in the long run.
///
/// Published: eventually it does. Derived here: it does where, and only where, the long-run rate max_i r_i(max(M_0, lev_i(infinity)))^+ is 0,
/// and then after at most L rounds of work, whatever the horizon. With no floor under the gap and mu_i >= M_0 that means costs of at
/// least 1/2.
public struct LeavingForGood: SeededClaim {
    /// The claim; it has no parameters.
    public init() {}
    public let name = "planning-leaving"
    public let statement = "Where GenAI forgets nothing, the human leaves for good if the long-run rate is 0, and need never leave otherwise."
    public let source = ClaimSource.creationStrategy
    public let kind = ClaimKind.theorem

    /// k.
    var settings: [Int] { [1, 2] }

    /// T of the plans held against all counts.
    private static let rounds = [40, 24]

    var questions: [ClaimQuestion<Int>] {
        [
            ClaimQuestion(label: { "k = \($0), rate 0: OPT at T = \(Self.rounds[$0 - 1]) is OPT at L" }, isProved: { _ in true }) {
                "L = \($1.spread(0)) of those with L <= T"
            },
            ClaimQuestion(label: { "k = \($0), rate 0: a plan of a million rounds works in at most L and pays OPT at L" }, isProved: { _ in true }) {
                "last round of work \($1.spread(1)), L = \($1.spread(0))"
            },
            ClaimQuestion(label: { "k = \($0), rate 0: no work after round L" }, isProved: { _ in false }) { "last round of work over L \($1.spread(0))" },
            ClaimQuestion(label: { "k = \($0), rate above 0: OPT at least T times the rate" }, isProved: { _ in true }) {
                "OPT/(T rate) \($1.spread(0)) at T = 1000"
            },
            ClaimQuestion(label: { "k = \($0), rate above 0: work in the last round of 1000" }, isProved: { _ in false }) {
                "last round of work \($1.spread(0))"
            },
            ClaimQuestion(
                label: { "k = \($0), no floor, mu >= M_0: the rate is 0 if and only if every cost is at least 1/2" }, isProved: { _ in true },
                text: { "\($1.count) games, \(NumberText.general($1.sum(0))) of rate 0" }),
        ]
    }

    func judge(_ setting: Int, _ instance: ClaimInstance) throws -> [Judgement] {
        let rounds = Self.rounds[setting - 1]
        let game = try instance.game(family: 104, topics: setting...setting, rounds: rounds...rounds)
        let start = game.level(after: game.initial)
        let isUnfloored = (0..<setting).allSatisfy { game.genAIQualityLimit(of: $0) == game.quality[$0] && game.quality[$0] >= start }
        let short = try game.with(rounds: 1).planned()
        guard let longRun = short.longRun else { throw Unsolved(reason: "no long run") }
        let unfloored: Judgement = isUnfloored
            ? .judged((longRun.rate == 0) == game.cost.allSatisfy { $0 >= 0.5 }, [longRun.rate == 0 ? 1 : 0]) : .outside
        guard longRun.rate == 0 else {
            let result = try game.with(rounds: 1000).planned()
            let over = result.value / (1000 * longRun.rate)
            let working = Judgement.judged(result.plan.lastPlay == 1000, [Double(result.plan.lastPlay)])
            return [.outside, .outside, .outside, .judged(margin: over - 1, slack: 1e-11, [over]), working, unfloored]
        }
        guard let last = longRun.lastPlays, last > 0 else { return [.outside, .outside, .outside, .outside, .outside, unfloored] }
        let long = try game.with(rounds: 1_000_000).planned()
        let final = Double(long.plan.lastPlay)
        let after = Judgement.judged(last >= long.plan.lastPlay, [final / Double(last)])
        guard last <= rounds else { return [.outside, .outside, after, .outside, .outside, unfloored] }
        let optimum = CountingReference(game.with(rounds: last)).optimum
        let later = CountingReference(game).optimum
        let scale = max(1, optimum)
        let plays = min(Double(last - long.plan.plays), -abs(long.value - optimum) / scale)
        return [
            .judged(margin: -abs(later - optimum) / scale, slack: 1e-12, [Double(last)]),
            .judged(margin: plays, slack: 1e-11, [Double(last), final]), after, .outside, .outside, unfloored,
        ]
    }
}
