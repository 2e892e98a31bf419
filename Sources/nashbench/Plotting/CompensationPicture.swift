import Bench
import Compensation
import NumericCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Data's share of profit by every rule, and who would sell: what a token is paid over the data sold, with the points where a
/// market rests.
struct CompensationPicture {
    let stored: StoredCompensation
    let file: String

    func script(_ format: Gnuplot.Format, title: String?) -> String {
        let height = 470
        let subtitle = "\(Wording.amount(stored.tokens)) tokens, \(Wording.amount(stored.parameters)) parameters · profit \(Wording.amount(stored.profit)) a model · pool \(Wording.amount(stored.pool))"
        var script = GnuplotScript(
            format: format, width: stored.sellSide == nil ? 780 : 1180, height: height, title: title ?? self.title, subtitle: subtitle,
            source: "nashbench \(stored.version ?? "") · \(file)")
        let bottom = 78 / Double(height)
        let top = 1 - 104 / Double(height)
        let right = stored.sellSide == nil ? 0.9 : 0.42
        drawShares(in: PanelEdges(left: stored.sellSide == nil ? 0.14 : 0.09, right: right, bottom: bottom, top: top), heading: "Data's share of profit by rule", into: &script)
        script.titlesAreDrawn()
        if let sellSide = stored.sellSide {
            draw(sellSide, in: PanelEdges(left: 0.52, right: 0.98, bottom: bottom, top: top), heading: "Who would sell", into: &script)
        }
        return script.text
    }

    /// The pool in one sentence.
    var title: String {
        let who = stored.producers.map { " to \(Wording.count($0, "producer", "producers"))" } ?? ""
        guard stored.profit > 0 else { return "Without profit nobody is paid" }
        return "Data earn \(Wording.whole(stored.pool))\(who), \(NumberText.fixed(100 * stored.share, places: 1)) % of profit"
    }

    /// Both panels, narrow enough for a telephone.
    var figures: [PageFigure] {
        var shares = GnuplotScript.figure(height: 250)
        drawShares(in: .figure(left: 84, right: 60, height: 250, top: 14), heading: "", into: &shares)
        var figures = [PageFigure(caption: "Data's share of profit by rule", script: shares.text)]
        if let sellSide = stored.sellSide {
            var curve = GnuplotScript.figure(height: 340)
            draw(sellSide, in: .figure(left: 84, height: 340, top: 40), heading: "", into: &curve)
            figures.append(PageFigure(caption: "What a token is paid and what the last producer asks, over the data sold", script: curve.text))
        }
        return figures
    }

    private func drawShares(in edges: PanelEdges, heading: String, into script: inout GnuplotScript) {
        script.panel(edges, heading: heading)
        let rules = ShareRule.allCases
        let known = rules.map { stored.shares[$0] ?? .nan }
        let longest = known.filter(\.isFinite).max() ?? 1
        script.add("set xrange [0:\(max(longest, 0.05) * 1.18)]")
        script.add("set yrange [\(Double(rules.count) + 0.6):0.4]")
        script.add("set ytics scale 0 \(GnuplotScript.tics(rules.enumerated().map { ($1.rawValue, Double($0 + 1)) }))")
        script.add("set grid noytics xtics")
        script.add("set xlabel \(GnuplotScript.text("share of profit (blue: the rule that pays)")) textcolor rgb '\(GnuplotScript.Colour.ink)'")
        for (index, share) in known.enumerated() {
            let text = share.isNaN ? "undefined" : NumberText.fixed(share, places: 3)
            script.add("set label \(20 + index) \(GnuplotScript.text(text)) at \(share.isNaN ? 0 : share), \(index + 1) left offset 0.6,0 textcolor rgb '\(GnuplotScript.Colour.ink)' front")
        }
        var plots: [String] = []
        for isChosen in [true, false] {
            let rows = rules.enumerated().compactMap { index, rule in
                (rule == stored.rule) == isChosen && known[index].isFinite ? [known[index], Double(index + 1)] : nil
            }
            guard !rows.isEmpty else { continue }
            let colour = isChosen ? GnuplotScript.Colour.human : GnuplotScript.Colour.quiet
            plots.append("\(script.data(rows)) using (0):2:(0):1:($2-0.32):($2+0.32) with boxxyerror fill solid 1 noborder linecolor rgb '\(colour)'")
        }
        script.add(plots.isEmpty ? "plot NaN notitle" : "plot " + plots.joined(separator: ", "))
        for index in known.indices { script.add("unset label \(20 + index)") }
        script.add("unset xlabel")
    }

    private func draw(_ sellSide: StoredCompensation.SellSide, in edges: PanelEdges, heading: String, into script: inout GnuplotScript) {
        script.panel(edges, heading: heading)
        let curve = sellSide.curve.filter { $0.tokens > 0 }
        let low = curve.first?.tokens ?? 1
        let high = curve.last?.tokens ?? 10
        let points = sellSide.points
        // Payments span decades: nothing paid, and nothing asked, lie on the lower edge.
        let most = (curve.map(\.unitPayment) + points.map(\.unitPayment)).filter(\.isFinite).max() ?? 1
        let marked = (points.map(\.unitPayment) + curve.map(\.asked)).filter { $0 > 0 }
        let scale = ChartPicture.LogAxis([max(marked.min() ?? most, most * 1e-6) / 2, max(most, min(marked.max() ?? most, most * 100))], margin: 1.3)
        func drawn(_ value: Double) -> Double { max(value, scale.low) }
        let axis = ChartPicture.LogAxis([low, high], margin: 1)
        script.add("set border 3 linecolor rgb '#888888'")
        script.add("set logscale x")
        script.add("set xrange [\(low):\(max(high, low * 1.01))]")
        script.add("set xtics \(GnuplotScript.tics(axis.tics))")
        script.add("set logscale y")
        script.add("set yrange [\(scale.low):\(scale.high)]")
        script.add("set ytics \(GnuplotScript.tics(scale.tics.map { (NumberText.general($0.place, digits: 3), $0.place) }))")
        script.add("set grid xtics ytics")
        script.add("set xlabel \(GnuplotScript.text("tokens sold (dots: a market rests; hollow: unstable), log scales")) textcolor rgb '\(GnuplotScript.Colour.ink)'")
        script.add("set key at graph 1, graph 1 right bottom horizontal samplen 1 textcolor rgb '\(GnuplotScript.Colour.ink)'")
        let rows = script.data(curve.map { [$0.tokens, drawn($0.unitPayment), drawn($0.asked)] })
        func place(_ isStable: Bool) -> String? {
            // Nothing sold has no place on a log scale: it is drawn at the left edge.
            let rows = points.filter { $0.stable == isStable }.map { [max($0.tokens, low), drawn($0.unitPayment)] }
            return rows.isEmpty ? nil : script.data(rows)
        }
        var plots = [
            "\(rows) using 1:2 with lines linewidth 2 linecolor rgb '\(GnuplotScript.Colour.human)' title 'paid a token'",
            "\(rows) using 1:3 with steps linewidth 1.5 linecolor rgb '\(GnuplotScript.Colour.genAI)' title 'asked'",
        ]
        if let stable = place(true) { plots.append("\(stable) using 1:2 with points pointtype 7 pointsize 1.1 linecolor rgb '\(GnuplotScript.Colour.ink)' notitle") }
        if let unstable = place(false) { plots.append("\(unstable) using 1:2 with points pointtype 6 pointsize 1.1 linecolor rgb '\(GnuplotScript.Colour.ink)' notitle") }
        script.add("plot " + plots.joined(separator: ", "))
        script.add("set key off")
    }
}
