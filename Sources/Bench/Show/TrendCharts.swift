/// Charts over runs: what became of the main medians.
extension Chart {
    /// Time per cell of the main results run by run, a chart for each suite and machine with at least two runs.
    ///
    /// Runs of other machines are no trend of this one. Main are right solves at their largest size or, in suites without a
    /// solve, all tasks at their largest size; only what two runs or more measured is drawn.
    public static func trends(_ records: [BenchmarkRecord]) -> [Chart] {
        let hasSeveralMachines = Set(records.map(\.machine.slug)).count > 1
        return groups(records) { "\($0.suite) \($0.machine.slug)" }.compactMap { runs in
            // Dates of ISO 8601 in UTC sort as text.
            let runs = runs.sorted { $0.started < $1.started }
            return runs.count > 1 ? trend(runs, machine: hasSeveralMachines ? " on \(runs[0].machine.cpu)" : "") : nil
        }
    }

    private struct Measurement {
        let run: Int
        let result: BenchmarkResult
    }

    private static func trend(_ runs: [BenchmarkRecord], machine: String) -> Chart? {
        let all = runs.enumerated().flatMap { index, run in
            zip(ResultKey.keys(of: run.results), run.results).filter { $1.isTimed && $1.hasCells && !$1.isRival }.map { ($0, Measurement(run: index, result: $1)) }
        }
        let solves = all.filter { $0.1.result.task == "solve" }
        let lines = groups(solves.isEmpty ? all : solves, by: \.0).map { $0.map(\.1) }.filter { $0.count > 1 }
        let main = lines.filter { line in
            !lines.contains { other in
                let (a, b) = (line[0].result, other[0].result)
                return a.name == b.name && a.threads == b.threads && a.kernelTarget == b.kernelTarget && b.size > a.size
            }
        }
        guard !main.isEmpty else { return nil }
        let name = DistinguishingName(main.flatMap { $0.map(\.result) })
        let series = main.prefix(seriesLimit).map { line in
            let single = line.map { perCellSeries("", [$0.result]) { _ in 0 } }
            let places = line.map { Double($0.run + 1) }
            return Lines.Series(
                name: name(line[0].result),
                points: zip(places, single).flatMap { place, series in
                    series.points.map { .init(x: place, y: $0.y, low: $0.low, high: $0.high) }
                },
                floor: zip(places, single).flatMap { place, series in series.floor.map { (place, $0.y) } })
        }
        let hidden = main.count > seriesLimit ? " (\(main.count - seriesLimit) more not drawn)" : ""
        return Chart(
            kind: .trend, title: "\(runs[0].suite)\(machine): time per cell, run by run\(hidden)",
            body: .lines(
                Lines(xLabel: "day of the run", yLabel: "ns a cell", series: Array(series), floorName: "floor", xNames: runs.map { String($0.started.prefix(10)) })),
            commands: runs.map(\.command).firsts)
    }
}
