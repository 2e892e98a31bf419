import ArgumentParser
import NumericCore

struct SensitivityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sensitivity",
        abstract: "Say how much an outcome moves per unit of each parameter of a game.",
        discussion: """
            Example:

              nashbench sensitivity examples/three-creators.json --outcome welfare
              nashbench sensitivity game.json equilibrium.json --outcome total:news --top 50
              nashbench sensitivity game.json --outcome genai-share --output sensitivity.json
              nashbench sensitivity game.json --outcome utility:ana --json | jq .gradient.market

            The derivative of the outcome with respect to every parameter, with the equilibrium's answer to the change \
            in it, and the elasticity: percent of the outcome per percent of the parameter. The game is solved \
            first where no equilibrium is given. The table has all parameters of the market and the costs and \
            limits that matter most; --json and --output give all of them. An entry of a similarity matrix moves \
            together with the equal one across the diagonal. Where an idle cell would just pay or a \
            capacity just binds the derivatives are one-sided, and a line says where. Exit status 2 where the solve \
            ended without an equilibrium: nothing is written then.
            """)

    @Argument(help: "The game, a JSON file (nashbench/game/1).", completion: .file(extensions: ["json"]))
    var game: String

    @Argument(help: "Its equilibrium, a JSON file (nashbench/equilibrium/1).", completion: .file(extensions: ["json"]))
    var equilibrium: String?

    @Option(help: ArgumentHelp(
        "What is to move: total-effort, total:TOPIC, welfare (all creators' utilities), utility:CREATOR, genai-share.",
        valueName: "outcome"))
    var outcome = "total-effort"

    @Option(parsing: .unconditional, help: ArgumentHelp("Costs and limits to list, the largest first.", valueName: "n"))
    var top = 20

    @OptionGroup var changes: ChangeOptions

    @Option(name: .shortAndLong, help: ArgumentHelp("Write all derivatives to this file (nashbench/sensitivity/1).", valueName: "file"))
    var output: String?

    @OptionGroup var solving: SolvingOptions
    @OptionGroup var printing: PrintingOptions

    func validate() throws {
        guard top >= 0 else { throw ValidationError("--top: expected a number >= 0, found \(top)") }
    }

    func run() throws {
        try Interrupt.endAtOnce()
        var inputs = InputFiles([game] + [equilibrium].compactMap { $0 })
        if let output { try OutputPlace.check([output], inputs: inputs) }
        let contest = try changes.grid().onlyContest(of: GameFile.read(game, inputs: &inputs))
        try contest.refuseInclusive(in: game, command: "sensitivity")
        let outcome = try Sensitivity.Outcome(argument: self.outcome, in: contest)
        if let output { try OutputPlace.check(SensitivityFile.outputs(of: contest, to: output), inputs: inputs) }
        let bar = ProgressBar(quiet: printing.quiet)
        defer { bar.erase() }
        let settings = solving.settings(progress: bar)
        try settings.validate()
        let sensitivity: Sensitivity
        if let equilibrium {
            let stored = try EquilibriumFile.read(equilibrium, of: contest, inputs: &inputs)
            sensitivity = try Sensitivity(
                efforts: stored.efforts, capacityPrices: stored.capacityPrices, in: contest, threads: settings.threads)
        } else {
            let solved = try NumericCore.solve(contest, settings: settings)
            guard solved.status == .converged else {
                bar.erase()
                Console.note(SolveReport(contest: contest, equilibrium: solved).summary)
                throw ExitCode(2)
            }
            sensitivity = try Sensitivity(of: solved, in: contest, threads: settings.threads)
        }
        let gradient = sensitivity.gradient(of: outcome)
        bar.erase()
        try Interrupt.checkBeforeWriting()
        if let output { try SensitivityFile.write(gradient, of: outcome, at: sensitivity, largest: top, to: output) }
        let report = SensitivityReport(outcome: outcome.name, sensitivity: sensitivity, gradient: gradient, top: top)
        if printing.json {
            try Console.print { SensitivityFile.json(gradient, of: outcome, at: sensitivity, largest: top, pieces: $0) }
        } else if output == nil {
            try Console.print(report.tables)
        }
        if !printing.quiet { Console.note(report.summary) }
    }
}

