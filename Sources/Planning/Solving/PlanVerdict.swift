import NumericCore

/// What is true of a stored plan: its value simulated, and an upper bound computed anew from the price it states.
///
/// ```swift
/// let verdict = PlanVerdict(try PlanFile.read("plan.json", of: game), of: game)
/// verdict.isConfirmed       // the plan pays what its file says, and the file's bound is not below the plan
/// ```
public struct PlanVerdict: Sendable {
    /// What the plan pays.
    public let value: Double
    /// The file's claim of that.
    public let claimedValue: Double
    /// An upper bound on OPT_T from the stored multipliers: D(lambda) by ``LevelDual`` where nothing is forgotten, the arm bound by
    /// ``ArmCertificate`` else; nil where there are none.
    public let bound: Double?
    /// value / bound.
    public let ratio: Double?
    /// Whether the plan pays what its file says, the file's bound is not below that, an optimum is said only of a plan that meets its bound, and
    /// no multiplier is negative.
    public let isConfirmed: Bool
    /// Whether the file's bound is proved here too. An optimum that only the budgeted graph proves lies below every D(lambda).
    public let isBoundProved: Bool

    /// - Parameter nodeLimit: of levels, >= 2; nil: as many as some seconds allow. With fewer than there are the bound is weaker.
    /// - Complexity: a simulation, and O(V k (k + log T)) for the bound.
    public init(_ stored: StoredPlan, of game: PlanningGame, nodeLimit: Int? = nil) {
        let value = PlanSimulation(of: stored.plan, in: game, keepsStretches: false).value
        let slack = 1e-9 * abs(value) + 1e-15 * Double(game.rounds).squareRoot()
        var proved: Double?
        if game.isTimeInsensitive, let lambda = stored.lambda, lambda >= 0 {
            let limit = nodeLimit ?? min(max((1 << 30) / (game.topics * game.topics), 64), 50_000)
            proved = max(LevelDual(game, lambda: lambda, nodeLimit: limit).value, value)
        }
        if !game.isTimeInsensitive { proved = Self.armBound(stored, of: game).map { max($0, value) } }
        let claim = stored.bound ?? (stored.status == .optimal ? stored.value : .infinity)
        self.value = value
        claimedValue = stored.value
        bound = proved
        ratio = proved.map { PlanResult.ratio(value, $0) }
        let meetsBound = stored.status != .optimal || (stored.bound ?? stored.value) <= value + 1e-6 * abs(value) + slack
        let isPriced = (stored.lambda ?? 0) >= 0 && (stored.roundPrices ?? []).allSatisfy { $0 >= 0 }
        isConfirmed = abs(value - stored.value) <= slack && claim >= value - slack && meetsBound && isPriced
        isBoundProved = proved.map { claim >= $0 - slack } ?? false
    }
}

extension PlanVerdict {
    /// The least arm bound that the file's multipliers prove, on grids that some seconds allow.
    private static func armBound(_ stored: StoredPlan, of game: PlanningGame) -> Double? {
        let cells = Double(game.rounds) * Double(game.topics)
        guard cells <= 0x1p24 else { return nil }
        let points = max(16, min(2048, Int(0x1p28 / cells)))
        let plain = stored.roundPrices.flatMap { ArmCertificate.bound(of: game, roundPrices: $0, points: points) }
        let levels = stored.armPrices.flatMap { ArmCertificate.bound(of: game, $0, points: points) }
        return [plain, levels].compactMap { $0 }.min()
    }
}

/// D(lambda) = V(lambda) + lambda T from the model's functions alone: levels sorted, counts by bisection, one backward pass. It shares
/// nothing with the planners, which build their graphs by merging lists and find counts by the inverse of phi.
struct LevelDual {
    /// An upper bound on OPT_T.
    let value: Double
    /// Whether every level was a node; otherwise levels were rounded down to `nodeLimit` of them, which can only raise the value.
    let isExact: Bool

    init(_ game: PlanningGame, lambda: Double, nodeLimit: Int) {
        let topics = game.topics
        let start = game.level(after: game.initial)
        func level(_ topic: Int, _ plays: Int) -> Double { game.genAIQuality(of: topic, after: game.initial[topic] + Double(plays)) }
        /// Plays of a topic that keep its own level below a bound, -1 where none does.
        func plays(_ topic: Int, below bound: Double) -> Int {
            var (low, high) = (-1, game.rounds + 1)
            while high - low > 1 {
                let middle = low + (high - low) / 2
                if level(topic, middle) < bound { low = middle } else { high = middle }
            }
            return low
        }
        var nodes: Set<Double> = [start]
        var top = start
        var isExact = true
        for topic in 0..<topics where game.payoff(of: topic, at: start) > 0 {
            var count = 1
            while count <= game.rounds {
                let next = level(topic, count)
                top = max(top, next)
                if next > start { nodes.insert(next) }
                if game.payoff(of: topic, at: max(start, next)) <= 0 || next >= game.genAIQualityLimit(of: topic) { break }
                if nodes.count > nodeLimit {
                    isExact = false
                    top = max(top, level(topic, game.rounds))
                    break
                }
                count += 1
            }
        }
        if !isExact { nodes = Set((0..<nodeLimit).map { start + (top - start) * Double($0) / Double(nodeLimit) }) }
        let sorted = nodes.sorted()

        var counts = [[Double]](repeating: [], count: sorted.count)
        let payoffs = sorted.map { node in (0..<topics).map { game.payoff(of: $0, at: node) } }
        var onward = [Double](repeating: 0, count: sorted.count)
        for node in sorted.indices.reversed() {
            let end = node + 1 < sorted.count ? sorted[node + 1] : Double.infinity
            counts[node] = (0..<topics).map { Double(plays($0, below: end)) }
            for topic in 0..<topics {
                let own = payoffs[node][topic]
                let count = Int(counts[node][topic])
                guard own > 0, count < game.rounds, end < .infinity else { continue }
                let reached = level(topic, count + 1)
                let next = sorted.firstIndexAfter(reached) - 1
                var value = own - lambda + onward[next]
                for other in 0..<topics {
                    let free = counts[next][other] - counts[node][other] - (other == topic ? 1 : 0)
                    value += free * max(payoffs[next][other] - lambda, 0)
                }
                onward[node] = max(onward[node], value)
            }
        }
        var value = onward[0] + lambda * Double(game.rounds)
        for topic in 0..<topics { value += counts[0][topic] * max(game.payoff(of: topic, at: start) - lambda, 0) }
        self.value = value
        self.isExact = isExact
    }
}

extension [Double] {
    /// The first index whose value is above a number, in a sorted list.
    fileprivate func firstIndexAfter(_ number: Double) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = low + (high - low) / 2
            if self[middle] <= number { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
