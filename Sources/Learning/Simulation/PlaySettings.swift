import CLearning
import NumericCore

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
    public func validate() throws(FieldError) { try limits.validate() }

    /// Threads and limits as everything else in the package is told them.
    fileprivate var limits: Settings {
        var limits = Settings()
        (limits.threads, limits.timeLimit, limits.isCancelled) = (threads, timeLimit, isCancelled)
        return limits
    }

    func kernels() throws(FieldError) -> LearningKernels {
        if let target { return LearningKernels(target) }
        return LearningKernels(try KernelTarget.active())
    }
}

/// Counts rounds and other work, reports it, and says when to stop.
final class PlayWatch: Sendable {
    private let stoppage: Stoppage
    private let meter: ProgressMeter

    /// - Parameter work: rounds, and whatever else is going to be counted by ``passed(_:)``.
    init(_ settings: PlaySettings, work: Int) {
        stoppage = Stoppage(Interruption(settings.limits))
        meter = ProgressMeter(total: work, report: settings.progress)
    }

    /// How the run ended, as far as it was watched.
    var end: WorkEnd { WorkEnd(stoppage.status) }

    /// Whether work is to go on; once it is not, it never is again.
    func goesOn() -> Bool { !stoppage.endsWork() }

    /// Adds work that was done.
    func passed(_ work: Int) { meter.add(work) }
}

/// The C kernels of one target.
struct LearningKernels: Sendable {
    // Points at a table that is never written.
    nonisolated(unsafe) let table: UnsafePointer<nl_kernels>

    /// Those of the target's name; the portable ones where this build has none of that name. Both give the same bits.
    init(_ target: KernelTarget) { table = nl_kernels_named(target.name) ?? nl_portable() }
}
