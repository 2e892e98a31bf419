/// The equilibrium at one policy in the aggregate: what everybody does and gets, followers as a group.
///
/// Payoffs are the split at the posted tariff, also where developer and leader are one firm. With S = 1 + s/outside:
///
///     leader      (1 - tau_o) X P - k X - p_o          followers   sum of (1 - tau_o) x_i P - c_i e_i - pF
///     developer   tau_o s P + p_o [leader in] + pF m    consumers   mu ( ln S - (1 - 1/S) )
///
/// and welfare, mu ln S - k X - sum c_i e_i, is their sum.
public struct OpennessOutcome: Sendable, Equatable {
    /// The openness and the practices.
    public let policy: OpennessPolicy
    /// What the leader does about followers.
    public let regime: OpennessRegime
    /// m: followers who adopt.
    public let adopters: Int
    /// X, in units of capability.
    public let leaderEffort: Double
    /// The X of a leader whom nobody could follow; its ratio to X is by how much effort is held down.
    public let monopolyEffort: Double
    /// s = X + sum x_i, in units of capability.
    public let total: Double
    /// P(s), money for a unit of capability.
    public let price: Double
    /// In money; 0 where the leader does not adopt.
    public let leaderPayoff: Double
    /// In money.
    public let developerPayoff: Double
    /// Of all followers together, in money.
    public let followersPayoff: Double
    /// In money.
    public let consumerSurplus: Double
    /// In money.
    public let welfare: Double
    /// By how much, in money, the leader prefers this to the best it could do with other followers in, or out of the market: small
    /// near a knife edge, infinite where there is nothing else.
    public let gap: Double

    /// What developer and leader get together: what an integrated firm maximises.
    public var joint: Double { leaderPayoff + developerPayoff }
}

/// The equilibrium at one policy.
///
/// The selection: followers decide one after another, the cheapest first; one who is exactly at its threshold does what suits the
/// leader; between two efforts of equal value the leader accommodates.
public struct OpennessEquilibrium: Sendable, Equatable {
    /// All but the single followers.
    public let outcome: OpennessOutcome
    /// N, those who stay out among them.
    public let followers: Int
    /// Who adopts, in the order of the game's file.
    public let adopters: [Adopter]

    /// A follower who adopts.
    public struct Adopter: Sendable, Equatable {
        /// Its place in the game's file, from 0.
        public let index: Int
        /// x_i, in units of capability.
        public let output: Double
        /// e_i = x_i / T, in units of effort.
        public let effort: Double
        /// In money.
        public let payoff: Double
    }

    /// N answers, in the order of the file. Made anew each time, as the lists below: O(N).
    public var adopts: [Bool] { all(false) { _ in true } }
    /// x_i of all followers, 0 for those who stay out.
    public var followerOutputs: [Double] { all(0, \.output) }
    /// e_i of all followers.
    public var followerEfforts: [Double] { all(0, \.effort) }
    /// Payoffs of all followers.
    public var followerPayoffs: [Double] { all(0, \.payoff) }

    private func all<Value>(_ other: Value, _ value: (Adopter) -> Value) -> [Value] {
        var values = [Value](repeating: other, count: followers)
        for adopter in adopters { values[adopter.index] = value(adopter) }
        return values
    }
}
