import NumericCore

/// One parameter: all human and GenAI output on the left, each topic's change on the right; or columns side by side.
struct SweepLines {
    let sweep: StoredSweep
    let file: String
    let axis: SweepHeader.Axis

    /// Side by side.
    static let mostColumns = 3

    init(sweep: StoredSweep, file: String, axis: SweepHeader.Axis?) throws {
        guard let axis else { throw FileError(file: file, expected: "a sweep over a parameter", found: "one point") }
        self.sweep = sweep
        self.file = file
        self.axis = axis
    }

    private func value(_ record: SweepRecord) -> Double { record.parameters[axis.field] ?? .nan }

    /// The points that converged, by the parameter.
    /// - Throws: ``FileError`` where none did.
    private func converged() throws(FileError) -> [SweepRecord] {
        let records = sweep.records.filter { $0.status == .converged }.sorted { value($0) < value($1) }
        guard !records.isEmpty else { throw FileError(file: file, expected: "a point that converged", found: "none") }
        return records
    }

    /// What becomes of a column as the parameter goes from its first value to its last.
    func title(_ column: SweepColumn = .humanOutput) throws(FileError) -> String {
        let records = try converged()
        let (first, last) = (records[0], records[records.count - 1])
        let (from, to) = (column.value(first), column.value(last))
        if records.count == 1 { return "\(column.name) \(Wording.whole(from)) where \(axis.label) is \(short(value(first)))" }
        let change = column.isShare ? "goes from \(Wording.amount(from)) to \(Wording.amount(to))" : Wording.movement(from > 0 ? (to / from - 1) * 100 : .nan)
        return "\(column.name) \(change) as \(axis.label) goes from \(short(value(first))) to \(short(value(last)))"
    }

    /// - Precondition: at most ``mostColumns``; none: the outputs and the topics.
    func script(_ format: Gnuplot.Format, columns: [SweepColumn], title: String?) throws -> String {
        let records = try converged()
        let (first, last) = (records[0], records[records.count - 1])
        func movement(_ column: SweepColumn) -> String { "\(Wording.whole(column.value(first))) → \(Wording.whole(column.value(last)))" }
        let others = "All human output \(movement(.humanOutput)), GenAI output \(movement(.genAIOutput))"
        var script = GnuplotScript(
            format: format, width: columns.count == 1 ? 780 : 1180, height: 560, title: try title ?? self.title(columns.first ?? .humanOutput),
            subtitle: others, source: SweepPicture.source(sweep, file: file))
        if !columns.isEmpty {
            // Of each panel's width the first part is for the numbers beside it.
            let width = 0.97 / Double(columns.count)
            let margin = columns.count == 1 ? 0.13 : 0.085
            for (index, column) in columns.enumerated() {
                let left = Double(index) * width
                let edges = PanelEdges(left: left + margin, right: left + width - 0.01, bottom: columns.count == 1 ? 0.14 : 0.17, top: 0.815)
                draw(column, in: edges, namesParameter: true, records, into: &script)
                script.titlesAreDrawn()
            }
            return script.text
        }
        for (column, bottom) in [(SweepColumn.humanOutput, 0.55), (.genAIOutput, 0.14)] {
            let edges = PanelEdges(left: 0.08, right: 0.44, bottom: bottom, top: bottom + 0.265)
            draw(column, in: edges, namesParameter: column == .genAIOutput, records, into: &script)
            script.titlesAreDrawn()
        }
        drawTopics(records, in: PanelEdges(left: 0.54, right: 0.84, bottom: 0.14, top: 0.815), into: &script)
        return script.text
    }

    /// A column each, and the topics: narrow enough for a telephone.
    func figures() throws(FileError) -> [PageFigure] {
        let records = try converged()
        var figures = SweepColumn.ofFigures.filter { column in records.contains { column.value($0).isFinite } }.map { column in
            var script = GnuplotScript.figure(height: 300)
            draw(column, in: .figure(left: 92, height: 300), namesParameter: true, heading: "", records, into: &script)
            return PageFigure(caption: column.heading, script: script.text)
        }
        if sweep.header.topics > 1, records.count > 1 {
            var script = GnuplotScript.figure(height: 380)
            drawTopics(records, in: .figure(left: 60, right: 138, height: 380), heading: "", into: &script)
            figures.append(PageFigure(caption: "Human output by topic, change in % from the first point", script: script.text))
        }
        return figures
    }

    private func draw(
        _ column: SweepColumn, in edges: PanelEdges, namesParameter: Bool, heading: String? = nil, _ records: [SweepRecord], into script: inout GnuplotScript
    ) {
        script.panel(edges, heading: heading ?? column.heading)
        addParameterAxis(records, to: &script)
        script.add("set yrange \(SweepPicture.range(records.map(column.value)))")
        script.add("set format y \"%.6g\"")
        script.add(namesParameter ? "set xlabel \(GnuplotScript.text(axis.label))" : "unset xlabel")
        let rows = script.data(records.map { [value($0), column.value($0)] })
        script.add("plot \(rows) using 1:2 with linespoints pointtype 7 pointsize 0.5 linewidth 2 linecolor rgb '\(column.colour)'")
    }

    /// Topics relative to the first point: those that move most are named, the others stay grey.
    private func drawTopics(_ records: [SweepRecord], in edges: PanelEdges, heading: String? = nil, into script: inout GnuplotScript) {
        guard let first = records.first, let last = records.last, records.count > 1 else { return }
        let names = sweep.header.topicNames ?? (0..<sweep.header.topics).map { "topic \($0)" }
        let known = first.totals.indices.filter { first.totals[$0] > 0 }
        func change(_ record: SweepRecord, _ topic: Int) -> Double { (record.totals[topic] / first.totals[topic] - 1) * 100 }
        let ranked = known.sorted { (change(last, $0), $0) < (change(last, $1), $1) }
        guard !ranked.isEmpty else { return }
        let named = ranked.count <= 8 ? ranked : Array(ranked.prefix(4) + ranked.suffix(3))
        let others = ranked.count > named.count ? " (\(ranked.count - named.count) more in grey)" : ""
        script.panel(edges, heading: heading ?? "Human output by topic, change in %" + others)
        addParameterAxis(records, to: &script)
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

    private func addParameterAxis(_ records: [SweepRecord], to script: inout GnuplotScript) {
        let values = records.map(value)
        guard SweepPicture.suitsLogScale(axis.values), let first = values.first, let last = values.last, SweepPicture.suitsLogScale([first, last]) else {
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
