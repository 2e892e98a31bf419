import Dispatch
import NumericCore
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Ends the program with status 2 after a time, for work that cannot be stopped half way and writes nothing until its end.
final class Deadline: Sendable {
    private let isSettled = Mutex(false)
    private let due: Double
    private let end: @Sendable () -> Void

    /// - Parameters:
    ///   - seconds: from now, > 0; nil for ever.
    ///   - lastWords: said before the end.
    init(seconds: Double?, lastWords: @escaping @Sendable (Double) -> Void) {
        due = monotonicSeconds() + (seconds ?? .infinity)
        end = {
            lastWords(seconds ?? .infinity)
            _exit(2) // other threads are at work, whom no library may be torn down under; nothing here is buffered
        }
        guard let seconds else { return }
        let longest = 1e9 // some thirty years; more does not fit the clock
        DispatchQueue.global(qos: .userInitiated).asyncAfter(deadline: .now() + min(seconds, longest)) { [self] in
            if settle() { end() }
        }
    }

    /// The work is done: the program goes on to its end. Where the time is over first, this does not return.
    func wasMet() {
        if monotonicSeconds() >= due, settle() { end() } // the other thread may not have come to it
        while !settle() { sleep(1) }
    }

    /// Whether this is the first to settle it.
    private func settle() -> Bool {
        isSettled.withLock { settled in
            defer { settled = true }
            return !settled
        }
    }
}
