import CKernels

/// Goes through a profile creator by creator in tiles; what a tile shows depends on nothing else.
/// Definitions: ``certifyCoupled(_:efforts:capacityPrices:settings:maySearch:stoppage:)``.
struct CoupledJudge: Sendable {
    let contest: Contest
    let efforts: EffortProfile
    let prices: [Double]?
    let settings: Settings
    let topics: TopicTable
    let order: CreatorOrder
    let points: [Point]
    let markets: [TopicMarket]
    /// Bounds need payoffs proved concave; so does a search that finds the best reply for certain.
    let isConcave: Bool
    let kind: Settings.Exploitability
    let maySearch: Bool
    private let stoppage: Stoppage
    private let tile: Int
    private let similarity: SimilarityTile?

    /// A topic's price at its total s, and further on at s + step.
    struct Point: Sendable {
        var here = Level()
        var further = Level()
        var step = 0.0
    }

    /// A price with its elasticity e and 1 - e.
    struct Level: Sendable {
        var price = 0.0
        var elasticity = (e: 0.0, complement: 1.0)

        /// P (1 - e x/s), what a unit more earns whoever has x of a total s; 1 - e x/s without cancellation.
        func marginalRevenue(rivals: Double, total: Double) -> Double {
            price * (elasticity.complement + elasticity.e * (rivals / total))
        }
    }

    init(
        contest: Contest, efforts: EffortProfile, prices: [Double]?, settings: Settings, topics: TopicTable, maySearch: Bool,
        stoppage: Stoppage
    ) {
        (self.contest, self.efforts, self.prices, self.settings) = (contest, efforts, prices, settings)
        (self.topics, self.maySearch, self.stoppage) = (topics, maySearch, stoppage)
        let order = CreatorOrder(contest)
        let markets = (0..<contest.topics).map { contest.topic($0) }
        (self.order, self.markets) = (order, markets)
        isConcave = markets.allSatisfy { !$0.pays || $0.isMonotone }
        kind = isConcave ? settings.exploitability : .search
        points = (0..<contest.topics).map { k in
            let (market, total) = (markets[k], topics.totals[k])
            let price = topics.prices[k].price
            guard market.pays, total > 0 else { return Point(here: Level(price: price)) }
            let step = total * 0x1p-10
            return Point(
                here: Level(price: price, elasticity: market.elasticity(at: total)),
                further: Level(price: market.price(at: total + step).value, elasticity: market.elasticity(at: total + step)), step: step)
        }
        let tile = max(16, min(256, (1 << 20) / contest.topics))
        self.tile = tile
        similarity = contest.coupling.map { SimilarityTile($0, creators: contest.creators, cells: order.count, tile: tile) }
    }

    func run(_ workers: Workers, utilities: SharedTable<Double>) -> [Verdict] {
        let tiles = (contest.creators + tile - 1) / tile
        let verdicts = SharedTable(count: tiles + 1, filledWith: Verdict())
        let meter = ProgressMeter(stage: .certifying, total: order.count, report: settings.progress)
        workers.run(tiles, makeState: { Room(self) }) { index, room in
            let creators = index * tile..<min((index + 1) * tile, contest.creators)
            if stoppage.endsWork() {
                for i in creators { utilities[i] = .nan }
                verdicts[index] = .unknown(of: creators)
                return
            }
            var verdict = Verdict()
            similarity?.fill(creators, order: order, efforts: efforts, room.products)
            verdict.worstCreator = creators.lowerBound
            for i in creators { utilities[i] = judge(i, inTile: i - creators.lowerBound, room, &verdict) }
            verdicts[index] = verdict
            meter.add(order.offsets[creators.upperBound] - order.offsets[creators.lowerBound])
        }
        verdicts[tiles] = withoutAttention(utilities)
        return verdicts.array
    }

    /// One thread's room.
    final class Room {
        let creator: CoupledCreator
        let products: SimilarityTile.Products?
        let reply: CoupledReply
        var similar: [Double]
        var magnitude: [Double]

        init(_ judge: CoupledJudge) {
            creator = CoupledCreator(
                contest: judge.contest, efforts: judge.efforts, totals: judge.topics.totals, order: judge.order, markets: judge.markets)
            products = judge.similarity?.products()
            reply = CoupledReply(creator: creator, isConcave: judge.isConcave)
            similar = [Double](repeating: 0, count: judge.contest.topics)
            magnitude = similar
        }
    }

