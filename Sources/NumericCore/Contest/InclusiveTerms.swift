/// What a creator's choice between effort and GenAI covers.
public enum AdoptionRule: String, Sendable, CaseIterable {
    /// One choice in each topic.
    case perTopic = "per-topic"
    /// One choice for all topics together.
    case global
}

/// What a platform charges a GenAI user in each topic: a share phi of the income and a flat amount.
public struct UsageFee: Sendable, Equatable {
    /// phi in [0, 1].
    public let share: Double
    /// In units of payoff, >= 0.
    public let flat: Double

    /// No fee.
    public static let none = UsageFee(validShare: 0, flat: 0)

    /// - Throws: ``FieldError`` naming the value outside its domain.
    public init(share: Double = 0, flat: Double = 0) throws(FieldError) {
        guard share >= 0, share <= 1 else {
            throw FieldError(field: "usageFee.share", expected: "a number in [0, 1]", found: "\(share)")
        }
        guard flat >= 0, flat.isFinite else {
            throw FieldError(field: "usageFee.flat", expected: "a finite number >= 0", found: "\(flat)")
        }
        (self.share, self.flat) = (share, flat)
    }

    private init(validShare: Double, flat: Double) { (share, self.flat) = (validShare, flat) }
}

/// Whether a creator may put in own effort and use GenAI at once, and what that costs besides the usage fee.
public struct Hybrid: Sendable, Equatable {
    /// Whether doing both is a third action.
    public let isAllowed: Bool
    /// In units of payoff, >= 0, charged in each topic where a creator does both.
    public let fee: Double

    /// Effort or GenAI, never both.
    public static let excluded = Hybrid(isAllowed: false, validFee: 0)

    /// Both at once is allowed.
    /// - Throws: ``FieldError`` for a fee that is negative or not finite.
    public static func allowed(fee: Double = 0) throws(FieldError) -> Hybrid { try Hybrid(isAllowed: true, fee: fee) }

    /// - Throws: ``FieldError`` for a fee that is negative or not finite.
    public init(isAllowed: Bool, fee: Double) throws(FieldError) {
        guard fee >= 0, fee.isFinite else {
            throw FieldError(field: "hybrid.fee", expected: "a finite number >= 0", found: "\(fee)")
        }
        self.init(isAllowed: isAllowed, validFee: fee)
    }

    private init(isAllowed: Bool, validFee: Double) { (self.isAllowed, fee) = (isAllowed, validFee) }
}

/// The terms on which GenAI is open to all creators; they matter only where ``Contest/competition`` is `inclusive`.
public struct InclusiveTerms: Sendable, Equatable {
    /// One choice a topic, or one for all.
    public var adoption: AdoptionRule
    /// The income of a GenAI user before fees.
    public var payoff: GenAIPayoff
    /// What a platform charges.
    public var fee: UsageFee
    /// Whether own effort and GenAI can go together.
    public var hybrid: Hybrid

    /// The defaults: a choice in each topic, share times attention, no fees, no hybrids.
    public init(
        adoption: AdoptionRule = .perTopic, payoff: GenAIPayoff = .derived, fee: UsageFee = .none, hybrid: Hybrid = .excluded
    ) {
        self.adoption = adoption
        self.payoff = payoff
        self.fee = fee
        self.hybrid = hybrid
    }
}
