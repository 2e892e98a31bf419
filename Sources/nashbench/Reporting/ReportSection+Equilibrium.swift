import Bench
import NumericCore

extension ReportSection {
    /// Certificate, outputs and utilities of an equilibrium; of a file without a profile what became of the solve.
    init(_ summary: EquilibriumSummary, path: String) {
        let name = Paths.name(of: path)
        var facts = [(name: "equilibrium", value: name), ("status", summary.status.rawValue), ("size", Self.size(creators: summary.creators, topics: summary.topics))]
        if let reason = summary.reason { facts.append(("reason", reason)) }
        let searched = summary.searched.prefix(Self.searchLimit)
        facts += searched.map { ("searched", $0) }
        if summary.searched.count > searched.count { facts.append(("searched", "\(Wording.count(summary.searched.count - searched.count)) more topics")) }
        guard let equilibrium = try? PlottedEquilibrium(summary, path: path) else {
            self.init(heading: "\(name): \(summary.status.rawValue)", facts: facts)
            return
        }
        let genAI = summary.genAI.reduce(0, +)
        let human = equilibrium.grandTotal
        let utilities = UtilityDistribution(summary.utilities)
        if let adoption = summary.adoption {
            let others = adoption.equilibria > 1 ? ", the one with most human effort shown" : ""
            facts += [
                ("equilibria found", NumberText.general(adoption.equilibria) + others),
                ("on GenAI", Self.share(adoption.genAIFraction).map { "\($0) of creators' places in topics" } ?? "unknown"),
            ]
        }
        if let certificate = summary.certificate { facts += Self.certificate(certificate) }
        facts += [
            ("human output", Wording.amount(human)), ("GenAI output", Wording.amount(genAI)),
            ("GenAI's share", Self.share(human + genAI > 0 ? genAI / (human + genAI) : 0) ?? "unknown"),
            ("welfare", "\(Wording.amount(summary.utilities.reduce(0, +))), all creators' utilities"),
        ]
        if let gini = Self.share(utilities.gini) { facts.append(("Gini coefficient", "\(gini) of utilities (0: all equal)")) }
        let picture = EquilibriumPicture(equilibrium: equilibrium)
        self.init(
            heading: "\(name): \(picture.title)", facts: facts, figures: picture.figures,
            tables: [Self.topics(equilibrium), ("Utilities", Self.quantiles(utilities)), Self.creators(summary)])
    }

    /// Searches said in full.
    private static let searchLimit = 5

    private static func certificate(_ certificate: SweepRecord.Certified) -> [(name: String, value: String)] {
        let unique = certificate.uniqueness == Certificate.Uniqueness.proved.rawValue ? "unique, proved" : "uniqueness not claimed"
        let gain = certificate.exploitability == nil ? "infinite or unknown" : Wording.error(certificate.relativeExploitability ?? .nan) + " of its revenue"
        return [
            ("residual", Wording.error(certificate.relativeResidual ?? .nan)),
            ("best deviation", "gains \(gain) (\(certificate.exploitabilityKind))"),
            ("uniqueness", certificate.condition.isEmpty ? unique : "\(unique): \(certificate.condition)"),
        ]
    }

    private static func topics(_ equilibrium: PlottedEquilibrium) -> (title: String, table: AlignedTable) {
        let cut = TableCut(count: equilibrium.topics, limit: rowLimit) { equilibrium.totals[$0] }
        var table = AlignedTable([("topic", false), ("human output", true), ("GenAI output", true), ("GenAI's share", true)])
        for topic in cut.shown {
            let (human, genAI) = (equilibrium.totals[topic], equilibrium.genAI[topic])
            table.add([equilibrium.names[topic], Wording.amount(human), Wording.amount(genAI), share(genAI / (human + genAI))])
        }
        return (title("Topics", cut, largestBy: "human output"), table)
    }

    /// The ten best off.
    private static func creators(_ summary: EquilibriumSummary) -> (title: String, table: AlignedTable) {
        let cut = TableCut(count: summary.creators, limit: SolveReport.creatorLimit) { summary.utilities[$0] }
        var table = AlignedTable([("creator", false), ("utility", true)])
        for creator in cut.shown { table.add([summary.creatorNames?[creator] ?? "creator \(creator)", Wording.amount(summary.utilities[creator])]) }
        return (title("Creators", cut, largestBy: "utilities"), table)
    }
}
