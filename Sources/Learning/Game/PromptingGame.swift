import NumericCore

/// The stage game of prompting: a human picks a prompt a, an assistant sees it and picks a response b; each is paid for the pair.
///
/// ```swift
/// let game = try PromptingGame(human: [[10, 5, nil], [nil, nil, 8]], ai: [[9, 1, nil], [nil, nil, 10]])
/// game.stackelberg(ties: .strong).human     // 10.0
/// RelaxedBenchmarks(of: game).human.value   // 10.0
/// ```
/// Rewards are means vH(a, b) and vA(a, b) in any unit; nil stands for a response that the assistant does not have under a prompt.
/// Source of the model: N. Immorlica, "Theoretical models of generative AI in economic environments" (talk); K. Donahue, N. Immorlica,
/// M. Jagadeesan, B. Lucier, A. Slivkins, "Impact of decentralized learning on player utilities in Stackelberg games",
/// arXiv:2403.00188.
public struct PromptingGame: Sendable, Equatable {
    /// What it is called.
    public let name: String?
    /// vH by prompt and response.
    public let human: [[Double?]]
    /// vA, nil where vH is.
    public let ai: [[Double?]]

    /// Prompts a human can choose from.
    public var prompts: Int { human.count }
    /// Columns: the most responses any prompt can have.
    public var responses: Int { human[0].count }

    /// - Parameters:
    ///   - human: a row a prompt, a column a response, all rows of one length, at least one response a prompt.
    ///   - ai: the same shape, nil at the same places.
    /// - Throws: ``FieldError`` naming the first entry that does not fit, also a number that is not finite or above 1e100 in size.
    public init(name: String? = nil, human: [[Double?]], ai: [[Double?]]) throws(FieldError) {
        guard let responses = human.first?.count, responses > 0 else {
            throw FieldError(field: "human", expected: "a row of rewards for each prompt, at least one", found: "none")
        }
        guard human.count <= Self.limit, responses <= Self.limit else {
            throw FieldError(field: "human", expected: "at most \(Self.limit) prompts and responses", found: "\(human.count) x \(responses)")
        }
        guard ai.count == human.count else {
            throw FieldError(field: "ai", expected: "\(human.count) rows, as human has", found: "\(ai.count)")
        }
        for (name, rows) in [("human", human), ("ai", ai)] {
            for (a, row) in rows.enumerated() {
                guard row.count == responses else {
                    throw FieldError(field: "\(name)[\(a)]", expected: "\(responses) rewards", found: "\(row.count)")
                }
                for (b, value) in row.enumerated() {
                    let field = "\(name)[\(a)][\(b)]"
                    if let value, !(abs(value) <= Self.mostReward) {
                        throw FieldError(field: field, expected: "a number of size at most 1e100, or null", found: "\(value)")
                    }
                    guard (value == nil) == (human[a][b] == nil) else {
                        throw FieldError(
                            field: field, expected: value == nil ? "a number, as in human" : "null, as in human",
                            found: value.map { "\($0)" } ?? "null")
                    }
                }
                guard row.contains(where: { $0 != nil }) else {
                    throw FieldError(field: "\(name)[\(a)]", expected: "at least one response", found: "none")
                }
            }
        }
        self.name = name
        self.human = human
        self.ai = ai
    }

    private static let limit = 4096
    /// Rewards, widths of noise and benchmarks: totals over 2^53 rounds and the sums of their squares stay finite.
    static let mostReward = 1e100

    /// The responses there are under a prompt, in order.
    func available(_ prompt: Int) -> [Int] { human[prompt].indices.filter { human[prompt][$0] != nil } }

    /// A mean of a pair that exists; NaN elsewhere.
    func humanReward(_ prompt: Int, _ response: Int) -> Double { human[prompt][response] ?? .nan }
    /// See ``humanReward(_:_:)``.
    func aiReward(_ prompt: Int, _ response: Int) -> Double { ai[prompt][response] ?? .nan }

    /// max_b vA(a, b).
    func bestForAI(_ prompt: Int) -> Double { ai[prompt].lazy.compactMap { $0 }.max() ?? .nan }
}
