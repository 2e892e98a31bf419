import CKernels

/// Solves a contest and certifies the result.
///
/// A contest whose topics do not touch is solved topic by topic through its totals (``Method/topicNewton``), any other by
/// ``Method/structuredNewton``; settings can ask for another way. A profile counts as converged only if its certificate,
/// computed by other code, says so.
///
/// ```swift
/// let equilibrium = try solve(contest)
/// equilibrium.status        // .converged
/// equilibrium.totals        // s_k
/// ```
/// - Parameters:
///   - contest: human-only or exclusive; any costs and capacities.
///   - settings: method, tolerance, limits, threads, progress; the defaults suit most contests.
///   - start: an equilibrium of a similar contest of the same number of topics; its totals are the first guess. Where this
///     contest shares its costs, as those made by ``Contest/with(_:_:)`` do, its efforts are used too. A contest whose topics
///     touch starts from any profile on the same cells.
///   - memory: where the efforts go, one double per cell; allocated if nil.
/// - Returns: the profile with status and certificate. A topic that theory does not show to be monotone (beta < 0, a licence of
///   decay above 1) is searched for all its equilibria: the profile has the one of the largest total, the others are in
///   ``Equilibrium/otherEquilibria`` and what was searched in ``Equilibrium/searches``; `none-found` where there is none. With
///   costs or capacities that join topics such a contest is `unsupported`. A contest without equilibrium is `no-equilibrium` with
///   the topic and the reason.
/// - Throws: ``FieldError`` for settings outside their domain, ``SolveError`` for a start or memory of another shape,
///   ``LinearAlgebraError`` where topics touch and no OpenBLAS can be loaded (its threads are then set to 1: threads are this
///   library's own).
/// - Complexity: O(cells) a pass, 2 to 7 passes for most contests; 8 bytes a cell besides the contest. Where topics touch, see
///   the methods.
public func solve(
    _ contest: Contest, settings: Settings = Settings(), startingFrom start: Equilibrium? = nil, into memory: CellBuffer? = nil
) throws -> Equilibrium {
    try settings.validate()
    let target = try KernelTarget.active()
    if let start, start.totals.count != contest.topics {
        throw SolveError(description: "startingFrom: expected an equilibrium of \(contest.topics) topics, found \(start.totals.count)")
    }
    if let memory, memory.count != contest.layout.cells {
        throw SolveError(description: "into: expected memory for \(contest.layout.cells) cells, found \(memory.count)")
    }
    let began = monotonicSeconds()
    let interruption = Interruption(settings)
    let efforts = memory ?? CellBuffer(count: contest.layout.cells)
    let choice = MethodChoice(contest, settings)
    var answer: Answer
    if contest.competition == .inclusive {
        efforts.clear(0..<efforts.count)
        answer = Answer(status: .unsupported, reason: "in an inclusive contest creators also choose whether to use GenAI: see solveInclusive")
    } else if choice.method == .topicNewton {
        answer = try answerByTopics(
            contest, settings: settings, kernels: target.table, start: start, efforts: efforts, interruption: interruption)
    } else {
        answer = try answerTogether(
            contest, choice.method, settings: settings, kernels: target.table, start: start, efforts: efforts, interruption: interruption)
    }
    let solved = monotonicSeconds()
    let profile = EffortProfile(layout: contest.layout, values: efforts)
    let hasProfile = ![.cancelled, .timeLimit, .unsupported].contains(answer.status)
    // A solver that the time limit stopped still has its residual measured: one pass over the cells.
    let certification = try certify(
        contest, efforts: profile, capacityPrices: answer.capacityPrices, settings: settings, maySearch: hasProfile,
        interruption: answer.status == .timeLimit ? interruption.byCancellationAlone : interruption)
    (answer.status, answer.reason) = verdict(answer, certification, settings)
    var seconds = Equilibrium.Seconds()
    seconds.solve = solved - began
    seconds.certify = monotonicSeconds() - solved
    return Equilibrium(
        status: answer.status, reason: answer.reason, method: choice.method.rawValue, methodReason: choice.reason,
        totals: certification.totals, efforts: profile, genAI: certification.genAI, prices: certification.prices,
        utilities: certification.utilities, capacityPrices: answer.capacityPrices, certificate: certification.certificate,
        iterations: answer.iterations, residuals: answer.residuals, trials: answer.trials, steps: answer.counters, seconds: seconds,
        kernelTarget: target.name, threads: Workers(threads: settings.threads).threads, powerSums: answer.powerSums,
        searches: answer.searches)
}

