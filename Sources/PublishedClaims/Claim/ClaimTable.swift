import NumericCore

/// The outcomes of several claims as a table: claim, setting, outcome, holds.
///
/// ```swift
/// let table = ClaimTable(claims: [MacroBounds()], outcomes: try MacroBounds().run(instances: 200, seed: 1), instances: 200, seed: 1)
/// try table.write(to: "results.md")
/// ```
public struct ClaimTable: Sendable {
    /// The claims tried.
    public let claims: [any PublishedClaim]
    /// In the order of the rows.
    public let outcomes: [ClaimOutcome]
    /// Of each setting.
    public let instances: Int
    /// Of the first instance.
    public let seed: UInt64

    /// - Parameter outcomes: of all claims, one after the other.
    public init(claims: [any PublishedClaim], outcomes: [ClaimOutcome], instances: Int, seed: UInt64) {
        (self.claims, self.outcomes, self.instances, self.seed) = (claims, outcomes, instances, seed)
    }

    /// Outcomes that a proof rules out.
    public var contradictions: [ClaimOutcome] { outcomes.filter(\.isContradiction) }

    /// What each claim says, then the table, in Markdown; the last column says what a proof covers and names the worst failure's seed.
    public var markdown: String {
        var lines = ["# The published claims on seeded instances", ""]
        lines.append("Each setting was tried on \(instances) instances, drawn from the seeds \(seed) to \(seed &+ UInt64(instances - 1)).")
        lines.append("Three numbers between strokes are the least, the middle and the largest of the instances judged.")
        lines.append("`nashbench claims NAME --instances 1 --seed S` draws a single instance again.")
        lines.append("As CSV the same table lists every seed that fails.")
        lines.append("Proved: a proof covers the setting, and a single failure would be a contradiction. Elsewhere failures are findings.")
        lines += ["", "## What is claimed", ""]
        for claim in claims {
            let source = claim.source.identifier ?? claim.source.citation
            lines.append("- **\(claim.name)** (\(claim.kind.rawValue), \(source)): \(claim.statement)")
        }
        lines.append("")
        var cited = Set<String>()
        for claim in claims where cited.insert(claim.source.text).inserted { lines.append("\(claim.source.text).") }
        lines += ["", "## What came out", "", "| claim | setting | outcome | holds |", "|---|---|---|---|"]
        for outcome in outcomes {
            let cells = [outcome.claim, outcome.setting, outcome.outcome, outcome.verdict]
            lines.append("| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The same as RFC 4180: claim, kind, setting, instances, judged, held, unsolved, reason, proved, outcome, holds, worstSeed,
    /// worstMargin, failedSeeds (all of them, a space between two). The last three are empty where nothing fails.
    public var csv: String {
        var text = "claim,kind,setting,instances,judged,held,unsolved,reason,proved,outcome,holds,worstSeed,worstMargin,failedSeeds\n"
        let kinds = Dictionary(claims.map { ($0.name, $0.kind.rawValue) }, uniquingKeysWith: { first, _ in first })
        for outcome in outcomes {
            let margin = outcome.worst.map { $0.margin.isFinite ? "\($0.margin)" : "" } ?? ""
            let row = [
                outcome.claim, kinds[outcome.claim] ?? "", outcome.setting, "\(outcome.instances)", "\(outcome.judged)", "\(outcome.held)",
                "\(outcome.unsolved)", outcome.reason ?? "", outcome.isProved ? "true" : "false", outcome.outcome, outcome.holds,
                outcome.worst.map { "\($0.seed)" } ?? "", margin, outcome.failedSeeds.map(String.init).joined(separator: " "),
            ]
            text += row.map(CSVReader.field).joined(separator: ",") + "\n"
        }
        return text
    }

    /// Writes ``csv`` where the path ends in `.csv`, else ``markdown``; the file takes its place only once it is complete.
    /// - Throws: `FileError` where it cannot be written.
    public func write(to path: String) throws(FileError) {
        let output = OutputFiles()
        try output.add(path).write(path.lowercased().hasSuffix(".csv") ? csv : markdown)
        try output.commit()
    }
}

extension ClaimOutcome {
    /// ``holds``, with what that means: whether a proof covers it, and the seed of the worst failure.
    public var verdict: String {
        var notes: [String] = []
        if isProved { notes.append(isContradiction ? "proved: CONTRADICTED" : "proved") }
        if let worst { notes.append("worst: seed \(worst.seed)") }
        if let reason, unsolved > 0 { notes.append(reason) }
        return notes.isEmpty ? holds : "\(holds) · \(notes.joined(separator: ", "))"
    }
}
