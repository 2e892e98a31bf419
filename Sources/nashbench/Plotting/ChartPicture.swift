import Bench

/// Charts of benchmarks as a gnuplot script: below one another where there are several.
struct ChartPicture {
    let charts: [Chart]
    /// Lines above and below all charts; none on a page, which has its own.
    let title: String?
    let subtitle: String
    let source: String

    /// In a picture of several charts.
    private static let column = 520.0
    /// Of a picture of its own with one chart, whose titles need the room.
    private static let wide = 780.0
    private static let columns = 2

    /// A chart without words around it.
    static func onPage(_ chart: Chart) -> String { ChartPicture(charts: [chart], title: nil, subtitle: "", source: "").script(.svg) }

    func script(_ format: Gnuplot.Format) -> String {
        let columns = min(Self.columns, charts.count)
        let width = title == nil ? PageFigure.width : columns == 1 ? Self.wide : Self.column
        let rows = stride(from: 0, to: charts.count, by: columns).map { Array(charts[$0..<min($0 + columns, charts.count)]) }
        let heights = rows.map { row in row.map(height).max() ?? 0 }
        let head = title == nil ? 0.0 : 66
        let foot = title == nil ? 0.0 : 28
        let canvas = Canvas(width: width * Double(columns), height: heights.reduce(head + foot, +))
        func line(_ text: String, advance: Double) -> String { title == nil ? "" : GnuplotScript.short(text, limit: Int((canvas.width - 40) / advance)) }
        var script = GnuplotScript(
            format: format, width: Int(canvas.width), height: Int(canvas.height), title: line(title ?? "", advance: 11),
            subtitle: line(subtitle, advance: 7.2), source: line(source, advance: 6.2))
        var top = canvas.height - head
        for (row, height) in zip(rows, heights) {
            for (column, chart) in row.enumerated() {
                let frame = Frame(canvas: canvas, left: width * Double(column), top: top, width: width, height: self.height(chart), headingHeight: headingHeight)
                switch chart.body {
                case .lines(let lines): LinesPanel(lines: lines, heading: title == nil ? "" : chart.title, frame: frame).draw(into: &script)
                case .bars(let bars): BarsPanel(bars: bars, heading: title == nil ? "" : chart.title, frame: frame).draw(into: &script)
                }
                script.titlesAreDrawn()
            }
            top -= height
        }
        return script.text
    }

    private func height(_ chart: Chart) -> Double {
        switch chart.body {
        case .lines(let lines): LinesPanel.height(lines) + headingHeight
        case .bars(let bars): BarsPanel.height(bars) + headingHeight
        }
    }

    /// On a page the heading is the caption.
    private var headingHeight: Double { title == nil ? 8 : 32 }

    /// The whole picture, in units of SVG.
    struct Canvas {
        let width: Double
        let height: Double
    }

    /// One chart's part of it; `top` counts from the bottom of the canvas.
    struct Frame {
        let canvas: Canvas
        let left: Double
        let top: Double
        let width: Double
        let height: Double
        /// Above the plot.
        let headingHeight: Double

        /// Fractions of the canvas, as gnuplot wants them.
        func x(_ fromLeft: Double) -> Double { (left + fromLeft) / canvas.width }
        func y(_ fromTop: Double) -> Double { (top - fromTop) / canvas.height }
    }

    /// Ends and tics of a logarithmic axis.
    struct LogAxis {
        let low: Double
        let high: Double
        let tics: [(name: String, place: Double)]

        /// Room around positive values. Tics lie at powers of ten, at 1, 2 and 5 times these or closer: as many as fit.
        init(_ values: [Double], margin: Double = 1.3, limit: Int = 7) {
            let positive = values.filter { $0 > 0 && $0.isFinite }
            low = (positive.min() ?? 1) / margin
            high = (positive.max() ?? 1) * margin
            let (low, high) = (low, high)
            let sets = [[1, 1.2, 1.4, 1.6, 1.8, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 9], [1, 1.5, 2, 3, 5, 7], [1, 2, 5], [1]].map { steps in
                (-15...18).flatMap { power in steps.map { Double("\($0)e\(power)") ?? 1 } }.filter { $0 >= low && $0 <= high }
            }
            let within = sets.first { $0.count <= limit } ?? sets[3]
            let step = max(1, (within.count + limit - 1) / limit)
            tics = within.enumerated().filter { $0.offset.isMultiple(of: step) }.map { (Self.name($0.element), $0.element) }
        }

        /// `0.05`, `1.5`, `20`, `1000`, `2e5`.
        static func name(_ value: Double) -> String {
            if value >= 1e5 {
                var rest = value
                var power = 0
                while rest >= 10 { rest /= 10; power += 1 }
                return "\(plain((rest * 10).rounded() / 10))e\(power)"
            }
            return plain(value)
        }

        private static func plain(_ value: Double) -> String {
            let text = "\(value)"
            return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
        }
    }
}
