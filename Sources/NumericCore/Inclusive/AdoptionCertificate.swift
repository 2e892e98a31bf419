#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Judges a profile of actions and efforts by the definitions alone.
///
/// The humans' efforts are judged by ``certify(_:capacityPrices:efforts:settings:)`` in the contest of humans with M_k users a
/// topic: residual, rounding floor, what anyone could gain by another effort. On top of that comes what each creator could
/// gain on the other side, with every topic's total summed from the efforts and every best effort searched globally
/// (``BestReply``): human i would earn the GenAI payoff at s - x_i with m + 1 users, a user its best effort against s with m - 1.
/// With per-topic adoption a creator's gains add up over the topics in which it gains; with global adoption over all topics.
///
/// In a topic whose users share an exponent only the one with the smallest cost is searched unless it gains: a best effort earns less
/// at every larger cost.
///
/// - `exploitability`: the largest of these gains plus the largest gain by effort alone, an upper bound of what any one could gain.
/// - `relativeExploitability`: each over the larger of own and new gross revenue, or of the flat fees, likewise added.
/// - `isConverged`: the human contest's verdict, and no relative gain above the tolerance.
/// - Parameters:
///   - actions: one for each eligible cell, in the order of the layout; ``AdoptionAction/both`` where the contest allows hybrids, which
///     ``HybridCertificate`` judges.
///   - efforts: on the contest's layout; those of GenAI users count as 0.
/// - Throws: as ``certify(_:capacityPrices:efforts:settings:)``; ``SolveError`` for actions or efforts of another shape.
/// - Complexity: O(cells), two powers a cell, and one search for each exponent and topic, or each user where exponents differ.
public func certifyAdoption(
    _ contest: Contest, actions: [AdoptionAction], efforts: EffortProfile, settings: Settings = Settings()
) throws -> Certification {
    guard actions.count == contest.layout.cells, efforts.layout.isSame(as: contest.layout) else {
        throw SolveError(description: "actions: expected one for each of \(contest.layout.cells) cells, found \(actions.count)")
    }
    if contest.inclusiveTerms.hybrid.isAllowed { return try certifyHybrid(contest, actions: actions, efforts: efforts, settings: settings) }
    guard !actions.contains(.both) else {
        throw SolveError(description: "actions: expected human or genAI, found both, which this contest does not allow")
    }
    let humans = try HumanContest(contest, actions: actions)
    let profile = EffortProfile(layout: humans.contest.layout, values: humans.gather(efforts.values))
    var certification = try certify(humans.contest, efforts: profile, settings: settings)
    var gains = AdoptionGains(contest, humans, profile, totals: certification.totals)
    gains.measure(actions, settings: settings)
    for i in 0..<contest.creators { certification.utilities[i] += gains.userPayoffs[i] }
    let worst = gains.worst
    var certificate = certification.certificate
    certificate.exploitability += worst.gain
    certificate.relativeExploitability += worst.relative
    if worst.relative > 0 { certificate.worstCreator = worst.creator }
    certificate.uniqueness = .notClaimed
    certificate.condition = "several sets of GenAI users can be equilibria"
    certificate.isConverged = certificate.isConverged && worst.relative <= settings.tolerance
    certification.certificate = certificate
    return certification
}

/// The contest that humans play while M_k others use GenAI in topic k: the same market with strength M_k alpha_k, the humans' cells
/// alone.
struct HumanContest {
    let contest: Contest
    /// M_k.
    let users: [Int]
    /// The full contest's cell of each of its cells.
    let cells: [Int]

    init(_ full: Contest, actions: [AdoptionAction]) throws(FieldError) {
        let layout = full.layout
        var (offsets, index, cells, users) = ([0], [Int32](), [Int](), [Int]())
        cells.reserveCapacity(layout.cells)
        index.reserveCapacity(layout.cells)
        for k in 0..<full.topics {
            let range = layout.range(ofTopic: k)
            for cell in range where actions[cell].makesEffort {
                cells.append(cell)
                index.append(Int32(layout.creator(ofCell: cell, topic: k)))
            }
            users.append(range.count - (cells.count - offsets[k]))
            offsets.append(cells.count)
        }
        var market = full.market
        market.alpha = PerTopic((0..<full.topics).map { users[$0] == 0 ? 0 : Double(users[$0]) * full.market.alpha[$0] })
        let isWhole = layout.isDense && cells.count == layout.cells
        let exponents: CostExponents = switch full.costs.exponents {
        case .perCell(let rhos): .perCell(Self.gather(cells) { rhos.base[$0] })
        case let others: others
        }
        let costs = try PowerCost(
            layout: isWhole ? layout : CellLayout(creators: layout.creators, offsets: offsets, creatorIndex: index),
            coefficients: Self.gather(cells) { full.costs.coefficients[$0] }, exponents: exponents)
        contest = try Contest(market: market, costs: costs, competition: .exclusive)
        self.users = users
        self.cells = cells
    }

    /// Values of the full contest's cells, for the humans' cells.
    func gather(_ values: CellBuffer) -> CellBuffer { Self.gather(cells) { values.base[$0] } }

    /// Values of the humans' cells, 0 for the others.
    func scatter(_ values: CellBuffer, cells count: Int) -> CellBuffer {
        let all = CellBuffer(count: count)
        for (at, cell) in cells.enumerated() { all.base[cell] = values.base[at] }
        return all
    }

