import NumericCore

/// Whoever creates at lower cost creates more, and whoever gets dearer creates less.
///
/// With one exponent rho the condition P + x P' = c rho x^(rho-1) holds for all creators of a topic at the same total; its left side falls
/// in x and its right side rises, so a larger c means a smaller x. The dearer creator: for monotone revenues two equilibria
/// satisfy (dc_i(x'))(x' - x) <= 0 for a rise dc_i of the marginal cost, also under a capacity, whose set of efforts is convex. Where costs
/// have different exponents, or a limit joins topics, a smaller coefficient need not mean more effort.
public struct CheaperCreators: SeededClaim {
    /// The claim; it has no parameters.
    public init() {}
    public let name = "cheaper-creators"
    public let statement = "Creators with lower costs put in more effort, and a creator whose cost rises puts in less."
    public let source = ClaimSource.contentContest
    public let kind = ClaimKind.theorem

    enum Setting: String, CaseIterable, Sendable {
        case oneExponent = "one topic, one exponent"
        case humanOnly = "one topic, one exponent, no GenAI"
        case ownExponents = "one topic, each creator its own exponent"
        case limited = "three topics, a limit on each creator's effort"

        var isSeparable: Bool { self != .limited }
        var hasOneExponent: Bool { self == .oneExponent || self == .humanOnly }
    }

    var settings: [Setting] { Setting.allCases }

    var questions: [ClaimQuestion<Setting>] {
        [
            ClaimQuestion(label: { "\($0.rawValue): lower cost, more effort" }, isProved: \.hasOneExponent) {
                let half = "cheaper half makes \($1.spread(0)) of a topic's effort"
                return "\(half); \(NumberText.general($1.sum(1))) of \(NumberText.general($1.sum(2))) pairs in the other order"
            },
            ClaimQuestion(label: { "\($0.rawValue): own cost 1.1 to 10 times as high, less effort" }, isProved: { _ in true }) {
                "own effort times \($1.spread(0))"
            },
            ClaimQuestion(
                label: { "\($0.rawValue): own cost as much higher, smaller total" }, isProved: \.isSeparable,
                text: { "the topic's total times \($1.spread(0))" }),
        ]
    }

    func judge(_ setting: Setting, _ instance: ClaimInstance) throws -> [Judgement] {
        let contest = try draw(setting, instance)
        let before = try contest.certified()
        let creator = instance.integer(.choice, in: 0...contest.creators - 1)
        let dearer = try raised(contest, creator, by: instance.logUniform(.change, in: 1.1...10))
        let after = try dearer.certified()
        let (x, s) = (before.efforts[creator: creator, topic: 0], before.totals[0])
        let (ownAfter, totalAfter) = (after.efforts[creator: creator, topic: 0], after.totals[0])
        return [
            order(contest, before),
            // Against the total: a linear cost leaves an effort no better known than that.
            .judged(margin: (x - ownAfter) / s, slack: 1e-10, x > 0 ? [ownAfter / x] : []),
            .judged(margin: 1 - totalAfter / s, slack: 1e-10, [totalAfter / s]),
        ]
    }

    private func draw(_ setting: Setting, _ instance: ClaimInstance) throws -> Contest {
        var draw = TopicDraw(instance)
        let n = draw.costs.count
        switch setting {
        case .oneExponent: return try draw.contest()
        case .humanOnly: return try draw.contest(.humanOnly)
        case .ownExponents:
            draw.exponents = (0..<n).map { instance.uniform(.exponent, in: 1.1...3, at: $0 + 1) }
            return try draw.contest()
        case .limited:
            let costs = (0..<n).map { i in (0..<3).map { Optional(instance.logUniform(.cost, in: 0.1...10, at: 3 * i + $0)) } }
            let free = try Contest(
                market: Market(
                    mu: [draw.mu, draw.mu / 2, draw.mu / 4], alpha: PerTopic(draw.alpha), beta: PerTopic(draw.beta),
                    gamma: PerTopic(draw.gamma)),
                costs: .power(coefficients: costs, exponent: draw.rho))
            // Half of what creators would do on average without the limit: it binds for those who would do most.
            let mean = try free.certified().totals.reduce(0, +) / Double(n)
            return try free.with(coupling: nil, totalEffort: nil, capacity: Capacity(limits: PerCreator(mean / 2)))
        }
    }

    /// The same contest with one creator's coefficient in the first topic multiplied.
    private func raised(_ contest: Contest, _ creator: Int, by factor: Double) throws -> Contest {
        let layout = contest.layout
        let raisedCell = layout.cell(creator: creator, topic: 0)
        let coefficients = (0..<layout.cells).map { contest.costs.coefficients[$0] * ($0 == raisedCell ? factor : 1) }
        return try contest.with(
            costs: PowerCost(layout: layout, coefficients: CellBuffer(coefficients), exponents: contest.costs.exponents))
    }

    /// The smallest lead of a cheaper creator over the next dearer one, over the total; of all topics the worst.
    private func order(_ contest: Contest, _ equilibrium: Equilibrium) -> Judgement {
        var margin = Double.infinity
        var (cheaperHalf, reversed, pairs) = (0.0, 0, 0)
        for k in 0..<contest.topics {
            let sorted = contest.layout.range(ofTopic: k).map {
                (cost: contest.costs.coefficients[$0], effort: equilibrium.efforts.values.base[$0] / equilibrium.totals[k])
            }.sorted { $0.cost < $1.cost }
            for (i, cheaper) in sorted.enumerated() {
                if i < sorted.count / 2 { cheaperHalf += cheaper.effort / Double(contest.topics) }
                for dearer in sorted[(i + 1)...] {
                    margin = min(margin, cheaper.effort - dearer.effort)
                    if cheaper.effort < dearer.effort - 1e-12 { reversed += 1 }
                    pairs += 1
                }
            }
        }
        return .judged(margin: margin, slack: 1e-12, [cheaperHalf, Double(reversed), Double(pairs)])
    }
}
