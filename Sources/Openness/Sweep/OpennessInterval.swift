/// Levels of openness between two ends.
public struct OpennessInterval: Sendable, Equatable {
    /// The lower end.
    public let low: Double
    /// The upper end.
    public let high: Double

    /// low <= high, both in [0, 1].
    public init(_ low: Double, _ high: Double) { (self.low, self.high) = (low, high) }

    /// high - low.
    public var length: Double { high - low }
}

/// Looking for the levels at which something begins or ends.
enum OpennessSearch {
    /// Halving goes on until the two sides are this close: below any tolerance, above the spacing of doubles near 1.
    static let width = 0x1p-50

    /// Neighbouring levels between which an answer changes, found by halving `low...high`; further changes inside are found where a
    /// middle has an answer of its own.
    static func changes<Answer: Equatable>(
        _ low: Double, _ high: Double, _ lowAnswer: Answer, _ highAnswer: Answer, _ answer: (Double) -> Answer
    ) -> [(Double, Double)] {
        guard lowAnswer != highAnswer else { return [] }
        let middle = low + (high - low) / 2
        guard high - low > width, middle > low, middle < high else { return [(low, high)] }
        let between = answer(middle)
        return changes(low, middle, lowAnswer, between, answer) + changes(middle, high, between, highAnswer, answer)
    }

    /// Where `holds` is true: known at each of `levels` (rising), its ends between two of them found by halving. What lies between
    /// two levels that both hold is taken to hold.
    static func intervals(_ levels: [Double], known: (Int) -> Bool, holds: (Double) -> Bool) -> [OpennessInterval] {
        var intervals: [OpennessInterval] = []
        var start: Double?
        for index in levels.indices {
            let isTrue = known(index)
            if index > 0, isTrue != known(index - 1) {
                // One change is enough: where three lie inside, any of them bounds what is known.
                let found = changes(levels[index - 1], levels[index], !isTrue, isTrue, holds)
                let edge = found.first.map { isTrue ? $0.1 : $0.0 } ?? levels[index]
                if isTrue { start = edge } else if let low = start { intervals.append(OpennessInterval(low, edge)); start = nil }
            } else if isTrue, start == nil {
                start = levels[index]
            }
        }
        if let low = start, let last = levels.last { intervals.append(OpennessInterval(low, last)) }
        return intervals.filter { $0.length > width * 4 }
    }

    /// A maximum of a function of one peak within `low...high`, by the golden section.
    static func peak(_ low: Double, _ high: Double, _ value: (Double) -> Double) -> (level: Double, value: Double) {
        let ratio = (5.0.squareRoot() - 1) / 2
        var (low, high) = (low, high)
        var (left, right) = (high - ratio * (high - low), low + ratio * (high - low))
        var (atLeft, atRight) = (value(left), value(right))
        while high - low > 1e-9 {
            if atLeft >= atRight {
                (high, right, atRight) = (right, left, atLeft)
                left = high - ratio * (high - low)
                atLeft = value(left)
            } else {
                (low, left, atLeft) = (left, right, atRight)
                right = low + ratio * (high - low)
                atRight = value(right)
            }
        }
        return atLeft >= atRight ? (left, atLeft) : (right, atRight)
    }
}
