import NumericCore

/// What the human does in each round, as runs of equal rounds.
///
/// ```swift
/// let plan = Plan([1, 1, 0, Plan.optOut])
/// plan.runs      // 2 rounds of topic 1, 1 of topic 0, 1 of opting out
/// ```
public struct Plan: Sendable, Equatable {
    /// The action of a round without human work.
    public static let optOut = -1

    /// Consecutive rounds of one action.
    public struct Run: Sendable, Equatable {
        /// A topic in 0 ..< k, or ``Plan/optOut``.
        public var topic: Int
        /// How many, >= 1.
        public var rounds: Int

        /// `rounds` rounds of an action.
        public init(topic: Int, rounds: Int) {
            self.topic = topic
            self.rounds = rounds
        }
    }

    /// Neighbours differ in their action.
    public private(set) var runs: [Run] = []
    /// All rounds of all runs.
    public private(set) var rounds = 0

    /// A plan of no rounds yet.
    public init() {}

    /// One action a round. O(rounds).
    public init(_ actions: some Sequence<Int>) {
        for action in actions { append(action) }
    }

    /// Runs in order; neighbours of one action become one, empty ones none.
    public init(runs: some Sequence<Run>) {
        for run in runs { append(run.topic, rounds: run.rounds) }
    }

    /// One action throughout.
    public init(_ topic: Int, rounds: Int) { append(topic, rounds: rounds) }

    /// Adds rounds at the end; amortised O(1).
    public mutating func append(_ topic: Int, rounds count: Int = 1) {
        guard count > 0 else { return }
        rounds += count
        if let last = runs.last, last.topic == topic {
            runs[runs.count - 1].rounds += count
        } else {
            runs.append(Run(topic: topic, rounds: count))
        }
    }

    /// The plan cut to its first `horizon` rounds, or filled up with opting out.
    public func over(_ horizon: Int) -> Plan {
        guard rounds != horizon else { return self }
        var cut = Plan()
        for run in runs { cut.append(run.topic, rounds: min(run.rounds, horizon - cut.rounds)) }
        cut.append(Self.optOut, rounds: horizon - cut.rounds)
        return cut
    }

    /// The action of every round: O(rounds) memory.
    public var actions: [Int] { runs.flatMap { [Int](repeating: $0.topic, count: $0.rounds) } }

    /// Rounds in which the human works.
    public var plays: Int { runs.reduce(0) { $1.topic == Self.optOut ? $0 : $0 + $1.rounds } }

    /// The last round, from 1, in which the human works; 0 where there is none.
    public var lastPlay: Int {
        guard let last = runs.last, last.topic == Self.optOut else { return rounds }
        return rounds - last.rounds
    }

    /// Whether it is a plan of a game: T rounds, topics of the game.
    /// - Throws: ``FieldError`` naming the run.
    public func validate(for game: PlanningGame) throws(FieldError) {
        for (index, run) in runs.enumerated() where !(Self.optOut..<game.topics).contains(run.topic) {
            throw FieldError(field: "runs[\(index)]", expected: "a topic in 0..<\(game.topics), or -1 to opt out", found: "\(run.topic)")
        }
        guard rounds == game.rounds else {
            throw FieldError(field: "runs", expected: "\(game.rounds) rounds in all", found: "\(rounds)")
        }
    }
}
