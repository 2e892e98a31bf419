import CKernels

/// Adoption where one choice holds for all topics.
struct GlobalAdoption {
    let game: AdoptionGame

    /// Most creators of which all 2^n choices are solved: here a set's totals differ from topic to topic, so that no range of one
    /// total bounds it.
    static let mostOfAllSets = 12

    init(_ contest: Contest, kernels: UnsafePointer<nb_kernels>) { game = AdoptionGame(all: contest, kernels: kernels) }

    /// - Throws: ``SolveError`` where the search asked for cannot be made.
    func search(_ settings: InclusiveSettings, limit: Int, workers: Workers, interruption: Interruption) throws(SolveError) -> AdoptionFindings {
        let n = game.players
        let way: AdoptionSearch = settings.search == .automatic ? (n <= Self.mostOfAllSets ? .allSets : .bestResponse) : settings.search
        switch way {
        case .thresholds: throw SolveError(description: "search: thresholds is for adoption per topic; with global adoption choose all-sets or best-response")
        case .allSets where n > Self.mostOfAllSets:
            throw SolveError(description: "search: all-sets with global adoption needs at most \(Self.mostOfAllSets) creators, found \(n)")
        case .bestResponse:
            var dynamics = AdoptionDynamics(game, settings: settings, workers: workers, interruption: interruption)
            dynamics.run()
            return dynamics.findings(topic: nil)
        default: return searchAllSets(settings, limit, workers, interruption)
        }
    }

    private func searchAllSets(_ settings: InclusiveSettings, _ limit: Int, _ workers: Workers, _ interruption: Interruption) -> AdoptionFindings {
        let n = game.players
        let game = game
        let outcomes = SharedTable(count: 1 << n, filledWith: AdoptionGame.Outcome?.none)
        workers.run(1 << n) { mask in
            guard interruption.status == nil else { return }
            outcomes[mask] = game.outcome(usesGenAI: Self.set(mask, n))
        }
        var tally = SearchTally()
        tally.solves = 1 << n
        var sets: [FoundSet] = []
        var best: FoundSet?
        for (mask, outcome) in outcomes.array.enumerated() {
            guard let outcome else { continue }
            if outcome.gain < best?.outcome.gain ?? .infinity { best = FoundSet(usesGenAI: Self.set(mask, n), outcome: outcome) }
            guard outcome.relativeGain <= settings.solver.tolerance else { continue }
            tally.found += 1
            if sets.count < limit { sets.append(FoundSet(usesGenAI: Self.set(mask, n), outcome: outcome)) }
        }
        let complete = interruption.status == nil
        return AdoptionFindings(
            sets: sets, best: sets.isEmpty ? best : nil,
            searched: AdoptionSearched(
                topic: nil, .allSets, creators: n, isComplete: complete, tally: tally,
                statement: "all 2^\(n) choices solved" + (sets.isEmpty && complete ? "; there is no equilibrium in pure strategies" : "")),
            status: interruption.status ?? (sets.isEmpty ? .noneFound : .converged))
    }

    private static func set(_ mask: Int, _ n: Int) -> [Bool] { (0..<n).map { mask & (1 << $0) != 0 } }
}
