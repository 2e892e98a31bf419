import CKernels
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The search over three actions a creator in one topic: all 3^n where n <= 8, else best responses from seeded starts.
struct HybridAdoption {
    let topic: InclusiveTopic
    let settings: InclusiveSettings
    let interruption: Interruption
    private let totals: HybridTopic

    init(topic: InclusiveTopic, settings: InclusiveSettings, interruption: Interruption) {
        (self.topic, self.settings, self.interruption) = (topic, settings, interruption)
        totals = HybridTopic(topic)
    }

    /// Most creators of which all 3^n profiles of actions are looked at.
    static let mostOfAllSets = 8

    struct Found: Sendable {
        var actions: [AdoptionAction]
        var efforts: [Double]
        var verdict: HybridVerdict
    }

    struct Findings: Sendable {
        var found: [Found]
        var best: Found?
        var searched: AdoptionSearched
        var status: Status
    }

    /// - Throws: ``SolveError`` where the search asked for cannot be made.
    func search(limit: Int) throws(SolveError) -> Findings {
        let n = topic.count
        let way: AdoptionSearch = settings.search == .automatic ? (n <= Self.mostOfAllSets ? .allSets : .bestResponse) : settings.search
        switch way {
        case .thresholds: throw SolveError(description: "search: thresholds is for two actions; with hybrids choose all-sets or best-response")
        case .allSets where n > Self.mostOfAllSets:
            throw SolveError(description: "search: all-sets with hybrids needs at most \(Self.mostOfAllSets) eligible creators, topic \(topic.number) has \(n)")
        case _ where n == 0 || !topic.contest.pays(topic.number): return answerWithoutAttention(way)
        case .bestResponse: return searchByResponses(limit)
        default: return searchAll(limit)
        }
    }

    /// The one profile that stands for all where there is nothing to earn, as without hybrids.
    private func answerWithoutAttention(_ way: AdoptionSearch) -> Findings {
        let answer = topic.answerWithoutAttention(way)
        var searched = answer.searched
        searched.isComplete = false // as always with hybrids
        let found = judged([AdoptionAction](repeating: .human, count: topic.count), [Double](repeating: 0, count: topic.count))
        return Findings(found: [found], best: nil, searched: searched, status: answer.status)
    }

    /// Efforts that solve everybody's first-order condition: where nobody does both the humans' contest has one equilibrium or none, else
    /// by the roots of ``HybridTopic``. nil where the humans' contest could not be solved.
    private func candidates(_ actions: [AdoptionAction]) -> [[Double]]? {
        if actions.contains(.both) { return totals.candidates(actions) }
        let humans = actions.indices.filter { actions[$0] == .human }
        let market = topic.market(users: topic.count - humans.count)
        if let solved = topic.solve(humans: humans, market: market, start: nil, workers: Workers(threads: 1)) { return [solved.efforts] }
        return topic.lacksEquilibrium(humans: humans, market: market) ? [] : nil
    }

    private func judged(_ actions: [AdoptionAction], _ efforts: [Double]) -> Found {
        let verdict = HybridJudge(topic: topic).judge(actions, efforts, tolerance: settings.solver.tolerance)
        return Found(actions: actions, efforts: efforts, verdict: verdict)
    }

    private func accepts(_ one: Found) -> Bool { one.verdict.isConverged && one.verdict.relative <= settings.solver.tolerance }

    private func searchAll(_ limit: Int) -> Findings {
        var (found, tally, best) = ([Found](), SearchTally(), Found?.none)
        var unsolved = 0
        let profiles = (0..<topic.count).reduce(1) { product, _ in product * 3 }
        for number in 0..<profiles where interruption.status == nil {
            var (rest, actions) = (number, [AdoptionAction]())
            for _ in 0..<topic.count {
                actions.append(AdoptionAction.allCases[rest % 3])
                rest /= 3
            }
            tally.solves += 1
            guard let candidates = candidates(actions) else {
                unsolved += 1
                continue
            }
            for efforts in candidates {
                let one = judged(actions, efforts)
                tally.pieces += 1
                if one.verdict.isConverged, one.verdict.gain < best?.verdict.gain ?? .infinity { best = one }
                guard accepts(one) else { continue }
                tally.found += 1
                if found.count < limit { found.append(one) }
            }
        }
        var text = interruption.status == nil ? "all" : "stopped on the way through"
        text += " 3^\(topic.count) profiles of actions; those in which nobody does both solved as without hybrids"
        if unsolved > 0 { text += " (\(unsolved) of them could not be)" }
        text += "; the totals of the others by changes of sign over log s from \(Int(-HybridTopic.end)) to \(Int(HybridTopic.end)), \(HybridTopic.statement):"
        text += " two roots inside one step may be missed"
        // A root between two points of the grid proves nothing about a third.
        return findings(found, best, .allSets, tally, text)
    }

