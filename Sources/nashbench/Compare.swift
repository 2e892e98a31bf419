import ArgumentParser
import Bench
import NumericCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compare two benchmark records: what got slower, what faster, by how much.",
        discussion: """
            Example:

              nashbench compare before.json after.json
              nashbench compare before.json after.json --thresholds benchmarks/thresholds.json --json

            Results of equal task, family, size, threads and kernel target are compared by the ratio of their medians, \
            after over before, with a 95% bootstrap interval. A change counts where the interval excludes 1 and the \
            ratio is beyond the noise of two runs. Exit status 3 means a regression: a ratio beyond what the \
            thresholds allow, or a result that was right and is wrong or failed now.
            """)

    @Argument(help: "The record of the run before.", completion: .file(extensions: ["json"]))
    var before: String

    @Argument(help: "The record of the run after.", completion: .file(extensions: ["json"]))
    var after: String

    @Option(
        help: ArgumentHelp(
            "Allowed ratios and the noise of two runs (default: \(Self.usualThresholds) where that is, else 1.25 and 5%).",
            valueName: "file"))
    var thresholds: String?

    @OptionGroup var printing: PrintingOptions

    static let usualThresholds = "benchmarks/thresholds.json"

    func run() throws {
        let first = try RecordFile.read(before)
        let second = try RecordFile.read(after)
        let comparison = RecordComparison(before: first, after: second, thresholds: try limits())
        if !printing.quiet {
            for difference in comparison.differences { Console.note("nashbench: warning: the runs differ in \(difference)") }
        }
        try Console.print(printing.json ? JSONText.of(ComparisonReport(comparison)) : ComparisonTable.text(comparison))
        if !comparison.regressions.isEmpty { throw ExitCode(3) }
    }

    private func limits() throws -> Thresholds {
        if let thresholds { return try Thresholds.read(thresholds) }
        return access(Self.usualThresholds, F_OK) == 0 ? try Thresholds.read(Self.usualThresholds) : Thresholds()
    }
}
