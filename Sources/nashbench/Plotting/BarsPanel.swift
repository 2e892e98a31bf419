import Bench

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Horizontal bars with a note at each end and the limit as a line across.
struct BarsPanel {
    let bars: Chart.Bars
    let heading: String
    let frame: ChartPicture.Frame

    private static let row = 24.0
    /// Advance of a character of the picture's font, on the safe side.
    private static let character = 7.4
    /// Characters of a name: what leaves bars and their notes room in a narrow chart, 40 at most.
    private var nameLimit: Int { max(26, min(40, Int((0.55 * frame.width - 30) / Self.character))) }

    static func height(_ bars: Chart.Bars) -> Double { 76 + row * Double(bars.bars.count) }

    func draw(into script: inout GnuplotScript) {
        let longest = bars.bars.map { GnuplotScript.shortInMiddle($0.name, limit: nameLimit).count }.max() ?? 0
        let left = 30 + Self.character * Double(longest)
        let right = frame.width - 16
        script.panel(PanelEdges(left: frame.x(left), right: frame.x(right), bottom: frame.y(frame.height - 66), top: frame.y(frame.headingHeight)), heading: heading)
        let range = range(width: right - left)
        script.add("set border 1 linecolor rgb '#888888'")
        if bars.isLogarithmic {
            script.add("set logscale x")
            script.add("set xtics \(GnuplotScript.tics(range.tics))")
        }
        script.add("set xrange [\(range.low):\(range.high)]")
        script.add("set yrange [\(Double(bars.bars.count) + 0.6):0.4]")
        script.add("set ytics scale 0 \(GnuplotScript.tics(bars.bars.enumerated().map { (GnuplotScript.shortInMiddle($1.name, limit: nameLimit), Double($0 + 1)) }, limit: nameLimit))")
        script.add("set grid noytics xtics")
        script.add("set xlabel \(GnuplotScript.text(bars.label + (bars.limit.map { "; red line: \($0.name)" } ?? ""))) textcolor rgb '\(GnuplotScript.Colour.ink)'")
        script.add("unset ylabel")
        if let limit = bars.limit {
            script.add("set arrow 1 from \(limit.value), graph 0 to \(limit.value), graph 1 nohead linewidth 2 linecolor rgb '\(GnuplotScript.Colour.fall)' front")
        }
        for (index, bar) in bars.bars.enumerated() {
            script.add(
                "set label \(100 + index) \(GnuplotScript.text(bar.note)) at \(max(bar.value, bar.high)), \(index + 1) left offset 0.6,0 "
                    + "textcolor rgb '\(bar.tone == .wrong ? GnuplotScript.Colour.fall : GnuplotScript.Colour.ink)' front")
        }
        var plots: [String] = []
        for (tone, colour) in [(Chart.Bars.Tone.own, "#0072B2"), (.other, "#9AA5AE"), (.rough, "#D5DBE0"), (.wrong, "#F2C4A8")] {
            let rows = bars.bars.enumerated().filter { $1.tone == tone }.map { [$1.value, Double($0 + 1)] }
            guard !rows.isEmpty else { continue }
            plots.append(
                "\(script.data(rows)) using (\(range.low)):2:(\(range.low)):1:($2-0.34):($2+0.34) with boxxyerror fill solid 1 noborder linecolor rgb '\(colour)'")
        }
        let whiskers = script.data(bars.bars.enumerated().map { [$1.value, Double($0 + 1), $1.low, $1.high] })
        plots.append("\(whiskers) using 1:2:3:4 with xerrorbars pointtype -1 linewidth 1 linecolor rgb '\(GnuplotScript.Colour.ink)'")
        script.add("plot " + plots.joined(separator: ", "))
        script.add("unset arrow 1")
        script.add("unset label")
    }

    /// From the shortest bar or the limit to the longest, with room for the notes.
    private func range(width: Double) -> (low: Double, high: Double, tics: [(name: String, place: Double)]) {
        let values = bars.bars.map(\.value) + (bars.limit.map { [$0.value] } ?? [])
        guard bars.isLogarithmic else {
            let high = zip(bars.bars, bars.bars.map(noteShare(width))).map { max($0.value, $0.high) / (1 - $1) }.max() ?? 1
            return (0, max(high, 1.2), [])
        }
        let axis = ChartPicture.LogAxis(values, margin: 2)
        // On a logarithmic axis a note of share f of the width ends at low (value / low)^(1 / (1 - f)).
        let high = bars.bars.map { bar in
            axis.low * pow(max(bar.value, bar.high) / axis.low, 1 / (1 - noteShare(width)(bar)))
        }.max() ?? axis.high
        let widened = ChartPicture.LogAxis([axis.low, max(high, axis.high)], margin: 1, limit: max(3, Int(width / 55)))
        return (axis.low, max(high, axis.high), widened.tics)
    }

    private func noteShare(_ width: Double) -> (Chart.Bars.Bar) -> Double {
        { min(0.7, (Double($0.note.count) * Self.character + 12) / width) }
    }
}
