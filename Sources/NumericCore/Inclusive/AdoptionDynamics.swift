/// Best responses in adoption: from a set of users, the player who gains most by moving to the other side moves, the humans'
/// contest is solved anew, and so on until nobody gains or a set returns.
///
/// A set that returns ends a start: moves depend on the set alone, but where its humans' contest has no equilibrium, when one player
/// after the other is made to move. Starts: nobody on
/// GenAI, everybody, then sets in which each player is a user with a probability drawn for the start (``CounterRandom``), the
/// same for the same seed. A search like this proves nothing about sets that it has not come through.
/// - Complexity: one ``AdoptionGame/outcome(usesGenAI:start:workers:)`` a move.
struct AdoptionDynamics {
    let game: AdoptionGame
    let settings: InclusiveSettings
    let workers: Workers
    let interruption: Interruption
    private(set) var found: [FoundSet] = []
    /// The set come through whose best deviator gains least.
    private(set) var best: FoundSet?
    /// Moves made, and starts that ended in a cycle or ran out of moves.
    private(set) var tally = SearchTally()
    private(set) var cycles = 0
    private(set) var exhausted = 0

    init(_ game: AdoptionGame, settings: InclusiveSettings, workers: Workers, interruption: Interruption) {
        self.game = game
        self.settings = settings
        self.workers = workers
        self.interruption = interruption
    }

    mutating func run() {
        var ends: Set<[Bool]> = []
        for start in 0..<settings.starts where interruption.status == nil {
            if let end = walk(from: begin(start)), ends.insert(end.usesGenAI).inserted {
                tally.found += 1
                if found.count < settings.equilibriumLimit { found.append(end) }
            }
        }
    }

    private func begin(_ start: Int) -> [Bool] {
        if start < 2 { return [Bool](repeating: start == 1, count: game.players) }
        let random = CounterRandom(seed: settings.seed, stream: UInt64(start))
        let chance = random.unit(at: 0)
        return (0..<game.players).map { random.unit(at: UInt64($0) + 1) < chance }
    }

    /// The equilibrium that moves lead to, nil where they lead to none.
    private mutating func walk(from start: [Bool]) -> FoundSet? {
        var set = start
        var visited: Set<[Bool]> = []
        var totals: [Double]?
        for move in 0..<settings.moveLimit {
            guard interruption.status == nil else { return nil }
            guard visited.insert(set).inserted else {
                cycles += 1
                return nil
            }
            tally.solves += 1
            guard let outcome = game.outcome(usesGenAI: set, start: totals, workers: workers) else {
                // A lone human without a best reply: somebody else must join it or it must leave.
                guard game.players > 0 else { return nil }
                set[move % game.players].toggle()
                continue
            }
            totals = outcome.totals
            if outcome.gain < best?.outcome.gain ?? .infinity { best = FoundSet(usesGenAI: set, outcome: outcome) }
            if outcome.relativeGain <= settings.solver.tolerance { return FoundSet(usesGenAI: set, outcome: outcome) }
            tally.pieces += 1
            set[outcome.deviator].toggle()
        }
        exhausted += 1
        return nil
    }
}
