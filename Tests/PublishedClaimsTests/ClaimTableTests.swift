import Foundation
import NumericCore
import Testing
@testable import PublishedClaims

@Suite struct ClaimTableTests {
    private static let outcomes = [
        ClaimOutcome(
            claim: "entry", setting: "a|b", isProved: true, instances: 4, judged: 4, held: 4, unsolved: 0, reason: nil, outcome: "1 / 2 / 3",
            worst: nil, failedSeeds: []),
        ClaimOutcome(
            claim: "entry", setting: "x, \"y\"", isProved: false, instances: 4, judged: 3, held: 1, unsolved: 1, reason: "none found",
            outcome: "n = 2", worst: .init(seed: 9, margin: -0.25), failedSeeds: [7, 9]),
        ClaimOutcome(
            claim: "entry", setting: "empty", isProved: false, instances: 4, judged: 0, held: 0, unsolved: 0, reason: nil,
            outcome: "no instance met the conditions", worst: nil, failedSeeds: []),
    ]
    private static let table = ClaimTable(claims: [Entry()], outcomes: outcomes, instances: 4, seed: 7)

    @Test func markdownHasOneRowAnOutcome() throws {
        let lines = Self.table.markdown.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let head = try #require(lines.firstIndex(of: "| claim | setting | outcome | holds |"))
        #expect(lines[head + 1] == "|---|---|---|---|")
        #expect(lines[head + 2] == "| entry | a\\|b | 1 / 2 / 3 | always (4) · proved |")
        #expect(lines[head + 3] == "| entry | x, \"y\" | n = 2 | in 1 of 3; 1 not solved · worst: seed 9, none found |")
        #expect(lines[head + 4] == "| entry | empty | no instance met the conditions | not judged |")
        #expect(lines.count == head + 6 && lines.last == "")
        #expect(lines.contains { $0.hasPrefix("- **entry** (derived here, arXiv:2402.15467): A new creator raises") })
        #expect(lines.count { $0 == "\(Entry().source.text)." } == 1)
        #expect(lines.contains { $0.contains("seeds 7 to 10") })
    }

    @Test func csvHasEveryFailedSeed() {
        let lines = Self.table.csv.split(separator: "\n").map(String.init)
        #expect(lines.count == 4)
        #expect(lines[0].split(separator: ",").count == 14)
        #expect(lines[1] == "entry,derived here,a|b,4,4,4,0,,true,1 / 2 / 3,always (4),,,")
        #expect(lines[2] == "entry,derived here,\"x, \"\"y\"\"\",4,3,1,1,none found,false,n = 2,in 1 of 3; 1 not solved,9,-0.25,7 9")
    }

    @Test func theEndingOfTheFileChoosesTheForm() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "claims-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in [("t.csv", Self.table.csv), ("t.CSV", Self.table.csv), ("t.md", Self.table.markdown)] {
            let file = folder.appending(path: name)
            try Self.table.write(to: file.path)
            #expect(try String(contentsOf: file, encoding: .utf8) == text)
        }
    }

    @Test func aContradictionIsSaid() {
        let broken = ClaimOutcome(
            claim: "entry", setting: "", isProved: true, instances: 2, judged: 2, held: 1, unsolved: 0, reason: nil, outcome: "",
            worst: .init(seed: 3, margin: -1), failedSeeds: [3])
        #expect(broken.verdict == "in 1 of 2 · proved: CONTRADICTED, worst: seed 3")
        #expect(ClaimTable(claims: [], outcomes: [broken] + Self.outcomes, instances: 2, seed: 2).contradictions == [broken])
    }
}
