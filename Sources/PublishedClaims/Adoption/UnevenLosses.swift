import NumericCore

/// GenAI may change a market little and still ruin somebody in it.
///
/// Compared are the equilibria before and after GenAI comes: as a rival in all of five topics, in one of the five, or open to all
/// creators of one topic. Little and much: the total over all topics moves by at most a tenth while some creator loses at least half
/// of its payoff. Creators differ in every topic, so that some live on the one that GenAI learns.
public struct UnevenLosses: SeededClaim {
    /// The claim; it has no parameters.
    public init() {}
    public let name = "uneven-losses"
    public let statement = "When GenAI comes, total effort may move little while some single creator loses much."
    public let source = ClaimSource.contentContest
    public let kind = ClaimKind.observation

    enum Setting: Sendable {
        case rivalInAll(alpha: Double)
        case rivalInOne(alpha: Double)
        case open

        var label: String {
            switch self {
            case .rivalInAll(let alpha): "GenAI of alpha = \(NumberText.general(alpha)) enters all of 5 topics"
            case .rivalInOne(let alpha): "GenAI of alpha = \(NumberText.general(alpha)) enters 1 of 5 topics"
            case .open: "GenAI becomes open to all, 8 creators, equilibrium of the largest total"
            }
        }
    }

    var settings: [Setting] {
        [0.1, 1, 10].map(Setting.rivalInAll) + [0.1, 1, 10].map(Setting.rivalInOne) + [.open]
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
        case .rivalInAll(let alpha): return try entry(alpha: { _ in alpha }, instance)
        case .rivalInOne(let alpha): return try entry(alpha: { $0 == 0 ? alpha : 0 }, instance)
        case .open:
            let draw = AdoptionDraw(instance, creators: 8)
            let before = try draw.topic.contest(.humanOnly).certified()
            guard let after = try draw.equilibria(.allSets).first else { throw Unsolved(reason: "no equilibrium where GenAI is open to all") }
            return judgements(before.totals, before.utilities, after.totals, after.utilities)
        }
    }

    private func entry(alpha: (Int) -> Double, _ instance: ClaimInstance) throws -> [Judgement] {
        let (n, topics) = (20, 5)
        let gamma = (0..<topics).map { instance.uniform(.demand, in: 0.2...1, at: $0) }
        let contest = try Contest(
            market: Market(
                mu: PerTopic((0..<topics).map { instance.logUniform(.attention, in: 10...1000, at: $0) }), alpha: 0,
                beta: PerTopic(gamma.enumerated().map { instance.uniform(.scaling, in: 0...$1, at: $0) }), gamma: PerTopic(gamma)),
            costs: .power(
                coefficients: (0..<n).map { i in (0..<topics).map { Optional(instance.logUniform(.cost, in: 0.1...10, at: topics * i + $0)) } },
                exponent: instance.pick(.exponent, from: [1.1, 1.5, 2, 3])))
        let before = try contest.certified()
        let after = try contest.with(\.alpha, PerTopic((0..<topics).map(alpha))).certified()
        return judgements(before.totals, before.utilities, after.totals, after.utilities)
    }

    private func judgements(_ totals: [Double], _ utilities: [Double], _ totalsAfter: [Double], _ utilitiesAfter: [Double]) -> [Judgement] {
        let (s, sAfter) = (totals.reduce(0, +), totalsAfter.reduce(0, +))
        let change = sAfter / s - 1
        let loss = zip(utilities, utilitiesAfter).filter { $0.0 > 0 }.map { 1 - $1 / $0 }.max() ?? 0
        let numbers = [change, loss, loss / abs(change)]
        return [.judged(margin: min(0.1 - abs(change), loss - 0.5), numbers), .judged(margin: loss - abs(change), numbers)]
    }
}
