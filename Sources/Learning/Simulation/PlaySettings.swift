import CLearning
import NumericCore
import Synchronization

/// What a run may be told.
public struct PlaySettings: Sendable {
    /// Threads, nil for one per core. The result has the same bits for every number.
    public var threads: Int? = nil
    /// Seconds, nil for none.
    public var timeLimit: Double? = nil
    /// The kernel target, nil for the active one; every target gives the same bits.
    public var target: KernelTarget? = nil
    /// Told rounds played and in all, over all replicas, from any thread.
    public var progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil
    /// Asked now and then from any thread; true ends the run.
    public var isCancelled: (@Sendable () -> Bool)? = nil

    /// The defaults.
    public init() {}

    /// - Throws: `FieldError` naming the first setting outside its domain.
    public func validate() throws(FieldError) {
        if let timeLimit, !(timeLimit > 0) { throw FieldError(field: "timeLimit", expected: "seconds > 0", found: "\(timeLimit)") }
        if let threads, !(1...4096).contains(threads) { throw FieldError(field: "threads", expected: "1 to 4096", found: "\(threads)") }
    }

    func kernels() throws(FieldError) -> LearningKernels {
        if let target { return LearningKernels(target) }
        return LearningKernels(try KernelTarget.active())
    }
}

/// How a run ended.
public enum PlayEnd: String, Sendable {
    /// All replicas were played.
    case complete
    /// The time was over first.
    case timeLimit = "time-limit"
    /// Somebody cancelled.
    case cancelled
}

/// Counts rounds, reports them about two hundred times in all, and says when to stop.
final class PlayWatch: Sendable {
    private let deadline: Double?
    private let isCancelled: (@Sendable () -> Bool)?
    private let progress: (@Sendable (Int, Int) -> Void)?
    private let total: Int
    private let done = Atomic<Int>(0)
    private let wasCancelled = Atomic<Bool>(false)

    init(_ settings: PlaySettings, rounds: Int) {
        deadline = settings.timeLimit.map { monotonicSeconds() + $0 }
        isCancelled = settings.isCancelled
        progress = settings.progress
        total = rounds
    }

    /// Why a run that is not complete ended.
    var end: PlayEnd { wasCancelled.load(ordering: .relaxed) ? .cancelled : .timeLimit }

    /// Adds rounds; false where the run is to stop.
    func played(_ rounds: Int) -> Bool {
        let count = done.wrappingAdd(rounds, ordering: .relaxed)
        let grain = max(1, total / 200)
        if let progress, count.newValue / grain != count.oldValue / grain || count.newValue == total { progress(count.newValue, total) }
        if let isCancelled, isCancelled() {
            wasCancelled.store(true, ordering: .relaxed)
            return false
        }
        return deadline.map { monotonicSeconds() < $0 } ?? true
    }
}

/// The C kernels of one target.
struct LearningKernels: Sendable {
    // Points at a table that is never written.
    nonisolated(unsafe) let table: UnsafePointer<nl_kernels>

    /// Those of the target's name; the portable ones where this build has none of that name. Both give the same bits.
    init(_ target: KernelTarget) { table = nl_kernels_named(target.name) ?? nl_portable() }
}
