/// A game of a ``BenchmarkFamily`` of which only the market is drawn yet; cells are drawn where they are asked for, so
/// that a game larger than memory can be written to files.
///
/// ```swift
/// let game = try RandomGame(family: .e17, creators: 1_000_000, topics: 1_000, seed: 1)
/// try GameFile.write(game, to: "game.json", float32: true)   // 4 GB, a few megabytes of memory
/// ```
public struct RandomGame: Sendable {
    /// The family it is of.
    public let family: BenchmarkFamily
    /// n
    public let creators: Int
    /// K
    public let topics: Int
    /// What all its random numbers follow from.
    public let seed: UInt64
    /// Attention and GenAI of every topic.
    public let market: Market

    /// - Throws: ``FieldError`` where a size is below 1 or above 2^31 - 1, or the number of cells overflows.
    /// - Complexity: O(topics).
    public init(family: BenchmarkFamily, creators: Int, topics: Int, seed: UInt64) throws(FieldError) {
        for (field, size) in [("creators", creators), ("topics", topics)] where size < 1 || size > Int(Int32.max) {
            throw FieldError(field: field, expected: "1 to \(Int32.max)", found: "\(size)")
        }
        guard !creators.multipliedReportingOverflow(by: topics * MemoryLayout<Double>.stride).overflow else {
            throw FieldError(field: "creators", expected: "cells that fit in memory", found: "\(creators) x \(topics)")
        }
        self.family = family
        self.creators = creators
        self.topics = topics
        self.seed = seed
        let mu = Stream.mu.random(seed)
        let alpha = Stream.alpha.random(seed)
        let beta = Stream.beta.random(seed)
        let gamma = Stream.gamma.random(seed)
        let counters = (0..<topics).map(UInt64.init)
        market = try Market(
            mu: PerTopic(counters.map { family.attentionPerCreator(mu, at: $0) * Double(creators) }),
            alpha: PerTopic(counters.map { alpha.uniform(in: 0.5...1.5, at: $0) }),
            beta: PerTopic(counters.map { beta.uniform(in: 0.2...0.6, at: $0) }),
            gamma: PerTopic(counters.map { gamma.uniform(in: 0.8...1, at: $0) }))
    }

    /// n K, every cell eligible.
    public var cells: Int { creators * topics }
    /// What the contest is called.
    public var name: String { "\(family.rawValue), \(creators) x \(topics), seed \(seed)" }

    /// The game with all its cells drawn.
    /// - Throws: nothing in fact; the type is that of ``Contest``'s own checks.
    /// - Complexity: O(cells) time; one double a cell, two where the exponent varies.
    public func contest() throws(FieldError) -> Contest {
        func drawn(_ draw: (Int, Range<Int>, UnsafeMutableBufferPointer<Double>) -> Void) -> CellBuffer {
            let buffer = CellBuffer(count: cells)
            for topic in 0..<topics {
                draw(topic, 0..<creators, UnsafeMutableBufferPointer(start: buffer.base + topic * creators, count: creators))
            }
            return buffer
        }
        let costs = try PowerCost(
            layout: CellLayout(creators: creators, topics: topics), coefficients: drawn(coefficients),
            exponents: family.sharedExponent.map(CostExponents.shared) ?? .perCell(drawn(exponents)))
        return try Contest(market: market, costs: costs, name: name)
    }

    /// Draws c of some creators in a topic.
    func coefficients(topic: Int, creators: Range<Int>, into values: UnsafeMutableBufferPointer<Double>) {
        family.coefficients(Stream.coefficient.random(seed), from: Self.counter(topic, creators.lowerBound), into: values)
    }

    /// Draws rho of some creators in a topic.
    func exponents(topic: Int, creators: Range<Int>, into values: UnsafeMutableBufferPointer<Double>) {
        family.exponents(Stream.exponent.random(seed), from: Self.counter(topic, creators.lowerBound), into: values)
    }

    /// The same for a cell whatever the size of the contest.
    private static func counter(_ topic: Int, _ creator: Int) -> UInt64 { UInt64(topic) << 32 | UInt64(creator) }

    /// One stream of random numbers for each quantity. The numbers are part of what a seed means.
    private enum Stream: UInt64 {
        case mu = 1
        case alpha, beta, gamma, coefficient, exponent

        func random(_ seed: UInt64) -> CounterRandom { CounterRandom(seed: seed, stream: rawValue) }
    }
}
