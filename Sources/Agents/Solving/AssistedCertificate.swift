/// Judges equilibria by the definitions: it knows the game and the plans, and nothing of how they were found.
///
/// From the plans it recomputes what every assistant says, every player's distribution of actions in each state, everybody's payoff and
/// society's value, and what each player would gain, cell by cell, from the best action or from asking and the best reply to each message.
/// It shares with the solvers the numbers and their arithmetic (``Rational``, ``ExactNumber``), the unit of a list of them, and what counts
/// as a tie in doubles (``GameNumber``); neither merged strategies, nor tables, nor messages, nor the order of summing.
struct AssistedCertificate<Number: GameNumber>: Sendable {
    private let game: AssistedGame
    private let live: [Int]
    private let probabilities: [Number]
    /// The message in each live state that each player counts on; nil without an assistant.
    private let expected: [[Int]?]
    /// What they take the messages for.
    private let heard: [[Int]?]
    /// Each player's cells that can happen, as places among the live states.
    private let cells: [[[Int]]]
    private let units: [Int]

    /// nil where probabilities are not known in this arithmetic.
    init?(_ game: AssistedGame, _: Number.Type = Number.self) {
        let live = game.states.indices.filter { game.probabilities[$0].value > 0 }
        var probabilities: [Number] = []
        for state in live {
            guard let probability = Number(game.probabilities[state]) else { return nil }
            probabilities.append(probability)
        }
        (self.game, self.live, self.probabilities) = (game, live, probabilities)
        let cells = game.information.map { information in
            Dictionary(grouping: live.indices) { information[live[$0]] }.sorted { $0.key < $1.key }.map(\.value)
        }
        let said = game.assistants.map { $0.map { CertifiedMessages.said($0, in: game, live) } }
        let expected = zip(game.assistants, said).map { assistant, said in
            game.beliefs == .credulous ? assistant.map { assistant in live.map { assistant.information[$0] } } : said
        }
        heard = game.players.indices.map { player in
            guard let said = said[player], let expected = expected[player] else { return nil }
            return CertifiedMessages.heard(said, expected, cells[player], probabilities)
        }
        (self.cells, self.expected) = (cells, expected)
        units = game.players.indices.map { player in
            let cost = game.assistants[player]?.cost ?? 0
            let payoffs = live.lazy.map { Number.unit(of: game.payoffs[player][$0]) }
            guard Number.isExact else { return payoffs.max() ?? 0 }
            return min(payoffs.min() ?? 0, cost.value > 0 ? Number.unit(of: [cost]) : .max)
        }
    }

    /// What one equilibrium amounts to.
    struct Findings {
        /// The largest gain of any player from any other reduced strategy, in units of payoff.
        var gain = 0.0
        /// The largest gain or loss in a cell against what the player can influence there: how far its payoffs are apart from action to action
        /// against the same actions of the others, on average over what these play. What all its actions get alike does not count.
        var relativeGain = 0.0
        /// Whether every player's weights are positive and sum to 1, and every plan says what to do in every cell and at every message.
        var isComplete = true
        /// Expected payoffs less costs of asking, with the messages that come; society's value.
        var payoffs: [ExactNumber] = []
        var society: ExactNumber = 0
        /// The sizes of what was added up for these.
        fileprivate var sizes: [Double] = []

        /// Whether plans are an equilibrium with these payoffs: exactly in fractions, in doubles with a gain within 1e-9 of
        /// what the player can influence, and payoffs within 1e-12 of the sizes of what is added up.
        func confirms(payoffs: [ExactNumber], society: ExactNumber) -> Bool {
            guard isComplete, relativeGain <= (Number.isExact ? 0 : 1e-9), payoffs.count == self.payoffs.count else { return false }
            return zip(zip(payoffs + [society], self.payoffs + [self.society]), sizes).allSatisfy { pair, size in
                let difference = pair.0 - pair.1
                if let exact = difference.mantissa { return exact == .zero }
                // In fractions: a sum of results in units too far apart, of which the nearest doubles are compared.
                return difference.value.magnitude <= 1e-12 * size
            }
        }
    }

    /// - Returns: nil where a number does not fit the arithmetic.
    /// - Complexity: O(states x players x actions x profiles of actions that the others play)
    func examine(_ strategies: [[WeightedPlan]]) -> Findings? {
        var findings = Findings()
        guard let believed = play(strategies, hearing: expected), let played = play(strategies, hearing: heard) else {
            findings.isComplete = false
            return findings
        }
        findings.isComplete = strategies.allSatisfy { plans in
            let weights = plans.map { Number($0.probability) ?? .zero }
            let sum = weights.reduce(.zero, +)
            return weights.allSatisfy { $0 > .zero } && !sum.exceeds(Number(1), terms: Number(1)) && !Number(1).exceeds(sum, terms: Number(1))
        }
        for player in game.players.indices {
            guard judge(player, believed, &findings), pay(player, played, &findings) else { return nil }
        }
        return value(played, &findings) ? findings : nil
    }
}

extension AssistedCertificate {
    /// Probabilities of actions in each live state, those that are played, and of asking.
    private struct Play {
        var actions: [[(action: Int, weight: Number)]]
        var asks: [Number]
    }

