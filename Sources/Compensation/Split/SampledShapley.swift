#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif
import NumericCore

extension ShapleySplit {
    /// Work that is done by one thread after another in the same way whoever does it: this many runs of pairs at most.
    private static let runs = 64

    /// The value by random orders, each followed by its reverse: where a producer comes early in one it comes late in the other, so
    /// that the mean of a pair varies less than that of two orders.
    ///
    /// Order p is drawn by a generator keyed by (seed, p), whoever draws it. Standard errors are those of the mean over pairs; in every order
    /// contributions add up to v(D) - v(0), which is checked.
    /// - Parameters:
    ///   - pairs: at least 2.
    ///   - seed: any.
    /// - Throws: ``FieldError`` for fewer pairs.
    /// - Complexity: O(pairs n), two evaluations of v a producer and pair; 16 bytes a producer for each of at most 64 runs of pairs.
    public static func sampled(
        _ value: DataValue, tokens: [Double], pairs: Int, seed: UInt64, threads: Int? = nil
    ) throws(FieldError) -> ShapleySplit {
        guard pairs >= 2 else { throw FieldError(field: "split.pairs", expected: "at least 2", found: "\(pairs)") }
        let runs = min(Self.runs, pairs)
        let total = value.profit(tokens.reduce(0, +)) - value.profit(0)
        let parts = SharedTable(count: runs, filledWith: PairMoments(count: 0))
        Workers(threads: threads).run(runs) { run in
            var sampler = OrderSampler(value, tokens, seed: seed, total: total)
            for pair in pairs * run / runs..<pairs * (run + 1) / runs { sampler.add(pair: pair) }
            parts[run] = sampler.moments
        }
        var moments = parts[0]
        for run in 1..<runs { moments.join(parts[run]) }
        let n = Double(pairs)
        return ShapleySplit(
            values: moments.means, standardErrors: moments.squares.map { ($0 / (n - 1) / n).squareRoot() },
            efficiencyError: moments.efficiencyError, method: "\(pairs) pairs of random orders, seed \(seed)")
    }
}

/// Means of pairs with the sums of squares about them, producer by producer.
struct PairMoments: Sendable {
    var pairs = 0.0
    var means: [Double]
    var squares: [Double]
    var efficiencyError = 0.0

    init(count: Int) { (means, squares) = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count)) }

    /// Both samples together (Chan, Golub and LeVeque 1983).
    mutating func join(_ other: PairMoments) {
        let all = pairs + other.pairs
        for index in means.indices {
            let gap = other.means[index] - means[index]
            means[index] += gap * (other.pairs / all)
            squares[index] += other.squares[index] + gap * gap * (pairs * other.pairs / all)
        }
        pairs = all
        efficiencyError = max(efficiencyError, other.efficiencyError)
    }
}

/// Draws orders and measures contributions.
private struct OrderSampler {
    private let value: DataValue
    private let tokens: [Double]
    private let seed: UInt64
    private let total: Double
    private var order: [Int32]
    private var contributions: [Double]
    private(set) var moments: PairMoments

    init(_ value: DataValue, _ tokens: [Double], seed: UInt64, total: Double) {
        (self.value, self.tokens, self.seed, self.total) = (value, tokens, seed, total)
        order = (0..<tokens.count).map(Int32.init)
        contributions = [Double](repeating: 0, count: tokens.count)
        moments = PairMoments(count: tokens.count)
    }

    mutating func add(pair: Int) {
        shuffle(CounterRandom(seed: seed, stream: UInt64(pair)))
        for index in contributions.indices { contributions[index] = 0 }
        measure(order.lazy.map(Int.init))
        measure(order.lazy.reversed().map(Int.init))
        moments.pairs += 1
        for index in contributions.indices {
            let mean = contributions[index] / 2
            let gap = mean - moments.means[index]
            moments.means[index] += gap / moments.pairs
            moments.squares[index] += gap * (mean - moments.means[index])
        }
    }

    private mutating func measure(_ order: some Sequence<Int>) {
        var data = 0.0
        var before = value.profit(0)
        var sum = ExactTotal()
        for producer in order {
            data += tokens[producer]
            let after = value.profit(data)
            contributions[producer] += after - before
            sum.add(after - before)
            before = after
        }
        if total > 0 { moments.efficiencyError = max(moments.efficiencyError, abs(sum.value - total) / total) }
    }

    /// Fisher and Yates, from the identity: pair p has the same order whatever was drawn before.
    private mutating func shuffle(_ random: CounterRandom) {
        for index in order.indices { order[index] = Int32(index) }
        for last in stride(from: order.count - 1, to: 0, by: -1) {
            let other = Int(random.bits(at: UInt64(last)).multipliedFullWidth(by: UInt64(last + 1)).high)
            order.swapAt(last, other)
        }
    }
}
