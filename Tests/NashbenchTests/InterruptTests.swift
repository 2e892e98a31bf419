import Foundation
import Testing

#if os(Linux)
/// Control-C during a solve. The game comes through a pipe that the test opens when it likes, so the interrupt arrives
/// while the program is at work, whatever the machine's speed.
@Suite struct InterruptTests {
    @Test(arguments: [["solve", "game.json", "--output", "result.json"], ["solve", "game.json"]])
    func aSolveLeavesNothingBehind(arguments: [String]) throws {
        let folder = try TemporaryFolder()
        let running = try startReadingFromPipe(arguments, in: folder)
        kill(running.process.processIdentifier, SIGINT)
        try folder.write(Games.threeCreators, to: "game.json")
        let outcome = try running.finish()
        #expect(outcome.status == 130)
        #expect(running.process.terminationReason == .exit)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains("interrupted"))
        #expect(try folder.contents == ["game.json"])
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
        while running.process.isRunning, !catchesInterrupts(running.process.processIdentifier) { usleep(1000) }
        return running
    }

    /// Whether the signals that the kernel says the process handles include SIGINT.
    private func catchesInterrupts(_ process: pid_t) -> Bool {
        guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("SigCgt:") }),
            let mask = UInt64(line.dropFirst(7).trimmingCharacters(in: .whitespaces), radix: 16)
        else { return false }
        return mask & 1 << UInt64(SIGINT - 1) != 0
    }
}
#endif
