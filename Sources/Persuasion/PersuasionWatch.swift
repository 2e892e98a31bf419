import NumericCore
import Synchronization

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

/// How a computation ended.
public enum PersuasionEnd: String, Sendable {
    /// All that was asked for is there.
    case complete
    /// The time was over first.
    case timeLimit = "time-limit"
    /// Somebody cancelled.
    case cancelled

    /// In words.
    var reason: String { self == .timeLimit ? "the time limit was reached" : "interrupted" }
}

/// The clock of one computation: made when it starts, asked between its steps. It remembers whether it stopped anything.
public final class PersuasionWatch: Sendable {
    private let interruption: Interruption?
    private let progress: (@Sendable (String, Int, Int?) -> Void)?
    private let cause = Mutex<PersuasionEnd?>(nil)

    /// Never stops anything.
    public static let none = PersuasionWatch()

    /// Time runs from now.
    public init(_ settings: PersuasionSettings) {
        interruption = Interruption(settings.limits)
        progress = settings.progress
    }

    private init() { (interruption, progress) = (nil, nil) }

    /// Tells the listener how far a stage is, in steps of how many (nil where that is not known), and says whether the work is to stop.
    func stops(_ stage: String, _ done: Int, of total: Int?) -> Bool {
        progress?(stage, done, total)
        guard let status = interruption?.status else { return false }
        cause.withLock { $0 = $0 ?? (status == .cancelled ? .cancelled : .timeLimit) }
        return true
    }

    /// How the work ended: complete unless it was told to stop.
    var end: PersuasionEnd { cause.withLock { $0 } ?? .complete }
}
