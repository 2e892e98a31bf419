import NumericCore

/// Every number that is stated of games with assistants, computed anew.
///
/// ```swift
/// for row in try AgentsNumbers.all() { print(row.statement, row.claimed, row.found, row.holds) }
/// ```
public enum AgentsNumbers {
    /// All of them: weather, e-mail, auctions, information that harms.
    /// - Throws: nothing but what would say that an example is no game, or too large a one.
    /// - Complexity: a fraction of a second.
    public static func all() throws -> [CheckedNumber] { try weather() + email() + auctions() + harm() }

    /// A row: fractions are compared as the nearest doubles, so that equal ones are equal. A number that is not known as a fraction
    /// does not pass for one.
    static func row(
        _ subject: String, _ statement: String, _ claimed: Double, _ found: ExactNumber?, _ source: CheckedNumber.Source = .derived
    ) -> CheckedNumber {
        CheckedNumber(subject: subject, statement: statement, source: source, claimed: claimed, found: found?.exact?.double ?? .nan)
    }

    /// Both players' payoffs, a row each.
    static func pair(
        _ subject: String, _ statement: String, _ claimed: [Double], _ found: [ExactNumber]?, _ source: CheckedNumber.Source = .derived
    ) -> [CheckedNumber] {
        claimed.enumerated().map { player, number in
            row(subject, "\(statement), player \(player + 1)", number, found?[player], source)
        }
    }

    /// The distinct payoffs of a game's equilibria, the largest total first.
    static func outcomes(_ game: AssistedGame, _ concept: Concept? = nil) throws(SolveFailure) -> [[ExactNumber]] {
        var seen: Set<[ExactNumber]> = []
        return try solve(game, settings: AssistedSettings(concept: concept)).equilibria.map(\.payoffs).filter { seen.insert($0).inserted }
    }

    /// A whole number as a found one.
    static func count(_ number: Int) -> ExactNumber { ExactNumber(integerLiteral: number) }
}

extension Rational {
    /// This as a number of a game.
    var number: ExactNumber { ExactNumber(self) }
}
