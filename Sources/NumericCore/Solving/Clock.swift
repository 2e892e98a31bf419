#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Monotonic seconds.
package func monotonicSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// Processors online, at least 1.
package func activeProcessors() -> Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

/// Why a solve should end early, asked between pieces of work.
struct Interruption: Sendable {
    private let deadline: Double?
    private let isCancelled: (@Sendable () -> Bool)?

    init(_ settings: Settings) {
        deadline = settings.timeLimit.map { monotonicSeconds() + $0 }
        isCancelled = settings.isCancelled
    }

    /// `.cancelled` or `.timeLimit` where the work should stop, else nil.
    var status: Status? {
        if let isCancelled, isCancelled() { return .cancelled }
        if let deadline, monotonicSeconds() >= deadline { return .timeLimit }
        return nil
    }
}
