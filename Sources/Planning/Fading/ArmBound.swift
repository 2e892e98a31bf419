/// The arm bound at its best: one price a round first, then prices over levels, finer and finer.
struct ArmBound {
    /// How much work goes into a bound.
    struct Effort {
        /// Subgradient steps with one bucket.
        var plainSteps = 80
        /// Halvings: this many buckets, with so many steps each.
        var stages: [(levels: Int, steps: Int)] = [(16, 400), (32, 400)]
        /// Points of a fading topic's grid.
        var gridSize = 512
        /// The most that the table of V may hold, in doubles.
        var storage = 1 << 25
        /// Entries of V and prices that the plain bound may touch, and each stage of levels; fewer steps where that is little.
        var touches = 300_000_000

        /// `steps` where one step touches so many entries, or fewer, but a few at least.
        func affordable(_ steps: Int, touching entries: Int) -> Int { min(steps, max(4, touches / max(1, entries))) }
    }

    let descent: ArmDescent
    /// lambda_t and the bound with one bucket: the decoupled arm bound.
    private(set) var plainPrices: [Double]
    private(set) var plain: Double
    private let effort: Effort
    var value: Double { descent.best }
    var prices: ArmPrices { descent.bestPrices }
    /// Swept with the best prices.
    var sweep: ArmSweep { descent.sweep }

    /// The bound with one bucket.
    /// - Parameter target: a plan's value.
    /// - Returns: nil where even a coarse grid would not fit.
    init?(_ game: PlanningGame, target: Double, effort: Effort = Effort(), stop: () -> Bool = { false }) {
        let rows = game.rounds < 1 << 24 ? (game.rounds + 1) * game.topics : Int.max
        guard rows <= effort.storage / 16 else { return nil }
        var effort = effort
        effort.gridSize = min(effort.gridSize, effort.storage / rows)
        self.effort = effort
        let floor = Self.levelFloor(game)
        let sweep = ArmSweep(game: game, edges: [floor], gridSize: effort.gridSize)
        // A constant price first: D is convex in it.
        var low = 0.0, high = max(0, (0..<game.topics).reduce(0) { max($0, game.payoff(of: $1, at: floor)) })
        func constant(_ price: Double) -> Double {
            sweep.bound(ArmPrices(rounds: game.rounds, topics: game.topics, floor: floor, price: price))
        }
        let entries = game.rounds * sweep.points
        for _ in 0..<effort.affordable(12, touching: 4 * entries) where high > 0 && !stop() {
            let third = (high - low) / 3
            if constant(low + third) <= constant(high - third) { high -= third } else { low += third }
        }
        let price = 0.5 * (low + high)
        descent = ArmDescent(
            prices: ArmPrices(rounds: game.rounds, topics: game.topics, floor: floor, price: price), sweep: sweep)
        descent.descend(steps: effort.affordable(effort.plainSteps, touching: entries), target: target, stop: stop)
        (plainPrices, plain) = (descent.bestPrices.perRound, descent.best)
    }

    /// Makes topics agree on levels. Does nothing where the prices would not fit, or where no level above the floor pays.
    mutating func refine(target: Double, stop: () -> Bool = { false }) {
        let game = sweep.game
        let floor = sweep.edges[0], top = Self.levelCeiling(game, floor: floor)
        guard top > floor else { return }
        for stage in effort.stages where game.rounds * game.topics * stage.levels <= 1 << 21 {
            guard value > target, !stop() else { return }
            let edges = (0...stage.levels).map { floor + (top - floor) * (Double($0) / Double(stage.levels)) }
            descent.refine(to: edges, gridSize: effort.gridSize)
            // Each price is touched about eight times: in the sweep, in its slope and in the step.
            let entries = game.rounds * (sweep.points + 8 * game.topics * stage.levels)
            descent.descend(steps: effort.affordable(stage.steps, touching: entries), target: target, stop: stop)
        }
    }

    /// Bounds on W(s), s = 0...T: what s rounds pay from N = 0, read off the rows of one sweep.
    /// - Precondition: the game's initial memory is 0.
    var byRounds: [Double] {
        (0...sweep.rounds).map { s in
            let row = sweep.rounds - s
            return (0..<sweep.game.topics).reduce(sweep.paidBack[row]) { $0 + sweep.value($1, after: row, memory: 0) }
        }
    }

    /// F: a level that no plan gets below; what GenAI has seen of a topic that it never forgets counts.
    static func levelFloor(_ game: PlanningGame) -> Double {
        (0..<game.topics).reduce(-Double.infinity) {
            max($0, game.genAIQuality(of: $1, after: game.memory[$1] == 1 ? game.initial[$1] : 0))
        }
    }

    /// A level from which no topic pays, or that GenAI cannot reach.
    private static func levelCeiling(_ game: PlanningGame, floor: Double) -> Double {
        var high = (0..<game.topics).reduce(floor) { max($0, game.genAIQualityLimit(of: $1)) }
        func pays(_ level: Double) -> Bool { (0..<game.topics).contains { game.payoff(of: $0, at: level) > 0 } }
        guard !pays(high) else { return high }
        var low = floor
        for _ in 0..<60 {
            let middle = 0.5 * (low + high)
            if pays(middle) { low = middle } else { high = middle }
        }
        return high
    }
}
