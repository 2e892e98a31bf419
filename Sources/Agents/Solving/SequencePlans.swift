extension SequenceForm {
    /// Weights of sequences as a mix of plans, at most one more than there are options in use, that does the same in every cell.
    ///
    /// One draw t in [0, 1] decides in all cells: each lays its options end to end, the actions first, then asking with the replies to
    /// each message. Payoffs do not see that cells use the same draw, since one cell of each player comes up (Kuhn 1953 the other way
    /// round).
    /// - Parameter weights: of the player's sequences.
    func plans(_ player: Int, _ weights: [Number]) throws(ArithmeticOverflow) -> [(strategy: ReducedStrategy, weight: Number)] {
        let view = game.views[player]
        let cells = view.cells.indices.map { CellLayout(cell: $0, sides[player], weights, view) }
        var cuts = [Number.zero, Number(1)]
        for cell in cells { cuts += cell.cuts }
        guard cuts.allSatisfy(\.isDefined) else { throw ArithmeticOverflow() }
        cuts.sort()
        var plans: [(strategy: ReducedStrategy, weight: Number)] = []
        var low = Number.zero
        for high in cuts where high.exceeds(low) && !high.exceeds(Number(1)) {
            let middle = (low + high) / Number(2)
            let strategy = ReducedStrategy(cells.map { $0.plan(at: middle, in: view) }, view)
            let weight = (Number(1).exceeds(high) ? high : Number(1)) - low
            guard weight.isDefined else { throw ArithmeticOverflow() }
            low = high
            if let place = plans.firstIndex(where: { $0.strategy == strategy }) {
                plans[place].weight += weight
            } else {
                plans.append((strategy, weight))
            }
        }
        return plans
    }

    /// The options of one cell laid end to end on [0, 1].
    private struct CellLayout {
        let cell: Int
        /// Where each action without asking ends.
        var acting: [Number] = []
        /// Where each reply to a message ends, after all acting.
        var replies: [(message: Int, ends: [Number])] = []

        init(cell: Int, _ side: Side, _ weights: [Number], _ view: PlayerView) {
            self.cell = cell
            var direct = [Number](repeating: .zero, count: view.actions)
            var hearing: [Int: [Number]] = [:]
            for (place, leaf) in side.leaves.enumerated() where leaf.cell == cell {
                let weight = max(weights[place], .zero)
                if let message = leaf.message {
                    hearing[message, default: [Number](repeating: .zero, count: view.actions)][leaf.action] = weight
                } else {
                    direct[leaf.action] = weight
                }
            }
            let asking = side.asks.firstIndex { side.choices[$0].cell == cell }
            let informed = asking.map { max(weights[side.leaves.count + $0], .zero) } ?? (hearing.isEmpty ? .zero : Number(1))
            let total = direct.reduce(informed, +)
            acting = Self.ends(direct, from: .zero, spread: direct.reduce(.zero, +) / total)
            let begin = acting.last ?? .zero
            guard informed.isPositive else { return }
            replies = hearing.sorted { $0.key < $1.key }.map { ($0.key, Self.ends($0.value, from: begin, spread: informed / total)) }
        }

        /// The running sums of weights, made to cover `spread`.
        private static func ends(_ weights: [Number], from begin: Number, spread: Number) -> [Number] {
            let total = weights.reduce(.zero, +)
            guard total > .zero else { return weights.map { _ in begin } }
            var sum = Number.zero
            return weights.map { weight in
                sum += weight
                return begin + sum / total * spread
            }
        }

        var cuts: [Number] { acting + replies.flatMap(\.ends) }

        func plan(at level: Number, in view: PlayerView) -> CellPlan {
            let number = view.cells[cell]
            if let action = acting.firstIndex(where: { $0 > level }) { return .act(action, in: number) }
            guard !replies.isEmpty else { return .act(Self.last(acting), in: number) }
            var reply = [Int?](repeating: nil, count: view.messages)
            for (message, ends) in replies { reply[message] = ends.firstIndex { $0 > level } ?? Self.last(ends) }
            // Asking for nothing and not listening is acting.
            let heard = replies.compactMap { reply[$0.message] }
            if !view.askingMatters, let first = heard.first, heard.allSatisfy({ $0 == first }) { return .act(first, in: number) }
            return .ask(reply, in: number)
        }

        /// The last option that has any weight.
        private static func last(_ ends: [Number]) -> Int {
            let end = ends.last ?? .zero
            return ends.firstIndex { !end.exceeds($0) } ?? 0
        }
    }
}
