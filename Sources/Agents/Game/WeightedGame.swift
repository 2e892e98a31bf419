/// A game in one arithmetic: payoffs times the probability of their state, over the states that can happen.
struct WeightedGame<Number: GameNumber>: Sendable {
    let game: AssistedGame
    let views: [PlayerView]
    /// p(w) of each live state.
    let probabilities: [Number]
    /// p(w) u_i(a, w): player, live state, profile.
    let payoffs: [[[Number]]]
    /// p(w) times society's table; nil where society is the total payoff.
    let society: [[Number]]?
    /// The cost of asking, 0 without an assistant.
    let costs: [Number]
    let strides: [Int]
    /// The largest payoff or cost by size, where comparisons allow for rounding; 1 in exact arithmetic.
    let scale: Number

    /// nil where a number is not known in this arithmetic, or probabilities do not sum to 1 in it exactly.
    init?(_ game: AssistedGame, _: Number.Type) {
        let live = game.liveStates
        var probabilities: [Number] = []
        for state in live {
            guard let probability = Number(game.probabilities[state]) else { return nil }
            probabilities.append(probability)
        }
        let sum = probabilities.reduce(Number.zero, +)
        guard !Number.isExact || sum == Number(1) else { return nil }
        func weighted(_ table: [[ExactNumber]]) -> [[Number]]? {
            var rows: [[Number]] = []
            for (place, state) in live.enumerated() {
                var row: [Number] = []
                row.reserveCapacity(game.profiles)
                for entry in table[state] {
                    guard let number = Number(entry) else { return nil }
                    let product = probabilities[place] * number
                    guard product.isDefined else { return nil }
                    row.append(product)
                }
                rows.append(row)
            }
            return rows
        }
        var payoffs: [[[Number]]] = []
        for table in game.payoffs {
            guard let rows = weighted(table) else { return nil }
            payoffs.append(rows)
        }
        var society: [[Number]]?
        if let table = game.society {
            guard let rows = weighted(table) else { return nil }
            society = rows
        }
        var costs: [Number] = []
        for assistant in game.assistants {
            guard let cost = Number(assistant?.cost ?? 0) else { return nil }
            costs.append(cost)
        }
        self.game = game
        self.probabilities = probabilities
        self.payoffs = payoffs
        self.society = society
        self.costs = costs
        strides = game.strides
        let sizes = game.payoffs.joined().joined().lazy.map(\.value.magnitude)
        let largest = max(sizes.max() ?? 0, game.assistants.compactMap { $0?.cost.value }.max() ?? 0)
        scale = Number.isExact || largest == 0 ? Number(1) : Number(ExactNumber(rounded: largest)) ?? Number(1)
        views = game.players.indices.map { PlayerView($0, of: game, live: live) }
    }

    var players: Int { views.count }

    /// Whether an expected payoff is larger than another beyond rounding.
    func exceeds(_ payoff: Number, _ other: Number) -> Bool { ((payoff - other) / scale).isPositive }

    /// The profile that is played in a live state.
    func profile(_ actions: [[Int]], in state: Int) -> Int {
        var profile = 0
        for player in actions.indices { profile += actions[player][state] * strides[player] }
        return profile
    }

    /// What a player pays for its asking on average: the cost times the probability of the states in which it asks.
    func askingCost(_ player: Int, _ asked: [Bool]) -> Number {
        let weight = probabilities.indices.reduce(Number.zero) { asked[$1] ? $0 + probabilities[$1] : $0 }
        return costs[player] * weight
    }

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
        for player in payoffs.indices { payoffs[player] -= askingCost(player, strategies[player].asked) }
        return Outcome(payoffs: payoffs, society: society == nil ? payoffs.reduce(.zero, +) : social)
    }
}

/// What everybody gets on average.
struct Outcome<Number: GameNumber>: Sendable {
    var payoffs: [Number]
    var society: Number
}
