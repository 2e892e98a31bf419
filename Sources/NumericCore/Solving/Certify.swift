import CKernels

/// A certificate with everything else that follows from a profile.
public struct Certification: Sendable {
    /// Residual, rounding floor, exploitability, uniqueness.
    public var certificate: Certificate
    /// s_k
    public var totals: [Double]
    /// P_k(s_k); the limit at 0 where s_k = 0.
    public var prices: [Double]
    /// M alpha s^bt
    public var genAI: [Double]
    /// Payoff of each creator; NaN of those whom an interruption left out.
    public var utilities: [Double]
    /// `timeLimit` or `cancelled` where that left something undone, which the certificate then has as unknown (NaN); nil where
    /// the certificate is complete.
    public var interruption: Status?
}

/// Judges a profile of efforts by the definitions alone, sharing nothing with the solver's loop: totals are summed from
/// the efforts, marginal payoffs are evaluated on efforts (the solver works on shares and logarithms).
///
/// With g = P + x P' - c rho x^(rho - 1) and T the sum of the absolute terms of g, per topic with mu > 0:
/// - relative residual: max |g|/P where x > 0, max(0, g)/P where x = 0; an effort of 0 stands for any below 2^-1022 and
///   has residual 0 if the marginal payoff at 2^-1022 is <= 0;
/// - rounding floor: max 8 eps T/P;
/// - exploitability: max over creators of what all their best replies together would add. `bound`: sums of
///   g (y - x) up to a y where the marginal payoff is proved negative (payoffs are concave in monotone games);
///   `search`: every best reply found over all efforts, eight creators at a time where payoffs are concave and a change of
///   sign of the marginal payoff proves the maximum, else one by one (``BestReply``). Where the game is not monotone, where no
///   such y is found, and for a creator whose bound exceeds the tolerance though every cell has converged, it is searched.
/// - relative: over the creator's gross revenue, or that of the best replies where larger (search).
///
/// The settings' time limit and cancellation end the work early (``Certification/interruption``).
///
/// - Throws: ``FieldError`` where no kernel target is available, ``SolveError`` for a profile of another shape.
/// - Complexity: O(cells), two reads of the efforts, one of the costs, one power a cell; a search is about ten powers a
///   cell where payoffs are concave, else thousands.
public func certify(
    _ contest: Contest, efforts: EffortProfile, capacityPrices: [Double]? = nil, settings: Settings = Settings()
) throws -> Certification {
    try certify(
        contest, efforts: efforts, capacityPrices: capacityPrices, settings: settings, maySearch: true,
        interruption: Interruption(settings))
}

/// `maySearch` false: for a solve that was stopped early or never begun. What no bound covers is then left unknown (NaN),
/// since a search over every cell of a profile that is no answer would take far longer than the solve.
func certify(
    _ contest: Contest, efforts: EffortProfile, capacityPrices: [Double]? = nil, settings: Settings, maySearch: Bool,
    interruption: Interruption
) throws -> Certification {
    try settings.validate()
    let target = try KernelTarget.active()
    guard efforts.layout.cells == contest.layout.cells, efforts.layout.creators == contest.creators else {
        throw SolveError(description: "efforts: expected \(contest.layout.cells) cells of \(contest.creators) creators, found \(efforts.layout.cells) of \(efforts.layout.creators)")
    }
    let stoppage = Stoppage(interruption)
    if !contest.isSeparable {
        return try certifyCoupled(
            contest, efforts: efforts, capacityPrices: capacityPrices, settings: settings, maySearch: maySearch, stoppage: stoppage)
    }
    let workers = Workers(threads: settings.threads)
    let topics = TopicTable(contest, efforts: efforts, kernels: target.table, workers: workers)
    let judge = Judge(
        contest: contest, efforts: efforts, settings: settings, kernels: target.table, topics: topics, maySearch: maySearch,
        stoppage: stoppage)
    var verdicts: [Verdict] = []
    let utilities = [Double](unsafeUninitializedCapacity: contest.creators) { room, count in
        CellBuffer.preferHugePages(room.baseAddress!, bytes: contest.creators * MemoryLayout<Double>.stride)
        verdicts = judge.run(workers, utilities: room.baseAddress!)
        count = contest.creators
    }
    return Certification(
        verdicts, of: contest, topics, utilities: utilities, kind: judge.kind, claim: uniquenessClaim(contest),
        tolerance: settings.tolerance, interruption: stoppage.status)
}

