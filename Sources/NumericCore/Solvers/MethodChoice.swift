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
            reason = "\(parts.joined(separator: ", ")) join the topics: Newton steps on one block a creator and one \(contest.topics) x \(contest.topics) system"
        }
    }
}
