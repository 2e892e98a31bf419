import NumericCore

/// Where an inclusive contest has several equilibria, they look alike from afar: total, welfare and the fraction on GenAI differ little.
///
/// Alike means within a tenth, measured against the largest; the fraction within a tenth of all creators. Contests of one equilibrium are
/// left out.
public struct SimilarEquilibria: SeededClaim {
    /// The claim; it has no parameters.
    public init() {}
    public let name = "similar-equilibria"
    public let statement = "Different equilibria of one inclusive contest have similar totals, welfare and fractions of creators on GenAI."
    public let source = ClaimSource.contentContest
    public let kind = ClaimKind.observation

    struct Setting: Sendable {
        let creators: Int
        let search: AdoptionSearch
        var label: String { "\(creators) creators, \(search == .allSets ? "all equilibria" : "threshold equilibria")" }
    }

    var settings: [Setting] {
        [4, 8, 12].map { Setting(creators: $0, search: .allSets) } + [50, 500].map { Setting(creators: $0, search: .thresholds) }
    }

    var questions: [ClaimQuestion<Setting>] {
        ["totals", "welfare"].map { what in
            ClaimQuestion(label: { "\($0.label): \(what) within a tenth" }, isProved: { _ in false }) {
                "largest less smallest over the largest \($1.spread(0)); equilibria a contest \($1.spread(1))"
            }
        } + [
            ClaimQuestion(label: { "\($0.label): fractions on GenAI within a tenth of all" }, isProved: { _ in false }) {
                "largest less smallest fraction \($1.spread(0))"
            }
        ]
    }

    func judge(_ setting: Setting, _ instance: ClaimInstance) throws -> [Judgement] {
        let equilibria = try AdoptionDraw(instance, creators: setting.creators).equilibria(setting.search)
        guard equilibria.count > 1 else { return [.outside, .outside, .outside] }
        func spread(_ values: [Double], relative: Bool) -> Judgement {
            guard let least = values.min(), let largest = values.max() else { return .outside }
            let spread = (largest - least) / (relative ? largest : 1)
            return .judged(margin: 0.1 - spread, slack: 1e-12, [spread, Double(values.count)])
        }
        return [
            spread(equilibria.map(\.grandTotal), relative: true), spread(equilibria.map(\.welfare), relative: true),
            spread(equilibria.map(\.genAIFraction), relative: false),
        ]
    }
}