/// What a solver says before the certificate has its word; the efforts are in the memory it was given.
struct Answer {
    var status: Status
    var reason: String?
    var iterations = 0
    var trials = 0
    var residuals: [Double] = []
    var capacityPrices: [Double]? = nil
    var counters: StepCounters? = nil
    var powerSums: PowerSumMemory? = nil
    var searches: [TopicEquilibria] = []

    /// An answer of a solver that only looks at games that are monotone.
    static func unsupported(_ topic: Int, _ contest: Contest) -> Answer {
        let market = contest.topic(topic)
        let advice = market.beta < 0 ? "beta >= 0" : "a decay of at most 1"
        return Answer(
            status: .unsupported,
            reason: "topic \(topic): \(market.obstacle) can have several equilibria, which this solver does not look for; choose \(advice)")
    }
}

extension Contest {
    /// The first topic that pays and is not shown to be monotone (``TopicMarket/isMonotone``).
    var firstTopicNotMonotone: Int? {
        let mayRise = market.beta.values.contains { $0 < 0 } || market.licence.decay.values.contains { $0 > 1 }
        return mayRise ? (0..<topics).first { mayHaveSeveral($0) } : nil
    }

    /// Whether a topic pays and is not shown to be monotone.
    func mayHaveSeveral(_ k: Int) -> Bool { pays(k) && !topic(k).isMonotone }
}

private func answerByTopics(
    _ contest: Contest, settings: Settings, kernels: UnsafePointer<nb_kernels>, start: Equilibrium?, efforts: CellBuffer,
    interruption: Interruption
) throws -> Answer {
    guard contest.isSeparable else {
        efforts.clear(0..<efforts.count)
        return Answer(
            status: .unsupported, reason: "topic-newton solves topics one by one, and costs or capacities of this contest join them")
    }
    let earlier = start.flatMap { start in
        start.powerSums.flatMap { memory in
            memory.serves(contest.costs, efforts: start.efforts.values) ? (memory: memory, efforts: start.efforts.values) : nil
        }
    }
    efforts.beginFilling()
    let powerSums = PowerSumMemory(contest.costs, filling: efforts.fillings)
    let outcome = try solveTopics(
        contest, settings: settings, kernels: kernels, start: start?.totals, efforts: efforts, keeping: powerSums, earlier: earlier,
        interruption: interruption)
    return Answer(status: outcome.status, reason: outcome.reason, iterations: outcome.passes, powerSums: powerSums, searches: outcome.searches)
}

/// How the topics ended together: the first topic that failed speaks for all.
struct TopicsOutcome {
    var status: Status
    var reason: String?
    var passes: Int
    /// Of the topics where there can be several equilibria.
    var searches: [TopicEquilibria] = []
}

