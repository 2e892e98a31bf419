/// What the leader does about followers.
public enum OpennessRegime: String, Sendable, CaseIterable {
    /// Nobody would follow; X is what it would be alone.
    case blockaded
    /// Followers are in, and X is the best against them (or 0).
    case accommodated
    /// X is held down so that one more follower stays out (Z = sigma o > 1: less tuning, less to reuse).
    case limited
    /// X is raised so that one more follower stays out (Z < 1: more tuning competes more than it helps).
    case expanded
    /// An integrated firm puts X where one more follower comes in.
    case inviting
    /// The leader does not adopt; followers are alone.
    case leaderOut = "leader-out"
}
