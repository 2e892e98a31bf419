#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif
import NumericCore

/// Many models that pay for the same data, and competition between them.
///
/// Each earns profit m^-eta: eta = 0 no competition, 1 a fixed pool, above 1 competition destroys profit. That competition may drive profits
/// to nothing is the memo's worry; the exponent is this project's (derived).
///
/// ```swift
/// let models = try ModelMarket(models: 10, competition: 0)
/// models.payment(profit: 1e9, share: 0.2, producers: 1e6)   // 2000, the memo's example
/// ```
public struct ModelMarket: Sendable, Equatable {
    /// m > 0
    public let models: Double
    /// eta >= 0
    public let competition: Double

    /// - Throws: ``FieldError`` for models that are not positive or an exponent that is negative.
    public init(models: Double, competition: Double) throws(FieldError) {
        try NumberDomain.positive.check(models, "models")
        try NumberDomain.nonnegative.check(competition, "competition")
        (self.models, self.competition) = (models, competition)
    }

    private init() { (models, competition) = (1, 0) }

    /// A single model.
    public static let one = ModelMarket()

    /// m m^-eta, how many pools of one model alone all models pay.
    public var factor: Double { competition == 0 ? models : competition == 1 ? 1 : models * power(models, -competition) }

    /// sigma m pi m^-eta/n, what a producer of average size is paid a year.
    public func payment(profit: Double, share: Double, producers: Double) -> Double { share * factor * profit / producers }
}
