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

    /// Most entries of states x actions; of states x actions^2 2 x 10^7 are taken.
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
}
