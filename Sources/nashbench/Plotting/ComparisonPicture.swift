/// What changes between two equilibria: human output by topic, and creators' utilities.
struct ComparisonPicture {
    let base: PlottedEquilibrium
    let other: PlottedEquilibrium

    /// Bars shown before the middle ones are summed up in one line.
    static let barLimit = 30

    /// Relative change of a topic's total in percent; NaN where there was nothing.
    private func change(_ before: Double, _ after: Double) -> Double { before > 0 ? (after / before - 1) * 100 : .nan }

    func script(_ format: Gnuplot.Format, title: String?) -> String {
        let changes = zip(base.totals, other.totals).map(change)
        let known = changes.indices.filter { changes[$0].isFinite }.sorted { (changes[$0], $0) < (changes[$1], $1) }
        let total = change(base.grandTotal, other.grandTotal)
        let falling = known.count { changes[$0] < 0 }
        let rising = known.count { changes[$0] > 0 }
        let bars = ChangeBars(ranked: known, limit: Self.barLimit)
        let height = max(420, 150 + 19 * bars.rows)
        var script = GnuplotScript(
            format: format, width: 1180, height: height,
            title: title ?? "Human output \(Wording.movement(total)): \(falling) of \(base.topics) topics shrink, \(rising) grow",
            subtitle: "From \(base.file) to \(other.file): all human output \(Wording.whole(base.grandTotal)) → \(Wording.whole(other.grandTotal)), "
                + "GenAI output \(Wording.whole(base.genAI.reduce(0, +))) → \(Wording.whole(other.genAI.reduce(0, +)))",
            source: "nashbench \(base.summary.version ?? "") · \(base.provenance) · \(other.provenance)")
        let bottom = 78 / Double(height)
        let top = 1 - 104 / Double(height)
        draw(bars, changes, into: &script, bottom: bottom, top: top)
        script.titlesAreDrawn()
        drawUtilities(into: &script, bottom: bottom, top: top)
        return script.text
    }

    private func draw(_ bars: ChangeBars, _ changes: [Double], into script: inout GnuplotScript, bottom: Double, top: Double) {
        let names = base.names
        script.panel(PanelEdges(left: 0.16, right: 0.53, bottom: bottom, top: top), heading: "Human output by topic")
        let places = bars.places
        let values = places.map { changes[$0.topic] } + [0]
        let low = values.min() ?? 0
        let high = values.max() ?? 0
        let span = max(high - low, 1e-9)
        // Room beyond the bars for the figures at their ends.
        let left = low < 0 ? low - 0.17 * span : 0
        let right = high > 0 ? high + 0.17 * span : 0.0
        script.add("set xrange [\(left):\(max(right, left + 1e-9))]")
        script.add("set yrange [\(Double(bars.rows) + 0.7):0.3]")
        script.add("set xlabel \(GnuplotScript.text("change of human output, %")) textcolor rgb '\(GnuplotScript.Colour.ink)'")
        script.add("set ytics scale 0 \(GnuplotScript.tics(places.map { (names[$0.topic], $0.row) }))")
        script.add("set grid noytics xtics")
        script.add("set arrow 1 from 0, graph 0 to 0, graph 1 nohead linecolor rgb '#888888' front")
        if let gap = bars.gap, let first = gap.topics.first, let last = gap.topics.last {
            let text = "… \(gap.topics.count) more, from \(Wording.percent(changes[first])) to \(Wording.percent(changes[last])) …"
            script.add(
                "set label 4 \(GnuplotScript.text(text)) at \(left < 0 ? -0.03 * span : 0.03 * span), \(gap.row) \(left < 0 ? "right" : "left") textcolor rgb '\(GnuplotScript.Colour.faint)' front")
        }
        for (index, place) in places.enumerated() {
            let value = changes[place.topic]
            script.add(
                "set label \(100 + index) \(GnuplotScript.text(Wording.percent(value).replacing(" %", with: ""))) at \(value), \(place.row) "
                    + "\(value < 0 ? "right" : "left") offset \(value < 0 ? -0.4 : 0.4),0 textcolor rgb '\(GnuplotScript.Colour.faint)'")
        }
        let falling = script.data(places.filter { changes[$0.topic] < 0 }.map { [changes[$0.topic], $0.row] } + [[.nan, .nan]])
        let rising = script.data(places.filter { changes[$0.topic] >= 0 }.map { [changes[$0.topic], $0.row] } + [[.nan, .nan]])
        script.add(
            "plot \(falling) using (0):2:(0):1:($2-0.36):($2+0.36) with boxxyerror fill solid 1 noborder linecolor rgb '\(GnuplotScript.Colour.fall)', "
                + "\(rising) using (0):2:(0):1:($2-0.36):($2+0.36) with boxxyerror fill solid 1 noborder linecolor rgb '\(GnuplotScript.Colour.rise)'")
        script.add("unset arrow 1")
        script.add("unset label")
    }

