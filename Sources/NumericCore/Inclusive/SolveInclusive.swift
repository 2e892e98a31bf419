import CKernels

/// Searches an inclusive contest for its equilibria, in which every creator also chooses whether to use GenAI.
///
/// With per-topic adoption topics are searched side by side; the contest's equilibria are all combinations of theirs.
///
/// ```swift
/// let contest = try Contest(
///     market: Market(mu: 13, alpha: 0.5, beta: 0.15, gamma: 0.5), costs: .power(coefficients: [[3.1], [1.2], [0.3]], exponent: 1.25),
///     competition: .inclusive)
/// let result = try solveInclusive(contest)
/// result.equilibria.first?.genAIFraction
/// result.searched[0].statement      // what was enumerated and what that proves
/// ```
/// - Returns: every equilibrium found with its certificate, and what the search proves; where there is none, the profile
///   found whose best deviator gains least. In a market variant no set is ruled out by a bound: all sets
///   of up to 12 creators are solved, best responses search more. Topics that are not shown to be monotone, contests whose topics are
///   joined by costs or capacities, and hybrids in market variants are answered `unsupported`.
/// - Throws: ``FieldError`` for settings outside their domain, ``SolveError`` for a contest that is not inclusive or a search that
///   cannot be made of it.
/// - Complexity: see ``AdoptionSearch``; one solve and one certificate of O(cells) for each equilibrium listed.
public func solveInclusive(_ contest: Contest, settings: InclusiveSettings = InclusiveSettings()) throws -> InclusiveResult {
    try settings.validate()
    guard contest.competition == .inclusive else {
        throw SolveError(description: "competition: expected inclusive, found \(contest.competition.rawValue)")
    }
    let target = try KernelTarget.active()
    let began = monotonicSeconds()
    var result = try search(contest, settings, target.table)
    result.seconds.solve = monotonicSeconds() - began - result.seconds.certify
    result.kernelTarget = target.name
    result.threads = Workers(threads: settings.solver.threads).threads
    return result
}

private func search(_ contest: Contest, _ settings: InclusiveSettings, _ kernels: UnsafePointer<nb_kernels>) throws -> InclusiveResult {
    let interruption = Interruption(settings.solver)
    guard contest.isSeparable else {
        return .unsupported("costs or capacities join the topics; adoption is searched where topics are separate")
    }
    // Efforts and actions of all that are listed: at most about a gigabyte.
    let limit = max(1, min(settings.equilibriumLimit, (1 << 26) / contest.layout.cells))
    if contest.inclusiveTerms.hybrid.isAllowed { return try solveHybrid(contest, settings, kernels, limit: limit) }
    if contest.inclusiveTerms.adoption == .global {
        if let refusal = contest.severalEquilibriaPerSet { return .unsupported(refusal) }
        let workers = Workers(threads: settings.solver.threads)
        let findings = try PlainEnumeration(all: contest, kernels: kernels).search(settings, limit: limit, workers: workers, interruption: interruption)
        return try assemble(contest, [findings], settings, limit)
    }
    return try assemble(contest, searchTopics(contest, settings, limit, kernels, interruption), settings, limit)
}

extension Contest {
    /// Why one set of GenAI users may lead to several totals: the first topic that pays and is not shown to be monotone
    /// (``TopicMarket/isMonotone``, which is the same for every M >= 1). nil where every set has one human equilibrium or none.
    var severalEquilibriaPerSet: String? {
        (0..<topics).lazy.compactMap { severalEquilibriaPerSet(topic: $0) }.first
    }

    /// The same of one topic.
    func severalEquilibriaPerSet(topic k: Int) -> String? {
        let market = topic(k, players: 1)
        return pays(k) && !market.isMonotone ? "topic \(k): \(market.obstacle) can have several equilibria for one set of users" : nil
    }

    /// The creators who have a cell, in their order: others choose nothing.
    package var eligibleCreators: [Int] {
        var isEligible = [Bool](repeating: false, count: creators)
        for k in 0..<topics {
            for cell in layout.range(ofTopic: k) { isEligible[layout.creator(ofCell: cell, topic: k)] = true }
        }
        return isEligible.indices.filter { isEligible[$0] }
    }

    /// The actions that sets of users mean: one set a topic, or one over eligible creators for all topics.
    func actions(_ sets: [[Bool]]) -> [AdoptionAction] {
        var actions: [AdoptionAction] = []
        actions.reserveCapacity(layout.cells)
        let isGlobal = inclusiveTerms.adoption == .global
        var usesGenAI = [Bool](repeating: false, count: isGlobal ? creators : 0)
        if isGlobal {
            for (player, creator) in eligibleCreators.enumerated() { usesGenAI[creator] = sets[0][player] }
        }
        for k in 0..<topics {
            for (at, cell) in layout.range(ofTopic: k).enumerated() {
                let uses = isGlobal ? usesGenAI[layout.creator(ofCell: cell, topic: k)] : sets[k][at]
                actions.append(uses ? .genAI : .human)
            }
        }
        return actions
    }
}

