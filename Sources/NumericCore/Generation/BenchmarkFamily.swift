/// Seeded random contests on which this package is measured: exclusive competition, dense, all sizes.
///
/// Every topic draws alpha uniform on [0.5, 1.5], beta uniform on [0.2, 0.6] and gamma uniform on [0.8, 1], so that
/// 0 <= beta <= gamma always holds. The families differ in attention and costs (n creators):
///
/// | family | mu / n              | c                        | rho                      |
/// |--------|---------------------|--------------------------|--------------------------|
/// | E      | uniform [1, 3]      | uniform [0.5, 1.5]       | 2                        |
/// | E17    | uniform [1, 3]      | uniform [0.5, 1.5]       | 1.7                      |
/// | H2     | log-uniform 1..100  | log-uniform 0.1..10      | uniform [1.2, 3] a cell  |
/// | H1     | log-uniform 0.1..1000 | log-uniform 0.001..1000 | uniform [1.05, 3] a cell |
///
/// E is easy; efforts of H1 span more than 100 decades. A cell's draws depend on its creator and topic and the seed
/// only: a smaller contest of the same family and seed is a corner of the larger one (but for mu, which grows with n).
///
/// ```swift
/// let contest = try BenchmarkFamily.h1.contest(creators: 10_000, topics: 100, seed: 1)
/// contest.layout.cells   // 1000000
/// ```
public enum BenchmarkFamily: String, CaseIterable, Sendable {
    case e = "E"
    case e17 = "E17"
    case h2 = "H2"
    case h1 = "H1"

    /// Draws a contest of the family.
    /// - Throws: ``FieldError`` where a size is below 1, creators exceed 2^31 - 1, or the number of cells overflows.
    /// - Complexity: O(creators x topics) time; one double a cell, two where the exponent varies (H2, H1), and no other
    ///   memory that grows with the cells.
    public func contest(creators: Int, topics: Int, seed: UInt64) throws(FieldError) -> Contest {
        try RandomGame(family: self, creators: creators, topics: topics, seed: seed).contest()
    }

    /// mu / n at a topic's counter.
    func attentionPerCreator(_ random: CounterRandom, at counter: UInt64) -> Double {
        switch self {
        case .e, .e17: random.uniform(in: 1...3, at: counter)
        case .h2: random.logUniform(in: 1...100, at: counter)
        case .h1: random.logUniform(in: 0.1...1000, at: counter)
        }
    }

    /// c at the counters from `first` on.
    func coefficients(_ random: CounterRandom, from first: UInt64, into values: UnsafeMutableBufferPointer<Double>) {
        switch self {
        case .e, .e17: fill(values, from: first) { random.uniform(in: 0.5...1.5, at: $0) }
        case .h2: fill(values, from: first) { random.logUniform(in: 0.1...10, at: $0) }
        case .h1: fill(values, from: first) { random.logUniform(in: 0.001...1000, at: $0) }
        }
    }

    /// rho where all cells share it, nil where each draws its own.
    var sharedExponent: Double? {
        switch self {
        case .e: 2
        case .e17: 1.7
        case .h2, .h1: nil
        }
    }

    /// rho at the counters from `first` on.
    func exponents(_ random: CounterRandom, from first: UInt64, into values: UnsafeMutableBufferPointer<Double>) {
        switch self {
        case .e, .e17: values.update(repeating: sharedExponent!)
        case .h2: fill(values, from: first) { random.uniform(in: 1.2...3, at: $0) }
        case .h1: fill(values, from: first) { random.uniform(in: 1.05...3, at: $0) }
        }
    }

    private func fill(_ values: UnsafeMutableBufferPointer<Double>, from first: UInt64, _ draw: (UInt64) -> Double) {
        for i in values.indices { values[i] = draw(first + UInt64(i)) }
    }
}
