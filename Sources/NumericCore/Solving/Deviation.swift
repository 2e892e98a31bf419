/// What one creator could gain by its best replies in all topics together.
public struct Deviation: Sendable, Equatable {
    /// Payoff of the best replies less one's own.
    public var gain: Double
    /// The gain over the larger of own and best-reply gross revenue; 0 where there is no gain or no revenue.
    public var relativeGain: Double

    /// Searches every best reply of one creator globally, as ``certify(_:efforts:capacityPrices:settings:)`` does for all of them.
    ///
    /// - Parameters:
    ///   - creator: index in 0..<n.
    ///   - efforts: on the contest's layout.
    ///   - totals: s_k of these efforts, K values.
    /// - Complexity: about 100 powers a topic; where the creator holds more than half of a topic, a read of its efforts. O(cells)
    ///   more where topics are coupled; NaN there without OpenBLAS.
    public init(ofCreator creator: Int, in contest: Contest, efforts: EffortProfile, totals: [Double]) {
        guard contest.isSeparable else {
            self = CoupledReply.deviation(ofCreator: creator, in: contest, efforts: efforts, totals: totals)
            return
        }
        var gain = 0.0
        var ownRevenue = 0.0
        var replyRevenue = 0.0
        for topic in 0..<contest.topics {
            guard let cell = contest.layout.cell(creator: creator, topic: topic) else { continue }
            let x = efforts.values.base[cell]
            let total = totals[topic]
            var rivals = total - x
            if x > 0.5 * total { // no cancellation: the others are summed
                var sum = CompensatedSum()
                for other in contest.layout.range(ofTopic: topic) where other != cell { sum.add(efforts.values.base[other]) }
                rivals = sum.value
            }
            let market = contest.topic(topic)
            let reply = BestReply(
                market: market, cost: contest.costs.coefficients[cell], rho: contest.costs.exponent(ofCell: cell, topic: topic),
                rivals: rivals)
            let best = reply.search()
            gain += max(0, best.payoff - reply.payoff(x))
            replyRevenue += best.revenue
            if x > 0 { ownRevenue += x * market.price(at: total).value }
        }
        let revenue = max(ownRevenue, replyRevenue)
        self.gain = gain
        relativeGain = gain == 0 || revenue == 0 ? 0 : gain / revenue
    }

    init(gain: Double, relativeGain: Double) { (self.gain, self.relativeGain) = (gain, relativeGain) }
}
