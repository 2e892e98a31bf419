import NumericCore

/// Types as they are drawn for what is claimed of all types: so many numbers on a grid of so many steps from 0 to 1, with weights 1 to 5.
struct DrawnTypes {
    let types: PrivateTypes
    private let random: CounterRandom

    /// - Parameters:
    ///   - seed: of the instance; another gives another.
    ///   - count: how many types.
    ///   - grid: steps from 0 to 1, so that ties, sure types and one half occur.
    init(seed: UInt64, count: Int, grid: Int) throws(FieldError) {
        let random = CounterRandom(seed: seed, stream: 0x9E75)
        let probabilities = (0..<count).map { Double(Int(random.unit(at: UInt64(2 * $0)) * Double(grid + 1))) / Double(grid) }.sorted()
        let weights = (0..<count).map { Double(1 + Int(random.unit(at: UInt64(2 * $0 + 1)) * 5)) }
        let sum = weights.reduce(0, +)
        types = try PrivateTypes(probabilities: probabilities, weights: weights.map { $0 / sum })
        self.random = random
    }

    /// A whole number below `count`, the `index`-th beside the types.
    func number(below count: Int, _ index: Int) -> Int { Int(random.unit(at: UInt64(1_000_000 + index)) * Double(count)) }
}

extension PersuasionNumbers {
    /// 2,400 instances of 3 to 8 types, four tests each: a set of cuts, a larger one, and a cut in neither. The smaller set must gain at least as much.
    /// The value of a set is summed over its intervals, each by the pooled policy of its types alone.
    static func seededCuts() throws(FieldError) -> [CheckedNumber] {
        var (violations, worst, falls) = (0, 1.0, 0)
        for seed in 0..<2400 as Range<UInt64> {
            let drawn = try DrawnTypes(seed: seed, count: 3 + Int(seed % 6), grid: 40)
            let (types, n) = (drawn.types, drawn.types.count)
            func worth(_ cuts: Set<Int>) -> Double {
                var (value, start) = (0.0, 0)
                for cut in cuts.sorted() + [n] {
                    value += PrivateTypes(Array(start..<cut), of: types).pooledPolicy().value
                    start = cut
                }
                return value
            }
            for test in 0..<4 {
                let cut = 1 + drawn.number(below: n - 1, 100 * test)
                let rest = (1..<n).filter { $0 != cut }
                // Each other cut is in both sets, in the larger alone, or in none.
                let places = rest.indices.map { drawn.number(below: 3, 100 * test + 1 + $0) }
                let smaller = Set(rest.indices.filter { places[$0] == 0 }.map { rest[$0] })
                let larger = smaller.union(rest.indices.filter { places[$0] == 1 }.map { rest[$0] })
                let (few, many) = (worth(smaller.union([cut])) - worth(smaller), worth(larger.union([cut])) - worth(larger))
                if many > few + 1e-12 { violations += 1 }
            }
            let ratio = types.greedyCuts(upTo: n - 1).ratio(to: try types.cuts(upTo: n - 1))
            worst = min(worst, ratio)
            if ratio < 1 - 1e-12 { falls += 1 }
        }
        let family = "2,400 instances of 3 to 8 types on a grid of 41, p up to 1"
        return [
            row("cuts", "\(family): violations of submodularity in 9,600 tests", 0, Double(violations), 0),
            row("cuts", "the same: greedy cuts sell at least 1 - 1/e of the best for every number of cuts (1 yes)", 1, worst >= 1 - 0.36787944117144233 ? 1 : 0, 0),
            row("cuts", "the same: the least part of the best that greedy cuts sell (0.997 on instances drawn elsewhere)", 0.979, worst, 5e-4, .drawn),
            row("cuts", "the same: instances in which greedy cuts are not the best", 48, Double(falls), 0, .drawn),
        ]
    }

