import NumericCore

/// What a solve is allowed.
public struct AssistedSettings: Sendable {
    /// What is looked for; nil: all optimal plans of one player, all extreme equilibria of two (the ends of Lemke-Howson paths where
    /// there are too many bases, one by the sequence form where the reduced form does not fit ``pairLimit`` or ``tableauLimit``), all pure ones of more.
    public var concept: Concept?
    /// The most feasible bases visited in each polytope of a two-player game, default 100,000.
    public var basisLimit = 100_000
    /// The same in exact arithmetic, whose pivots cost some hundred times as much: default 20,000. Above it doubles take over.
    public var exactBasisLimit = 20_000
    /// The most pairs of strategies of a two-player game in reduced form, default 4 million; as many strategies of a player.
    public var pairLimit = 4_000_000
    /// The most entries of a tableau of a two-player game, (m + n + 1) max(m, n) of m and n undominated strategies, default 20 million;
    /// a fourth of it in fractions.
    public var tableauLimit = 20_000_000
    /// The most profiles that the search for pure equilibria goes through, default 3 million.
    public var profileLimit = 3_000_000
    /// The most equilibria listed, default 100,000.
    public var equilibriumLimit = 100_000
    /// The most cells of all equilibria listed together, default 1 million: with many cells fewer equilibria are listed.
    public var planCellLimit = 1_000_000
    /// The most pivots of a complementary path, default 10,000.
    public var pivotLimit = 10_000
    /// The work after which no further Lemke-Howson path is begun, in entries of tableaux changed: default 10^9, and a hundredth of it
    /// in fractions. The first path is followed to its end whatever its work.
    public var pathWork = 1e9
    /// The most rows of the sequence form's complementarity problem (its tableau has twice their square), default 3,000.
    public var sequenceLimit = 3_000
    /// The same in fractions, which soon outgrow 128 bits: default 150.
    public var exactSequenceLimit = 150
    /// The most rows of the sequence form's complementarity problem in fractions of any size: default 1,000.
    public var wideSequenceLimit = 1_000
    /// The work in fractions of any size that a two-player game gets where nothing found in doubles passes its certificate, or not all:
    /// entries of tableaux changed, those of w 64-bit words counted w^2 + 8 w times; default 3 x 10^8, about a minute. Lists of games whose
    /// payoffs are more than 10^6 apart get a hundredth of it before doubles are tried.
    public var wideWork = 3e8
    /// Seconds, nil for none: then the solution holds what was found by then.
    public var timeLimit: Double?
    /// Asked between pieces of work; true ends them as the time limit does.
    public var isCancelled: (@Sendable () -> Bool)?
    /// Told now and then how far a search is.
    public var progress: (@Sendable (AssistedProgress) -> Void)?

    /// The defaults.
    public init(concept: Concept? = nil) { self.concept = concept }
}

/// A plan and how often it is used.
public struct WeightedPlan: Sendable {
    /// > 0.
    public let probability: ExactNumber
    /// One entry for each cell that can happen.
    public let plan: [CellPlan]
}

/// One equilibrium: what everybody does and gets.
public struct AssistedEquilibrium: Sendable {
    /// For each player the plans it mixes. Of plans that lead to the same actions and asking in every state one stands for all.
    public let strategies: [[WeightedPlan]]
    /// Expected payoffs less costs of asking; of credulous players those of the messages that come.
    public let payoffs: [ExactNumber]
    /// The table's value on average, or the total payoff.
    public let society: ExactNumber
    /// The largest gain of any player from any other reduced strategy, recomputed from the game and the plans alone, in units of
    /// payoff. Credulous players gain in what they believe. Exactly 0 in exact arithmetic. Payoffs, society's value and the weights of
    /// plans were recomputed too (``AssistedCertificate``): what does not agree is not listed.
    public let gain: Double

    /// ``askProbability(player:cell:)`` for every cell that can happen, in their order.
    /// - Complexity: O(plans x cells)
    func askProbabilities(player: Int) -> [Double] {
        let plans = strategies[player]
        return (plans.first?.plan ?? []).indices.map { place in
            plans.reduce(0) { $1.plan[place].asks ? $0 + $1.probability.value : $0 }
        }
    }

    /// The probability that a player asks in a cell that can happen.
    public func askProbability(player: Int, cell: Int) -> Double {
        strategies[player].reduce(0) { $1.plan.contains { $0.cell == cell && $0.asks } ? $0 + $1.probability.value : $0 }
    }
}

/// The equilibria of a game and what is known about the list.
public struct AssistedSolution: Sendable {
    /// By total payoff, the largest first; then by society's value, then the smallest payoff of the
    /// first player, and so on. Empty: none found.
    public let equilibria: [AssistedEquilibrium]
    /// What was searched.
    public let searched: Searched
    /// Whether everything was computed in fractions; a result that fits none of 128 bits is still given as its nearest double.
    public let isExact: Bool
    /// The number of reduced strategies of each player.
    public let strategies: [Double]
    /// The number left of each after strict dominance; nil where none was looked for.
    public let undominated: [Int]?
    /// Why the list may lack what the search would have found: the time limit, or somebody cancelled. nil where nothing was left undone.
    public internal(set) var stopped: Status?

    /// The number of optimal plans where one stands for more than are listed.
    public internal(set) var optimalPlans: Double?

    /// Whether the payoffs of all equilibria, listed or not, lie between those of the list.
    public var boundsAll: Bool { stopped == nil && (searched == .optimalPlans || searched == .extreme) }

    /// What the list is, in words.
    public var listed: String {
        guard let stopped else { return searched.rawValue }
        return searched.partial + (stopped == .cancelled ? " until it was cancelled" : " until the time limit")
    }

    /// The largest ``AssistedEquilibrium/gain``; nil where there is no equilibrium.
    public var certificate: Double? { equilibria.map(\.gain).max() }
}
