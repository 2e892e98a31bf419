import ArgumentParser
import Foundation
import NumericCore

/// Options of every command that prints.
struct PrintingOptions: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Say nothing on standard error but errors.")
    var quiet = false

    @Flag(help: "Print JSON in place of tables.")
    var json = false
}

/// Options of every command that solves or certifies.
struct SolvingOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Threads to use (default: one for each core); the result is the same for every number.", valueName: "n"))
    var threads: Int?

    @Option(help: ArgumentHelp("Largest residual, relative to the price, that counts as converged (default: 1e-10).", valueName: "number"))
    var tolerance: Double?

    /// The library's settings, interruptible, with progress to a bar.
    func settings(progress bar: ProgressBar) -> Settings {
        var settings = Settings()
        if let tolerance { settings.tolerance = tolerance }
        settings.threads = threads
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
        let parts = argument.split(separator: ",", omittingEmptySubsequences: false).map { Double($0.trimmingCharacters(in: .whitespaces)) }
        let values = parts.compactMap { $0 }
        guard values.count == parts.count, let first = values.first else { return nil }
        self = values.count == 1 ? PerTopic(first) : PerTopic(values)
    }
}
