import NumericCore

/// How realised rewards lie around their means; both players' rewards have it, independently.
public enum RewardNoise: Sendable, Equatable {
    /// `high` with probability (v - low)/(high - low), else `low`; sub-Gaussian with sigma = (high - low)/2.
    case bernoulli(low: Double, high: Double)
    /// v + width (2 u - 1), u uniform on [0, 1); sub-Gaussian with sigma = width.
    case uniform(width: Double)

    /// The sub-Gaussian constant that algorithms are told.
    public var sigma: Double {
        switch self {
        case .bernoulli(let low, let high): (high - low) / 2
        case .uniform(let width): width
        }
    }

    /// The rewards that can occur where the means are these.
    func range(of means: some Sequence<Double>) -> ClosedRange<Double> {
        switch self {
        case .bernoulli(let low, let high): return low...high
        case .uniform(let width):
            var (least, most) = (Double.infinity, -Double.infinity)
            for mean in means { (least, most) = (min(least, mean), max(most, mean)) }
            return (least - width)...(most + width)
        }
    }

    /// - Throws: ``FieldError`` where the noise itself, or a mean of the game under it, is impossible.
    func validate(for game: PromptingGame) throws(FieldError) {
        switch self {
        case .uniform(let width):
            guard (0...PromptingGame.mostReward).contains(width) else {
                throw FieldError(field: "noise[1]", expected: "a width from 0 to 1e100", found: "\(width)")
            }
        case .bernoulli(let low, let high):
            guard low < high, max(abs(low), abs(high)) <= PromptingGame.mostReward else {
                throw FieldError(field: "noise", expected: "rewards of size at most 1e100, the first below the second", found: "\(low), \(high)")
            }
            for (name, rows) in [("human", game.human), ("ai", game.ai)] {
                for (a, row) in rows.enumerated() {
                    for (b, value) in row.enumerated() {
                        guard let value, !(low...high).contains(value) else { continue }
                        throw FieldError(field: "\(name)[\(a)][\(b)]", expected: "a mean between the rewards \(low) and \(high)", found: "\(value)")
                    }
                }
            }
        }
    }
}
