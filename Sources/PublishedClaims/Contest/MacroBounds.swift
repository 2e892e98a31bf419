import NumericCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The total is of the order of its market: with one exponent rho > 1 in the topic,
///
///     1/(2 rho (alpha + 1)) <= s^(gamma+rho-1) / (mu ||1/c||_{1/(rho-1)}) <= 1/rho.
///
/// The upper half holds always; the lower one where s >= 1 and no share is above 1/(2 gamma) (its constant is derived here).
public struct MacroBounds: SeededClaim {
    /// The claim; it has no parameters.
    public init() {}
    public let name = "macro-bounds"
    public let statement =
        "s^(gamma+rho-1) lies between mu ||1/c||/(2 rho (alpha+1)) and mu ||1/c||/rho, the norm of order 1/(rho-1); the constant of the lower half is derived here."
    public let source = ClaimSource.contentContest
    public let kind = ClaimKind.theorem

    /// What is held at a value while everything else is drawn.
    enum Setting: Sendable {
        case allDrawn
        case creators(Int), attention(Double), exponent(Double), efficiency(Double)

        var label: String {
            switch self {
            case .allDrawn: "all drawn"
            case .creators(let n): "n = \(n)"
            case .attention(let mu): "mu = \(NumberText.general(mu))"
            case .exponent(let rho): "rho = \(NumberText.general(rho))"
            case .efficiency(let alpha): "alpha = \(NumberText.general(alpha))"
            }
        }

        func draw(_ instance: ClaimInstance) -> TopicDraw {
            switch self {
            case .allDrawn: TopicDraw(instance)
            case .creators(let n): TopicDraw(instance, creators: n)
            case .attention(let mu): TopicDraw(instance, mu: mu)
            case .exponent(let rho): TopicDraw(instance, rho: rho)
            case .efficiency(let alpha): TopicDraw(instance, alpha: alpha)
            }
        }

        var isAllDrawn: Bool { if case .allDrawn = self { true } else { false } }
    }

    var settings: [Setting] {
        [.allDrawn] + [2, 10, 100, 1000].map(Setting.creators) + [1, 100, 1e4, 1e6].map(Setting.attention)
            + [1.1, 1.5, 2, 3].map(Setting.exponent) + [0, 0.1, 1, 10].map(Setting.efficiency)
    }

    var questions: [ClaimQuestion<Setting>] {
        [
            ClaimQuestion(label: { "\($0.label): upper half" }, isProved: { _ in true }, text: { "bound over actual \($1.spread(0))" }),
            ClaimQuestion(
                label: { "\($0.label): lower half, s >= 1, shares <= 1/(2 gamma)" }, isProved: { _ in true },
                text: { "bound over actual \($1.spread(0))" }),
            ClaimQuestion(
                label: { "\($0.label): lower half where one of its conditions is not met" }, isProved: { _ in false }, isAsked: \.isAllDrawn,
                text: { "bound over actual \($1.spread(0))" }),
        ]
    }

    func judge(_ setting: Setting, _ instance: ClaimInstance) throws -> [Judgement] {
        let draw = setting.draw(instance)
        let equilibrium = try draw.contest().certified()
        let s = equilibrium.totals[0]
        // The logarithm of what lies between the bounds.
        let middle = (draw.gamma + draw.rho - 1) * log(s) - log(draw.mu) - draw.logNorm
        let upper = -log(draw.rho)
        let lower = -log(2 * draw.rho * (draw.alpha + 1))
        let isCovered = s >= 1 && equilibrium.largestShare() <= 1 / (2 * draw.gamma)
        let low = Judgement.judged(margin: middle - lower, slack: 1e-10, [exp(lower - middle)])
        return [
            .judged(margin: upper - middle, slack: 1e-10, [exp(upper - middle)]),
            isCovered ? low : .outside, isCovered ? .outside : low,
        ]
    }
}
