import NumericCore

/// What planning may be told. Every knob has a default that suits most games.
public struct PlanSettings: Sendable {
    /// A plan is as good as its bound where (bound - value) <= tolerance x bound + 1e-12; what is not proved otherwise is then `certified`.
    public var tolerance = 1e-9
    /// Threads, nil for one per core. The result is the same for every number, unless a time limit cuts it short.
    public var threads: Int?
    /// Seconds, nil for none. Looked at between pieces of work.
    public var timeLimit: Double?
    /// Asked now and then from any thread; true ends the work with the best plan and bound so far.
    public var isCancelled: (@Sendable () -> Bool)?
    /// Called now and then from any thread.
    public var progress: (@Sendable (PlanProgress) -> Void)?
    /// Of the random numbers of ``PlanMethod/uniform`` and ``PlanMethod/ucb``; nothing else is random.
    public var seed: UInt64 = 1
    /// Buckets that ``PlanMethod/buckets`` begins with, >= 2.
    public var buckets = 256
    /// No more buckets than this, >= 2.
    public var bucketLimit = 8192
    /// ``PlanMethod/buckets`` splits buckets until value >= (1 - accuracy) bound; in [0, 1).
    public var accuracy = 5e-4
    /// Rounds that ``PlanMethod/ucb`` looks back over; nil: 4 sqrt(T), at least 2 k.
    public var ucbWindow: Int?
    /// Labels of ``PlanMethod/beam``, >= 1; relaxed layers hold four times as many.
    public var labels = 200
    /// Labels of one layer above which exact search gives way to beam and relaxed layers, >= 1.
    public var labelLimit = 20_000
    /// epsilon of the guarantee that chooses window and pause of ``PlanMethod/optimizeThenPause``, in (0, 1).
    public var epsilon = 0.5
    /// w, the active rounds of a cycle of ``PlanMethod/optimizeThenPause``; nil: from ``epsilon``.
    public var window: Int?
    /// p, the pauses of a cycle; nil: as many as active rounds.
    public var pause: Int?
    /// Rounds that ``PlanMethod/rollingHorizon`` looks ahead, >= 1.
    public var horizon = 3

    /// The defaults.
    public init() {}

    /// Checks every knob, as planning does before it begins.
    /// - Throws: ``FieldError`` naming the first one outside its domain.
    public func validate() throws(FieldError) {
        guard tolerance >= 0, tolerance < 1 else {
            throw FieldError(field: "tolerance", expected: "a number in [0, 1)", found: "\(tolerance)")
        }
        guard accuracy >= 0, accuracy < 1 else {
            throw FieldError(field: "accuracy", expected: "a number in [0, 1)", found: "\(accuracy)")
        }
        guard epsilon > 0, epsilon < 1 else {
            throw FieldError(field: "epsilon", expected: "a number in (0, 1)", found: "\(epsilon)")
        }
        let counts: [(String, Int?, Int)] = [
            ("buckets", buckets, 2), ("bucketLimit", bucketLimit, 2), ("ucbWindow", ucbWindow, 1), ("labels", labels, 1), ("labelLimit", labelLimit, 1),
            ("window", window, 1), ("pause", pause, 0), ("horizon", horizon, 1),
        ]
        for (field, value, least) in counts {
            if let value, value < least { throw FieldError(field: field, expected: "at least \(least)", found: "\(value)") }
        }
        try limits.validate()
    }

    /// Threads and limits as everything else in the package is told them.
    var limits: Settings {
        var limits = Settings()
        limits.threads = threads
        limits.timeLimit = timeLimit
        limits.isCancelled = isCancelled
        return limits
    }

    /// Whether a value is as good as a bound: within the tolerance of it, and at least its rounding. A payoff, a probability less a
    /// cost, is itself good to about 1e-16.
    func closes(_ value: Double, _ bound: Double) -> Bool { bound - value <= max(tolerance, 1e-12) * abs(bound) + 1e-16 }
}

/// How far planning has come.
public struct PlanProgress: Sendable {
    /// What is being done, for instance `pricing levels`.
    public var stage: String
    /// Steps done.
    public var done: Int
    /// Steps in all; an estimate where that is not known.
    public var total: Int

    /// `done` of `total` steps of a stage.
    public init(stage: String, done: Int, total: Int) {
        self.stage = stage
        self.done = done
        self.total = total
    }
}

/// Threads, limits and progress of one piece of planning, as planners see them.
struct PlanWork: Sendable {
    let settings: PlanSettings
    let workers: Workers
    private let interruption: Interruption
    private let report: (@Sendable (PlanProgress) -> Void)?

    init(_ settings: PlanSettings) {
        self.settings = settings
        workers = Workers(threads: settings.threads)
        interruption = Interruption(settings.limits)
        report = settings.progress
    }

    /// Why the work should stop now, nil where it may go on. A clock reading: for each layer or step, not each label.
    var stopped: PlanStatus? {
        switch interruption.status {
        case .some(.cancelled): .cancelled
        case .some: .timeLimit
        case nil: nil
        }
    }

    /// Tells the listener.
    func progress(_ stage: String, _ done: Int, of total: Int) { report?(PlanProgress(stage: stage, done: done, total: total)) }
}
