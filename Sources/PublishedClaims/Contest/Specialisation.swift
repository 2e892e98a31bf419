import NumericCore

/// As costs become less convex, creators specialise: each puts its effort into fewer topics, and each topic is served by fewer.
///
/// How many is measured by 1 / sum of squared shares, which is m where m have equal shares: over the topics of a creator, and over the
/// creators of a topic. Linear costs end in corners, where only the cheapest of a topic remain.
public struct Specialisation: SeededClaim {
    /// The claim; it has no parameters.
    public init() {}
    public let name = "specialisation"
    public let statement =
        "As the cost exponent rho falls towards 1, creators spread their effort over fewer topics, and popular and niche topics alike are left to those who create there at the lowest cost."
    public let source = ClaimSource.contentContest
    public let kind = ClaimKind.observation

    struct Setting: Sendable {
        let convex: Double
        let flat: Double
        var label: String { "20 creators, 6 topics, rho from \(NumberText.general(convex)) to \(NumberText.general(flat))" }
    }

    var settings: [Setting] { [(3, 2), (2, 1.5), (1.5, 1.2), (1.2, 1.05), (1.05, 1)].map { Setting(convex: $0.0, flat: $0.1) } }

    var questions: [ClaimQuestion<Setting>] {
        let medians: @Sendable (Setting, Findings) -> String = { "\($1.median(0)) before, \($1.median(1)) after (medians)" }
        return [
            ClaimQuestion(label: { "\($0.label): fewer topics a creator, on average" }, isProved: { _ in false }, text: medians),
            ClaimQuestion(label: { "\($0.label): fewer creators in the most popular topic" }, isProved: { _ in false }, text: medians),
            ClaimQuestion(label: { "\($0.label): fewer creators in the topic of least attention" }, isProved: { _ in false }, text: medians),
        ]
    }

    func judge(_ setting: Setting, _ instance: ClaimInstance) throws -> [Judgement] {
        let (before, after) = (try breadth(setting.convex, instance), try breadth(setting.flat, instance))
        return zip(before, after).map { .judged(margin: $0 / $1 - 1, slack: 1e-9, [$0, $1]) }
    }

    /// Topics a creator; creators of the topics with the most and the least attention.
    private func breadth(_ rho: Double, _ instance: ClaimInstance) throws -> [Double] {
        let (n, topics) = (20, 6)
        let gamma = instance.uniform(.demand, in: 0.2...1)
        // Attention falls by half from topic to topic.
        let mu = (0..<topics).map { instance.logUniform(.attention, in: 10...1000) / Double(1 << $0) }
        let contest = try Contest(
            market: Market(
                mu: PerTopic(mu), alpha: PerTopic(instance.logUniform(.efficiency, in: 0.05...10)),
                beta: PerTopic(instance.uniform(.scaling, in: 0...gamma)), gamma: PerTopic(gamma)),
            costs: .power(
                coefficients: (0..<n).map { i in (0..<topics).map { Optional(instance.logUniform(.cost, in: 0.1...10, at: topics * i + $0)) } },
                exponent: rho))
        let efforts = try contest.certified().efforts
        let mine = (0..<n).map { i in (0..<topics).map { efforts[creator: i, topic: $0] } }
        let active = mine.filter { $0.contains { $0 > 0 } }.map(Self.effectiveCount)
        let served = [0, topics - 1].map { k in Self.effectiveCount(mine.map { $0[k] }) }
        return [active.reduce(0, +) / Double(active.count)] + served
    }

    /// (sum x)^2 / sum x^2: m where m are equal and the others 0.
    static func effectiveCount(_ efforts: [Double]) -> Double {
        let sum = efforts.reduce(0, +)
        return 1 / efforts.reduce(0) { $0 + ($1 / sum) * ($1 / sum) }
    }
}
