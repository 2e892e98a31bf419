import NumericCore

/// Who uses GenAI: the creators to whom effort is dear.
///
/// All equilibria over all sets of users of small contests. Existence was claimed for bt + gt >= 1; small contests without any exist for
/// both forms of the GenAI user's payoff (derived), and equilibria need not have the shape of a threshold.
public struct ThresholdShape: SeededClaim {
    /// The claim; it has no parameters.
    public init() {}
    public let name = "threshold-shape"
    public let statement =
        "Where GenAI is open to all and bt + gt >= 1 there is a pure equilibrium, in which the creators with the highest costs use GenAI and the cheapest stay human."
    public let source = ClaimSource.contentContest
    public let kind = ClaimKind.observation

    struct Setting: Sendable {
        let payoff: GenAIPayoff
        /// Whether bt + gt >= 1.
        let reachesOne: Bool
        var label: String { "2 to 8 creators, bt + gt \(reachesOne ? ">=" : "<") 1, \(payoff.rawValue) payoff" }
    }

    var settings: [Setting] { GenAIPayoff.allCases.flatMap { payoff in [true, false].map { Setting(payoff: payoff, reachesOne: $0) } } }

    var questions: [ClaimQuestion<Setting>] {
        [
            ClaimQuestion(label: { "\($0.label): a pure equilibrium exists" }, isProved: { _ in false }, text: { "equilibria \($1.spread(0))" }),
            ClaimQuestion(label: { "\($0.label): every equilibrium is a threshold" }, isProved: { _ in false }) {
                "\(NumberText.general($1.sum(1))) of \(NumberText.general($1.sum(0))) equilibria; GenAI users' share \($1.spread(2))"
            },
            ClaimQuestion(label: { "\($0.label): some equilibrium is a threshold" }, isProved: { _ in false }) {
                "\($1.count) contests with an equilibrium"
            },
            ClaimQuestion(label: { "\($0.label): in every equilibrium GenAI users have the higher costs on average" }, isProved: { _ in false }) {
                "mean cost of users over that of humans, least of a contest's equilibria: \($1.spread(0))"
            },
        ]
    }

    func judge(_ setting: Setting, _ instance: ClaimInstance) throws -> [Judgement] {
        var draw = AdoptionDraw(instance, creators: instance.integer(.creators, in: 2...8), reachesOne: setting.reachesOne)
        draw.payoff = setting.payoff
        let equilibria = try draw.equilibria(.allSets)
        let shaped = equilibria.count { Self.isThreshold($0.actions, costs: draw.topic.costs) }
        let exists = Judgement.judged(!equilibria.isEmpty, [Double(equilibria.count)])
        guard !equilibria.isEmpty else { return [exists, .outside, .outside, .outside] }
        let fraction = equilibria.reduce(0) { $0 + $1.genAIFraction } / Double(equilibria.count)
        let counts = [Double(equilibria.count), Double(shaped), fraction]
        return [exists, .judged(shaped == equilibria.count, counts), .judged(shaped > 0, counts), dearness(equilibria, draw.topic.costs)]
    }

    /// Whether nobody on GenAI has lower costs than somebody who is human.
    static func isThreshold(_ actions: [AdoptionAction], costs: [Double]) -> Bool {
        let humans = zip(actions, costs).filter { $0.0 == .human }.map(\.1)
        let users = zip(actions, costs).filter { $0.0 == .genAI }.map(\.1)
        guard let dearest = humans.max(), let cheapest = users.min() else { return true }
        return dearest <= cheapest
    }

    /// The least ratio of mean costs, users over humans, of equilibria with both.
    private func dearness(_ equilibria: [InclusiveEquilibrium], _ costs: [Double]) -> Judgement {
        let ratios = equilibria.filter { $0.users > 0 && $0.users < costs.count }.map { equilibrium in
            let users = zip(equilibrium.actions, costs).filter { $0.0 == .genAI }.map(\.1).reduce(0, +) / Double(equilibrium.users)
            let all = costs.reduce(0, +)
            let humans = (all - users * Double(equilibrium.users)) / Double(costs.count - equilibrium.users)
            return users / humans
        }
        guard let least = ratios.min() else { return .outside }
        return .judged(margin: least - 1, [least])
    }
}
