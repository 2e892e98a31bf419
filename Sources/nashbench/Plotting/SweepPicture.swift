import NumericCore

/// A sweep: over one parameter, all human output and the topics' changes as lines; over two, a heat map.
struct SweepPicture {
    let sweep: StoredSweep
    let file: String

    /// A sweep over more than two parameters has no picture.
    struct TooManyAxes: Error, CustomStringConvertible {
        let file: String
        let axes: [String]
        var description: String {
            "\(file): expected one or two parameters with several values, found \(axes.count): \(axes.joined(separator: ", ")); --csv of sweep gives the table"
        }
    }

    func script(_ format: Gnuplot.Format, title: String?) throws -> String {
        guard !sweep.records.isEmpty else { throw FileError(file: file, expected: "at least one finished point", found: "none") }
        let varied = sweep.header.axes.filter { $0.values.count > 1 }
        switch varied.count {
        case ...1: return try SweepLines(sweep: sweep, file: file, axis: varied.first ?? sweep.header.axes.first).script(format, title: title)
        case 2: return try SweepHeatMap(sweep: sweep, file: file, rows: varied[0], columns: varied[1]).script(format, title: title)
        default: throw TooManyAxes(file: file, axes: varied.map(\.label))
        }
    }

    static func source(_ sweep: StoredSweep, file: String) -> String {
        let header = sweep.header
        let unfinished = sweep.records.count < header.points ? " of \(Wording.count(header.points))" : ""
        let failed = sweep.records.count { $0.status != .converged }
        let name = header.name.map { "\($0) · " } ?? ""
        return "nashbench \(Release.version) · \(name)\(file), \(Wording.count(sweep.records.count))\(unfinished) points, "
            + (failed == 0 ? "all converged" : "\(Wording.count(failed)) not converged, left out")
    }

    /// Values that a log scale suits: positive, over at least a factor of 50.
    static func suitsLogScale(_ values: [Double]) -> Bool {
        guard let low = values.min(), let high = values.max(), low > 0 else { return false }
        return high / low >= 50
    }

    /// An axis over all finite values, with a little room: equal or nearly equal ones lie in the middle, since gnuplot
    /// finds no tics between neighbouring doubles.
    static func range(_ values: [Double], margin: Double = 0.04) -> String {
        let finite = values.filter(\.isFinite)
        let low = finite.min() ?? 0
        let high = finite.max() ?? 0
        let size = max(abs(low), abs(high))
        let room = high - low > 1e-5 * size ? margin * (high - low) : size > 0 ? 0.01 * size : 1
        return "[\(low - room):\(high + room)]"
    }
}

/// One parameter: all human and GenAI output on the left, each topic's change on the right.
private struct SweepLines {
    let sweep: StoredSweep
    let file: String
    let axis: SweepHeader.Axis

    init(sweep: StoredSweep, file: String, axis: SweepHeader.Axis?) throws {
        guard let axis else { throw FileError(file: file, expected: "a sweep over a parameter", found: "one point") }
        self.sweep = sweep
        self.file = file
        self.axis = axis
    }

    private func value(_ record: SweepRecord) -> Double { record.parameters[axis.field] ?? .nan }

    func script(_ format: Gnuplot.Format, title: String?) throws -> String {
        let records = sweep.records.filter { $0.status == .converged }.sorted { value($0) < value($1) }
        guard let first = records.first, let last = records.last else {
            throw FileError(file: file, expected: "a point that converged", found: "none")
        }
        let total = first.grandTotal > 0 ? (last.grandTotal / first.grandTotal - 1) * 100 : .nan
        let movement = records.count == 1 ? "Human output \(Wording.whole(first.grandTotal)) where \(axis.label) is \(short(value(first)))"
            : "Human output \(Wording.movement(total)) as \(axis.label) goes from \(short(value(first))) to \(short(value(last)))"
        var script = GnuplotScript(
            format: format, width: 1180, height: 560,
            title: title ?? movement,
            subtitle: "All human output \(Wording.whole(first.grandTotal)) → \(Wording.whole(last.grandTotal)), GenAI output "
                + "\(Wording.whole(first.genAI.reduce(0, +))) → \(Wording.whole(last.genAI.reduce(0, +)))",
            source: SweepPicture.source(sweep, file: file))
        let log = SweepPicture.suitsLogScale(axis.values)
        for (index, (heading, colour, column)) in [
            ("All human output", GnuplotScript.Colour.human, { (record: SweepRecord) in record.grandTotal }),
            ("All GenAI output", GnuplotScript.Colour.genAI, { $0.genAI.reduce(0, +) }),
        ].enumerated() {
            let bottom = index == 0 ? 0.55 : 0.14
            script.panel(left: 0.08, right: 0.44, bottom: bottom, top: bottom + 0.265, heading: heading)
            addParameterAxis(records, log: log, to: &script)
            script.add("set yrange \(SweepPicture.range(records.map(column)))")
            script.add("set format y \"%.6g\"")
            script.add(index == 1 ? "set xlabel \(GnuplotScript.text(axis.label))" : "unset xlabel")
            let rows = script.data(records.map { [value($0), column($0)] })
            script.add("plot \(rows) using 1:2 with linespoints pointtype 7 pointsize 0.5 linewidth 2 linecolor rgb '\(colour)'")
            script.titlesAreDrawn()
        }
        drawTopics(records, log: log, into: &script)
        return script.text
    }

