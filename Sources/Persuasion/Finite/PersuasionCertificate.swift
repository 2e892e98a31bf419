import NumericCore

/// A proof that a policy is obeyed and that no other earns more, recomputed from x, y and lambda alone: it shares nothing with the solver.
///
/// By weak duality every y, lambda >= 0 with y_w >= p_w [uS(w, a) + sum_a' lambda(a, a') (uR(w, a) - uR(w, a'))] for all w, a bound the value of all
/// policies by sum y. y_w / p_w is the hyperplane that supports the concave closure of the sender's value at the prior.
///
/// Nothing is measured against the largest payoff of the problem, beside which small stakes would pass unseen: each obedience row is measured against
/// the gains and losses that are added up in it, and the value against what the sender has at stake. Both value and prices are compared above what the
/// sender's worst action earns in each state, which no policy changes: a number that all actions have in common hides nothing. States of
/// probability 0 have no part.
public struct PersuasionCertificate: Sendable, Equatable {
    /// y, one for each state: ``excessPrices`` and what the worst actions earn, rounded.
    public let statePrices: [Double]
    /// y_w - p_w min_a uS(w, a): the prices as they are judged.
    public let excessPrices: [Double]
    /// lambda, entry [a][a']: recommended a, a' instead; 0 on the diagonal.
    public let multipliers: [[Double]]
    /// What the policy earns the sender: sum p x uS, ``excessValue`` and what the worst actions earn, rounded once.
    public let value: Double
    /// What the policy earns above the sender's worst actions: sum p x (uS - min_a uS(w, a)). This is what is certified.
    public let excessValue: Double
    /// sum y: what no policy exceeds, up to ``dualViolation`` for each state.
    public let bound: Double
    /// Sum of excess prices less ``excessValue``: what a better policy could still add.
    public let gap: Double
    /// The most that the receiver gains, in expectation, by taking one a' whenever a is recommended; 0 where obeying is best.
    public let obedienceViolation: Double
    /// The largest of these gains as a part of the gains and losses it is the balance of: max over rows of
    /// -sum_w p x(a | w) d_w / sum_w p x(a | w) |d_w|, d_w = uR(w, a) - uR(w, a'). From 0 to 1; the same whatever units a row is in.
    public let obedienceError: Double
    /// The largest |sum_a x(a | w) - 1|.
    public let rowSumViolation: Double
    /// The largest -x or -lambda; 0 where there is no negative one.
    public let signViolation: Double
    /// The most by which a y is too small; 0 where none is.
    public let dualViolation: Double
    /// How far ``excessValue`` may be from the optimum, in the sender's payoffs: |gap|, what the prices fall short of by (each state's most), and the
    /// receiver's gains at their multipliers.
    public let excessError: Double
    /// How far ``value`` may be: ``excessError``, and what is rounded off in the sum and where the worst actions' earnings are added. That may be much
    /// where payoffs have a large number in common, which no double tells from what they differ by.
    public let valueError: Double
    /// What the prices let the sender hope for above its worst action in every state: sum_w (y_w - p_w min_a uS(w, a)).
    public let stake: Double

    /// Whether excess value and policy are proved to within `tolerance`: ``excessError`` relative to the ``stake``, or within what doubles round off what
    /// the sender's actions differ by; ``obedienceError``, and row sums. Nothing may be negative.
    public func isCertified(tolerance: Double = 1e-9) -> Bool {
        SenderPayoffs.admits(excessError, stake: stake, spread: spread, tolerance: tolerance) && obedienceError <= tolerance
            && rowSumViolation <= tolerance && signViolation == 0
    }

    private let spread: Double

    /// From prices in which the worst actions' earnings are counted; what those have rounded off is missing from the proof.
    /// - Complexity: O(states x actions^2).
    public init(of problem: FinitePersuasion, policy: [[Double]], statePrices: [Double], multipliers: [[Double]]) {
        let excess = problem.prior.indices.map { state in
            statePrices[state].addingProduct(-problem.prior[state], problem.sender[state].min() ?? 0)
        }
        self.init(of: problem, policy: policy, excessPrices: excess, multipliers: multipliers)
    }

