/// A proof that a public policy is obeyed by every type and that no other earns more, recomputed from the policy, prices and multipliers: it shares
/// nothing with the search but the problem's own payoffs and rows.
///
/// Every policy is one of action vectors. Prices y bound it where y_w >= sum_t v_t p_t(w) uS(w, m_t) + sum lambda(m, t, a') p_t(w) (uR(w, m_t) - uR(w, a'))
/// for every vector m: with the stated multipliers of the listed vectors, and with any multiple, large enough, of the refutation of the others, whose
/// rows sum to less than 0 in every state. Listed and refuted vectors must be all there are.
public struct PublicCertificate: Sendable, Equatable {
    /// y, one for each state.
    public let statePrices: [Double]
    /// The listed vectors.
    public let vectors: [[Int]]
    /// lambda, by listed vector.
    public let multipliers: [[PublicMultiplier]]
    /// Beginnings of all vectors that are not listed.
    public let excluded: [ExcludedVector]
    /// What the policy earns.
    public let value: Double
    /// sum y.
    public let bound: Double
    /// The most that a type would gain by disobeying, as a part of all gains and losses in its row.
    public let obedienceError: Double
    /// The largest |sum_m x(m | w) - 1|.
    public let rowSumViolation: Double
    /// How far the value may be from the optimum: |gap|, and what prices fall short of.
    public let valueError: Double
    /// What the prices let the sender hope for above its worst action of every type in every state.
    public let stake: Double
    /// Whether every vector is listed or refuted, and nothing is negative.
    public let isComplete: Bool
    private let rounding: PayoffRounding

    /// Bound less value.
    public var gap: Double { bound - value }

    /// Whether value and policy are proved to within `tolerance`, as ``PersuasionCertificate/isCertified(tolerance:)``.
    public func isCertified(tolerance: Double = 1e-9) -> Bool {
        isComplete && rounding.admits(valueError, stake: stake, tolerance: tolerance) && obedienceError <= tolerance && rowSumViolation <= tolerance
    }

    /// - Complexity: O(states x (vectors + refutations) x types x actions).
    public init(
        of problem: PublicPersuasion, messages: [PublicMessage], statePrices: [Double], vectors: [[Int]], multipliers: [[PublicMultiplier]],
        excluded: [ExcludedVector]
    ) {
        (self.statePrices, self.vectors, self.multipliers, self.excluded) = (statePrices, vectors, multipliers, excluded)
        let states = problem.sender.indices
        var (value, shortfall, obedience, stake) = (0.0, 0.0, 0.0, 0.0)
        var rounding = PayoffRounding()
        for state in states {
            for message in messages { value += message.probabilities[state] * problem.payoff(state, message.actions) }
            var short = 0.0
            for (vector, rows) in zip(vectors, multipliers) {
                let worth = problem.payoff(state, vector) + problem.charge(vector, rows, state)
                short = worth <= statePrices[state] + short ? short : worth.isNaN ? .infinity : worth - statePrices[state]
            }
            shortfall += short
            for type in problem.types {
                let weight = type.weight * type.prior[state]
                stake -= weight * (problem.sender[state].min() ?? 0)
                rounding.add(problem.sender[state], times: weight)
            }
            stake += statePrices[state]
        }
        for message in messages {
            for (type, action) in message.actions.enumerated() {
                for other in 0..<problem.actions where other != action {
                    let terms = zip(message.probabilities, problem.row(type, action, other)).map { $0 * $1 }
                    let (kept, all) = (terms.reduce(0, +), terms.reduce(0) { $0 + abs($1) })
                    if !(kept >= 0) { obedience = kept.isNaN ? .infinity : max(obedience, -kept / all) }
                }
            }
        }
        self.value = value
        bound = statePrices.reduce(0, +)
        obedienceError = obedience
        rowSumViolation = states.reduce(0) { worst, state in
            let distance = abs(messages.reduce(0) { $0 + $1.probabilities[state] } - 1)
            return distance <= worst ? worst : distance.isNaN ? .infinity : distance
        }
        valueError = abs(bound - value) + shortfall
        self.stake = stake
        self.rounding = rounding
        let signs = messages.allSatisfy { $0.probabilities.allSatisfy { $0 >= 0 } }
            && (multipliers.joined() + excluded.flatMap(\.multipliers)).allSatisfy { $0.multiplier >= 0 && $0.multiplier.isFinite }
        isComplete = signs && vectors.count == multipliers.count && excluded.allSatisfy { Self.refutes($0, in: problem) }
            && Self.covers(Set(vectors), Set(excluded.map(\.actions)), [], problem)
    }

    /// Whether the rows of a beginning sum to less than 0 in every state, by more than rounding.
    private static func refutes(_ excluded: ExcludedVector, in problem: PublicPersuasion) -> Bool {
        guard excluded.multipliers.allSatisfy({ $0.type < excluded.actions.count && $0.instead != excluded.actions[$0.type] }) else { return false }
        return problem.sender.indices.allSatisfy { state in
            var (sum, all) = (0.0, 0.0)
            for row in excluded.multipliers {
                let (chosen, other) = (problem.receiver[state][excluded.actions[row.type]], problem.receiver[state][row.instead])
                let term = row.multiplier * problem.types[row.type].prior[state] * (chosen - other)
                sum += term
                all += abs(term)
            }
            return sum < -1e-12 * all && sum < 0
        }
    }

    /// Whether every vector that begins so is listed, or begins as a refuted one.
    private static func covers(_ vectors: Set<[Int]>, _ excluded: Set<[Int]>, _ prefix: [Int], _ problem: PublicPersuasion) -> Bool {
        if excluded.contains(prefix) { return true }
        if prefix.count == problem.types.count { return vectors.contains(prefix) }
        return (0..<problem.actions).allSatisfy { covers(vectors, excluded, prefix + [$0], problem) }
    }
}
