/// A royalty: the share tau in [0, 1] of GenAI's revenue goes to human creators pro rata to x_i/s.
///
/// GenAI earns M alpha s^(beta - gamma) times what all human content earns, so a unit of effort receives
///
///     P = mu (1 + tau M alpha s^(beta - gamma)) / D = (1 - tau) mu/D + tau mu s^-gamma,
///
/// the price of ``TwoEngines`` with a share 1 - tau of conversation. Both at once are of that form too, with
/// Q = q (1 - tau): what a conversational engine pays is q mu/D, and its royalty q tau mu s^-gamma (M alpha s^bt/(M alpha s^bt + s))
/// is q tau (mu s^-gamma - mu/D). The same algebra holds where attention goes by all content (``TotalDemand``).
///
/// It is monotone wherever the base market is: a convex combination of two monotone prices (``TwoEngines``).
/// Source: derived here.
struct Royalty: Sendable, Equatable {
    /// tau
    var share: Double

    /// Q = q (1 - tau), what is left to share in proportion to all content, human and GenAI's.
    func sharedPart(conversation q: Double) -> Double { q * (1 - share) }
    /// 1 - Q, what goes to human content alone, as a sum of two numbers >= 0.
    func humanPart(conversation q: Double) -> Double { (1 - q) + q * share }
    /// dQ/dtau and dQ/dq.
    func sharedPartSlopes(conversation q: Double) -> (royalty: Double, conversation: Double) { (-q, 1 - share) }
}
