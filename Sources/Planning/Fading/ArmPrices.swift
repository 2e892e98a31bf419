/// Multipliers of the arm bound: what proves a bound on every plan, and all that is needed to prove it again.
///
/// Levels M >= F are cut into L buckets [h_l, h_{l+1}), the last without end; F = `edges[0]` is a level that no plan gets below.
/// Round t charges lambda_{t,l} >= 0 for a play in bucket l; topic i is paid mu_{t,i,l}, of either sign, for agreeing that round t
/// lies in bucket l. One bucket without mu is the plain arm bound (U2).
public struct ArmPrices: Sendable, Equatable {
    /// T and k.
    public let rounds: Int, topics: Int
    /// h_0 < h_1 < ..., the lower ends of the buckets, in units of quality.
    public internal(set) var edges: [Double]
    /// lambda_{t,l} >= 0 at t L + l, with t from 0; units of payoff.
    public internal(set) var perRound: [Double]
    /// mu_{t,i,l} at (t k + i) L + l; empty where L = 1.
    public internal(set) var perTopic: [Double]

    /// L.
    public var levels: Int { edges.count }

    /// One bucket, one price for every round.
    init(rounds: Int, topics: Int, floor: Double, price: Double) {
        (self.rounds, self.topics, edges) = (rounds, topics, [floor])
        perRound = [Double](repeating: price, count: rounds)
        perTopic = []
    }

    /// Prices from elsewhere; ``ArmCertificate`` refuses what does not fit a game.
    /// - Parameters:
    ///   - perRound: T L numbers.
    ///   - perTopic: T k L numbers, or none.
    public init(rounds: Int, topics: Int, edges: [Double], perRound: [Double], perTopic: [Double] = []) {
        (self.rounds, self.topics, self.edges) = (rounds, topics, edges)
        (self.perRound, self.perTopic) = (perRound, perTopic)
    }

    /// The same prices over finer buckets: each new bucket takes those of the one that it is cut from, so that no bound gets worse.
    /// - Precondition: `finer` is increasing and holds every edge there is.
    func split(at finer: [Double]) -> ArmPrices {
        var bucket = -1
        let parents = finer.map { edge -> Int in
            while bucket + 1 < edges.count, edges[bucket + 1] <= edge { bucket += 1 }
            return max(0, bucket)
        }
        var prices = self
        prices.edges = finer
        prices.perRound = (0..<rounds).flatMap { t in parents.map { perRound[t * levels + $0] } }
        prices.perTopic =
            perTopic.isEmpty
            ? [Double](repeating: 0, count: rounds * topics * finer.count)
            : (0..<rounds * topics).flatMap { row in parents.map { perTopic[row * levels + $0] } }
        return prices
    }
}
