import NumericCore

/// A task whose set-up is done: what is timed, and what it has to show for it.
package struct PreparedTask {
    /// One execution. Its own seconds where it times a part of itself, nil where all of it counts.
    package let execute: () throws -> Double?
    /// What one execution has to do at least.
    package let work: TaskWork
    /// Asked after the last execution: whether what came of it is right.
    package let conclude: () -> Conclusion

    package init(work: TaskWork = TaskWork(), conclude: @escaping () -> Conclusion = { .right() }, execute: @escaping () throws -> Double?) {
        self.execute = execute
        self.work = work
        self.conclude = conclude
    }
}

/// Bytes, powers and flops that an execution cannot do without; reads are told from writes since reading alone is faster.
package struct TaskWork: Sendable, Equatable {
    package var bytesRead: Double
    package var bytesWritten: Double
    package var powers: Double
    package var flops: Double

    package init(bytesRead: Double = 0, bytesWritten: Double = 0, powers: Double = 0, flops: Double = 0) {
        self.bytesRead = bytesRead
        self.bytesWritten = bytesWritten
        self.powers = powers
        self.flops = flops
    }

    package var bytes: Double { bytesRead + bytesWritten }

    /// As it stands in a record.
    package var recorded: BenchmarkResult.Work { .init(bytes: bytes, powers: powers, flops: flops) }
}

/// What came of a task.
package struct Conclusion: Sendable {
    package var status: BenchmarkResult.Status
    package var reason: String?
    package var outcome: BenchmarkResult.Outcome?
    package var peakBytes: Int?
    package var memory: BenchmarkResult.Memory?

    package static func right(
        _ outcome: BenchmarkResult.Outcome? = nil, peakBytes: Int? = nil, memory: BenchmarkResult.Memory? = nil
    ) -> Conclusion {
        Conclusion(status: .measured, outcome: outcome, peakBytes: peakBytes, memory: memory)
    }

    /// It ran and its result cannot be used.
    package static func wrong(_ reason: String, _ outcome: BenchmarkResult.Outcome? = nil) -> Conclusion {
        Conclusion(status: .wrong, reason: reason, outcome: outcome)
    }
}
