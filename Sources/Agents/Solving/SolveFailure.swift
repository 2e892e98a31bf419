/// Why a game that is well-formed was not solved.
public enum SolveFailure: Error, Equatable, CustomStringConvertible, Sendable {
    /// A player has more reduced strategies than are enumerated.
    case tooManyStrategies(player: String, limit: Int)
    /// More pairs or profiles of strategies than are searched.
    case tooManyProfiles(found: Double, limit: Int)
    /// The tableaux of two players' undominated strategies would have more entries than are held.
    case tableauTooLarge(strategies: [Int], limit: Int)
    /// More pure equilibria than are listed.
    case tooManyEquilibria(limit: Int)
    /// The concept is for another number of players.
    case conceptDoesNotFit(concept: Concept, players: Int)
    /// The sequence form has more rows than are solved.
    case tooManySequences(found: Int, limit: Int)
    /// No complementary path led to an end: the pivots allowed were used up, or rounding left no next one.
    case noPathEnded(pivots: Int)
    /// No result was had in fractions (a number is none, or the work allowed did not suffice), and in doubles nothing found passes its
    /// certificate.
    case beyondDoubles

    /// What is said in place of a count beyond the doubles.
    package static let beyondCounting = "more than 1e308"

    /// One line that says what to do.
    public var description: String {
        switch self {
        case .tooManyStrategies(let player, let limit):
            "player \(player) has more than \(limit) reduced strategies: join cells or messages, or take actions away"
        case .tooManyProfiles(let found, let limit):
            "\(Int(exactly: found).map(String.init) ?? (found.isFinite ? "\(found)" : Self.beyondCounting)) profiles of reduced strategies to search, at most \(limit) are: join cells or messages, or take actions away"
        case .tableauTooLarge(let strategies, let limit):
            "tableaux of \(strategies.map(String.init).joined(separator: " and ")) undominated strategies have more than \(limit) entries: "
                + "ask for the sequence form, join cells or messages, or take actions away"
        case .tooManyEquilibria(let limit):
            "more than \(limit) pure equilibria, at most as many are listed: join cells or messages, or take actions away that are worth the same"
        case .conceptDoesNotFit(let concept, let players):
            "\(concept.rawValue) equilibria are found for \(concept == .extreme ? "one or two" : "two") players, here there "
                + "\(players == 1 ? "is" : "are") \(players): ask for pure ones"
        case .tooManySequences(let found, let limit):
            "\(found) sequences and choices, at most \(limit) are solved: join cells or messages, or take actions away"
        case .noPathEnded(let pivots): "no complementary path led to its end within \(pivots) pivots and the work allowed in fractions, or before rounding broke it off"
        case .beyondDoubles:
            "nothing found in doubles passes its certificate, and fractions do not hold the game or take more work than they are allowed: "
                + "write the numbers with fewer digits, or take negligible ones away"
        }
    }
}
