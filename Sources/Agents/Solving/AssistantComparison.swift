/// A game with assistants beside the same without any: the value where both lists of equilibria hold some, else what was found and why
/// there is no value.
public struct AssistantComparison: Sendable {
    /// What one of the two games came to.
    public struct Side: Sendable {
        /// What was searched.
        public let searched: Searched
        /// Whether the payoffs of all equilibria lie between those of ``summary``.
        public let boundsAll: Bool
        /// nil where no equilibrium was found.
        public let summary: AssistantValue.Summary?

        init(_ solution: AssistedSolution) {
            (searched, boundsAll, summary) = (solution.searched, solution.boundsAll, AssistantValue.Summary(solution))
        }
    }

    /// With and without.
    public let with: Side, without: Side
    /// The difference; nil where a side has no equilibrium.
    public let value: AssistantValue?
    /// Why there is no value; nil where there is one.
    public let missing: String?

    /// The comparison of two lists of equilibria.
    public init(with: AssistedSolution, without: AssistedSolution) {
        (self.with, self.without) = (Side(with), Side(without))
        value = AssistantValue(with: with, without: without)
        missing = AssistantValue.missing(with: with, without: without)
    }

    /// Some of the assistants against none.
    public struct Subset: Sendable {
        /// The players who have their assistant, ascending.
        public let players: [Int]
        /// The game with theirs beside the one without any.
        public let comparison: AssistantComparison
    }

    /// Every set of a game's assistants against none, the small sets first. The game itself and the one without assistants are not
    /// solved again.
    /// - Parameters:
    ///   - solution: of the game as it is.
    ///   - bare: of the game without assistants.
    ///   - solving: finds the equilibria of a game between the two.
    /// - Complexity: 2^n - 2 solves with n assistants
    public static func subsets<Failure: Error>(
        of game: AssistedGame, with solution: AssistedSolution, without bare: AssistedSolution,
        solving: (AssistedGame) throws(Failure) -> AssistedSolution
    ) throws(Failure) -> [Subset] {
        let holders = game.players.indices.filter { game.assistants[$0] != nil }
        let sets = (0..<1 << holders.count).map { mask in holders.indices.filter { mask >> $0 & 1 == 1 }.map { holders[$0] } }
        var subsets: [Subset] = []
        for set in sets.sorted(by: { ($0.count, $0.first ?? -1) < ($1.count, $1.first ?? -1) }) {
            let found = set == holders ? solution : set.isEmpty ? bare : try solving(game.keeping(assistantsOf: Set(set)))
            subsets.append(Subset(players: set, comparison: AssistantComparison(with: found, without: bare)))
        }
        return subsets
    }
}
