/// Whether small departures from an equilibrium die out when creators move towards their best replies.
///
/// Continuous best response dx_i/dt = b_i(s - x_i) - x_i, b_i the best reply with slope r_i at the equilibrium. Its Jacobian
/// -diag(1 + r_i) + r 1' has the eigenvalues l with
///
///     h(l) = sum_i r_i/(l + 1 + r_i) = 1,     h(0) = sum_i g_i,   g_i = r_i/(1 + r_i) = dx_i/ds                 (1)
///
/// g_i the slope of i's effort in the total along the first-order condition (``ReplyShare``) and sum_i g_i that of the aggregate best
/// reply; 1 + r_i = 1/(1 - g_i) > 0 where the second-order condition holds.
/// - sum_i g_i > 1: h falls from more than 1 to 0, so (1) has a root l > 0: unstable.
/// - sum of the positive g_i < 1: for Re l >= 0 negative r_i add a negative real part to h and positive ones at most g_i, so that
///   Re h < 1: stable. Where all replies are complements (r >= 0), or none, or only one creator's is, this and the first case are all.
/// - In between: unstable where h exceeds 1 at some l > 0 looked at, else undecided.
///
/// Simultaneous undamped replies (each creator jumping to its best reply at once) may cycle even at a stable equilibrium.
/// Source: derived here.
public enum ResponseStability: String, Sendable, CaseIterable {
    /// All eigenvalues have negative real parts.
    case stable
    /// Some eigenvalue is positive: all but few small departures grow.
    case unstable
    /// Neither is shown: the slope of the aggregate best reply is 1, or creators respond in both directions.
    case undecided

    /// From g_i and how many creators have it.
    init(replySlopes: [(slope: Double, count: Double)]) {
        guard !replySlopes.isEmpty, replySlopes.allSatisfy({ $0.slope < 1 }) else {
            self = .undecided
            return
        }
        let margin = 1e-9
        let all = replySlopes.reduce(0) { $0 + $1.slope * $1.count }
        let rising = replySlopes.reduce(0) { $0 + max(0, $1.slope) * $1.count }
        if all > 1 + margin {
            self = .unstable
        } else if rising < 1 - margin {
            self = .stable
        } else {
            // g/(1 + l (1 - g)) is a term of h.
            let places = (-40...40).map { Double(sign: .plus, exponent: $0, significand: 1) }
            let exceeds = places.contains { l in replySlopes.reduce(0) { $0 + $1.count * $1.slope / (1 + l * (1 - $1.slope)) } > 1 + margin }
            self = exceeds ? .unstable : .undecided
        }
    }
}
