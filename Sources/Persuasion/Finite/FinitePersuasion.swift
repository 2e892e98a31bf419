import NumericCore

/// Bayesian persuasion with finitely many states and actions: a sender who sees the state commits to a recommendation, the receiver obeys if it pays.
///
/// max sum_w p_w x(a | w) uS(w, a) over x(. | w) in the simplex with, for all a, a': sum_w p_w x(a | w) (uR(w, a) - uR(w, a')) >= 0
/// (Kamenica, Gentzkow 2011, doi:10.1257/aer.101.6.2590).
///
/// ```swift
/// let buyer = try FinitePersuasion(prior: [0.6, 0.4], sender: [[0, 1], [0, 1]], receiver: [[0, -1], [0, 1]])
/// let optimum = buyer.solve()
/// optimum.certificate.value      // 0.8
/// optimum.certificate.gap        // 0: no policy does better
/// ```
public struct FinitePersuasion: Sendable, Equatable {
    /// P(w), >= 0 with sum 1.
    public let prior: [Double]
    /// uS, entry [w][a].
    public let sender: [[Double]]
    /// uR, entry [w][a].
    public let receiver: [[Double]]

    /// Most entries of states x actions, and of states x actions^2.
    public static let mostEntries = 20_000
    private static let mostCoefficients = 20_000_000

    /// - Throws: ``FieldError`` for shapes that do not fit, values that are not finite, a prior that does not sum to 1 within 1e-9, and
    ///   problems above ``mostEntries``.
    public init(prior: [Double], sender: [[Double]], receiver: [[Double]]) throws(FieldError) {
        guard !prior.isEmpty else { throw FieldError(field: "prior", expected: "at least one state", found: "none") }
        try Probability.check(prior, field: "prior")
        let actions = sender.first?.count ?? 0
        for (field, matrix) in [("sender", sender), ("receiver", receiver)] {
            guard matrix.count == prior.count else {
                throw FieldError(field: field, expected: "\(prior.count) rows, one for each state", found: "\(matrix.count)")
            }
            for (state, row) in matrix.enumerated() {
                guard row.count == actions, actions > 0 else {
                    let expected = actions > 0 ? "\(actions) numbers, one for each action" : "at least one action"
                    throw FieldError(field: "\(field)[\(state)]", expected: expected, found: "\(row.count)")
                }
                for (action, value) in row.enumerated() where !(abs(value) <= 1e100) {
                    throw FieldError(field: "\(field)[\(state)][\(action)]", expected: "a number from -1e100 to 1e100", found: "\(value)")
                }
            }
        }
        guard prior.count * actions <= Self.mostEntries, prior.count * actions * actions <= Self.mostCoefficients else {
            throw FieldError(
                field: "sender", expected: "at most \(Self.mostEntries) states x actions and \(Self.mostCoefficients) states x actions^2",
                found: "\(prior.count) x \(actions)")
        }
        (self.prior, self.sender, self.receiver) = (prior, sender, receiver)
    }

    /// The number of actions.
    public var actions: Int { sender[0].count }

    /// An optimal policy with prices that prove it.
    ///
    /// States of probability 0 have no part in the program; their recommendation is the sender's favourite and their price 0. Policies are not
    /// unique: compare values and certificates.
    /// - Parameter isCancelled: asked before every pivot; a search that ends early returns what it has, with the reason.
    /// - Complexity: each pivot O(states x actions x rows), rows being states and the obedience rows that were ever violated.
    public func solve(isCancelled: () -> Bool = { false }) -> OptimalPersuasion {
        let likely = prior.indices.filter { prior[$0] > 0 }
        let (senderScale, receiverScale) = (Self.range(sender), Self.range(receiver))
        let program = ObedienceProgram(
            masses: likely.map { prior[$0] },
            payoffs: likely.map { state in sender[state].map { $0 / senderScale } },
            rows: (0..<actions).map { action in
                (0..<actions).filter { $0 != action }.map { other in likely.map { (receiver[$0][action] - receiver[$0][other]) / receiverScale } }
            })
        let solution = program.solve(isCancelled: isCancelled)

        var policy = sender.map { payoffs in
            let favourite = payoffs.indices.max { (payoffs[$0], -$0) < (payoffs[$1], -$1) } ?? 0
            return payoffs.indices.map { $0 == favourite ? 1.0 : 0 }
        }
        for (at, state) in likely.enumerated() {
            let positive = solution.masses[at].map { max(0, $0) }
            let sum = positive.reduce(0, +)
            policy[state] = positive.map { $0 / sum }
        }
        var multipliers = [[Double]](repeating: [Double](repeating: 0, count: actions), count: actions)
        for (name, multiplier) in solution.multipliers {
            multipliers[name.message][name.row < name.message ? name.row : name.row + 1] = max(0, multiplier) * (senderScale / receiverScale)
        }
        let certificate = PersuasionCertificate(
            of: self, policy: policy, statePrices: leastPrices(multipliers), multipliers: multipliers)
        return OptimalPersuasion(policy: policy, certificate: certificate, pivots: solution.pivots, reason: solution.reason)
    }

    /// The least state prices that multipliers allow: p_w max_a [uS(w, a) + sum_a' lambda(a, a') (uR(w, a) - uR(w, a'))].
    func leastPrices(_ multipliers: [[Double]]) -> [Double] {
        prior.indices.map { state in
            var largest = -Double.infinity
            for action in 0..<actions {
                var worth = sender[state][action]
                for other in 0..<actions { worth += multipliers[action][other] * (receiver[state][action] - receiver[state][other]) }
                largest = max(largest, worth)
            }
            return prior[state] * largest
        }
    }

    /// The largest difference between two actions in a state; 1 where there is none.
    private static func range(_ matrix: [[Double]]) -> Double {
        let range = matrix.map { ($0.max() ?? 0) - ($0.min() ?? 0) }.max() ?? 0
        return range > 0 ? range : 1
    }
}

/// What ``FinitePersuasion/solve(isCancelled:)`` found.
public struct OptimalPersuasion: Sendable, Equatable {
    /// x(a | w), entry [w][a].
    public let policy: [[Double]]
    /// What proves it, recomputed from policy and prices alone.
    public let certificate: PersuasionCertificate
    /// Steps of the simplex method.
    public let pivots: Int
    /// Why the search ended before its end; nil where it did not. The certificate says how good the policy is either way.
    public let reason: String?
}
