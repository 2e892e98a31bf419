import NumericCore

/// What a computation may be told.
public struct PersuasionSettings: Sendable {
    /// Seconds, nil for none.
    public var timeLimit: Double? = nil
    /// Told what is being done and how many steps of it are done, of how many; nil where that is not known beforehand.
    public var progress: (@Sendable (_ stage: String, _ done: Int, _ total: Int?) -> Void)? = nil
    /// Asked between steps; true ends the work.
    public var isCancelled: (@Sendable () -> Bool)? = nil

    /// The defaults.
    public init() {}

    /// - Throws: `FieldError` naming the first setting outside its domain.
    public func validate() throws(FieldError) { try limits.validate() }

    fileprivate var limits: Settings {
        var limits = Settings()
        (limits.timeLimit, limits.isCancelled) = (timeLimit, isCancelled)
        return limits
    }
}

extension WorkEnd {
    /// In words.
    var reason: String { self == .timeLimit ? "the time limit was reached" : "interrupted" }
}

/// The clock of one computation: made when it starts, asked between its steps. It remembers whether it stopped anything.
public final class PersuasionWatch: Sendable {
    private let stoppage: Stoppage?
    private let progress: (@Sendable (String, Int, Int?) -> Void)?

    /// Never stops anything.
    public static let none = PersuasionWatch()

    /// Time runs from now.
    public init(_ settings: PersuasionSettings) {
        stoppage = Stoppage(Interruption(settings.limits))
        progress = settings.progress
    }

    private init() { (stoppage, progress) = (nil, nil) }

    /// Tells the listener how far a stage is, in steps of how many (nil where that is not known), and says whether the work is to stop.
    func stops(_ stage: String, _ done: Int, of total: Int?) -> Bool {
        progress?(stage, done, total)
        return stoppage?.endsWork() ?? false
    }

    /// How the work ended: complete unless it was told to stop.
    var end: WorkEnd { WorkEnd(stoppage?.status) }
}
