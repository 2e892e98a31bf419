#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Seeded random contests whose topics are coupled: hard ones, of all sizes, exclusive competition.
///
/// Every topic draws mu = n/10 times a log-uniform number in [10, 1000], alpha uniform on [0, 2], gamma among 0.5, 0.8 and
/// 1, and beta uniform on [0, gamma]. Q has a random orthogonal basis and a log-spaced spectrum of trace K.
///
/// | family | cells | c                      | rho                        | condition of Q | w              | capacity |
/// |--------|-------|------------------------|----------------------------|----------------|----------------|----------|
/// | C1     | all   | uniform [0.2, 3]       | 1.2, 1.5, 2 or 3           | 1e4            | uniform [0, 2] | none     |
/// | C2     | all   | uniform [0.2, 3]       | 1.2, 1.5, 2 or 3           | 1e2            | uniform [0, 1] | yes      |
/// | C3     | 30%   | log-uniform 0.01..100  | uniform [1.2, 3] a cell    | 1e4            | uniform [0, 2] | yes      |
///
/// In C1 and C2 each topic draws its exponent where the seed is even, the game one for all where it is odd. In C3 every
/// creator and every topic has a cell at least. Capacities have weights a_k uniform on [0.5, 2] and limits B_i = (a'x_i of
/// the equilibrium without them) e^u, u uniform on [-1.2, 0.8], so that they bind for about two creators in three; they are
/// rounded to 24 bits, so that the last places of a solve do not matter. Whoever creates nothing without limits has none.
///
/// ```swift
/// let contest = try CoupledFamily.c2.contest(creators: 200, topics: 16, seed: 1)
/// contest.capacity?.limits.values.count   // 200
/// ```
public enum CoupledFamily: String, CaseIterable, Sendable {
    case c1 = "C1"
    case c2 = "C2"
    case c3 = "C3"

    /// Draws a contest of the family.
    /// - Throws: ``FieldError`` where a size is below 1 or the cells have no room; for C2 and C3 what ``solve(_:settings:startingFrom:into:)``
    ///   throws, and ``SolveError`` where the contest without capacities could not be solved.
    /// - Complexity: O(creators x topics + topics^3), and for C2 and C3 one solve.
    public func contest(creators: Int, topics: Int, seed: UInt64) throws -> Contest {
        let contest = try withoutCapacity(creators: creators, topics: topics, seed: seed)
        guard self != .c1 else { return contest }
        let uncapped = try solve(contest)
        guard [.converged, .almostConverged, .stalled].contains(uncapped.status) else {
            throw SolveError(
                description: "\(rawValue), seed \(seed), without capacities: \(uncapped.status.rawValue), \(uncapped.reason ?? "")")
        }
        let capacity = capacity(of: contest, uncapped: uncapped.efforts, seed: seed)
        return try contest.with(coupling: contest.coupling, totalEffort: nil, capacity: capacity)
    }

    /// The same without capacities: what those of C2 and C3 are measured against.
    /// - Throws: ``FieldError`` where a size is below 1 or the cells have no room.
    func withoutCapacity(creators: Int, topics: Int, seed: UInt64) throws(FieldError) -> Contest {
        for (field, size) in [("creators", creators), ("topics", topics)] where size < 1 || size > Int(Int32.max) {
            throw FieldError(field: field, expected: "1 to \(Int32.max)", found: "\(size)")
        }
        let (cells, overflow) = creators.multipliedReportingOverflow(by: topics)
        guard !overflow, cells <= Int(UInt32.max), topics <= Self.topicLimit else {
            throw FieldError(
                field: "topics", expected: "at most \(Self.topicLimit), and fewer than 2^32 cells", found: "\(creators) x \(topics)")
        }
        let weight = Stream.couplingWeight.random(seed)
        let similarity = RandomSimilarity(topics: topics, condition: self == .c2 ? 1e2 : 1e4, random: Stream.basis.random(seed))
        let coupling = try CouplingCost(
            topics: topics, matrix: similarity.matrix(),
            weights: PerCreator((0..<creators).map { weight.uniform(in: self == .c2 ? 0...1 : 0...2, at: UInt64($0)) }))
        return try Contest(
            market: market(creators: creators, topics: topics, seed: seed),
            costs: self == .c3
                ? sparseCosts(creators: creators, topics: topics, seed: seed) : denseCosts(creators: creators, topics: topics, seed: seed),
            coupling: coupling, name: "\(rawValue), \(creators) x \(topics), seed \(seed)")
    }

    /// A basis of more topics would take hours.
    private static let topicLimit = 10_000

    private func market(creators: Int, topics: Int, seed: UInt64) throws(FieldError) -> Market {
        let (mu, alpha) = (Stream.mu.random(seed), Stream.alpha.random(seed))
        let (beta, gamma) = (Stream.beta.random(seed), Stream.gamma.random(seed))
        let counters = (0..<topics).map(UInt64.init)
        let gammas = counters.map { [0.5, 0.8, 1][gamma.index(below: 3, at: $0)] }
        return try Market(
            mu: PerTopic(counters.map { mu.logUniform(in: 10...1000, at: $0) * (Double(creators) / 10) }),
            alpha: PerTopic(counters.map { alpha.uniform(in: 0...2, at: $0) }),
            beta: PerTopic(counters.map { beta.unit(at: $0) * gammas[Int($0)] }), gamma: PerTopic(gammas))
    }

