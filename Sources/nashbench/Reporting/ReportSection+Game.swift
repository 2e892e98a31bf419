import Bench
import NumericCore

extension ReportSection {
    /// Markets and costs of a game.
    init(_ contest: Contest, file: String) {
        var facts = [
            (name: "game", value: file), ("competition", contest.competition.rawValue), ("size", SolveReport.size(of: contest)),
            ("cost exponents", Self.exponents(contest.costs.exponents)),
        ]
        if contest.coupling != nil { facts.append(("similar topics", "cost more together (a matrix of \(contest.topics) x \(contest.topics))")) }
        if let total = contest.totalEffort { facts.append(("total effort", "costs (h/θ) Eᶿ with θ = \(NumberText.general(total.exponent))")) }
        if let capacity = contest.capacity {
            let limits = capacity.limits.isShared ? contest.creators : capacity.limits.values.count { $0 < .infinity }
            facts.append(("capacity", "\(Wording.count(limits, "creator has a limit", "creators have a limit"))"))
        }
        if contest.market.demand == .total { facts.append(("attention", "follows all content, GenAI's included")) }
        if contest.competition == .inclusive { facts += Self.terms(contest.inclusiveTerms) }
        self.init(heading: "\(contest.name ?? file): the game", facts: facts, figures: Self.costs(contest), tables: [Self.topics(contest)])
    }

    /// On what terms creators may use GenAI.
    private static func terms(_ terms: InclusiveTerms) -> [(name: String, value: String)] {
        var facts = [(name: "adoption", value: terms.adoption.rawValue), ("GenAI's payoff", terms.payoff.rawValue)]
        if terms.fee != .none { facts.append(("usage fee", "\(NumberText.general(terms.fee.share)) of the income and \(NumberText.general(terms.fee.flat))")) }
        if terms.hybrid.isAllowed { facts.append(("effort and GenAI together", "allowed, for a fee of \(NumberText.general(terms.hybrid.fee))")) }
        return facts
    }

    private static func exponents(_ exponents: CostExponents) -> String {
        switch exponents {
        case .shared(let rho): NumberText.general(rho)
        case .perTopic(let rhos): "by topic, \(NumberText.general(rhos.min() ?? .nan)) to \(NumberText.general(rhos.max() ?? .nan))"
        case .perCell: "by creator and topic"
        }
    }

    /// Cells that a histogram looks at; more say nothing more.
    private static let cellLimit = 1_000_000

    private static func costs(_ contest: Contest) -> [PageFigure] {
        let cells = contest.layout.cells
        let step = max(1, cells / cellLimit)
        let sample = stride(from: 0, to: cells, by: step).map { contest.costs.coefficients[$0] }
        let heading = "Cost coefficients of \(Wording.count(sample.count, "cell", "cells"))" + (step > 1 ? " of \(Wording.count(cells))" : "")
        guard let panel = DistributionPanel(sample, of: "cells", quantity: "cost coefficient", heading: heading) else { return [] }
        return [panel.figure]
    }

    /// A row a topic; parameters that are 0 everywhere are left out.
    private static func topics(_ contest: Contest) -> (title: String, table: AlignedTable) {
        let names = contest.topicNames ?? (0..<contest.topics).map { "topic \($0)" }
        let parameters: [(name: String, values: PerTopic)] = [
            ("attention mu", contest.market.mu), ("alpha", contest.market.alpha), ("beta", contest.market.beta), ("gamma", contest.market.gamma),
        ] + [
            ("royalty", contest.market.royalty, 0), ("conversation share", contest.market.conversationShare, 1),
            ("licence price", contest.market.licence.price, 0), ("licence decay", contest.market.licence.decay, 0),
            ("outside data", contest.market.licence.outsideData, 0),
        ].compactMap { (name: String, values: PerTopic, neutral: Double) in
            (0..<contest.topics).contains { values[$0] != neutral } ? (name, values) : nil
        }
        let cut = TableCut(count: contest.topics, limit: rowLimit) { contest.market.mu[$0] }
        var table = AlignedTable([("topic", false)] + parameters.map { ($0.name, true) } + [("creators", true)])
        for topic in cut.shown {
            let values = parameters.map { parameter in
                parameter.values.values.allSatisfy { $0 == 0 } ? nil : NumberText.general(parameter.values[topic])
            }
            table.add([names[topic]] + values + [Wording.count(contest.layout.range(ofTopic: topic).count)])
        }
        return (title("Topics", cut, largestBy: "attention"), table)
    }
}
