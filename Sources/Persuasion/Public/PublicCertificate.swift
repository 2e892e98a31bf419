import NumericCore

/// A proof that a public policy is obeyed by every type and that no other earns more, recomputed from the policy, prices and multipliers: it shares
/// nothing with the search but the problem's own payoffs and rows.
///
/// Every policy is one of action vectors. Prices y bound it where y_w >= sum_t v_t p_t(w) uS(w, m_t) + sum lambda(m, t, a') p_t(w) (uR(w, m_t) - uR(w, a'))
/// for every vector m: with the stated multipliers of the listed vectors, and with any multiple, large enough, of the refutation of the others, whose
/// rows sum to less than 0 in every state. Listed and refuted vectors must be all there are. As in ``PersuasionCertificate``, value and prices are compared above
/// what the sender's worst action earns in each state.
public struct PublicCertificate: Sendable, Equatable {
    /// y, one for each state: ``excessPrices`` and what the worst actions earn, rounded.
    public let statePrices: [Double]
    /// y_w - sum_t v_t p_t(w) min_a uS(w, a): the prices as they are judged.
    public let excessPrices: [Double]
    /// The listed vectors.
    public let vectors: [[Int]]
    /// lambda, by listed vector.
    public let multipliers: [[PublicMultiplier]]
    /// Beginnings of all vectors that are not listed.
    public let excluded: [ExcludedVector]
    /// What the policy earns: ``excessValue`` and what the worst actions earn, rounded once.
    public let value: Double
    /// What the policy earns above the sender's worst actions. This is what is certified.
    public let excessValue: Double
    /// sum y.
    public let bound: Double
    /// Sum of excess prices less ``excessValue``.
    public let gap: Double
    /// The most that a type would gain by disobeying, as a part of all gains and losses in its row.
    public let obedienceError: Double
    /// The largest |sum_m x(m | w) - 1|.
    public let rowSumViolation: Double
    /// How far ``excessValue`` may be from the optimum: |gap|, and what prices fall short of.
    public let excessError: Double
    /// How far ``value`` may be: ``excessError``, and what is rounded off where the worst actions' earnings are added.
    public let valueError: Double
    /// What the prices let the sender hope for above its worst action of every type in every state.
    public let stake: Double
    /// Whether every vector is listed or refuted, and nothing is negative.
    public let isComplete: Bool
    private let spread: Double

    /// Whether value and policy are proved to within `tolerance`, as ``PersuasionCertificate/isCertified(tolerance:)``.
    public func isCertified(tolerance: Double = 1e-9) -> Bool {
        isComplete && SenderPayoffs.admits(excessError, stake: stake, spread: spread, tolerance: tolerance) && obedienceError <= tolerance
            && rowSumViolation <= tolerance
    }

    /// - Parameter excessPrices: prices above what the worst actions earn.
    /// - Complexity: O(states x (vectors + refutations) x types x actions).
    public init(
        of problem: PublicPersuasion, messages: [PublicMessage], excessPrices: [Double], vectors: [[Int]], multipliers: [[PublicMultiplier]],
        excluded: [ExcludedVector]
    ) {
        (self.excessPrices, self.vectors, self.multipliers, self.excluded) = (excessPrices, vectors, multipliers, excluded)
        let states = problem.sender.indices
        let sender = SenderPayoffs(problem.sender)
        let chances = states.map { state in CompensatedSum(of: problem.types.map { $0.weight * $0.prior[state] }).value }
        statePrices = states.map { excessPrices[$0].addingProduct(chances[$0], sender.worst[$0]) }
        var (value, shortfall, obedience) = (CompensatedSum(), 0.0, 0.0)
        for state in states {
            for message in messages { value.add(message.probabilities[state] * problem.excess(state, message.actions)) }
            var short = 0.0
            for (vector, rows) in zip(vectors, multipliers) {
                let worth = problem.excess(state, vector) + problem.charge(vector, rows, state)
                short = worth <= excessPrices[state] + short ? short : worth.isNaN ? .infinity : worth - excessPrices[state]
            }
            shortfall += short
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
        let (earned, prices) = (value.value, CompensatedSum(of: excessPrices).value)
        let total = sender.total(chances, excess: earned)
        (excessValue, self.value, bound) = (earned, total.value, sender.total(chances, excess: prices).value)
        (gap, stake, spread) = (prices - earned, prices, sender.spread(chances))
        obedienceError = obedience
        rowSumViolation = states.reduce(0) { worst, state in
            let distance = abs(messages.reduce(0) { $0 + $1.probabilities[state] } - 1)
            return distance <= worst ? worst : distance.isNaN ? .infinity : distance
        }
        excessError = abs(gap) + shortfall
        // Differences, products and the sum of terms that are all >= 0 round off no more than this.
        valueError = excessError + total.rounding + 4 * Double.ulpOfOne * abs(earned)
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
