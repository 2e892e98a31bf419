import Foundation
import Testing

#if os(Linux)
/// Control-C. The game comes through a named pipe that the test opens when it likes, so the interrupt arrives while the
/// program is at work, whatever the machine's speed.
@Suite struct InterruptTests {
    @Test(arguments: [["solve", "game.json", "--output", "result.json"], ["solve", "game.json"], ["verify", "game.json", "result.json"]])
    func nothingIsLeftBehind(arguments: [String]) throws {
        let folder = try TemporaryFolder()
        let running = try startReadingFromPipe(arguments, in: folder)
        kill(running.process.processIdentifier, SIGINT)
        let outcome = try running.finish()
        #expect(outcome.status == 130)
        #expect(running.process.terminationReason == .exit)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors == "nashbench: interrupted, nothing was written\n")
        #expect(try folder.contents == ["game.json"])
    }

    /// Wherever in a solve the interrupt falls, there is either no output or a whole one.
    @Test(arguments: [0, 5, 20, 60, 150]) func neverHalfAResult(milliseconds: UInt32) throws {
        let folder = try TemporaryFolder()
        let made = try Program.run(
            ["generate", "--family", "H2", "--creators", "1500", "--topics", "100", "--output", "game.json"], in: folder)
        try #require(made.status == 0)
        let inputs = try folder.contents
        let running = try Program.start(["solve", "game.json", "--output", "result.json"], in: folder)
        running.waitUntilItCatchesInterrupts()
        usleep(milliseconds * 1000)
        if running.process.isRunning { kill(running.process.processIdentifier, SIGINT) }
        let outcome = try running.finish()
        if outcome.status == 0 {
            #expect(try folder.contents == (inputs + ["result.efforts.npy", "result.json"]).sorted())
            #expect(try Program.run(["verify", "game.json", "result.json"], in: folder).status == 0)
        } else {
            #expect(outcome.status == 130)
            #expect(try folder.contents == inputs)
        }
    }

    /// A second in, a solve of prices so low that its certificate takes many is being certified.
    @Test func aCertificateIsInterrupted() throws {
        let folder = try TemporaryFolder()
        let made = try Program.run(
            ["generate", "--family", "E", "--creators", "40000", "--topics", "50", "--output", "game.json"], in: folder)
        try #require(made.status == 0)
        let inputs = try folder.contents
        let running = try Program.start(
            ["solve", "game.json", "--scale", "market.mu=1e-290", "--threads", "1", "--output", "result.json"], in: folder)
        running.waitUntilItCatchesInterrupts()
        sleep(1)
        kill(running.process.processIdentifier, SIGINT)
        let outcome = try running.finish()
        #expect(outcome.status == 130 && outcome.errors == "nashbench: interrupted, nothing was written\n")
        #expect(try folder.contents == inputs)
    }

    @Test func withoutAnInterruptTheSameSolveEnds() throws {
        let folder = try TemporaryFolder()
        let running = try startReadingFromPipe(["solve", "game.json", "--output", "result.json"], in: folder)
        try folder.write(Games.threeCreators, to: "game.json")
        #expect(try running.finish().status == 0)
        #expect(try folder.contents == ["game.json", "result.json"])
    }

    /// Starts the program on a named pipe and returns once it takes interrupts itself.
    private func startReadingFromPipe(_ arguments: [String], in folder: TemporaryFolder) throws -> Program.Running {
        try #require(mkfifo(folder.url.appending(path: "game.json").path, 0o600) == 0)
        let running = try Program.start(arguments, in: folder)
        running.waitUntilItCatchesInterrupts()
        return running
    }
}
#endif