extension InclusiveResult {
    /// Why there is nothing to list though the search found something.
    static let refusal = "the certificate does not confirm the sets found"

    static func unsupported(_ reason: String) -> InclusiveResult {
        InclusiveResult(status: .unsupported, reason: reason, equilibria: [], best: nil, searched: [], count: 0)
    }
}

/// Every topic by itself: large ones by all threads together, the others side by side.
private func searchTopics(
    _ contest: Contest, _ settings: InclusiveSettings, _ limit: Int, _ kernels: UnsafePointer<nb_kernels>, _ interruption: Interruption
) throws -> [AdoptionFindings] {
    let workers = Workers(threads: settings.solver.threads)
    let meter = ProgressMeter(stage: .solving, total: contest.layout.cells, report: settings.solver.progress)
    nonisolated(unsafe) let kernels = kernels
    let results = SharedTable(count: contest.topics, filledWith: Result<AdoptionFindings, SolveError>?.none)
    let isAlone = contest.topics < workers.threads
    let each = isAlone ? workers : Workers(threads: 1)
    @Sendable func search(_ k: Int) {
        let topic = InclusiveTopic(contest, topic: k, kernels: kernels)
        results[k] = Result { () throws(SolveError) in
            try topic.search(settings, limit: limit, workers: each, interruption: interruption)
        }
        meter.add(topic.count)
    }
    if isAlone { for k in 0..<contest.topics { search(k) } } else { workers.run(contest.topics) { search($0) } }
    return try results.array.map { try $0!.get() }
}

/// The contest's equilibria from those of its topics, each solved as a whole and certified.
private func assemble(_ contest: Contest, _ findings: [AdoptionFindings], _ settings: InclusiveSettings, _ limit: Int) throws -> InclusiveResult {
    let order: [Status] = [.cancelled, .timeLimit, .unsupported, .noneFound]
    var areAllCertified = true
    var status = order.first { status in findings.contains { $0.status == status } } ?? .converged
    let count = findings.reduce(1.0) { $0 * Double($1.searched.found) }
    var equilibria: [InclusiveEquilibrium] = []
    var best: InclusiveEquilibrium?
    let began = monotonicSeconds()
    if status == .converged {
        // Combinations with the topics' larger totals first.
        let sorted = findings.map { $0.sets.sorted { $0.outcome.totals.reduce(0, +) > $1.outcome.totals.reduce(0, +) } }
        let listed = sorted.reduce(1) { min($0 * min($1.count, limit), limit) }
        let meter = ProgressMeter(stage: .certifying, total: listed * contest.layout.cells, report: settings.solver.progress)
        try forEachCombination(of: sorted.map(\.count), limit: limit) { choice in
            equilibria.append(try settled(contest, zip(sorted, choice).map { $0[$1] }, settings))
            meter.add(contest.layout.cells)
        }
        equilibria.sort { $0.grandTotal > $1.grandTotal }
        if let refused = equilibria.first(where: { $0.status != .converged }) {
            equilibria.removeAll { $0.status != .converged }
            areAllCertified = false
            if refused.status == .timeLimit || refused.status == .cancelled {
                status = refused.status
            } else if equilibria.isEmpty {
                status = .stalled
                best = refused
            }
        }
    } else if status == .noneFound {
        let sets = findings.compactMap { $0.sets.first ?? $0.best }
        if sets.count == findings.count { best = try settled(contest, sets, settings) }
    }
    let blamed = findings.filter { $0.status == status }.map(\.searched.statement)
    let reason: String? = switch status {
    case .converged: nil
    case .stalled: InclusiveResult.refusal
    default: blamed.first ?? "stopped before every set found was certified"
    }
    var searched = findings.map(\.searched)
    if !areAllCertified {
        for k in searched.indices {
            searched[k].isComplete = false
            searched[k].statement += "; the certificate does not confirm all that were found"
        }
    }
    var result = InclusiveResult(
        status: status, reason: reason, equilibria: equilibria, best: best, searched: searched,
        count: status == .converged && areAllCertified ? count : Double(equilibria.count))
    result.seconds.certify = monotonicSeconds() - began
    return result
}

