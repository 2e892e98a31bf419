import NumericCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// One equilibrium: human output and GenAI output by topic, and how creators' utilities are distributed.
struct EquilibriumPicture {
    let equilibrium: PlottedEquilibrium

    /// Topics shown, the largest ones; the rest is summed up in words.
    static let topicLimit = 30

    func script(_ format: Gnuplot.Format, title: String?) -> String {
        let totals = equilibrium.totals
        let ranked = totals.indices.sorted { (totals[$0], $1) > (totals[$1], $0) }
        let shown = Array(ranked.prefix(Self.topicLimit))
        let genAI = equilibrium.genAI.reduce(0, +)
        let height = max(420, 150 + 19 * shown.count)
        var subtitle = "\(Wording.count(equilibrium.creators, "creator", "creators")), \(Wording.count(equilibrium.topics, "topic", "topics"))"
        if ranked.count > shown.count {
            let rest = ranked.dropFirst(shown.count)
            let share = equilibrium.grandTotal > 0 ? rest.reduce(0) { $0 + totals[$1] } / equilibrium.grandTotal * 100 : 0
            subtitle += "; the \(shown.count) largest are shown, the other \(rest.count) hold \(NumberText.fixed(share, places: 0)) % of human output"
        }
        var script = GnuplotScript(
            format: format, width: 1180, height: height,
            title: title ?? "Humans make \(Wording.whole(equilibrium.grandTotal)), GenAI \(Wording.whole(genAI))",
            subtitle: subtitle, source: "nashbench \(equilibrium.summary.version ?? "") · \(equilibrium.provenance)")
        let bottom = 78 / Double(height)
        let top = 1 - 104 / Double(height)
        drawTopics(shown, into: &script, bottom: bottom, top: top)
        script.titlesAreDrawn()
        drawUtilities(into: &script, bottom: bottom, top: top)
        return script.text
    }

    /// A dot for humans and one for GenAI in each topic: outputs span decades, and a bar has no meaning on a log scale.
    private func drawTopics(_ shown: [Int], into script: inout GnuplotScript, bottom: Double, top: Double) {
        let names = equilibrium.names
        script.panel(left: 0.16, right: 0.55, bottom: bottom, top: top, heading: "Output by topic")
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

    private func drawUtilities(into script: inout GnuplotScript, bottom: Double, top: Double) {
        let positive = equilibrium.utilities.filter { $0 > 0 }
        guard !positive.isEmpty else { return }
        let histogram = Histogram(positive.map(log10))
        let idle = equilibrium.creators - positive.count
        let note = idle > 0 ? " (\(Wording.count(idle)) with none left out)" : ""
        script.panel(
            left: 0.63, right: 0.98, bottom: bottom, top: top,
            heading: "Creators' utilities" + note)
        let margin = histogram.width * 0.6
        script.add("set xrange [\(histogram.firstEdge - margin):\(histogram.lastEdge + margin)]")
        script.add("set yrange [0:*]")
        let spill = histogram.spillsBelow || histogram.spillsAbove ? " (outermost bars: all beyond)" : ""
        script.add("set xlabel \(GnuplotScript.text("utility, log scale\(spill)")) textcolor rgb '\(GnuplotScript.Colour.ink)'")
        script.add("set ylabel \(GnuplotScript.text("creators")) textcolor rgb '\(GnuplotScript.Colour.ink)'")
        script.add("set xtics \(decades(from: histogram.firstEdge, to: histogram.lastEdge))")
        script.add("set grid noxtics ytics")
        script.add("set arrow 1 from \(histogram.median), graph 0 to \(histogram.median), graph 1 nohead dashtype 2 linecolor rgb '\(GnuplotScript.Colour.ink)' front")
        let onRight = histogram.median < (histogram.firstEdge + histogram.lastEdge) / 2
        script.add(
            "set label 4 \(GnuplotScript.text("median \(NumberText.general(pow(10, histogram.median), digits: 3))")) at \(histogram.median), graph 0.96 "
                + "\(onRight ? "left" : "right") offset \(onRight ? 0.7 : -0.7),0 textcolor rgb '\(GnuplotScript.Colour.ink)' front")
        let rows = script.data(histogram.counts.indices.map { [histogram.centre($0), Double(histogram.counts[$0])] })
        script.add("plot \(rows) using 1:2:(\(histogram.width * 0.9)) with boxes fill solid 1 noborder linecolor rgb '\(GnuplotScript.Colour.human)'")
    }

    /// Tics at powers of ten, at most eight, or at the ends where no power lies between them.
    private func decades(from low: Double, to high: Double) -> String {
        let first = Int(low.rounded(.up))
        let last = Int(high.rounded(.down))
        guard last - first >= 1 else {
            return "(" + [low, (low + high) / 2, high].map { "\(GnuplotScript.text(NumberText.general(pow(10, $0), digits: 3))) \($0)" }.joined(separator: ", ") + ")"
        }
        let step = max(1, (last - first) / 7)
        return "(" + stride(from: first, through: last, by: step).map { power in
            (0...5).contains(power) ? "'\(Wording.count(Int(pow(10.0, Double(power)))))' \(power)" : "'1e\(power)' \(power)"
        }.joined(separator: ", ") + ")"
    }
}
