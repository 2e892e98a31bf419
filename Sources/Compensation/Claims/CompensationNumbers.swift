import NumericCore

/// Every number that is claimed of paying for data, computed anew.
///
/// ```swift
/// for row in try CompensationNumbers.all() { print(row.statement, row.claimed, row.found, row.holds) }
/// ```
public enum CompensationNumbers {
    /// All of them: shares, splits, what curvature says of both, licences.
    /// - Throws: nothing but what would say that an example is no economy.
    /// - Complexity: about a second.
    public static func all() throws -> [CheckedNumber] { try shares() + splits() + curvature() + licences() }

    /// The example: Hoffmann's law, 70 billion parameters, 1.4e12 tokens, linear profit with its cut at a loss of 3.
    static func example() throws(FieldError) -> DataValue {
        let loss = ScalingLaw.hoffmann.loss(parameters: 7e10, tokens: 1.4e12)
        return try DataValue(law: .hoffmann, parameters: 7e10, profit: .linear(cut: 3, profit: 1e9, atLoss: loss))
    }
}

extension CheckedNumber.Source {
    /// The example in a memo of 2021.
    static let memo = CheckedNumber.Source(rawValue: "the memo's example")
    /// A scaling law as published.
    static let law = CheckedNumber.Source(rawValue: "from a published law")
}
