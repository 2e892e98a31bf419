import Foundation
import Testing

/// Bad input and usage: status 1, one line on standard error, nothing on standard output, nothing written.
@Suite struct UsageTests {
    struct Mistake: CustomTestStringConvertible, Sendable {
        let arguments: [String]
        let message: String
        var testDescription: String { arguments.joined(separator: " ") }
    }

    static let mistakes: [Mistake] = [
        Mistake(arguments: ["nothing"], message: "nothing"),
        Mistake(arguments: ["solve"], message: "game"),
        Mistake(arguments: ["solve", "--colour", "game.json"], message: "--colour"),
        Mistake(arguments: ["solve", "game.json", "another.json"], message: "another.json"),
        Mistake(arguments: ["solve", "game.json", "--method", "guess", "--output", "new.json"], message: "guess"),
        Mistake(arguments: ["solve", "game.json", "--npy"], message: "--output"),
        Mistake(arguments: ["solve", "game.json", "--threads", "0", "--output", "new.json"], message: "threads"),
        Mistake(arguments: ["solve", "game.json", "--threads", "two", "--output", "new.json"], message: "--threads"),
        Mistake(arguments: ["solve", "game.json", "--tolerance", "0", "--output", "new.json"], message: "tolerance"),
        Mistake(arguments: ["solve", "game.json", "--tolerance", "nan", "--output", "new.json"], message: "tolerance"),
        Mistake(arguments: ["solve", "game.json", "--time-limit=-1", "--output", "new.json"], message: "timeLimit"),
        Mistake(arguments: ["solve", "game.json", "--time-limit", "-1", "--output", "new.json"], message: "timeLimit: expected seconds > 0, found -1"),
        Mistake(arguments: ["solve", "game.json", "--tolerance", "-1", "--output", "new.json"], message: "tolerance: expected a number in (0, 1), found -1"),
        Mistake(arguments: ["solve", "game.json", "--iteration-limit", "0", "--output", "new.json"], message: "iterationLimit: expected at least 1, found 0"),
        Mistake(arguments: ["solve", "game.json", "--iteration-limit", "ten", "--output", "new.json"], message: "--iteration-limit"),
        Mistake(arguments: ["sweep", "game.json", "--set", "market.alpha=1", "--iteration-limit", "-1", "--output", "new.jsonl"], message: "iterationLimit: expected at least 1, found -1"),
        Mistake(arguments: ["solve", "game.json", "--threads", "-1", "--output", "new.json"], message: "threads: expected 1 to 4096, found -1"),
        Mistake(arguments: ["solve", "game.json", "--seed", "-1", "--output", "new.json"], message: "'-1'"),
        Mistake(arguments: ["bench"], message: "suite"),
        Mistake(arguments: ["bench", "nonsense"], message: "nonsense"),
        Mistake(arguments: ["bench", "missing.json"], message: "missing.json"),
        Mistake(arguments: ["bench", "game.json", "--output", "new.json"], message: "schema: expected \"nashbench/suite/1\""),
        Mistake(arguments: ["bench", "quick", "--creators", "0"], message: "--creators"),
        Mistake(arguments: ["bench", "quick", "--topics", "-1"], message: "--topics"),
        Mistake(arguments: ["bench", "quick", "--threads", "0"], message: "--threads"),
        Mistake(arguments: ["bench", "quick", "--budget", "0"], message: "--budget"),
        Mistake(arguments: ["bench", "quick", "--precision", "1"], message: "--precision"),
        Mistake(arguments: ["solve", "missing.json", "--output", "new.json"], message: "missing.json"),
        Mistake(arguments: ["solve", "bad.json", "--output", "new.json"], message: "market.mu"),
        Mistake(arguments: ["solve", "broken.json", "--output", "new.json"], message: "broken.json"),
        Mistake(arguments: ["solve", "folder", "--output", "new.json"], message: "folder"),
        Mistake(arguments: ["solve", "game.json", "--output", "folder"], message: "folder"),
        Mistake(arguments: ["solve", "game.json", "--output", "nowhere/new.json"], message: "nowhere"),
        Mistake(arguments: ["solve", "game.json", "--output", "game.json"], message: "other than the input"),
        Mistake(arguments: ["solve", "game.json", "--output", "folder/../game.json"], message: "other than the input"),
        Mistake(arguments: ["verify", "game.json"], message: "equilibrium"),
        Mistake(arguments: ["verify", "game.json", "missing.json"], message: "missing.json"),
        Mistake(arguments: ["verify", "game.json", "game.json"], message: "schema"),
        Mistake(arguments: ["generate", "--family", "Z", "--creators", "2", "--topics", "2", "--output", "new.json"], message: "Z"),
        Mistake(arguments: ["generate", "--family", "E", "--creators", "0", "--topics", "2", "--output", "new.json"], message: "--creators"),
        Mistake(arguments: ["generate", "--family", "E", "--creators", "2", "--topics", "-1", "--output", "new.json"], message: "--topics"),
        Mistake(arguments: ["generate", "--family", "E", "--creators", "2", "--topics", "2", "--seed", "-1", "--output", "new.json"], message: "--seed"),
        Mistake(
            arguments: ["generate", "--family", "E", "--creators", "4611686018427387904", "--topics", "4", "--output", "new.json"],
            message: "--creators times --topics"),
        Mistake(
            arguments: ["generate", "--family", "E", "--creators", "3000000000", "--topics", "1000000000", "--output", "new.json"],
            message: "creators"),
        Mistake(arguments: ["info", "extra"], message: "extra"),
    ]

    @Test(arguments: mistakes) func statusOneAndOneLine(mistake: Mistake) throws {
        let folder = try TemporaryFolder()
        try folder.write(Games.threeCreators, to: "game.json")
        try folder.write(Games.threeCreators.replacing("[100, 40]", with: "[100, -40]"), to: "bad.json")
        try folder.write(String(Games.threeCreators.prefix(100)), to: "broken.json")
        try FileManager.default.createDirectory(at: folder.url.appending(path: "folder"), withIntermediateDirectories: false)
        let before = try folder.contents

        let outcome = try Program.run(mistake.arguments, in: folder)

        #expect(outcome.status == 1)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.errors.hasPrefix("nashbench: error: "))
        #expect(outcome.errors.contains(mistake.message))
        #expect(try folder.contents == before)
        #expect(try folder.read("game.json") == Games.threeCreators)
    }

    @Test func anOutputThatFailsLeavesTheOldFileAsItWas() throws {
        let folder = try TemporaryFolder()
        try folder.write(Games.threeCreators.replacing("1.5", with: "0.5"), to: "game.json")
        try folder.write("old", to: "result.json")
        let outcome = try Program.run(["solve", "game.json", "--output", "result.json"], in: folder)
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("cost.exponents"))
        #expect(try folder.read("result.json") == "old")
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"))) func aFullDiskBehindStandardOutputIsAnError() throws {
        let folder = try TemporaryFolder()
        try folder.write(Games.threeCreators, to: "game.json")
        let shell = try Program.start(
            ["-c", "'\(Program.executable.path)' solve game.json > /dev/full"], in: folder, executable: URL(filePath: "/bin/sh"))
        let outcome = try shell.finish()
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("standard output"))
    }
}
