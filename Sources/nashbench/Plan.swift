import ArgumentParser
import NumericCore
import Planning

struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Plan when to create, when to pause and when to leave, while GenAI learns.",
        discussion: """
            Example:

              nashbench plan examples/planning/two-topics.json
              nashbench plan game.json --method greedy
              nashbench plan game.json --compare --time-limit 10
              nashbench plan game.json --output plan.json --trace
              nashbench plan game.json --plot plan.svg
              nashbench plan game.json --verify plan.json
              nashbench plan game.json --json | jq .runs

            The plan is played for real by code that shares nothing with the planner. The bound is an upper bound on what any \
            plan could pay, the ratio value / bound; optimal is said where it is proved. Where GenAI forgets nothing, the rate is \
            what a round is worth in the long run: 0 means that the human leaves for good.

            Exit status 0 with a plan; 2 where a time limit or control-C came first (the best plan and bound so far), or where \
            --verify does not confirm the file.
            """)

    @Argument(help: "The game, a JSON file (nashbench/planning/1).", completion: .file(extensions: ["json"]))
    var game: String

    @Option(help: ArgumentHelp(
        "How to plan: auto (picks), \(PlanMethod.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "name"))
    var method: PlanMethodName = .auto

    @Flag(help: "Run every method that applies, and show them in one table; the plan is the best of them.")
    var compare = false

    @Option(help: ArgumentHelp("Check a plan of this game in place of finding one.", valueName: "file"))
    var verify: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("Write the plan to this file (nashbench/plan/1).", valueName: "file"))
    var output: String?

    @Option(help: ArgumentHelp("Draw levels, payoffs and topics over time to this file, .svg or .png (needs gnuplot).", valueName: "file"))
    var plot: String?

    @Flag(help: "Write and show level and payoff of every round, however many there are.")
    var trace = false

    @OptionGroup var planning: PlanningOptions
    @OptionGroup var printing: PrintingOptions

    func validate() throws {
        if verify != nil, compare || output != nil || plot != nil || method.method != nil || trace {
            throw ValidationError("--verify finds no plan: it goes without --compare, --output, --plot, --method and --trace")
        }
        if compare, method.method != nil { throw ValidationError("--compare runs every method: it goes without --method") }
    }

    func run() throws {
        let inputs = InputFiles([game] + [verify].compactMap { $0 })
        try OutputPlace.check([output, plot].compactMap { $0 }, inputs: inputs)
        let canvas = try plot.map { (path: $0, format: try Gnuplot.Format(path: $0), program: try Gnuplot()) }
        let name = Paths.name(of: game)
        let game = try PlanningFile.read(game)
        if let verify { return try check(verify, of: game) }
        let bar = ProgressBar(quiet: printing.quiet)
        defer { bar.erase() }
        let settings = planning.settings(progress: bar)
        let results = try compare ? comparison(game, settings) : [makePlan(for: game, method: method.method, settings: settings)]
        bar.erase()
        guard var best = PlanReport.best(of: results) else { throw ExitCode(2) }
        if compare { best.methodReason = "the best of \(results.count) methods" }

        let compared = compare ? results : []
        if let output { try PlanFile.write(best, of: game, compared: compared, traced: trace ? true : nil, to: output) }
        if let canvas {
            let picture = PlanPicture(game: game, result: best, file: name)
            try canvas.program.draw(picture.script(canvas.format, title: nil), to: canvas.path)
        }
        let report = PlanReport(game: game, result: best, compared: compared, isTraced: trace)
        if printing.json {
            try Console.print { pieces in
                PlanFile.json(best, of: game, compared: compared, traced: trace ? true : nil, pieces: pieces)
            }
        } else if output == nil, plot == nil {
            try Console.print(report.tables)
        }
        let written = [output, plot].compactMap { $0 }
        if !printing.quiet { Console.note(report.summary + (written.isEmpty ? "" : " · wrote \(written.joined(separator: ", "))")) }
        if results.contains(where: { $0.status == .timeLimit || $0.status == .cancelled }) { throw ExitCode(2) }
    }

    /// Every method that applies, each with the whole time limit.
    private func comparison(_ game: PlanningGame, _ settings: PlanSettings) throws -> [PlanResult] {
        var results: [PlanResult] = []
        for method in PlanMethod.allCases where method.obstacle(in: game) == nil && !Interrupt.isRequested {
            results.append(try makePlan(for: game, method: method, settings: settings))
        }
        return results
    }

    private func check(_ path: String, of game: PlanningGame) throws {
        let stored = try PlanFile.read(path, of: game)
        let verdict = PlanVerdict(stored, of: game)
        var parts = ["\(verdict.isConfirmed ? "confirmed" : "not confirmed"): the plan pays \(Wording.amount(verdict.value))"]
        if !verdict.isConfirmed { parts.append("the file says \(Wording.amount(verdict.claimedValue))") }
        if let bound = verdict.bound, let ratio = verdict.ratio {
            parts.append("bound computed anew \(Wording.amount(bound)), ratio \(PlanReport.share(ratio))")
        }
        if [.optimal, .certified].contains(stored.status) {
            let word = stored.status.rawValue
            parts.append(verdict.isBoundProved ? "the file says \(word), and its bound is proved here" : "the file says \(word); its bound is the search's word and not proved here")
        }
        try Console.print(parts.joined(separator: " · "))
        if !verdict.isConfirmed { throw ExitCode(2) }
    }
}

