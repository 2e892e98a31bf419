import Foundation
import NumericCore
import Testing

/// Coupled games and methods through the program.
@Suite struct CoupledCommandTests {
    static let coupled = Games.threeCreators.replacing(
        #""exponents": 1.5 }"#,
        with: #""exponents": 1.5, "coupling": {"matrix": [[1, 0.2], [0.2, 1]], "weights": 0.1} }, "capacity": {"limits": [12, null, 5]}"#)

    @Test func anUnknownMethodIsRefusedWithTheListOfThem() throws {
        let folder = try TemporaryFolder()
        try folder.write(Games.threeCreators, to: "game.json")
        let outcome = try Program.run(["solve", "game.json", "--method", "newton", "--output", "new.json"], in: folder)
        #expect(outcome.status == 1 && outcome.output.isEmpty)
        for name in ["newton", "auto"] + NumericCore.Method.allCases.map(\.rawValue) { #expect(outcome.errors.contains(name)) }
        #expect(try folder.contents == ["game.json"])
    }

    @Test(arguments: ["auto", "topic-newton"]) func aMethodByName(name: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(Games.threeCreators, to: "game.json")
        let outcome = try Program.run(["solve", "game.json", "--method", name], in: folder)
        #expect(outcome.status == 0)
        #expect(outcome.output.hasPrefix("three creators · exclusive · converged\nsolved by topic-newton"))
    }

    /// Few steps are too few for a first-order method; as many as asked for are made.
    @Test func stepsAreLimitedAsAsked() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.coupled, to: "game.json")
        let arguments = ["solve", "game.json", "--method", "projected-gradient", "--json", "--quiet", "--iteration-limit"]
        let short = try Program.run(arguments + ["3"], in: folder)
        #expect(short.status == 2)
        let stopped = try EquilibriumRecord(short.output)
        #expect(stopped.status == "iteration-limit" && stopped.iterations == 3)
        let long = try Program.run(arguments + ["100000"], in: folder)
        #expect(long.status == 0, "\(long.errors)")
        #expect(try EquilibriumRecord(long.output).status == "converged")
        let help = try Program.run(["solve", "--help"], in: folder).output
        #expect(help.contains("--iteration-limit <n>") && help.contains("default: 200"))
    }

