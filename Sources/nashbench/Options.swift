import ArgumentParser
import NumericCore

/// The option of every command that says what it did.
struct QuietOption: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Say nothing on standard error but errors.")
    var quiet = false
}

/// Options of every command that prints, or that writes a file and can describe it.
struct PrintingOptions: ParsableArguments {
    @OptionGroup var messages: QuietOption

    @Flag(help: "Print JSON on standard output, in place of tables where there are any.")
    var json = false

    var quiet: Bool { messages.quiet }
}

/// Options of every command that solves or certifies. Numbers are taken as they come, so that a negative one is refused
/// for what it is.
struct SolvingOptions: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Threads to use (default: one for each core); the result is the same for every number.", valueName: "n"))
    var threads: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Largest residual, relative to the price, that counts as converged (default: 1e-10).", valueName: "number"))
    var tolerance: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Stop after this long: a solve (its certificate included), and each point of a sweep, with what there is by then; verify without a verdict.",
            valueName: "seconds"))
    var timeLimit: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Most steps of a solve (passes over a topic's cells where topics are solved one by one; default: 200). projected-gradient may need thousands; verify solves nothing, and searches of inclusive games take no limit.",
            valueName: "n"))
    var iterationLimit: Int?

    @Option(parsing: .unconditional, help: ArgumentHelp("Seed of the random starts of best responses in inclusive games; nothing else is random.", valueName: "integer"))
    var seed: UInt64?

    /// The library's settings, interruptible, with progress to a bar.
    func settings(progress bar: ProgressBar) -> Settings {
        var settings = Settings()
        if let tolerance { settings.tolerance = tolerance }
        settings.threads = threads
        settings.timeLimit = timeLimit
        if let iterationLimit { settings.iterationLimit = iterationLimit }
        settings.progress = { bar.update($0) }
        settings.isCancelled = { Interrupt.isRequested }
        return settings
    }
}

/// Changes made to the game that was read: one value each for a single game, several for a sweep.
struct ChangeOptions: ParsableArguments {
    @Option(
        name: .customLong("set"), parsing: .singleValue,
        help: ArgumentHelp("Replace a number of the game, for instance market.alpha=1.", valueName: "field=values"))
    var replaced: [String] = []

    @Option(
        name: .customLong("scale"), parsing: .singleValue,
        help: ArgumentHelp("Multiply a number of the game, for instance market.alpha=2.", valueName: "field=factors"))
    var scaled: [String] = []

    var isEmpty: Bool { replaced.isEmpty && scaled.isEmpty }

    func grid() throws(ParameterError) -> ParameterGrid { try ParameterGrid(set: replaced, scale: scaled) }
}

/// One number for all topics, or several separated by commas, one for each topic.
extension PerTopic: ExpressibleByArgument {
    public init?(argument: String) {
        let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map { Double($0.trimmed) }
        let values = parts.compactMap { $0 }
        guard values.count == parts.count, let first = values.first else { return nil }
        self = values.count == 1 ? PerTopic(first) : PerTopic(values)
    }
}
