/// How much each creator can do: sum_k a_k x_ik <= B_i, a_k > 0, B_i >= 0 or infinite. What one more unit of B_i is worth
/// to the creator is its capacity price lambda_i >= 0, reported with an equilibrium.
///
/// ```swift
/// let hours = try Capacity(limits: [12, 9, .infinity])
/// ```
public struct Capacity: Sendable, Equatable {
    /// B_i >= 0; infinity: no limit.
    public let limits: PerCreator
    /// a_k > 0
    public let weights: PerTopic

    /// The numbers are checked when a contest is built of them.
    public init(limits: PerCreator, weights: PerTopic = 1) {
        self.limits = limits
        self.weights = weights
    }

    /// Whether nobody has a limit.
    public var isNeutral: Bool { limits.values.allSatisfy { $0 == .infinity } }

    func validate(creators: Int, topics: Int) throws(FieldError) {
        try limits.validate("capacity.limits", count: creators, of: "creators", domain: "a number >= 0, or null for no limit") { $0 >= 0 }
        try weights.validate("capacity.weights", count: topics, of: "topics", domain: "a finite number > 0") { $0 > 0 && $0.isFinite }
    }
}
