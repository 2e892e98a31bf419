/// One game of adoption (a topic, or all topics with one choice) searched in the way asked for.
struct AdoptionFindings: Sendable {
    var sets: [FoundSet]
    /// Where there are none: the set found whose best deviator gains least.
    var best: FoundSet?
    var searched: AdoptionSearched
    var status: Status
}

extension AdoptionSearched {
    init(topic: Int?, _ search: AdoptionSearch, creators: Int, isComplete: Bool, tally: SearchTally, statement: String) {
        self.init(
            topic: topic, search: search, creators: creators, isComplete: isComplete, solves: tally.solves, pieces: tally.pieces,
            found: tally.found, statement: statement)
    }
}

extension InclusiveTopic {
    /// Most creators of which all sets are searched.
    static let mostOfAllSets = 20

    /// Searches this topic's sets.
    /// - Throws: ``SolveError`` where the search asked for cannot be made of this topic.
    func search(_ settings: InclusiveSettings, limit: Int, workers: Workers, interruption: Interruption) throws(SolveError) -> AdoptionFindings {
        if hasVariant, count > 0, contest.pays(number) {
            return try searchVariant(settings, limit: limit, workers: workers, interruption: interruption)
        }
        let way: AdoptionSearch
        switch settings.search {
        case .automatic: way = count <= Self.mostOfAllSets ? .allSets : commonExponent != nil ? .thresholds : .bestResponse
        case let asked: way = asked
        }
        if way == .allSets, count > Self.mostOfAllSets {
            throw SolveError(description: "search: all-sets needs at most \(Self.mostOfAllSets) eligible creators, topic \(number) has \(count)")
        }
        if way == .thresholds, commonExponent == nil, count > 0 {
            throw SolveError(description: "search: thresholds needs one cost exponent for all creators of a topic, topic \(number) has several")
        }
        if !contest.pays(number) || count == 0 { return answerWithoutAttention(way) }
        if let refused = refused(way) { return refused }
        switch way {
        case .allSets, .automatic: return searchAllSets(settings, limit, workers, interruption)
        case .thresholds: return searchThresholds(settings, limit, workers, interruption)
        case .bestResponse:
            var dynamics = AdoptionDynamics(AdoptionGame(topic: self), settings: settings, workers: workers, interruption: interruption)
            dynamics.run()
            return dynamics.findings(topic: number)
        }
    }

    /// Whether the price differs from the base market's for any number of users.
    private var hasVariant: Bool { !contest.topic(number, players: 1).isBase }

    private func searchVariant(
        _ settings: InclusiveSettings, limit: Int, workers: Workers, interruption: Interruption
    ) throws(SolveError) -> AdoptionFindings {
        if let refused = refused(settings.search) { return refused }
        return try PlainEnumeration(topic: self).search(settings, limit: limit, workers: workers, interruption: interruption)
    }

    /// Where the humans' contest of one set may have several equilibria.
    private func refused(_ way: AdoptionSearch) -> AdoptionFindings? {
        guard let reason = contest.severalEquilibriaPerSet(topic: number) else { return nil }
        return AdoptionFindings(sets: [], searched: searched(way, false, SearchTally(), "\(reason); nothing was searched"), status: .unsupported)
    }

    func searched(_ way: AdoptionSearch, _ isComplete: Bool, _ tally: SearchTally, _ statement: String) -> AdoptionSearched {
        AdoptionSearched(topic: number, way, creators: count, isComplete: isComplete, tally: tally, statement: statement)
    }

    /// Nothing to earn: all efforts are 0, and a GenAI user loses the flat fee.
    func answerWithoutAttention(_ way: AdoptionSearch) -> AdoptionFindings {
        var tally = SearchTally()
        tally.found = 1
        let set = FoundSet(
            usesGenAI: [Bool](repeating: false, count: count), outcome: AdoptionGame.Outcome(totals: [0], gain: 0))
        let others = count == 0 || flatFee > 0 ? "the only equilibrium" : "every set of users is an equilibrium and pays the same; this one stands for all"
        return AdoptionFindings(
            sets: [set], searched: searched(way, true, tally, "topic \(number): \(count == 0 ? "nobody is eligible" : "no attention"), nobody uses GenAI: \(others)"),
            status: .converged)
    }

