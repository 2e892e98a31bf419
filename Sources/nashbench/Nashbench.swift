import ArgumentParser
import NumericCore

/// The root of the command line: lists the subcommands and turns whatever ends one into an exit status.
///
/// Each subcommand states its name: the argument parser's way of making one from the type takes a fifth of a short run.
@main
struct Nashbench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nashbench",
        abstract: "Nash equilibria of content creation contests with GenAI.",
        discussion: """
            From a table of observed output to an equilibrium with a certificate:

              nashbench calibrate --observed output.csv --attention attention.csv \\
                --alpha 0.5 --beta 0.3 --gamma 0.8 --exponent 1.5 --output game.json
              nashbench solve game.json --output equilibrium.json
              nashbench verify game.json equilibrium.json

            Exit status: 0 done and converged, 1 bad input or usage (nothing is written), 2 finished otherwise \
            (the result says why), 3 a comparison that found a regression, 130 interrupted. Results go to standard \
            output, messages and progress to standard error.
            """,
        version: Release.version,
        subcommands: [
            Calibrate.self,
            Solve.self,
            Verify.self,
            Sweep.self,
            SensitivityCommand.self,
            Simulate.self,
            OpennessCommand.self,
            PlanCommand.self,
            AgentsCommand.self,
            Compensate.self,
            Learn.self,
            Plot.self,
            Report.self,
            Compare.self,
            Persuade.self,
            PublishedClaimsCommand.self,
            Generate.self,
            Bench.self,
            Info.self,
        ])

    static func main() {
        Interrupt.install()
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            end(with: error)
        }
    }

    /// One line on standard error for whatever went wrong; the argument parser's own status 64 becomes 1.
    private static func end(with error: any Error) -> Never {
        if let code = error as? ExitCode { exit(withError: code) }
        switch exitCode(for: error) {
        case .success: // help, the version, a completion script
            exit(withError: error)
        case .validationFailure:
            Console.error(Console.oneLine(message(for: error)) + " (see '\(helpCommand)')")
        default:
            Console.error("\(error)")
        }
        exit(withError: ExitCode.failure)
    }

    /// The help of the subcommand that was asked for, of the program where there is none.
    private static var helpCommand: String {
        let names = configuration.subcommands.map { $0._commandName }
        let asked = CommandLine.arguments.dropFirst().first.flatMap { names.contains($0) ? $0 + " " : nil }
        return "nashbench \(asked ?? "")--help"
    }
}