    private func drawUtilities(into script: inout GnuplotScript, bottom: Double, top: Double) {
        let changes = zip(base.utilities, other.utilities).map(change).filter(\.isFinite)
        let losing = changes.count { $0 < 0 }
        let gaining = changes.count { $0 > 0 }
        let left = base.creators - changes.count
        guard !changes.isEmpty else { return }
        let histogram = Histogram(changes)
        let all = changes.count
        let heading = losing == all ? "All \(Wording.count(all)) creators lose" : gaining == all ? "All \(Wording.count(all)) creators gain"
            : losing + gaining == 0 ? "No creator gains or loses" : "\(Wording.count(losing)) creators lose, \(Wording.count(gaining)) gain"
        script.panel(PanelEdges(left: 0.62, right: 0.98, bottom: bottom, top: top), heading: heading + (left > 0 ? " (\(Wording.count(left)) without utility before left out)" : ""))
        let margin = histogram.width * 0.6
        script.add("set xrange [\(histogram.firstEdge - margin):\(histogram.lastEdge + margin)]")
        script.add("set yrange [0:*]")
        let spill = histogram.spillsBelow || histogram.spillsAbove ? " (outermost bars: all beyond)" : ""
        script.add("set xlabel \(GnuplotScript.text("change of a creator's utility, %\(spill)")) textcolor rgb '\(GnuplotScript.Colour.ink)'")
        script.add("set ylabel \(GnuplotScript.text("creators")) textcolor rgb '\(GnuplotScript.Colour.ink)'")
        script.add("set grid noxtics ytics")
        script.add("set arrow 1 from \(histogram.median), graph 0 to \(histogram.median), graph 1 nohead dashtype 2 linecolor rgb '\(GnuplotScript.Colour.ink)' front")
        let onRight = histogram.median < (histogram.firstEdge + histogram.lastEdge) / 2
        script.add(
            "set label 4 \(GnuplotScript.text("median \(Wording.percent(histogram.median))")) at \(histogram.median), graph 0.96 "
                + "\(onRight ? "left" : "right") offset \(onRight ? 0.7 : -0.7),0 textcolor rgb '\(GnuplotScript.Colour.ink)' front")
        let rows = histogram.counts.indices.map { [histogram.centre($0), Double(histogram.counts[$0])] }
        let losses = script.data(rows.filter { $0[0] < 0 } + [[.nan, .nan]])
        let gains = script.data(rows.filter { $0[0] >= 0 } + [[.nan, .nan]])
        let box = "using 1:2:(\(histogram.width * 0.9)) with boxes fill solid 1 noborder linecolor rgb"
        script.add("plot \(losses) \(box) '\(GnuplotScript.Colour.fall)', \(gains) \(box) '\(GnuplotScript.Colour.rise)'")
    }
}

/// Which topics get a bar: all where there is room, else both ends of the ranking with a line for those between.
struct ChangeBars {
    /// Topics with a bar, and the row of each, from 1 at the top.
    let places: [(topic: Int, row: Double)]
    /// Topics without a bar, and the row of the line that stands for them.
    let gap: (topics: [Int], row: Double)?
    let rows: Int

    init(ranked: [Int], limit: Int) {
        guard ranked.count > limit else {
            places = ranked.enumerated().map { ($1, Double($0 + 1)) }
            gap = nil
            rows = max(1, ranked.count)
            return
        }
        let head = limit * 2 / 3
        let tail = limit - head
        let first = ranked.prefix(head).enumerated().map { ($1, Double($0 + 1)) }
        let last = ranked.suffix(tail).enumerated().map { ($1, Double(head + $0 + 2)) }
        places = first + last
        gap = (Array(ranked[head..<(ranked.count - tail)]), Double(head + 1))
        rows = limit + 1
    }
}
