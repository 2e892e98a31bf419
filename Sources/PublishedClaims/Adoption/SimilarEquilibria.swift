import NumericCore

/// Where an inclusive contest has several equilibria, they look alike from afar: total, welfare and the fraction on GenAI differ little.
///
/// Alike means within a tenth, measured against the largest; the fraction within a tenth of all creators. Contests of one equilibrium are
/// left out. Who the few humans are matters most where creators differ much: the same number of dearer ones makes a smaller total.
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
        /// Whether creators differ by a factor of at most 2 and have much attention each; else as other adoption claims draw them.
        let isAlike: Bool
        var label: String {
            let market = isAlike ? "costs within a factor of 2, mu from 5 n to 500 n" : "costs within a factor of 100"
            return "\(creators) creators, \(market), \(search == .allSets ? "all equilibria" : "best responses from 12 starts")"
        }

        func draw(_ instance: ClaimInstance) -> AdoptionDraw {
            var draw = AdoptionDraw(instance, creators: creators)
            guard isAlike else { return draw }
            draw.topic.costs = (0..<creators).map { instance.uniform(.weight, in: 1...2, at: $0) }
            draw.topic.mu = Double(creators) * instance.logUniform(.popularity, in: 5...500)
            return draw
        }
    }

    var settings: [Setting] {
        [(4, false), (8, false), (12, false), (8, true), (12, true)].map { Setting(creators: $0.0, search: .allSets, isAlike: $0.1) }
            + [false, true].map { Setting(creators: 50, search: .bestResponse, isAlike: $0) }
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
        let equilibria = try setting.draw(instance).equilibria(setting.search)
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
