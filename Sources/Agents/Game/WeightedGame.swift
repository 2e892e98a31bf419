/// A game in one arithmetic: payoffs times the probability of their state, over the states that can happen. A player's payoffs and its
/// cost of asking are in the player's own unit, from the payoffs that can happen alone.
struct WeightedGame<Number: GameNumber>: Sendable {
    let game: AssistedGame
    let views: [PlayerView]
    /// p(w) of each live state.
    let probabilities: [Number]
    /// p(w) u_i(a, w): player, live state, profile.
    let payoffs: [[[Number]]]
    /// What each payoff is less than the player's best against the same actions of the others, p(w) (max_b u_i(b, .) - u_i(a, .)) >= 0,
    /// from exact differences: all that replies depend on, without what a player's payoffs have in common. In doubles in a unit of its own,
    /// the one that suits these.
    let losses: [[[Number]]]
    /// The cost of asking in the unit of the losses.
    let prices: [Number]
    /// p(w) times society's table; nil where society is the total payoff.
    let society: [[Number]]?
    /// The cost of asking, 0 without an assistant.
    let costs: [Number]
    /// Each player's unit, and society's (see ``GameNumber``).
    let units: [Int]
    let societyUnit: Int
    let strides: [Int]

    /// nil where a number is not known in this arithmetic. Exact probabilities are divided by their sum.
    /// - Parameter views: ``AssistedGame/views``, where they are at hand: they are the same in every arithmetic.
    init?(_ game: AssistedGame, _: Number.Type, views: [PlayerView]? = nil) {
        let live = game.liveStates
        var probabilities: [Number] = []
        for state in live {
            guard let probability = Number(game.probabilities[state]) else { return nil }
            probabilities.append(probability)
        }
        let sum = probabilities.reduce(Number.zero, +)
        if Number.isExact, sum != Number(1) {
            probabilities = probabilities.map { $0 / sum }
            guard probabilities.allSatisfy(\.isDefined) else { return nil }
        }
        func weighted(_ table: [[ExactNumber]], _ unit: Int) -> [[Number]]? {
            var rows: [[Number]] = []
            for (place, state) in live.enumerated() {
                var row: [Number] = []
                row.reserveCapacity(game.profiles)
                for entry in table[state] {
                    guard let number = Number(entry, unit: unit) else { return nil }
                    let product = probabilities[place] * number
                    guard product.isDefined else { return nil }
                    row.append(product)
                }
                rows.append(row)
            }
            return rows
        }
        var (payoffs, costs, units) = ([[[Number]]](), [Number](), [Int]())
        var (losses, prices) = ([[[Number]]](), [Number]())
        for (player, table) in game.payoffs.enumerated() {
            let price = game.assistants[player]?.cost ?? 0
            let unit = Self.unit(Self.unit(table, game, live), cost: price)
            guard let rows = weighted(table, unit), let cost = Number(price, unit: unit) else { return nil }
            payoffs.append(rows)
            costs.append(Self.bounded(cost))
            units.append(unit)
            let differences = Self.losses(of: player, in: game, live)
            let finest = Number.isExact ? unit : Self.unit(differences, game, live)
            guard let smaller = weighted(differences, finest), let price = Number(price, unit: finest) else { return nil }
            losses.append(smaller)
            prices.append(Self.bounded(price))
        }
        var (society, societyUnit) = ([[Number]]?.none, 0)
        if let table = game.society {
            societyUnit = Self.unit(table, game, live)
            guard let rows = weighted(table, societyUnit) else { return nil }
            society = rows
        }
        self.game = game
        self.probabilities = probabilities
        self.payoffs = payoffs
        self.society = society
        self.costs = costs
        self.losses = losses
        self.prices = prices
        self.units = units
        self.societyUnit = societyUnit
        strides = game.strides
        self.views = views ?? game.views
    }

    var players: Int { views.count }

