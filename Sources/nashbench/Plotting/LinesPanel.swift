import Bench

/// Lines over a logarithmic abscissa with their floors dashed in the same colour.
struct LinesPanel {
    let lines: Chart.Lines
    let heading: String
    let frame: ChartPicture.Frame

    /// Told apart in every kind of colour vision (Okabe and Ito, "Color Universal Design", 2008), and by their points in print.
    static let colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#B07800", "#3A9BDC", "#000000", "#7A7A7A"]
    static let points = [7, 5, 9, 11, 13, 6, 4, 8]
    private static let keyRow = 22.0
    private static let body = 304.0

    /// Of the series and the floors.
    private static func keyRows(_ lines: Chart.Lines) -> Int { (lines.series.count + keyColumns(lines)) / keyColumns(lines) }

    /// One or two lines have the width for their names.
    private static func keyColumns(_ lines: Chart.Lines) -> Int { lines.series.count <= 2 ? 1 : 2 }

    static func height(_ lines: Chart.Lines) -> Double { body + keyRow * Double(keyRows(lines)) }

    func draw(into script: inout GnuplotScript) {
        let keyHeight = Self.keyRow * Double(Self.keyRows(lines))
        script.panel(
            PanelEdges(left: frame.x(76), right: frame.x(frame.width - 18), bottom: frame.y(frame.height - keyHeight - 68), top: frame.y(frame.headingHeight)), heading: heading)
        let points = lines.series.flatMap(\.points)
        let x = ChartPicture.LogAxis(points.map(\.x))
        // Intervals that reach further than twice beyond all medians leave the picture, or they would be all of it.
        let values = points.map(\.y) + lines.series.flatMap { $0.floor.map(\.y) }
        let (least, most) = (values.min() ?? 1, values.max() ?? 1)
        let y = ChartPicture.LogAxis(values + points.flatMap { [max($0.low, least / 2), min($0.high, most * 2)] })
        script.add("set border 3 linecolor rgb '#888888'")
        script.add("set logscale y")
        if let names = lines.xNames {
            script.add("set xrange [0.6:\(Double(names.count) + 0.4)]")
            // Dates are long: about four fit.
            let step = max(1, (names.count + 3) / 4)
            script.add("set xtics \(GnuplotScript.tics(names.enumerated().filter { $0.offset.isMultiple(of: step) }.map { ($1, Double($0 + 1)) }))")
        } else {
            script.add("set logscale x")
            script.add("set xrange [\(x.low):\(x.high)]")
            script.add("set xtics \(GnuplotScript.tics(lines.xLabel == "threads" ? Self.counts(points.map(\.x)) : x.tics))")
        }
        script.add("set yrange [\(y.low):\(y.high)]")
        script.add("set ytics \(GnuplotScript.tics(y.tics))")
        script.add("set grid xtics ytics")
        script.add("set xlabel \(GnuplotScript.text(lines.xLabel)) textcolor rgb '\(GnuplotScript.Colour.ink)'")
        script.add("set ylabel \(GnuplotScript.text(lines.yLabel)) offset 0.5,0 textcolor rgb '\(GnuplotScript.Colour.ink)'")
        drawKey(into: &script)
        script.add("plot " + plots(into: &script).joined(separator: ", "))
        script.add("unset label")
        script.add("unset arrow")
    }

    private var hasFloors: Bool { lines.series.contains { !$0.floor.isEmpty } }

    /// Samples and names in columns below the axis. Drawn by hand: gnuplot's own key drops columns where it thinks that
    /// there is no room, and then runs out of the picture.
    private func drawKey(into script: inout GnuplotScript) {
        var entries = lines.series.enumerated().map { index, series in
            (name: series.name, style: "linewidth 1.8 linecolor rgb '\(Self.colour(index))'", point: Optional(index))
        }
        if hasFloors { entries.append((lines.floorName, "dashtype 2 linewidth 1.5 linecolor rgb '\(GnuplotScript.Colour.faint)'", nil)) }
        let rows = Self.keyRows(lines)
        let width = (frame.width - 40) / Double(Self.keyColumns(lines))
        for (index, entry) in entries.enumerated() {
            let left = 24 + width * Double(index / rows)
            let y = frame.y(frame.height - Self.keyRow * (Double(rows - index % rows) - 0.4))
            script.add("set arrow \(200 + index) from screen \(frame.x(left)), screen \(y) to screen \(frame.x(left + 30)), screen \(y) nohead \(entry.style)")
            if let point = entry.point {
                script.add(
                    "set label \(200 + index) '' at screen \(frame.x(left + 15)), screen \(y) point pointtype \(Self.points[point % Self.points.count]) "
                        + "pointsize 0.7 linecolor rgb '\(Self.colour(point))'")
            }
            script.add(
                "set label \(300 + index) \(GnuplotScript.text(GnuplotScript.short(entry.name, limit: Int((width - 42) / 6.8)))) at screen \(frame.x(left + 38)), screen \(y) "
                    + "left textcolor rgb '\(GnuplotScript.Colour.ink)'")
        }
    }

    private static func colour(_ index: Int) -> String { colours[index % colours.count] }

    private func plots(into script: inout GnuplotScript) -> [String] {
        var plots: [String] = []
        for (index, series) in lines.series.enumerated() {
            let colour = Self.colour(index)
            if !series.floor.isEmpty {
                let floor = script.data(series.floor.map { [$0.x, $0.y] })
                plots.append("\(floor) using 1:2 with lines dashtype 2 linewidth 1.5 linecolor rgb '\(colour)'")
            }
            let points = script.data(series.points.map { [$0.x, $0.y, $0.low, $0.high] })
            plots.append("\(points) using 1:2:3:4 with yerrorbars pointtype -1 linewidth 1 linecolor rgb '\(colour)'")
            plots.append(
                "\(points) using 1:2 with linespoints pointtype \(Self.points[index % Self.points.count]) pointsize 0.7 linewidth 1.8 "
                    + "linecolor rgb '\(colour)'")
        }
        return plots
    }

    /// A tic at every count that was measured.
    private static func counts(_ values: [Double]) -> [(name: String, place: Double)] {
        Set(values).sorted().map { ("\(Int($0))", $0) }
    }
}
