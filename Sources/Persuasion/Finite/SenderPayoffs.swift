import NumericCore

/// The sender's payoffs in two parts that are never added before the end: what its worst action earns in every state, and what policies earn above that.
///
/// A policy changes nothing of the first part, so values, bounds and prices are compared by the second alone, in which nothing is hidden by a large number
/// that all actions have in common (derived: optimal policies and multipliers are those of the payoffs less each state's least).
struct SenderPayoffs: Sendable, Equatable {
    /// The least payoff in every state.
    let worst: [Double]
    /// Entry [w][a]: payoff less the least of the state, within a rounding of itself.
    let excess: [[Double]]

    init(_ payoffs: [[Double]]) {
        let worst = payoffs.map { $0.min() ?? 0 }
        self.worst = worst
        excess = zip(payoffs, worst).map { row, least in row.map { $0 - least } }
    }

    /// What all that happens is worth: the worst actions' earnings and an excess, with what the sum rounds off.
    /// - Parameter chances: of the states. Where they sum to 1 but for the rounding of decimals they are taken to do so: what all states have in common is then counted once.
    func total(_ chances: [Double], excess: Double) -> (value: Double, rounding: Double) {
        let common = worst.min() ?? 0
        var sum = CompensatedSum(of: chances)
        sum.add(-1)
        var (total, terms) = (CompensatedSum(), 0.0)
        func add(_ chance: Double, _ payoff: Double) {
            let product = chance * payoff
            total.add(product)
            total.add((-product).addingProduct(chance, payoff))
            terms += abs(product)
        }
        add(1, common)
        if abs(sum.value) > 1e-14 { add(sum.value, common) }
        let isCommon = terms
        for (chance, least) in zip(chances, worst) { add(chance, least - common) }
        total.add(excess)
        let value = total.value
        total.add(-value)
        return (value, abs(total.value) + Double.ulpOfOne * (terms - isCommon))
    }

    /// How far the worst and the best actions are apart: sum over states of chance times the largest excess.
    func spread(_ chances: [Double]) -> Double { zip(chances, excess).reduce(0) { $0 + $1.0 * ($1.1.max() ?? 0) } }

    /// Whether an error is within the tolerance of what is at stake, or no more than what doubles round off the actions' differences.
    static func admits(_ error: Double, stake: Double, spread: Double, tolerance: Double) -> Bool {
        error <= tolerance * stake || error <= 64 * Double.ulpOfOne * spread
    }
}
