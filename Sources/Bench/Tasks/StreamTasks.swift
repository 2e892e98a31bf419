import CBench
import NumericCore

/// The memory's limits: streams over as many doubles as the point has cells.
enum StreamTasks {
    static func prepare(_ point: TaskPoint, _ inputs: TaskInputs) throws -> PreparedTask {
        let cells = point.cells
        let runs = CellRuns(CellLayout(creators: cells, topics: 1), threads: point.threads)
        let ranges = runs.runs.map(\.cells)
        let held = (try inputs.contest(point).costs.doubles, inputs.constants(count: cells), inputs.scratch(0, count: cells))
        nonisolated(unsafe) let a = held.0.base
        nonisolated(unsafe) let b = held.1.base
        nonisolated(unsafe) let to = held.2.base
        let sums = CellBuffer(count: ranges.count)
        nonisolated(unsafe) let sum = sums.base
        let stream: @Sendable (Int) -> Void
        let arrays: (read: Double, written: Double)
        switch point.task {
        case .copy:
            arrays = (1, 1)
            stream = { nb_bench_copy(ranges[$0].count, a + ranges[$0].lowerBound, to + ranges[$0].lowerBound) }
        case .copyPastCache:
            arrays = (1, 1)
            stream = { nb_bench_copy_past_cache(ranges[$0].count, a + ranges[$0].lowerBound, to + ranges[$0].lowerBound) }
        case .triad:
            arrays = (2, 1)
            stream = { run in
                let first = ranges[run].lowerBound
                nb_bench_triad(ranges[run].count, a + first, b + first, 3, to + first)
            }
        case .triadPastCache:
            arrays = (2, 1)
            stream = { run in
                let first = ranges[run].lowerBound
                nb_bench_triad_past_cache(ranges[run].count, a + first, b + first, 3, to + first)
            }
        default:
            arrays = (1, 0)
            stream = { sum[$0] = nb_bench_read(ranges[$0].count, a + ranges[$0].lowerBound) }
        }
        let bytes = Double(cells) * Double(MemoryLayout<Double>.stride)
        return PreparedTask(work: TaskWork(bytesRead: arrays.read * bytes, bytesWritten: arrays.written * bytes)) {
            runs.run(stream)
            withExtendedLifetime((held, sums)) { nb_bench_keep(arrays.written > 0 ? to : sum) }
            return nil
        }
    }
}
