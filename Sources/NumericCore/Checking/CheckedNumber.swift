/// A number that is claimed somewhere, beside what comes out on computing it anew. Each system lists its own.
///
/// ```swift
/// let row = CheckedNumber(subject: "shares", statement: "flat share", source: .derived, claimed: 0.2, found: 0.2)
/// row.holds   // true
/// ```
public struct CheckedNumber: Sendable, Equatable {
    /// What the number is of, in a word or two: `shares`, `weather game`.
    public let subject: String
    /// What is claimed, in words.
    public let statement: String
    /// Who says so.
    public let source: Source
    /// The number claimed.
    public let claimed: Double
    /// The number computed; NaN where there is none.
    public let found: Double
    /// How far apart they may be: half a unit of the last place that is stated, or rounding.
    public let tolerance: Double

    /// Who says that a number is so, in words.
    public struct Source: RawRepresentable, Sendable, Equatable {
        /// The words.
        public let rawValue: String
        /// A source in words.
        public init(rawValue: String) { self.rawValue = rawValue }
        /// This project derived it.
        public static let derived = Source(rawValue: "derived here")
        /// Immorlica, "Theoretical models of generative AI in economic environments", a talk.
        public static let talk = Source(rawValue: "the talk")
    }

    /// - Parameter tolerance: absolute; 0 for equal doubles.
    public init(subject: String, statement: String, source: Source, claimed: Double, found: Double, tolerance: Double = 0) {
        (self.subject, self.statement, self.source) = (subject, statement, source)
        (self.claimed, self.found, self.tolerance) = (claimed, found, tolerance)
    }

    /// Whether the number computed is the one claimed; not where there is none.
    public var holds: Bool { abs(found - claimed) <= tolerance }
}