/// Every topic, large ones by all threads together, the others side by side.
func solveTopics(
    _ contest: Contest, settings: Settings, kernels: UnsafePointer<nb_kernels>, start: [Double]?, efforts: CellBuffer,
    keeping powerSums: PowerSumMemory?, earlier: (memory: PowerSumMemory, efforts: CellBuffer)?, interruption: Interruption
) throws -> TopicsOutcome {
    let severalPossible = contest.firstTopicNotMonotone != nil
    let workers = Workers(threads: settings.threads)
    let outcomes = SharedTable(count: contest.topics, filledWith: TopicNewton.Outcome(status: .converged, reason: nil, passes: 0))
    let pages = contest.pages(of: EffortProfile(layout: contest.layout, values: efforts))
    let meter = ProgressMeter(stage: .solving, total: contest.layout.cells, report: settings.progress)
    nonisolated(unsafe) let kernels = kernels
    nonisolated(unsafe) let base = efforts.base

    @Sendable func solveAlone(_ k: Int, start: Double?, _ workers: Workers) {
        let newton = TopicNewton(
            curve: TopicCurve(contest.topic(k)), kernels: kernels, costs: contest.costs, topic: k,
            cells: contest.layout.range(ofTopic: k), efforts: base, workers: workers)
        outcomes[k] = newton.solve(start: start, iterationLimit: settings.iterationLimit, interruption: interruption)
    }

    let mayUsePowerSums = settings.iterationLimit >= PowerSums.passes

    /// The topics that need no search, those whose power sums give the total, and the others one by one.
    @Sendable func solve(_ batch: Range<Int>, _ workers: Workers) {
        var together: [PowerSums.Topic] = []
        together.reserveCapacity(batch.count)
        for k in batch {
            let market = contest.topic(k)
            // Left to `searchTopics`: all their equilibria are looked for.
            if severalPossible, contest.mayHaveSeveral(k) { continue }
            switch TopicExistence(market, costs: contest.costs, topic: k) {
            case .interior where mayUsePowerSums && market.isBase && PowerSums.isWorthTrying(contest, topic: k) && interruption.status == nil:
                together.append((k, market))
            case .interior:
                solveAlone(k, start: start?[k], workers)
            case .idle:
                efforts.clear(contest.layout.range(ofTopic: k))
            case .none(let reason):
                efforts.clear(contest.layout.range(ofTopic: k))
                outcomes[k] = TopicNewton.Outcome(status: .noEquilibrium, reason: reason, passes: 0)
            }
        }
        if !together.isEmpty {
            let sums = PowerSums(
                contest: contest, kernels: kernels, efforts: base, workers: workers, kept: powerSums, earlier: earlier)
            sums.solve(together) { k, outcome in
                switch outcome {
                case .solved: outcomes[k] = TopicNewton.Outcome(status: .converged, reason: nil, passes: PowerSums.passes)
                case .left(let total):
                    // An interrupted solve must not leave price-taker efforts for efforts.
                    if interruption.status != nil { efforts.clear(contest.layout.range(ofTopic: k)) }
                    solveAlone(k, start: start?[k] ?? total, workers)
                }
            }
        }
        let cells = batch.reduce(0) { $0 + contest.layout.range(ofTopic: $1).count }
        meter.add(cells)
        pages.add(cells)
    }

    let batches = TopicBatches(contest.layout)
    let isShared = workers.threads > 1
    if isShared { for run in batches.large { solve(batches.runs[run], workers) } }
    let alone = Workers(threads: 1)
    workers.run(isShared ? batches.small.count : batches.runs.count) {
        solve(batches.runs[isShared ? batches.small[$0] : $0], alone)
    }
    let ends = UnsafeBufferPointer(start: outcomes.base, count: outcomes.count) // no copy: there may be 10^5 topics of 100 cells
    let passes = ends.reduce(0) { max($0, $1.passes) }
    let failed = ends.first { $0.status == .noEquilibrium } ?? ends.first { $0.status != .converged }
    var outcome = TopicsOutcome(status: failed?.status ?? .converged, reason: failed?.reason, passes: passes)
    if severalPossible { try searchTopics(contest, settings: settings, interruption: interruption, efforts: efforts, &outcome) }
    return outcome
}

/// The status that the certificate allows: a solver's own opinion never makes an equilibrium.
private func verdict(
    _ outcome: Answer, _ certification: Certification, _ settings: Settings
) -> (status: Status, reason: String?) {
    let certificate = certification.certificate
    // A solver that ran into a limit may have arrived all the same.
    let isWhole = certification.interruption == nil
    if outcome.status == .iterationLimit || outcome.status == .stalled, isWhole, certificate.isConverged { return (.converged, nil) }
    if outcome.status != .converged {
        return (outcome.status, outcome.reason ?? interruptionReason(outcome.status, settings))
    }
    if let status = certification.interruption {
        return (status, interruptionReason(status, settings) + " before the profile was certified")
    }
    if certificate.isConverged { return (.converged, nil) }
    let found = "the certificate finds a relative residual of \(certificate.relativeResidual) against a tolerance of \(settings.tolerance)"
    return (certificate.relativeResidual <= 1000 * settings.tolerance ? .almostConverged : .stalled, found)
}

private func interruptionReason(_ status: Status, _ settings: Settings) -> String {
    status == .cancelled ? "cancelled" : "the time limit of \(settings.timeLimit ?? 0) s was reached"
}