    private func searchByResponses(_ limit: Int) -> Findings {
        var (found, tally, best) = ([Found](), SearchTally(), Found?.none)
        var ends: Set<[AdoptionAction]> = []
        for start in 0..<settings.starts where interruption.status == nil {
            let random = CounterRandom(seed: settings.seed, stream: UInt64(start))
            var actions = (0..<topic.count).map { i in
                start < 3 ? AdoptionAction.allCases[start] : AdoptionAction.allCases[Int(random.bits(at: UInt64(i)) % 3)]
            }
            var visited: Set<[AdoptionAction]> = []
            for _ in 0..<settings.moveLimit where interruption.status == nil {
                guard visited.insert(actions).inserted else { break }
                tally.solves += 1
                let all = (candidates(actions) ?? []).map { judged(actions, $0) }
                guard let one = all.min(by: { $0.verdict.gain < $1.verdict.gain }) else { break }
                if one.verdict.isConverged, one.verdict.gain < best?.verdict.gain ?? .infinity { best = one }
                if accepts(one) {
                    guard ends.insert(actions).inserted else { break }
                    tally.found += 1
                    if found.count < limit { found.append(one) }
                    break
                }
                tally.pieces += 1
                actions[one.verdict.deviator] = one.verdict.deviation
            }
        }
        return findings(
            found, best, .bestResponse, tally,
            "best responses over three actions from \(settings.starts) starts, \(tally.pieces) moves; nothing is proved about other profiles")
    }

    private func findings(_ found: [Found], _ best: Found?, _ way: AdoptionSearch, _ tally: SearchTally, _ text: String) -> Findings {
        Findings(
            found: found, best: found.isEmpty ? best : nil,
            searched: AdoptionSearched(
                topic: topic.number, way, creators: topic.count, isComplete: false, tally: tally, statement: "topic \(topic.number): \(text)"),
            status: interruption.status ?? (found.isEmpty ? .noneFound : .converged))
    }
}

/// An inclusive contest with hybrids: topics one by one, and their combinations.
func solveHybrid(_ contest: Contest, _ settings: InclusiveSettings, _ kernels: UnsafePointer<nb_kernels>, limit: Int) throws -> InclusiveResult {
    if contest.inclusiveTerms.adoption == .global { return .unsupported("hybrids with global adoption are not searched; choose adoption per topic") }
    guard contest.market.isBase else {
        return .unsupported("hybrids with a royalty, licence, second engine or demand by total content are not searched")
    }
    if let refusal = contest.severalEquilibriaPerSet { return .unsupported(refusal) }
    let interruption = Interruption(settings.solver)
    let workers = Workers(threads: settings.solver.threads)
    nonisolated(unsafe) let kernels = kernels
    let results = SharedTable(count: contest.topics, filledWith: Result<HybridAdoption.Findings, SolveError>?.none)
    workers.run(contest.topics) { k in
        let search = HybridAdoption(topic: InclusiveTopic(contest, topic: k, kernels: kernels), settings: settings, interruption: interruption)
        results[k] = Result { () throws(SolveError) in try search.search(limit: limit) }
    }
    let findings = try results.array.map { try $0!.get() }
    let order: [Status] = [.cancelled, .timeLimit, .noneFound]
    var status = order.first { status in findings.contains { $0.status == status } } ?? .converged
    var count = findings.reduce(1) { $0 * Double($1.searched.found) }
    var (equilibria, best) = ([InclusiveEquilibrium](), InclusiveEquilibrium?.none)
    let began = monotonicSeconds()
    if status == .converged {
        // Judged again, by other code than the search's.
        let tolerance = settings.solver.tolerance
        let parts = findings.enumerated().map { k, topic in
            topic.found.map { certified(InclusiveTopic(contest, topic: k, kernels: kernels), $0.actions, $0.efforts, tolerance) }
        }
        forEachCombination(of: parts.map(\.count), limit: limit) { choice in
            equilibria.append(combined(contest, zip(parts, choice).map { $0[$1] }, tolerance: tolerance))
        }
        equilibria.sort { $0.grandTotal > $1.grandTotal }
        let listed = equilibria.count
        let refused = equilibria.first { $0.status != .converged }
        equilibria.removeAll { $0.status != .converged }
        count -= Double(listed - equilibria.count)
        if equilibria.isEmpty { (status, best) = (.stalled, refused) }
    } else if status == .noneFound {
        let parts = findings.enumerated().compactMap { k, topic in
            (topic.found.first ?? topic.best).map {
                certified(InclusiveTopic(contest, topic: k, kernels: kernels), $0.actions, $0.efforts, settings.solver.tolerance)
            }
        }
        if parts.count == findings.count { best = combined(contest, parts, tolerance: settings.solver.tolerance) }
    }
    let reason: String? = switch status {
    case .converged: nil
    case .stalled: InclusiveResult.refusal
    default: findings.first { $0.status == status }?.searched.statement
    }
    var result = InclusiveResult(
        status: status, reason: reason, equilibria: equilibria, best: best, searched: findings.map(\.searched),
        count: status == .converged ? count : 0)
    result.seconds.certify = monotonicSeconds() - began
    return result
}

