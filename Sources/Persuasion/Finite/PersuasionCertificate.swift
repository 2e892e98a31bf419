/// A proof that a policy is obeyed and that no other earns more, recomputed from x, y and lambda alone: it shares nothing with the solver.
///
/// By weak duality every y, lambda >= 0 with y_w >= p_w [uS(w, a) + sum_a' lambda(a, a') (uR(w, a) - uR(w, a'))] for all w, a bound the value of all
/// policies by sum y. y_w / p_w is the hyperplane that supports the concave closure of the sender's value at the prior.
public struct PersuasionCertificate: Sendable, Equatable {
    /// y, one for each state.
    public let statePrices: [Double]
    /// lambda, entry [a][a']: recommended a, a' instead; 0 on the diagonal.
    public let multipliers: [[Double]]
    /// What the policy earns the sender: sum p x uS.
    public let value: Double
    /// sum y: what no policy exceeds, up to ``dualViolation``.
    public let bound: Double
    /// The most that the receiver gains, in expectation, by taking one a' whenever a is recommended; 0 where obeying is best.
    public let obedienceViolation: Double
    /// The largest |sum_a x(a | w) - 1|.
    public let rowSumViolation: Double
    /// The largest -x or -lambda; 0 where there is no negative one.
    public let signViolation: Double
    /// The most by which a y is too small; 0 where none is.
    public let dualViolation: Double

    /// Bound less value: what a better policy could still add.
    public var gap: Double { bound - value }

    /// Whether value and policy are proved to within `tolerance`, relative to the largest payoffs (at least 1).
    public func isCertified(tolerance: Double = 1e-9) -> Bool {
        max(abs(gap), dualViolation) <= tolerance * senderScale && obedienceViolation <= tolerance * receiverScale
            && rowSumViolation <= tolerance && signViolation <= tolerance
    }

    private let senderScale: Double
    private let receiverScale: Double

    /// - Complexity: O(states x actions^2).
    public init(of problem: FinitePersuasion, policy: [[Double]], statePrices: [Double], multipliers: [[Double]]) {
        let (states, actions) = (problem.prior.indices, 0..<problem.actions)
        (self.statePrices, self.multipliers) = (statePrices, multipliers)
        var (value, obedience, dual) = (0.0, 0.0, 0.0)
        for state in states {
            for action in actions {
                value += problem.prior[state] * policy[state][action] * problem.sender[state][action]
                var worth = problem.sender[state][action]
                for other in actions {
                    worth += multipliers[action][other] * (problem.receiver[state][action] - problem.receiver[state][other])
                }
                dual = max(dual, problem.prior[state] * worth - statePrices[state])
            }
        }
        for action in actions {
            for other in actions {
                let kept = states.reduce(0) { sum, state in
                    sum + problem.prior[state] * policy[state][action] * (problem.receiver[state][action] - problem.receiver[state][other])
                }
                if -kept > obedience { obedience = -kept }
            }
        }
        self.value = value
        bound = statePrices.reduce(0, +)
        obedienceViolation = obedience
        dualViolation = dual
        rowSumViolation = policy.map { abs($0.reduce(0, +) - 1) }.max() ?? 0
        signViolation = 0 - min(0, (policy + multipliers).joined().min() ?? 0)
        senderScale = max(1, problem.sender.joined().lazy.map(abs).max() ?? 0)
        receiverScale = max(1, problem.receiver.joined().lazy.map(abs).max() ?? 0)
    }
}
