import Learning
import NumericCore

/// What `learn` tells a person, and how its result goes to a file.
struct LearningReport {
    let result: LearningResult

    private var game: PromptingGame { result.study.game }

    /// `10 horizons x 64 replicas, 7,104,000 rounds · human's regret 2035 at T = 10,000 · grows with T^0.665 ...`
    var summary: String {
        guard let last = result.outcomes.last, let simulation = result.study.simulations.first else {
            return "benchmarks of \(title)" + (result.end == .complete ? "" : " · \(result.end.rawValue) before the relaxed ones")
        }
        let rounds = result.outcomes.reduce(0) { $0 + $1.horizon * $1.replicas }
        var parts = ["\(simulation.human.name.rawValue) and \(simulation.ai.name.rawValue): \(Wording.count(rounds, "round", "rounds"))"]
        if result.end != .complete {
            let reached = last.end == .complete ? "before growth was fitted" : "after \(Wording.count(last.replicas, "replica", "replicas")) of the last horizon"
            parts.append("\(result.end.rawValue) \(reached)")
        }
        for player in Player.allCases {
            guard let alpha = result.benchmark(of: player), last.replicas > 0 else { continue }
            var text = "\(Self.owner(player)) regret \(Self.amount(last.regret(of: player, against: alpha))) at T = \(Wording.count(last.horizon))"
            if let fit = result.growth(of: player) {
                text += ", grows as T^\(NumberText.fixed(fit.slope, places: 3)) [\(NumberText.fixed(fit.low, places: 3)), \(NumberText.fixed(fit.high, places: 3))]"
            }
            parts.append(text)
        }
        return parts.joined(separator: " · ")
    }

    /// The benchmarks, then a row a horizon.
    var table: String {
        var benchmarks = TextTable(header: ["benchmark", "human", "assistant", "prompt", "response"])
        for ties in StackelbergPlay.Ties.allCases {
            let play = result.benchmarks.stackelberg(ties: ties)
            benchmarks.add([
                "Stackelberg, ties \(ties == .strong ? "for" : "against") the human", Wording.amount(play.human), Wording.amount(play.ai), "\(play.prompt)", "\(play.response)",
            ])
        }
        if let relaxed = result.benchmarks.relaxed {
            benchmarks.add(["relaxed", Wording.amount(relaxed.human.value), Wording.amount(relaxed.ai.value), "", ""])
            benchmarks.add(["  attained at error", Wording.amount(relaxed.human.epsilon), Wording.amount(relaxed.ai.epsilon), "", ""])
        }
        guard let first = result.study.simulations.first else { return title + "\n\n" + benchmarks.text }
        var runs = TextTable(header: ["rounds", "replicas", "human's regret", "assistant's regret", "human's, realised", "published bound"])
        for (outcome, simulation) in zip(result.outcomes, result.study.simulations) {
            func regret(_ player: Player, realised: Bool = false) -> String {
                guard let alpha = result.benchmark(of: player), outcome.replicas > 0 else { return "" }
                return Self.amount(outcome.regret(of: player, against: alpha, realised: realised))
            }
            runs.add([
                Wording.count(outcome.horizon), Wording.count(outcome.replicas), regret(.human), regret(.ai), regret(.human, realised: true),
                Self.bound(of: simulation).map(Wording.amount) ?? "",
            ])
        }
        return "\(title) · human \(first.human.name.rawValue), assistant \(first.ai.name.rawValue)\n\n\(benchmarks.text)\n\n\(runs.text)"
    }

    private var title: String { "\(game.name ?? "a prompting game"), \(game.prompts) x \(game.responses)" }

    private static func owner(_ player: Player) -> String { player == .human ? "human's" : "assistant's" }

    /// The bound that is stated for the human's algorithm where interests are aligned; nil for others.
    private static func bound(of simulation: PromptingSimulation) -> Double? {
        switch simulation.human {
        case .exploreThenCommit(let pulls): simulation.bounds.exploreThenCommit(pulls: pulls.count(horizon: simulation.horizon))
        case .regretAdjustedUCB: simulation.bounds.regretAdjustedUCB
        case .ucb, .exploreTwiceThenCommit, .exploreThenExp3: nil
        }
    }

    /// `2035 ± 12`
    private static func amount(_ sample: SampleMean) -> String {
        let error = sample.standardError
        return Wording.amount(sample.mean) + (error.isNaN ? "" : " ± \(NumberText.general(error, digits: 2))")
    }

    /// Claimed and found exponents.
    static func table(of rows: [PublishedGrowth]) -> String {
        var table = TextTable(header: ["instance: human, assistant, benchmark", "replicas", "claimed", "found", "interval", "holds"])
        for row in rows {
            func text(_ value: Double?) -> String { value.map { NumberText.fixed($0, places: 3) } ?? "none" }
            table.add([
                row.name, "\(row.replicas)", text(row.stated), text(row.found?.slope), "[\(text(row.found?.low)), \(text(row.found?.high))]",
                row.holds ? "yes" : "NO",
            ])
        }
        return table.text
    }

    /// A claimed exponent and the one found.
    static func row(_ growth: PublishedGrowth) -> ClaimRow {
        var row = ClaimRow(
            subject: "growth", statement: growth.name, source: .specification, claimed: growth.stated, found: growth.found?.slope, holds: growth.holds)
        row.allowed = [growth.allowed.lowerBound, growth.allowed.upperBound]
        row.interval = growth.found.map { [JSONNumber($0.low), JSONNumber($0.high)] }
        row.replicas = growth.replicas
        return row
    }

    /// The result's JSON in the place of `path`, once it is whole.
    static func write(_ result: LearningResult, to path: String) throws {
        let files = OutputFiles()
        let file = try files.add(path)
        var failure: FileError?
        LearningResultFile.write(result) { piece in
            if failure == nil { do throws(FileError) { try file.write(piece) } catch { failure = error } }
        }
        if let failure { throw failure }
        try files.commit()
    }
}

extension CheckedNumber.Source {
    /// Growth is stated with the model, and nowhere else.
    fileprivate static let specification = CheckedNumber.Source(rawValue: "the model's specification")
}
