/// Mixed plans of every player: what an arithmetic proposes as an equilibrium.
typealias MixedPlans<Number> = [[(strategy: ReducedStrategy, weight: Number)]]

/// What a search found, before any certificate.
struct Candidates<Number: GameNumber> {
    /// Each with what to try in its place where its certificate disagrees, in this order.
    var found: [[MixedPlans<Number>]]
    let searched: Searched
    /// How many strategies are left by dominance; nil where none was looked for.
    var undominated: [Int]?
    var optimalPlans: Double?
    /// Whether the search came to its end.
    var isWhole = true

    /// Those whose weights all pass a test, and the others.
    func split(_ passes: (Number) -> Bool) -> (Candidates, Candidates) {
        func isFirst(_ one: [MixedPlans<Number>]) -> Bool { one.allSatisfy { $0.joined().allSatisfy { passes($0.weight) } } }
        var (first, second) = (self, self)
        first.found = found.filter(isFirst)
        second.found = found.filter { !isFirst($0) }
        return (first, second)
    }

    /// The same in another arithmetic; nil where a weight does not fit it.
    func converted<Other: GameNumber>(_ convert: (Number) -> Other?) -> Candidates<Other>? {
        var all: [[MixedPlans<Other>]] = []
        for alternatives in found {
            var converted: [MixedPlans<Other>] = []
            for plans in alternatives {
                var players: MixedPlans<Other> = []
                for mixed in plans {
                    let weights = mixed.compactMap { convert($0.weight) }
                    guard weights.count == mixed.count else { return nil }
                    players.append(zip(mixed, weights).map { ($0.strategy, $1) })
                }
                converted.append(players)
            }
            all.append(converted)
        }
        return Candidates<Other>(found: all, searched: searched, undominated: undominated, optimalPlans: optimalPlans, isWhole: isWhole)
    }
}

/// What is left of candidates.
struct Judgement {
    /// Those that are confirmed; why some may lack is for the caller to say.
    let solution: AssistedSolution
    /// How many are not.
    let missing: Int
    /// Whether the search came to its end and all candidates were judged.
    let isWhole: Bool
    /// Of many candidates that were found none may be confirmed; a search that found none is a result.
    var isResult: Bool { missing == 0 || !solution.equilibria.isEmpty }

    /// Both lists as one, of the same search.
    func joined(with other: Judgement) -> Judgement {
        let all = (solution.equilibria + other.solution.equilibria).map { Judged(equilibrium: $0, isConfirmed: true) }
        let joined = AssistedSolution(
            equilibria: Judged.ordered(all), searched: solution.searched, isExact: solution.isExact && other.solution.isExact,
            strategies: solution.strategies, undominated: solution.undominated, stopped: nil, optimalPlans: solution.optimalPlans)
        return Judgement(solution: joined, missing: missing + other.missing, isWhole: isWhole && other.isWhole)
    }
}

/// An equilibrium and whether its certificate agrees.
struct Judged {
    let equilibrium: AssistedEquilibrium
    let isConfirmed: Bool
    /// What equilibria are sorted by, the largest first: total payoff, society, then the payoffs the other way round.
    let order: [ExactNumber]

    init(equilibrium: AssistedEquilibrium, isConfirmed: Bool) {
        (self.equilibrium, self.isConfirmed) = (equilibrium, isConfirmed)
        order = [equilibrium.payoffs.reduce(0, +), equilibrium.society] + equilibrium.payoffs.map { 0 - $0 }
    }

    /// Equilibria in the order of a list.
    static func ordered(_ all: [Judged]) -> [AssistedEquilibrium] {
        all.sorted { a, b in
            for (one, other) in zip(a.order, b.order) where one.isLess(than: other) || other.isLess(than: one) { return other.isLess(than: one) }
            return false
        }.map(\.equilibrium)
    }
}
