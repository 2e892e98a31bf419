import ArgumentParser
import NumericCore

struct Simulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Let creators learn, and see whether they come to the equilibrium.",
        discussion: """
            Example:

              nashbench simulate game.json --dynamics mirror-euclidean
              nashbench simulate game.json --dynamics mirror-entropic --feedback bandit --steps 100000 --output trajectory.jsonl
              nashbench simulate game.json --dynamics best-response --rule damped --schedule power:0.5:0.6
              nashbench plot trajectory.jsonl --output trajectory.svg

            Dynamics: mirror-euclidean and mirror-entropic (mirror descent along marginal payoffs), gradient (gradient play \
            with lazy projection), best-response. With --feedback bandit creators of mirror descent see only what they were \
            paid. Schedules of step sizes: constant:g, power:g:p (g/t^p), adaptive:g; without --schedule what suits the \
            dynamics. Distances are measured from the equilibrium of --equilibrium, or from that which solve finds.

            --output is JSON Lines: a header, then one line a record, at steps spaced evenly in the logarithm. Exit status \
            0 where the dynamics settled or made all steps; 2 where they cycle, were cut short by the time limit, or the \
            game has no equilibrium to compare with.
            """)

    @Argument(help: "The game, a JSON file (nashbench/game/1).", completion: .file(extensions: ["json"]))
    var game: String

    @OptionGroup var learning: DynamicsOptions

    @Option(parsing: .unconditional, help: ArgumentHelp("The most steps to make.", valueName: "n"))
    var steps: Int = 10_000

    @Option(parsing: .unconditional, help: ArgumentHelp("Seed of the random numbers of bandit feedback.", valueName: "integer"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Measure distances from this equilibrium of the game.", valueName: "file"))
    var equilibrium: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("Write the trajectory to this file.", valueName: "file"))
    var output: String?

    @Option(parsing: .unconditional, help: ArgumentHelp("Threads to use (default: one for each core); the result is the same for every number.", valueName: "n"))
    var threads: Int?

    @Option(parsing: .unconditional, help: ArgumentHelp("Stop after this long, with what there is by then.", valueName: "seconds"))
    var timeLimit: Double?

    @OptionGroup var printing: PrintingOptions

    func validate() throws { _ = try learning.dynamics }

    func run() throws {
        try Interrupt.endAtOnce()
        var inputs = InputFiles([game] + (equilibrium.map { [$0] } ?? []))
        if let output { try OutputPlace.check([output], inputs: inputs) }
        let contest = try GameFile.read(game, inputs: &inputs)
        try contest.refuseInclusive(in: game, command: "simulate")
        let stored = try equilibrium.map { try EquilibriumFile.read($0, of: contest, inputs: &inputs) }
        if let output { try OutputPlace.check([output], inputs: inputs) }

        let bar = ProgressBar(quiet: printing.quiet)
        defer { bar.erase() }
        var settings = SimulationSettings()
        settings.steps = steps
        settings.schedule = learning.schedule
        settings.seed = seed
        settings.threads = threads
        settings.timeLimit = timeLimit
        settings.progress = { bar.update(label: "simulating", done: $0, total: $1, unit: "steps") }
        try settings.validate()
        let goal = try stored.map { Goal(efforts: $0.efforts, status: $0.status) } ?? solved(contest, settings, bar)
        let trajectory = try NumericCore.simulate(
            contest, dynamics: learning.dynamics, settings: settings, equilibrium: goal.efforts)
        bar.erase()

        try Interrupt.checkBeforeWriting()
        let record = StoredTrajectory(trajectory, of: contest, seed: seed)
        if let output { try record.write(to: output) }
        let report = SimulationReport(trajectory: record, goal: goal.status)
        if printing.json {
            try Console.print { $0(String(record.text.dropLast())) }
        } else if output == nil {
            try Console.print(report.table)
        }
        if !printing.quiet { Console.note(report.summary + (output.map { " · wrote \($0)" } ?? "")) }
        if !report.isDone { throw ExitCode(2) }
    }

    /// What distances are measured from, and how its solve ended; no efforts where there is no equilibrium.
    private struct Goal {
        let efforts: EffortProfile?
        let status: Status
    }

    private func solved(_ contest: Contest, _ simulation: SimulationSettings, _ bar: ProgressBar) throws -> Goal {
        var settings = Settings()
        settings.threads = simulation.threads
        settings.timeLimit = simulation.timeLimit
        settings.progress = { bar.update($0) }
        let found = try solve(contest, settings: settings)
        // A solve that ran into rounding is still a place to measure from, and the note says what it is.
        let isPlace = [.converged, .almostConverged, .stalled].contains(found.status)
        return Goal(efforts: isPlace ? found.efforts : nil, status: found.status)
    }
}

/// Which dynamics, from options that must fit together.
struct DynamicsOptions: ParsableArguments {
    enum Name: String, CaseIterable, ExpressibleByArgument {
        case mirrorEuclidean = "mirror-euclidean"
        case mirrorEntropic = "mirror-entropic"
        case gradient
        case bestResponse = "best-response"
    }
    enum FeedbackName: String, CaseIterable, ExpressibleByArgument { case exact, bandit }

    @Option(name: .customLong("dynamics"), help: "How creators change their efforts.")
    var name: Name = .mirrorEuclidean

    @Option(help: "What creators see: their marginal payoffs, or only what they were paid (mirror descent).")
    var feedback: FeedbackName = .exact

    @Option(help: "Of bandit feedback, what is made of payoffs: as they are, or what has changed since the step before.")
    var estimate: BanditFeedback.Estimate?

    @Option(help: "Of best responses, who replies when.")
    var rule: LearningDynamics.Rule?

    @Option(help: ArgumentHelp("Step sizes: constant:g, power:g:p or adaptive:g.", valueName: "schedule"))
    var schedule: StepSchedule?

    /// - Throws: a usage error that names the option that does not fit.
    var dynamics: LearningDynamics {
        get throws {
            if rule != nil, name != .bestResponse { throw ValidationError("--rule is of --dynamics best-response") }
            if estimate != nil, feedback != .bandit { throw ValidationError("--estimate is of --feedback bandit") }
            var bandit = BanditFeedback()
            if let estimate { bandit = BanditFeedback(estimate: estimate) }
            let seen: LearningDynamics.Feedback = feedback == .bandit ? .bandit(bandit) : .exact
            switch name {
            case .mirrorEuclidean: return .mirrorDescent(.euclidean, seen)
            case .mirrorEntropic: return .mirrorDescent(.entropic, seen)
            case .gradient, .bestResponse:
                if feedback == .bandit { throw ValidationError("--feedback bandit is of mirror-euclidean and mirror-entropic") }
                return name == .gradient ? .gradientPlay : .bestResponse(rule ?? .sequential)
            }
        }
    }
}

extension BanditFeedback.Estimate: ExpressibleByArgument {}
extension LearningDynamics.Rule: ExpressibleByArgument {}

extension StepSchedule: ExpressibleByArgument {
    public init?(argument: String) { self.init(word: argument) }
}
