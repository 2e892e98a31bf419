import NumericCore

/// How far a search is.
public struct AssistedProgress: Sendable {
    /// What is going on, in a word or two: `bases`, `profiles`, `pivots`, `certificates`.
    public let stage: String
    /// Pieces of work done.
    public let done: Int
    /// The most there may be: many searches end far earlier.
    public let most: Int
}

/// Says when a search is to stop, tells the listener how far it is, and remembers whether anything was left undone.
final class SolveWatch {
    private let interruption: Interruption
    private let progress: (@Sendable (AssistedProgress) -> Void)?
    private let settings: AssistedSettings
    private let due: Double?
    private let parent: SolveWatch?
    /// What is left of the work that may be done under this watch; see ``GameNumber/work``.
    private var workLeft: Double
    /// Why work was left undone, by this or by a part of it; nil where nothing was.
    private(set) var stopped: Status?

    /// Begins now.
    convenience init(_ settings: AssistedSettings) { self.init(settings, seconds: settings.timeLimit, work: .infinity, parent: nil) }

    private init(_ settings: AssistedSettings, seconds: Double?, work: Double, parent: SolveWatch?) {
        var limits = Settings()
        limits.timeLimit = seconds
        limits.isCancelled = settings.isCancelled
        interruption = Interruption(limits)
        progress = settings.progress
        due = seconds.map { monotonicSeconds() + $0 }
        self.settings = settings
        workLeft = work
        self.parent = parent
    }

    /// A watch over part of the time that is left, for work after which something else is still to be done.
    func part(_ share: Double) -> SolveWatch {
        SolveWatch(settings, seconds: due.map { max(0, ($0 - monotonicSeconds()) * share) }, work: .infinity, parent: self)
    }

    /// A watch that ends after so much work, too. Work that is used up leaves nothing undone that there was time for.
    func part(work: Double) -> SolveWatch {
        SolveWatch(settings, seconds: due.map { max(0, $0 - monotonicSeconds()) }, work: work, parent: self)
    }

    func spend(_ work: Double) {
        workLeft -= work
        parent?.spend(work)
    }

    /// Whether the work that was allowed is used up.
    var isSpent: Bool { workLeft < 0 || parent?.isSpent == true }

    /// Whether what is being done is to be left as it is.
    var isOver: Bool {
        guard let status = interruption.status else { return isSpent }
        note(status)
        return true
    }

    private func note(_ status: Status) {
        stopped = stopped ?? status
        parent?.note(status)
    }

    /// Tells the listener, about every hundredth time.
    func report(_ stage: String, _ done: Int, of most: Int) {
        if let progress, done % 128 == 0 { progress(AssistedProgress(stage: stage, done: done, most: most)) }
    }
}
