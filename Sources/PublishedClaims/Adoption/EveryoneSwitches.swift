import NumericCore

/// When creators become many for the attention there is, all but a vanishing part of them use GenAI.
///
/// Threshold equilibria; of several that with the largest total, in which most stay human. Costs of the first n creators are the same
/// whatever n. The published bound has the shape mu^a / (alpha n^b) (``HumanFractionBound``); its constant depends on costs, so what is
/// told is how the part that stays human compares with the shape. Nobody human is never an equilibrium: a lone human would earn.
public struct EveryoneSwitches: SeededClaim {
    /// The claim; it has no parameters.
    public init() {}
    public let name = "everyone-switches"
    public let statement =
        "As the number of creators outgrows attention, the fraction of creators who use GenAI goes to 1; published as a bound up to a constant, which no finite instance can contradict."
    public let source = ClaimSource.contentContest
    public let kind = ClaimKind.theorem

    fileprivate static let attention = 200.0
    /// The fewest creators tried; the others are ten times as many as those before.
    fileprivate static let fewest = 20

    struct Setting: Sendable {
        let creators: Int
        var isFirst: Bool { creators == EveryoneSwitches.fewest }
        var label: String {
            "mu = \(NumberText.general(EveryoneSwitches.attention)), n = \(creators), n/mu = \(NumberText.general(Double(creators) / EveryoneSwitches.attention))"
        }
    }

    var settings: [Setting] { [1, 10, 100, 1000].map { Setting(creators: Self.fewest * $0) } }

    var questions: [ClaimQuestion<Setting>] {
        [
            ClaimQuestion(label: { "\($0.label): at least nine in ten use GenAI" }, isProved: { _ in false }) {
                "fraction on GenAI \($1.spread(0)); humans \($1.spread(1)); human fraction over the bound's shape \($1.spread(2))"
            },
            ClaimQuestion(
                label: { "\($0.label): at least the fraction at a tenth of n" }, isProved: { _ in false }, isAsked: { !$0.isFirst },
                text: { "human fraction times \($1.spread(0)), the shape times \($1.spread(1))" }),
        ]
    }

    func judge(_ setting: Setting, _ instance: ClaimInstance) throws -> [Judgement] {
        let here = try fraction(setting.creators, instance)
        let humans = (here.humanFraction * Double(setting.creators)).rounded()
        let enough = Judgement.judged(
            margin: 0.1 - here.humanFraction, slack: 1e-12, [1 - here.humanFraction, humans, here.humanFraction / here.shape])
        guard !setting.isFirst else { return [enough, .outside] }
        let before = try fraction(setting.creators / 10, instance)
        let change = here.humanFraction / before.humanFraction
        return [enough, .judged(margin: 1 - change, [change, here.shape / before.shape])]
    }

    private func fraction(_ creators: Int, _ instance: ClaimInstance) throws -> HumanFractionBound {
        var draw = AdoptionDraw(instance, creators: creators)
        draw.topic.mu = Self.attention
        guard let equilibrium = try draw.equilibria(.thresholds).first else { throw Unsolved(reason: "no threshold equilibrium") }
        let topic = draw.topic
        return HumanFractionBound(
            mu: topic.mu, alpha: topic.alpha, beta: topic.beta, gamma: topic.gamma, rho: topic.rho, creators: creators, users: equilibrium.users)
    }
}
