/// A start or a buffer that does not fit the contest.
public struct SolveError: Error, Equatable, CustomStringConvertible, Sendable {
    public let description: String
}
