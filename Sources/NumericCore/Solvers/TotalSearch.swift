/// Root of a falling function G(t), t = log s, by Newton's method inside a bracket.
///
/// Safeguard: every evaluation moves one end of the bracket to t, and a step that would leave the bracket, or three in a
/// row that do not halve |G|, is replaced by bisection (by a growing stride while one end is infinite). G falls strictly,
/// so the bracket always holds the root and shrinks to it.
struct TotalSearch {
    private var low = -Double.infinity  // G > 0 here: the total is too small
    private var high = Double.infinity  // G < 0 here
    private var stride = 4.0
    private static let longestStep = 256.0 // in log s; G is nearly straight far from the root
    private static let polishingStep = 1e-9
    /// Whether the last step was Newton's own: only then does a residual that no longer falls mean rounding.
    private(set) var followedProposal = false
    private var best = Double.infinity
    private var slow = 0

    /// The next step from `t`, where G has this value and `proposal` is what Newton's method suggests.
    mutating func step(from t: Double, value: Double, proposal: Double) -> Double {
        if value > 0 { low = max(low, t) } else { high = min(high, t) }
        slow = abs(value) <= 0.5 * best ? 0 : slow + 1
        best = min(best, abs(value))
        let next = t + proposal
        // A step below the resolution of t only polishes: it may leave a bracket that cannot resolve it.
        let isInside = (next > low && next < high && abs(proposal) <= Self.longestStep) || abs(proposal) < Self.polishingStep
        followedProposal = slow < 3 && proposal.isFinite && isInside
        if followedProposal { return proposal }
        slow = 0
        if low.isFinite && high.isFinite { return 0.5 * (low + high) - t }
        stride *= 2
        return value > 0 ? stride / 2 : -stride / 2
    }

    /// Where the root lies.
    var bracket: ClosedRange<Double> { low...max(low, high) }

    /// Whether the bracket is down to the relative resolution of the total (a step of 2^-52 in log s is one ULP of s).
    var isExhausted: Bool { low.isFinite && high.isFinite && high - low <= 0x1p-52 * max(1, abs(low)) }
}
