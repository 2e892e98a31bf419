import Compensation
import NumericCore

/// Payments for data: `creators` is the number of producers, `topics` 1.
enum CompensationTasks {
    /// Sizes over two decades, and reservations a token over another two around what all of them would be paid.
    static func prepare(_ point: TaskPoint, _ inputs: TaskInputs) throws -> PreparedTask {
        let random = CounterRandom(seed: inputs.seed, stream: 0xDA7A)
        let count = point.cells
        let tokens = (0..<count).map { random.logUniform(in: 1e11 / Double(count)...1e13 / Double(count), at: UInt64(2 * $0)) }
        if point.task == .sort { return sort(tokens) }
        let payment = try UnitPayment(value: try value(), share: share)
        let total = tokens.reduce(0, +)
        let paid = payment(total)
        let reservations = tokens.enumerated().map { $1 * paid * random.logUniform(in: 0.05...5, at: UInt64(2 * $0 + 1)) }
        let pool = share * payment.value.profit(total)
        var last: (payments: [Double], found: Participation)?
        return PreparedTask(conclude: { conclude(last, pool: pool) }) {
            let payments = try splitProportionally(pool, weights: tokens, threads: point.threads)
            let supply = try Supply(tokens: tokens, reservations: reservations)
            last = (payments, Participation(of: supply, payment, threads: point.threads))
            return nil
        }
    }

    /// The share of profit that data get.
    private static let share = 0.2

    /// A model of 70 billion parameters that earns in proportion to how far its loss is below 3.
    private static func value() throws -> DataValue {
        try DataValue(law: .hoffmann, parameters: 7e10, profit: .linear(cut: 3, slope: 1e9))
    }

    /// One sort of the producers' sizes, the copy that it works on not counted.
    private static func sort(_ tokens: [Double]) -> PreparedTask {
        PreparedTask {
            var copy = tokens
            copy.withUnsafeMutableBufferPointer { $0[0] = tokens[0] }
            let start = monotonicSeconds()
            copy.sort()
            return monotonicSeconds() - start
        }
    }

    /// Right where payments add up to the pool and every equilibrium that is listed holds by its certificate.
    private static func conclude(_ last: (payments: [Double], found: Participation)?, pool: Double) -> Conclusion {
        guard let last else { return .wrong("nothing came of it") }
        var sum = CompensatedSum()
        for payment in last.payments { sum.add(payment) }
        guard abs(sum.value - pool) <= 1e-15 * pool else { return .wrong("payments add up to \(sum.value), not \(pool)") }
        guard !last.found.equilibria.isEmpty, last.found.equilibria.allSatisfy(\.certificate.holds) else {
            return .wrong("an equilibrium does not hold, or there is none")
        }
        return .right(.init(status: Status.converged.rawValue, passes: last.found.equilibria.count))
    }
}
