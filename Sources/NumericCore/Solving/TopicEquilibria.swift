/// One equilibrium of a topic that does not touch others.
public struct TopicEquilibrium: Sendable {
    /// Which topic.
    public let topic: Int
    /// s
    public let total: Double
    /// x of every eligible creator of the topic, in the order of the contest's cells.
    public let efforts: [Double]
    /// P(s); its limit where s = 0.
    public let price: Double
    /// Of this topic alone; `worstCreator` counts its eligible creators.
    public let certificate: Certificate
    /// Whether small departures die out.
    public let stability: ResponseStability
}

/// A root of the aggregate equation that is no equilibrium: somebody would deviate.
public struct RejectedRoot: Sendable, Equatable {
    /// s
    public let total: Double
    /// What the best deviation found gains over revenue, more than the tolerance.
    public let relativeGain: Double
}

/// Every equilibrium of one topic, and what was searched for it.
public struct TopicEquilibria: Sendable {
    /// Which topic.
    public let topic: Int
    /// By rising total; nobody creating comes first where that is an equilibrium.
    public internal(set) var equilibria: [TopicEquilibrium] = []
    /// By rising total.
    public internal(set) var rejected: [RejectedRoot] = []
    /// Ranges of the total of which nothing is said: neither is it proved that they hold no root of the aggregate equation nor that
    /// they hold one, or a root is there whose efforts doubles do not meet to the tolerance, or whose deviations were not searched.
    public internal(set) var unresolved: [ClosedRange<Double>] = []
    /// Pieces of log s that were looked at.
    public internal(set) var pieces = 0
    /// Why the search ended early: `time-limit` or `cancelled`.
    public internal(set) var interruption: Status?
    /// Why there is none, where theory says so before any search.
    public internal(set) var reason: String?

    /// Adds ranges to the unresolved ones, neighbours as one.
    mutating func leave(open ranges: [ClosedRange<Double>]) {
        var merged: [ClosedRange<Double>] = []
        for range in (unresolved + ranges).sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, last.upperBound >= range.lowerBound {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        unresolved = merged
    }

    /// What was searched and what that proves, in one sentence.
    public var searched: String {
        if let reason { return reason }
        let roots = equilibria.count { $0.total > 0 } + rejected.count { $0.total > 0 }
        var words = "topic \(topic): totals of 0 and from 1e-304 to 1e304; \(pieces) pieces, \(roots) root\(roots == 1 ? "" : "s") of the aggregate equation, each proved alone in its piece; \(equilibria.count) of \(roots + 1) candidates withstand\(equilibria.count == 1 ? "s" : "") the search for deviations over all efforts"
        words += unresolved.isEmpty ? "; no other equilibrium there" : "; nothing proved for totals in \(unresolved.map { "[\($0.lowerBound), \($0.upperBound)]" }.joined(separator: ", "))"
        return words
    }
}
