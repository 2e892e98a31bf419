import NumericCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Which way the fraction of creators on GenAI moves with the market.
///
/// The published bound 1 - m/n <= C mu^a / (alpha n^b), a = (gamma - beta)/(gamma+rho-1), b = 1 - a (rho - 1), says that the fraction rises in
/// alpha and n and falls in mu; a better learner (beta) raises it. A bound is no monotonicity: with several equilibria, and users in
/// whole numbers, steps against the direction happen; and at totals below 1 a larger exponent means less of GenAI's content, not more. Each parameter is moved over a grid, all else equal; of the equilibria at each
/// point one kind is followed, that with the largest total or that with the smallest.
public struct AdoptionDirections: SeededClaim {
    /// The claim; it has no parameters.
    public init() {}
    public let name = "adoption-directions"
    public let statement =
        "The fraction of creators who use GenAI rises in its power alpha and beta and in the number n of creators, and falls in attention mu."
    public let source = ClaimSource.contentContest
    public let kind = ClaimKind.observation

    enum Setting: String, CaseIterable, Sendable {
        case alpha, beta, n, mu

        /// 1 where the fraction is to rise.
        var direction: Double { self == .mu ? -1 : 1 }
        var verb: String { self == .mu ? "falls" : "rises" }
        var range: String {
            switch self {
            case .alpha: "alpha times 1 to 100"
            case .beta: "beta from 0 to gamma"
            case .n: "n from 4 to 128"
            case .mu: "mu times 1 to 1000"
            }
        }
    }

    private enum Kind: String, CaseIterable {
        case largest = "largest total", smallest = "smallest total"
    }

    var settings: [Setting] { Setting.allCases }

    var questions: [ClaimQuestion<Setting>] {
        Kind.allCases.flatMap { kind -> [ClaimQuestion<Setting>] in
            [
                ClaimQuestion(
                    label: { "\($0.range), equilibrium of the \(kind.rawValue): the fraction never moves the other way" },
                    isProved: { _ in false }
                ) {
                    "\(NumberText.general($1.sum(0))) of \(NumberText.general($1.sum(1))) steps against, \(NumberText.general($1.sum(2))) with"
                },
                ClaimQuestion(
                    label: { "\($0.range), equilibrium of the \(kind.rawValue): from end to end it \($0.verb) or stays" },
                    isProved: { _ in false }
                ) {
                    "change of the fraction \($1.spread(0))"
                },
            ]
        }
    }

    /// Points of a grid.
    private static let points = 9

    func judge(_ setting: Setting, _ instance: ClaimInstance) throws -> [Judgement] {
        let found = try grid(setting, instance).map { try $0.equilibria(setting == .n ? .thresholds : .allSets) }.filter { !$0.isEmpty }
        // Points without an equilibrium are passed over; a path of one point says nothing.
        guard found.count > 1 else { throw Unsolved(reason: "equilibria at fewer than two points") }
        return Kind.allCases.flatMap { kind -> [Judgement] in
            let path = found.compactMap { kind == .largest ? $0.first : $0.last }.map { setting.direction * $0.genAIFraction }
            let steps = zip(path.dropFirst(), path).map { $0 - $1 }
            let against = steps.count { $0 < 0 }
            let net = path[path.count - 1] - path[0]
            return [
                .judged(margin: min(0, steps.min() ?? 0), [Double(against), Double(steps.count), Double(steps.count { $0 > 0 })]),
                .judged(margin: net, [setting.direction * net + 0]), // + 0: no -0
            ]
        }
    }

    private func grid(_ setting: Setting, _ instance: ClaimInstance) -> [AdoptionDraw] {
        if setting == .n { return [4, 8, 16, 32, 64, 128].map { AdoptionDraw(instance, creators: $0) } }
        let base = AdoptionDraw(instance, creators: 8)
        return (0..<Self.points).map { point in
            let part = Double(point) / Double(Self.points - 1)
            var draw = base
            switch setting {
            case .alpha: draw.topic.alpha = 0.05 * pow(100, part)
            case .beta: draw.topic.beta = part * base.topic.gamma
            default: draw.topic.mu = pow(1000, part)
            }
            return draw
        }
    }
}
