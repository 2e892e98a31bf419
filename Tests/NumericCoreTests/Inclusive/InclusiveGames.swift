import NumericCore

/// Instances for the tests of adoption, as plain games and as contests.
extension PlainInclusive {
    /// A random instance: every seed another. `mixed`: each creator its own cost exponent.
    static func random(seed: UInt64, creators: Int, mixed: Bool = false) -> PlainInclusive {
        let random = CounterRandom(seed: seed, stream: 11)
        func pick<T>(_ values: [T], _ at: UInt64) -> T { values[Int(random.bits(at: at) % UInt64(values.count))] }
        let gamma = pick([1, 1, 0.8, 0.5, 0.3], 1)
        let exponents = [1, 1.25, 1.5, 2, 3]
        let common = pick(exponents, 4)
        var game = PlainInclusive(
            mu: random.logUniform(in: 1...1000, at: 5), alpha: random.logUniform(in: 0.02...5, at: 6),
            beta: gamma * pick([0, 1, random.unit(at: 2), random.unit(at: 2), random.unit(at: 2)], 3), gamma: gamma,
            costs: (0..<creators).map { random.logUniform(in: 0.2...4, at: 100 + UInt64($0)) },
            exponents: (0..<creators).map { mixed ? pick(exponents, 200 + UInt64($0)) : common }, isPrinted: seed % 2 == 0)
        if random.bits(at: 8) % 4 == 0 { game.feeShare = random.unit(at: 9) * 0.5 }
        if random.bits(at: 8) % 5 == 0 { game.flatFee = random.unit(at: 10) * game.mu / Double(creators) * 0.1 }
        return game
    }

    func contest(name: String? = nil) throws -> Contest {
        let isShared = Set(exponents).count <= 1
        let costs = try PowerCost(
            layout: CellLayout(creators: n, topics: 1), coefficients: CellBuffer(costs),
            exponents: isShared ? .shared(exponents[0]) : .perCell(CellBuffer(exponents)))
        return try Contest(
            market: Market(mu: PerTopic(mu), alpha: PerTopic(alpha), beta: PerTopic(beta), gamma: PerTopic(gamma)), costs: costs,
            competition: .inclusive,
            inclusiveTerms: InclusiveTerms(
                payoff: isPrinted ? .printed : .derived, fee: UsageFee(share: feeShare, flat: flatFee)), name: name)
    }
}

extension InclusiveEquilibrium {
    /// Creators who are human in the first topic.
    var humans: [Int] {
        actions.prefix(efforts.layout.range(ofTopic: 0).count).enumerated().compactMap { $1 == .human ? $0 : nil }
    }
}

extension InclusiveSettings {
    init(_ search: AdoptionSearch) {
        self.init()
        self.search = search
    }
}
