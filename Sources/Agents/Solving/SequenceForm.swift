/// A two-player game by what its players do after each thing they know, not by whole plans: its size grows with the sum over cells,
/// where that of the reduced form grows with the product.
///
/// Sequences of a player are (h, act, a), (h, ask) and (h, ask, m, a); weights x >= 0 of them are a plan where in every cell h
/// sum_a x(h, act, a) + x(h, ask) = 1 and after each message sum_a x(h, ask, m, a) = x(h, ask) (Koller, Megiddo, von Stengel 1996,
/// doi:10.1006/game.1996.0051). Where asking is free, (h, act, a) is left out: a reply that does not depend on the message is the same.
///
/// Payoffs are turned into losses against the best action of the same state and the rival's same action, plus 1, which changes no
/// comparison: what payoffs have in common is gone before anything is rounded. The rows of losses are means given the cell and message, so
/// that probabilities of states do not set their size, and in doubles each cell has a unit of its own, so that no cell's payoffs are rounding
/// beside those of another.
struct SequenceForm<Number: GameNumber> {
    /// Acting at the end of what a player may know.
    struct Leaf {
        /// The place of the cell.
        let cell: Int
        /// The message heard; nil for acting without asking.
        let message: Int?
        let action: Int
        /// The live states in which it can come to that.
        let states: [Int]
        /// The choice that it is an option of.
        let choice: Int
    }

    /// A choice: a cell, or a message heard in one.
    struct Choice {
        let cell: Int
        /// The sequence (h, ask) that leads here; nil for a cell.
        let parent: Int?
        /// The probability of the states in which it comes up.
        let probability: Number
    }

    /// One player's sequences: leaves first, then the asking of each cell where it costs.
    struct Side {
        var leaves: [Leaf] = []
        var choices: [Choice] = []
        /// The choice (a cell) that each (h, ask) is an option of.
        var asks: [Int] = []
        var sequences: Int { leaves.count + asks.count }
    }

    let game: WeightedGame<Number>
    let sides: [Side]

    init(_ game: WeightedGame<Number>) {
        self.game = game
        sides = game.views.map { view in Self.side(view, game.probabilities) }
    }

    /// Sequences and choices of both players: the rows of the complementarity problem.
    /// - Complexity: O(cells x messages x actions)
    static func size(of views: [PlayerView]) -> Int {
        views.reduce(0) { total, view in
            view.messagesOfCell.reduce(total) { total, heard in
                let direct = heard.isEmpty || view.askingMatters ? view.actions + 1 : 0
                return total + direct + (heard.isEmpty || !view.askingMatters ? 0 : 1) + heard.count * (view.actions + 1)
            }
        }
    }

    private static func side(_ view: PlayerView, _ probabilities: [Number]) -> Side {
        var side = Side()
        var cells: [(asking: Int?, messages: [Int])] = []
        func choice(_ cell: Int, _ message: Int?, asking: Int?) {
            let states = view.statesOfCell[cell].filter { message == nil || view.planned?[$0] == message }
            let probability = states.reduce(Number.zero) { $0 + probabilities[$1] }
            for action in 0..<view.actions {
                side.leaves.append(Leaf(cell: cell, message: message, action: action, states: states, choice: side.choices.count))
            }
            side.choices.append(Choice(cell: cell, parent: asking, probability: probability))
        }
        for (cell, heard) in view.messagesOfCell.enumerated() {
            let isPriced = !heard.isEmpty && view.askingMatters
            if heard.isEmpty || isPriced { choice(cell, nil, asking: nil) }
            if isPriced { side.asks.append(side.choices.count - 1) }
            cells.append((isPriced ? side.asks.count - 1 : nil, heard))
            for message in heard { choice(cell, message, asking: isPriced ? side.asks.count - 1 : nil) }
        }
        // Askings are numbered after all leaves.
        let first = side.leaves.count
        side.choices = side.choices.map { Choice(cell: $0.cell, parent: $0.parent.map { $0 + first }, probability: $0.probability) }
        return side
    }

