import CKernels
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The game of adoption over one or more topics in which each player chooses once: effort, or GenAI, wherever it is eligible.
///
/// With per-topic adoption every topic is such a game of its own, since nothing else joins the topics; with global adoption all
/// topics are one. A *set* says who uses GenAI; the others then play the human contest, whose equilibrium is unique for
/// monotone markets (``TopicMarket/isMonotone``), so a set has one outcome or none.
struct AdoptionGame: Sendable {
    let topics: [InclusiveTopic]
    /// Of each topic, of each player: its number among the topic's creators, or nil; a single topic lists everyone as they are.
    let places: [[Int?]]?
    let players: Int

    /// One topic, whose eligible creators are the players.
    init(topic: InclusiveTopic) {
        topics = [topic]
        places = nil
        players = topic.count
    }

    /// All topics together; the players are the creators who are eligible anywhere.
    init(all contest: Contest, kernels: UnsafePointer<nb_kernels>) {
        topics = (0..<contest.topics).map { InclusiveTopic(contest, topic: $0, kernels: kernels) }
        let eligible = contest.eligibleCreators
        places = (0..<contest.topics).map { k in
            let first = contest.layout.range(ofTopic: k).lowerBound
            return eligible.map { contest.layout.cell(creator: $0, topic: k).map { $0 - first } }
        }
        players = eligible.count
    }

    /// Whether the contest of the humans whom a set leaves is known to have no equilibrium in some topic.
    func lacksHumanEquilibrium(usesGenAI: [Bool]) -> Bool {
        topics.indices.contains { at in
            let humans = humans(at, usesGenAI: usesGenAI)
            return topics[at].lacksEquilibrium(humans: humans, market: topics[at].market(users: topics[at].count - humans.count))
        }
    }

    /// Of one topic, the creators whom a set leaves human, in the topic's order.
    private func humans(_ at: Int, usesGenAI: [Bool]) -> [Int] {
        places.map { places in
            places[at].enumerated().compactMap { player, place in usesGenAI[player] ? nil : place }.sorted()
        } ?? usesGenAI.indices.filter { !usesGenAI[$0] }
    }

    /// What a set of users leads to and what its best deviator gains.
    struct Outcome: Sendable {
        /// s of each topic.
        var totals: [Double]
        /// The largest gain of a player by moving to the other side, and who it is.
        var gain = -Double.infinity
        var deviator = 0
        /// The largest gain over the larger of own and new gross revenue, or the flat fees where those are larger.
        var relativeGain = 0.0

        mutating func add(_ player: Int, gain: Double, scale: Double) {
            if gain > self.gain { (self.gain, deviator) = (gain, player) }
            relativeGain = max(relativeGain, NumericCore.relativeGain(gain, over: scale))
        }

        /// What another part of the players showed, later ones.
        mutating func add(_ other: Outcome) {
            if other.gain > gain { (gain, deviator) = (other.gain, other.deviator) }
            relativeGain = max(relativeGain, other.relativeGain)
        }
    }

    /// Solves the humans' contest and looks at every player's move to the other side. nil where that contest has no
    /// equilibrium.
    /// - Complexity: O(cells) a pass of the solves, plus a search for each user who could be the best deviator: all of them, but of
    ///   a single topic with one exponent only the cheapest, whose reply earns most.
    func outcome(usesGenAI: [Bool], start: [Double]? = nil, workers: Workers = Workers(threads: 1)) -> Outcome? {
        var outcome = Outcome(totals: [])
        var states: [TopicState] = []
        for (at, topic) in topics.enumerated() {
            guard let state = TopicState(topic, humans: humans(at, usesGenAI: usesGenAI), start: start?[at], workers: workers) else { return nil }
            states.append(state)
            outcome.totals.append(state.total)
        }
        if places == nil { // one topic: players are its creators
            let state = states[0]
            let isOrdered = state.topic.commonExponent != nil
            let cheapestUser = isOrdered ? state.cheapestUser(usesGenAI) : nil
            usesGenAI.withUnsafeBufferPointer { usesGenAI in
                nonisolated(unsafe) let usesGenAI = usesGenAI
                Tiles(0..<players).forEach(workers, initial: Outcome(totals: [])) { tile, part in
                    for player in tile {
                        if usesGenAI[player], let cheapestUser, player != cheapestUser { continue }
                        let move = usesGenAI[player] ? state.userMove(player) : state.humanMove(player)
                        part.add(player, gain: move.gain, scale: max(move.own, move.new, state.topic.flatFee))
                    }
                } add: { outcome.add($0) }
            }
        } else {
            for player in 0..<players {
                var (gain, own, new, fees) = (0.0, 0.0, 0.0, 0.0)
                for at in states.indices {
                    guard let place = places![at][player] else { continue }
                    let move = usesGenAI[player] ? states[at].userMove(place) : states[at].humanMove(place)
                    gain += move.gain
                    own += move.own
                    new += move.new
                    fees += topics[at].flatFee
                }
                outcome.add(player, gain: gain, scale: max(own, new, fees))
            }
        }
        if players == 0 { outcome.gain = 0 }
        return outcome
    }
}

