import NumericCore

/// What `simulate` tells a person: one line, and a table of the way.
struct SimulationReport {
    let trajectory: StoredTrajectory
    /// How the equilibrium that distances are measured from was found.
    let goal: Status
    private static let rowLimit = 30

    /// Settled, or all steps made, with a certified equilibrium to compare with.
    var isDone: Bool { ["settled", "step-limit"].contains(trajectory.end) && goal == .converged }

    /// `mirror-euclidean settled after 312 steps · distance 2e-13 · ...`
    var summary: String {
        let steps = Wording.count(trajectory.steps, "step", "steps")
        let what = [trajectory.dynamics, trajectory.rule, trajectory.feedback == "bandit" ? "bandit feedback" : nil].compactMap { $0 }
        var parts: [String]
        switch trajectory.end {
        case "settled": parts = ["settled after \(steps)"]
        case "cycle": parts = ["cycles every \(Wording.count(trajectory.period ?? 0, "step", "steps")), seen after \(steps)"]
        case "step-limit": parts = ["made \(steps)"]
        default: parts = ["\(trajectory.end)\(trajectory.reason.map { ": \($0)" } ?? "") · \(steps)"]
        }
        parts[0] = what.joined(separator: ", ") + " " + parts[0]
        if let last = trajectory.records.last {
            parts.append("distance \(Wording.error(last.distance))")
            parts.append("best deviation gains at most \(Wording.error(last.relativeExploitability)) of its revenue")
        }
        if goal != .converged { parts.append("measured from a solve that ended \(goal.rawValue)") }
        return parts.joined(separator: " · ")
    }

    /// Rows evenly through the records, the first and the last among them.
    var table: String {
        var table = TextTable(header: ["step", "distance", "gain at most", "of revenue", "human output"])
        let records = trajectory.records
        let stride = max(1, (records.count + Self.rowLimit - 1) / Self.rowLimit)
        for (index, record) in records.enumerated() where index.isMultiple(of: stride) || index == records.count - 1 {
            table.add([
                Wording.count(record.step), Wording.error(record.distance), Wording.error(record.exploitability),
                Wording.error(record.relativeExploitability), Wording.amount(record.totals.reduce(0, +)),
            ])
        }
        let title = [trajectory.name, trajectory.dynamics, trajectory.rule, trajectory.schedule].compactMap { $0 }.joined(separator: " · ")
        return title + "\n\n" + table.text
    }
}
