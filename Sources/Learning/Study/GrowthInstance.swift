#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif
import NumericCore

/// The games whose growth of regret is published with the specification of this model (derived here, after examples of the talk named
/// at ``PromptingGame`` and of arXiv:2403.00188).
public enum GrowthInstance: Sendable, Equatable {
    /// Both players want the same. The best pair is worth 0.6, a wrong prompt and a wrong response each `gap` less, never below 0.
    case aligned(gap: Double)
    /// The talk's pair of games that cannot be told apart without exploring: state 1 rewards the response that the human likes by
    /// 9 + delta instead of 9 - delta, state 2 the other one.
    case misaligned(state: Int, delta: Double)
    /// A follower who loses much by a wrong response: (10, 9) and (5, 1) under the first prompt, (8, 10) under the second.
    case largeFollowerGap

    /// The stage game.
    public var game: PromptingGame {
        get throws(FieldError) {
            switch self {
            case .aligned(let gap):
                let values: [[Double?]] = [[0.6, 0.6 - gap], [0.6 - gap, max(0, 0.6 - 2 * gap)]]
                return try PromptingGame(human: values, ai: values)
            case .misaligned(let state, let delta):
                let sign = state == 1 ? delta : -delta
                return try PromptingGame(human: Self.misalignedHuman, ai: [[9 + sign, 9 - sign, nil], [nil, nil, 10]])
            case .largeFollowerGap:
                return try PromptingGame(human: Self.misalignedHuman, ai: [[9, 1, nil], [nil, nil, 10]])
            }
        }
    }

    private static let misalignedHuman: [[Double?]] = [[10, 5, nil], [nil, nil, 8]]

    /// Rewards 0 and 1 where both want the same, else uniform within 1 of the mean.
    public var noise: RewardNoise {
        if case .aligned = self { .bernoulli(low: 0, high: 1) } else { .uniform(width: 1) }
    }

    /// Eight gaps evenly in the logarithm from T^(-1/2) to 0.6.
    static func alignedGaps(horizon: Int) -> [GrowthInstance] {
        let low = -0.5 * log(Double(horizon)), high = log(0.6)
        return (0..<8).map { .aligned(gap: min(exp(low + (high - low) * Double($0) / 7), 0.6)) }
    }
}
