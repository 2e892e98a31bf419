/// What effort costs in all topics together: creator i pays (h_i/theta) (sum_k a_k x_ik)^theta on top of its other costs,
/// h_i >= 0, theta >= 1, a_k > 0: fatigue, or the value of time.
///
/// ```swift
/// let fatigue = try TotalEffortCost(scale: 0.5, exponent: 2)
/// ```
public struct TotalEffortCost: Sendable, Equatable {
    /// h_i >= 0, payoff per (weighted effort)^theta.
    public let scale: PerCreator
    /// theta >= 1
    public let exponent: Double
    /// a_k > 0
    public let weights: PerTopic

    /// - Throws: ``FieldError`` naming the first value outside its domain.
    public init(scale: PerCreator, exponent: Double = 2, weights: PerTopic = 1) throws(FieldError) {
        self.scale = scale
        self.exponent = exponent
        self.weights = weights
        guard exponent >= 1, exponent.isFinite else {
            throw FieldError(field: "cost.totalEffort.exponent", expected: "a finite number >= 1", found: "\(exponent)")
        }
    }

    /// Whether any creator pays it.
    public var isNeutral: Bool { scale.values.allSatisfy { $0 == 0 } }

    func validate(creators: Int, topics: Int) throws(FieldError) {
        try scale.validate("cost.totalEffort.scale", count: creators, of: "creators", domain: "a finite number >= 0") { $0 >= 0 && $0.isFinite }
        try weights.validate("cost.totalEffort.weights", count: topics, of: "topics", domain: "a finite number > 0") { $0 > 0 && $0.isFinite }
    }
}
