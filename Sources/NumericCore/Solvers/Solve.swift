import CKernels

/// Solves a contest and certifies the result.
///
/// The contest decouples into topics, each solved through its total (``TopicNewton``); a profile counts as converged only
/// if its certificate, computed by other code, says so.
///
/// ```swift
/// let equilibrium = try solve(contest)
/// equilibrium.status        // .converged
/// equilibrium.totals        // s_k
/// ```
/// - Parameters:
///   - contest: human-only or exclusive, separable power costs.
///   - settings: tolerance, limits, threads, progress; the defaults suit most contests.
///   - start: an equilibrium of a similar contest of the same number of topics; its totals are the first guess. Where this
///     contest shares its costs, as those made by ``Contest/with(_:_:)`` do, its efforts are used too.
///   - memory: where the efforts go, one double per cell; allocated if nil.
/// - Returns: the profile with status and certificate. beta < 0 is answered `unsupported` (there can be several
///   equilibria); a contest without equilibrium `no-equilibrium` with the topic and the reason.
/// - Throws: ``SettingsError`` for settings outside their domain, ``SolveError`` for a start or memory of another shape.
/// - Complexity: O(cells) a pass, 2 to 7 passes for most contests; 8 bytes a cell besides the contest.
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
    let efforts = memory ?? CellBuffer(count: contest.layout.cells)
    let earlier = start.flatMap { start in
        start.powerSums.flatMap { memory in
            memory.serves(contest.costs, efforts: start.efforts.values) ? (memory: memory, efforts: start.efforts.values) : nil
        }
    }
    efforts.beginFilling()
    let powerSums = PowerSumMemory(contest.costs, filling: efforts.fillings)
    let outcome = solveTopics(
        contest, settings: settings, kernels: target.table, start: start?.totals, efforts: efforts, keeping: powerSums, earlier: earlier)
    let solved = monotonicSeconds()
    let profile = EffortProfile(layout: contest.layout, values: efforts)
    let hasProfile = ![.cancelled, .timeLimit, .unsupported].contains(outcome.status)
    let certification = try certify(contest, efforts: profile, settings: settings, maySearch: hasProfile)
    let verdict = verdict(outcome, certification.certificate, settings)
    var seconds = Equilibrium.Seconds()
    seconds.solve = solved - began
    seconds.certify = monotonicSeconds() - solved
    return Equilibrium(
        status: verdict.status, reason: verdict.reason, method: "topic-newton", totals: certification.totals, efforts: profile,
        genAI: certification.genAI, prices: certification.prices, utilities: certification.utilities,
        certificate: certification.certificate, iterations: outcome.passes, seconds: seconds, kernelTarget: target.name,
        threads: Workers(threads: settings.threads).threads, powerSums: powerSums)
}

/// How the topics ended together: the first topic that failed speaks for all.
private struct Outcome {
    var status: Status
    var reason: String?
    var passes: Int
}

/// Every topic, large ones by all threads together, the others side by side.
private func solveTopics(
    _ contest: Contest, settings: Settings, kernels: UnsafePointer<nb_kernels>, start: [Double]?, efforts: CellBuffer,
    keeping powerSums: PowerSumMemory?, earlier: (memory: PowerSumMemory, efforts: CellBuffer)?
) -> Outcome {
    let mayBeNegative = contest.market.beta.values.contains { $0 < 0 }
    if mayBeNegative, let k = (0..<contest.topics).first(where: { contest.market.mu[$0] > 0 && contest.topic($0).beta < 0 }) {
        efforts.base.update(repeating: 0, count: efforts.count)
        return Outcome(
            status: .unsupported,
            reason: "topic \(k): beta < 0 can have several equilibria, which this solver does not look for; choose beta >= 0",
            passes: 0)
    }
    let workers = Workers(threads: settings.threads)
    let interruption = Interruption(settings)
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
            switch TopicExistence(market, costs: contest.costs, topic: k) {
            case .interior where mayUsePowerSums && PowerSums.isWorthTrying(contest, topic: k) && interruption.status == nil:
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
    return Outcome(status: failed?.status ?? .converged, reason: failed?.reason, passes: passes)
}

/// The status that the certificate allows: a solver's own opinion never makes an equilibrium.
private func verdict(
    _ outcome: Outcome, _ certificate: Certificate, _ settings: Settings
) -> (status: Status, reason: String?) {
    if outcome.status != .converged {
        let reason = outcome.reason ?? (outcome.status == .cancelled ? "cancelled" : "the time limit of \(settings.timeLimit ?? 0) s was reached")
        return (outcome.status, reason)
    }
    if certificate.isConverged { return (.converged, nil) }
    let found = "the certificate finds a relative residual of \(certificate.relativeResidual) against a tolerance of \(settings.tolerance)"
    return (certificate.relativeResidual <= 1000 * settings.tolerance ? .almostConverged : .stalled, found)
}
