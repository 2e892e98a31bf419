import NumericCore
import Planning

/// Where nothing is forgotten an optimal plan is found, whatever link, gap and horizon.
///
/// Published: a longest path in O(T k^3). How its horizon enters is not; levels as states, the price on rounds and the budgeted graph, with
/// their proofs, are this project's (Theorem 1). Every instance is held against all vectors of counts.
public struct RememberedPlans: SeededClaim {
    /// The claim; it has no parameters.
    public init() {}
    public let name = "planning-remembering"
    public let statement =
        "Where GenAI forgets nothing, the plan over levels is the best of all plans, and prices on rounds and buckets of levels bound it."
    public let source = ClaimSource.creationStrategy
    public let kind = ClaimKind.derived

    var settings: [Link.Kind] { Link.Kind.allCases }

    var questions: [ClaimQuestion<Link.Kind>] {
        [
            ClaimQuestion(label: { "\($0.rawValue): the plan is the best of all counts" }, isProved: { _ in true }) {
                "horizon binds in \(NumberText.general($1.sum(0)))"
            },
            ClaimQuestion(
                label: { "\($0.rawValue): price on rounds, 8 buckets and longest path bound it, and no plan of theirs pays more" },
                isProved: { _ in true }
            ) { "bound of 8 buckets/OPT \($1.spreadAndMean(0))" },
            ClaimQuestion(label: { "\($0.rawValue): where the longest path fits the horizon it is optimal" }, isProved: { _ in true }) {
                "\(NumberText.general($1.sum(0))) paths"
            },
            ClaimQuestion(label: { "\($0.rawValue): OPT at least T times the long-run rate" }, isProved: { _ in true }) {
                "rate is 0 in \(NumberText.general($1.sum(0)))"
            },
            ClaimQuestion(label: { "\($0.rawValue): the price on rounds has no gap, D = OPT" }, isProved: { _ in false }) {
                "D/OPT \($1.spreadAndMean(0))"
            },
            ClaimQuestion(label: { "\($0.rawValue): the plan that comes with the price pays D" }, isProved: { _ in false }) {
                "D/plan \($1.spreadAndMean(0))"
            },
        ]
    }

    func judge(_ setting: Link.Kind, _ instance: ClaimInstance) throws -> [Judgement] {
        // k = 4 only with short horizons: the reference walks (T + 1)^k vectors.
        let isWide = instance.seed.isMultiple(of: 3)
        let game = try instance.game(family: 101, topics: isWide ? 1...4 : 1...3, rounds: isWide ? 1...9 : 1...19, link: setting)
        let optimum = CountingReference(game).optimum
        let scale = max(1, optimum)
        let exact = try game.planned()
        let priced = try game.planned(.multiplier)
        let path = try game.planned(.longestPath)
        let buckets = try game.planned(.buckets) { ($0.buckets, $0.bucketLimit) = (8, 8) }
        guard exact.status == .optimal, let dual = priced.dualBound, let rate = exact.longRun?.rate else {
            throw Unsolved(reason: exact.status.rawValue)
        }
        func over(_ bound: Double) -> [Double] { optimum > 0 ? [bound / optimum] : [] }
        let bounding = [priced, path, buckets].flatMap { result in
            result.bounds.map { $0.value - optimum } + [optimum - result.value]
        }.min() ?? .nan
        return [
            .judged(margin: -abs(exact.value - optimum) / scale, slack: 1e-11, [priced.horizonBinds == true ? 1 : 0]),
            .judged(margin: bounding / scale, slack: 1e-11, over(buckets.bound ?? .nan)),
            path.horizonBinds == false ? .judged(margin: -abs(path.value - optimum) / scale, slack: 1e-11, [1]) : .outside,
            .judged(margin: optimum - Double(game.rounds) * rate, slack: 1e-11 * scale, [rate == 0 ? 1 : 0]),
            .judged(margin: (optimum - dual) / scale, slack: 1e-9, over(dual)),
            .judged(margin: (priced.value - dual) / scale, slack: 1e-9, priced.value > 0 ? [dual / priced.value] : []),
        ]
    }
}
