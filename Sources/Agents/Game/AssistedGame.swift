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
    /// The probability of each state, >= 0. Fractions and decimals that miss the sum 1 by up to 1e-12 are divided by their sum, so that
    /// 0.3333333333333 three times is 1/3 each.
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
    /// The limit on payoffs, costs, utilities and society's values by size: totals and differences stay finite doubles.
    static let largestNumber = 1e300

    /// - Throws: ``FieldError`` naming the first field that does not fit; names of players, of states, and of a player's actions must
    ///   differ, numbers be at most 1e300 by size.
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
        probabilities = Self.normalised(states.map(\.probability))
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
        try checkNames()
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

    /// Everybody's information and messages over the states that can happen.
    var views: [PlayerView] {
        let live = liveStates
        return players.indices.map { PlayerView($0, of: self, live: live) }
    }

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
        let sum = Self.sum(probabilities)
        guard abs((sum - 1).value) <= 1e-12 else {
            throw FieldError(field: "states", expected: "probabilities that sum to 1", found: sum.value)
        }
    }

    /// In fractions where all are known and the sum fits, else in doubles that keep what they round off.
    private static func sum(_ probabilities: [ExactNumber]) -> ExactNumber {
        let exact = probabilities.reduce(ExactNumber(0)) { $1.exact == nil ? ExactNumber(rounded: .nan) : $0 + $1 }
        if exact.exact != nil { return exact }
        var sum = CompensatedSum()
        for probability in probabilities { sum.add(probability.value) }
        return ExactNumber(rounded: sum.value)
    }

    private static func normalised(_ probabilities: [ExactNumber]) -> [ExactNumber] {
        guard let sum = sum(probabilities).exact, sum != Rational(1), abs((sum - Rational(1)).double) <= 1e-12 else { return probabilities }
        let quotients = probabilities.map { ($0.exact ?? .undefined) / sum }
        return quotients.allSatisfy(\.isDefined) ? quotients.map { ExactNumber($0) } : probabilities
    }

    private func checkNames() throws(FieldError) {
        try Self.checkDistinct(players, "players")
        for (player, names) in actions.enumerated() { try Self.checkDistinct(names, "actions[\(player)]") }
        try Self.checkDistinct(states, "states", ".name")
    }

    private static func checkDistinct(_ names: [String], _ field: String, _ key: String = "") throws(FieldError) {
        var seen: Set<String> = []
        for (place, name) in names.enumerated() where !seen.insert(name).inserted {
            throw FieldError(field: "\(field)[\(place)]\(key)", expected: "a name of its own", found: "\(FileError.quote(name)) twice")
        }
    }

    private static func isUsable(_ number: ExactNumber) -> Bool { number.value.magnitude <= largestNumber }

    private func checkTables() throws(FieldError) {
        try Self.expect("payoffs", payoffs.count, players.count, "players")
        for (player, table) in payoffs.enumerated() { try check(table, "payoffs[\(player)]") }
        if let society { try check(society, "society") }
    }

    private func check(_ table: [[ExactNumber]], _ field: String) throws(FieldError) {
        try Self.expect(field, table.count, states.count, "states")
        for (state, row) in table.enumerated() {
            try Self.expect("\(field)[\(state)]", row.count, profiles, "profiles of actions")
            for number in row where !Self.isUsable(number) {
                throw FieldError(field: "\(field)[\(state)]", expected: "numbers of at most 1e300 by size", found: number)
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
            guard Self.isUsable(assistant.cost), assistant.cost.value >= 0 else {
                throw FieldError(field: "\(field).cost", expected: "a number in [0, 1e300]", found: assistant.cost)
            }
            guard let utility = assistant.utility else { continue }
            try Self.expect("\(field).utility", utility.count, states.count, "states")
            for (state, row) in utility.enumerated() {
                try Self.expect("\(field).utility[\(state)]", row.count, assistant.messages, "messages")
                for number in row where !Self.isUsable(number) {
                    throw FieldError(field: "\(field).utility[\(state)]", expected: "numbers of at most 1e300 by size", found: number)
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