    /// The complementarity problem w = b + M z >= 0, z >= 0, z'w = 0 of both players, z = (x, y, p, q): weights of sequences and, by choice,
    /// the least loss p that it leads to. Loss of a sequence less that of its choice is complementary to its weight, and the weights
    /// after a choice, less that of what led there, to its loss.
    ///
    /// The covering variable z0 is the weight of a prior plan of both players: there they mix all options alike, and with what is left of
    /// the weight, 1 - z0, they reply best (von Stengel, van den Elzen, Talman 2002, doi:10.1111/1468-0262.00300). From z0 = 1 down to 0
    /// this is Harsanyi's tracing, whose paths are short where those of an arbitrary covering vector are not.
    /// - Returns: rows of -M with a last column for the covering variable, and b.
    /// - Complexity: O(size^2 + states x leaves^2)
    func complementarity() throws(ArithmeticOverflow) -> (rows: [[Number]], right: [Number]) {
        let (first, second) = (sides[0].sequences, sides[1].sequences)
        let offsets = (weights: [0, first], losses: [first + second, first + second + sides[0].choices.count])
        let size = first + second + sides[0].choices.count + sides[1].choices.count
        var rows = [[Number]](repeating: [Number](repeating: .zero, count: size + 1), count: size)
        var right = [Number](repeating: .zero, count: size)
        let one = Number(1)
        for (player, side) in sides.enumerated() {
            let (own, choices) = (offsets.weights[player], offsets.losses[player])
            for (place, choice) in side.choices.enumerated() {
                if choice.parent == nil {
                    right[choices + place] = .zero - one
                    rows[choices + place][size] = .zero - one
                }
                guard let parent = choice.parent else { continue }
                rows[choices + place][own + parent] = one
                let cell = side.choices[side.asks[parent - side.leaves.count]].probability
                rows[own + parent][choices + place] = .zero - choice.probability / cell
            }
            for (place, leaf) in side.leaves.enumerated() {
                rows[own + place][choices + leaf.choice] = one
                rows[choices + leaf.choice][own + place] = .zero - one
            }
            let units = units(player)
            for (place, choice) in side.asks.enumerated() {
                let sequence = own + side.leaves.count + place
                rows[sequence][choices + choice] = one
                rows[choices + choice][sequence] = .zero - one
                // No knowledge is worth more than the most that can be lost: a cost of twice that is as good as any above.
                let cost = game.prices[player] / units[side.choices[choice].cell]
                right[sequence] = Number.isExact ? cost : min(cost, Number(2))
            }
            addLosses(of: player, units, from: (own, offsets.weights[1 - player]), to: &rows)
        }
        guard rows.allSatisfy({ $0.allSatisfy(\.isDefined) }), right.allSatisfy(\.isDefined) else { throw ArithmeticOverflow() }
        return (rows, right)
    }

    /// What losses are counted in, cell by cell: in doubles the most that can be lost there on average; 1 in fractions.
    private func units(_ player: Int) -> [Number] {
        let view = game.views[player]
        if Number.isExact { return view.cells.map { _ in Number(1) } }
        return view.statesOfCell.map { states in
            let most = states.reduce(Number.zero) { $0 + (game.losses[player][$1].max() ?? .zero) }
            let unit = most / states.reduce(Number.zero) { $0 + game.probabilities[$1] }
            return unit > .zero && unit.isDefined ? unit : Number(1)
        }
    }

    private func addLosses(
        of player: Int, _ units: [Number], from offsets: (own: Int, rival: Int), to rows: inout [[Number]]
    ) {
        let rival = 1 - player
        let rivals = leavesByState(of: rival)
        let prior = prior(of: rival)
        for (place, leaf) in sides[player].leaves.enumerated() {
            let (unit, weight) = (units[leaf.cell], sides[player].choices[leaf.choice].probability)
            for state in leaf.states {
                for other in rivals[state] {
                    let profile = leaf.action * game.strides[player] + sides[rival].leaves[other].action * game.strides[rival]
                    let loss = game.probabilities[state] + game.losses[player][state][profile] / unit
                    rows[offsets.own + place][offsets.rival + other] -= loss / weight
                    rows[offsets.own + place][rows.count] -= loss / weight * prior[other]
                }
            }
        }
    }

    /// The weight of each leaf where all options of a choice are as likely.
    private func prior(of player: Int) -> [Number] {
        let side = sides[player]
        func options(_ choice: Int) -> Number {
            Number(side.leaves.count { $0.choice == choice } + side.asks.count { $0 == choice })
        }
        let shares = side.choices.indices.map { Number(1) / options($0) }
        return side.leaves.map { leaf in
            guard let parent = side.choices[leaf.choice].parent else { return shares[leaf.choice] }
            return shares[side.asks[parent - side.leaves.count]] * shares[leaf.choice]
        }
    }

    private func leavesByState(of player: Int) -> [[Int]] {
        var leaves = [[Int]](repeating: [], count: game.probabilities.count)
        for (place, leaf) in sides[player].leaves.enumerated() { for state in leaf.states { leaves[state].append(place) } }
        return leaves
    }

    /// Both players' weights of sequences out of a solution z.
    func weights(_ solution: [Number]) -> [[Number]] {
        let first = sides[0].sequences
        return [Array(solution[..<first]), Array(solution[first..<first + sides[1].sequences])]
    }
}
