import NumericCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// As costs become less convex, creators leave niche topics for popular ones.
///
/// Two topics with the same creators and costs, one with 100 times the attention. Without GenAI the condition of a topic depends on
/// s^(gamma+rho-1)/mu alone once efforts are written as shares, so the ratio of the totals is exactly 100^(1/(gamma+rho-1)) (derived): it
/// grows as rho falls. With GenAI the exponent gamma gives way to one between beta and gamma that differs between the topics.
public struct PopularityGap: SeededClaim {
    /// The claim; it has no parameters.
    public init() {}
    public let name = "popularity-gap"
    public let statement =
        "As the cost exponent rho falls, effort moves from niche to popular topics; derived here: without GenAI the totals are as 100^(1/(gamma+rho-1)) where attention is as 100."
    public let source = ClaimSource.contentContest
    public let kind = ClaimKind.derived

    /// Attention of the popular topic over that of the niche.
    private static let ratio = 100.0

    struct Setting: Sendable {
        let convex: Double
        let flat: Double
        let hasGenAI: Bool
        var label: String {
            let fall = "rho from \(NumberText.general(convex)) to \(NumberText.general(flat))"
            return "100 times the attention, \(fall), \(hasGenAI ? "with" : "no") GenAI"
        }
    }

    var settings: [Setting] {
        [false, true].flatMap { hasGenAI in
            [(3, 2), (2, 1.5), (1.5, 1.2), (1.2, 1.05), (1.05, 1)].map { Setting(convex: $0.0, flat: $0.1, hasGenAI: hasGenAI) }
        }
    }

    var questions: [ClaimQuestion<Setting>] {
        [
            ClaimQuestion(label: { "\($0.label): the gap widens" }, isProved: { !$0.hasGenAI }) {
                "popular over niche total \($1.median(0)) before, \($1.median(1)) after (medians)"
            },
            ClaimQuestion(
                label: { "\($0.label): the gap is 100^(1/(gamma+rho-1))" }, isProved: { _ in true }, isAsked: { !$0.hasGenAI },
                text: { "largest relative difference \(NumberText.general($1.numbers(0).max() ?? .nan, digits: 2))" }),
        ]
    }

    func judge(_ setting: Setting, _ instance: ClaimInstance) throws -> [Judgement] {
        func gap(_ rho: Double) throws -> (gap: Double, gamma: Double) {
            let draw = TopicDraw(instance, rho: rho)
            let market = try Market(
                mu: [draw.mu, draw.mu * Self.ratio], alpha: PerTopic(draw.alpha), beta: PerTopic(draw.beta), gamma: PerTopic(draw.gamma))
            let contest = try Contest(
                market: market, costs: .power(coefficients: draw.costs.map { [$0, $0] }, exponent: rho),
                competition: setting.hasGenAI ? .exclusive : .humanOnly)
            let totals = try contest.certified().totals
            return (totals[1] / totals[0], draw.gamma)
        }
        let (before, gamma) = try gap(setting.convex)
        let (after, _) = try gap(setting.flat)
        func off(_ gap: Double, _ rho: Double) -> Double { abs(gap / pow(Self.ratio, 1 / (gamma + rho - 1)) - 1) }
        let difference = max(off(before, setting.convex), off(after, setting.flat))
        return [.judged(margin: log(after / before), [before, after]), setting.hasGenAI ? .outside : .judged(margin: 1e-9 - difference, [difference])]
    }
}
