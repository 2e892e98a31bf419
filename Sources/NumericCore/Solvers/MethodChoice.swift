/// Which method solves a contest, and why, in words for the user.
struct MethodChoice {
    let method: Method
    let reason: String

    init(_ contest: Contest, _ settings: Settings) {
        if let asked = settings.method {
            method = asked
            reason = "asked for"
        } else if contest.isSeparable {
            method = .topicNewton
            reason = "separable costs: every topic is solved by itself, through its total"
        } else {
            method = .structuredNewton
            let parts = [
                contest.coupling.map { _ in "similar topics" }, contest.totalEffort.map { _ in "total effort" },
                contest.capacity.map { _ in "capacities" },
            ].compactMap { $0 }
            let k = contest.topics
            let steps =
                switch NewtonSystem(contest) {
                case .blocks: "on one block a creator and one \(k) x \(k) system"
                case .products where contest.coupling == nil: "by conjugate residuals, whose \(k) x \(k) system is nearly a diagonal"
                case .products: "by conjugate residuals on products with the similarities, since \(k) topics make blocks large"
                }
            reason = "\(parts.joined(separator: ", ")) join the topics: Newton steps \(steps)"
        }
    }
}
