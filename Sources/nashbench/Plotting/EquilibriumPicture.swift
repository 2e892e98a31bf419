import NumericCore

/// One equilibrium: human output and GenAI output by topic, and how creators' utilities are distributed.
struct EquilibriumPicture {
    let equilibrium: PlottedEquilibrium

    /// Topics shown, the largest ones; the rest is summed up in words.
    static let topicLimit = 30

    func script(_ format: Gnuplot.Format, title: String?) -> String {
        let totals = equilibrium.totals
        let ranked = totals.indices.sorted { (totals[$0], $1) > (totals[$1], $0) }
        let shown = Array(ranked.prefix(Self.topicLimit))
        let height = max(420, 150 + 19 * shown.count)
        var subtitle = "\(Wording.count(equilibrium.creators, "creator", "creators")), \(Wording.count(equilibrium.topics, "topic", "topics"))"
        if ranked.count > shown.count {
            let rest = ranked.dropFirst(shown.count)
            let share = equilibrium.grandTotal > 0 ? rest.reduce(0) { $0 + totals[$1] } / equilibrium.grandTotal * 100 : 0
            subtitle += "; the \(shown.count) largest are shown, the other \(rest.count) hold \(NumberText.fixed(share, places: 0)) % of human output"
        }
        var script = GnuplotScript(
            format: format, width: 1180, height: height,
            title: title ?? self.title,
            subtitle: subtitle, source: "nashbench \(equilibrium.summary.version ?? "") · \(equilibrium.provenance)")
        let bottom = 78 / Double(height)
        let top = 1 - 104 / Double(height)
        drawTopics(shown, in: PanelEdges(left: 0.16, right: 0.55, bottom: bottom, top: top), heading: "Output by topic", into: &script)
        script.titlesAreDrawn()
        if let utilities {
            utilities.draw(in: PanelEdges(left: 0.63, right: 0.98, bottom: bottom, top: top), heading: utilities.heading, into: &script)
        }
        return script.text
    }

    /// What is made, in one sentence.
    var title: String { "Humans make \(Wording.whole(equilibrium.grandTotal)), GenAI \(Wording.whole(equilibrium.genAI.reduce(0, +)))" }

    /// Outputs by topic, and how utilities are distributed: narrow enough for a telephone.
    var figures: [PageFigure] {
        let ranked = equilibrium.totals.indices.sorted { (equilibrium.totals[$0], $1) > (equilibrium.totals[$1], $0) }
        let shown = Array(ranked.prefix(Self.topicLimit))
        let height = 128 + 19 * Double(shown.count)
        var script = GnuplotScript.figure(height: Int(height))
        drawTopics(shown, in: .figure(left: 150, height: height, bottom: 62, top: 26), heading: "", into: &script)
        let others = ranked.count > shown.count ? ", the \(shown.count) largest topics" : ""
        var figures = [PageFigure(caption: "Human and GenAI output by topic\(others)", script: script.text)]
        if let utilities { figures.append(utilities.figure) }
        return figures
    }

    /// The utilities that a log scale has a place for; nil where there is none.
    private var utilities: DistributionPanel? {
        let positive = equilibrium.utilities.filter { $0 > 0 }
        let idle = equilibrium.creators - positive.count
        return DistributionPanel(
            positive, of: "creators", quantity: "utility", heading: "Creators' utilities" + (idle > 0 ? " (\(Wording.count(idle)) with none left out)" : ""))
    }

    /// A dot for humans and one for GenAI in each topic: outputs span decades, and a bar has no meaning on a log scale.
    private func drawTopics(_ shown: [Int], in edges: PanelEdges, heading: String, into script: inout GnuplotScript) {
        let names = equilibrium.names
        script.panel(edges, heading: heading)
        func positive(_ value: Double) -> Double { value > 0 ? value : .nan }
        let human = shown.enumerated().map { [positive(equilibrium.totals[$1]), Double($0 + 1)] }
        let genAI = shown.enumerated().map { [positive(equilibrium.genAI[$1]), Double($0 + 1)] }
        script.add("set yrange [\(Double(shown.count) + 0.7):0.3]")
        let values = (human + genAI).map { $0[0] }.filter(\.isFinite)
        if let low = values.min(), let high = values.max() {
            script.add("set logscale x")
            script.add("set xrange [\(low / 1.5):\(high * 1.5)]")
        } else {
            script.add("set xrange [0:1]")
        }
        script.add("set xlabel \(GnuplotScript.text("output, log scale")) textcolor rgb '\(GnuplotScript.Colour.ink)'")
        script.add("set ytics scale 0 \(GnuplotScript.tics(shown.enumerated().map { (names[$1], Double($0 + 1)) }))")
        script.add("set grid xtics ytics")
        script.add("set key at graph 1, graph 1 right bottom horizontal samplen 0.5 textcolor rgb '\(GnuplotScript.Colour.ink)'")
        let humanBlock = script.data(human)
        let genAIBlock = script.data(genAI)
        script.add(
            "plot \(genAIBlock) using 1:2 with points pointtype 7 pointsize 1 linecolor rgb '\(GnuplotScript.Colour.genAI)' title 'GenAI', "
                + "\(humanBlock) using 1:2 with points pointtype 7 pointsize 1 linecolor rgb '\(GnuplotScript.Colour.human)' title 'humans'")
        script.add("set key off")
    }
}
