/// How a computation ended that has no convergence to report: with everything, or with what there was in time.
public enum WorkEnd: String, Sendable {
    /// All that was asked for is there.
    case complete
    /// The time was over first.
    case timeLimit = "time-limit"
    /// Somebody cancelled.
    case cancelled

    /// What an interruption says of it; nil where there was none.
    package init(_ interruption: Status?) {
        self = switch interruption {
        case nil: .complete
        case .some(.cancelled): .cancelled
        case .some: .timeLimit
        }
    }
}
