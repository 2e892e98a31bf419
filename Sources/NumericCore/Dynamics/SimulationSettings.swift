#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// What a simulation may be told.
public struct SimulationSettings: Sendable {
    /// The most steps that are made; a best-response step is a reply of everybody.
    public var steps = 10_000
    /// nil: what suits the dynamics, ``LearningDynamics/usualSchedule``.
    public var schedule: StepSchedule?
    /// Of the random numbers of bandit feedback.
    public var seed: UInt64 = 1
    /// Where to begin, efforts on the contest's layout, brought within the action sets; nil: well inside them. Entropic steps begin in the
    /// interior, whose odds x/(u - x) alone they change: there an effort at 0 counts as odds of e^-700, one at its bound as odds of e^36.
    public var start: EffortProfile?
    /// The dynamics have settled where nobody's move, over the step size, is larger: in units of u, relative to the effort where
    /// steps multiply (entropic) or are whole replies; never with bandit feedback.
    public var tolerance = 1e-13
    /// Records are kept at steps spaced evenly in the logarithm, this many from t to 10 t, besides the first and the last.
    public var recordsPerDecade = 20
    /// Threads, nil for one per core. The result has the same bits for every number.
    public var threads: Int?
    /// Seconds, nil for none. Looked at between steps.
    public var timeLimit: Double?
    /// Steps done and in all, now and then.
    public var progress: (@Sendable (_ done: Int, _ total: Int) -> Void)?
    /// Asked between steps; true ends the simulation.
    public var isCancelled: (@Sendable () -> Bool)?

    /// The defaults.
    public init() {}

    /// Checks every knob, as each simulation does before it begins.
    /// - Throws: ``FieldError`` naming the first one outside its domain.
    public func validate() throws(FieldError) {
        guard steps >= 1 else { throw FieldError(field: "steps", expected: "at least 1", found: "\(steps)") }
        try schedule?.validate()
        guard tolerance >= 0, tolerance < 1 else {
            throw FieldError(field: "tolerance", expected: "a number in [0, 1)", found: "\(tolerance)")
        }
        guard (1...1000).contains(recordsPerDecade) else {
            throw FieldError(field: "recordsPerDecade", expected: "1 to 1000", found: "\(recordsPerDecade)")
        }
        try solving.validate()
    }

    /// Threads and limits as a solve is told them.
    var solving: Settings {
        var settings = Settings()
        settings.threads = threads
        settings.timeLimit = timeLimit
        settings.isCancelled = isCancelled
        return settings
    }

    /// The steps after which a record is kept: 0, 1, then evenly in the logarithm, the last.
    var recordedSteps: [Int] {
        var found = [0]
        var index = 0
        while let last = found.last, last < steps {
            let next = Int(pow(10, Double(index) / Double(recordsPerDecade)).rounded())
            if next > last { found.append(min(next, steps)) }
            index += 1
        }
        return found
    }
}

extension BanditFeedback {
    func validate() throws(FieldError) {
        guard radius > 0, radius < 1 else { throw FieldError(field: "radius", expected: "a number in (0, 1)", found: "\(radius)") }
        guard exponent >= 0, exponent < 1 else {
            throw FieldError(field: "radius exponent", expected: "a number in [0, 1)", found: "\(exponent)")
        }
    }
}
