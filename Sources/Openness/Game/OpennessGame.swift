import NumericCore

/// A developer of a foundation model, a leading deployer and any number of followers: who tunes how much, who pays for access,
/// and what the openness of the model does to all of them.
///
/// Deployers sell capability. With the leader's X and a follower's x_i = T e_i, total s = X + sum x_i sells at
///
///     P(s) = mu / (outside + s)          T = 1 + sigma o X / outside
///
/// so the market is the exclusive contest of `NumericCore` with alpha = outside, beta = 0, gamma = 1. Openness o in [0, 1] lets
/// followers build on what the leader has tuned, and erodes what the developer can charge: a share tau (1 - eta o) of deployers'
/// revenue and a fixed p (1 - eta o) of each who adopts.
///
/// ```swift
/// let game = try OpennessGame(leaderCost: 0.1, followerCosts: [0.5])
/// let closed = try solve(game, at: OpennessPolicy(openness: 0)).outcome
/// closed.regime            // .blockaded
/// closed.welfare           // 0.8083799434211975
/// ```
///
/// Source: the players, openness as a policy, the trap, vertical integration and the free trial are those of W. Chen, "The Economics
/// of AI Foundation Models: Openness, Competition, and Governance" (talk, July 2024), of which only an abstract is public. Every
/// formula, the timing, the parameters and all numbers are this project's own, made so that the abstract's claims can be examined in
/// an equilibrium that is computed.
public struct OpennessGame: Sendable, Equatable {
    /// What people call it.
    public let name: String?
    /// k > 0: money for a unit of the leader's capability.
    public let leaderCost: Double
    /// c_i > 0: money for a unit of a follower's effort, in the order of the file; empty for none.
    public let followerCosts: [Double]
    /// sigma >= 0: how much the leader's tuning, let out, raises the productivity of a follower's effort.
    public let spillover: Double
    /// tau in [0, 1): the developer's share of deployers' revenue at o = 0.
    public let royalty: Double
    /// p >= 0: money from each adopting deployer at o = 0.
    public let accessFee: Double
    /// eta in [0, 1]: the part of both fees that is gone at o = 1.
    public let feeErosion: Double
    /// mu > 0: money.
    public let mu: Double
    /// outside > 0: capability from elsewhere.
    public let outside: Double

    /// The same costs with mu = outside = 1, from the cheapest follower to the dearest.
    let ladder: FollowerLadder
    /// k outside / mu.
    let unitCost: Double
    /// p / mu.
    let unitFee: Double

    /// All numbers are checked here, and nowhere again.
    /// - Throws: ``FieldError`` naming the first number outside its domain.
    /// - Complexity: O(N log N) for N followers.
    public init(
        leaderCost: Double = 0.1, followerCosts: [Double] = [0.5], spillover: Double = 6, royalty: Double = 0.3, accessFee: Double = 0.15,
        feeErosion: Double = 1, mu: Double = 1, outside: Double = 1, name: String? = nil
    ) throws(FieldError) {
        func check(_ field: String, _ value: Double, _ domain: String, _ isIn: Bool) throws(FieldError) {
            guard value.isFinite, isIn else { throw FieldError(field: field, expected: domain, found: "\(value)") }
        }
        try check("leader.cost", leaderCost, "a finite number > 0", leaderCost > 0)
        try check("spillover", spillover, "a finite number >= 0", spillover >= 0)
        try check("royalty", royalty, "a number in [0, 1)", royalty >= 0 && royalty < 1)
        try check("accessFee", accessFee, "a finite number >= 0", accessFee >= 0)
        try check("feeErosion", feeErosion, "a number in [0, 1]", feeErosion >= 0 && feeErosion <= 1)
        try check("market.mu", mu, "a finite number > 0", mu > 0)
        try check("market.outside", outside, "a finite number > 0", outside > 0)
        if followerCosts.count > Int(Int32.max) {
            throw FieldError(field: "followers.costs", expected: "at most \(Int32.max) followers", found: "\(followerCosts.count)")
        }
        // Only ratios matter: capability in units of outside, money in units of mu.
        let unit = CostUnit(mu: mu, outside: outside)
        func scaled(_ field: @autoclosure () -> String, _ cost: Double) throws(FieldError) -> Double {
            let scaled = unit.scaled(cost)
            if cost > 0, Self.unitCosts.contains(scaled) { return scaled }
            guard cost.isFinite, cost > 0 else { throw FieldError(field: field(), expected: "a finite number > 0", found: "\(cost)") }
            throw FieldError(
                field: field(), expected: "a cost with cost * outside / mu from \(Self.unitCosts.lowerBound) to \(Self.unitCosts.upperBound)",
                found: "\(scaled)")
        }
        unitCost = try scaled("leader.cost", leaderCost)
        unitFee = accessFee / mu
        try check("accessFee", unitFee, "a fee with accessFee / mu a finite number", true)
        try check("spillover", spillover, "at most 1e60", spillover <= Self.unitCosts.upperBound)
        for (index, cost) in followerCosts.enumerated() { _ = try scaled("followers.costs[\(index)]", cost) }
        ladder = FollowerLadder(followerCosts, in: unit)
        self.leaderCost = leaderCost
        self.followerCosts = followerCosts
        self.spillover = spillover
        self.royalty = royalty
        self.accessFee = accessFee
        self.feeErosion = feeErosion
        self.mu = mu
        self.outside = outside
        self.name = name
    }

    /// Costs in units of mu / outside over which every product of the solver stays within the doubles.
    static let unitCosts = 1e-60...1e60

    /// N.
    public var followers: Int { followerCosts.count }
}

/// How open the model is, and what is asked about it.
public struct OpennessPolicy: Sendable, Hashable {
    /// o in [0, 1].
    public var openness: Double
    /// Whether developer and leader are one firm: X is chosen for the sum of their payoffs.
    public var isIntegrated: Bool
    /// Whether followers are spared the access fee; the leader pays it all the same.
    public var hasFreeTrial: Bool

    /// A posted tariff, unless one of the practices is named.
    public init(openness: Double, isIntegrated: Bool = false, hasFreeTrial: Bool = false) {
        (self.openness, self.isIntegrated, self.hasFreeTrial) = (openness, isIntegrated, hasFreeTrial)
    }

    /// - Throws: ``FieldError`` for an openness outside [0, 1].
    func validate() throws(FieldError) {
        guard openness >= 0, openness <= 1 else {
            throw FieldError(field: "openness", expected: "a number in [0, 1]", found: "\(openness)")
        }
    }
}

/// What the developer charges at one openness, in units of money.
public struct OpennessTariff: Sendable, Equatable {
    /// tau_o = tau (1 - eta o): share of deployers' revenue.
    public let royalty: Double
    /// p_o = p (1 - eta o): what the leader pays to adopt.
    public let accessFee: Double
    /// p_o, or 0 under a free trial: what a follower pays to adopt.
    public let followerFee: Double

    /// The fees of a game under a policy.
    public init(_ game: OpennessGame, _ policy: OpennessPolicy) {
        let kept = 1 - game.feeErosion * policy.openness
        royalty = game.royalty * kept
        accessFee = game.accessFee * kept
        followerFee = policy.hasFreeTrial ? 0 : accessFee
    }
}