/// Calls `body` with one index below each count, the first running fastest, at most `limit` times.
func forEachCombination(of counts: [Int], limit: Int, _ body: ([Int]) throws -> Void) rethrows {
    guard counts.allSatisfy({ $0 > 0 }) else { return }
    var choice = [Int](repeating: 0, count: counts.count)
    for _ in 0..<limit {
        try body(choice)
        var k = 0
        while k < counts.count {
            choice[k] += 1
            if choice[k] < counts[k] { break }
            choice[k] = 0
            k += 1
        }
        if k == counts.count { return }
    }
}

/// Judges a profile of three actions, topic by topic (``HybridCertificate``).
func certifyHybrid(_ contest: Contest, actions: [AdoptionAction], efforts: EffortProfile, settings: Settings) throws -> Certification {
    try settings.validate()
    let kernels = try KernelTarget.active().table
    let parts = (0..<contest.topics).map { k in
        let cells = contest.layout.range(ofTopic: k)
        return certified(
            InclusiveTopic(contest, topic: k, kernels: kernels), Array(actions[cells]),
            cells.map { actions[$0].makesEffort ? efforts.values.base[$0] : 0 }, settings.tolerance)
    }
    return certification(contest, parts, tolerance: settings.tolerance)
}

private func certified(_ topic: InclusiveTopic, _ actions: [AdoptionAction], _ efforts: [Double], _ tolerance: Double) -> HybridAdoption.Found {
    let verdict = HybridCertificate(topic: topic).verdict(actions, efforts, tolerance: tolerance)
    return HybridAdoption.Found(actions: actions, efforts: efforts, verdict: verdict)
}

private func combined(_ contest: Contest, _ parts: [HybridAdoption.Found], tolerance: Double) -> InclusiveEquilibrium {
    let actions = parts.flatMap(\.actions)
    let users = parts.map { $0.actions.count { $0.usesGenAI } }
    let judged = certification(contest, parts, tolerance: tolerance)
    return InclusiveEquilibrium(
        status: judged.certificate.isConverged ? .converged : .noneFound, actions: actions, totals: judged.totals,
        efforts: EffortProfile(layout: contest.layout, values: CellBuffer(parts.flatMap(\.efforts))), genAI: judged.genAI,
        prices: judged.prices, utilities: judged.utilities,
        genAIFractions: zip(users, parts).map { $1.actions.isEmpty ? 0 : Double($0) / Double($1.actions.count) },
        genAIFraction: actions.isEmpty ? 0 : Double(users.reduce(0, +)) / Double(actions.count), certificate: judged.certificate)
}

private func certification(_ contest: Contest, _ parts: [HybridAdoption.Found], tolerance: Double) -> Certification {
    let totals = parts.map { part in
        var sum = CompensatedSum()
        for x in part.efforts { sum.add(x) }
        return sum.value
    }
    var (utilities, gains, scales) = (
        [Double](repeating: 0, count: contest.creators), [Double](repeating: 0, count: contest.creators), [Double](repeating: 0, count: contest.creators))
    var certificate = Certificate(
        relativeResidual: 0, roundingFloor: 0, exploitability: 0, relativeExploitability: 0, exploitabilityKind: .search, worstCreator: 0,
        uniqueness: .notClaimed, condition: "several profiles of actions can be equilibria", isConverged: true)
    for (k, part) in parts.enumerated() {
        for (at, cell) in contest.layout.range(ofTopic: k).enumerated() {
            let i = contest.layout.creator(ofCell: cell, topic: k)
            utilities[i] += part.verdict.payoffs[at]
            gains[i] += max(0, part.verdict.gains[at])
            scales[i] += part.verdict.scales[at]
        }
        certificate.relativeResidual = worse(certificate.relativeResidual, part.verdict.residual)
        certificate.roundingFloor = worse(certificate.roundingFloor, part.verdict.floor)
        certificate.isConverged = certificate.isConverged && part.verdict.isConverged
    }
    for i in 0..<contest.creators where gains[i] > 0 {
        certificate.exploitability = max(certificate.exploitability, gains[i])
        let relative = relativeGain(gains[i], over: scales[i])
        if relative > certificate.relativeExploitability { (certificate.relativeExploitability, certificate.worstCreator) = (relative, i) }
    }
    certificate.isConverged = certificate.isConverged && certificate.relativeExploitability <= tolerance
    let markets = parts.enumerated().map { k, part in contest.topic(k, players: part.actions.count { $0.usesGenAI }) }
    return Certification(
        certificate: certificate, totals: totals, prices: zip(markets, totals).map { $1 > 0 ? $0.price(at: $1).value : $0.priceAtZero },
        genAI: zip(markets, totals).map { $0.genAIOutput(at: $1) }, utilities: utilities, interruption: nil)
}
