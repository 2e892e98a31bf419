#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Published upper bounds on the human's regret where interests are aligned, as functions; all logarithms are natural.
///
/// They hold with probability 1 - delta and are far from tight: with two prompts, two responses, rewards in [0, 1] and T = 10^4
/// they are above 1.7 T and 0.79 T. Put them beside simulations; they predict nothing.
///
/// Source: N. Immorlica, "Theoretical models of generative AI in economic environments", as printed there (``exploreThenCommit(pulls:)``,
/// ``regretAdjustedUCB``); the regret R of a UCB assistant that goes into them is derived here (``aiRegret(rounds:delta:)``).
public struct RegretBounds: Sendable, Equatable {
    /// T
    public let horizon: Int
    /// K
    public let prompts: Int
    /// B
    public let responses: Int
    /// sigma of the rewards.
    public let sigma: Double
    /// The difference between the largest and the smallest reward.
    public let range: Double
    /// The probability that a bound fails.
    public let delta: Double

    /// The bounds of a simulation. All counts are at least 1; 0 < delta < 1.
    public init(horizon: Int, prompts: Int, responses: Int, sigma: Double, range: Double, delta: Double) {
        self.horizon = horizon
        self.prompts = prompts
        self.responses = responses
        self.sigma = sigma
        self.range = range
        self.delta = delta
    }

    private var t: Double { Double(horizon) }
    private var k: Double { Double(prompts) }

    /// R(n, d) = B range + 4 sigma sqrt(2 B n log(2 B n/d)): the regret of a UCB assistant after n uses of a prompt, with
    /// probability 1 - d (derived here). Where the logarithm is negative, at T/K uses of far less than one round, the root is 0.
    public func aiRegret(rounds n: Double, delta d: Double) -> Double {
        let b = Double(responses)
        return b * range + 4 * sigma * sqrt(2 * b * n * max(0, log(2 * b * n / d)))
    }

    /// R(T, delta).
    public var ai: Double { aiRegret(rounds: t, delta: delta) }

    /// Explore then commit with N uses of each prompt:
    /// N K + T (R(N, delta/(8T))/N + 2 sqrt(2 log(8T/delta)/N)) + K R(T/K, 4 delta/T).
    public func exploreThenCommit(pulls: Int) -> Double {
        let n = Double(pulls)
        let aRound = aiRegret(rounds: n, delta: delta / (8 * t)) / n + 2 * sqrt(2 * log(8 * t / delta) / n)
        return n * k + t * aRound + k * aiRegret(rounds: t / k, delta: 4 * delta / t)
    }

    /// Regret-adjusted UCB: 2 sqrt(2 T log(8 T^2/delta)) + 2 K R(T/K, delta/(8 T^2)).
    public var regretAdjustedUCB: Double {
        2 * sqrt(2 * t * log(8 * t * t / delta)) + 2 * k * aiRegret(rounds: t / k, delta: delta / (8 * t * t))
    }
}