/// The methods by name; `auto` lets the library pick.
enum PlanMethodName: CaseIterable, ExpressibleByArgument {
    case auto
    case named(PlanMethod)

    static var allCases: [PlanMethodName] { [.auto] + PlanMethod.allCases.map(named) }

    init?(argument: String) {
        if argument == "auto" { self = .auto } else if let method = PlanMethod(rawValue: argument) { self = .named(method) } else { return nil }
    }

    /// nil: the library picks.
    var method: PlanMethod? { if case .named(let method) = self { method } else { nil } }
    var defaultValueDescription: String { method?.rawValue ?? "auto" }
    static var allValueStrings: [String] { allCases.map(\.defaultValueDescription) }
}

/// What planning may be told on the command line; what is not given is the library's default.
struct PlanningOptions: ParsableArguments {
    @Option(parsing: .unconditional, help: ArgumentHelp("Stop after this long, with the best plan and bound so far; of --compare, each method.", valueName: "seconds"))
    var timeLimit: Double?

    @Option(parsing: .unconditional, help: ArgumentHelp("Threads to use (default: one for each core); the result is the same for every number.", valueName: "n"))
    var threads: Int?

    @Option(parsing: .unconditional, help: ArgumentHelp("Relative distance of value and bound that counts as none (default: 1e-9).", valueName: "number"))
    var tolerance: Double?

    @Option(parsing: .unconditional, help: ArgumentHelp("Buckets are split until the ratio is 1 less this (default: 5e-4).", valueName: "number"))
    var accuracy: Double?

    @Option(parsing: .unconditional, help: ArgumentHelp("Seed of uniform and ucb; nothing else is random.", valueName: "integer"))
    var seed: UInt64?

    @Option(parsing: .unconditional, help: ArgumentHelp("epsilon of the guarantee that chooses windows of optimize-then-pause (default: 0.5).", valueName: "number"))
    var epsilon: Double?

    @Option(parsing: .unconditional, help: ArgumentHelp("Active rounds of a cycle of optimize-then-pause (default: from epsilon).", valueName: "n"))
    var window: Int?

    @Option(parsing: .unconditional, help: ArgumentHelp("Pauses of a cycle (default: as many as active rounds).", valueName: "n"))
    var pause: Int?

    @Option(parsing: .unconditional, help: ArgumentHelp("States that beam keeps in a round (default: 200).", valueName: "n"))
    var labels: Int?

    @Option(parsing: .unconditional, help: ArgumentHelp("Rounds that rolling-horizon looks ahead (default: 3).", valueName: "n"))
    var horizon: Int?

    /// The library's settings, interruptible, with progress to a bar.
    func settings(progress bar: ProgressBar) -> PlanSettings {
        var settings = PlanSettings()
        settings.timeLimit = timeLimit
        settings.threads = threads
        if let tolerance { settings.tolerance = tolerance }
        if let accuracy { settings.accuracy = accuracy }
        if let seed { settings.seed = seed }
        if let epsilon { settings.epsilon = epsilon }
        settings.window = window
        settings.pause = pause
        if let labels { settings.labels = labels }
        if let horizon { settings.horizon = horizon }
        settings.progress = { bar.update(label: $0.stage, done: $0.done, total: $0.total, unit: "steps") }
        settings.isCancelled = { Interrupt.isRequested }
        return settings
    }
}
