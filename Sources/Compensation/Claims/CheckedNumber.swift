/// A number that is claimed of paying for data, beside what comes out on computing it anew.
///
/// ```swift
/// for row in try CheckedNumber.all() { print(row.statement, row.claimed, row.found, row.holds) }
/// ```
public struct CheckedNumber: Sendable, Equatable {
    /// What the number is of: shares, splits, licences.
    public let subject: Subject
    /// What is claimed, in words.
    public let statement: String
    /// Who says so: this project derived it, or the memo of 2021 states it as an example.
    public let source: Source
    /// The number claimed.
    public let claimed: Double
    /// The number computed.
    public let found: Double
    /// How far apart they may be: half a unit of the last place that is stated, or rounding.
    public let tolerance: Double

    /// What a number is of.
    public enum Subject: String, Sendable, CaseIterable {
        case shares, splits, licences
    }

    /// Who says so.
    public enum Source: String, Sendable {
        case derived = "derived here"
        case memo = "the memo's example"
        case law = "from a published law"
    }

    /// Whether the number computed is the one claimed.
    public var holds: Bool { abs(found - claimed) <= tolerance }

    /// All of them, in the order of the subjects.
    /// - Throws: nothing but what would say that an example is no economy.
    /// - Complexity: about a second.
    public static func all() throws -> [CheckedNumber] { try shares() + splits() + licences() }

    /// The example: Hoffmann's law, 70 billion parameters, 1.4e12 tokens, linear profit with its cut at a loss of 3.
    static func example() throws(CompensationError) -> DataValue {
        let loss = ScalingLaw.hoffmann.loss(parameters: 7e10, tokens: 1.4e12)
        return try DataValue(law: .hoffmann, parameters: 7e10, profit: .linear(cut: 3, profit: 1e9, atLoss: loss))
    }
}
