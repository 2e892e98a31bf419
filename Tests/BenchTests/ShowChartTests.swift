import Testing

@testable import Bench

/// What charts are made of a record, and that floors are in all of them.
@Suite struct ShowChartTests {
    private func lines(_ chart: Chart) throws -> Chart.Lines {
        guard case .lines(let lines) = chart.body else { throw Unexpected() }
        return lines
    }

    private func bars(_ chart: Chart) throws -> Chart.Bars {
        guard case .bars(let bars) = chart.body else { throw Unexpected() }
        return bars
    }

    private struct Unexpected: Error {}

    @Test func timePerCellOverSizeWithItsFloor() throws {
        let charts = Chart.all(of: SampleRecords.scaling())
        #expect(charts.map(\.kind) == [.size, .floor])
        #expect(Chart.mainKind(of: charts) == .size)
        #expect(charts[0].title == "solve: time per cell")
        #expect(charts.allSatisfy { $0.commands == ["nashbench bench scaling-n --seed 1"] })
        let lines = try lines(charts[0])
        #expect(lines.series.map(\.name) == ["E", "E17", "H2", "H1"])
        #expect(lines.floorName == "floor: pow")
        let e17 = lines.series[1]
        #expect(e17.points.map(\.x) == [1e5, 1e6, 1e7, 1e8])
        #expect(abs(e17.points[3].y - 6.4 * 1.0003) < 1e-9)
        #expect(e17.points.allSatisfy { $0.low < $0.y && $0.y < $0.high })
        #expect(e17.floor.count == 4 && e17.floor.allSatisfy { abs($0.y - 1.9) < 1e-9 })
    }

    /// Streams and the like measure floors and have none; a size measured twice is one point, the later one.
    @Test func whatHasNoFloorIsNotDrawnAndAPlaceHasOnePoint() throws {
        let streams = [1000, 100_000].map { size in
            BenchmarkResult(task: "copy", size: size, threads: 1, kernelTarget: "widest", status: .measured, seconds: SampleRecords.statistics(1e-3))
        }
        let solves = [(100, 5e-9), (1000, 5e-9), (1000, 7e-9)].map { SampleRecords.solve("E", creators: $0, perCell: $1) }
        let charts = Chart.perCell(SampleRecords.record(results: streams + solves))
        #expect(charts.map(\.title) == ["solve: time per cell"])
        let points = try lines(charts[0]).series[0].points
        #expect(points.map(\.x) == [1e5, 1e6])
        #expect(abs(points[1].y - 7) < 1e-9)
    }

    /// Names hold what tells results apart and nothing else.
    @Test func namesTellApart() {
        var results = [SampleRecords.solve("E", creators: 10), SampleRecords.solve("E", creators: 10, threads: 2), SampleRecords.solve("H1", creators: 20)]
        results.append(BenchmarkResult(task: "dgemm", size: 512, threads: 1, kernelTarget: "widest", status: .measured))
        let name = DistinguishingName(results)
        #expect(results.map { name($0) } == ["solve E 1 thread", "solve E 2 threads", "solve H1", "dgemm"])
    }

    @Test func equalCellsAreDrawnOverTopics() throws {
        let results = [1, 10, 100].map { SampleRecords.solve("E17", creators: 100_000 / $0, topics: $0, perCell: 5e-9) }
        let lines = try lines(try #require(Chart.perCell(SampleRecords.record(results: results)).first))
        #expect(lines.xLabel.hasPrefix("topics"))
        #expect(lines.series[0].points.map(\.x) == [1, 10, 100])
    }

    @Test func wrongResultsAreNotDrawn() {
        let results = [100, 1000].map { SampleRecords.solve("E", creators: $0, status: .wrong) }
        #expect(Chart.all(of: SampleRecords.record(results: results)).isEmpty)
        #expect(Chart.mainKind(of: []) == nil)
    }

    @Test func speedUpIsAgainstOneThreadAtTheLargestSize() throws {
        let record = SampleRecords.scaling(threads: [1, 2])
        let chart = try #require(Chart.perThread(record).first)
        let lines = try lines(chart)
        #expect(lines.series.map(\.name) == ["solve E", "solve E17", "solve H2", "solve H1"])
        for series in lines.series {
            #expect(series.points.map(\.x) == [1, 2])
            #expect(abs(series.points[1].y - 2) < 1e-9)
            #expect(series.points[1].low < 2 && series.points[1].high > 2)
            #expect(series.floor.count == 2)
        }
        #expect(Chart.perThread(SampleRecords.scaling(threads: [2])).isEmpty)
    }

    /// More lines than one chart can hold: a chart for each number of threads, none left out.
    @Test func manyLinesAreSplit() throws {
        let charts = Chart.perCell(SampleRecords.scaling(threads: [1, 2, 4]))
        #expect(charts.map(\.title) == [1, 2, 4].map { "solve (\(Quantity.threads($0)), avx512): time per cell" })
        #expect(try charts.map { try lines($0).series.count } == [4, 4, 4])
    }

    @Test func distancesAreOfTheLargestSize() throws {
        let bars = try bars(try #require(Chart.distances(SampleRecords.scaling()).first))
        #expect(bars.limit?.value == 1)
        #expect(bars.bars.map(\.name) == ["solve E", "solve E17", "solve H2", "solve H1"])
        #expect(abs(bars.bars[1].value - 6.4 * 1.0003 / 1.9) < 1e-9)
        #expect(bars.bars[1].note == "3.37 x pow")
    }

    @Test func rivalsStandBesideTheSolveWithTheirErrors() throws {
        let charts = Chart.all(of: SampleRecords.rivals)
        #expect(Chart.mainKind(of: charts) == .rivals)
        let rivals = charts.filter { $0.kind == .rivals }
        #expect(rivals.map(\.title) == ["E", "E17"].map { "Rivals on \($0), 1,000 x 1,000 (pale: error above 1e-8)" })
        let bars = try bars(rivals[0])
        #expect(bars.isLogarithmic)
        #expect(bars.bars.map(\.name) == ["nashbench", "numba", "numpy", "petsc", "scipy"])
        #expect(bars.bars.map(\.tone) == [.own, .other, .other, .wrong, .rough])
        #expect(bars.bars[0].note == "2.20 ms, error 2e-16")
        #expect(bars.bars[2].note == "1.60 s, 727x, error 1e-12")
        #expect(bars.bars[3].note.hasSuffix("wrong"))
        #expect(abs((bars.limit?.value ?? 0) - 2e-3) < 1e-12)
    }

    /// Runs in the order of their dates whatever that of the files; other machines and suites apart.
    @Test func trendsFollowTheDates() throws {
        var runs = [3, 1, 2].map { month in
            var run = SampleRecords.scaling(factor: Double(month))
            run.started = "2026-0\(month)-01T00:00:00Z"
            return run
        }
        var elsewhere = runs[0]
        elsewhere.machine.cores = 64
        runs.append(elsewhere)
        runs.append(SampleRecords.rivals)
        let trends = Chart.trends(runs)
        #expect(trends.count == 1)
        let lines = try lines(trends[0])
        #expect(lines.xNames == ["2026-01-01", "2026-02-01", "2026-03-01"])
        #expect(lines.series.map(\.name) == ["solve E", "solve E17", "solve H2", "solve H1"])
        let values = lines.series[1].points.map(\.y)
        #expect(abs(values[1] / values[0] - 2) < 1e-9 && abs(values[2] / values[0] - 3) < 1e-9)
        #expect(lines.series[1].floor.count == 3)
        #expect(Chart.trends([runs[0]]).isEmpty)
    }
}
