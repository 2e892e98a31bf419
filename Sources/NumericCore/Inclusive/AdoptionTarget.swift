/// What a search over adoption sets looks for, and with that what it may leave out.
enum AdoptionTarget: Sendable {
    /// Every set whose best deviator gains at most this part of revenue.
    case equilibria(tolerance: Double)
    /// The set whose best deviator gains least; sets that are proved to allow at least this gain are left out.
    case least(gain: Double)

    /// Bounds are computed in doubles, and their totals are good to about 1e-12: a gain counts as proved only where it is above
    /// this part of their scale, or ten tolerances.
    private static let margin = 1e-9

    /// Whether a player who gains at least `gain`, with gross revenues (and fees) of at most `scale` on both sides, rules a set out.
    func rulesOut(gain: Double, scale: Double) -> Bool {
        switch self {
        case .equilibria(let tolerance): gain == .infinity || gain > max(Self.margin, 10 * tolerance) * scale
        case .least(let least): gain == .infinity && least < gain || gain > least + Self.margin * scale
        }
    }

    /// Whether the outcome of a set is looked for.
    func accepts(_ outcome: AdoptionGame.Outcome) -> Bool {
        switch self {
        case .equilibria(let tolerance): outcome.relativeGain <= tolerance
        case .least(let least): outcome.gain < least
        }
    }
}

/// A set of GenAI users that a search found.
struct FoundSet: Sendable {
    var usesGenAI: [Bool]
    var outcome: AdoptionGame.Outcome
}

/// What a search went through.
struct SearchTally: Sendable {
    /// Contests of humans solved.
    var solves = 0
    /// Pieces (ranges of totals, or of numbers of humans) whose sets were bounded.
    var pieces = 0
    /// Sets found; more than are listed where there are very many.
    var found = 0

    mutating func add(_ other: SearchTally) {
        solves += other.solves
        pieces += other.pieces
        found += other.found
    }
}
