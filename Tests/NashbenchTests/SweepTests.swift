import Foundation
import Testing

/// `sweep`: grids, streams, tables and exit statuses.
@Suite struct SweepTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(Games.threeCreators, to: "game.json")
    }

    private func sweep(_ options: String...) throws -> Program.Outcome { try Program.run(["sweep", "game.json"] + options, in: folder) }

    @Test func theLastParameterVariesFastestAndScalesFollowSets() throws {
        let outcome = try sweep("--scale", "cost.coefficients=1,2", "--set", "market.alpha=0:1:0.5", "--output", "points.jsonl")
        #expect(outcome.status == 0)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.hasPrefix("6 points, all converged"))
        let points = try SweepText.points(folder.read("points.jsonl"))
        #expect(points.map(\.point) == Array(0..<6))
        #expect(points.map { $0.parameters["market.alpha"] } == [0, 0, 0.5, 0.5, 1, 1])
        #expect(points.map { $0.parameters["cost.coefficients"] } == [1, 2, 1, 2, 1, 2])
        #expect(points.allSatisfy { $0.status == "converged" })
        #expect(try folder.contents == ["game.json", "points.jsonl"])
        #expect(try folder.read("points.jsonl").split(separator: "\n").count == 7)
    }

    /// Exit of one creator is the game written without it; three of a kind are the game that lists three.
    @Test func entryAndExitAreTheGamesWithOtherCreators() throws {
        func game(_ rows: String...) -> String {
            """
            {"schema": "nashbench/game/1", "competition": "exclusive", "market": {"mu": [100, 40], "alpha": 0.7, "beta": 0.3, "gamma": [0.8, 1.0]},
             "cost": {"coefficients": [\(rows.joined(separator: ","))], "exponents": 1.5}}
            """
        }
        func totals(_ text: String) throws -> [Double] {
            try folder.write(text, to: "other.json")
            return try EquilibriumRecord(Program.run(["solve", "other.json", "--json"], in: folder).output).totals
        }
        let (ana, bo, cy) = ("[0.5, 1]", "[1, 2]", "[2, 1.5]")
        let exit = try SweepText.points(sweep("--without", "ana", "--without", "2", "--json").output)
        let entry = try SweepText.points(sweep("--set", "creators.copies[bo]=0,1,3", "--json").output)
        let count = try SweepText.points(sweep("--set", "creators.count=2,3", "--json").output)
        let all = try totals(game(ana, bo, cy))
        for (point, expected) in zip(exit + entry + count, [
            all, try totals(game(bo, cy)), try totals(game(ana, bo)),
            try totals(game(ana, cy)), all, try totals(game(ana, bo, bo, bo, cy)), try totals(game(ana, bo)), all,
        ]) {
            for (total, other) in zip(point.totals, expected) { #expect(abs(total - other) <= 1e-13 * other) }
        }
        #expect(exit.map { $0.parameters["creators.without"] } == [-1, 0, 2])
        #expect(count.count == 2)
        let table = try sweep("--set", "creators.copies=1,2")
        #expect(table.output.contains("creators.copies  creators"))
    }

    @Test func everyPointIsTheGameThatSolveFindsThere() throws {
        let points = try SweepText.points(sweep("--set", "market.alpha=0.1,3", "--scale", "market.mu[1]=0.5,2", "--json").output)
        for point in points {
            let alpha = try #require(point.parameters["market.alpha"])
            let mu = try #require(point.parameters["market.mu[1]"])
            let solved = try Program.run(
                ["solve", "game.json", "--set", "market.alpha=\(alpha)", "--scale", "market.mu[1]=\(mu)", "--json"], in: folder)
            for (total, expected) in zip(point.totals, try EquilibriumRecord(solved.output).totals) {
                #expect(abs(total - expected) <= 1e-13 * expected)
            }
        }
        #expect(Set(points.map(\.grandTotal)).count == 4)
    }

    @Test func aLogarithmicGridHasItsEnds() throws {
        let points = try SweepText.points(sweep("--set", "market.alpha=log:0.01:100:5", "--json").output)
        #expect(points.map { $0.parameters["market.alpha"] } == [0.01, 0.1, 1, 10, 100])
    }

    @Test func withoutAFileTheResultGoesToStandardOutput() throws {
        let table = try sweep("--set", "market.alpha=0,1")
        #expect(table.status == 0)
        for word in ["point", "market.alpha", "human output", "converged"] { #expect(table.output.contains(word)) }
        #expect(table.output.split(separator: "\n").count { $0.contains("converged") } == 2)
        let quiet = try sweep("--set", "market.alpha=0,1", "--json", "--quiet")
        #expect(quiet.errors.isEmpty)
        #expect(try SweepText.points(quiet.output).count == 2)
        #expect(try folder.contents == ["game.json"])
    }

    @Test func jsonPrintsTheLinesOfTheFile() throws {
        let outcome = try sweep("--set", "market.alpha=0:1:0.25", "--output", "points.jsonl", "--json")
        let lines = try folder.read("points.jsonl").split(separator: "\n").dropFirst()
        #expect(outcome.output == lines.joined(separator: "\n") + "\n")
    }

    @Test func theTableHoldsTheNumbersOfTheFile() throws {
        #expect(try sweep("--set", "market.alpha=0,1", "--output", "points.jsonl", "--csv", "table.csv").status == 0)
        let rows = try folder.read("table.csv").split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        #expect(rows[0].prefix(4) == ["point", "market.alpha", "status", "creators"])
        #expect(rows[0].contains("total music") && rows[0].contains("price news"))
        for column in ["genAIShare", "welfare", "utility 0.5", "utilityGini", "exploitability"] { #expect(rows[0].contains("\(column)")) }
        let points = try SweepText.points(folder.read("points.jsonl"))
        let total = try #require(rows[0].firstIndex(of: "grandTotal"))
        #expect(rows.dropFirst().map { Double($0[total]) } == points.map(\.grandTotal))
        #expect(try folder.contents == ["game.json", "points.jsonl", "table.csv"])
    }

    @Test func aPointWithoutEquilibriumIsStatusTwoAndTheOthersAreKept() throws {
        try folder.write(Games.withoutEquilibrium, to: "alone.json")
        let outcome = try Program.run(["sweep", "alone.json", "--set", "market.mu=0,10,0", "--output", "points.jsonl"], in: folder)
        #expect(outcome.status == 2)
        #expect(outcome.errors.hasPrefix("3 points, 1 not converged; point 1: no-equilibrium"))
        let points = try SweepText.points(folder.read("points.jsonl"))
        #expect(points.map(\.status) == ["converged", "no-equilibrium", "converged"])
        #expect(points[1].reason?.isEmpty == false)
        let again = try Program.run(["sweep", "alone.json", "--set", "market.mu=0,10,0", "--output", "points.jsonl"], in: folder)
        #expect(again.status == 2)
    }

    @Test(arguments: [
        (["--set", "market.alpha=1", "--set", "market.alpha=2"], "market.alpha"), (["--set", "market.alpha=1", "--scale", "market.alpha=2"], "market.alpha"),
        (["--set", "market.delta=1"], "market.delta"), (["--set", "alpha=1"], "alpha"), (["--set", "market.alpha"], "field=values"),
        (["--set", "market.alpha="], "finite number"), (["--set", "market.alpha=1,,2"], "finite number"), (["--set", "market.alpha=nan"], "finite number"),
        (["--set", "market.alpha=0:1"], "start:stop:step"), (["--set", "market.alpha=0:1:-1"], "a step"), (["--set", "market.alpha=0:1:1e-9"], "values"),
        (["--set", "market.alpha=log:0:1:3"], "> 0"), (["--set", "market.alpha=0,-1"], "market.alpha"), (["--set", "market.alpha[2]=1"], "topic"),
        (["--without", "dora"], "--without"), (["--without", "3"], "--without"), (["--set", "creators.copies[dora]=1"], "creators.copies[dora]"),
        (["--set", "creators.copies=0"], "nobody"), (["--set", "creators.count=0"], "1 to 3"), (["--set", "creators.count=1.5"], "whole number"),
        (["--scale", "creators.copies=2"], "--set"), (["--set", "creators.copies[ana]=2", "--set", "creators.copies[0]=2"], "creator 0 a second time"),
        (["--scale", "cost.exponents=0.1"], "cost.exponents"), ([], "--set or --scale"), (["--set", "market.alpha=1", "--tolerance", "5"], "tolerance"),
        (["--set", "market.alpha=1", "--threads", "0"], "threads"), (["--set", "market.alpha=1", "--csv", "points.jsonl"], "same file"),
        (["--set", "market.alpha=1", "--csv", "none/table.csv"], "none"), (["--set", "market.alpha=1", "--csv", "game.json"], "other than the input"),
    ])
    func whatCannotBeSweptIsRefusedBeforeAFileIsMade(options: [String], word: String) throws {
        try Program.run(["sweep", "game.json", "--output", "points.jsonl"] + options, in: folder).expectRefusal(naming: word)
        #expect(try folder.contents == ["game.json"])
    }

    @Test(arguments: ["none/points.jsonl", ".", "game.json", "./game.json"]) func anOutputThatCannotBeIsRefused(output: String) throws {
        try sweep("--set", "market.alpha=1", "--output", output).expectRefusal(naming: output)
        #expect(try folder.contents == ["game.json"])
        #expect(try folder.read("game.json") == Games.threeCreators)
    }

    @Test func anUnknownKernelIsRefusedBeforeAFileIsMade() throws {
        try Program.run(
            ["sweep", "game.json", "--set", "market.alpha=1", "--output", "points.jsonl"], environment: ["NASHBENCH_KERNEL": "nonsense"], in: folder
        ).expectRefusal(naming: "NASHBENCH_KERNEL")
        #expect(try folder.contents == ["game.json"])
    }
}
