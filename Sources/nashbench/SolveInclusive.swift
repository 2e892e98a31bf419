import ArgumentParser
import NumericCore

/// Options of how adoption of GenAI is searched, in inclusive games.
struct AdoptionOptions: ParsableArguments {
    @Option(help: ArgumentHelp(
        "Inclusive games: which sets of GenAI users to search: \(AdoptionSearch.allCases.map(\.rawValue).joined(separator: ", ")) (default: automatic).",
        valueName: "name"))
    var search: AdoptionSearch?

    @Option(
        name: .customLong("list"), parsing: .unconditional,
        help: ArgumentHelp("Inclusive games: most equilibria to list; the others are counted (default: 1000).", valueName: "n"))
    var listed: Int?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Inclusive games: starts of best responses (default: 12).", valueName: "n"))
    var starts: Int?

    /// - Throws: a usage error for an option that was given though the game is not inclusive.
    func checkUnused() throws {
        for (name, isGiven) in [("--search", search != nil), ("--list", listed != nil), ("--starts", starts != nil)] where isGiven {
            throw ValidationError("\(name) is of inclusive games, and the competition of this one is not")
        }
    }

    func settings(_ solver: Settings, seed: UInt64?) -> InclusiveSettings {
        var settings = InclusiveSettings()
        settings.solver = solver
        if let search { settings.search = search }
        if let listed { settings.equilibriumLimit = listed }
        if let starts { settings.starts = starts }
        if let seed { settings.seed = seed }
        return settings
    }
}

extension AdoptionSearch: ExpressibleByArgument {}

extension SolvingOptions {
    /// - Throws: a usage error where steps are limited though who uses GenAI is searched.
    func checkUnlimitedSteps() throws {
        guard iterationLimit != nil else { return }
        throw ValidationError("--iteration-limit is not of searches of who uses GenAI, which solve every contest to its end; --time-limit stops them")
    }
}

extension Contest {
    /// - Throws: the one error of every command that takes no inclusive games.
    func refuseInclusive(in file: String, command: String) throws(FileError) {
        guard competition == .inclusive else { return }
        throw FileError(
            file: file, field: "competition", expected: "human-only or exclusive (\(command) takes no inclusive games; solve and verify do)",
            found: "inclusive")
    }
}

extension Solve {
    /// Lists the equilibria of an inclusive game, and what was searched.
    func runInclusive(_ contest: Contest, inputs: InputFiles, read: Double) throws {
        for (option, isGiven) in [("--against", against != nil), ("--start", start != nil), ("--method", method.method != nil)] where isGiven {
            throw ValidationError("\(option) is not of inclusive games, which can have several equilibria; see --search")
        }
        try solving.checkUnlimitedSteps()
        let bar = ProgressBar(quiet: printing.quiet)
        defer { bar.erase() }
        let settings = adoption.settings(solving.settings(progress: bar), seed: solving.seed)
        var result = try solveInclusive(contest, settings: settings)
        result.seconds.read = read
        bar.erase()

        if let output { try OutputPlace.check(AdoptionFile.outputs(result, of: contest, to: output, npy: npy), inputs: inputs) }
        try Interrupt.checkBeforeWriting()
        if let output { try AdoptionFile.write(result, of: contest, to: output, npy: npy) }
        let report = AdoptionReport(contest: contest, result: result)
        if printing.json {
            try Console.print { AdoptionFile.json(result, of: contest, pieces: $0) }
        } else if output == nil {
            try Console.print(report.text)
        }
        if !printing.quiet { Console.note(report.summary) }
        if result.status != .converged { throw ExitCode(2) }
    }
}