    /// - Parameter excessPrices: prices above what the worst actions earn.
    /// - Complexity: O(states x actions^2).
    public init(of problem: FinitePersuasion, policy: [[Double]], excessPrices: [Double], multipliers: [[Double]]) {
        let likely = problem.prior.indices.filter { problem.prior[$0] > 0 }
        let actions = 0..<problem.actions
        let sender = SenderPayoffs(problem.sender)
        (self.excessPrices, self.multipliers) = (excessPrices, multipliers)
        statePrices = excessPrices.indices.map { excessPrices[$0].addingProduct(problem.prior[$0], sender.worst[$0]) }
        var (value, dual, shortfall) = (CompensatedSum(), 0.0, 0.0)
        for state in likely {
            let (chance, payoffs) = (problem.prior[state], sender.excess[state])
            var short = 0.0
            for action in actions {
                value.add(chance * policy[state][action] * payoffs[action])
                var worth = payoffs[action]
                for other in actions where multipliers[action][other] != 0 {
                    worth += multipliers[action][other] * (problem.receiver[state][action] - problem.receiver[state][other])
                }
                short = Self.larger(short, chance * worth - excessPrices[state])
            }
            dual = Self.larger(dual, short)
            shortfall += short
        }
        // A price of a state that never is only loosens the bound, and must not lower it.
        for state in problem.prior.indices where problem.prior[state] == 0 { shortfall += max(0, -excessPrices[state]) }
        var (obedience, relative, charged) = (0.0, 0.0, 0.0)
        for action in actions {
            let used = likely.filter { policy[$0][action] != 0 }
            for other in actions where other != action && !used.isEmpty {
                let row = ObedienceRow(of: problem, policy, action, other, used)
                obedience = Self.larger(obedience, row.loss)
                relative = Self.larger(relative, row.relativeLoss)
                if multipliers[action][other] != 0 { charged += multipliers[action][other] * row.loss }
            }
        }
        let (earned, prices) = (value.value, CompensatedSum(of: excessPrices).value)
        let total = sender.total(problem.prior, excess: earned)
        (excessValue, self.value, bound) = (earned, total.value, sender.total(problem.prior, excess: prices).value)
        (gap, stake, spread) = (prices - earned, prices, sender.spread(problem.prior))
        (obedienceViolation, obedienceError) = (obedience, relative)
        dualViolation = dual
        rowSumViolation = policy.reduce(0) { Self.larger($0, abs($1.reduce(0, +) - 1)) }
        signViolation = (policy + multipliers).joined().reduce(0) { Self.larger($0, -$1) }
        excessError = abs(gap) + shortfall + charged
        // Differences, products and the sum of terms that are all >= 0 round off no more than this.
        valueError = excessError + total.rounding + 4 * Double.ulpOfOne * abs(earned)
    }

    /// The larger of two, or what is no number: that must not be lost.
    private static func larger(_ a: Double, _ b: Double) -> Double { a >= b ? a : b.isNaN ? .infinity : b }
}

/// What a receiver that is recommended an action gains and loses by another.
struct ObedienceRow {
    /// The most it would gain by the other action, in expectation; 0 where obeying is best.
    let loss: Double
    /// The same as a part of all gains and losses in the row.
    let relativeLoss: Double

    /// - Parameter states: where the action is recommended at all.
    init(of problem: FinitePersuasion, _ policy: [[Double]], _ action: Int, _ other: Int, _ states: [Int]) {
        // In units of the largest difference, so that no product leaves the range of doubles.
        var unit = 0.0
        for state in states { unit = max(unit, abs(problem.receiver[state][action] - problem.receiver[state][other])) }
        guard unit > 0 else {
            (loss, relativeLoss) = (0, 0)
            return
        }
        var (kept, terms) = (0.0, 0.0)
        for state in states {
            let term = problem.prior[state] * policy[state][action] * ((problem.receiver[state][action] - problem.receiver[state][other]) / unit)
            kept += term
            terms += abs(term)
        }
        loss = kept < 0 ? -kept * unit : kept.isNaN ? .nan : 0
        relativeLoss = kept < 0 ? -kept / terms : kept.isNaN ? .nan : 0
    }
}
