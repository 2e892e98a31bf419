/// What a solve may be told. Every knob has a default that suits most contests.
public struct Settings: Sendable {
    /// A cell has converged where |g| <= tolerance P + 8 eps T (T: the sum of the absolute terms of its condition).
    /// The tolerance is the verdict, not the stopping point: a solver goes on until its residual stops falling.
    public var tolerance: Double = 1e-10
    /// How to solve; nil: chosen by the contest's structure and size (``Equilibrium/method`` and
    /// ``Equilibrium/methodReason`` say which and why).
    public var method: Method? = nil
    /// Passes over the cells of one topic, or steps of a method that solves all topics together. First-order methods
    /// (``Method/projectedGradient``) may need thousands.
    public var iterationLimit: Int = 200
    /// Seconds, nil for none, from the start of the solver to the end of the certificate. Looked at between topics and passes, and
    /// between creators and searches of best replies.
    public var timeLimit: Double? = nil
    /// Threads, nil for one per core. The result has the same bits for every number.
    public var threads: Int? = nil
    /// How the certificate finds what a deviator could gain.
    public var exploitability: Exploitability = .bound
    /// Called now and then from any thread.
    public var progress: (@Sendable (Progress) -> Void)? = nil
    /// Asked now and then from any thread; true ends the solve with status `cancelled`.
    public var isCancelled: (@Sendable () -> Bool)? = nil

    /// The defaults.
    public init() {}

    /// Bound: from the marginal payoffs, where payoffs are proved concave. Search: every best reply, globally.
    public enum Exploitability: String, Sendable { case bound, search }

    /// Checks every knob, as each solve does before it begins.
    /// - Throws: ``FieldError`` naming the first one outside its domain.
    public func validate() throws(FieldError) {
        guard tolerance > 0, tolerance < 1 else {
            throw FieldError(field: "tolerance", expected: "a number in (0, 1)", found: "\(tolerance)")
        }
        guard iterationLimit >= 1 else {
            throw FieldError(field: "iterationLimit", expected: "at least 1", found: "\(iterationLimit)")
        }
        if let timeLimit, !(timeLimit > 0) {
            throw FieldError(field: "timeLimit", expected: "seconds > 0", found: "\(timeLimit)")
        }
        if let threads, !(1...4096).contains(threads) {
            throw FieldError(field: "threads", expected: "1 to 4096", found: "\(threads)")
        }
    }
}

/// How far a piece of work has come.
public struct Progress: Sendable {
    /// What is being done.
    public enum Stage: String, Sendable { case solving, certifying }
    /// The part of the work that this is about.
    public var stage: Stage
    /// Done and total, in cells.
    public var done: Int
    /// All cells of the stage.
    public var total: Int
    /// `done` of `total` cells of a stage.
    public init(stage: Stage, done: Int, total: Int) {
        self.stage = stage
        self.done = done
        self.total = total
    }
}
