import NumericCore
import Openness

/// Welfare and payoffs over openness, with the trap shaded.
struct OpennessPicture {
    let sweep: StoredOpenness.StoredSweep
    let file: String

    /// A line of one panel.
    private struct Line: Sendable {
        let name: String
        let colour: String
        let practice: OpennessPractice
        let value: @Sendable (OpennessOutcome) -> Double
    }

    private static let welfare = [
        Line(name: "posted tariff", colour: LinesPanel.colours[0], practice: .posted, value: \.welfare),
        Line(name: "integrated", colour: LinesPanel.colours[2], practice: .integrated, value: \.welfare),
        Line(name: "free trial", colour: LinesPanel.colours[1], practice: .freeTrial, value: \.welfare),
    ]
    private static let payoffs = [
        Line(name: "developer", colour: LinesPanel.colours[0], practice: .posted, value: \.developerPayoff),
        Line(name: "leader", colour: LinesPanel.colours[1], practice: .posted, value: \.leaderPayoff),
        Line(name: "followers", colour: LinesPanel.colours[2], practice: .posted, value: \.followersPayoff),
        Line(name: "consumers", colour: LinesPanel.colours[3], practice: .posted, value: \.consumerSurplus),
    ]
    private static let efforts = [
        Line(name: "leader's effort", colour: LinesPanel.colours[0], practice: .posted, value: \.leaderEffort),
        Line(name: "without followers", colour: GnuplotScript.Colour.quiet, practice: .posted, value: \.monopolyEffort),
        Line(name: "all capability", colour: LinesPanel.colours[2], practice: .posted, value: \.total),
    ]
    private static let panels = [("Welfare", welfare), ("Payoffs at the posted tariff", payoffs), ("Effort and capability", efforts)]

    init(sweep: StoredOpenness.StoredSweep, file: String) throws(FileError) {
        guard Set(sweep.points.map(\.policy.openness)).count > 1 else {
            throw FileError(file: file, expected: "a sweep over at least two levels of openness", found: "\(sweep.points.count / 4)")
        }
        (self.sweep, self.file) = (sweep, file)
    }

    var title: String {
        guard let last = sweep.trap.last, let first = sweep.trap.first else { return "Openness never leaves welfare below the closed model's" }
        let where_ = sweep.trap.count == 1 ? "\(NumberText.general(first.low, digits: 3)) to \(NumberText.general(last.high, digits: 3))" : "\(sweep.trap.count) traps"
        return "Openness trap: \(where_)"
    }

    private var subtitle: String {
        let best = sweep.best[.posted].map { "the developer would choose \(NumberText.general($0.openness, digits: 4))" }
        return ["shaded: welfare below that of the closed model", best, Wording.count(sweep.followers, "follower", "followers")].compactMap { $0 }
            .joined(separator: " · ")
    }

    func script(_ format: Gnuplot.Format, title: String?) -> String {
        var script = GnuplotScript(
            format: format, width: 1180, height: 560, title: GnuplotScript.short(title ?? self.title, limit: 90), subtitle: subtitle,
            source: GnuplotScript.short("nashbench \(Release.version) · \(sweep.name.map { "\($0) · " } ?? "")\(file)", limit: 150))
        let width = 0.98 / Double(Self.panels.count)
        for (index, (heading, lines)) in Self.panels.enumerated() {
            let left = Double(index) * width
            draw(lines, heading: heading, in: PanelEdges(left: left + 0.055, right: left + width - 0.01, bottom: 0.27, top: 0.815), key: 0.17, into: &script)
            script.titlesAreDrawn()
        }
        return script.text
    }

    /// A panel each, narrow enough for a telephone.
    func figures() -> [PageFigure] {
        Self.panels.map { heading, lines in
            var script = GnuplotScript.figure(height: 360)
            draw(lines, heading: "", in: .figure(left: 62, height: 360, bottom: 112), key: 52 / 360, into: &script)
            return PageFigure(caption: sweep.trap.isEmpty ? heading : "\(heading); shaded: the trap", script: script.text)
        }
    }

    private func draw(_ lines: [Line], heading: String, in edges: PanelEdges, key: Double, into script: inout GnuplotScript) {
        script.panel(edges, heading: heading)
        let rows = lines.map { line in sweep.points(line.practice).sorted { $0.policy.openness < $1.policy.openness }.map { ($0.policy.openness, line.value($0)) } }
        let levels = rows.flatMap { $0.map(\.0) }
        script.add("set xrange \(SweepPicture.range(levels, margin: 0))")
        script.add("set yrange \(SweepPicture.range(rows.flatMap { $0.map(\.1) }))")
        script.add("set xlabel 'openness'")
        for (index, interval) in sweep.trap.enumerated() {
            let (low, high) = (max(interval.low, levels.min() ?? 0), min(interval.high, levels.max() ?? 1))
            guard low < high else { continue }
            script.add("set object \(index + 1) rectangle from first \(low), graph 0 to first \(high), graph 1 behind fillcolor rgb '#F3E3D3' fillstyle solid noborder")
        }
        // Below the panel, out of the way of every line.
        script.add("set key at screen \((edges.left + edges.right) / 2), screen \(key) center top horizontal maxcols 2 noautotitle samplen 1.5")
        let plots = zip(lines, rows).map { line, rows in
            "\(script.data(rows.map { [$0.0, $0.1] })) using 1:2 with lines linewidth 2 linecolor rgb '\(line.colour)' title \(GnuplotScript.text(line.name))"
        }
        script.add("plot " + plots.joined(separator: ", "))
        script.add("set key off")
        for index in sweep.trap.indices { script.add("unset object \(index + 1)") }
    }
}
