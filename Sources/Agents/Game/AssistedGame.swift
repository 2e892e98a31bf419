import NumericCore

/// A finite game of incomplete information whose players may ask assistants, validated once at construction.
///
/// States w have probabilities p(w). Player i knows its cell of `information[i]`, and either acts or asks its assistant, hears a
/// message and acts; all at once, nobody sees whether others asked. The payoff is u_i(a, w), less the cost where it asked
/// (Immorlica, Theoretical models of generative AI in economic environments; arXiv 2406.00477). A noisy signal is part of the state, so
/// that every information structure is a partition (derived here).
/// ```swift
/// let game = try AssistedGame(
///     players: ["human"], actions: [["umbrella", "none"]], states: [("rain", 0.5), ("sun", 0.5)],
///     payoffs: [[[1, -2], [0, 2]]], information: [[0, 0]], assistants: [Assistant(information: [0, 1], cost: 0.25)])
/// try solve(game).equilibria[0].payoffs   // [5/4]: ask, and do as is best
/// ```
public struct AssistedGame: Sendable {
    /// What the players are called.
    public let players: [String]
    /// The names of each player's actions.
    public let actions: [[String]]
    /// The names of the states.
    public let states: [String]
    /// The probability of each state, >= 0, summing to 1 within 1e-12.
    public let probabilities: [ExactNumber]
    /// u_i(a, w): for each player and state the payoffs of all profiles, the last player's action running fastest.
    public let payoffs: [[[ExactNumber]]]
    /// The cell of each player and state, a number >= 0.
    public let information: [[Int]]
    /// The assistant of each player, nil for none.
    public let assistants: [Assistant?]
    /// What society gets in each state and profile, in the order of the payoffs; nil: the players' total payoff, less costs of asking.
    public let society: [[ExactNumber]]?
    /// How players read assistants with a utility.
    public let beliefs: Beliefs
    /// The number of profiles of actions.
    public let profiles: Int

    /// The limit on profiles of actions x states, 10^7.
    static let largestTable = 10_000_000

    /// - Throws: ``FieldError`` naming the first field that does not fit.
    /// - Complexity: O(players x states x profiles)
    public init(
        players: [String], actions: [[String]], states: [(name: String, probability: ExactNumber)], payoffs: [[[ExactNumber]]],
        information: [[Int]], assistants: [Assistant?], society: [[ExactNumber]]? = nil, beliefs: Beliefs = .rational
    ) throws(FieldError) {
        guard !players.isEmpty else { throw FieldError(field: "players", expected: "at least one player", found: "none") }
        guard !states.isEmpty else { throw FieldError(field: "states", expected: "at least one state", found: "none") }
        self.players = players
        self.actions = actions
        self.states = states.map(\.name)
        probabilities = states.map(\.probability)
        self.payoffs = payoffs
        self.information = information
        self.assistants = assistants
        self.society = society
        self.beliefs = beliefs
        try Self.expect("actions", actions.count, players.count, "players")
        var profiles = 1
        for (player, names) in actions.enumerated() {
            guard !names.isEmpty else { throw FieldError(field: "actions[\(player)]", expected: "at least one action", found: "none") }
            profiles = profiles.multipliedReportingOverflow(by: names.count).partialValue
            guard profiles > 0, profiles <= Self.largestTable / states.count else {
                throw FieldError(field: "actions", expected: "at most \(Self.largestTable) profiles x states", found: "more")
            }
        }
        self.profiles = profiles
        try checkProbabilities()
        try checkTables()
        try checkInformation()
    }

    /// The same game with the assistants of some players only.
    public func keeping(assistantsOf kept: Set<Int>) -> AssistedGame {
        AssistedGame(self, assistants: assistants.indices.map { kept.contains($0) ? assistants[$0] : nil }, beliefs: beliefs)
    }

    /// The same game read in another way.
    public func with(beliefs: Beliefs) -> AssistedGame { AssistedGame(self, assistants: assistants, beliefs: beliefs) }

    private init(_ game: AssistedGame, assistants: [Assistant?], beliefs: Beliefs) {
        (players, actions, states, probabilities) = (game.players, game.actions, game.states, game.probabilities)
        (payoffs, information, society, profiles) = (game.payoffs, game.information, game.society, game.profiles)
        (self.assistants, self.beliefs) = (assistants, beliefs)
    }

    /// The states that can happen, in order.
    var liveStates: [Int] { states.indices.filter { probabilities[$0].value > 0 } }

    /// Steps of each player's action in the order of profiles.
    var strides: [Int] {
        var strides = [Int](repeating: 1, count: players.count)
        for player in players.indices.dropLast().reversed() { strides[player] = strides[player + 1] * actions[player + 1].count }
        return strides
    }
}

extension AssistedGame {
    private static func expect(_ field: String, _ found: Int, _ expected: Int, _ what: String) throws(FieldError) {
        guard found == expected else { throw FieldError(field: field, expected: "\(expected) entries, as there are \(what)", found: found) }
    }

    private func checkProbabilities() throws(FieldError) {
        for (state, probability) in probabilities.enumerated() {
            guard probability.value.isFinite, probability.value >= 0 else {
                throw FieldError(field: "states[\(state)].probability", expected: "a number >= 0", found: probability)
            }
        }
        let sum = probabilities.reduce(0) { $0 + $1.value }
        guard abs(sum - 1) <= 1e-12 else { throw FieldError(field: "states", expected: "probabilities that sum to 1", found: sum) }
    }

    private func checkTables() throws(FieldError) {
        try Self.expect("payoffs", payoffs.count, players.count, "players")
        for (player, table) in payoffs.enumerated() { try check(table, "payoffs[\(player)]") }
        if let society { try check(society, "society") }
    }

    private func check(_ table: [[ExactNumber]], _ field: String) throws(FieldError) {
        try Self.expect(field, table.count, states.count, "states")
        for (state, row) in table.enumerated() {
            try Self.expect("\(field)[\(state)]", row.count, profiles, "profiles of actions")
            for number in row where !number.value.isFinite {
                throw FieldError(field: "\(field)[\(state)]", expected: "finite numbers", found: number)
            }
        }
    }

    private func checkInformation() throws(FieldError) {
        try Self.expect("information", information.count, players.count, "players")
        try Self.expect("assistants", assistants.count, players.count, "players")
        for player in players.indices {
            try check(cells: information[player], "information[\(player)]")
            guard let assistant = assistants[player] else { continue }
            let field = "assistants[\(player)]"
            try check(cells: assistant.information, "\(field).information")
            guard assistant.cost.value.isFinite, assistant.cost.value >= 0 else {
                throw FieldError(field: "\(field).cost", expected: "a number >= 0", found: assistant.cost)
            }
            guard let utility = assistant.utility else { continue }
            try Self.expect("\(field).utility", utility.count, states.count, "states")
            for (state, row) in utility.enumerated() {
                try Self.expect("\(field).utility[\(state)]", row.count, assistant.messages, "messages")
                for number in row where !number.value.isFinite {
                    throw FieldError(field: "\(field).utility[\(state)]", expected: "finite numbers", found: number)
                }
            }
        }
    }

    /// Cells are numbered from 0; there is no use for more numbers than states.
    private func check(cells: [Int], _ field: String) throws(FieldError) {
        try Self.expect(field, cells.count, states.count, "states")
        for (state, cell) in cells.enumerated() where !(0..<states.count).contains(cell) {
            throw FieldError(field: "\(field)[\(state)]", expected: "a cell in 0..<\(states.count)", found: cell)
        }
    }
}
