/// The ways to solve a contest.
public enum Method: String, Sendable, CaseIterable {
    /// Every topic through its total; separable contests only.
    case topicNewton = "topic-newton"
    /// Newton's method on net prices, a block a creator, one K x K system; any costs and capacities.
    case structuredNewton = "structured-newton"
    /// The same equations with the whole Jacobian and one LU factorisation: small contests, a reference.
    case denseNewton = "dense-newton"
    /// First-order steps with an exact projection on each creator's capacity; any costs and capacities.
    case projectedGradient = "projected-gradient"
}
