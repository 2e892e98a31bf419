/// Which method, and why.
struct MethodChoice: Sendable {
    let method: PlanMethod
    let reason: String
    /// Whether the caller named it.
    let isAsked: Bool

    /// What the caller named.
    init(asked method: PlanMethod) { (self.method, reason, isAsked) = (method, "asked for", true) }

    private init(method: PlanMethod, reason: String) { (self.method, self.reason, isAsked) = (method, reason, false) }

    /// Numbers of a table of levels and topics up to which planning is exact: some tenths of a second a pass.
    private static let exactTable = 1 << 23

    /// By memory first, then by size.
    init(for game: PlanningGame) {
        guard game.isTimeInsensitive else {
            self.init(method: .policies, reason: "GenAI forgets, where no exact method is known to take polynomial time")
            return
        }
        let levels = Self.mostLevels(game)
        let size = "\(levels) levels at most of \(game.topics) topics"
        if levels <= Self.exactTable / game.topics, levels * game.topics <= Self.exactWork / game.topics {
            self.init(method: .budgetedGraph, reason: "nothing is forgotten, and \(size) are few enough to be exact")
        } else {
            self.init(method: .buckets, reason: "nothing is forgotten, and \(size) are too many to be exact")
        }
    }

    /// Multiplications of one pass up to which planning is exact.
    private static let exactWork = 1 << 30

    /// No more levels than this can matter: plays that pay, of each topic.
    private static func mostLevels(_ game: PlanningGame) -> Int {
        let levels = TopicLevels(game, horizon: LongRun(of: game).horizon(of: game))
        return (0..<game.topics).reduce(1) { $0 + levels.listLength(of: $1) }
    }
}
