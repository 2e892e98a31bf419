import NumericCore

/// Two parameters: a column as colour, a cell a point.
struct SweepHeatMap {
    let sweep: StoredSweep
    let file: String
    let rows: SweepHeader.Axis
    let columns: SweepHeader.Axis

    func script(_ format: Gnuplot.Format, column: SweepColumn, title: String?) throws -> String {
        let found = try self.title(column)
        var script = GnuplotScript(
            format: format, width: 1000, height: 680, title: title ?? found,
            subtitle: "\(column.heading) over \(columns.label) and \(rows.label); a cell a point, white where there is none",
            source: SweepPicture.source(sweep, file: file))
        draw(try cells(column), in: PanelEdges(left: 0.10, right: 0.84, bottom: 0.15, top: 0.86), isNarrow: false, column: column, into: &script)
        return script.text
    }

    /// From where to where a column goes.
    func title(_ column: SweepColumn = .humanOutput) throws(FileError) -> String {
        let values = try cells(column).map { $0[2] }
        let word = column.isShare ? Wording.amount : Wording.whole
        return "\(column.name) from \(word(values.min() ?? .nan)) to \(word(values.max() ?? .nan))"
    }

    /// A column each, narrow enough for a telephone.
    func figures() throws(FileError) -> [PageFigure] {
        var figures: [PageFigure] = []
        for column in SweepColumn.ofFigures where sweep.records.contains(where: { $0.status == .converged && column.value($0).isFinite }) {
            var script = GnuplotScript.figure(height: 360)
            draw(try cells(column), in: .figure(left: 72, right: 76, height: 360), isNarrow: true, column: column, into: &script)
            figures.append(PageFigure(caption: column.heading, script: script.text))
        }
        return figures
    }

    /// Column, row and value of every point that converged.
    /// - Throws: ``FileError`` where none did.
    private func cells(_ column: SweepColumn) throws(FileError) -> [[Double]] {
        let (rowOrder, columnOrder) = (rows.values.sorted(), columns.values.sorted())
        var cells: [[Double]] = []
        for record in sweep.records where record.status == .converged && column.value(record).isFinite {
            guard let row = rowOrder.firstIndex(of: record.parameters[rows.field] ?? .nan),
                let place = columnOrder.firstIndex(of: record.parameters[columns.field] ?? .nan)
            else { continue }
            cells.append([Double(place), Double(row), column.value(record)])
        }
        guard !cells.isEmpty else { throw FileError(file: file, expected: "a point that converged with a value for the column", found: "none") }
        return cells
    }

    private func draw(_ cells: [[Double]], in edges: PanelEdges, isNarrow: Bool, column: SweepColumn, into script: inout GnuplotScript) {
        let (rowOrder, columnOrder) = (rows.values.sorted(), columns.values.sorted())
        let values = cells.map { $0[2] }
        let (low, high) = (values.min() ?? 0, values.max() ?? 0)
        script.panel(edges, heading: "")
        script.add("unset grid")
        script.add("set border 0")
        script.add("set xrange [-0.5:\(Double(columnOrder.count) - 0.5)]")
        script.add("set yrange [-0.5:\(Double(rowOrder.count) - 0.5)]")
        script.add("set xtics scale 0 \(Self.tics(columnOrder, limit: isNarrow ? 6 : 12))")
        script.add("set ytics scale 0 \(Self.tics(rowOrder, limit: 12))")
        script.add("set xlabel \(GnuplotScript.text(columns.label))")
        script.add("set ylabel \(GnuplotScript.text(rows.label))")
        // Dark blue to yellow, rising evenly in lightness (after cividis: Nuñez, Anderton, Renslow 2018).
        script.add("set palette defined (0 '#00224E', 0.25 '#404C6B', 0.5 '#7B7B78', 0.75 '#BBAE6F', 1 '#FDE737')")
        script.add("set cbrange [\(low):\(high > low ? high : low + max(abs(low) * 1e-9, 1e-9))]")
        script.add(isNarrow ? "unset cblabel" : "set cblabel \(GnuplotScript.text(column.name)) offset 2,0")
        let figure = Self.figure(upTo: max(abs(low), abs(high)), isShare: column.isShare, isNarrow: isNarrow)
        script.add("set format cb '\(figure.bar)'")
        let block = script.data(cells)
        // Cells overlap by a hair, or the picture's background shines through their seams.
        var plot = "plot \(block) using 1:2:($1-0.505):($1+0.505):($2-0.505):($2+0.505):3 with boxxyerror fill solid 1 noborder linecolor palette"
        if columnOrder.count <= (isNarrow ? 6 : 9), rowOrder.count <= 16 { // room for the figures
            let middle = (low + high) / 2
            // Never an empty set: gnuplot 5.4 crashes on labels without a place.
            for (set, colour) in [(cells.filter { $0[2] < middle }, "#FFFFFF"), (cells.filter { $0[2] >= middle }, "#000000")] where !set.isEmpty {
                plot += ", \(script.data(set)) using 1:2:(gprintf('\(figure.cell)', $3)) with labels textcolor rgb '\(colour)'"
            }
        }
        script.add(plot)
    }

    /// How values are written in cells and beside the bar of colours: in a narrow picture thousands as `k`, shares in three
    /// decimals.
    private static func figure(upTo size: Double, isShare: Bool, isNarrow: Bool) -> (cell: String, bar: String) {
        if !isNarrow { return ("%.6g", "%.6g") }
        if isShare { return ("%.3f", "%.6g") }
        return size >= 1e4 ? ("%.1s%c", "%.0s%c") : size >= 1000 ? ("%.4g", "%.4g") : ("%.3g", "%.3g")
    }

    /// At most so many tics, at cells of equal distance, in as few digits as keep all values apart.
    private static func tics(_ values: [Double], limit: Int) -> String {
        let step = max(1, (values.count + limit - 1) / limit)
        let digits = (3...6).first { digits in Set(values.map { NumberText.general($0, digits: digits) }).count == values.count } ?? 6
        return "(" + stride(from: 0, to: values.count, by: step).map { "'\(NumberText.general(values[$0], digits: digits))' \($0)" }.joined(separator: ", ") + ")"
    }
}
