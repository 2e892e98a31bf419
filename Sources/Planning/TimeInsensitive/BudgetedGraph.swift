/// The best path of a level graph with at most T plays: exact for every horizon (A3).
///
/// G(v, t) is the most that t plays pay which lead to node v, v's own free plays included. A raise from (v, t) with the x best free
/// plays of the node w that it leads to gives G(w, t + 1 + x) = G(v, t) + r_j(M_v) + S(x), S concave. The answer is the largest G.
///
/// Entries that cannot come to more than a known plan are dropped: with F and lambda of the multiplier bound, what follows (v, t) is
/// worth at most F(v) + lambda (T - t). As S(x) - lambda x is concave, what is kept of one raise is a range of x around the number
/// of free plays that pay more than lambda. Ties within 1e-11 are kept, so the result stays exact.
struct BudgetedGraph {
    private let graph: LevelGraph
    private let prices: LevelPrices
    /// Entries that cannot reach it are dropped; -infinity keeps all.
    private let least: Double
    /// Of each node, the entries from its first number of plays on.
    private var rows: [Row]
    /// Entries that were kept.
    private(set) var entries = 0

    private struct Row {
        var first = 0
        var values: [Double] = []
        var origins: [Origin] = []
    }
    /// The raise that made an entry, and the plays before it; topic -1 at the first node.
    private struct Origin {
        var node: Int32
        var topic: Int32
        var plays: Int32
    }

    /// - Parameters:
    ///   - prices: of this graph.
    ///   - lowerBound: what a plan pays; nil: nothing is dropped.
    init(_ graph: LevelGraph, prices: LevelPrices, lowerBound: Double?) {
        self.graph = graph
        self.prices = prices
        least = lowerBound.map { $0 - 1e-11 * max(1, abs($0)) } ?? -.infinity
        rows = [Row](repeating: Row(), count: graph.count)
    }

    /// The best path and its free plays.
    /// - Returns: nil where the work was stopped or more than `entryLimit` entries are needed.
    /// - Complexity: O(k^2 T^2 + k^3 T) at most; in practice few of the entries survive.
    mutating func best(_ work: PlanWork, entryLimit: Int) -> (value: Double, filled: FilledPath)? {
        extend(from: nil, topic: -1, to: 0)
        var bestValue = -Double.infinity
        var best: (node: Int, plays: Int) = (0, 0)
        for node in 0..<graph.count where !rows[node].values.isEmpty {
            for (index, value) in rows[node].values.enumerated() where value > bestValue {
                (bestValue, best) = (value, (node, rows[node].first + index))
            }
            if work.stopped != nil || entries > entryLimit { return nil }
            work.progress("counting rounds", node, of: graph.count)
            for topic in 0..<graph.topics {
                if let next = graph.target(node, topic) { extend(from: node, topic: topic, to: next) }
            }
        }
        return (max(bestValue, 0), bestValue > 0 ? trace(best.node, best.plays) : FilledPath(LevelPath(), in: graph))
    }

    /// Everything that a raise (or the start) brings to a node.
    private mutating func extend(from previous: Int?, topic: Int, to node: Int) {
        let slots = FreePlays(graph, at: node, after: previous, raised: previous == nil ? nil : topic, lambda: prices.lambda)
        let entries = previous.map { rows[$0] } ?? Row(first: 0, values: [0], origins: [])
        let own = previous.map { graph.payoff($0, topic) } ?? 0
        for (index, value) in entries.values.enumerated() where value > -.infinity {
            let before = entries.first + index + (previous == nil ? 0 : 1)
            let most = min(slots.total, graph.horizon - before)
            guard most >= 0 else { break }
            let origin = Origin(node: Int32(previous ?? 0), topic: Int32(topic), plays: Int32(entries.first + index))
            let middle = min(slots.above, most)
            var plays = middle
            while plays <= most, keep(node, before + plays, value + own + slots.sum(plays), origin) { plays += 1 }
            plays = middle - 1
            while plays >= 0, keep(node, before + plays, value + own + slots.sum(plays), origin) { plays -= 1 }
        }
    }