    /// K queries one after the other against 2^K - 1 cuts at once, by the recursion over intervals that defines them.
    static func seededAdaptive() throws(FieldError) -> [CheckedNumber] {
        var worst = 0.0
        for seed in 10_000..<10_300 as Range<UInt64> {
            let types = try DrawnTypes(seed: seed, count: 2 + Int(seed % 8), grid: 40).types
            let n = types.count
            var alone: [[Double]] = (0...n).map { start in (0...n).map { end in
                start < end ? PrivateTypes(Array(start..<end), of: types).pooledPolicy().value : 0
            } }
            for asked in 0...3 {
                // F(i, j, K) from F(i, j, K - 1).
                if asked > 0 {
                    let before = alone
                    for start in 0..<n {
                        for end in (start + 1)...n {
                            for cut in (start + 1)..<max(start + 1, end) {
                                alone[start][end] = max(alone[start][end], before[start][cut] + before[cut][end])
                            }
                        }
                    }
                }
                let cuts = min(1 << asked - 1, n - 1)
                worst = max(worst, abs(alone[0][n] - (try types.cuts(upTo: cuts).values[cuts])))
            }
        }
        return [row("adaptive", "K = 0 to 3 adaptive queries against 2^K - 1 cuts at once, largest distance over 300 instances of 2 to 9 types", 0, worst, 1e-14)]
    }

    /// Four queries that sort up to six types into two cells.
    static func seededPartitions() throws(FieldError) -> [CheckedNumber] {
        var (worst, falls) = (1.0, 0)
        for seed in 20_000..<22_400 as Range<UInt64> {
            let drawn = try DrawnTypes(seed: seed, count: 3 + Int(seed % 4), grid: 20)
            let cells = (0..<4).map { query in (0..<drawn.types.count).map { drawn.number(below: 2, 10 * query + $0) } }
            let queries = try PartitionQueries(types: drawn.types, partitions: cells)
            guard let best = queries.best() else { continue }
            let ratio = zip(queries.greedy(), best).reduce(1.0) { min($0, $1.1.value > 0 ? $1.0.value / $1.1.value : 1) }
            worst = min(worst, ratio)
            if ratio < 1 - 1e-12 { falls += 1 }
        }
        let family = "2,400 instances of 3 to 6 types and 4 queries of two cells"
        return [
            row("partitions", "\(family): greedy sets fall short somewhere (1 yes)", 1, falls > 0 ? 1 : 0, 0),
            row("partitions", "the same: the least part of the best that greedy sets sell (0.958 on instances drawn elsewhere)", 0.879, worst, 5e-4, .drawn),
        ]
    }

    /// The closed form of the binary model, and the certificates of drawn finite problems.
    static func programs() throws(FieldError) -> [CheckedNumber] {
        var worst = 0.0
        for seed in 30_000..<30_300 as Range<UInt64> {
            let types = try DrawnTypes(seed: seed, count: 1 + Int(seed % 10), grid: 40).types
            worst = max(worst, abs(types.programValue - types.pooledPolicy().value))
        }
        let buyer = try FinitePersuasion(prior: [0.6, 0.4], sender: [[0, 1], [0, 1]], receiver: [[0, -1], [0, 1]]).solve()
        return [
            row("programs", "the closed form against the linear program, largest distance over 300 instances of 1 to 10 types", 0, worst, 5e-16),
            row("programs", "prior 0.4 as a linear program: sales", 0.8, buyer.certificate.value),
            row("programs", "the same: its certificate confirms it (1 yes)", 1, buyer.isCertified ? 1 : 0, 0),
        ]
    }
}

extension CheckedNumber.Source {
    /// Measured on the instances that are named, and on no others.
    static let drawn = CheckedNumber.Source(rawValue: "measured here")
}

extension PrivateTypes {
    /// The optimal policy as a linear program: two states, and for each k the message that types from k on obey.
    var programValue: Double {
        var (in1, in0) = ([0.0], [0.0])
        for t in probabilities.indices.reversed() {
            in1.insert(in1[0] + weights[t] * probabilities[t], at: 0)
            in0.insert(in0[0] + weights[t] * (1 - probabilities[t]), at: 0)
        }
        var rows: [[[Double]]] = probabilities.map { [[$0 - 1, $0]] }
        rows.append([])
        let program = ObedienceProgram(masses: [1, 1], payoffs: [in0, in1], rows: rows)
        let search = program.solve()
        guard search.reason == nil, let solution = search.solutions.first else { return .nan }
        var value = CompensatedSum()
        for (masses, payoffs) in zip(solution.masses, program.payoffs) {
            for (mass, payoff) in zip(masses, payoffs) { value.add(mass * payoff) }
        }
        return value.value
    }
}