    /// Takes the worst of one creator into the verdict; returns its payoff.
    private func judge(_ i: Int, inTile place: Int, _ room: Room, _ verdict: inout Verdict) -> Double {
        let creator = room.creator
        creator.load(i)
        similarity?.read(room.products!, place, creator, &room.similar, &room.magnitude)
        let x = creator.own
        let (used, effort) = creator.use(x)
        let lambda = prices?[i] ?? 0
        let fatigue = creator.fatigue(at: effort)
        var (revenue, powerCost, gain) = (CompensatedSum(), CompensatedSum(), 0.0)
        var own = Verdict()
        for j in 0..<creator.count {
            let similar = creator.weight * room.similar[j]
            var terms = Terms(similar: similar, fatigue: fatigue * creator.cells[j].effortWeight, lambda: lambda * creator.cells[j].capacityWeight)
            terms.magnitude = creator.weight * room.magnitude[j] + terms.fatigue + terms.lambda
            // Where all its efforts may stand for ones below the double range, so may the marginal cost of their sum.
            if effort < 0x1p-900, fatigue == 0, creator.effortScale > 0 {
                terms.hidden = creator.fatigue(at: creator.cells[j].effortWeight * .leastNormalMagnitude) * creator.cells[j].effortWeight
            }
            let marginal = judge(cell: j, creator, x[j], effort: effort, terms, &own)
            gain += marginal.gain
            if x[j] > 0 {
                revenue.add(x[j] * points[creator.cells[j].topic].here.price)
                powerCost.add(x[j] * (marginal.cost / creator.cells[j].rho))
            }
        }
        note(lambda: lambda, used: used, limit: creator.limit, revenue: revenue.value, &own)
        gain += lambda == 0 ? 0 : lambda * max(0, creator.limit - used)
        let utility = revenue.value - powerCost.value - creator.couplingCost(x, similar: room.similar, effort: effort)
        // A bound is useless where it exceeds the tolerance though all is within it: such a creator is searched.
        let isLoose = own.excess <= settings.tolerance && gain > settings.tolerance * revenue.value
        var reply = 0.0
        if creator.limit == 0 { gain = worse(0, -utility) } // no choice
        if !isConcave { gain += .infinity }
        if !utility.isFinite { gain = .nan }
        // NaN: not a profile, or prices that are no numbers; infinite: no bound.
        if !gain.isNaN, kind == .search || gain == .infinity || isLoose {
            if maySearch, !stoppage.endsWork() {
                let found = room.reply.search(payoff: utility, bound: gain)
                (gain, reply) = (found.gain, found.revenue)
            } else if maySearch || gain == .infinity { // a search that was cut off leaves the gain unknown
                gain = .nan
            }
        }
        add(gain: gain, revenue: max(revenue.value, reply), utility: utility, isBound: kind == .bound, creator: i, own, &verdict)
        return utility
    }

    /// What of a cell's marginal cost comes from elsewhere, and the sum of its absolute terms.
    struct Terms {
        var similar, fatigue, lambda: Double
        var magnitude = 0.0
        /// What an effort of 2^-1022 adds to the marginal cost of total effort.
        var hidden = 0.0
        var charge: Double { similar + fatigue + lambda }
    }

    /// Residual and floor of a cell; returns its marginal cost and a bound of what it could still gain.
    private func judge(
        cell j: Int, _ creator: CoupledCreator, _ x: Double, effort: Double, _ terms: Terms, _ verdict: inout Verdict
    ) -> (cost: Double, gain: Double) {
        let cell = creator.cells[j]
        let point = points[cell.topic]
        let total = topics.totals[cell.topic]
        if total == 0, x == 0 { return (0, idle(j, creator, effort: effort, terms, &verdict)) }
        let price = point.here.price
        guard x >= 0, total > 0, price >= .leastNormalMagnitude, price < .infinity else {
            verdict.note(residual: x >= 0 ? .nan : .infinity, floor: 0)
            return (0, .nan)
        }
        let earned = point.here.marginalRevenue(rivals: cell.rivals, total: total)
        let edge = max(x, .leastNormalMagnitude)
        let atEdge = creator.marginalCost(j, at: edge)
        let cost = x > 0 || cell.rho == 1 ? atEdge : 0
        let g = (earned - cost) - terms.charge
        let size = 1 + point.here.elasticity.e * (x / total) + cost / price + terms.magnitude / price // T/P
        let isCorner = x == 0 && (earned - atEdge) - (terms.charge + terms.hidden) <= 0
        verdict.note(residual: isCorner ? 0 : (x > 0 ? abs(g) : worse(0, g)) / price, floor: 0x1p-49 * size)
        guard isConcave, !isCorner else { return (cost, 0) }
        // Marginal revenue falls, so that at 2 x the slope is at most g - m (2^r - 1), and 2^r - 1 >= r ln 2.
        if g <= 0 || x > 0 && g <= 0.69 * (cell.rho - 1) * cost { return (cost, abs(g) * x) }
        let beyond = point.further.marginalRevenue(rivals: cell.rivals, total: total + point.step)
        if beyond - cost - terms.charge <= 0 { return (cost, g * point.step) }
        return (cost, creator.gap(j, charge: terms.charge, from: x, slope: g, effort: effort, isTight: false))
    }

    /// A cell of a topic where nobody creates: the marginal payoff of the first one to do so, and its jump where e(0+) = 1.
    private func idle(_ j: Int, _ creator: CoupledCreator, effort: Double, _ terms: Terms, _ verdict: inout Verdict) -> Double {
        guard creator.limit > 0 else { return 0 }
        let (charge, magnitude) = (terms.charge, terms.magnitude)
        let cell = creator.linearised(j, charge: charge)
        let price = cell.market.priceAtZero
        let atEdge = cell.slope(at: .leastNormalMagnitude) - terms.hidden
        let linear = cell.rho == 1 ? cell.cost : 0
        let slope = price.isFinite ? price - linear - charge : atEdge
        let isCorner = atEdge <= 0 && cell.jump == 0
        let residual = isCorner ? 0 : price.isFinite ? worse(0, slope) / price : 1
        verdict.note(residual: residual, floor: price.isFinite ? 0x1p-49 * (1 + (linear + magnitude) / price) : 0)
        if isCorner { return 0 }
        if atEdge <= 0 { return cell.jump }
        let first = price.isFinite ? slope : .infinity
        return cell.jump + creator.gap(j, charge: charge, from: 0, slope: first, effort: effort, isTight: false)
    }
}
