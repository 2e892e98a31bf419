import NumericCore

/// What `solve` tells a person of an inclusive game: the equilibria found, who uses GenAI in each, and what was searched.
struct AdoptionReport {
    let contest: Contest
    let result: InclusiveResult

    /// What a person reads: rows of the table, profiles whose users are named, names of one topic, topics.
    private static let (rowLimit, profileLimit, nameLimit, topicLimit) = (40, 10, 20, 10)

    /// `2 equilibria · all sets searched · 7 creators x 1 topic, 7 cells · 12 ms`
    var summary: String {
        var parts = [headline]
        let isComplete = !result.searched.isEmpty && result.searched.allSatisfy(\.isComplete)
        if !result.searched.isEmpty { parts.append(isComplete ? "searched completely" : "not all sets searched") }
        parts.append(SolveReport.size(of: contest))
        parts.append(Wording.duration(result.seconds.solve + result.seconds.certify))
        return parts.joined(separator: " · ")
    }

    private var headline: String {
        guard result.status == .converged else {
            return result.status.rawValue + (result.reason.map { ": \($0)" } ?? "")
        }
        let listed = result.equilibria.count
        let found = Wording.count(listed, "equilibrium", "equilibria")
        guard result.count > Double(listed) else { return found }
        let all = result.count < 1e15 ? Wording.count(Int(result.count)) : "\(result.count)"
        return "\(found) listed of \(all)"
    }

    var text: String {
        let title = [contest.name, contest.competition.rawValue, result.status.rawValue].compactMap { $0 }.joined(separator: " · ")
        var parts = [title + (result.reason.map { "\n\($0)" } ?? "")]
        if !profiles.isEmpty {
            parts.append(table)
            parts += profiles.prefix(Self.profileLimit).map { users($0.label, $0.profile) }
            if profiles.count > Self.profileLimit { parts.append("GenAI users of the others: --json or --output") }
        }
        if !result.searched.isEmpty { parts.append(searched) }
        return parts.joined(separator: "\n\n")
    }

    private var profiles: [(label: String, profile: InclusiveEquilibrium)] {
        result.equilibria.enumerated().map { ("equilibrium \($0 + 1)", $1) } + (result.best.map { [("closest to one", $0)] } ?? [])
    }

    private var table: String {
        var table = TextTable(header: ["", "human effort", "GenAI output", "on GenAI", "fraction", "utility of all", "best deviation gains"])
        for (label, profile) in profiles.prefix(Self.rowLimit) {
            let users = profile.actions.count { $0 != .human }
            table.add([
                label, Wording.amount(profile.grandTotal), Wording.amount(profile.genAI.reduce(0, +)), Wording.count(users),
                Wording.amount(profile.genAIFraction), Wording.amount(profile.utilities.reduce(0, +)),
                Wording.error(profile.certificate.relativeExploitability) + " of revenue",
            ])
        }
        let hidden = profiles.count - Self.rowLimit
        return hidden > 0 ? table.text + "\nthe first \(Self.rowLimit) of \(Wording.count(profiles.count)); --json or --output gives all" : table.text
    }

    /// A line a topic: who uses GenAI, or does both.
    private func users(_ label: String, _ profile: InclusiveEquilibrium) -> String {
        var lines = ["\(label), who uses GenAI:"]
        for topic in 0..<min(contest.topics, Self.topicLimit) {
            var names: [String] = []
            var count = 0
            for cell in contest.layout.range(ofTopic: topic) where profile.actions[cell] != .human {
                count += 1
                guard names.count < Self.nameLimit else { continue }
                let creator = contest.layout.creator(ofCell: cell, topic: topic)
                names.append((contest.creatorNames?[creator] ?? "creator \(creator)") + (profile.actions[cell] == .both ? " (and own effort)" : ""))
            }
            let eligible = contest.layout.range(ofTopic: topic).count
            let more = count > names.count ? " and \(Wording.count(count - names.count)) more" : ""
            let who = names.isEmpty ? "nobody" : names.joined(separator: ", ") + more
            lines.append("  \(contest.topicNames?[topic] ?? "topic \(topic)"): \(Wording.count(count)) of \(Wording.count(eligible)): \(who)")
        }
        if contest.topics > Self.topicLimit { lines.append("  \(Wording.count(contest.topics - Self.topicLimit)) more topics; --json or --output gives all") }
        return lines.joined(separator: "\n")
    }

    private var searched: String {
        var lines = ["searched:"] + result.searched.prefix(Self.topicLimit).map { "  \($0.statement)" }
        if result.searched.count > Self.topicLimit {
            let others = result.searched.dropFirst(Self.topicLimit)
            let complete = others.count { $0.isComplete }
            lines.append("  \(Wording.count(others.count)) more topics, \(Wording.count(complete)) of them completely; --json or --output gives all")
        }
        return lines.joined(separator: "\n")
    }
}
