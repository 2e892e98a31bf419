import NumericCore
import Planning

/// What `plan` tells a person: one line, and tables of the plan's runs or of the methods compared.
struct PlanReport {
    let game: PlanningGame
    let result: PlanResult
    let compared: [PlanResult]
    let isTraced: Bool
    private static let rowLimit = 30

    /// The one with the largest value; of equals the one that is proved, then the first.
    static func best(of results: [PlanResult]) -> PlanResult? {
        results.enumerated().max {
            ($0.element.value, $0.element.status == .optimal ? 1 : 0, -$0.offset) < ($1.element.value, $1.element.status == .optimal ? 1 : 0, -$1.offset)
        }?.element
    }

    /// `optimal by budgeted-graph in 1.2 ms · value 5.14046 · bound 5.14046, ratio 1 · 3 topics, 7 rounds, 7 of work · ...`
    var summary: String {
        var parts = ["\(result.status.rawValue) by \(result.method.rawValue) in \(Wording.duration(result.seconds))"]
        parts.append("value \(Wording.amount(result.value))")
        if let bound = result.bound, let ratio = result.ratio { parts.append("bound \(Wording.amount(bound)), ratio \(Self.share(ratio))") }
        parts.append("\(size), \(Wording.count(result.plan.plays)) of work")
        if let guarantee = result.guarantee {
            parts.append(
                "guaranteed \(Self.share(guarantee.factor)) of the optimum by windows of \(guarantee.window) and pauses of \(guarantee.pause)")
        }
        if let longRun { parts.append(longRun) }
        return parts.joined(separator: " · ")
    }

    private var size: String {
        "\(Wording.count(game.topics, "topic", "topics")), \(Wording.count(game.rounds, "round", "rounds"))"
    }

    /// Whether the human leaves, and after how much work.
    private var longRun: String? {
        guard let longRun = result.longRun else { return nil }
        if longRun.rate > 0 { return "in the long run \(Wording.amount(longRun.rate)) a round: no need to leave" }
        let last = result.plan.lastPlay
        let here = last == 0 ? "never works" : "last works in round \(Wording.count(last))"
        guard let most = longRun.lastPlays else { return "\(here), and earns less and less in the long run" }
        return "\(here); leaves for good after \(Wording.count(most, "round", "rounds")) of work at most"
    }

    /// A ratio as `0.9731`, 1 only where it is 1.
    static func share(_ ratio: Double) -> String {
        ratio == 1 ? "1" : NumberText.fixed(min(ratio, 0.999999), places: 6)
    }

    var tables: String {
        let title = [game.name, result.status.rawValue].compactMap { $0 }.joined(separator: " · ")
        let head = "\(title)\nplanned by \(result.method.rawValue) (\(result.methodReason))"
        return [head, compared.isEmpty ? nil : comparison, isTraced ? rounds : runs].compactMap { $0 }.joined(separator: "\n\n")
    }

    /// Methods by value, the best first.
    private var comparison: String {
        let least = compared.compactMap(\.bound).min()
        var table = TextTable(header: ["method", "status", "value", "of least bound", "own bound", "work", "time"])
        for other in compared.sorted(by: { $0.value > $1.value }) {
            table.add([
                other.method.rawValue, other.status.rawValue, Wording.amount(other.value),
                least.map { other.value >= $0 ? "1" : $0 > 0 && other.value >= 0 ? Self.share(other.value / $0) : "-" } ?? "-", other.bound.map(Wording.amount) ?? "-",
                Wording.count(other.plan.plays), Wording.duration(other.seconds),
            ])
        }
        return table.text
    }

    /// The plan's runs; where there are many, the first of them.
    private var runs: String {
        var table = TextTable(header: ["rounds", "topic", "level", "payoff a round"])
        // Levels move within a run: what the first and the last round of it see.
        let stretches = PlanSimulation.rows(result, in: game)
        var shown = 0
        for row in stretches {
            if shown == Self.rowLimit { break }
            shown += 1
            table.add([
                row.first == row.last ? Wording.count(row.first) : "\(Wording.count(row.first)) to \(Wording.count(row.last))",
                row.topic == Plan.optOut ? "opt out" : "\(row.topic)", Self.range(row.levels), row.topic == Plan.optOut ? "0" : Self.range(row.payoffs),
            ])
        }
        let rest = stretches.count - shown
        return table.text + (rest > 0 ? "\nthe first \(shown) of \(Wording.count(stretches.count, "run", "runs")); --output gives all" : "")
    }

    private static func range(_ values: (first: Double, last: Double)) -> String {
        values.first == values.last ? Wording.amount(values.first) : "\(Wording.amount(values.first)) to \(Wording.amount(values.last))"
    }

    /// Every round.
    private var rounds: String {
        var table = TextTable(header: ["round", "topic", "level", "payoff", "GenAI"])
        var round = 0
        for stretch in PlanSimulation(of: result.plan, in: game).stretches {
            for _ in 0..<stretch.rounds {
                round += 1
                table.add([
                    Wording.count(round), stretch.topic == Plan.optOut ? "opt out" : "\(stretch.topic)", Wording.amount(stretch.level),
                    Wording.amount(stretch.payoff), Wording.amount(stretch.genAIPayoff),
                ])
            }
        }
        return table.text
    }
}

extension PlanSimulation {
    /// A run of a plan, with the levels and payoffs of its first and its last round.
    struct Row {
        var topic: Int
        var first: Int
        var last: Int
        var levels: (first: Double, last: Double)
        var payoffs: (first: Double, last: Double)
    }

    /// The runs of a plan as it was played.
    static func rows(_ result: PlanResult, in game: PlanningGame) -> [Row] {
        let kept = result.simulation.stretches
        var rows: [Row] = []
        var round = 0
        for stretch in kept.isEmpty ? PlanSimulation(of: result.plan, in: game).stretches : kept {
            if let last = rows.last, last.topic == stretch.topic {
                rows[rows.count - 1].last += stretch.rounds
                rows[rows.count - 1].levels.last = stretch.level
                rows[rows.count - 1].payoffs.last = stretch.payoff
            } else {
                rows.append(Row(
                    topic: stretch.topic, first: round + 1, last: round + stretch.rounds, levels: (stretch.level, stretch.level),
                    payoffs: (stretch.payoff, stretch.payoff)))
            }
            round += stretch.rounds
        }
        return rows
    }
}
