import Foundation
import TestSupport
import Testing

@Suite struct SolveTests {
    @Test func aTableOnStandardOutputAndTheSummaryOnStandardError() throws {
        let folder = try TemporaryFolder()
        try folder.write(Games.threeCreators, to: "game.json")
        let outcome = try Program.run(["solve", "game.json"], in: folder)
        #expect(outcome.status == 0)
        #expect(outcome.output.hasPrefix("three creators · exclusive · converged\n"))
        for word in ["topic ", "GenAI", "music ", "news ", "all topics", "ana ", "bo ", "cy "] { #expect(outcome.output.contains(word)) }
        #expect(outcome.errorLines.count == 1)
        for words in ["converged in ", "3 creators x 2 topics, 6 cells", "residual ", "of its revenue", "unique (proved: "] {
            #expect(outcome.errors.contains(words))
        }
        #expect(try folder.contents == ["game.json"])
    }

    @Test func longTablesAreCutWithANote() throws {
        let folder = try TemporaryFolder()
        let made = try Program.run(
            ["generate", "--family", "E", "--creators", "30", "--topics", "50", "--output", "game.json", "--quiet"], in: folder)
        #expect(made.status == 0)
        #expect(made.errors.isEmpty)
        let outcome = try Program.run(["solve", "game.json"], in: folder)
        #expect(outcome.output.contains("the 40 largest of 50 topics"))
        #expect(outcome.output.contains("the 10 best off of 30 creators"))
        // Title and method, 40 topics with header, sum and note, 10 creators with header and note.
        #expect(outcome.output.split(separator: "\n").count == 2 + 43 + 12)
    }

    @Test func jsonOnStandardOutput() throws {
        let folder = try TemporaryFolder()
        try folder.write(Games.threeCreators, to: "game.json")
        let outcome = try Program.run(["solve", "game.json", "--json", "--quiet"], in: folder)
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
        let record = try EquilibriumRecord(outcome.output)
        #expect(record.status == "converged")
        #expect(record.totals.count == 2 && record.efforts.count == 3)
        #expect(record.certificate.relativeResidual <= 1e-10)
    }

    @Test func outputGoesToTheFileAlone() throws {
        let folder = try TemporaryFolder()
        try folder.write(Games.threeCreators, to: "game.json")
        let outcome = try Program.run(["solve", "game.json", "--output", "equilibrium.json"], in: folder)
        #expect(outcome.status == 0)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.hasPrefix("converged in "))
        #expect(try folder.contents == ["equilibrium.json", "game.json"])
        let printed = try Program.run(["solve", "game.json", "--json"], in: folder)
        let (written, shown) = (try EquilibriumRecord(folder.read("equilibrium.json")), try EquilibriumRecord(printed.output))
        #expect(written.totals == shown.totals)
        #expect(written.efforts == shown.efforts)
    }

    @Test func npyPutsTheEffortsBeside() throws {
        let folder = try TemporaryFolder()
        try folder.write(Games.threeCreators, to: "game.json")
        let outcome = try Program.run(["solve", "game.json", "--output", "equilibrium.json", "--npy"], in: folder)
        #expect(outcome.status == 0)
        #expect(try folder.contents == ["equilibrium.efforts.npy", "equilibrium.json", "game.json"])
        #expect(try Data(contentsOf: folder.url.appending(path: "equilibrium.efforts.npy")).starts(with: Data([0x93]) + Data("NUMPY".utf8)))
    }

    @Test(arguments: [
        ("no-equilibrium", Games.withoutEquilibrium, [String]()), ("none-found", Games.endlessEffort, []),
        ("time-limit", Games.threeCreators, ["--time-limit", "1e-9"]),
    ])
    func finishedOtherwiseIsStatusTwoWithAResult(status: String, game: String, options: [String]) throws {
        let folder = try TemporaryFolder()
        try folder.write(game, to: "game.json")
        let outcome = try Program.run(["solve", "game.json", "--output", "result.json"] + options, in: folder)
        #expect(outcome.status == 2)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.hasPrefix("\(status): "))
        let text = try folder.read("result.json")
        let result = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(result["status"] as? String == status)
        #expect((result["reason"] as? String)?.isEmpty == false)
    }

    @Test(arguments: [("three-creators", [30.4002, 5.88938]), ("tullock", [40.0 / 9])])
    func theExamplesSolve(name: String, totals: [Double]) throws {
        let game = Fixtures.packageRoot.appending(path: "examples/\(name).json").path
        let outcome = try Program.run(["solve", game, "--json"], in: TemporaryFolder())
        #expect(outcome.status == 0)
        let found = try EquilibriumRecord(outcome.output).totals
        try #require(found.count == totals.count)
        for (total, expected) in zip(found, totals) { #expect(abs(total - expected) <= 1e-5 * expected) }
    }

    @Test func threadsDoNotChangeTheResult() throws {
        let folder = try TemporaryFolder()
        let made = try Program.run(
            ["generate", "--family", "H2", "--creators", "40", "--topics", "7", "--output", "game.json"], in: folder)
        #expect(made.status == 0)
        let results = try ["1", "2", "3"].map { threads in
            try EquilibriumRecord(Program.run(["solve", "game.json", "--json", "--threads", threads], in: folder).output)
        }
        #expect(results.allSatisfy { $0.totals == results[0].totals && $0.efforts == results[0].efforts })
    }
}
