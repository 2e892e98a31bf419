/// Scaling laws with the constants that were published: the file words of `law`.
public enum PublishedLaw: String, Sendable, CaseIterable {
    /// Hoffmann et al. 2022, arXiv:2203.15556, as printed (two decimals).
    case hoffmann
    /// The same fit before its rounding, as read off the paper's data by Besiroglu et al. 2024.
    case hoffmannUnrounded = "hoffmann-unrounded"
    /// Besiroglu et al., "Chinchilla scaling: a replication attempt", 2024, arXiv:2404.10102.
    case besiroglu
    /// Muennighoff et al., "Scaling data-constrained language models", 2023, arXiv:2305.16264, on C4.
    case muennighoffC4 = "muennighoff-c4"
    /// Kaplan et al. 2020, arXiv:2001.08361, the joint fit.
    case kaplan

    /// The law itself.
    public var law: ScalingLaw {
        switch self {
        case .hoffmann: .additive(AdditiveLaw(unchecked: (1.69, 406.4, 0.34, 410.7, 0.28)))
        case .hoffmannUnrounded: .additive(AdditiveLaw(unchecked: (1.6934, 406.4, 0.3392, 410.7, 0.2849)))
        case .besiroglu: .additive(AdditiveLaw(unchecked: (1.8172, 482.01, 0.3478, 2085.43, 0.3658)))
        case .muennighoffC4: .additive(AdditiveLaw(unchecked: (1.87, 521, 0.353, 1488, 0.353)))
        case .kaplan: .kaplan(KaplanLaw(unchecked: (6.4e13, 0.076, 1.8e13, 0.103)))
        }
    }
}

extension ScalingLaw {
    /// ``PublishedLaw/hoffmann``
    public static let hoffmann = PublishedLaw.hoffmann.law
    /// ``PublishedLaw/besiroglu``
    public static let besiroglu = PublishedLaw.besiroglu.law
    /// ``PublishedLaw/kaplan``
    public static let kaplanJoint = PublishedLaw.kaplan.law

    /// Tokens that the experiments behind the laws cover, and some orders of magnitude more: beyond, results are extrapolations.
    public static let coveredTokens: ClosedRange<Double> = 1e8...1e14
}
