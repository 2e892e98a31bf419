import Foundation
import Testing

/// `--claims` of the five systems beside the contest: the same rows in JSON, and the same refusals.
@Suite struct ClaimsOptionTests {
    /// A row, with what all have in common.
    private struct Row: Decodable {
        let subject, statement, source: String
        let claimed, found: Double?
        let holds: Bool
    }

    /// Learning is stopped at once: what it plays takes its time, and its rows are tried with their numbers elsewhere.
    @Test(arguments: [["compensate"], ["openness"], ["agents"], ["learn", "--time-limit", "1e-9"], ["persuade"]])
    func everyCommandPrintsTheSameRows(command: [String]) throws {
        let outcome = try Program.run(command + ["--claims", "--json", "--quiet"], in: TemporaryFolder())
        #expect(outcome.errors.isEmpty, "\(outcome.errors)")
        let rows = try JSONDecoder().decode([Row].self, from: Data(outcome.output.utf8))
        #expect(rows.count >= 21 && rows.allSatisfy { !$0.subject.isEmpty && !$0.statement.isEmpty && !$0.source.isEmpty && $0.found != nil })
        let isWhole = command[0] != "learn"
        #expect(outcome.status == (isWhole && rows.allSatisfy(\.holds) ? 0 : 2))
    }

    @Test(arguments: [
        ["compensate", "--threads", "2"], ["compensate", "--share", "flat"], ["openness", "--vertical"], ["openness", "--free-trial"],
        ["openness", "--openness", "0.5"], ["agents", "--subsets"], ["learn", "--replicas", "3"], ["learn", "--output", "a.json"],
        ["persuade", "--cost", "0.1"],
    ])
    func whatBelongsToAFileIsRefused(command: [String]) throws {
        try Program.run(command + ["--claims"], in: TemporaryFolder()).expectRefusal(naming: "--claims", "nothing that belongs to one")
        try Program.run([command[0], "file.json", "--claims"], in: TemporaryFolder()).expectRefusal(naming: "--claims takes no")
        try Program.run([command[0]], in: TemporaryFolder()).expectRefusal(naming: "is missing (or --claims)")
    }
}
