import NumericCore

/// Runs a suite: every group, every size, all tasks at one size in interleaved cycles with the floors that bound them.
///
/// Whatever goes wrong with a task is its result, not the end of the run: a solve that does not converge is `wrong`, an
/// error `failed`, what is not there `skipped`, each with its reason.
package final class SuiteRun {
    package let suite: BenchmarkSuite
    private let tree: String?
    private let counters: HardwareCounters
    let activeTarget: String
    private let isInterrupted: () -> Bool
    private let onProgress: (Progress) -> Void
    private var results: [BenchmarkResult] = []

    /// How far a run has come.
    package struct Progress: Sendable {
        /// What is being measured, e.g. `E17 10,000 x 100`.
        package var label: String
        /// Measurements done and in all.
        package var done: Int
        package var total: Int
    }

    /// - Parameters:
    ///   - tree: the source tree, for rivals and shipped tables.
    ///   - isInterrupted: asked before each sample; true ends the run, the rest is recorded as skipped.
    /// - Throws: ``FieldError`` where `NASHBENCH_KERNEL` names no target that runs here.
    package init(
        _ suite: BenchmarkSuite, tree: String?, counters: HardwareCounters, isInterrupted: @escaping () -> Bool = { false },
        onProgress: @escaping (Progress) -> Void = { _ in }
    ) throws(FieldError) {
        self.suite = suite
        self.tree = tree
        self.counters = counters
        self.isInterrupted = isInterrupted
        self.onProgress = onProgress
        activeTarget = try KernelTarget.active().name
    }

    /// Measures everything there is, in the suite's order.
    package func run() -> [BenchmarkResult] {
        results = []
        for group in suite.groups {
            for block in blocks(of: group) { measure(block, group) }
            measureProcesses(group)
            measureRivals(group)
        }
        return results
    }

    /// One task on its way: its sampler, or the result of its set-up where that failed.
    private struct Entry {
        let point: TaskPoint
        var sampler: Sampler?
        var refusal: (any Error)?
    }

    private func measure(_ points: [TaskPoint], _ group: BenchmarkSuite.Group) {
        guard let first = points.first else { return }
        if isInterrupted() { return skip(points, "interrupted") }
        if let reason = excess(points, first) { return skip(points, reason) }
        let label = first.task.kind == .dense ? "order \(first.creators)" : "\(first.creators) x \(first.topics)"
        report(label)
        let inputs = TaskInputs(seed: suite.seed, tree: tree, isInterrupted: isInterrupted)
        var entries = points.map { prepare($0, inputs, isFloor: false) }
        let prepared = entries.compactMap { entry in entry.sampler.map { (entry.point, $0.task.work) } }
        entries += Floors.needed(by: prepared).filter { !points.contains($0) }.map { prepare($0, inputs, isFloor: true) }
        Cycles.run(entries.compactMap(\.sampler), isInterrupted: isInterrupted) { [self] in
            onProgress(Progress(label: label, done: doneBefore + $0, total: total))
        }
        let floors = Floors(entries.compactMap(track))
        for entry in entries { results.append(result(of: entry, floors)) }
        doneBefore += points.count
    }

    /// Results so far that count towards ``total``.
    private var doneBefore = 0

    private func report(_ label: String) { onProgress(Progress(label: label, done: doneBefore, total: total)) }

    private func prepare(_ point: TaskPoint, _ inputs: TaskInputs, isFloor: Bool) -> Entry {
        if isInterrupted() { return Entry(point: point, refusal: TaskError.interrupted) }
        do {
            let task = try point.task.prepare(at: point, inputs)
            return Entry(point: point, sampler: Sampler(task, isFloor: isFloor, plan: suite.plan, counters: counters, seed: suite.seed))
        } catch {
            return Entry(point: point, refusal: error)
        }
    }

    /// Why a size is not tried: it would not fit in the memory that is free. Costs, exponents where they vary, what tasks
    /// write (three arrays at most), the exponents of the pow pass, and what each family takes.
    private func excess(_ points: [TaskPoint], _ first: TaskPoint) -> String? {
        guard ![.dense, .economy, .learning].contains(first.task.kind), let available = Machine.availableBytes else { return nil }
        let families = Set(points.compactMap(\.family))
        let arrays = families.reduce(5) { $0 + $1.arrays }
        let needed = Double(first.cells) * 8 * Double(arrays)
        guard needed > 0.9 * Double(available) else { return nil }
        return "needs \(Int(needed / 1e9)) GB of memory, \(available / 1_000_000_000) GB are free"
    }

    private func track(_ entry: Entry) -> Floors.Track? {
        let task = entry.point.task
        let isFloor = [.stream, .dense, .blocks].contains(task.kind) || task == .pow || task.isWholeFloor
        guard let sampler = entry.sampler, isFloor else { return nil }
        return Floors.Track(
            task: task, threads: entry.point.threads, target: entry.point.target, family: entry.point.family,
            work: sampler.task.work, samples: sampler.samples)
    }

    private func result(of entry: Entry, _ floors: Floors) -> BenchmarkResult {
        var result = BenchmarkResult(entry.point, status: .failed)
        guard let sampler = entry.sampler else {
            result.refuse(entry.refusal)
            return result
        }
        fill(&result, from: sampler)
        result.work = sampler.task.work.recorded
        if result.status == .measured {
            result.floor = floors.binding(entry.point, work: sampler.task.work, samples: sampler.samples, seed: suite.seed)
        }
        return result
    }

    private func fill(_ result: inout BenchmarkResult, from sampler: Sampler) {
        result.seconds = sampler.statistics
        let counts = sampler.medianCounts
        result.instructions = counts.instructions
        result.cycles = counts.cycles
        if let failure = sampler.failure { return result.refuse(failure) }
        guard result.seconds != nil else { return result.refuse(TaskError.interrupted) }
        let conclusion = sampler.task.conclude()
        result.status = conclusion.status
        result.reason = conclusion.reason
        result.outcome = conclusion.outcome
        result.peakBytes = conclusion.peakBytes
        result.memory = conclusion.memory
    }

    private func skip(_ points: [TaskPoint], _ reason: String) {
        for point in points {
            var result = BenchmarkResult(point, status: .skipped)
            result.reason = reason
            results.append(result)
        }
        doneBefore += points.count
    }

    /// Whole programs, interleaved with each other.
    private func measureProcesses(_ group: BenchmarkSuite.Group) {
        guard !group.processes.isEmpty else { return }
        let inputs = TaskInputs(seed: suite.seed)
        report("programs")
        let entries: [(ProcessSpecification, Sampler?, (any Error)?)] = group.processes.map { process in
            do {
                let task = try ProcessTask.prepare(process, tree: tree, inputs, isInterrupted: isInterrupted)
                return (process, Sampler(task, plan: suite.plan, counters: counters, seed: suite.seed), nil)
            } catch {
                return (process, nil, error)
            }
        }
        Cycles.run(entries.compactMap(\.1), isInterrupted: isInterrupted) { [self] in
            onProgress(Progress(label: "programs", done: doneBefore + $0, total: total))
        }
        for (process, sampler, refusal) in entries {
            var result = BenchmarkResult(task: "process:\(process.name)", size: 1, threads: 1, kernelTarget: activeTarget, status: .failed)
            if let sampler { fill(&result, from: sampler) } else { result.refuse(refusal) }
            results.append(result)
        }
        doneBefore += entries.count
    }

    /// Rivals, one after another: each takes its own samples.
    private func measureRivals(_ group: BenchmarkSuite.Group) {
        guard !group.rivals.isEmpty else { return }
        for size in group.sizes {
            let inputs = TaskInputs(seed: suite.seed)
            for family in group.families {
                for threads in group.threads {
                    let point = TaskPoint(
                        task: .solve, family: family, creators: size.creators, topics: size.topics, threads: threads, target: activeTarget)
                    for rival in group.rivals {
                        report("\(rival), \(family.rawValue) \(size.creators) x \(size.topics)")
                        results.append(measure(rival, point, group, inputs))
                        doneBefore += 1
                    }
                }
            }
        }
    }

    private func measure(_ rival: String, _ point: TaskPoint, _ group: BenchmarkSuite.Group, _ inputs: TaskInputs) -> BenchmarkResult {
        var result = BenchmarkResult(point, status: .failed)
        result.task = "rival:\(rival)"
        do {
            if isInterrupted() { throw TaskError.interrupted }
            let answer = try RivalTask.run(rival, at: point, tree: tree, timeLimit: group.timeLimit, inputs, isInterrupted: isInterrupted)
            result.status = answer.status
            result.reason = answer.reason
            if !answer.seconds.isEmpty { result.seconds = .init(samples: answer.seconds, executionsPerSample: 1, seed: suite.seed) }
            result.outcome = .init(
                status: answer.status.rawValue, relativeResidual: answer.residual?.ifFinite, totalError: answer.totalError?.ifFinite)
        } catch {
            result.refuse(error)
        }
        return result
    }
}

extension BenchmarkResult {
    /// A result that nothing is known of yet.
    fileprivate init(_ point: TaskPoint, status: Status) {
        let isDense = point.task.kind == .dense
        self.init(
            task: point.task.rawValue, family: point.family?.rawValue, creators: isDense ? nil : point.creators,
            topics: isDense ? nil : point.topics, size: point.cells, threads: point.threads, kernelTarget: point.target, status: status)
    }

    /// What kept it from being measured: an absence is skipped, anything else a failure.
    fileprivate mutating func refuse(_ error: (any Error)?) {
        status = (error as? TaskError)?.isAbsence == true ? .skipped : .failed
        reason = error.map { "\($0)" } ?? "no reason given"
    }
}
