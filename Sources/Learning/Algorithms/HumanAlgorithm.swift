import NumericCore

/// How the human learns which prompt to use. Ties go to the lowest index; K is the number of prompts, B of responses, and
/// LT = log(2 T^2/delta) for the horizon T and the confidence delta of the simulation.
public enum HumanAlgorithm: Sendable, Equatable {
    /// Explore then commit: round robin until each prompt was used N times, then the one of best mean for good.
    case exploreThenCommit(PullCount)
    /// Each prompt once, then the largest mean + sigma sqrt(2 LT/n).
    case ucb
    /// UCB that expects an assistant who is still learning: adds min(range, kappa (B range + 4 sigma sqrt(2 B n LT))/n), the regret a
    /// round of a UCB assistant (derived here; proved for kappa = 1, 1/4 is practical). The range is that of the human's rewards.
    case regretAdjustedUCB(kappa: Double)
    /// Explore twice, then commit: round robin N1 times, what was seen is discarded, N2 times, then the best mean of the second
    /// phase. Counts are for each prompt.
    case exploreTwiceThenCommit(PullCount, PullCount)
    /// Round robin N1 times, then exponential weights over losses 1 - (r - low)/(high - low), clipped to [0, 1], with
    /// eta = sqrt(2 ln K/(K T')) for the T' rounds that are left.
    case exploreThenExp3(PullCount, low: Double, high: Double)

    /// The name in files.
    public var name: Name {
        switch self {
        case .exploreThenCommit: .etc
        case .ucb: .ucb
        case .regretAdjustedUCB: .regretAdjustedUCB
        case .exploreTwiceThenCommit: .eetc
        case .exploreThenExp3: .exploreThenExp3
        }
    }

    /// The names in files.
    public enum Name: String, Sendable, CaseIterable {
        case etc, ucb, eetc
        case regretAdjustedUCB = "regret-adjusted-ucb"
        case exploreThenExp3 = "explore-then-exp3"
    }

    /// Whether it draws random numbers of its own.
    var draws: Bool { name == .exploreThenExp3 }

    func validate() throws(FieldError) {
        let place = "humanAlgorithm"
        switch self {
        case .ucb: break
        case .exploreThenCommit(let first): try first.validate("\(place).first")
        case .exploreTwiceThenCommit(let first, let second):
            try first.validate("\(place).first")
            try second.validate("\(place).second")
        case .regretAdjustedUCB(let kappa):
            guard kappa >= 0, kappa.isFinite else { throw FieldError(field: "\(place).first", expected: "a finite number >= 0", found: "\(kappa)") }
        case .exploreThenExp3(let first, let low, let high):
            try first.validate("\(place).first")
            guard low.isFinite, high.isFinite, low < high, (high - low).isFinite else {
                throw FieldError(field: "\(place).scale", expected: "two finite rewards, the first below the second", found: "\(low), \(high)")
            }
        }
    }
}
