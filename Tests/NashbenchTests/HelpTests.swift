import NumericCore
import Testing

@Suite struct HelpTests {
    static let commands = ["calibrate", "solve", "verify", "generate", "info"]

    @Test(arguments: commands) func everyCommandHelpsWithAWorkedExample(command: String) throws {
        let outcome = try Program.run([command, "--help"], in: TemporaryFolder())
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
        #expect(outcome.output.contains("Example:\n"))
        #expect(outcome.output.contains("\n  nashbench \(command)"))
    }

    @Test func theProgramListsItsCommands() throws {
        for arguments in [["--help"], []] {
            let outcome = try Program.run(arguments, in: TemporaryFolder())
            #expect(outcome.status == 0)
            for command in Self.commands { #expect(outcome.output.contains("\n  \(command) ")) }
        }
    }

    @Test func version() throws {
        let outcome = try Program.run(["--version"], in: TemporaryFolder())
        #expect(outcome.status == 0)
        #expect(outcome.output == Release.version + "\n")
    }
}
