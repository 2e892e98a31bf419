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
    /// - Throws: ``ContestError`` where a size is below 1, creators exceed 2^31 - 1, or the number of cells overflows.
    /// - Complexity: O(creators x topics) time; one double a cell, two where the exponent varies (H2, H1), and no other
    ///   memory that grows with the cells.
    public func contest(creators: Int, topics: Int, seed: UInt64) throws(ContestError) -> Contest {
        try Self.check(creators, field: "creators")
        try Self.check(topics, field: "topics")
        guard !creators.multipliedReportingOverflow(by: topics * MemoryLayout<Double>.stride).overflow else {
            throw ContestError(field: "creators", expected: "cells that fit in memory", found: "\(creators) x \(topics)")
        }
        let market = try market(creators: creators, topics: topics, seed: seed)
        let costs = try PowerCost(
            layout: CellLayout(creators: creators, topics: topics),
            coefficients: coefficients(creators: creators, topics: topics, seed: seed),
            exponents: exponents(creators: creators, topics: topics, seed: seed))
        return try Contest(market: market, costs: costs, name: "\(rawValue), \(creators) x \(topics), seed \(seed)")
    }

    /// One stream of random numbers for each quantity. The numbers are part of what a seed means.
    private enum Stream: UInt64 {
        case mu = 1
        case alpha, beta, gamma, coefficient, exponent

        func random(_ seed: UInt64) -> CounterRandom { CounterRandom(seed: seed, stream: rawValue) }
    }

    private func market(creators: Int, topics: Int, seed: UInt64) throws(ContestError) -> Market {
        let mu = Stream.mu.random(seed)
        let alpha = Stream.alpha.random(seed)
        let beta = Stream.beta.random(seed)
        let gamma = Stream.gamma.random(seed)
        let counters = (0..<topics).map(UInt64.init)
        return try Market(
            mu: PerTopic(counters.map { attentionPerCreator(mu, at: $0) * Double(creators) }),
            alpha: PerTopic(counters.map { alpha.uniform(in: 0.5...1.5, at: $0) }),
            beta: PerTopic(counters.map { beta.uniform(in: 0.2...0.6, at: $0) }),
            gamma: PerTopic(counters.map { gamma.uniform(in: 0.8...1, at: $0) }))
    }

    private func attentionPerCreator(_ random: CounterRandom, at counter: UInt64) -> Double {
        switch self {
        case .e, .e17: random.uniform(in: 1...3, at: counter)
        case .h2: random.logUniform(in: 1...100, at: counter)
        case .h1: random.logUniform(in: 0.1...1000, at: counter)
        }
    }

    private func coefficients(creators: Int, topics: Int, seed: UInt64) -> CellBuffer {
        let random = Stream.coefficient.random(seed)
        switch self {
        case .e, .e17: return Self.fill(creators, topics) { random.uniform(in: 0.5...1.5, at: $0) }
        case .h2: return Self.fill(creators, topics) { random.logUniform(in: 0.1...10, at: $0) }
        case .h1: return Self.fill(creators, topics) { random.logUniform(in: 0.001...1000, at: $0) }
        }
    }

    private func exponents(creators: Int, topics: Int, seed: UInt64) -> CostExponents {
        let random = Stream.exponent.random(seed)
        switch self {
        case .e: return .shared(2)
        case .e17: return .shared(1.7)
        case .h2: return .perCell(Self.fill(creators, topics) { random.uniform(in: 1.2...3, at: $0) })
        case .h1: return .perCell(Self.fill(creators, topics) { random.uniform(in: 1.05...3, at: $0) })
        }
    }

    /// Topic after topic; the counter is topic x 2^32 + creator, whatever the size of the contest.
    private static func fill(_ creators: Int, _ topics: Int, _ draw: (UInt64) -> Double) -> CellBuffer {
        let buffer = CellBuffer(count: creators * topics)
        buffer.withUnsafeMutableValues { values in
            for topic in 0..<topics {
                let first = UInt64(topic) << 32
                for creator in 0..<creators { values[topic * creators + creator] = draw(first | UInt64(creator)) }
            }
        }
        return buffer
    }

    private static func check(_ size: Int, field: String) throws(ContestError) {
        guard size >= 1, size <= Int(Int32.max) else {
            throw ContestError(field: field, expected: "1 to \(Int32.max)", found: "\(size)")
        }
    }
}
