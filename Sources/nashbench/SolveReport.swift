import NumericCore

/// What `solve` tells a person: one line, and tables by topic and by creator.
struct SolveReport {
    let contest: Contest
    let equilibrium: Equilibrium
    /// What the table shows changes from.
    var base: StoredEquilibrium? = nil
    /// Topics in the table: as many as a person reads; more where changes are shown, since the middle ones matter too.
    private var topicLimit: Int { base == nil ? 40 : 100 }
    static let creatorLimit = 10

    /// `converged in 3 passes, 0.9 ms · 2,249 creators x 58 topics, 8,096 cells · residual 3e-15 · ...`
    var summary: String {
        let certificate = equilibrium.certificate
        let work = "\(Wording.count(equilibrium.iterations, "pass", "passes")), \(Wording.duration(equilibrium.seconds.solve))"
        let why = equilibrium.reason.map { ": \($0)" } ?? ""
        var parts = [equilibrium.status == .converged ? "converged in \(work)" : "\(equilibrium.status.rawValue)\(why) · \(work)"]
        parts.append(Self.size(of: contest))
        // What has no profile to judge has no certificate to show.
        if equilibrium.status != .noEquilibrium, equilibrium.status != .unsupported {
            parts.append("residual \(Wording.error(certificate.relativeResidual))")
            parts.append("best deviation gains \(Wording.error(certificate.relativeExploitability)) of its revenue")
            parts.append(Self.uniqueness(certificate))
            let others = equilibrium.otherEquilibria.count
            if others > 0 { parts.append("\(Wording.count(others, "other equilibrium", "other equilibria")) of single topics found") }
        }
        return parts.joined(separator: " · ")
    }

    /// `2,249 creators x 58 topics, 8,096 cells`
    static func size(of contest: Contest) -> String {
        size(creators: contest.creators, topics: contest.topics, cells: contest.layout.cells)
    }

    static func size(creators: Int, topics: Int, cells: Int) -> String {
        let players = "\(Wording.count(creators, "creator", "creators")) x \(Wording.count(topics, "topic", "topics"))"
        return "\(players), \(Wording.count(cells, "cell", "cells"))"
    }

    static func uniqueness(_ certificate: Certificate) -> String {
        switch certificate.uniqueness {
        case .proved: "unique (proved: \(certificate.condition))"
        case .notClaimed: "uniqueness not claimed" + (certificate.condition.isEmpty ? "" : " (\(certificate.condition))")
        }
    }

    /// Title and method, the table by topic, and the creators with the largest utilities.
    var tables: String {
        let title = [contest.name, contest.competition.rawValue, equilibrium.status.rawValue].compactMap { $0 }.joined(separator: " · ")
        let why = equilibrium.methodReason.isEmpty ? "" : " (\(equilibrium.methodReason))"
        return ["\(title)\nsolved by \(equilibrium.method)\(why)", topicTable, creatorTable].joined(separator: "\n\n")
            + (capacityLine.map { "\n\n\($0)" } ?? "") + searchLines.map { "\n\n\($0)" }.joined()
    }

    /// Of each topic where there can be several equilibria: what was searched, and every one that was found.
    private var searchLines: [String] {
        equilibrium.searches.map { search in
            let found = search.equilibria.map { "  total \(Wording.amount($0.total)): \($0.stability.rawValue) under best response" }
            return ([search.searched] + found).joined(separator: "\n")
        }
    }

    /// How many creators do all they can, and to whom it would be worth most to do more; nil without a capacity.
    private var capacityLine: String? {
        guard let prices = equilibrium.capacityPrices else { return nil }
        let bound = prices.count { $0 > 0 }
        let who = "\(Wording.count(bound)) of \(Wording.count(contest.creators, "creator", "creators"))"
        guard let largest = prices.max(), bound > 0 else { return "capacity: \(who) at the limit" }
        let creator = prices.firstIndex(of: largest) ?? 0
        let name = contest.creatorNames?[creator] ?? "creator \(creator)"
        return "capacity: \(who) at the limit; the largest capacity price is \(Wording.amount(largest)) (\(name))"
    }

    private var topicTable: String {
        let totals = equilibrium.totals
        let cut = TableCut(count: contest.topics, limit: topicLimit) { totals[$0] }
        let changeHeader = base == nil ? [] : ["before", "change"]
        var table = TextTable(header: ["topic", "creators", "active", "total"] + changeHeader + ["GenAI", "price"])
        let active = activeCreators
        for topic in cut.shown {
            table.add([
                contest.topicNames?[topic] ?? "topic \(topic)", Wording.count(contest.layout.range(ofTopic: topic).count),
                Wording.count(active[topic]), Wording.amount(totals[topic]),
            ] + change(to: totals[topic]) { $0[topic] } + [
                Wording.amount(equilibrium.genAI[topic]), Wording.amount(equilibrium.prices[topic]),
            ])
        }
        if contest.topics > 1 {
            table.add([
                "all topics", Wording.count(contest.layout.cells), Wording.count(active.reduce(0, +)),
                Wording.amount(totals.reduce(0, +)),
            ] + change(to: totals.reduce(0, +)) { $0.reduce(0, +) } + [Wording.amount(equilibrium.genAI.reduce(0, +)), ""])
        }
        guard cut.hidden > 0 else { return table.text }
        return table.text + "\nthe \(cut.shown.count) largest of \(Wording.count(contest.topics)) topics; --json or --output gives all"
    }

    /// What it was and the change in percent; nothing where there is nothing to compare with.
    private func change(to now: Double, from value: ([Double]) -> Double) -> [String] {
        guard let base else { return [] }
        let before = value(base.totals)
        return [Wording.amount(before), Wording.percent((now / before - 1) * 100)]
    }

    private var creatorTable: String {
        let utilities = equilibrium.utilities
        let (effort, topics) = effortByCreator
        let cut = TableCut(count: contest.creators, limit: Self.creatorLimit) { utilities[$0] }
        let prices = equilibrium.capacityPrices
        var table = TextTable(header: ["creator", "topics", "effort", "utility"] + (prices == nil ? [] : ["capacity price"]))
        for creator in cut.shown {
            table.add([
                contest.creatorNames?[creator] ?? "creator \(creator)", Wording.count(topics[creator]),
                Wording.amount(effort[creator]), Wording.amount(utilities[creator]),
            ] + (prices.map { [Wording.amount($0[creator])] } ?? []))
        }
        guard cut.hidden > 0 else { return table.text }
        return table.text + "\nthe \(cut.shown.count) best off of \(Wording.count(contest.creators)) creators; --json or --output gives all"
    }

    /// Creators with a positive effort, by topic.
    private var activeCreators: [Int] {
        equilibrium.efforts.values.withUnsafeValues { efforts in
            (0..<contest.topics).map { topic in
                contest.layout.range(ofTopic: topic).reduce(0) { $0 + (efforts[$1] > 0 ? 1 : 0) }
            }
        }
    }

    /// Effort over all topics and number of topics with a positive one, by creator.
    private var effortByCreator: (effort: [Double], topics: [Int]) {
        var effort = [Double](repeating: 0, count: contest.creators)
        var topics = [Int](repeating: 0, count: contest.creators)
        equilibrium.efforts.values.withUnsafeValues { efforts in
            for topic in 0..<contest.topics {
                for cell in contest.layout.range(ofTopic: topic) where efforts[cell] > 0 {
                    let creator = contest.layout.creator(ofCell: cell, topic: topic)
                    effort[creator] += efforts[cell]
                    topics[creator] += 1
                }
            }
        }
        return (effort, topics)
    }
}