    private func searchAllSets(_ settings: InclusiveSettings, _ limit: Int, _ workers: Workers, _ interruption: Interruption) -> AdoptionFindings {
        let target = AdoptionTarget.equilibria(tolerance: settings.solver.tolerance)
        let searches = SharedTable(count: count + 1, filledWith: AdoptionEnumeration?.none)
        workers.run(count + 1) { humans in
            var search = AdoptionEnumeration(self, humans: humans, target: target, limit: limit, interruption: interruption)
            search.run()
            searches[humans] = search
        }
        var tally = SearchTally()
        var sets: [FoundSet] = []
        for search in searches.array.compactMap({ $0 }) {
            tally.add(search.tally)
            sets += search.found
        }
        let complete = interruption.status == nil
        var best: FoundSet?
        var proof = complete
            ? "all \(Self.power(count)) sets of users: \(tally.solves) solved, the others ruled out by bounds"
            : "stopped on the way through \(Self.power(count)) sets of users, \(tally.solves) solved; nothing is proved about the others"
        if sets.isEmpty, complete {
            let sizes = (0...count).map { humans in
                { (target: AdoptionTarget) in
                    var search = AdoptionEnumeration(self, humans: humans, target: target, limit: 1, interruption: interruption)
                    search.run()
                    return (search.found, search.tally)
                }
            }
            best = leastGain(settings, workers, interruption, &tally, sizes)
            proof += "; there is no equilibrium in pure strategies"
        }
        return AdoptionFindings(
            sets: sets, best: best, searched: searched(.allSets, complete, tally, "topic \(number): \(proof)"),
            status: interruption.status ?? (sets.isEmpty ? .noneFound : .converged))
    }

    private func searchThresholds(_ settings: InclusiveSettings, _ limit: Int, _ workers: Workers, _ interruption: Interruption) -> AdoptionFindings {
        let target = AdoptionTarget.equilibria(tolerance: settings.solver.tolerance)
        guard var search = ThresholdSearch(self, target: target, limit: limit, interruption: interruption, workers: workers) else {
            return answerWithoutAttention(.thresholds)
        }
        search.run()
        var tally = search.tally
        let complete = interruption.status == nil
        var best: FoundSet?
        var proof = complete
            ? "all \(count + 1) threshold sets (humans: the h cheapest): \(tally.solves) solved, the others ruled out by bounds over ranges of h"
            : "stopped on the way through \(count + 1) threshold sets, \(tally.solves) solved; nothing is proved about the others"
        if search.found.isEmpty, complete {
            best = leastGain(settings, workers, interruption, &tally, [{ target in
                var again = search.again(target)
                again.run()
                return (again.found, again.tally)
            }])
            proof += "; no threshold set is an equilibrium, others were not looked at"
        }
        return AdoptionFindings(
            sets: search.found, best: best, searched: searched(.thresholds, complete, tally, "topic \(number): \(proof)"),
            status: interruption.status ?? (search.found.isEmpty ? .noneFound : .converged))
    }

    /// Branch and bound for the set whose best deviator gains least: best responses give a first one, each search one that is better
    /// than all before or the proof that there is none.
    private func leastGain(
        _ settings: InclusiveSettings, _ workers: Workers, _ interruption: Interruption, _ tally: inout SearchTally,
        _ searches: [(AdoptionTarget) -> ([FoundSet], SearchTally)]
    ) -> FoundSet? {
        var own = settings
        (own.starts, own.moveLimit) = (6, 200)
        var dynamics = AdoptionDynamics(AdoptionGame(topic: self), settings: own, workers: workers, interruption: interruption)
        dynamics.run()
        var best = dynamics.best
        for search in searches {
            let (found, more) = search(.least(gain: best?.outcome.gain ?? .infinity))
            tally.solves += more.solves
            tally.pieces += more.pieces
            if let better = found.last { best = better }
        }
        return best
    }

    private static func power(_ n: Int) -> String { "2^\(n)" }
}

extension AdoptionDynamics {
    func findings(topic: Int?) -> AdoptionFindings {
        let statement = "\(topic.map { "topic \($0): " } ?? "")best responses from \(settings.starts) starts, \(tally.pieces) moves: \(cycles) ended in a cycle, \(exhausted) at the limit; nothing is proved about other sets"
        return AdoptionFindings(
            sets: found, best: found.isEmpty ? best : nil,
            searched: AdoptionSearched(topic: topic, .bestResponse, creators: game.players, isComplete: false, tally: tally, statement: statement),
            status: interruption.status ?? (found.isEmpty ? .noneFound : .converged))
    }
}
