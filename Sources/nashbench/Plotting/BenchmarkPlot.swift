import Bench
import NumericCore

/// Benchmark records as a picture or as a page.
struct BenchmarkPlot {
    private let files: [String]
    private let records: [BenchmarkRecord]
    private let chart: Chart.Kind?
    private let title: String?

    /// Nil where the first file is no benchmark record; then none may be.
    /// - Throws: ``FileError`` naming what is wrong in a record, or the file among records that is none.
    init?(_ files: [String], chart: Chart.Kind?, title: String?) throws {
        guard let first = files.first, Self.isRecord(first) else { return nil }
        self.files = files
        self.chart = chart
        self.title = title
        records = try files.map(RecordFile.read)
    }

    /// Whether a regular file holds the mark of a benchmark record. What reads it says whether it is a right one; a pipe can
    /// be read only once and is left to the readers of the other kinds.
    static func isRecord(_ path: String) -> Bool {
        guard let contents = try? FileBytes(path, mayBePipe: false) else { return false }
        let mark = Array("\"nashbench/benchmark/".utf8)
        return contents.bytes.indices.dropLast(mark.count).contains { start in
            contents.bytes[start] == mark[0] && contents.bytes[start..<(start + mark.count)].elementsEqual(mark)
        }
    }

    func draw(to output: String) throws {
        try OutputPlace.check([output], inputs: InputFiles(files))
        if output.lowercased().hasSuffix(".html") {
            if let chart { throw FileError(file: output, expected: "a picture for --chart \(chart.rawValue)", found: "a page, which has all charts") }
            return try BenchmarkPage.write(records, title: title, to: output)
        }
        let format = try Gnuplot.Format(path: output)
        let picture = try picture()
        let gnuplot = try Gnuplot()
        try Interrupt.checkBeforeWriting()
        try gnuplot.draw(picture.script(format), to: output)
    }

    /// The charts that were asked for, or those that suit the record; of several runs their trend.
    private func picture() throws -> ChartPicture {
        let named = files.joined(separator: ", ")
        let charts: [Chart]
        if records.count > 1 {
            if let chart, chart != .trend { throw FileError(file: named, expected: "one record for --chart \(chart.rawValue)", found: "\(records.count)") }
            charts = Chart.trends(records)
        } else if chart == .trend {
            throw FileError(file: named, expected: "two or more records for --chart trend", found: "1")
        } else {
            let all = Chart.all(of: records[0])
            let kind = chart ?? Chart.mainKind(of: all)
            charts = all.filter { $0.kind == kind }
        }
        guard !charts.isEmpty else {
            throw FileError(
                file: named, expected: "results for a chart of \(chart?.rawValue ?? (records.count > 1 ? "trend" : "any kind"))", found: "none")
        }
        let first = records[0]
        return ChartPicture(
            charts: charts, title: title ?? "\(first.suite): \(first.purpose)",
            subtitle: "\(first.machine.cpu), \(Wording.count(first.machine.cores, "core", "cores")), \(first.started)",
            source: "nashbench \(first.software.version) · \(first.software.kernelTarget) · \(first.command)")
    }
}

extension BenchmarkPage {
    /// Writes the page of records, its charts drawn by gnuplot.
    /// - Throws: ``Gnuplot/Failure`` where there is no gnuplot; ``FileError`` where the file cannot be written.
    static func write(_ records: [BenchmarkRecord], title: String? = nil, to output: String) throws {
        let gnuplot = try Gnuplot()
        let page = try html(records: records, title: title) { try gnuplot.drawing(ChartPicture.onPage($0)) }
        let outputs = OutputFiles()
        try outputs.add(output).write(page)
        try outputs.commit()
    }
}