    /// Whether an entry can still come to the best plan; then it is kept where it is better than what is there.
    private mutating func keep(_ node: Int, _ plays: Int, _ value: Double, _ origin: Origin) -> Bool {
        guard value + prices.onward[node] + prices.lambda * Double(graph.horizon - plays) >= least else { return false }
        if rows[node].values.isEmpty { rows[node].first = plays }
        while plays < rows[node].first {
            let room = min(max(rows[node].values.count, 8), rows[node].first)
            rows[node].values.insert(contentsOf: repeatElement(-.infinity, count: room), at: 0)
            rows[node].origins.insert(contentsOf: repeatElement(origin, count: room), at: 0)
            rows[node].first -= room
        }
        let index = plays - rows[node].first
        while index >= rows[node].values.count {
            rows[node].values.append(-.infinity)
            rows[node].origins.append(origin)
        }
        if value > rows[node].values[index] {
            if rows[node].values[index] == -.infinity { entries += 1 }
            rows[node].values[index] = value
            rows[node].origins[index] = origin
        }
        return true
    }

    /// Back from an entry to the start.
    private func trace(_ node: Int, _ plays: Int) -> FilledPath {
        var path = LevelPath()
        var steps: [[Int]] = []
        var (node, plays) = (node, plays)
        while true {
            let origin = rows[node].origins[plays - rows[node].first]
            let previous = origin.topic < 0 ? nil : Int(origin.node)
            let raised = origin.topic < 0 ? nil : Int(origin.topic)
            let slots = FreePlays(graph, at: node, after: previous, raised: raised, lambda: prices.lambda)
            steps.append(slots.counts(plays - Int(origin.plays) - (previous == nil ? 0 : 1), topics: graph.topics))
            guard let previous, let raised else { break }
            path.raises.append(.init(node: previous, topic: raised, next: node))
            (node, plays) = (previous, Int(origin.plays))
        }
        path.raises.reverse()
        return FilledPath(path, freePlays: Array(steps.reversed().joined()))
    }
}

/// The free plays that come with a raise, best first, and the sums of the first so many.
private struct FreePlays {
    private var offers: [(topic: Int, payoff: Double, plays: Int)] = []
    /// Plays and payoffs of the offers before each.
    private var playsBefore: [Int] = [0]
    private var sumBefore: [Double] = [0]
    /// All that pay.
    var total: Int { playsBefore[offers.count] }
    /// Those that pay more than lambda.
    private(set) var above = 0

    init(_ graph: LevelGraph, at node: Int, after previous: Int?, raised: Int?, lambda: Double) {
        for topic in 0..<graph.topics {
            let payoff = graph.payoff(node, topic)
            let plays = graph.freePlays(of: topic, at: node, after: previous, raised: raised)
            if payoff > 0, plays > 0 { offers.append((topic, payoff, plays)) }
        }
        offers.sort { ($0.payoff, $1.topic) > ($1.payoff, $0.topic) }
        for (index, offer) in offers.enumerated() {
            playsBefore.append(playsBefore[index] + offer.plays)
            sumBefore.append(sumBefore[index] + Double(offer.plays) * offer.payoff)
            if offer.payoff > lambda { above = playsBefore[index + 1] }
        }
    }

    /// S(plays), plays <= total.
    func sum(_ plays: Int) -> Double {
        var index = 0
        while index < offers.count, playsBefore[index + 1] <= plays { index += 1 }
        guard index < offers.count else { return sumBefore[index] }
        return sumBefore[index] + Double(plays - playsBefore[index]) * offers[index].payoff
    }

    /// How many of each topic the best `plays` are.
    func counts(_ plays: Int, topics: Int) -> [Int] {
        var counts = [Int](repeating: 0, count: topics)
        for (index, offer) in offers.enumerated() { counts[offer.topic] = min(max(plays - playsBefore[index], 0), offer.plays) }
        return counts
    }
}
