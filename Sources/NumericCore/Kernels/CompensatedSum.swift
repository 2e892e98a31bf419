/// A sum that keeps what each addition rounds off (Neumaier 1974, doi:10.1002/zamm.19740540106): the error is about one
/// rounding of the result plus eps^2 times the sum of magnitudes.
package struct CompensatedSum: Sendable {
    private var sum = 0.0
    private var lost = 0.0

    package init() {}

    /// The sum of some numbers, in their order.
    package init(of terms: some Sequence<Double>) {
        for term in terms { add(term) }
    }

    package mutating func add(_ term: Double) {
        let next = sum + term
        if next.isFinite { lost += sum.magnitude >= term.magnitude ? (sum - next) + term : (term - next) + sum }
        sum = next
    }
    package var value: Double { sum + lost }
}