private func settled(_ contest: Contest, _ sets: [FoundSet], _ settings: InclusiveSettings) throws -> InclusiveEquilibrium {
    var quiet = settings.solver // progress is told of the search; this is one solve of a known answer
    quiet.progress = nil
    return try checkAdoption(
        contest, actions: contest.actions(sets.map(\.usesGenAI)), settings: quiet, startingFrom: sets.flatMap(\.outcome.totals))
}

/// Solves the humans' contest for given actions, and judges every creator's alternatives: the checker of a given set.
///
/// - Parameters:
///   - actions: one for each eligible cell, in the order of the layout.
///   - totals: a guess of the K totals.
/// - Returns: the profile; `converged` where nobody gains, `noneFound` where somebody does (the certificate says how much),
///   `noEquilibrium` where these humans' contest has none.
/// - Throws: ``FieldError``, ``SolveError`` for actions of another number or with global adoption differing between topics.
public func checkAdoption(
    _ contest: Contest, actions: [AdoptionAction], settings: Settings = Settings(), startingFrom totals: [Double]? = nil
) throws -> InclusiveEquilibrium {
    try settings.validate()
    guard actions.count == contest.layout.cells else {
        throw SolveError(description: "actions: expected one for each of \(contest.layout.cells) cells, found \(actions.count)")
    }
    guard !actions.contains(.both) else {
        throw SolveError(description: "actions: expected human or genAI, found both; a profile with hybrids is judged where it is searched")
    }
    guard contest.isSeparable else { throw SolveError(description: "actions: a given set is checked where topics are separate") }
    if contest.inclusiveTerms.adoption == .global { try checkSameChoice(contest, actions) }
    let humans = try HumanContest(contest, actions: actions)
    let efforts = CellBuffer(count: humans.cells.count)
    let outcome = try solveTopics(
        humans.contest, settings: settings, kernels: try KernelTarget.active().table, start: totals, efforts: efforts, keeping: nil,
        earlier: nil, interruption: Interruption(settings))
    let profile = EffortProfile(layout: contest.layout, values: humans.scatter(efforts, cells: contest.layout.cells))
    let certification = try certifyAdoption(contest, actions: actions, efforts: profile, settings: settings)
    let eligible = (0..<contest.topics).map { contest.layout.range(ofTopic: $0).count }
    let certificate = certification.certificate
    return InclusiveEquilibrium(
        status: outcome.status != .converged ? outcome.status : certification.interruption ?? (certificate.isConverged ? .converged : .noneFound),
        actions: actions, totals: certification.totals, efforts: profile, genAI: certification.genAI, prices: certification.prices,
        utilities: certification.utilities, genAIFractions: zip(humans.users, eligible).map { $1 == 0 ? 0 : Double($0) / Double($1) },
        genAIFraction: contest.layout.cells == 0 ? 0 : Double(humans.users.reduce(0, +)) / Double(contest.layout.cells), certificate: certificate)
}

private func checkSameChoice(_ contest: Contest, _ actions: [AdoptionAction]) throws(SolveError) {
    var choice = [AdoptionAction?](repeating: nil, count: contest.creators)
    for k in 0..<contest.topics {
        for cell in contest.layout.range(ofTopic: k) {
            let i = contest.layout.creator(ofCell: cell, topic: k)
            if let first = choice[i], first != actions[cell] {
                throw SolveError(description: "actions: with global adoption expected one choice for all topics of creator \(i), found \(first.rawValue) and \(actions[cell].rawValue)")
            }
            choice[i] = actions[cell]
        }
    }
}

/// The actions in which the h creators with the smallest costs of each topic are human, equal costs in their own order, and the others
/// use GenAI: a given threshold set, for ``checkAdoption(_:actions:settings:startingFrom:)``.
/// - Parameter humans: h of each topic.
/// - Throws: ``SolveError`` for counts outside 0 to the number of eligible creators.
/// - Complexity: O(cells), a radix sort a topic.
public func thresholdActions(_ contest: Contest, humans: [Int]) throws(SolveError) -> [AdoptionAction] {
    guard humans.count == contest.topics else {
        throw SolveError(description: "humans: expected one number for each of \(contest.topics) topics, found \(humans.count)")
    }
    var actions = [AdoptionAction](repeating: .genAI, count: contest.layout.cells)
    for (k, h) in humans.enumerated() {
        let cells = contest.layout.range(ofTopic: k)
        guard h >= 0, h <= cells.count else {
            throw SolveError(description: "humans[\(k)]: expected 0 to \(cells.count), found \(h)")
        }
        let costs = contest.costs.coefficients.withDoubles(cells) { Array(UnsafeBufferPointer(start: $0, count: cells.count)) }
        for i in orderByCost(costs).prefix(h) { actions[cells.lowerBound + Int(i)] = .human }
    }
    return actions
}
