import NumericCore

/// Receivers of several types who all hear one public message: the sender commits to messages by state, each type acts on its own belief.
///
/// Type t has weight v_t and believes in state w with p_t(w) (a private signal it has had); payoffs uS(w, a), uR(w, a) are those of one receiver. A
/// message says what each type is to do, an action vector. The sender earns sum_t v_t sum_w p_t(w) sum_m x(m | w) uS(w, m_t); type t obeys where
/// sum_w p_t(w) x(m | w) (uR(w, m_t) - uR(w, a')) >= 0 for all m and a'. With two states and two actions it is ``PrivateTypes``, whose n + 1
/// messages are all that n different types need (more can be obeyed where types are sure of a state or payoffs tie); with one type it is
/// ``FinitePersuasion``. That messages can be action vectors is the revelation principle; that only vectors which some belief supports are needed, and how they are found, is derived here.
public struct PublicPersuasion: Sendable, Equatable {
    /// A type: how many there are of it, and what it believes.
    public struct Receiver: Sendable, Equatable {
        /// v_t, >= 0; those of all types sum to 1.
        public let weight: Double
        /// p_t, one probability for each state, with sum 1.
        public let prior: [Double]

        /// A type as it stands.
        public init(weight: Double, prior: [Double]) { (self.weight, self.prior) = (weight, prior) }
    }

    /// The types.
    public let types: [Receiver]
    /// uS, entry [w][a].
    public let sender: [[Double]]
    /// uR, entry [w][a].
    public let receiver: [[Double]]

    /// Most types.
    public static let mostTypes = 200

    /// - Throws: ``FieldError`` for shapes that do not fit, values that are not finite, weights and beliefs that do not sum to 1 within 1e-9, and
    ///   more than ``mostTypes`` types.
    public init(types: [Receiver], sender: [[Double]], receiver: [[Double]]) throws(FieldError) {
        guard !types.isEmpty else { throw FieldError(field: "types", expected: "at least one type", found: "none") }
        guard types.count <= Self.mostTypes else {
            throw FieldError(field: "types", expected: "at most \(Self.mostTypes) types under one public message", found: "\(types.count)")
        }
        try Probability.check(types.map(\.weight), field: "types.weight")
        for (at, type) in types.enumerated() {
            guard type.prior.count == sender.count else {
                throw FieldError(field: "types[\(at)].prior", expected: "\(sender.count) numbers, one for each state", found: "\(type.prior.count)")
            }
            do { try Probability.check(type.prior, field: "prior") } catch {
                throw FieldError(field: "types[\(at)].\(error.field)", expected: error.expected, found: error.found)
            }
        }
        // Shapes and finiteness of payoffs are those of one receiver's.
        _ = try FinitePersuasion(prior: types[0].prior, sender: sender, receiver: receiver)
        (self.types, self.sender, self.receiver) = (types, sender, receiver)
    }

    /// Types of a problem that was checked.
    init(checked types: [Receiver], sender: [[Double]], receiver: [[Double]]) { (self.types, self.sender, self.receiver) = (types, sender, receiver) }

    /// The number of actions.
    public var actions: Int { sender[0].count }

    /// What the sender earns in a state by a vector above its worst action, weighed by how likely that is: sum_t v_t p_t(w) (uS(w, m_t) - min_a uS(w, a)).
    func excess(_ state: Int, _ vector: [Int]) -> Double {
        let least = sender[state].min() ?? 0
        var sum = CompensatedSum()
        for (type, action) in zip(types, vector) { sum.add(type.weight * type.prior[state] * (sender[state][action] - least)) }
        return sum.value
    }

    /// p_t(w) (uR(w, a) - uR(w, a')), by state.
    func row(_ type: Int, _ action: Int, _ other: Int) -> [Double] {
        sender.indices.map { types[type].prior[$0] * (receiver[$0][action] - receiver[$0][other]) }
    }

    /// What a vector's rows at their multipliers add to its payoff in a state.
    func charge(_ vector: [Int], _ multipliers: [PublicMultiplier], _ state: Int) -> Double {
        multipliers.reduce(0) { sum, row in
            let (chosen, other) = (receiver[state][vector[row.type]], receiver[state][row.instead])
            return sum + row.multiplier * types[row.type].prior[state] * (chosen - other)
        }
    }

    /// All rows of a type that is told an action, each divided by its largest magnitude.
    func scaledRows(_ type: Int, _ action: Int) -> [ScaledRow] {
        (0..<actions).filter { $0 != action }.map { other in
            let row = row(type, action, other)
            let unit = max(row.lazy.map(abs).max() ?? 0, .leastNormalMagnitude)
            return ScaledRow(instead: other, row: row.map { $0 / unit }, unit: unit)
        }
    }

    /// A row with what it was divided by.
    struct ScaledRow {
        let instead: Int
        let row: [Double]
        let unit: Double
    }
}

/// What ``PublicPersuasion/solve(watch:)`` found.
public struct OptimalPublicPersuasion: Sendable, Equatable {
    /// The messages of the policy: what each type is to do, and x(m | w) by state.
    public let messages: [PublicMessage]
    /// What proves it, recomputed; nil where the search ended before there was a policy.
    public let certificate: PublicCertificate?
    /// How many action vectors, of types of different beliefs, some belief supports.
    public let vectors: Int
    /// Steps of the simplex method in the program of the policy.
    public let pivots: Int
    /// Why there is no optimum that the certificate confirms; nil where there is one.
    public let reason: String?

    /// Whether the search came to its end and the certificate confirms what it found.
    public var isCertified: Bool { reason == nil && certificate?.isCertified() == true }

    /// What the policy earns the sender; nil where there is none.
    public var value: Double? { certificate?.value }
}

/// A message of a public policy.
public struct PublicMessage: Sendable, Equatable {
    /// What each type is to do.
    public let actions: [Int]
    /// x(m | w), one for each state.
    public let probabilities: [Double]
}
