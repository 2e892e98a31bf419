import NumericCore

/// GenAI may change a market little and still ruin somebody in it.
///
/// Compared are the equilibria before and after GenAI comes: as a rival in all of five topics, in one of the five, or open to all
/// creators of one topic; and what the others lose when one of twenty takes to GenAI beside nine who have. Little and much: the total
/// over all topics moves by at most a tenth while some creator loses at least half of its payoff. All-rounders are at home in every
/// topic; specialists, four a topic, in one alone.
public struct UnevenLosses: SeededClaim {
    /// The claim; it has no parameters.
    public init() {}
    public let name = "uneven-losses"
    public let statement = "When GenAI comes, total effort may move little while some single creator loses much."
    public let source = ClaimSource.contentContest
    public let kind = ClaimKind.observation

    enum Setting: Sendable {
        case rivalInAll(alpha: Double)
        case rivalInOne(alpha: Double, specialists: Bool)
        case open
        case oneMore

        var label: String {
            switch self {
            case .rivalInAll(let alpha): "GenAI of alpha = \(NumberText.general(alpha)) enters all of 5 topics"
            case .rivalInOne(let alpha, let specialists):
                "GenAI of alpha = \(NumberText.general(alpha)) enters 1 of 5 topics, \(specialists ? "specialists" : "all-rounders")"
            case .open: "GenAI becomes open to all, 8 creators, equilibrium of the largest total"
            case .oneMore: "of 20 creators the tenth takes to GenAI"
            }
        }
    }

    var settings: [Setting] {
        [0.1, 1, 10].map(Setting.rivalInAll)
            + [false, true].flatMap { specialists in [0.1, 1, 10].map { Setting.rivalInOne(alpha: $0, specialists: specialists) } }
            + [.open, .oneMore]
    }

    var questions: [ClaimQuestion<Setting>] {
        [
            ClaimQuestion(label: { "\($0.label): the total moves by at most a tenth, somebody loses at least half" }, isProved: { _ in false }) {
                "relative change of the total \($1.spread(0)); worst single loss \($1.spread(1))"
            },
            ClaimQuestion(label: { "\($0.label): the worst loss is a larger part than the total's change" }, isProved: { _ in false }) {
                "worst single loss over the change of the total \($1.spread(2))"
            },
        ]
    }

    func judge(_ setting: Setting, _ instance: ClaimInstance) throws -> [Judgement] {
        switch setting {
        case .rivalInAll(let alpha): return try entry(alpha: { _ in alpha }, specialists: false, instance)
        case .rivalInOne(let alpha, let specialists): return try entry(alpha: { $0 == 0 ? alpha : 0 }, specialists: specialists, instance)
        case .oneMore: return try oneMoreUser(instance)
        case .open:
            let draw = AdoptionDraw(instance, creators: 8)
            let before = try draw.topic.contest(.humanOnly).certified()
            guard let after = try draw.equilibria(.allSets).first else { throw Unsolved(reason: "no equilibrium where GenAI is open to all") }
            return judgements(before.totals, before.utilities, after.totals, after.utilities)
        }
    }

    private func entry(alpha: (Int) -> Double, specialists: Bool, _ instance: ClaimInstance) throws -> [Judgement] {
        let (n, topics) = (20, 5)
        let gamma = (0..<topics).map { instance.uniform(.demand, in: 0.2...1, at: $0) }
        let contest = try Contest(
            market: Market(
                mu: PerTopic((0..<topics).map { instance.logUniform(.attention, in: 10...1000, at: $0) }), alpha: 0,
                beta: PerTopic(gamma.enumerated().map { instance.uniform(.scaling, in: 0...$1, at: $0) }), gamma: PerTopic(gamma)),
            costs: .power(
                coefficients: (0..<n).map { i in
                    (0..<topics).map { specialists && i % topics != $0 ? nil : instance.logUniform(.cost, in: 0.1...10, at: topics * i + $0) }
                },
                exponent: instance.pick(.exponent, from: [1.1, 1.5, 2, 3])))
        let before = try contest.certified()
        let after = try contest.with(\.alpha, PerTopic((0..<topics).map(alpha))).certified()
        return judgements(before.totals, before.utilities, after.totals, after.utilities)
    }

    /// The dearest of the eleven who are human takes to GenAI; what it earns itself is left out.
    private func oneMoreUser(_ instance: ClaimInstance) throws -> [Judgement] {
        let draw = AdoptionDraw(instance, creators: 20)
        let contest = try draw.contest()
        let (before, after) = (try humans(11, of: contest), try humans(10, of: contest))
        let others = (0..<20).filter { before.actions[$0] == after.actions[$0] }
        return judgements(before.totals, others.map { before.utilities[$0] }, after.totals, others.map { after.utilities[$0] })
    }

    /// The humans' equilibrium where the cheapest are human, whether or not somebody would rather change sides.
    private func humans(_ count: Int, of contest: Contest) throws -> InclusiveEquilibrium {
        var settings = Settings()
        settings.threads = 1
        let profile = try checkAdoption(contest, actions: thresholdActions(contest, humans: [count]), settings: settings)
        guard profile.status == .converged || profile.status == .noneFound else { throw Unsolved(reason: profile.status.rawValue) }
        return profile
    }

    private func judgements(_ totals: [Double], _ utilities: [Double], _ totalsAfter: [Double], _ utilitiesAfter: [Double]) -> [Judgement] {
        let (s, sAfter) = (totals.reduce(0, +), totalsAfter.reduce(0, +))
        let change = sAfter / s - 1
        let loss = zip(utilities, utilitiesAfter).filter { $0.0 > 0 }.map { 1 - $1 / $0 }.max() ?? 0
        let numbers = [change, loss, loss / abs(change)]
        return [.judged(margin: min(0.1 - abs(change), loss - 0.5), numbers), .judged(margin: loss - abs(change), numbers)]
    }
}