/// Totals and prices of every topic, from the efforts.
struct TopicTable: Sendable {
    let totals: [Double]
    let prices: [nb_price]
    /// Prices a little further on, and how much further: the certificate's second way to bound a gain.
    let furtherPrices: [nb_price]
    let steps: [Double]

    /// Cells summed at a time.
    private static let tile = 4096

    init(_ contest: Contest, efforts: EffortProfile, kernels: UnsafePointer<nb_kernels>, workers: Workers) {
        let totals = SharedTable(count: contest.topics, filledWith: 0.0)
        nonisolated(unsafe) let kernels = kernels
        let pages = PageRelease([efforts.values.pages])
        workers.run(contest.topics) { k in
            let cells = contest.layout.range(ofTopic: k)
            var sum = CompensatedSum()
            for first in stride(from: cells.lowerBound, to: cells.upperBound, by: Self.tile) {
                sum.add(kernels.pointee.sum(min(Self.tile, cells.upperBound - first), efforts.values.base + first))
            }
            totals[k] = sum.value
            pages.add(cells.count)
        }
        self.totals = totals.array
        steps = self.totals.map { $0 * 0x1p-10 }
        prices = (0..<contest.topics).map { Self.price(contest.topic($0), at: totals[$0]) }
        let steps = steps
        furtherPrices = (0..<contest.topics).map { Self.price(contest.topic($0), at: totals[$0] + steps[$0]) }
    }

    private static func price(_ market: TopicMarket, at total: Double) -> nb_price {
        guard total > 0 else { return nb_price(price: market.priceAtZero, slope: 0, curvature: 0) }
        let price = market.price(at: total)
        return nb_price(price: price.value, slope: price.slope, curvature: price.curvature)
    }
}

/// Uniqueness that theory gives (derived here). A cell's share z = x/s solves P (1 - e z) = c rho (z s)^(rho - 1), so that
/// dz/dlog s < 0 if and only if e (1 - e z) + (de/dlog s) z + (rho - 1) m/P > 0, m its marginal cost. The first two terms are
/// linear in z: e at z = 0, and e (1 - e) + de/dlog s = -s (s P)''/P at z = 1, both >= 0 where the game is monotone
/// (``TopicMarket/isMonotone``). So every share falls strictly in s where costs are strictly convex, or the price falls and
/// nobody is alone; sum_i x_i(s)/s = 1 then at one total at most, and the total fixes the efforts. A lone creator with a linear
/// cost has one best reply too, unless s P is linear in s: then it has none (``TopicExistence``). A topic that does not pay has
/// only zeros. Nothing is claimed of a contest without equilibrium.
func uniquenessClaim(_ contest: Contest) -> (Certificate.Uniqueness, String) {
    for k in 0..<contest.topics where contest.pays(k) {
        let market = contest.topic(k)
        guard market.isMonotone else { return (.notClaimed, "topic \(k): \(market.obstacle), several equilibria are possible") }
        if case .none(let reason) = TopicExistence(market, costs: contest.costs, topic: k) { return (.notClaimed, reason) }
        guard market.hasConstantPrice else { continue }
        let hasLinear = contest.layout.range(ofTopic: k).contains { contest.costs.exponent(ofCell: $0, topic: k) == 1 }
        if hasLinear { return (.notClaimed, "topic \(k): a price that never falls (gamma = 0) with linear costs") }
    }
    return (.proved, "separable costs, \(monotonicity(contest)), and in every topic a falling price or strictly convex costs")
}

/// The condition under which every topic of a contest is monotone, in words.
func monotonicity(_ contest: Contest) -> String {
    var words: [String] = []
    let paying = (0..<contest.topics).lazy.filter { contest.pays($0) }
    if contest.market.demand == .total {
        words.append("demand by total content")
    } else {
        let hasNegative = paying.contains { contest.topic($0).beta < 0 }
        words.append(hasNegative ? "enough attention for human content alone where beta < 0" : "0 <= beta <= gamma")
    }
    if paying.contains(where: { contest.market.licence.price[$0] > 0 }) { words.append("licences of decay <= 1") }
    return words.joined(separator: ", ")
}
