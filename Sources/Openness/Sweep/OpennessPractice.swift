/// Which of the two practices are in use.
public enum OpennessPractice: String, Sendable, CaseIterable {
    /// The developer posts a tariff, and that is all.
    case posted
    /// Developer and leader are one firm.
    case integrated
    /// Followers are spared the access fee.
    case freeTrial = "free-trial"
    /// Both.
    case integratedFreeTrial = "integrated-free-trial"

    /// The practice that two flags name.
    public init(isIntegrated: Bool, hasFreeTrial: Bool) {
        self = isIntegrated ? hasFreeTrial ? .integratedFreeTrial : .integrated : hasFreeTrial ? .freeTrial : .posted
    }

    /// Whether developer and leader are one firm.
    public var isIntegrated: Bool { self == .integrated || self == .integratedFreeTrial }
    /// Whether followers are spared the access fee.
    public var hasFreeTrial: Bool { self == .freeTrial || self == .integratedFreeTrial }

    /// This at one openness.
    public func policy(openness: Double) -> OpennessPolicy {
        OpennessPolicy(openness: openness, isIntegrated: isIntegrated, hasFreeTrial: hasFreeTrial)
    }
}