    /// Topics relative to the first point: those that move most are named, the others stay grey.
    private func drawTopics(_ records: [SweepRecord], log: Bool, into script: inout GnuplotScript) {
        guard let first = records.first, let last = records.last, records.count > 1 else { return }
        let names = sweep.header.topicNames ?? (0..<sweep.header.topics).map { "topic \($0)" }
        let known = first.totals.indices.filter { first.totals[$0] > 0 }
        func change(_ record: SweepRecord, _ topic: Int) -> Double { (record.totals[topic] / first.totals[topic] - 1) * 100 }
        let ranked = known.sorted { (change(last, $0), $0) < (change(last, $1), $1) }
        guard !ranked.isEmpty else { return }
        let named = ranked.count <= 8 ? ranked : Array(ranked.prefix(4) + ranked.suffix(3))
        script.panel(
            left: 0.54, right: 0.84, bottom: 0.14, top: 0.815,
            heading: "Human output by topic, change in %" + (ranked.count > named.count ? " (\(ranked.count - named.count) more in grey)" : ""))
        addParameterAxis(records, log: log, to: &script)
        script.add("set xlabel \(GnuplotScript.text(axis.label))")
        // Names at the lines' ends, spread so that none covers another.
        let ends = named.map { change(last, $0) }
        let all = ranked.flatMap { topic in records.map { change($0, topic) } }.filter(\.isFinite)
        let low = min(all.min() ?? 0, 0)
        let high = max(all.max() ?? 0, 0)
        let span = max(high - low, 1e-9)
        script.add("set yrange [\(low - 0.04 * span):\(high + 0.04 * span)]")
        let places = Self.spread(ends, gap: span * 1.08 / 19)
        for (index, topic) in named.enumerated() {
            let colour = ends[index] < 0 ? GnuplotScript.Colour.fall : GnuplotScript.Colour.rise
            let text = GnuplotScript.text("\(GnuplotScript.short(names[topic], limit: 14)) \(Wording.percent(ends[index]))")
            script.add("set label \(10 + index) \(text) at graph 1.015, first \(places[index]) left textcolor rgb '\(colour)'")
        }
        var plots: [String] = []
        func line(_ topic: Int, _ style: String) {
            let rows = script.data(records.map { [value($0), change($0, topic)] })
            plots.append("\(rows) using 1:2 with lines \(style)")
        }
        for topic in ranked where !named.contains(topic) { line(topic, "linewidth 1 linecolor rgb '\(GnuplotScript.Colour.quiet)'") }
        for (index, topic) in named.enumerated() {
            line(topic, "linewidth 2 linecolor rgb '\(ends[index] < 0 ? GnuplotScript.Colour.fall : GnuplotScript.Colour.rise)'")
        }
        script.add("plot " + plots.joined(separator: ", "))
        script.add("unset label")
    }

    private func addParameterAxis(_ records: [SweepRecord], log: Bool, to script: inout GnuplotScript) {
        let values = records.map(value)
        guard log, let first = values.first, let last = values.last, SweepPicture.suitsLogScale([first, last]) else {
            script.add("set xrange \(SweepPicture.range(values, margin: 0))")
            return
        }
        script.add("set logscale x")
        script.add("set xrange [\(first):\(last)]")
    }

