/// A start or a buffer that does not fit the contest.
public struct SolveError: Error, Equatable, CustomStringConvertible, Sendable {
    /// One line: what was expected, what was found.
    public let description: String
}
