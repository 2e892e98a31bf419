import NumericCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Competition with GenAI lowers the total, by no more than a constant factor.
///
/// The two halves of the macro bounds, one at alpha = 0 and one at alpha, give s(0)/s(alpha) <= (2 (alpha + 1))^(1/(gamma+rho-1)) where
/// s(alpha) >= 1 and no share is above 1/(2 gamma) (derived from the published shape). That the total falls at all is sure where
/// no creator holds more than half (derived): of a dominant creator's rivals a weak GenAI may take more than of itself.
public struct BoundedLoss: SeededClaim {
    /// The claim; it has no parameters.
    public init() {}
    public let name = "bounded-loss"
    public let statement =
        "Competing with GenAI (alpha > 0 against alpha = 0) lowers total human effort by no more than a constant factor, (2 (alpha+1))^(1/(gamma+rho-1)) in the constants derived here."
    public let source = ClaimSource.contentContest
    public let kind = ClaimKind.theorem

    /// nil: drawn.
    struct Setting: Sendable {
        var alpha: Double?
        var rho: Double?
        var isDrawn: Bool { alpha == nil }
        var label: String {
            guard let alpha, let rho else { return "alpha and rho drawn" }
            return "alpha = \(NumberText.general(alpha)), rho = \(NumberText.general(rho))"
        }
    }

    var settings: [Setting] {
        [Setting()] + [0.1, 1, 10, 100].flatMap { alpha in [1.2, 2, 3].map { Setting(alpha: alpha, rho: $0) } }
    }

    var questions: [ClaimQuestion<Setting>] {
        let factors: @Sendable (Setting, Findings) -> String = { "factor s(0)/s(alpha) \($1.spread(0)); over the bound \($1.spread(1))" }
        return [
            ClaimQuestion(label: { "\($0.label): within the bound, s >= 1, shares <= 1/(2 gamma)" }, isProved: { _ in true }, text: factors),
            ClaimQuestion(
                label: { "\($0.label): within the bound where one of these is not met" }, isProved: { _ in false }, isAsked: \.isDrawn,
                text: factors),
            ClaimQuestion(
                label: { "\($0.label): the total falls, no share above 1/2" }, isProved: { _ in true }, isAsked: \.isDrawn, text: factors),
            ClaimQuestion(
                label: { "\($0.label): the total falls, some share above 1/2" }, isProved: { _ in false }, isAsked: \.isDrawn, text: factors),
        ]
    }

    func judge(_ setting: Setting, _ instance: ClaimInstance) throws -> [Judgement] {
        let draw = TopicDraw(instance, rho: setting.rho, alpha: setting.alpha)
        let alone = try draw.contest(.humanOnly).certified()
        let beside = try draw.contest().certified()
        let factor = alone.totals[0] / beside.totals[0]
        let bound = exp(log(2 * (draw.alpha + 1)) / (draw.gamma + draw.rho - 1))
        let isCovered = beside.totals[0] >= 1 && beside.largestShare() <= 1 / (2 * draw.gamma)
        let within = Judgement.judged(margin: 1 - factor / bound, slack: 1e-10, [factor, factor / bound])
        let falls = Judgement.judged(margin: factor - 1, slack: 1e-11, [factor, factor / bound])
        let isMild = alone.largestShare() <= 0.5
        return [isCovered ? within : .outside, isCovered ? .outside : within, isMild ? falls : .outside, isMild ? .outside : falls]
    }
}
