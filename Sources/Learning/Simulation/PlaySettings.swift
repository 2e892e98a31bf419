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
    /// Told the work done and in all, from any thread: rounds over all replicas, and draws of the intervals of growth.
    public var progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil
    /// Asked before every stretch of rounds (a few milliseconds) from any thread; true ends the run.
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
    /// All that was asked for was done.
    case complete
    /// The time was over first.
    case timeLimit = "time-limit"
    /// Somebody cancelled.
    case cancelled
}

/// Counts rounds and other work, reports it about two hundred times in all, and says when to stop.
final class PlayWatch: Sendable {
    private let deadline: Double?
    private let isCancelled: (@Sendable () -> Bool)?
    private let progress: (@Sendable (Int, Int) -> Void)?
    private let total: Int
    private let done = Atomic<Int>(0)
    private let isStopped = Atomic<Bool>(false)
    private let wasCancelled = Atomic<Bool>(false)

    /// - Parameter work: rounds, and whatever else is going to be counted by ``passed(_:)``.
    init(_ settings: PlaySettings, work: Int) {
        deadline = settings.timeLimit.map { monotonicSeconds() + $0 }
        isCancelled = settings.isCancelled
        progress = settings.progress
        total = work
    }

    /// Why a run that is not complete ended.
    var end: PlayEnd { wasCancelled.load(ordering: .relaxed) ? .cancelled : .timeLimit }

    /// Whether work is to go on; once it is not, it never is again.
    func goesOn() -> Bool {
        if isStopped.load(ordering: .relaxed) { return false }
        if let isCancelled, isCancelled() {
            wasCancelled.store(true, ordering: .relaxed)
        } else if deadline.map({ monotonicSeconds() < $0 }) ?? true {
            return true
        }
        isStopped.store(true, ordering: .relaxed)
        return false
    }

    /// Adds work that was done.
    func passed(_ work: Int) {
        let count = done.wrappingAdd(work, ordering: .relaxed)
        let grain = max(1, total / 200)
        if let progress, count.newValue / grain != count.oldValue / grain || count.newValue == total { progress(count.newValue, total) }
    }
}

/// The C kernels of one target.
struct LearningKernels: Sendable {
    // Points at a table that is never written.
    nonisolated(unsafe) let table: UnsafePointer<nl_kernels>

    /// Those of the target's name; the portable ones where this build has none of that name. Both give the same bits.
    init(_ target: KernelTarget) { table = nl_kernels_named(target.name) ?? nl_portable() }
}
