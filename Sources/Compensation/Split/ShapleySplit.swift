#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif
import NumericCore

/// Shapley's value of the game v(S) = v(tokens of S) among producers: each one's marginal contribution, averaged over all orders.
///
///     phi_i = sum over S without i of |S|! (n - 1 - |S|)!/n! (v(S + i) - v(S))
///
/// It is not proportional to tokens unless v is quadratic. Which of two producers gets more a token is decided by v''': the small one where
/// it is positive, as beyond the cut of a linear profit, the large one where it is negative; v'' alone, concave or convex, does not decide
/// it (v = t^3 is convex and favours the small one) (derived).
public struct ShapleySplit: Sendable, Equatable {
    /// phi_i, one a producer; they add up to v(D) - v(0).
    public let values: [Double]
    /// Of each value, from the spread between pairs of orders; nil where the values are exact.
    public let standardErrors: [Double]?
    /// The largest |sum phi - (v(D) - v(0))|/(v(D) - v(0)) of one order (sampled) or of the result (exact): rounding alone.
    public let efficiencyError: Double
    /// How it was computed, in words.
    public let method: String

    /// Producers up to which all coalitions are looked at.
    public static let mostEnumerated = 20

    init(values: [Double], standardErrors: [Double]?, efficiencyError: Double, method: String) {
        (self.values, self.standardErrors) = (values, standardErrors)
        (self.efficiencyError, self.method) = (efficiencyError, method)
    }

    /// The value by all coalitions, or by counts of coalitions where there are too many producers but few distinct totals.
    /// - Throws: ``FieldError`` where neither is within reach: then it can be sampled.
    /// - Complexity: O(n 2^n) up to 20 producers, beyond O(n^2 U) for each distinct size, U the total in units of the
    ///   sizes' greatest common divisor.
    public static func exact(_ value: DataValue, tokens: [Double], threads: Int? = nil) throws(FieldError) -> ShapleySplit {
        if tokens.count <= mostEnumerated { return enumerated(value, tokens, Workers(threads: threads)) }
        if let counted = CoalitionCounts(tokens) { return counted.split(value, Workers(threads: threads)) }
        throw FieldError(
            field: "split", expected: "shapley-sampled for more than \(mostEnumerated) producers whose sizes have no coarse common unit",
            found: "\"shapley\" for \(tokens.count) producers")
    }

    private static func enumerated(_ value: DataValue, _ tokens: [Double], _ workers: Workers) -> ShapleySplit {
        let n = tokens.count
        let sets = 1 << n
        let worth = SharedTable(count: sets, filledWith: 0.0)
        let tile = min(sets, 1 << 12)
        workers.run(sets / tile) { index in
            for set in index * tile..<(index + 1) * tile {
                worth[set] = value.profit((0..<n).reduce(0) { set >> $1 & 1 == 1 ? $0 + tokens[$1] : $0 })
            }
        }
        // |S|! (n - 1 - |S|)!/n! = 1/(n C(n - 1, |S|))
        let weights = (1..<max(n, 1)).reduce(into: [1 / Double(max(n, 1))]) { weights, size in
            weights.append(weights[size - 1] * Double(size) / Double(n - size))
        }
        let values = SharedTable(count: n, filledWith: 0.0)
        workers.run(n) { producer in
            var sum = ExactTotal()
            let bit = 1 << producer
            for set in 0..<sets where set & bit == 0 {
                sum.add(weights[set.nonzeroBitCount] * (worth[set | bit] - worth[set]))
            }
            values[producer] = sum.value
        }
        let total = worth[sets - 1] - worth[0]
        return ShapleySplit(
            values: values.array, standardErrors: nil, efficiencyError: efficiency(values.array, total), method: "all \(sets) coalitions")
    }

    static func efficiency(_ values: [Double], _ total: Double) -> Double {
        var sum = ExactTotal()
        for value in values { sum.add(value) }
        return total > 0 ? abs(sum.value - total) / total : abs(sum.value)
    }
}