    private func short(_ value: Double) -> String { NumberText.general(value) }

    /// Rising places at least `gap` apart, as near to `wanted` (rising) as pushing neighbours apart keeps them.
    static func spread(_ wanted: [Double], gap: Double) -> [Double] {
        var places = wanted
        for _ in 0..<100 {
            var moved = false
            for index in places.indices.dropFirst() where places[index] - places[index - 1] < gap * 0.999 {
                let middle = (places[index] + places[index - 1]) / 2
                places[index - 1] = middle - gap / 2
                places[index] = middle + gap / 2
                moved = true
            }
            if !moved { break }
        }
        return places
    }
}

/// Two parameters: all human output as colour, a cell a point.
private struct SweepHeatMap {
    let sweep: StoredSweep
    let file: String
    let rows: SweepHeader.Axis
    let columns: SweepHeader.Axis

    func script(_ format: Gnuplot.Format, title: String?) throws(FileError) -> String {
        let rowOrder = rows.values.sorted()
        let columnOrder = columns.values.sorted()
        var cells: [[Double]] = []
        for record in sweep.records where record.status == .converged {
            guard let row = rowOrder.firstIndex(of: record.parameters[rows.field] ?? .nan),
                let column = columnOrder.firstIndex(of: record.parameters[columns.field] ?? .nan)
            else { continue }
            cells.append([Double(column), Double(row), record.grandTotal])
        }
        let totals = cells.map { $0[2] }
        guard let low = totals.min(), let high = totals.max() else {
            throw FileError(file: file, expected: "a point that converged", found: "none")
        }
        var script = GnuplotScript(
            format: format, width: 1000, height: 680,
            title: title ?? "Human output from \(Wording.whole(low)) to \(Wording.whole(high))",
            subtitle: "All human output over \(columns.label) and \(rows.label); a cell a point, white where there is none",
            source: SweepPicture.source(sweep, file: file))
        script.panel(left: 0.10, right: 0.84, bottom: 0.15, top: 0.86, heading: "")
        script.add("unset grid")
        script.add("set border 0")
        script.add("set xrange [-0.5:\(Double(columnOrder.count) - 0.5)]")
        script.add("set yrange [-0.5:\(Double(rowOrder.count) - 0.5)]")
        script.add("set xtics scale 0 \(Self.tics(columnOrder))")
        script.add("set ytics scale 0 \(Self.tics(rowOrder))")
        script.add("set xlabel \(GnuplotScript.text(columns.label))")
        script.add("set ylabel \(GnuplotScript.text(rows.label))")
        // Dark blue to yellow, rising evenly in lightness (after cividis: Nuñez, Anderton, Renslow 2018).
        script.add("set palette defined (0 '#00224E', 0.25 '#404C6B', 0.5 '#7B7B78', 0.75 '#BBAE6F', 1 '#FDE737')")
        script.add("set cbrange [\(low):\(high > low ? high : low + max(abs(low) * 1e-9, 1e-9))]")
        script.add("set cblabel 'all human output' offset 2,0")
        script.add("set format cb \"%.6g\"")
        let block = script.data(cells)
        // Cells overlap by a hair, or the picture's background shines through their seams.
        var plot = "plot \(block) using 1:2:($1-0.505):($1+0.505):($2-0.505):($2+0.505):3 with boxxyerror fill solid 1 noborder linecolor palette"
        if columnOrder.count <= 9, rowOrder.count <= 16 { // room for the figures
            let middle = (low + high) / 2
            // Never an empty set: gnuplot 5.4 crashes on labels without a place.
            for (set, colour) in [(cells.filter { $0[2] < middle }, "#FFFFFF"), (cells.filter { $0[2] >= middle }, "#000000")] where !set.isEmpty {
                plot += ", \(script.data(set)) using 1:2:(sprintf(\"%.6g\", $3)) with labels textcolor rgb '\(colour)'"
            }
        }
        script.add(plot)
        return script.text
    }

    /// At most a dozen tics, at cells of equal distance.
    private static func tics(_ values: [Double]) -> String {
        let step = max(1, (values.count + 11) / 12)
        return "(" + stride(from: 0, to: values.count, by: step).map { "'\(NumberText.general(values[$0]))' \($0)" }.joined(separator: ", ") + ")"
    }
}