    @Test func sweepScalesLimitsAndLeavesTheRestUnlimited() throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.coupled, to: "game.json")
        let outcome = try Program.run(["sweep", "game.json", "--scale", "capacity.limits=0,1", "--json", "--quiet"], in: folder)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try SweepText.points(outcome.output).map(\.status) == ["converged", "converged"])
    }

    @Test func aStartFromAnEarlierEquilibrium() throws {
        let folder = try TemporaryFolder()
        try folder.write(Games.threeCreators, to: "game.json")
        #expect(try Program.run(["solve", "game.json", "--output", "first.json", "--quiet"], in: folder).status == 0)
        let outcome = try Program.run(["solve", "game.json", "--scale", "market.mu=1.01", "--start", "first.json", "--json", "--quiet"], in: folder)
        #expect(outcome.status == 0)
        let alone = try Program.run(["solve", "game.json", "--scale", "market.mu=1.01", "--json", "--quiet"], in: folder)
        for (warm, cold) in zip(try EquilibriumRecord(outcome.output).totals, try EquilibriumRecord(alone.output).totals) {
            #expect(abs(warm - cold) <= 1e-12 * cold)
        }
        #expect(try Program.run(["solve", "game.json", "--start", "first.json", "--output", "second.json"], in: folder).status == 0)
        #expect(try Program.run(["verify", "game.json", "second.json"], in: folder).status == 0)
    }

    @Test(arguments: [
        (["--start", "none.json"], "none.json"), (["--start", "game.json"], "game.json: schema"),
        (["--start", "first.json", "--output", "first.json"], "other than the input"), (["--start", "small.json"], "small.json: creators"),
    ])
    func aStartThatCannotBeUsed(options: [String], message: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(Games.threeCreators, to: "game.json")
        try folder.write(Games.threeCreators.replacing("[1, 2], ", with: "").replacing(#""bo", "#, with: ""), to: "other.json")
        #expect(try Program.run(["solve", "game.json", "--output", "first.json", "--quiet"], in: folder).status == 0)
        #expect(try Program.run(["solve", "other.json", "--output", "small.json", "--quiet"], in: folder).status == 0)
        let before = try folder.contents
        let outcome = try Program.run(["solve", "game.json"] + options, in: folder)
        #expect(outcome.status == 1 && outcome.output.isEmpty && outcome.errors.contains(message))
        #expect(try folder.contents == before)
    }

    @Test(arguments: [
        ("[[1, 0.2], [0.2, 1]]", "[[1, 2], [2, 1]]", "game.json: cost.coupling.matrix: expected a positive semidefinite matrix, found one whose most negative eigenvalue is -1.0"),
        ("[12, null, 5]", "[12, null]", "game.json: capacity.limits: expected 3 numbers, found 2"),
        (#""weights": 0.1"#, #""weights": [0.1, 0.1, -1]"#, "game.json: cost.coupling.weights[2]: expected a finite number >= 0, found -1.0"),
    ])
    func aFaultyGameIsRefused(replace: String, by: String, message: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(Self.coupled.replacing(replace, with: by), to: "game.json")
        for arguments in [
            ["solve", "game.json", "--output", "new.json"], ["verify", "game.json", "game.json"],
            ["sweep", "game.json", "--set", "market.alpha=1,2", "--output", "new.json"],
        ] {
            let outcome = try Program.run(arguments, in: folder)
            #expect(outcome.status == 1 && outcome.output.isEmpty && outcome.errors.contains(message), "\(outcome.errors)")
            #expect(try folder.contents == ["game.json"])
        }
    }

    /// Capacity prices belong to the profile: `verify` asks for them where the game has a capacity and only there.
    @Test func verifyAsksForCapacityPrices() throws {
        let folder = try TemporaryFolder()
        try folder.write(Games.threeCreators, to: "game.json")
        try folder.write(Self.coupled, to: "coupled.json")
        #expect(try Program.run(["solve", "game.json", "--output", "e.json", "--quiet"], in: folder).status == 0)
        let missing = try Program.run(["verify", "coupled.json", "e.json"], in: folder)
        #expect(missing.status == 1 && missing.errors.contains("e.json: capacityPrices: expected 3 numbers >= 0, as the game has a capacity, found nothing"))
        let text = try folder.read("e.json")
        try folder.write(text.replacing("\"certificate\"", with: "\"capacityPrices\": [0, 0, 0], \"certificate\""), to: "e.json")
        let tooMany = try Program.run(["verify", "game.json", "e.json"], in: folder)
        #expect(tooMany.status == 1 && tooMany.errors.contains("e.json: capacityPrices: expected nothing, as the game has no capacity"))
        try folder.write(text.replacing("\"certificate\"", with: "\"capacityPrices\": [0, -1, 0], \"certificate\""), to: "e.json")
        let negative = try Program.run(["verify", "coupled.json", "e.json"], in: folder)
        #expect(negative.status == 1 && negative.errors.contains("e.json: capacityPrices[1]: expected a finite number >= 0, found -1.0"))
    }

    @Test(arguments: CoupledFamily.allCases.map(\.rawValue)) func coupledFamiliesAreGenerated(family: String) throws {
        let folder = try TemporaryFolder()
        let arguments = ["generate", "--family", family, "--creators", "30", "--topics", "6", "--seed", "3", "--output"]
        let made = try Program.run(arguments + ["game.json", "--json"], in: folder)
        #expect(made.status == 0)
        let contest = try GameFile.read(folder.url.appending(path: "game.json").path(percentEncoded: false))
        #expect(made.errors.hasPrefix("generated \(family), seed 3: 30 creators x 6 topics, \(contest.layout.cells) cells · wrote game.json"))
        #expect(made.output.contains("\"family\" : \"\(family)\"") && made.output.contains("\"cells\" : \(contest.layout.cells)"))
        #expect(contest.coupling?.weights.values.count == 30 && (contest.capacity == nil) == (family == "C1"))
        #expect(try folder.contents == (family == "C3" ? ["game.cells.csv", "game.json"] : ["game.json"]))
        #expect(try Program.run(arguments + ["again.json", "--quiet"], in: folder).status == 0)
        let texts = try ["game", "again"].map { try folder.read("\($0).json").replacing("\($0).cells.csv", with: "cells.csv") }
        #expect(texts[0] == texts[1])
    }

    @Test func coupledFamiliesHaveNoFloats() throws {
        let folder = try TemporaryFolder()
        let outcome = try Program.run(
            ["generate", "--family", "C1", "--creators", "3", "--topics", "2", "--float32", "--output", "game.json"], in: folder)
        #expect(outcome.status == 1 && outcome.errors.contains("--float32"))
        #expect(try folder.contents.isEmpty)
    }
}
