/// What anybody could still gain by deviating from a profile, recomputed from the definitions by code that the solver does not use.
///
/// Gains and the residual are relative to mu, all the money that the market can pay.
public struct OpennessCertificate: Sendable, Equatable {
    /// The most the leader (the firm, where it is integrated) gains by another X of a grid, followers answering, or by leaving or
    /// entering the market; at least 0.
    public let leaderGain: Double
    /// The most a follower who adopts gains by another effort; at least 0.
    public let effortGain: Double
    /// The most a follower gains by changing its adoption, with those before it staying as they are; at least 0. For one who enters
    /// it is a bound: nobody who comes after it is counted, and each would only take sales from it.
    public let adoptionGain: Double
    /// The largest difference between what is reported and what follows from the efforts, the sum of payoffs against welfare included.
    public let accountingResidual: Double
    /// Values of X that the leader was tried at.
    public let leaderEfforts: Int

    /// The largest gain of anybody.
    public var largestGain: Double { max(leaderGain, effortGain, adoptionGain) }

    /// 1e-12: gains below are rounding.
    public static let tolerance = 1e-12
    /// Whether nobody gains, and the books balance.
    public var isConfirmed: Bool { largestGain <= Self.tolerance && accountingResidual <= Self.tolerance }
}

/// Judges a profile: replies by concavity and on a grid, adoption by switching it, the leader on a grid of X to which followers
/// answer anew.
///
/// ```swift
/// certify(found, of: game).largestGain   // 1e-17, rounding
/// ```
/// - Precondition: the equilibrium has the game's number of followers.
/// - Complexity: O(N log N + grid log(N)^2), 4000 values of X.
public func certify(_ equilibrium: OpennessEquilibrium, of game: OpennessGame) -> OpennessCertificate {
    precondition(equilibrium.followers == game.followers, "an equilibrium of the same followers")
    return OpennessJudge(game, equilibrium).certificate
}
