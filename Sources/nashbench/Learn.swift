import ArgumentParser
import Learning
import NumericCore

struct Learn: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "learn",
        abstract: "Let a human and an AI assistant learn to prompt and to respond, and measure their regret.",
        discussion: """
            Example:

              nashbench learn prompting.json
              nashbench learn prompting.json --output regret.json --plot regret.svg
              nashbench learn prompting.json --replicas 1000 --horizon 1000000 --quiet --json
              nashbench learn --claims

            The file (nashbench/learning/1) holds mean rewards of both players by prompt and response, null where a \
            response does not exist, and how both learn:

              { "schema": "nashbench/learning/1", "human": [[10, 5, null], [null, null, 8]], "ai": [[9, 1, null], [null, null, 10]],
                "humanAlgorithm": { "name": "eetc", "first": { "coefficient": 0.397, "exponent": 0.667, "multiple": 2 },
                                    "second": { "coefficient": 0.397, "exponent": 0.667 } },
                "aiAlgorithm": { "name": "etc", "first": { "coefficient": 0.397, "exponent": 0.667 } },
                "horizons": [1000, 10000, 100000], "replicas": 64, "seed": 7, "noise": ["uniform", 1], "benchmark": "relaxed" }

            Humans: etc, ucb, regret-adjusted-ucb, eetc, explore-then-exp3. Assistants: etc, ucb, active-arm-elimination, \
            epsilon-greedy. Without algorithms only the benchmarks of the game are computed, exactly. Regret is of mean \
            rewards; growth is fitted where it is positive at several horizons. The published bounds stand beside it: they \
            are far from tight and predict nothing. Results are the same for any number of threads and every kernel target.

            --claims computes every benchmark and random number and plays every growth exponent that is stated with the model anew, and says whether each \
            lies where it must (10 to 20 seconds of one processor's work). Exit status 2 where the time limit came first (the result holds \
            the replicas that were finished) or a stated number was missed.
            """)

    @Argument(help: "The study, a JSON file (nashbench/learning/1).", completion: .file(extensions: ["json"]))
    var study: String?

    @Flag(help: "Compute all benchmarks, random numbers and growth exponents that are claimed of the model, in place of a file.")
    var claims = false

    @Option(name: .shortAndLong, help: ArgumentHelp("Write the result to this file.", valueName: "file"))
    var output: String?

    @Option(help: ArgumentHelp("Draw regret over the horizon to this file, .svg or .png (needs gnuplot).", valueName: "file"))
    var plot: String?

    @Option(
        name: .customLong("horizon"), parsing: .singleValue,
        help: ArgumentHelp("Rounds to play, in place of the file's; several where it is given several times.", valueName: "n"))
    var horizons: [Int] = []

    @Option(parsing: .unconditional, help: ArgumentHelp("Replicas to play, in place of the file's.", valueName: "n"))
    var replicas: Int?

    @Option(parsing: .unconditional, help: ArgumentHelp("Seed of the random numbers, in place of the file's.", valueName: "integer"))
    var seed: UInt64?

    @Option(parsing: .unconditional, help: ArgumentHelp("Threads to use (default: one for each core); the result is the same for every number.", valueName: "n"))
    var threads: Int?

    @Option(parsing: .unconditional, help: ArgumentHelp("Stop after this long, with the replicas that are finished by then.", valueName: "seconds"))
    var timeLimit: Double?

    @OptionGroup var printing: PrintingOptions

    func validate() throws {
        if claims {
            if study != nil { throw ValidationError("--claims takes no study") }
            if output != nil || plot != nil || !horizons.isEmpty || replicas != nil {
                throw ValidationError("--claims takes no study, and nothing that belongs to one but --seed, --threads and --time-limit")
            }
        } else if study == nil {
            throw ValidationError("a study is missing (or --claims)")
        }
    }

    func run() throws {
        try Interrupt.endAtOnce()
        let bar = ProgressBar(quiet: printing.quiet)
        defer { bar.erase() }
        var settings = PlaySettings()
        settings.threads = threads
        settings.timeLimit = timeLimit
        settings.progress = { bar.update(label: "learning", done: $0, total: $1, unit: "rounds and draws") }
        try named(nil) { () throws(FieldError) in try settings.validate() }
        guard let study else { return try tryClaims(settings, bar) }

        let inputs = InputFiles([study])
        try OutputPlace.check([output, plot].compactMap { $0 }, inputs: inputs)
        let format = try plot.map { try Gnuplot.Format(path: $0) }
        let gnuplot = try plot.map { _ in try Gnuplot() }
        let file = try LearningFile.read(study)
        let asked = try named(study) { () throws(FieldError) in try file.with(horizons: horizons, replicas: replicas, seed: seed) }
        if plot != nil, asked.simulations.isEmpty {
            throw FileError(file: study, field: "humanAlgorithm", expected: "algorithms, as their regret is to be drawn", found: "nothing")
        }
        let result = try asked.run(settings: settings)
        bar.erase()
        let picture = try format.map { try RegretPicture(result: result, file: Paths.name(of: study)).script($0) }

        try Interrupt.checkBeforeWriting()
        if let output { try LearningReport.write(result, to: output) }
        if let picture, let plot { try gnuplot?.draw(picture, to: plot) }
        let report = LearningReport(result: result)
        if printing.json {
            try Console.print { piece in LearningResultFile.write(result, pieces: piece) }
        } else if output == nil {
            try Console.print(report.table)
        }
        if !printing.quiet { Console.note(report.summary + [output, plot].compactMap { $0 }.map { " · wrote \($0)" }.joined()) }
        if result.end != .complete { throw ExitCode(2) }
    }

    /// What `body` says of a number, with the option that set it where one did.
    /// - Parameter file: where numbers come from that no option sets.
    private func named<Value>(_ file: String?, _ body: () throws(FieldError) -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            let option: String? = switch error.field {
            case "horizon": "--horizon"
            case "horizons": horizons.isEmpty ? nil : "--horizon"
            case "replicas": replicas == nil ? nil : "--replicas"
            case "timeLimit": "--time-limit"
            case "threads": "--threads"
            default: nil
            }
            if let option { throw ValidationError("\(option): expected \(error.expected), found \(error.found)") }
            if let file { throw FileError(file: file, error) }
            throw error
        }
    }

    private func tryClaims(_ settings: PlaySettings, _ bar: ProgressBar) throws {
        let rows = try PublishedGrowth.run(seed: seed ?? 7, settings: settings)
        bar.erase()
        try Interrupt.checkBeforeWriting()
        let (benchmarks, randoms) = (try BenchmarkNumbers.all(), try RandomNumbers.all())
        let numbers = benchmarks + randoms
        if printing.json {
            try Console.print(JSONText.of(numbers.map(ClaimRow.init) + rows.map(LearningReport.row)))
        } else {
            try Console.print(CheckedNumbersReport(numbers).table + "\n\n" + LearningReport.table(of: rows))
        }
        let missed = rows.count { !$0.holds } + numbers.count { !$0.holds }
        let isWhole = rows.count == PublishedGrowth.count
        if !printing.quiet {
            let count = isWhole ? "\(rows.count)" : "\(rows.count) of \(PublishedGrowth.count)"
            Console.note(
                "\(benchmarks.count) benchmarks, \(randoms.count) random numbers, \(count) exponents · \(numbers.count + rows.count - missed) hold, \(missed) do not")
        }
        if missed > 0 || !isWhole { throw ExitCode(2) }
    }
}
