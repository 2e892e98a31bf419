import Foundation
import NumericCore
import Testing
@testable import nashbench

@Suite struct HelpTests {
    static let commands = Nashbench.configuration.subcommands.map { $0._commandName }

    @Test(arguments: commands) func everyCommandHelpsWithAWorkedExample(command: String) throws {
        let outcome = try Program.run([command, "--help"], in: TemporaryFolder())
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
        let example = try #require(outcome.output.components(separatedBy: "Example:").dropFirst().first)
        #expect(example.contains("nashbench \(command) "))
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
