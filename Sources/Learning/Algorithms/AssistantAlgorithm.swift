import NumericCore

/// How the assistant learns which response to give, separately for each prompt: n counts the uses of that prompt, B the responses
/// there are under it. Ties go to the lowest index.
public enum AssistantAlgorithm: Sendable, Equatable {
    /// Explore then commit: response n mod B while n < N B, then the best mean for good.
    case exploreThenCommit(PullCount)
    /// Each response once, then the largest mean + sigma sqrt(2 LT/n_b).
    case ucb
    /// The least used of the active responses; when all of them were used m times, those with mean + r < max(mean - r),
    /// r = sigma sqrt(2 LT/m), are dropped.
    case activeArmElimination
    /// A random response with probability min(1, c (B log(n + 1)/(n + 1))^(1/3)), else the best mean, unused ones first.
    case epsilonGreedy(c: Double)

    /// The name in files.
    public var name: Name {
        switch self {
        case .exploreThenCommit: .etc
        case .ucb: .ucb
        case .activeArmElimination: .activeArmElimination
        case .epsilonGreedy: .epsilonGreedy
        }
    }

    /// The names in files.
    public enum Name: String, Sendable, CaseIterable {
        case etc, ucb
        case activeArmElimination = "active-arm-elimination"
        case epsilonGreedy = "epsilon-greedy"
    }

    /// Whether it draws random numbers of its own.
    var draws: Bool { name == .epsilonGreedy }

    func validate() throws(FieldError) {
        switch self {
        case .ucb, .activeArmElimination: break
        case .exploreThenCommit(let first): try first.validate("aiAlgorithm.first")
        case .epsilonGreedy(let c):
            guard c >= 0, c.isFinite else { throw FieldError(field: "aiAlgorithm.first", expected: "a finite number >= 0", found: "\(c)") }
        }
    }
}