extension Sensitivity.Outcome {
    /// `total-effort`, `welfare`, `genai-share`, `total:TOPIC` or `utility:CREATOR`, by name or by number from 0.
    fileprivate init(argument: String, in contest: Contest) throws {
        let parts = argument.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        switch (parts[0], parts.count) {
        case ("total-effort", 1): self = .totalEffort
        case ("welfare", 1): self = .welfare
        case ("genai-share", 1): self = .genAIShare
        case ("total", 2): self = .total(topic: try Self.place(parts[1], contest.topicNames, contest.topics, "topic"))
        case ("utility", 2): self = .utility(creator: try Self.place(parts[1], contest.creatorNames, contest.creators, "creator"))
        default:
            throw ValidationError("--outcome: expected total-effort, total:TOPIC, welfare, utility:CREATOR or genai-share, found \"\(argument)\"")
        }
    }

    private static func place(_ word: String, _ names: [String]?, _ count: Int, _ what: String) throws -> Int {
        if let index = names?.firstIndex(of: word) { return index }
        if let index = Int(word), (0..<count).contains(index) { return index }
        throw ValidationError("--outcome: expected the name of a \(what) or a number in 0..<\(count), found \"\(word)\"")
    }
}

/// What `sensitivity` tells a person: the market's parameters, then the costs and limits that matter most.
private struct SensitivityReport {
    let outcome: String
    let sensitivity: Sensitivity
    let gradient: Sensitivity.Gradient
    let top: Int
    private static let marketLimit = 80

    var summary: String {
        let sides = sensitivity.kinks.prefix(3).map(\.description).joined(separator: ", ")
        let more = sensitivity.kinks.count > 3 ? " and \(sensitivity.kinks.count - 3) more" : ""
        let kinks = sensitivity.isDifferentiable ? "two-sided" : "one-sided at \(sides)\(more)"
        return "\(outcome) = \(Wording.amount(gradient.value)) · \(SolveReport.size(of: sensitivity.contest)) · derivatives \(kinks)"
    }

    var tables: String {
        let market = gradient.marketEntries(in: sensitivity.contest)
        let cut = TableCut(count: market.count, limit: Self.marketLimit) { abs(market[$0].elasticity) }
        var parts = [table(cut.shown.map { market[$0] })]
        if cut.hidden > 0 { parts[0] += "\nthe \(cut.shown.count) largest of \(Wording.count(market.count)); --json or --output gives all" }
        let costs = gradient.largestCostEntries(top, in: sensitivity.contest)
        if !costs.isEmpty { parts.append(table(costs)) }
        return ([title] + parts).joined(separator: "\n\n")
    }

    private var title: String {
        [sensitivity.contest.name, "\(outcome) \(Wording.amount(gradient.value))"].compactMap { $0 }.joined(separator: " · ")
    }

    private func table(_ entries: [SensitivityEntry]) -> String {
        var table = TextTable(header: ["parameter", "of", "value", "derivative", "elasticity"])
        for entry in entries {
            table.add([
                entry.field, owner(entry), Wording.amount(entry.value), Wording.amount(entry.derivative), Wording.amount(entry.elasticity),
            ])
        }
        return table.text
    }

    /// The creator's and the topic's name, where the game has names.
    private func owner(_ entry: SensitivityEntry) -> String {
        let contest = sensitivity.contest
        let creator = entry.creator.flatMap { contest.creatorNames?[$0] }
        let topic = entry.topic.flatMap { contest.topicNames?[$0] }
        return [creator, topic].compactMap { $0 }.joined(separator: ", ")
    }
}
