import NumericCore
import Persuasion

/// A result of `persuade` for people: tables, and one line that sums it up.
struct PersuasionReport {
    let name: String?
    let problem: PersuasionProblem
    let result: PersuasionResult

    /// Most rows of a table.
    private static let rowLimit = 40

    var tables: String {
        let text =
            switch result {
            case .thresholds(let result): thresholds(result)
            case .partitions(let result): partitions(result)
            case .finite(let result): finite(result)
            case .publicMessage(let result): publicMessage(result)
            }
        return name.map { "\(Console.oneLine($0))\n\n\(text)" } ?? text
    }

    var summary: String {
        switch (problem, result) {
        case (.thresholds(let types, _, _), .thresholds(let result)):
            let best = result.plan.values.last ?? result.pooled.value
            let size = Wording.count(types.count, "type", "types")
            return "\(size) · sells \(Wording.amount(result.pooled.value)) without queries, \(Wording.amount(best)) with "
                + "\(Wording.count(result.plan.cuts.count, "cut", "cuts")), \(Wording.amount(result.informedValue)) knowing each type\(Self.cut(result.end))"
        case (.partitions(let given, _), .partitions(let result)):
            let size = "\(Wording.count(given.types.count, "type", "types")) · \(Wording.count(given.partitions.count, "query", "queries"))"
            guard result.best != nil else {
                let reason = "there are more than \(Wording.count(PartitionQueries.mostSets)) sets"
                return "\(size) · greedy sets alone, without a guarantee\(result.end == .complete ? ": " + reason : Self.cut(result.end))"
            }
            return "\(size) · all sets were tried"
        case (_, .finite(let result)):
            let certificate = result.certificate
            let verdict = result.isCertified ? "certified" : "not certified" + (result.reason.map { ": \($0)" } ?? "")
            return "\(verdict) · value \(Wording.amount(certificate.value)) · gap \(Wording.error(abs(certificate.gap))) · obeyed to "
                + "\(Wording.error(certificate.obedienceError)) of what is at stake · \(Wording.count(result.pivots, "pivot", "pivots"))"
        case (.publicMessage(let given), .publicMessage(let result)):
            let verdict = result.isCertified ? "certified" : "not certified" + (result.reason.map { ": \($0)" } ?? "")
            let found = result.certificate.map { " · value \(Wording.amount($0.value)) · gap \(Wording.error(abs($0.gap)))" } ?? ""
            return "\(verdict)\(found) · "
                + "\(Wording.count(given.types.count, "type", "types")) · \(Wording.count(result.vectors, "action vector", "action vectors")) that some message supports"
        default: return ""
        }
    }

    /// What a run that was stopped adds.
    private static func cut(_ end: WorkEnd) -> String { end == .complete ? "" : " · stopped at the time limit: what is missing was not computed" }

    private func thresholds(_ result: ThresholdResult) -> String {
        var messages = TextTable(header: ["message", "P(message | 1)", "likelihood ratio"])
        for (at, message) in result.pooled.messages.enumerated() {
            messages.add(["\(at + 1)", Wording.amount(message.weight), Wording.amount(message.likelihoodRatio)])
        }
        var queries = TextTable(header: ["queries", "at once", "greedy", "adaptive"])
        let cut = TableCut(count: max(result.plan.values.count, result.adaptive.count), limit: Self.rowLimit) { -Double($0) }
        for k in cut.shown {
            func shown(_ values: [Double?]) -> String { values.indices.contains(k) ? values[k].map(Wording.amount) ?? "not computed" : "" }
            queries.add([Wording.count(k), shown(result.plan.values), shown(result.greedy.values), shown(result.adaptive)])
        }
        var lines = ["without queries: sells \(Wording.amount(result.pooled.value)) (aiming at one type: \(Wording.amount(result.pooled.singleTarget)))"]
        lines += [messages.text, "", queries.text]
        if cut.hidden > 0 { lines.append("and \(Wording.count(cut.hidden)) rows more, in --output") }
        let cuts = result.plan.cuts.prefix(Self.rowLimit).map(Wording.count).joined(separator: ", ")
        lines += [
            "",
            "knowing each type: \(Wording.amount(result.informedValue))",
            "cuts (so many types below each): \(cuts.isEmpty ? "none" : cuts)\(result.plan.cuts.count > Self.rowLimit ? ", ..." : "")",
            "greedy sells at least \(Wording.amount(result.greedy.ratio(to: result.plan))) of the best cuts, for each number of them",
        ]
        if let costly = result.costly {
            let adaptive = costly.adaptive.map(Wording.amount) ?? "not computed (at most \(Wording.count(PrivateTypes.mostTypesOfCostlyQueries)) types)"
            let atOnce = costly.nonAdaptive.map { "\(Wording.amount($0)) at once (\(Wording.count(costly.queries ?? 0, "cut", "cuts")))" } ?? "not computed at once"
            lines.append("less their cost: \(atOnce), \(adaptive) adaptively")
        }
        return lines.joined(separator: "\n")
    }

    private func partitions(_ result: PartitionResult) -> String {
        var table = TextTable(header: ["queries", "best", "greedy", "best set"])
        for k in 0..<max(result.best?.count ?? 0, result.greedy.count) {
            let set = result.best.flatMap { $0.indices.contains(k) ? $0[k] : nil }
            let greedy = result.greedy.indices.contains(k) ? Wording.amount(result.greedy[k].value) : ""
            let members = set.map { "{\($0.members.map(String.init).joined(separator: ", "))}" } ?? "not searched"
            table.add(["\(k)", set.map { Wording.amount($0.value) } ?? "", greedy, members])
        }
        return table.text
    }

    private func publicMessage(_ result: OptimalPublicPersuasion) -> String {
        guard let value = result.value else { return "no policy: \(result.reason ?? "no reason given")" }
        let states = result.messages.first?.probabilities.count ?? 0
        var table = TextTable(header: ["actions by type"] + (0..<min(states, 12)).map { "state \($0)" })
        for message in result.messages.prefix(Self.rowLimit) {
            let actions = message.actions.prefix(20).map(String.init).joined(separator: " ") + (message.actions.count > 20 ? " ..." : "")
            table.add([actions] + message.probabilities.prefix(12).map(Wording.amount))
        }
        var lines = ["value \(Wording.amount(value)): one public message, sent by state with probability", table.text]
        let hidden = max(0, result.messages.count - Self.rowLimit)
        if hidden > 0 || states > 12 { lines.append("and \(Wording.count(hidden)) messages and \(Wording.count(max(0, states - 12))) states more, in --output") }
        return lines.joined(separator: "\n")
    }

    private func finite(_ result: OptimalPersuasion) -> String {
        let actions = result.certificate.multipliers.count
        let used = (0..<actions).filter { action in result.policy.contains { $0[action] > 0 } }
        let columns = used.prefix(12)
        var table = TextTable(header: ["state"] + columns.map { "action \($0)" } + ["price"])
        for state in result.policy.indices.prefix(Self.rowLimit) {
            table.add(["\(state)"] + columns.map { Wording.amount(result.policy[state][$0]) } + [Wording.amount(result.certificate.statePrices[state])])
        }
        var lines = ["value \(Wording.amount(result.certificate.value)): the policy recommends, by state,", table.text]
        let hidden = max(0, result.policy.count - Self.rowLimit)
        if hidden > 0 || used.count > columns.count {
            lines.append("and \(Wording.count(hidden)) states and \(Wording.count(used.count - columns.count)) recommended actions more, in --output")
        }
        return lines.joined(separator: "\n")
    }
}
