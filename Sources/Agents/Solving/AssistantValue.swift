/// What assistants are worth: the difference between a game with them and the same without any, as a range.
///
/// A game may have several equilibria with and without, so that there is no one number: the selections of the best and of the worst
/// equilibrium (by total payoff) are both given, and the least and largest payoffs. For one player a truthful free assistant is worth
/// at least 0; for several it may do harm even when truthful and free.
public struct AssistantValue: Sendable {
    /// What changes, player by player and for society.
    public struct Difference: Sendable {
        /// For each player.
        public let players: [ExactNumber]
        /// For society.
        public let society: ExactNumber
    }

    /// The equilibria of one game, in short. Where there were no all of them to be found, of those that were.
    public struct Summary: Sendable {
        /// The equilibrium with the largest total payoff: its payoffs and society's value. Of equal ones the first listed.
        public let best: Difference
        /// That with the smallest.
        public let worst: Difference
        /// The least and the largest of each payoff over the list.
        public let lowest: Difference, highest: Difference
        /// What the list is.
        public let searched: Searched
        /// What the list is, in words.
        public let listed: String
        /// Whether the payoffs of all equilibria lie between `lowest` and `highest`: not those of a list of some.
        public let boundsAll: Bool

        /// nil for an empty list.
        public init?(_ solution: AssistedSolution) {
            let outcomes = solution.equilibria.map { Difference(players: $0.payoffs, society: $0.society) }
            guard let first = outcomes.first else { return nil }
            best = first
            let totals = solution.equilibria.map { $0.payoffs.reduce(0, +) }
            let least = totals.dropFirst().reduce(totals[0]) { $1.isLess(than: $0) ? $1 : $0 }
            worst = totals.firstIndex { !least.isLess(than: $0) }.map { outcomes[$0] } ?? first
            func extreme(_ keep: (ExactNumber, ExactNumber) -> Bool) -> Difference {
                func pick(_ numbers: [ExactNumber]) -> ExactNumber { numbers.dropFirst().reduce(numbers[0]) { keep($1, $0) ? $1 : $0 } }
                return Difference(
                    players: first.players.indices.map { player in pick(outcomes.map { $0.players[player] }) },
                    society: pick(outcomes.map(\.society)))
            }
            lowest = extreme { $0.isLess(than: $1) }
            highest = extreme { $1.isLess(than: $0) }
            (searched, listed, boundsAll) = (solution.searched, solution.listed, solution.boundsAll)
        }
    }

    /// With and without.
    public let with: Summary, without: Summary
    /// The best equilibrium with less the best without.
    public let best: Difference
    /// The worst with less the worst without.
    public let worst: Difference

    /// The value of what tells two lists of equilibria apart; nil where either is empty.
    public init?(with: AssistedSolution, without: AssistedSolution) {
        guard let with = Summary(with), let without = Summary(without) else { return nil }
        (self.with, self.without) = (with, without)
        best = Self.difference(with.best, without.best)
        worst = Self.difference(with.worst, without.worst)
    }

    /// Why two lists have no value; nil where they have one.
    public static func missing(with: AssistedSolution, without: AssistedSolution) -> String? {
        let sides = [("with", with), ("without", without)].filter { $0.1.equilibria.isEmpty }
        return sides.isEmpty ? nil : sides.map { "\($0.0) assistants none found (\($0.1.listed))" }.joined(separator: ", ")
    }

    /// Whether best and worst are those of all equilibria, with and without; else of those that were found.
    public var isOfAll: Bool { with.boundsAll && without.boundsAll }

    /// The value of the assistants of some players (nil: all) against none; nil where no equilibrium was found with or without.
    /// - Throws: as ``solve(_:settings:)``
    public init?(of players: Set<Int>? = nil, in game: AssistedGame, settings: AssistedSettings = AssistedSettings()) throws(SolveFailure) {
        let with = try solve(players.map { game.keeping(assistantsOf: $0) } ?? game, settings: settings)
        self.init(with: with, without: try solve(game.keeping(assistantsOf: []), settings: settings))
    }

    private static func difference(_ a: Difference, _ b: Difference) -> Difference {
        Difference(players: zip(a.players, b.players).map { $0 - $1 }, society: a.society - b.society)
    }
}
