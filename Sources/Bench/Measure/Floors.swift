import NumericCore

/// The machine's limits at one size, sampled in the same cycles as the tasks they bound.
package struct Floors {
    /// One floor's samples, and what one execution of it did.
    package struct Track: Sendable {
        package var task: TaskName
        package var threads: Int
        package var target: String
        /// Whose costs it ran over; nil where there are none.
        package var family: GameFamily?
        package var work: TaskWork
        package var samples: [Double]

        package init(task: TaskName, threads: Int, target: String, family: GameFamily? = nil, work: TaskWork, samples: [Double]) {
            self.task = task
            self.threads = threads
            self.target = target
            self.family = family
            self.work = work
            self.samples = samples
        }
    }

    private let tracks: [Track]

    package init(_ tracks: [Track]) { self.tracks = tracks.filter { !$0.samples.isEmpty } }

    /// The floors that tasks at one size need: streams for bytes, the pow pass for powers, dgemm, rows of it or batched inverses for flops.
    package static func needed(by tasks: [(point: TaskPoint, work: TaskWork)]) -> [TaskPoint] {
        var floors: [TaskPoint] = []
        func add(_ task: TaskName, _ point: TaskPoint, target: String) {
            var floor = point
            floor.task = task
            // Streams take the costs of the first family for those of all: their time is the same. That of a power is not.
            floor.family = switch task.kind {
            case .dense: nil
            case .stream, .blocks: tasks.first { $0.point.task.kind != .dense }?.point.family
            default: point.family
            }
            floor.target = target
            if !floors.contains(floor) { floors.append(floor) }
        }
        for (point, work) in tasks {
            if work.bytesWritten > 0 {
                for task in [TaskName.copy, .copyPastCache, .triad, .triadPastCache] { add(task, point, target: streamTarget) }
            }
            if work.bytesRead > 0, work.bytesWritten == 0 { add(.read, point, target: streamTarget) }
            if work.powers > 0 { add(.pow, point, target: point.target) }
            if work.flops > 0, point.task.kind != .blocks { add(point.task.flopsFloor, point, target: streamTarget) }
        }
        return floors
    }

    /// Streams and BLAS choose their own instructions.
    package static let streamTarget = "widest"

    /// The floor that binds a task: of its bytes, powers and flops the one that takes longest at the floors' own rates; for a task that
    /// is held against another as a whole, that one.
    /// - Parameters:
    ///   - samples: of the task, one a cycle from the first.
    /// - Returns: nil where the task needs none of them, is itself a limit of the machine, or no floor was measured.
    package func binding(_ point: TaskPoint, work: TaskWork, samples: [Double], seed: UInt64) -> BenchmarkResult.Floor? {
        let candidates = [bytes(point, work), powers(point, work), flops(point, work)].compactMap { $0 }
        guard let floor = whole(point) ?? candidates.max(by: { $0.seconds < $1.seconds }) else { return nil }
        let ratios = zip(samples, floor.track.samples).map { $0 / ($1 * floor.scale) }
        guard !ratios.isEmpty else { return nil }
        let interval = Bootstrap(seed: seed).intervalOfMedian(of: ratios)
        return .init(
            kind: floor.kind, task: floor.track.task.rawValue, seconds: floor.seconds, ratio: Bootstrap.median(of: ratios),
            low: interval.lowerBound, high: interval.upperBound)
    }

    private struct Candidate {
        let kind: BenchmarkResult.Floor.Kind
        let track: Track
        /// The task's work over that of one execution of the floor.
        let scale: Double

        var seconds: Double { Bootstrap.median(of: track.samples) * scale }
    }

    /// Another task from its beginning to its end.
    private func whole(_ point: TaskPoint) -> Candidate? {
        guard let task = point.task.wholeFloor, let track = tracks.first(where: { $0.task == task && $0.threads == point.threads }) else { return nil }
        return Candidate(kind: .task, track: track, scale: 1)
    }

    /// The fastest stream that reads and writes in about the same proportion: writing costs more than reading.
    private func bytes(_ point: TaskPoint, _ work: TaskWork) -> Candidate? {
        guard work.bytes > 0, point.task.kind != .stream else { return nil }
        let alike: Set<TaskName> =
            if work.bytesWritten == 0 { [.read] }
            else if work.bytesRead > 1.5 * work.bytesWritten { [.triad, .triadPastCache] }
            else { [.copy, .copyPastCache] }
        return tracks.filter { alike.contains($0.task) && $0.threads == point.threads }
            .map { Candidate(kind: .bytes, track: $0, scale: work.bytes / $0.work.bytes) }
            .min { $0.seconds < $1.seconds }
    }

    private func powers(_ point: TaskPoint, _ work: TaskWork) -> Candidate? {
        guard work.powers > 0, point.task != .pow,
            let track = tracks.first(where: { $0.task == .pow && $0.threads == point.threads && $0.target == point.target && $0.family == point.family })
        else { return nil }
        return Candidate(kind: .powers, track: track, scale: work.powers / track.work.powers)
    }

    private func flops(_ point: TaskPoint, _ work: TaskWork) -> Candidate? {
        guard work.flops > 0, point.task.kind != .blocks, point.task != .dgemm,
            let track = tracks.first(where: { $0.task == point.task.flopsFloor && $0.threads == point.threads })
        else { return nil }
        return Candidate(kind: .flops, track: track, scale: work.flops / track.work.flops)
    }
}