/// One topic where the humans' contest is solved, and what moves to the other side would bring there.
struct TopicState: Sendable {
    let topic: InclusiveTopic
    let users: Int
    let total: Double
    /// x of every creator of the topic, 0 for users.
    let efforts: [Double]
    private let market: TopicMarket
    private let price: Double
    private let elasticity: Double
    /// With one user fewer, and one more.
    private let rivalMarket: TopicMarket
    private let newMarket: TopicMarket
    private let ownIncome: Double

    /// nil where the humans' contest has no equilibrium or could not be solved.
    init?(_ topic: InclusiveTopic, humans: [Int], start: Double?, workers: Workers) {
        self.topic = topic
        users = topic.count - humans.count
        market = topic.market(users: users)
        rivalMarket = topic.market(users: max(users - 1, 0))
        newMarket = topic.market(users: users + 1)
        guard let solved = topic.solve(humans: humans, market: market, start: start, workers: workers) else { return nil }
        efforts = solved.efforts
        total = solved.total
        (price, elasticity) = total > 0 ? (market.price(at: total).value, market.elasticity(at: total).e) : (0, 0)
        ownIncome = users > 0 ? topic.income(at: total, users: users) : 0
    }

    /// A human who stops its effort and uses GenAI: gain, own and new gross revenue.
    func humanMove(_ creator: Int) -> (gain: Double, own: Double, new: Double) {
        let x = efforts[creator]
        var rivals = total - x
        if x > 0.5 * total { // no cancellation: the others are summed
            var sum = CompensatedSum()
            for (other, effort) in efforts.enumerated() where other != creator && effort > 0 { sum.add(effort) }
            rivals = sum.value
        }
        let terms = topic.contest.inclusiveTerms
        let income = newMarket.adopterIncome(at: rivals, payoff: terms.payoff)
        let revenue = x > 0 ? x * price : 0
        // As in TotalPoint.payoff.
        let rho = topic.exponent(creator)
        let payoff = x > 0 ? revenue * (((rho - 1) + elasticity * (x / total)) / rho) : 0
        return (topic.afterFees(income) - payoff, revenue, income)
    }

    /// The user with the smallest cost, the first of them; nil where there is none.
    func cheapestUser(_ usesGenAI: [Bool]) -> Int? {
        var cheapest: Int?
        for i in 0..<topic.count where usesGenAI[i] {
            if let other = cheapest, topic.costs[i] >= topic.costs[other] { continue }
            cheapest = i
        }
        return cheapest
    }

    /// A user who stops using GenAI and makes its best effort.
    func userMove(_ creator: Int) -> (gain: Double, own: Double, new: Double) {
        let reply = HumanReply(rivalMarket, cost: topic.costs[creator], rho: topic.exponent(creator), rivals: total)
        return (reply.payoff - topic.afterFees(ownIncome), ownIncome, reply.revenue)
    }
}

extension InclusiveTopic {
    private func powerCosts(of humans: [Int]) -> PowerCost? {
        try? PowerCost(
            layout: CellLayout(creators: humans.count, topics: 1), coefficients: CellBuffer(humans.map { costs[$0] }),
            exponents: commonExponent.map { .shared($0) } ?? .perCell(CellBuffer(humans.map { exponents[$0] })))
    }

    /// Whether theory says that a contest among these creators alone has no equilibrium (``TopicExistence``).
    func lacksEquilibrium(humans: [Int], market: TopicMarket) -> Bool {
        guard !humans.isEmpty, let own = powerCosts(of: humans) else { return false }
        if case .none = TopicExistence(market, costs: own, topic: 0) { return true }
        return false
    }

    /// The equilibrium of a contest among these creators alone: total, and efforts of all creators (0 for the others). nil where
    /// there is none or it could not be found.
    func solve(humans: [Int], market: TopicMarket, start: Double?, workers: Workers) -> (total: Double, efforts: [Double])? {
        var all = [Double](repeating: 0, count: count)
        guard !humans.isEmpty, market.pays else { return (0, all) }
        guard let own = powerCosts(of: humans) else { return nil }
        switch TopicExistence(market, costs: own, topic: 0) {
        case .idle: return (0, all)
        case .none: return nil
        case .interior: break
        }
        let efforts = CellBuffer(count: humans.count)
        let newton = TopicNewton(
            curve: TopicCurve(market), kernels: kernels, costs: own, topic: 0, cells: 0..<humans.count, efforts: efforts.base,
            workers: workers)
        let whole = Settings() // no set is left half solved
        let outcome = newton.solve(start: start, iterationLimit: whole.iterationLimit, interruption: Interruption(whole))
        guard outcome.status == .converged else { return nil }
        var sum = CompensatedSum()
        efforts.withUnsafeValues { values in
            for (at, creator) in humans.enumerated() {
                all[creator] = values[at]
                sum.add(values[at])
            }
        }
        return (sum.value, all)
    }
}
