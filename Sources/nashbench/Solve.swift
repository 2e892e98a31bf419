import ArgumentParser
import NumericCore

struct Solve: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "solve",
        abstract: "Find the equilibrium of a game and certify it.",
        discussion: """
            Example:

              nashbench solve examples/three-creators.json
              nashbench solve game.json --output equilibrium.json
              nashbench solve game.json --json | jq .totals
              nashbench solve game.json --scale market.alpha=2 --against equilibrium.json
              nashbench solve game.json --method structured-newton --start equilibrium.json
              nashbench solve game.json --method projected-gradient --iteration-limit 20000
              nashbench solve inclusive.json --search all-sets

            Without --output the equilibrium is printed as a table by topic, or as JSON with --json. With --output \
            it is written to a file, efforts of large games beside it. --set and --scale change the game first (one \
            value each: a counterfactual); --against adds the change from an earlier equilibrium to the table; --start begins the search \
            at one. Topics that creators join (cost.coupling, cost.totalEffort, capacity) are solved together, by the \
            method that suits the game's structure and size unless --method names one; the result says which and why. \
            In an inclusive game creators also choose who uses GenAI: the equilibria found are listed, with who uses it in each and what \
            was searched and so proved. Exit status 2 where the solve ended without an equilibrium: the result is still written, with its status, the reason and the certificate.
            """)

    @Argument(help: "The game, a JSON file (nashbench/game/1).", completion: .file(extensions: ["json"]))
    var game: String

    @OptionGroup var changes: ChangeOptions

    @Option(help: ArgumentHelp("Show what changes from this equilibrium of the same creators and topics.", valueName: "file"))
    var against: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("Write the equilibrium to this file.", valueName: "file"))
    var output: String?

    @Option(help: ArgumentHelp("Begin at the efforts of this equilibrium of the same creators and topics.", valueName: "file"))
    var start: String?

    @Option(help: ArgumentHelp(
        "How to solve: auto (picks), \(Method.allCases.map(\.rawValue).joined(separator: ", ")).", valueName: "name"))
    var method: SolveMethod = .auto

    @Flag(help: "Write efforts as a NumPy file beside the output, whatever the size.")
    var npy = false

    @OptionGroup var adoption: AdoptionOptions
    @OptionGroup var solving: SolvingOptions
    @OptionGroup var printing: PrintingOptions

    func validate() throws {
        if npy, output == nil { throw ValidationError("--npy needs --output: the efforts are written beside it") }
    }

    func run() throws {
        try Interrupt.endAtOnce()
        var inputs = InputFiles([game] + [against, start].compactMap { $0 })
        if let output { try OutputPlace.check([output], inputs: inputs) }
        let clock = ContinuousClock()
        let started = clock.now
        let grid = try changes.grid()
        let contest = try grid.onlyContest(of: GameFile.read(game, inputs: &inputs))
        if contest.competition == .inclusive { return try runInclusive(contest, inputs: inputs, read: (clock.now - started) / .seconds(1)) }
        try adoption.checkUnused()
        let base = try against.map { try EquilibriumFile.read($0, of: contest, inputs: &inputs) }
        let earlier = try start.map { try EquilibriumFile.read($0, of: contest, inputs: &inputs) }
        if let output { try OutputPlace.check(EquilibriumFile.outputs(of: contest, to: output, npy: npy), inputs: inputs) }
        let read = clock.now - started

        let bar = ProgressBar(quiet: printing.quiet)
        defer { bar.erase() }
        var settings = solving.settings(progress: bar)
        settings.method = method.method
        let file = try output.map { try EquilibriumOutput(of: contest, to: $0, npy: npy) }
        var equilibrium = try NumericCore.solve(
            contest, settings: settings, startingFrom: earlier?.equilibrium, into: file?.efforts)
        equilibrium.seconds.read = read / .seconds(1)
        bar.erase()

        try Interrupt.checkBeforeWriting()
        try file?.write(equilibrium)
        if printing.json {
            try Console.print { EquilibriumFile.json(equilibrium, of: contest, pieces: $0) }
        } else if output == nil || base != nil {
            try Console.print(SolveReport(contest: contest, equilibrium: equilibrium, base: base).tables)
        }
        if !printing.quiet { Console.note(SolveReport(contest: contest, equilibrium: equilibrium).summary) }
        if equilibrium.status != .converged { throw ExitCode(2) }
    }
}

/// The solvers by name; `auto` lets the library pick.
enum SolveMethod: CaseIterable, ExpressibleByArgument {
    case auto
    case named(Method)

    static var allCases: [SolveMethod] { [.auto] + Method.allCases.map(named) }

    init?(argument: String) {
        if argument == "auto" { self = .auto } else if let method = Method(rawValue: argument) { self = .named(method) } else { return nil }
    }

    /// nil: the library picks.
    var method: Method? { if case .named(let method) = self { method } else { nil } }
    var defaultValueDescription: String { method?.rawValue ?? "auto" }
    static var allValueStrings: [String] { allCases.map(\.defaultValueDescription) }
}
