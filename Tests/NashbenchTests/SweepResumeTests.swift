import Foundation
import NumericCore
import Testing

/// A sweep's file across runs: it is gone on with, refused, or repaired, and a run that is ended in the middle loses
/// nothing that was finished.
@Suite struct SweepResumeTests {
    private let folder: TemporaryFolder
    private let small = ["sweep", "game.json", "--set", "market.alpha=0:1:0.1", "--output", "points.jsonl"]

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(Games.threeCreators, to: "game.json")
    }

    @Test func theSameCommandAgainChangesNothing() throws {
        #expect(try Program.run(small, in: folder).status == 0)
        let before = try folder.read("points.jsonl")
        let again = try Program.run(small, in: folder)
        #expect(again.status == 0)
        #expect(again.errors.hasPrefix("points.jsonl: 11 of 11 points already done\n"))
        #expect(try folder.read("points.jsonl") == before)
    }

    @Test(arguments: [1, 40, 4000]) func aTornLineIsDroppedAndDoneAgain(bytes: Int) throws {
        #expect(try Program.run(small, in: folder).status == 0)
        let whole = try folder.read("points.jsonl")
        try folder.write(String(whole.dropLast(bytes)), to: "points.jsonl")
        let again = try Program.run(small + ["--csv", "again.csv"], in: folder)
        #expect(again.status == 0)
        #expect(again.errors.contains("of 11 points already done"))
        #expect(try SweepText.withoutSeconds(folder.read("points.jsonl")) == SweepText.withoutSeconds(whole))
    }

    @Test(arguments: [
        (["--set", "market.alpha=0:1:0.1", "--scale", "market.mu=1,2"], "axes"), (["--set", "market.alpha=0:1:0.2"], "axes"),
        (["--scale", "market.alpha=0:1:0.1"], "axes"), (["--set", "market.alpha=0:1:0.1", "--tolerance", "1e-6"], "tolerance"),
    ])
    func theFileOfAnotherGridIsRefusedAndLeftAlone(options: [String], field: String) throws {
        #expect(try Program.run(small, in: folder).status == 0)
        let before = try folder.read("points.jsonl")
        try Program.run(["sweep", "game.json", "--output", "points.jsonl"] + options, in: folder).expectRefusal(naming: "points.jsonl", field)
        #expect(try folder.read("points.jsonl") == before)
    }

    /// Kernels of one arithmetic give the same bits and go on with each other's files; others would mix two results.
    @Test(arguments: KernelTarget.available, KernelTarget.available)
    func onlyKernelsOfTheSameArithmeticGoOn(first: KernelTarget, second: KernelTarget) throws {
        #expect(try Program.run(small, environment: ["NASHBENCH_KERNEL": first.name], in: folder).status == 0)
        let whole = try folder.read("points.jsonl")
        let started = whole.split(separator: "\n").prefix(4).map { $0 + "\n" }.joined()
        try folder.write(started, to: "points.jsonl")
        let outcome = try Program.run(small, environment: ["NASHBENCH_KERNEL": second.name], in: folder)
        if first.arithmetic == second.arithmetic {
            #expect(outcome.status == 0, "\(outcome.errors)")
            let targets = { SweepText.withoutSeconds($0).replacing("\"\(second.name)\"", with: "\"\(first.name)\"") }
            #expect(try targets(folder.read("points.jsonl")) == targets(whole))
        } else {
            outcome.expectRefusal(naming: "points.jsonl: kernels", "\(first.arithmetic) kernels", "\(second.arithmetic) kernels")
            #expect(try folder.read("points.jsonl") == started)
        }
    }

    @Test func theFileOfAnotherGameIsRefusedAndLeftAlone() throws {
        #expect(try Program.run(small, in: folder).status == 0)
        let before = try folder.read("points.jsonl")
        try folder.write(Games.threeCreators.replacing("[100, 40]", with: "[100, 41]"), to: "game.json")
        try Program.run(small, in: folder).expectRefusal(naming: "points.jsonl: game")
        #expect(try folder.read("points.jsonl") == before)
    }

    @Test func anythingElseIsRefusedAndLeftAlone() throws {
        #expect(try Program.run(small, in: folder).status == 0)
        let lines: [String] = try folder.read("points.jsonl").split(separator: "\n").map { $0 + "\n" }
        let header = lines[0]
        let first = lines[1]
        func changed(_ old: String, _ new: String) -> String { header + first.replacing(old, with: new) }
        let damaged: [(text: String, place: String)] = [
            ("notes\n", "line 1"), (Games.threeCreators + "\n", "line 1"), ("\n", "line 1"),
            (header + lines[2], "line 2: point"), (header + first + first, "line 3: point"),
            (changed("\"totals\":[", "\"totals\":[1,"), "line 2: totals"), (changed("\"converged\"", "\"done\""), "line 2: status"),
            (changed("\"iterations\"", "\"passes\""), "line 2: passes"), (changed("market.alpha", "market.beta"), "line 2: parameters"),
            (header + "{\"point\":0,\n", "line 2"), (lines.joined() + lines[11], "line 13: point"),
        ]
        for (text, place) in damaged {
            try folder.write(text, to: "points.jsonl")
            try Program.run(small, in: folder).expectRefusal(naming: "points.jsonl: \(place)")
            #expect(try folder.read("points.jsonl") == text)
        }
    }

    #if os(Linux)
    private let large = ["sweep", "large.json", "--set", "market.alpha=0:2:0.1", "--scale", "market.mu=1,2", "--output", "points.jsonl"]
    private let points = 42

    @Test func anInterruptedSweepKeepsItsPointsAndIsCompletedToTheSameBytes() throws {
        let whole = try wholeSweep()
        let running = try stoppedInTheMiddle(large + ["--csv", "table.csv"])
        kill(running.process.processIdentifier, SIGINT)
        kill(running.process.processIdentifier, SIGCONT)
        let outcome = try running.finish()
        #expect(outcome.status == 130)
        #expect(running.process.terminationReason == .exit)
        #expect(outcome.output.isEmpty)
        let kept = try SweepText.points(folder.read("points.jsonl")).count
        #expect((1..<points).contains(kept))
        #expect(outcome.errors == "nashbench: interrupted, points.jsonl keeps \(kept) of \(points) points; the same command does the rest\n")
        #expect(try !folder.contents.contains("table.csv"))
        #expect(try SweepText.withoutSeconds(whole).hasPrefix(SweepText.withoutSeconds(folder.read("points.jsonl"))))
        try expectCompletion(to: whole, keeping: kept)
    }

    @Test func aKilledSweepIsCompletedToTheSameBytes() throws {
        let whole = try wholeSweep()
        let running = try stoppedInTheMiddle(large)
        kill(running.process.processIdentifier, SIGKILL)
        let outcome = try running.finish()
        #expect(outcome.status == 128 + SIGKILL)
        let text = try folder.read("points.jsonl")
        let kept = text.count { $0 == "\n" } - 1
        #expect((1..<points).contains(kept))
        try expectCompletion(to: whole, keeping: kept)
    }

    @Test func aSecondRunOfTheSameFileIsRefused() throws {
        let whole = try wholeSweep()
        let running = try stoppedInTheMiddle(large)
        let before = try folder.read("points.jsonl")
        try Program.run(large, in: folder).expectRefusal(naming: "points.jsonl", "locked by another run")
        #expect(try folder.read("points.jsonl") == before)
        kill(running.process.processIdentifier, SIGCONT)
        #expect(try running.finish().status == 0)
        #expect(try SweepText.withoutSeconds(folder.read("points.jsonl")) == SweepText.withoutSeconds(whole))
    }

    private func expectCompletion(to whole: String, keeping kept: Int) throws {
        let finished = try folder.read("points.jsonl").split(separator: "\n").prefix(kept + 1)
        let resumed = try Program.run(large, in: folder)
        #expect(resumed.status == 0)
        #expect(resumed.errors.hasPrefix("points.jsonl: \(kept) of \(points) points already done\n"))
        let text = try folder.read("points.jsonl")
        #expect(text.split(separator: "\n").prefix(kept + 1) == finished)
        #expect(SweepText.withoutSeconds(text) == SweepText.withoutSeconds(whole))
    }

    /// The file of an uninterrupted run, which is not left in the folder.
    private func wholeSweep() throws -> String {
        let made = try Program.run(
            ["generate", "--family", "H2", "--creators", "150", "--topics", "20", "--output", "large.json"], in: folder)
        try #require(made.status == 0)
        try #require(Program.run(large, in: folder).status == 0)
        let whole = try folder.read("points.jsonl")
        try #require(SweepText.points(whole).count == points)
        try FileManager.default.removeItem(at: folder.url.appending(path: "points.jsonl"))
        return whole
    }

    /// A run held still (SIGSTOP) when some of its points are in the file and some are not. One that got away, on a
    /// machine that did not let the test look in time, is run again.
    private func stoppedInTheMiddle(_ arguments: [String]) throws -> Program.Running {
        let file = folder.url.appending(path: "points.jsonl")
        func lines() -> Int { (try? Data(contentsOf: file))?.count { $0 == UInt8(ascii: "\n") } ?? 0 }
        for _ in 0..<200 {
            let running = try Program.start(arguments, in: folder)
            while running.process.isRunning && lines() < 4 { usleep(500) }
            kill(running.process.processIdentifier, SIGSTOP)
            // Stopped or gone: the state says so before the file is believed.
            while running.process.isRunning && !isStopped(running.process.processIdentifier) { usleep(500) }
            if running.process.isRunning, (4..<points).contains(lines()) { return running }
            kill(running.process.processIdentifier, SIGKILL)
            running.process.waitUntilExit()
            for name in ["points.jsonl", "table.csv"] { try? FileManager.default.removeItem(at: folder.url.appending(path: name)) }
        }
        throw GotAway()
    }

    private struct GotAway: Error {}

    private func isStopped(_ process: pid_t) -> Bool {
        guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("State:") })
        else { return true }
        return line.contains("T (stopped)") || line.contains("Z (zombie)")
    }
    #endif
}