    /// Whether for some player the largest loss and the smallest difference between two actions against the same actions of the others, or
    /// its price, are more than 10^6 apart: weights of mixed plans may then be that small, and differences of vertices smaller, so that of a
    /// list in doubles some may lack though all that it holds is right.
    /// - Complexity: O(states x profiles x log actions)
    var isIllScaled: Bool {
        views.indices.contains { player in
            let (stride, actions) = (strides[player], views[player].actions)
            var (least, most) = (Number?.none, prices[player])
            if most > .zero { least = most }
            for row in losses[player] {
                for first in row.indices where first / stride % actions == 0 {
                    let own = (0..<actions).map { row[first + $0 * stride] }.sorted()
                    most = max(most, own[actions - 1])
                    for (one, other) in zip(own, own.dropFirst()) where one < other { least = min(least ?? other - one, other - one) }
                }
            }
            return least.map { most / Number(1_000_000) > $0 } ?? false
        }
    }

    /// By state, nothing for those that cannot happen.
    /// - Complexity: O(states x profiles)
    private static func losses(of player: Int, in game: AssistedGame, _ live: [Int]) -> [[ExactNumber]] {
        let (stride, actions) = (game.strides[player], game.actions[player].count)
        var losses = [[ExactNumber]](repeating: [], count: game.states.count)
        for state in live {
            let row = game.payoffs[player][state]
            losses[state] = row
            // The profiles of the player's first action.
            for first in row.indices where first / stride % actions == 0 {
                let own = (0..<actions).map { first + $0 * stride }
                let best = own.dropFirst().reduce(row[first]) { $0.isLess(than: row[$1]) ? row[$1] : $0 }
                for profile in own { losses[state][profile] = best - row[profile] }
            }
        }
        return losses
    }

    /// That of the payoffs that can happen: in doubles of payoff times probability, since a rare state's payoff counts for little.
    private static func unit(_ table: [[ExactNumber]], _ game: AssistedGame, _ live: [Int]) -> Int {
        if Number.isExact { return Number.unit(of: live.lazy.flatMap { table[$0] }) }
        return Number.unit(of: live.lazy.flatMap { state in
            table[state].lazy.map { ExactNumber(rounded: game.probabilities[state].value * $0.value) }
        })
    }

    /// A cost counts for a fraction's unit, which must hold it. What is rounding in doubles depends on the payoffs alone.
    private static func unit(_ unit: Int, cost: ExactNumber) -> Int {
        Number.isExact && cost.value > 0 ? Number.unit(of: [cost, Number(1).number(unit: unit)]) : unit
    }

    /// In doubles nobody pays 10^100 times the largest payoff, and no more need be known of a cost.
    private static func bounded(_ cost: Number) -> Number {
        guard !Number.isExact, let most = Number(ExactNumber(rounded: 1e100)) else { return cost }
        return min(cost, most)
    }

    /// The profile that is played in a live state.
    func profile(_ actions: [[Int]], in state: Int) -> Int {
        var profile = 0
        for player in actions.indices { profile += actions[player][state] * strides[player] }
        return profile
    }

    /// The probability of the states in which a player asks.
    func asking(_ asked: [Bool]) -> Number { probabilities.indices.reduce(Number.zero) { asked[$1] ? $0 + probabilities[$1] : $0 } }

    /// Expected net payoffs of all players and society's, where everybody plays one strategy.
    func outcome(_ strategies: [ReducedStrategy], playing actions: (ReducedStrategy) -> [Int]) -> Outcome<Number> {
        let chosen = strategies.map(actions)
        var payoffs = [Number](repeating: .zero, count: players)
        var social = Number.zero
        for state in probabilities.indices {
            let profile = profile(chosen, in: state)
            for player in payoffs.indices { payoffs[player] += self.payoffs[player][state][profile] }
            if let society { social += society[state][profile] }
        }
        for player in payoffs.indices { payoffs[player] -= costs[player] * asking(strategies[player].asked) }
        return Outcome(payoffs: payoffs, society: social)
    }

    /// In units of the game again: everybody's payoffs, and society's value, which is their total where the game has no table for it.
    func reported(_ outcome: Outcome<Number>) -> (payoffs: [ExactNumber], society: ExactNumber) {
        let payoffs = zip(outcome.payoffs, units).map { $0.number(unit: $1) }
        return (payoffs, society == nil ? payoffs.reduce(0, +) : outcome.society.number(unit: societyUnit))
    }
}

/// What everybody gets on average, in the units of a ``WeightedGame``; society's is 0 where the game has no table for it.
struct Outcome<Number: GameNumber>: Sendable {
    var payoffs: [Number]
    var society: Number
}
