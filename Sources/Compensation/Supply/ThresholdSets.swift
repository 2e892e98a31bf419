import NumericCore

/// Which of the sets "the k cheapest" are equilibria.
///
/// Whether an outsider would rather sell depends on its own size: phi(D_k + d_j) >= rho_j. Producers stand in order of rho, in blocks that know
/// the smallest and the largest size in them; a block is passed over where phi nowhere between D_k + smallest and D_k + largest reaches its
/// first, lowest reservation, and looked into otherwise. Blocks of equal sizes are decided by their first producer.
struct ThresholdSets {
    private let supply: Supply
    private let payment: UnitPayment
    private let bound: PaymentBound
    private let paid: [Double]
    private let levels: [[SizeRange]]
    private static let fan = 32

    private struct SizeRange {
        var least = Double.infinity
        var most = 0.0
    }

    init(_ supply: Supply, _ payment: UnitPayment, _ paid: [Double]) {
        (self.supply, self.payment, self.paid) = (supply, payment, paid)
        let largest = supply.tokens.max() ?? 0
        bound = PaymentBound(payment, upTo: supply.total + largest)
        var levels: [[SizeRange]] = []
        var below = [SizeRange](repeating: SizeRange(), count: (supply.count + Self.fan - 1) / Self.fan)
        for place in 0..<supply.count {
            let size = supply.tokens[Int(supply.order[place])]
            below[place / Self.fan].least = min(below[place / Self.fan].least, size)
            below[place / Self.fan].most = max(below[place / Self.fan].most, size)
        }
        levels.append(below)
        while below.count > 1 {
            var above = [SizeRange](repeating: SizeRange(), count: (below.count + Self.fan - 1) / Self.fan)
            for (index, range) in below.enumerated() {
                above[index / Self.fan].least = min(above[index / Self.fan].least, range.least)
                above[index / Self.fan].most = max(above[index / Self.fan].most, range.most)
            }
            levels.append(above)
            below = above
        }
        self.levels = levels
    }

    /// k of each, rising.
    func equilibria() -> [Int] {
        let (prices, count) = (supply.unitReservations, supply.count)
        var found: [Int] = []
        for k in 0...count {
            if k > 0, paid[k] < prices[k - 1] { continue }
            // The next producer's own test, which is at hand, turns most away.
            if k < count, paid[k + 1] >= prices[k] { continue }
            if k == count || !someoneEnters(beyond: k, data: supply.tokens(ofCheapest: k)) { found.append(k) }
        }
        return found
    }

    private func someoneEnters(beyond k: Int, data: Double) -> Bool {
        someoneEnters(levels.count - 1, 0, beyond: k, data: data)
    }

    private func someoneEnters(_ level: Int, _ block: Int, beyond k: Int, data: Double) -> Bool {
        let width = (0...level).reduce(1) { width, _ in width * Self.fan }
        let (first, last) = (max(block * width, k), min((block + 1) * width, supply.count))
        guard first < last else { return false }
        let sizes = levels[level][block]
        let most = bound.largest(from: data + sizes.least, to: data + sizes.most)
        if most < supply.unitReservations[first] { return false }
        if level == 0 {
            return (first..<last).contains { payment(data + supply.tokens[Int(supply.order[$0])]) >= supply.unitReservations[$0] }
        }
        let children = block * Self.fan..<min((block + 1) * Self.fan, levels[level - 1].count)
        return children.contains { someoneEnters(level - 1, $0, beyond: k, data: data) }
    }
}

/// The smallest equilibrium where phi never falls: from nobody, whoever would rather sell comes in, round after round. More data never
/// turn anyone away, so that the order does not matter.
struct SmallestSet {
    private let supply: Supply
    private let payment: UnitPayment
    private let paid: [Double]

    init(_ supply: Supply, _ payment: UnitPayment, _ paid: [Double]) { (self.supply, self.payment, self.paid) = (supply, payment, paid) }

    func sellers() -> ParticipationEquilibrium.Sellers {
        let count = supply.count
        let most = supply.tokens.max() ?? 0
        var data = ExactTotal()
        /// All before this one are in; of the others those that are marked.
        var prefix = 0
        var isIn = [Bool](repeating: false, count: count)
        func size(_ place: Int) -> Double { supply.tokens[Int(supply.order[place])] }
        while true {
            let before = data
            let price = payment(data.value)
            let free = max(prefix, supply.sellers(at: price))
            while prefix < free {
                if !isIn[prefix] { data.add(size(prefix)) }
                isIn[prefix] = true
                prefix += 1
            }
            // Nobody beyond this price enters even with the largest size there is.
            let reach = supply.sellers(at: payment(data.value + most))
            for place in prefix..<max(prefix, reach) where !isIn[place] && payment(data.value + size(place)) >= supply.unitReservations[place] {
                isIn[place] = true
                data.add(size(place))
            }
            if data == before { break }
        }
        if !isIn[prefix...].contains(true) { return .cheapest(prefix) }
        return .producers(isIn.indices.filter { isIn[$0] }.map { Int(supply.order[$0]) }.sorted())
    }
}
