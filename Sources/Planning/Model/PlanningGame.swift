import NumericCore

/// A human chooses a topic in each of T rounds, or opts out, while GenAI learns from every piece of work.
///
/// Round t = 1 ... T, with N_i(t-1) what GenAI remembers of topic i:
/// 1. GenAI's quality in topic i is q_i = mu_i - g_i(N_i(t-1)); it sees all human work of earlier rounds.
/// 2. It shows its best topic: the *level* M_t = max_i q_i.
/// 3. The human plays b_t, one of the topics, or opts out.
/// 4. Users pick the human with probability sigma(mu_b, M_t): the human is paid r_b(M_t) = sigma(mu_b, M_t) - c_b, GenAI
///    1 - sigma(mu_b, M_t); in a round that the human opts out 0 and 1.
/// 5. N_i(t) = gamma_i (N_i(t-1) + [b_t = i]).
///
/// The human wants the largest sum of payoffs. The game and that GenAI shows its best topic are from [Esm24]; initial counts, the
/// links and gaps on offer, and the payoff of an opt-out round are this project's. Planners and bounds use only that q_i does not
/// fall in N_i and that r_i does not rise in M.
///
/// ```swift
/// let game = try PlanningGame(
///     topics: 2, rounds: 6, quality: [0.9, 0.7], cost: [0.35, 0.2], gap: .exponential(initial: [0.7, 0.6], rate: [0.3, 0.2]),
///     link: Link(.logistic, scale: 8))
/// game.payoff(of: 1, at: game.level(after: game.initial))   // 0.783...
/// ```
/// Checked once, at construction; nothing checks again.
/// Source: [Esm24] S. A. Esmaeili, K. Lim, K. Bhawalkar, Z. Feng, D. Wang, H. Xu, "How to Strategize Human Content Creation in the
/// Era of GenAI?", arXiv:2406.05187.
public struct PlanningGame: Sendable, Equatable {
    /// What the game is called, where it has a name.
    public let name: String?
    /// k, the number of topics.
    public let topics: Int
    /// T, the number of rounds.
    public let rounds: Int
    /// mu_i, the human's quality; k values.
    public let quality: [Double]
    /// c_i >= 0, what a round of work costs the human; k values.
    public let cost: [Double]
    /// gamma_i in [0, 1]: what is left of GenAI's memory after a round (1: it forgets nothing); k values.
    public let memory: [Double]
    /// N_i(0) >= 0, the work that GenAI has seen before the first round; k values.
    public let initial: [Double]
    /// g_i as it was given.
    public let gap: Gap
    /// sigma.
    public let link: Link
    /// Whether no topic is ever forgotten: all gamma_i = 1.
    public let isTimeInsensitive: Bool
    let gaps: [TopicGap]
    let tables: [Double]

    /// The longest horizon: counts and rounds are then exact as doubles, with room for sums.
    public static let longestHorizon = 1_000_000_000
    /// The largest k.
    public static let mostTopics = 1_000_000

    /// A game; one number stands for k equal ones.
    /// - Parameters:
    ///   - topics: k >= 1.
    ///   - rounds: T in 1 ... ``longestHorizon``.
    ///   - quality: finite; at least the gap at N = 0 where the link is `bradleyTerry`, whose qualities are >= 0.
    ///   - cost: finite, >= 0.
    ///   - memory: in [0, 1].
    ///   - initial: finite, >= 0.
    ///   - link: with a finite scale > 0.
    /// - Throws: ``FieldError`` naming the first field outside its domain.
    /// - Complexity: O(k + values of tables).
    public init(
        name: String? = nil, topics: Int, rounds: Int, quality: PerTopic, cost: PerTopic, memory: PerTopic = 1, initial: PerTopic = 0,
        gap: Gap, link: Link = Link(.logistic)
    ) throws(FieldError) {
        guard (1...Self.mostTopics).contains(topics) else {
            throw FieldError(field: "topics", expected: "an integer in 1...\(Self.mostTopics)", found: "\(topics)")
        }
        guard (1...Self.longestHorizon).contains(rounds) else {
            throw FieldError(field: "rounds", expected: "an integer in 1...\(Self.longestHorizon)", found: "\(rounds)")
        }
        self.name = name
        self.topics = topics
        self.rounds = rounds
        self.quality = try quality.checked("quality", topics: topics, domain: "a finite number") { $0.isFinite }
        self.cost = try cost.checked("cost", topics: topics, domain: "a finite number >= 0") { $0.isFinite && $0 >= 0 }
        self.memory = try memory.checked("memory", topics: topics, domain: "a number in [0, 1]") { $0 >= 0 && $0 <= 1 }
        self.initial = try initial.checked("initial", topics: topics, domain: "a finite number >= 0") { $0.isFinite && $0 >= 0 }
        self.gap = gap
        (gaps, tables) = try gap.laidOut(topics: topics)
        guard link.scale.isFinite, link.scale > 0 else {
            throw FieldError(field: "link.scale", expected: "a finite number > 0", found: "\(link.scale)")
        }
        self.link = link
        if link.kind == .bradleyTerry {
            for topic in 0..<topics where gaps[topic].initial > self.quality[topic] {
                throw FieldError(
                    field: quality.isShared ? "quality" : "quality[\(topic)]",
                    expected: "at least the gap at 0, \(gaps[topic].initial), as the link is bradley-terry", found: "\(self.quality[topic])")
            }
        }
        isTimeInsensitive = self.memory.allSatisfy { $0 == 1 }
    }

    private init(_ game: PlanningGame, rounds: Int, initial: [Double]) {
        (name, topics, self.rounds, quality, cost) = (game.name, game.topics, rounds, game.quality, game.cost)
        (memory, self.initial, gap, link) = (game.memory, initial, game.gap, game.link)
        (isTimeInsensitive, gaps, tables) = (game.isTimeInsensitive, game.gaps, game.tables)
    }

    /// The same game over another horizon, from another state: a window of it, or W(s) from N = 0.
    /// - Precondition: `rounds` >= 0; `initial` has k finite values >= 0.
    package func with(rounds: Int, initial: [Double]? = nil) -> PlanningGame {
        PlanningGame(self, rounds: rounds, initial: initial ?? self.initial)
    }
}
