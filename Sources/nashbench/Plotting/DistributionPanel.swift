import NumericCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// How positive numbers are distributed: a histogram of their logarithms, with their median.
struct DistributionPanel {
    let heading: String
    private let owners: String
    private let quantity: String
    private let histogram: Histogram

    /// - Parameters:
    ///   - owners: what has the values, by the ordinate.
    ///   - quantity: what they are, by the abscissa.
    /// - Precondition: all values are finite and above 0. Nil where there is none.
    init?(_ values: [Double], of owners: String, quantity: String, heading: String) {
        if values.isEmpty { return nil }
        histogram = Histogram(values.map(log10))
        self.owners = owners
        self.quantity = quantity
        self.heading = heading
    }

    /// The histogram alone, narrow enough for a telephone.
    var figure: PageFigure {
        var script = GnuplotScript.figure(height: 300)
        draw(in: .figure(left: 82, height: 300, top: 16), heading: "", into: &script)
        return PageFigure(caption: heading, script: script.text)
    }

    func draw(in edges: PanelEdges, heading: String, into script: inout GnuplotScript) {
        script.panel(edges, heading: heading)
        let margin = histogram.width * 0.6
        script.add("set xrange [\(histogram.firstEdge - margin):\(histogram.lastEdge + margin)]")
        script.add("set yrange [0:*]")
        if let most = histogram.counts.max(), most <= 6 { script.add("set ytics 1") } // no half cells or creators
        let spill = histogram.spillsBelow || histogram.spillsAbove ? " (outermost bars: all beyond)" : ""
        script.add("set xlabel \(GnuplotScript.text("\(quantity), log scale\(spill)")) textcolor rgb '\(GnuplotScript.Colour.ink)'")
        script.add("set ylabel \(GnuplotScript.text(owners)) textcolor rgb '\(GnuplotScript.Colour.ink)'")
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
            let name = switch power {
            case 0...5: Wording.count(Int(pow(10.0, Double(power))))
            case -3 ..< 0: NumberText.fixed(pow(10, Double(power)), places: -power)
            default: "1e\(power)"
            }
            return "'\(name)' \(power)"
        }.joined(separator: ", ") + ")"
    }
}
