import CKernels

/// Every set of a game of adoption, solved and judged one by one, none ruled out by a bound: for global adoption, where a set's
/// totals differ from topic to topic so that no range of one total bounds it, and for topics with a market variant, since the
/// bounds of ``AdoptionEnumeration`` and ``ThresholdSearch`` are proved for the base market alone. More creators: best responses.
struct PlainEnumeration {
    let game: AdoptionGame
    /// The topic; nil where one choice holds for all.
    private let topic: Int?

    /// Most creators of whom all 2^n sets are solved.
    static let mostOfAllSets = 12

    /// One choice for all topics.
    init(all contest: Contest, kernels: UnsafePointer<nb_kernels>) {
        game = AdoptionGame(all: contest, kernels: kernels)
        topic = nil
    }

    /// One topic, whatever its market.
    init(topic: InclusiveTopic) {
        game = AdoptionGame(topic: topic)
        self.topic = topic.number
    }

    /// Where this search is used: what errors and statements call it.
    private var place: String { topic == nil ? "with global adoption" : "with a market variant" }

    /// - Throws: ``SolveError`` where the search asked for cannot be made.
    func search(_ settings: InclusiveSettings, limit: Int, workers: Workers, interruption: Interruption) throws(SolveError) -> AdoptionFindings {
        let n = game.players
        if topic == nil, let idle = answerWithoutAttention(settings) { return idle }
        let way: AdoptionSearch = settings.search == .automatic ? (n <= Self.mostOfAllSets ? .allSets : .bestResponse) : settings.search
        switch way {
        case .thresholds:
            let reason = topic == nil ? "is for adoption per topic" : "is proved for the base market"
            throw SolveError(description: "search: thresholds \(reason); \(place) choose all-sets or best-response")
        case .allSets where n > Self.mostOfAllSets:
            let found = topic.map { "topic \($0) has \(n)" } ?? "found \(n)"
            throw SolveError(description: "search: all-sets \(place) needs at most \(Self.mostOfAllSets) creators, \(found)")
        case .bestResponse:
            var dynamics = AdoptionDynamics(game, settings: settings, workers: workers, interruption: interruption)
            dynamics.run()
            return dynamics.findings(topic: topic)
        default: return searchAllSets(settings, limit, workers, interruption)
        }
    }

    /// With one choice for all topics and attention in none, every set pays the same where no flat fee is due: one stands for all, as it
    /// does topic by topic.
    private func answerWithoutAttention(_ settings: InclusiveSettings) -> AdoptionFindings? {
        guard game.topics.allSatisfy({ !$0.contest.pays($0.number) || $0.count == 0 }) else { return nil }
        var tally = SearchTally()
        tally.found = 1
        let set = FoundSet(
            usesGenAI: [Bool](repeating: false, count: game.players),
            outcome: AdoptionGame.Outcome(totals: [Double](repeating: 0, count: game.topics.count), gain: 0))
        let isOnly = game.players == 0 || game.topics.contains { $0.flatFee > 0 }
        let others = isOnly ? "the only equilibrium" : "every set of users is an equilibrium and pays the same; this one stands for all"
        let way = settings.search == .automatic ? AdoptionSearch.allSets : settings.search
        return AdoptionFindings(
            sets: [set], searched: AdoptionSearched(
                topic: nil, way, creators: game.players, isComplete: true, tally: tally, statement: "no attention in any topic, nobody uses GenAI: \(others)"),
            status: .converged)
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
        var unsolved = 0
        for (mask, outcome) in outcomes.array.enumerated() {
            guard let outcome else {
                unsolved += game.lacksHumanEquilibrium(usesGenAI: Self.set(mask, n)) ? 0 : 1
                continue
            }
            if outcome.gain < best?.outcome.gain ?? .infinity { best = FoundSet(usesGenAI: Self.set(mask, n), outcome: outcome) }
            guard outcome.relativeGain <= settings.solver.tolerance else { continue }
            tally.found += 1
            if sets.count < limit { sets.append(FoundSet(usesGenAI: Self.set(mask, n), outcome: outcome)) }
        }
        let isWhole = interruption.status == nil
        return AdoptionFindings(
            sets: sets, best: sets.isEmpty ? best : nil,
            searched: AdoptionSearched(
                topic: topic, .allSets, creators: n, isComplete: isWhole && unsolved == 0, tally: tally,
                statement: statement(unsolved: isWhole ? unsolved : 0, isWhole: isWhole, hasNone: sets.isEmpty)),
            status: interruption.status ?? (sets.isEmpty ? .noneFound : .converged))
    }

    private func statement(unsolved: Int, isWhole: Bool, hasNone: Bool) -> String {
        let n = game.players
        let place = topic.map { "topic \($0), a market variant: " } ?? ""
        guard isWhole else { return place + "stopped on the way through 2^\(n) sets of users; nothing is proved about the others" }
        var text = place + (topic == nil ? "all 2^\(n) choices solved" : "all 2^\(n) sets of users solved one by one, no bounds used")
        if unsolved > 0 { text += "; the humans' contest of \(unsolved) sets could not be solved, and nothing is proved about those" }
        if unsolved == 0, hasNone { text += "; there is no equilibrium in pure strategies" }
        return text
    }

    private static func set(_ mask: Int, _ n: Int) -> [Bool] { (0..<n).map { mask & (1 << $0) != 0 } }
}
