/// A proof that a policy is obeyed and that no other earns more, recomputed from x, y and lambda alone: it shares nothing with the solver.
///
/// By weak duality every y, lambda >= 0 with y_w >= p_w [uS(w, a) + sum_a' lambda(a, a') (uR(w, a) - uR(w, a'))] for all w, a bound the value of all
/// policies by sum y. y_w / p_w is the hyperplane that supports the concave closure of the sender's value at the prior.
///
/// Nothing is measured against the largest payoff of the problem, beside which small stakes would pass unseen: each obedience row is measured against
/// the gains and losses that are added up in it, and the value against what the sender has at stake. States of probability 0 have no part.
public struct PersuasionCertificate: Sendable, Equatable {
    /// y, one for each state.
    public let statePrices: [Double]
    /// lambda, entry [a][a']: recommended a, a' instead; 0 on the diagonal.
    public let multipliers: [[Double]]
    /// What the policy earns the sender: sum p x uS.
    public let value: Double
    /// sum y: what no policy exceeds, up to ``dualViolation`` for each state.
    public let bound: Double
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
    /// How far the value may be from the optimum, in the sender's payoffs: |gap|, what the prices fall short of by (each state's most), and the
    /// receiver's gains at their multipliers.
    public let valueError: Double
    /// What the prices let the sender hope for above its worst action in every state: sum_w (y_w - p_w min_a uS(w, a)).
    public let stake: Double

    /// Bound less value: what a better policy could still add.
    public var gap: Double { bound - value }

    /// Whether value and policy are proved to within `tolerance`: ``valueError`` relative to the ``stake``, or within what the payoffs' own rounding
    /// allows where that is as small a part of what actions differ by; ``obedienceError``, and row sums. Nothing may be negative.
    public func isCertified(tolerance: Double = 1e-9) -> Bool {
        rounding.admits(valueError, stake: stake, tolerance: tolerance) && obedienceError <= tolerance && rowSumViolation <= tolerance && signViolation == 0
    }

    private let rounding: PayoffRounding

    /// - Complexity: O(states x actions^2).
    public init(of problem: FinitePersuasion, policy: [[Double]], statePrices: [Double], multipliers: [[Double]]) {
        let likely = problem.prior.indices.filter { problem.prior[$0] > 0 }
        let actions = 0..<problem.actions
        (self.statePrices, self.multipliers) = (statePrices, multipliers)
        var (value, dual, shortfall, stake) = (0.0, 0.0, 0.0, 0.0)
        var rounding = PayoffRounding()
        for state in likely {
            let (chance, payoffs) = (problem.prior[state], problem.sender[state])
            var short = 0.0
            for action in actions {
                value += chance * policy[state][action] * payoffs[action]
                var worth = payoffs[action]
                for other in actions where multipliers[action][other] != 0 {
                    worth += multipliers[action][other] * (problem.receiver[state][action] - problem.receiver[state][other])
                }
                short = Self.larger(short, chance * worth - statePrices[state])
            }
            dual = Self.larger(dual, short)
            shortfall += short
            stake += statePrices[state] - chance * (payoffs.min() ?? 0)
            rounding.add(payoffs, times: chance)
        }
        // A price of a state that never is only loosens the bound, and must not lower it.
        for state in problem.prior.indices where problem.prior[state] == 0 { shortfall += max(0, -statePrices[state]) }
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
        self.value = value
        bound = statePrices.reduce(0, +)
        (obedienceViolation, obedienceError) = (obedience, relative)
        dualViolation = dual
        rowSumViolation = policy.reduce(0) { Self.larger($0, abs($1.reduce(0, +) - 1)) }
        signViolation = (policy + multipliers).joined().reduce(0) { Self.larger($0, -$1) }
        valueError = abs(bound - value) + shortfall + charged
        self.stake = stake
        self.rounding = rounding
    }

    /// The larger of two, or what is no number: that must not be lost.
    private static func larger(_ a: Double, _ b: Double) -> Double { a >= b ? a : b.isNaN ? .infinity : b }
}

/// How well a sender's payoffs let a value be known: a large number that all actions have in common hides what they differ by.
struct PayoffRounding: Sendable, Equatable {
    /// Sum over states of chance times the largest |payoff|.
    private var magnitude = 0.0
    /// The same of the largest payoff less the least.
    private var spread = 0.0

    mutating func add(_ payoffs: [Double], times chance: Double) {
        magnitude += chance * (payoffs.lazy.map(abs).max() ?? 0)
        spread += chance * ((payoffs.max() ?? 0) - (payoffs.min() ?? 0))
    }

    /// Whether an error is within the tolerance of the stake, or lost in rounding that itself is within the tolerance of the spread. Where all
    /// actions earn the same there is nothing to lose.
    func admits(_ error: Double, stake: Double, tolerance: Double) -> Bool {
        let rounding = 64 * Double.ulpOfOne * magnitude
        return error <= tolerance * stake || (error <= rounding && (rounding <= tolerance * spread || spread == 0))
    }
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
