/// One public message of an optimal policy.
public struct PolicyMessage: Sendable, Equatable {
    /// P(message | state 1).
    public let weight: Double
    /// P(message | state 0) / P(message | state 1).
    public let likelihoodRatio: Double

    /// A message sent with this probability in state 1, and with `weight * likelihoodRatio` in state 0.
    public init(weight: Double, likelihoodRatio: Double) { (self.weight, self.likelihoodRatio) = (weight, likelihoodRatio) }
}

/// The best a sender can say to types that it cannot tell apart.
public struct MessagePolicy: Sendable, Equatable {
    /// Expected sales.
    public let value: Double
    /// One message or two; what is left of state 0 gets a message that nobody obeys but those who are sure of state 1.
    public let messages: [PolicyMessage]
    /// The best that a single message with ratio at most 1 sells: aiming at one type.
    public let singleTarget: Double
}

extension PrivateTypes {
    /// The optimal public policy for all types together: max E g(lambda) with E lambda <= 1.
    ///
    /// g is linear between the types' ratios and only drops at them, so the candidates are {0, 1, p_t / (1 - p_t)}: the best single
    /// lambda <= 1, or the best pair a < 1 < b with mean 1 (derived). With all types at most 1/2 it is one target.
    /// - Complexity: O(n log n).
    public func pooledPolicy() -> MessagePolicy {
        let n = count
        var (best, ratio) = (weightFrom[doubters], 1.0)
        // Telling everything; it wins against ratio 1 only where nobody buys unasked, and then with type 0 as its target.
        if salesIn1[n] > best { (best, ratio) = (salesIn1[n], 0) }
        for t in 0..<doubters {
            let value = salesIn1[n] + ratios[t] * salesIn0[n] - loss(t)
            if value > best { (best, ratio) = (value, ratios[t]) }
        }
        let single = best
        var messages = [PolicyMessage(weight: 1, likelihoodRatio: ratio)]
        let hull = upperHull(end: n)
        for t in 0..<doubters {
            guard let partner = hull.shallowest(from: lossPoint(t)) else { break }
            let value = salesOfPair(t, partner.type, end: n)
            // A pair that only rounding sets above one message is none.
            guard value > best + 0.1 * resolution else { continue }
            best = value
            let (a, b) = (ratios[t], ratios[partner.type])
            let share = (1 - a) / (b - a)
            messages = [PolicyMessage(weight: 1 - share, likelihoodRatio: a), PolicyMessage(weight: share, likelihoodRatio: b)]
        }
        return MessagePolicy(value: best, messages: messages, singleTarget: single)
    }

    /// Sales of messages by their definition, message by message and type by type: what checks a policy.
    /// - Complexity: O(n) for each message.
    public func sales(of messages: [PolicyMessage]) -> Double {
        messages.reduce(0) { sum, message in
            sum + message.weight * indices(obeying: message.likelihoodRatio).reduce(0) {
                $0 + weights[$1] * (probabilities[$1] + (1 - probabilities[$1]) * message.likelihoodRatio)
            }
        }
    }

    private func indices(obeying ratio: Double) -> [Int] { ratios.indices.filter { ratios[$0] >= ratio } }
}
