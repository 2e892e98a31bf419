import NumericCore
import Planning

/// A plan over time: the level that GenAI is at, what rounds pay, and when each topic is worked on.
struct PlanPicture {
    let game: PlanningGame
    let result: PlanResult
    let file: String

    /// Where a horizon is longer, rounds are drawn as averages over this many spans of equal length.
    private static let spans = 400
    /// Topics drawn, those that are worked on most.
    private static let topicLimit = 12
    private static let width = 780.0
    private static let curves = 300.0
    private static let row = 26.0
    private static let (head, foot) = (66.0, 28.0)

    func script(_ format: Gnuplot.Format, title: String?) -> String {
        let summary = PlanSpans(result, of: game, rounds: drawnRounds, count: min(drawnRounds, Self.spans))
        let topics = Array(game.quality.indices.filter { summary.plays[$0] > 0 }.sorted { summary.plays[$0] > summary.plays[$1] }.prefix(Self.topicLimit)).sorted()
        let height = Self.head + Self.curves + 90 + Self.row * Double(max(topics.count, 1)) + Self.foot
        var script = GnuplotScript(
            format: format, width: Int(Self.width), height: Int(height), title: GnuplotScript.short(title ?? self.title, limit: 64),
            subtitle: GnuplotScript.short(subtitle, limit: 104),
            source: GnuplotScript.short("nashbench \(Release.version) · \(game.name.map { "\($0) · " } ?? "")\(file)", limit: 120))
        func y(_ fromTop: Double) -> Double { 1 - fromTop / height }
        let (left, right) = (76 / Self.width, 1 - 40 / Self.width)
        let bottom = Self.head + Self.curves
        script.panel(PanelEdges(left: left, right: right, bottom: y(bottom - 26), top: y(Self.head + 24)), heading: "Level of what GenAI shows, and payoff of the human's rounds")
        script.add("set xrange [0:\(drawnRounds)]")
        script.add("set yrange \(SweepPicture.range(summary.levels + summary.payoffs.filter(\.isFinite) + [0]))")
        script.add("set format x ''")
        let level = script.data(summary.steps(summary.levels))
        let payoff = script.data(summary.steps(summary.payoffs))
        script.add("set key at graph 1, graph 1.11 right top horizontal textcolor rgb '\(GnuplotScript.Colour.ink)'")
        script.add(
            "plot \(level) using 1:2 with lines linewidth 2 linecolor rgb '\(GnuplotScript.Colour.genAI)' title 'level', "
                + "\(payoff) using 1:2 with lines linewidth 2 linecolor rgb '\(GnuplotScript.Colour.human)' title 'payoff'")
        script.titlesAreDrawn()
        script.add("set key off")
        drawTopics(topics, summary, into: &script, left: left, right: right, bottom: y(height - Self.foot - 42), top: y(bottom + 24))
        return script.text
    }

    /// One line a topic: full where it is worked on all the time.
    private func drawTopics(
        _ topics: [Int], _ summary: PlanSpans, into script: inout GnuplotScript, left: Double, right: Double, bottom: Double, top: Double
    ) {
        let isAll = topics.count == summary.plays.count { $0 > 0 }
        script.panel(PanelEdges(left: left, right: right, bottom: bottom, top: top), heading: isAll ? "Topics worked on" : "The \(topics.count) topics worked on most")
        script.add("set xrange [0:\(drawnRounds)]")
        script.add("set yrange [\(Double(max(topics.count, 1)) + 0.5):0.5]")
        script.add("set ytics scale 0 \(GnuplotScript.tics(topics.enumerated().map { ("topic \($1)", Double($0 + 1)) }))")
        script.add("set grid noytics xtics")
        script.add("set xlabel 'round' textcolor rgb '\(GnuplotScript.Colour.ink)'")
        var rows: [[Double]] = []
        for (place, topic) in topics.enumerated() {
            for span in 0..<summary.count where summary.shares[topic][span] > 0 {
                let half = 0.42 * summary.shares[topic][span]
                let (from, to) = (summary.start(span), summary.start(span + 1))
                rows.append([from, Double(place + 1), from, to, Double(place + 1) - half, Double(place + 1) + half])
            }
        }
        // gnuplot draws no axes without a point.
        if rows.isEmpty { rows = [[.nan, 1, 0, 0, 1, 1]] }
        let data = script.data(rows)
        script.add("plot \(data) using 1:2:3:4:5:6 with boxxyerror fill solid 1 noborder linecolor rgb '\(GnuplotScript.Colour.human)', 1/0 notitle")
    }

    /// All rounds, or those until shortly after the human has left.
    private var drawnRounds: Int {
        let last = result.plan.lastPlay
        return last == 0 ? game.rounds : min(game.rounds, last + last / 10 + 1)
    }

    private var title: String {
        let last = result.plan.lastPlay
        if last == 0 { return "The human never works" }
        let value = "\(Wording.amount(result.value)) over \(Wording.count(game.rounds, "round", "rounds"))"
        return last < game.rounds ? "\(value); no work after round \(Wording.count(last))" : value
    }

    private var subtitle: String {
        let ratio = result.ratio.map { "ratio \(PlanReport.share($0))" }
        let spans = drawnRounds > Self.spans ? "averages over \(Self.spans) spans" : nil
        return ["\(result.status.rawValue) by \(result.method.rawValue)", ratio, "\(Wording.count(result.plan.plays)) rounds of work", spans]
            .compactMap { $0 }.joined(separator: " · ")
    }
}

/// A plan's rounds in spans of equal length, as a picture draws them.
struct PlanSpans {
    let count: Int
    /// Mean level of each span, and mean payoff of its rounds of work (NaN where there is none).
    let levels: [Double]
    let payoffs: [Double]
    /// Of each topic, the part of each span that it is worked on.
    let shares: [[Double]]
    /// Of each topic, all rounds.
    let plays: [Int]
    private let rounds: Int

    /// - Parameter rounds: those drawn, from the first.
    init(_ result: PlanResult, of game: PlanningGame, rounds: Int, count: Int) {
        self.count = count
        self.rounds = rounds
        var levels = [Double](repeating: 0, count: count)
        var payoffs = levels
        var work = levels
        var shares = [[Double]](repeating: levels, count: game.topics)
        var plays = [Int](repeating: 0, count: game.topics)
        let length = Double(rounds) / Double(count)
        var from = 0.0
        let kept = result.simulation.stretches
        for stretch in kept.isEmpty ? PlanSimulation(of: result.plan, in: game).stretches : kept {
            let to = from + Double(stretch.rounds)
            if stretch.topic != Planning.Plan.optOut { plays[stretch.topic] += stretch.rounds }
            for span in min(Int(from / length), count)..<count where Double(span) * length < to {
                let part = (min(to, Double(span + 1) * length) - max(from, Double(span) * length)) / length
                levels[span] += part * stretch.level
                guard stretch.topic != Planning.Plan.optOut, part > 0 else { continue }
                shares[stretch.topic][span] += part
                payoffs[span] += part * stretch.payoff
                work[span] += part
            }
            from = to
        }
        self.levels = levels
        self.payoffs = zip(payoffs, work).map { $1 > 0 ? $0 / $1 : .nan }
        self.shares = shares.map { $0.map { min($0, 1) } }
        self.plays = plays
    }

    /// The round before a span.
    func start(_ span: Int) -> Double { Double(rounds) * Double(span) / Double(count) }

    /// A value for each span as a line of steps.
    func steps(_ values: [Double]) -> [[Double]] {
        values.enumerated().flatMap { span, value in [[start(span), value], [start(span + 1), value]] }
    }
}
