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

    /// Most creators of which all 3^n profiles of actions are looked at.
    static let mostOfAllSets = 8

    struct Found: Sendable {
        var actions: [AdoptionAction]
        var efforts: [Double]
        var verdict: HybridJudge.Verdict
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
        case .bestResponse: return searchByResponses(limit)
        default: return searchAll(limit)
        }
    }

    /// log of the total that all make as humans: where totals are looked for.
    private var center: Double {
        let all = topic.solve(humans: Array(0..<topic.count), market: topic.market(users: 0), start: nil, workers: Workers(threads: 1))
        return all.map { $0.total > 0 ? log($0.total) : 0 } ?? 0
    }

    private func judged(_ actions: [AdoptionAction], _ center: Double) -> [Found] {
        HybridTopic(topic: topic).candidates(actions, center: center).map { candidate in
            let verdict = HybridJudge(topic: topic).judge(actions, candidate.efforts, tolerance: settings.solver.tolerance)
            return Found(actions: actions, efforts: candidate.efforts, verdict: verdict)
        }
    }

    private func accepts(_ one: Found) -> Bool { one.verdict.isConverged && one.verdict.relativeGain <= settings.solver.tolerance }

    private func searchAll(_ limit: Int) -> Findings {
        let center = center
        var (found, tally, best) = ([Found](), SearchTally(), Found?.none)
        let profiles = (0..<topic.count).reduce(1) { product, _ in product * 3 }
        for number in 0..<profiles where interruption.status == nil {
            var (rest, actions) = (number, [AdoptionAction]())
            for _ in 0..<topic.count {
                actions.append(AdoptionAction.allCases[rest % 3])
                rest /= 3
            }
            tally.solves += 1
            for one in judged(actions, center) {
                tally.pieces += 1
                if one.verdict.isConverged, one.verdict.gain < best?.verdict.gain ?? .infinity { best = one }
                guard accepts(one) else { continue }
                tally.found += 1
                if found.count < limit { found.append(one) }
            }
        }
        let complete = interruption.status == nil
        return findings(
            found, best, .allSets, tally, isComplete: complete,
            (complete ? "all" : "stopped on the way through") + " 3^\(topic.count) profiles of actions, their totals by changes of sign on a grid of log s: roots closer than its step may be missed")
    }

    private func searchByResponses(_ limit: Int) -> Findings {
        let center = center
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
                guard let one = judged(actions, center).min(by: { $0.verdict.gain < $1.verdict.gain }) else { break }
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
            found, best, .bestResponse, tally, isComplete: false,
            "best responses over three actions from \(settings.starts) starts, \(tally.pieces) moves; nothing is proved about other profiles")
    }

    private func findings(_ found: [Found], _ best: Found?, _ way: AdoptionSearch, _ tally: SearchTally, isComplete: Bool, _ text: String) -> Findings {
        Findings(
            found: found, best: found.isEmpty ? best : nil,
            searched: AdoptionSearched(
                topic: topic.number, way, creators: topic.count, isComplete: isComplete, tally: tally, statement: "topic \(topic.number): \(text)"),
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
    let status = order.first { status in findings.contains { $0.status == status } } ?? .converged
    var (equilibria, best) = ([InclusiveEquilibrium](), InclusiveEquilibrium?.none)
    if status == .converged {
        forEachCombination(of: findings.map(\.found.count), limit: limit) { choice in
            equilibria.append(combined(contest, zip(findings, choice).map { $0.found[$1] }, tolerance: settings.solver.tolerance))
        }
        equilibria.removeAll { $0.status != .converged }
        equilibria.sort { $0.grandTotal > $1.grandTotal }
    } else if status == .noneFound {
        let parts = findings.compactMap { $0.found.first ?? $0.best }
        if parts.count == findings.count { best = combined(contest, parts, tolerance: settings.solver.tolerance) }
    }
    return InclusiveResult(
        status: status, reason: status == .converged ? nil : findings.first { $0.status == status }?.searched.statement, equilibria: equilibria,
        best: best, searched: findings.map(\.searched), count: status == .converged ? findings.reduce(1) { $0 * Double($1.searched.found) } : 0)
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

/// Judges a profile of three actions, topic by topic (``HybridJudge``).
func certifyHybrid(_ contest: Contest, actions: [AdoptionAction], efforts: EffortProfile, settings: Settings) throws -> Certification {
    try settings.validate()
    let kernels = try KernelTarget.active().table
    let parts = (0..<contest.topics).map { k in
        let cells = contest.layout.range(ofTopic: k)
        let own = (actions: Array(actions[cells]), efforts: cells.map { actions[$0].makesEffort ? efforts.values.base[$0] : 0 })
        let judge = HybridJudge(topic: InclusiveTopic(contest, topic: k, kernels: kernels))
        return HybridAdoption.Found(
            actions: own.actions, efforts: own.efforts, verdict: judge.judge(own.actions, own.efforts, tolerance: settings.tolerance))
    }
    return certification(contest, parts, tolerance: settings.tolerance)
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
        let relative = gains[i] / scales[i]
        if relative > certificate.relativeExploitability { (certificate.relativeExploitability, certificate.worstCreator) = (relative, i) }
    }
    certificate.isConverged = certificate.isConverged && certificate.relativeExploitability <= tolerance
    let markets = parts.enumerated().map { k, part in contest.topic(k, players: part.actions.count { $0.usesGenAI }) }
    return Certification(
        certificate: certificate, totals: totals, prices: zip(markets, totals).map { $1 > 0 ? $0.price(at: $1).value : $0.priceAtZero },
        genAI: zip(markets, totals).map { $0.genAIOutput(at: $1) }, utilities: utilities, interruption: nil)
}