    private func denseCosts(creators: Int, topics: Int, seed: UInt64) throws(FieldError) -> PowerCost {
        let cost = Stream.coefficient.random(seed)
        let choice = Stream.exponent.random(seed)
        func exponent(_ counter: Int) -> Double { [1.2, 1.5, 2, 3][choice.index(below: 4, at: UInt64(counter))] }
        let coefficients = CellBuffer(count: creators * topics)
        for topic in 0..<topics {
            for creator in 0..<creators {
                coefficients.base[topic * creators + creator] = cost.uniform(in: 0.2...3, at: Self.counter(topic, creator))
            }
        }
        return try PowerCost(
            layout: CellLayout(creators: creators, topics: topics), coefficients: coefficients,
            exponents: seed.isMultiple(of: 2) ? .perTopic((0..<topics).map(exponent)) : .shared(exponent(0)))
    }

    private func sparseCosts(creators: Int, topics: Int, seed: UInt64) throws(FieldError) -> PowerCost {
        let layout = sparseLayout(creators: creators, topics: topics, seed: seed)
        let (cost, exponent) = (Stream.coefficient.random(seed), Stream.exponent.random(seed))
        let (coefficients, exponents) = (CellBuffer(count: layout.cells), CellBuffer(count: layout.cells))
        for topic in 0..<topics {
            for cell in layout.range(ofTopic: topic) {
                let counter = Self.counter(topic, layout.creator(ofCell: cell, topic: topic))
                coefficients.base[cell] = cost.logUniform(in: 0.01...100, at: counter)
                exponents.base[cell] = exponent.uniform(in: 1.2...3, at: counter)
            }
        }
        return try PowerCost(layout: layout, coefficients: coefficients, exponents: .perCell(exponents))
    }

    /// Three cells in ten, and one drawn for each creator and each topic that has none.
    private func sparseLayout(creators: Int, topics: Int, seed: UInt64) -> CellLayout {
        let (chance, place) = (Stream.eligible.random(seed), Stream.place.random(seed))
        var topicsOf = [Int](repeating: 0, count: creators)
        var rows = (0..<topics).map { topic in
            let row = (0..<creators).filter { chance.unit(at: Self.counter(topic, $0)) < 0.3 }
            for creator in row { topicsOf[creator] += 1 }
            return row.map(Int32.init)
        }
        for creator in 0..<creators where topicsOf[creator] == 0 {
            rows[place.index(below: topics, at: Self.counter(0, creator))].append(Int32(creator))
        }
        for topic in 0..<topics where rows[topic].isEmpty {
            rows[topic].append(Int32(place.index(below: creators, at: Self.counter(1, topic))))
        }
        var offsets = [0]
        for row in rows { offsets.append(offsets.last! + row.count) }
        guard offsets.last! < creators * topics else { return CellLayout(creators: creators, topics: topics) }
        return CellLayout(creators: creators, offsets: offsets, creatorIndex: rows.flatMap { $0.sorted() })
    }

    private func capacity(of contest: Contest, uncapped: EffortProfile, seed: UInt64) -> Capacity {
        let (weight, room) = (Stream.capacityWeight.random(seed), Stream.room.random(seed))
        let weights = (0..<contest.topics).map { weight.uniform(in: 0.5...2, at: UInt64($0)) }
        var used = [Double](repeating: 0, count: contest.creators)
        for topic in 0..<contest.topics {
            for cell in contest.layout.range(ofTopic: topic) {
                used[contest.layout.creator(ofCell: cell, topic: topic)] += weights[topic] * uncapped.values[cell]
            }
        }
        let limits = used.enumerated().map { creator, use in
            use > 0 ? Self.rounded(use * exp(room.uniform(in: -1.2...0.8, at: UInt64(creator)))) : .infinity
        }
        return Capacity(limits: PerCreator(limits), weights: PerTopic(weights))
    }

    /// To 24 of the 53 bits.
    private static func rounded(_ value: Double) -> Double {
        Double(bitPattern: (value.bitPattern + 1 << 28) & ~(1 << 29 - 1))
    }

    /// The same for a cell whatever the size of the contest.
    private static func counter(_ topic: Int, _ creator: Int) -> UInt64 { UInt64(topic) << 32 | UInt64(creator) }

    /// One stream of random numbers for each quantity. The numbers are part of what a seed means.
    private enum Stream: UInt64 {
        case mu = 101
        case alpha, beta, gamma, coefficient, exponent, basis, couplingWeight, eligible, place, capacityWeight, room

        func random(_ seed: UInt64) -> CounterRandom { CounterRandom(seed: seed, stream: rawValue) }
    }
}

extension CounterRandom {
    /// An index in 0..<count, uniform but for one part in 2^64.
    func index(below count: Int, at counter: UInt64) -> Int {
        Int(bits(at: counter).multipliedFullWidth(by: UInt64(count)).high)
    }
}
