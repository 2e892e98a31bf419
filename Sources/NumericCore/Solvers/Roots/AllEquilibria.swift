/// Every equilibrium of a topic that does not touch others, whether or not theory makes it unique.
///
/// Equilibria with s > 0 are roots of an equation in s alone, at each of which every creator's effort is determined
/// (``ReplyShare``); all roots are found by subdivision with proofs (``RootIsolation``). Each, and nobody creating at all, is then
/// judged by the certificate, which searches every creator's best reply over all efforts. A candidate is an equilibrium where the
/// first-order conditions hold to the tolerance and no deviation gains more than the tolerance of revenue.
///
/// ```swift
/// let found = try allEquilibria(of: contest, topic: 0)
/// found.equilibria.map(\.total)       // [0.0, 1.83]
/// found.equilibria.map(\.stability)   // [stable, stable]
/// found.searched
/// ```
/// - Parameters:
///   - contest: separable; other topics do not matter.
///   - topic: in 0..<K.
///   - settings: tolerance, time limit, threads and cancellation count.
/// - Throws: ``SolveError`` for an inclusive contest, one whose topics touch or a topic that it does not have, ``FieldError``.
/// - Complexity: O(cells) a piece, tens to hundreds of pieces, and for each candidate thousands of powers a creator.
public func allEquilibria(of contest: Contest, topic: Int, settings: Settings = Settings()) throws -> TopicEquilibria {
    try settings.validate()
    guard contest.isSeparable else {
        throw SolveError(description: "allEquilibria: expected a contest whose topics do not touch, found costs or capacities that join them")
    }
    guard contest.competition != .inclusive else {
        throw SolveError(description: "allEquilibria: expected a human-only or exclusive contest, found an inclusive one: see solveInclusive")
    }
    guard (0..<contest.topics).contains(topic) else {
        throw SolveError(description: "topic: expected 0 to \(contest.topics - 1), found \(topic)")
    }
    return try allEquilibria(of: contest, topic: topic, settings: settings, interruption: Interruption(settings))
}

func allEquilibria(
    of contest: Contest, topic: Int, settings: Settings, interruption: Interruption
) throws -> TopicEquilibria {
    var found = TopicEquilibria(topic: topic)
    guard !contest.layout.range(ofTopic: topic).isEmpty else {
        found.reason = "topic \(topic): nobody is eligible"
        return found
    }
    let market = contest.topic(topic)
    if market.isMonotone, case .none(let reason) = TopicExistence(market, costs: contest.costs, topic: topic) {
        found.reason = reason
        return found
    }
    let trial = TopicTrial(contest: try contest.alone(topic: topic), topic: topic, settings: settings, interruption: interruption)
    guard market.pays else {
        try trial.judge(total: 0, in: 0...0, stability: .stable, &found)
        return found
    }
    let isolation = RootIsolation(reply: AggregateReply(contest, topic: topic))
    let outcome = isolation.run(interruption)
    found.pieces = outcome.pieces
    found.interruption = outcome.interruption
    found.unresolved = outcome.unresolved.map { isolation.totals(in: $0) }
    if outcome.interruption != nil {
        // Nobody looked at what deviations gain.
        found.leave(open: [0...0] + outcome.roots.map { isolation.totals(in: $0) })
        return found
    }
    // Replies to a little effort of others fall short of it where F < 0 at the smallest totals.
    let nearZero: ResponseStability = outcome.signAtZero == -1 ? .stable : outcome.signAtZero == 1 ? .unstable : .undecided
    try trial.judge(total: 0, in: 0...0, stability: nearZero, &found)
    for piece in outcome.roots {
        let total = isolation.total(in: piece)
        let efforts = isolation.reply.efforts(at: total)
        let stability = ResponseStability(replySlopes: isolation.reply.replySlopes(at: total))
        try trial.judge(total: total, in: isolation.totals(in: piece), efforts, stability: stability, &found)
    }
    return found
}

/// Searches every topic where there can be several equilibria, and puts the one of the largest total into the efforts.
/// - Complexity: as ``allEquilibria(of:topic:settings:)`` for each; topics side by side over the threads.
func searchTopics(
    _ contest: Contest, settings: Settings, interruption: Interruption, efforts: CellBuffer, _ outcome: inout TopicsOutcome
) throws {
    let topics = (0..<contest.topics).filter { contest.mayHaveSeveral($0) }
    let isShared = topics.count > 1
    let results = SharedTable<Result<TopicEquilibria, any Error>?>(count: topics.count, filledWith: nil)
    Workers(threads: isShared ? settings.threads : 1).run(topics.count) { index in
        var own = settings
        own.progress = nil
        if isShared { own.threads = 1 }
        results[index] = Result { try allEquilibria(of: contest, topic: topics[index], settings: own, interruption: interruption) }
    }
    for index in topics.indices {
        guard let found = try results[index]?.get() else { continue }
        let cells = contest.layout.range(ofTopic: found.topic)
        efforts.clear(cells)
        if let best = found.equilibria.last {
            efforts.withUnsafeMutableValues { for (cell, x) in zip(cells, best.efforts) { $0[cell] = x } }
        }
        outcome.searches.append(found)
        outcome.passes = max(outcome.passes, found.pieces)
        guard outcome.status == .converged else { continue }
        if let interruption = found.interruption {
            outcome.status = interruption
        } else if found.equilibria.isEmpty {
            (outcome.status, outcome.reason) = (.noneFound, found.searched)
        }
    }
}

/// Judges candidates of one topic by their certificates.
private struct TopicTrial {
    let contest: Contest
    let topic: Int
    let settings: Settings
    let interruption: Interruption

    /// A candidate of a range of totals, which stays open where the first-order conditions are not met to the tolerance.
    func judge(
        total: Double, in range: ClosedRange<Double>, _ efforts: [Double]? = nil, stability: ResponseStability,
        _ found: inout TopicEquilibria
    ) throws {
        let efforts = efforts ?? [Double](repeating: 0, count: contest.creators)
        let profile = EffortProfile(layout: contest.layout, values: CellBuffer(efforts))
        let result = try certify(contest, efforts: profile, settings: settings, maySearch: true, interruption: interruption)
        if let status = result.interruption {
            found.interruption = status
            found.leave(open: [range])
            return
        }
        let certificate = result.certificate
        if certificate.isConverged, certificate.relativeExploitability <= settings.tolerance {
            found.equilibria.append(
                TopicEquilibrium(
                    topic: topic, total: result.totals[0], efforts: efforts, price: result.prices[0], certificate: certificate,
                    stability: stability))
        } else if certificate.isConverged {
            found.rejected.append(RejectedRoot(total: total, relativeGain: certificate.relativeExploitability))
        } else if total > 0 {
            found.leave(open: [range])
        } // else the first bit of effort pays: nobody creating is no candidate
    }
}
