import NumericCore

/// Receivers of several types who buy one good that is worth having in state 1 only.
///
/// Type t holds state 1 likely with probability p_t and buys iff its posterior is at least 1/2; the sender earns each sale. A message m with
/// likelihood ratio lambda = P(m | 0) / P(m | 1) is obeyed (the type buys) iff p_t / (1 - p_t) >= lambda, and sends, for each unit of
/// P(m | 1), g(lambda) = sum over the types that obey of w_t (p_t + (1 - p_t) lambda) sales.
/// The model is Harris et al. (arXiv:2311.18138) and Immorlica's talk on generative AI in economic environments; everything below that is
/// stated with sums of prefixes is derived here.
///
/// ```swift
/// let types = try PrivateTypes(probabilities: [0.2, 0.4])
/// types.pooledPolicy().value           // 0.475
/// try types.cuts(upTo: 1).values       // [0.475, 0.6]
/// ```
public struct PrivateTypes: Sendable, Equatable {
    /// P(state 1) of each type, in ascending order, in [0, 1].
    public let probabilities: [Double]
    /// How many of each there are, >= 0, with sum 1.
    public let weights: [Double]

    /// p / (1 - p), infinite at p = 1. Ratios are compared, never products: equal divisions of equal numbers are equal, so that the type
    /// that a message aims at obeys it.
    let ratios: [Double]
    /// Entry k: sum over the first k types of w p, sales in state 1.
    let salesIn1: [Double]
    /// Entry k: sum over the first k types of w (1 - p), sales in state 0.
    let salesIn0: [Double]
    /// Entry k: the weight of the first k types.
    let weightBefore: [Double]
    /// Entry k: the weight of the types from k on. Differences of these, not of ``weightBefore``, are the weights of types that buy unasked,
    /// which may be little beside those who doubt.
    let weightFrom: [Double]
    /// How many types have p < 1/2: the others buy unless they are told something.
    let doubters: Int
    /// Gains below this are rounding: 1e-14 of what can be sold at all, and what prefix sums are good to at the largest ratio below 1.
    let resolution: Double

    /// - Parameters:
    ///   - probabilities: ascending, in [0, 1]; equal types may be listed apart.
    ///   - weights: one each, >= 0, with sum 1 within 1e-9; nil for equal weights.
    /// - Throws: ``FieldError`` naming the first value at fault.
    /// - Complexity: O(n).
    public init(probabilities: [Double], weights: [Double]? = nil) throws(FieldError) {
        guard !probabilities.isEmpty else { throw FieldError(field: "types", expected: "at least one type", found: "none") }
        let weights = weights ?? [Double](repeating: 1 / Double(probabilities.count), count: probabilities.count)
        guard weights.count == probabilities.count else {
            throw FieldError(field: "weights", expected: "\(probabilities.count) numbers, one for each type", found: "\(weights.count)")
        }
        for (at, p) in probabilities.enumerated() {
            guard p >= 0, p <= 1 else { throw FieldError(field: "types[\(at)]", expected: "a probability from 0 to 1", found: "\(p)") }
            if at > 0, p < probabilities[at - 1] {
                throw FieldError(field: "types[\(at)]", expected: "types in ascending order", found: "\(p) after \(probabilities[at - 1])")
            }
        }
        try Probability.check(weights, field: "weights")
        self.init(sorted: probabilities, weights: weights)
    }

    /// Some of the types, with the weights they have: sales are those of these types alone.
    init(_ chosen: [Int], of types: PrivateTypes) {
        self.init(sorted: chosen.map { types.probabilities[$0] }, weights: chosen.map { types.weights[$0] })
    }

    private init(sorted probabilities: [Double], weights: [Double]) {
        self.probabilities = probabilities
        self.weights = weights
        ratios = probabilities.map { $0 / (1 - $0) }
        salesIn1 = Self.prefixSums(probabilities.indices.lazy.map { weights[$0] * probabilities[$0] })
        salesIn0 = Self.prefixSums(probabilities.indices.lazy.map { weights[$0] * (1 - probabilities[$0]) })
        weightBefore = Self.prefixSums(weights)
        weightFrom = Self.prefixSums(weights.reversed()).reversed()
        doubters = ratios.firstIndex { $0 >= 1 } ?? ratios.count
        informedValue = Self.prefixSums(zip(weights, probabilities).lazy.map { $0 * min(1, 2 * $1) }).last ?? 0
        resolution = 1e-14 * informedValue + 8 * Double.ulpOfOne * (doubters > 0 ? ratios[doubters - 1] : 0) * salesIn0[doubters]
    }

    private static func prefixSums(_ terms: some Sequence<Double>) -> [Double] {
        var sums = [0.0]
        var sum = CompensatedSum()
        for term in terms {
            sum.add(term)
            sums.append(sum.value)
        }
        return sums
    }

    /// The number of types n.
    public var count: Int { probabilities.count }

    /// Sales where the sender knows each type: sum of w min(1, 2 p), that is, a cut between any two types.
    public let informedValue: Double

    /// Sales that a message aimed at type t loses against telling nothing to types that all buy: sum over s < t of w_s (p_s + (1 - p_s) q_t).
    ///
    /// With it, aiming at t in an interval of types i..<j sells A_j + q_t B_j - loss(t), whatever i <= t is (A, B the sums of prefixes): lines in
    /// B_j with ascending slopes, of which an upper envelope finds the best.
    func loss(_ t: Int) -> Double { salesIn1[t] + ratios[t] * salesIn0[t] }
}

/// Checks of probabilities that sum to one.
enum Probability {
    static func check(_ values: [Double], field: String) throws(FieldError) {
        var sum = CompensatedSum()
        for (at, value) in values.enumerated() {
            guard value >= 0, value.isFinite else {
                throw FieldError(field: "\(field)[\(at)]", expected: "a finite number >= 0", found: "\(value)")
            }
            sum.add(value)
        }
        guard abs(sum.value - 1) <= 1e-9 else { throw FieldError(field: field, expected: "numbers with sum 1", found: "sum \(sum.value)") }
    }
}
