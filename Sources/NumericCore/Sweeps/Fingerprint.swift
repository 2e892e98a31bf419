/// A 64-bit digest of words, to tell games and grids apart by accident (not against intent).
///
/// Each word is added to the state, which then goes through the finaliser of SplitMix64 (Steele, Lea, Flood, "Fast
/// splittable pseudorandom number generators", OOPSLA 2014, doi:10.1145/2660193.2660195): a bijection, so that two
/// streams that differ in one word never meet there.
struct Fingerprint {
    private var state: UInt64 = 0x9e37_79b9_7f4a_7c15

    mutating func add(_ word: UInt64) {
        state = (state ^ word) &+ 0x9e37_79b9_7f4a_7c15
        state = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
        state = (state ^ (state >> 27)) &* 0x94d0_49bb_1331_11eb
        state ^= state >> 31
    }
    mutating func add(_ number: Int) { add(UInt64(bitPattern: Int64(number))) }
    mutating func add(_ number: Double) { add(number.bitPattern) }
    mutating func add(_ text: String) {
        add(text.utf8.count)
        for byte in text.utf8 { add(UInt64(byte)) }
    }

    /// 16 hexadecimal digits.
    var text: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension Contest {
    /// Digest of everything that a solution depends on, and of the names it is reported under. A parameter given once
    /// and the same parameter given for each topic count as the same game.
    /// - Complexity: O(cells), one read.
    var fingerprint: String {
        var digest = Fingerprint()
        digest.add(competition.rawValue)
        digest.add(creators)
        digest.add(topics)
        for topic in 0..<topics {
            for parameter in [market.mu, market.alpha, market.beta, market.gamma] { digest.add(parameter[topic]) }
            for cell in layout.range(ofTopic: topic) {
                if !layout.isDense { digest.add(layout.creator(ofCell: cell, topic: topic)) }
                digest.add(costs.coefficients[cell])
                digest.add(costs.exponent(ofCell: cell, topic: topic))
            }
            digest.add(layout.range(ofTopic: topic).count)
        }
        if !isSeparable { addCoupling(to: &digest) }
        if !market.isBase { addVariants(to: &digest) }
        if competition == .inclusive { addTerms(to: &digest) }
        for names in [creatorNames, topicNames] {
            digest.add(names?.count ?? -1)
            for name in names ?? [] { digest.add(name) }
        }
        return digest.text
    }

    /// What differs from the base market; games without it have the digest that they have always had.
    private func addVariants(to digest: inout Fingerprint) {
        digest.add(market.demand.rawValue)
        for topic in 0..<topics {
            let variant = market.variant(topic)
            let licence = variant.licence.price > 0 ? variant.licence : .none
            for number in [variant.royalty.share, variant.conversationShare, licence.price, licence.decay, licence.outsideData] { digest.add(number) }
        }
    }

    /// On what terms GenAI is open to all; of no effect in other competitions.
    private func addTerms(to digest: inout Fingerprint) {
        digest.add(inclusiveTerms.adoption.rawValue)
        digest.add(inclusiveTerms.payoff.rawValue)
        for number in [inclusiveTerms.fee.share, inclusiveTerms.fee.flat, inclusiveTerms.hybrid.fee] { digest.add(number) }
        digest.add(inclusiveTerms.hybrid.isAllowed ? 1 : 0)
    }

    /// What couples topics; games without it have the digest that they have always had.
    private func addCoupling(to digest: inout Fingerprint) {
        digest.add(coupling == nil ? 0 : 1)
        if let coupling {
            for index in 0..<coupling.matrix.count { digest.add(coupling.matrix[index]) }
            for creator in 0..<creators { digest.add(coupling.weights[creator]) }
        }
        digest.add(totalEffort == nil ? 0 : 1)
        if let totalEffort {
            digest.add(totalEffort.exponent)
            for creator in 0..<creators { digest.add(totalEffort.scale[creator]) }
            for topic in 0..<topics { digest.add(totalEffort.weights[topic]) }
        }
        digest.add(capacity == nil ? 0 : 1)
        if let capacity {
            for creator in 0..<creators { digest.add(capacity.limits[creator]) }
            for topic in 0..<topics { digest.add(capacity.weights[topic]) }
        }
    }
}
