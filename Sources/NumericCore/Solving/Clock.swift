import Synchronization

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

/// An interruption that remembers whether it left any work undone; once it did, nobody is asked again.
package final class Stoppage: Sendable {
    private let interruption: Interruption
    private let cause = Mutex<Status?>(nil)

    package init(_ interruption: Interruption) { self.interruption = interruption }

    /// Whether the work at hand is to be left undone. From any thread.
    package func endsWork() -> Bool {
        if status != nil { return true }
        guard let status = interruption.status else { return false }
        cause.withLock { $0 = $0 ?? status }
        return true
    }

    /// What left work undone; nil where nothing did.
    package var status: Status? { cause.withLock { $0 } }
}

/// Why a solve should end early, asked between pieces of work.
package struct Interruption: Sendable {
    private let deadline: Double?
    private let isCancelled: (@Sendable () -> Bool)?

    package init(_ settings: Settings) {
        deadline = settings.timeLimit.map { monotonicSeconds() + $0 }
        isCancelled = settings.isCancelled
    }

    private init(isCancelled: (@Sendable () -> Bool)?) { (deadline, self.isCancelled) = (nil, isCancelled) }

    /// The same without its time limit.
    var byCancellationAlone: Interruption { Interruption(isCancelled: isCancelled) }

    /// `.cancelled` or `.timeLimit` where the work should stop, else nil.
    package var status: Status? {
        if let isCancelled, isCancelled() { return .cancelled }
        if let deadline, monotonicSeconds() >= deadline { return .timeLimit }
        return nil
    }
}