    private static func gather(_ cells: [Int], _ value: (Int) -> Double) -> CellBuffer {
        let values = CellBuffer(count: cells.count)
        for (at, cell) in cells.enumerated() { values.base[at] = value(cell) }
        return values
    }
}

/// What every creator would gain on the other side, summed over topics as the adoption rule has it.
private struct AdoptionGains {
    let contest: Contest
    let humans: HumanContest
    let efforts: EffortProfile
    let totals: [Double]
    private var gain: [Double]
    private var own: [Double]
    private var new: [Double]
    /// Topics in which each is eligible: the flat fee of each is a scale of gains.
    private var places: [Int]
    /// GenAI payoffs of each creator, after fees, summed over topics.
    private(set) var userPayoffs: [Double]

    init(_ contest: Contest, _ humans: HumanContest, _ efforts: EffortProfile, totals: [Double]) {
        self.contest = contest
        self.humans = humans
        self.efforts = efforts
        self.totals = totals
        let zeros = [Double](repeating: 0, count: contest.creators)
        (gain, own, new, userPayoffs) = (zeros, zeros, zeros, zeros)
        places = [Int](repeating: 0, count: contest.creators)
        for k in 0..<contest.topics {
            for cell in contest.layout.range(ofTopic: k) { places[contest.layout.creator(ofCell: cell, topic: k)] += 1 }
        }
    }

    /// The creator with the largest relative gain, and the largest gain.
    var worst: (gain: Double, relative: Double, creator: Int) {
        var worst = (gain: 0.0, relative: 0.0, creator: 0)
        let fee = contest.inclusiveTerms.fee.flat
        for i in 0..<contest.creators where gain[i] > 0 {
            let relative = relativeGain(gain[i], over: max(own[i], new[i], fee * Double(places[i])))
            worst.gain = max(worst.gain, gain[i])
            if relative > worst.relative { (worst.relative, worst.creator) = (relative, i) }
        }
        return worst
    }

    mutating func measure(_ actions: [AdoptionAction], settings: Settings) {
        let terms = contest.inclusiveTerms
        let sums = terms.adoption == .global
        let workers = Workers(threads: settings.threads)
        for k in 0..<contest.topics {
            let (users, total) = (humans.users[k], totals[k])
            let fees = (share: terms.fee.share, flat: terms.fee.flat)
            @Sendable func payoff(_ income: Double) -> Double { (1 - fees.share) * income - fees.flat }
            // Humans.
            let market = humans.contest.topic(k)
            let more = contest.topic(k, players: users + 1)
            let price = total > 0 ? market.price(at: total).value : 0
            let layout = humans.contest.layout
            let (costs, profile) = (humans.contest.costs, efforts)
            // Every creator has one cell here, so that no two threads write the same element.
            gain.withUnsafeMutableBufferPointer { gains in
                own.withUnsafeMutableBufferPointer { owns in
                    new.withUnsafeMutableBufferPointer { news in
                        nonisolated(unsafe) let (gains, owns, news) = (gains, owns, news)
                        Tiles(layout.range(ofTopic: k)).forEach(workers, initial: ()) { tile, _ in
                            for cell in tile {
                                let i = layout.creator(ofCell: cell, topic: k)
                                let x = profile.values.base[cell]
                                let rivals = profile.rivals(ofCell: cell, topic: k, total: total)
                                let income = more.adopterIncome(at: rivals, payoff: terms.payoff)
                                let earned = x == 0 ? 0 : x * price
                                let spent = x == 0 ? 0 : costs.coefficients[cell] * pow(x, costs.exponent(ofCell: cell, topic: k))
                                let more = payoff(income) - (earned - spent)
                                owns[i] += earned
                                news[i] += sums || more > 0 ? income : earned
                                if sums || more > 0 { gains[i] += more }
                            }
                        } add: { _ in }
                    }
                }
            }
            // Users.
            guard users > 0 else { continue }
            let income = contest.topic(k, players: users).adopterIncome(at: total, payoff: terms.payoff)
            let fewer = contest.topic(k, players: users - 1)
            func best(_ cell: Int) -> BestReply.Result {
                BestReply(
                    market: fewer, cost: contest.costs.coefficients[cell], rho: contest.costs.exponent(ofCell: cell, topic: k), rivals: total
                ).search()
            }
            let cells = contest.layout.range(ofTopic: k)
            var nobodyGains = false
            if !sums, contest.costs.exponent(ofTopic: k) != nil {
                var cheapest = -1
                for cell in cells where !actions[cell].makesEffort {
                    if cheapest < 0 || contest.costs.coefficients[cell] < contest.costs.coefficients[cheapest] { cheapest = cell }
                }
                nobodyGains = best(cheapest).payoff <= payoff(income)
            }
            for cell in cells where !actions[cell].makesEffort {
                let i = contest.layout.creator(ofCell: cell, topic: k)
                userPayoffs[i] += payoff(income)
                let reply = nobodyGains ? nil : best(cell)
                add(i, (reply?.payoff ?? payoff(income)) - payoff(income), own: income, new: reply?.revenue ?? income, sums)
            }
        }
    }

    private mutating func add(_ i: Int, _ gain: Double, own: Double, new: Double, _ sums: Bool) {
        self.own[i] += own
        if sums || gain > 0 {
            self.gain[i] += gain
            self.new[i] += new
        } else {
            self.new[i] += own
        }
    }
}