    /// nil where a plan has no answer.
    private func play(_ strategies: [[WeightedPlan]], hearing messages: [[Int]?]) -> [Play]? {
        var all: [Play] = []
        guard strategies.count == game.players.count else { return nil }
        for (player, plans) in strategies.enumerated() {
            let blank = [Number](repeating: .zero, count: game.actions[player].count)
            var (weights, asks) = ([[Number]](repeating: blank, count: live.count), [Number](repeating: .zero, count: live.count))
            for weighted in plans {
                guard let weight = Number(weighted.probability) else { return nil }
                let cells = Dictionary(weighted.plan.map { ($0.cell, $0) }) { first, _ in first }
                for (place, state) in live.enumerated() {
                    guard let cell = cells[game.information[player][state]],
                        let action = cell.asks ? messages[player].flatMap({ cell.reply?[$0[place]] }) : cell.action, blank.indices.contains(action)
                    else { return nil }
                    weights[place][action] += weight
                    if cell.asks { asks[place] += weight }
                }
            }
            let played = weights.map { row in row.enumerated().filter { $0.element != .zero }.map { (action: $0.offset, weight: $0.element) } }
            all.append(Play(actions: played, asks: asks))
        }
        return all
    }

    /// Every profile of actions that a set of players plays in a state, with its probability; the others' actions are 0.
    private func profiles(_ plays: [Play], _ place: Int, without left: Int?) -> [(profile: Int, weight: Number)] {
        var found: [(profile: Int, weight: Number)] = [(0, probabilities[place])]
        for player in game.players.indices {
            let count = game.actions[player].count
            let options = player == left ? [(action: 0, weight: Number(1))] : plays[player].actions[place]
            found = found.flatMap { one in options.map { (one.profile * count + $0.action, one.weight * $0.weight) } }
        }
        return found
    }

    /// The gain of one player, cell by cell. False where a number does not fit.
    private func judge(_ player: Int, _ plays: [Play], _ findings: inout Findings) -> Bool {
        let (unit, actions) = (units[player], game.actions[player].indices)
        guard let cost = Number(game.assistants[player]?.cost ?? 0, unit: unit) else { return false }
        let stride = game.actions[(player + 1)...].reduce(1) { $0 * $1.count }
        // worth[w][a]: p(w) times what an action gets in a live state more than the player's first action would, so that what all payoffs
        // have in common leaves no rounding in the gain; and the spread of the payoffs over actions.
        var (worth, spreads) = ([[Number]](), [Number]())
        for (place, state) in live.enumerated() {
            var (row, spread) = ([Number](repeating: .zero, count: actions.count), Number.zero)
            for (profile, weight) in profiles(plays, place, without: player) {
                var (least, most) = (Number.zero, Number.zero)
                for action in actions {
                    let (payoff, first) = (game.payoffs[player][state][profile + action * stride], game.payoffs[player][state][profile])
                    guard let more = Number(payoff - first, unit: unit) else { return false }
                    row[action] += weight * more
                    (least, most) = (min(least, more), max(most, more))
                }
                spread += weight * (most - least)
            }
            worth.append(row)
            spreads.append(spread)
        }
        var total = Number.zero
        for inside in cells[player] {
            func best(_ places: [Int]) -> Number {
                actions.map { action in places.reduce(Number.zero) { $0 + worth[$1][action] } }.max() ?? .zero
            }
            var own = Number.zero
            for place in inside {
                for (action, weight) in plays[player].actions[place] { own += weight * worth[place][action] }
                if plays[player].asks[place] != .zero { own -= probabilities[place] * plays[player].asks[place] * cost }
            }
            var most = best(inside)
            if let messages = expected[player] {
                let price = inside.reduce(Number.zero) { $0 + probabilities[$1] * cost }
                let byMessage = Dictionary(grouping: inside) { messages[$0] }.sorted { $0.key < $1.key }
                let informed = byMessage.reduce(Number.zero - price) { $0 + best($1.value) }
                most = max(most, informed)
            }
            let gain = most - own
            guard gain.isDefined else { return false }
            total += gain
            let spread = inside.reduce(Number.zero) { $0 + spreads[$1] }
            let relative = spread == .zero ? .infinity : (gain.magnitude / spread).exactNumber.value
            if gain != .zero { findings.relativeGain = max(findings.relativeGain, relative) }
        }
        findings.gain = max(findings.gain, total.number(unit: unit).value)
        return total.isDefined
    }

    /// The payoff of one player as it comes.
    private func pay(_ player: Int, _ plays: [Play], _ findings: inout Findings) -> Bool {
        let unit = units[player]
        guard let cost = Number(game.assistants[player]?.cost ?? 0, unit: unit) else { return false }
        guard var (sum, size) = total(game.payoffs[player], plays, unit) else { return false }
        for place in live.indices where plays[player].asks[place] != .zero {
            let paid = probabilities[place] * plays[player].asks[place] * cost
            sum -= paid
            size += paid
        }
        findings.payoffs.append(sum.number(unit: unit))
        findings.sizes.append(size.number(unit: unit).value)
        return sum.isDefined
    }

    private func value(_ plays: [Play], _ findings: inout Findings) -> Bool {
        guard let table = game.society else {
            findings.society = findings.payoffs.reduce(0, +)
            findings.sizes.append(findings.sizes.reduce(0, +))
            return true
        }
        let units = live.map { Number.unit(of: table[$0]) }
        let unit = (Number.isExact ? units.min() : units.max()) ?? 0
        guard let (sum, size) = total(table, plays, unit) else { return false }
        findings.society = sum.number(unit: unit)
        findings.sizes.append(size.number(unit: unit).value)
        return sum.isDefined
    }

    /// A table's value on average and the size of its terms.
    private func total(_ table: [[ExactNumber]], _ plays: [Play], _ unit: Int) -> (sum: Number, size: Number)? {
        var (sum, size) = (Number.zero, Number.zero)
        for (place, state) in live.enumerated() {
            for (profile, weight) in profiles(plays, place, without: nil) {
                guard let entry = Number(table[state][profile], unit: unit) else { return nil }
                sum += weight * entry
                size += weight * entry.magnitude
            }
        }
        return (sum, size)
    }
}
