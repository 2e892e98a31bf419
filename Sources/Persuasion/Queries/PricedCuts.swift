import Glibc
import NumericCore

/// The best cuts where each costs so much, and from them the best k cuts for any k, without the layers before.
///
/// **Values of intervals are Monge** (derived here): for a <= b <= c <= d, V(a..<d) + V(b..<c) <= V(a..<c) + V(b..<d).
/// Let the policy of a..<d send x <= 1 and perhaps y > 1, that of b..<c x' and perhaps y'; x' is the ratio of a type of b..<c. s = (y - 1)/(y - x) is how often
/// x is sent in state 1, s' = (y - 1)/(y - x') the same of x'. g(S, x) is what the message x always sent sells to the types S.
/// - x is no ratio before b, or nobody below 1/2 buys in a..<d: V(b..<d) = V(a..<d), and V(a..<c) >= V(b..<c). So x <= x' from here on.
/// - x' comes with a y', or is 1, or there is no y: let b..<c's policy serve b..<d, the other a..<c. Types c..<d lose nothing: they buy for certain, or at x' >= x.
/// - Else x' is alone and x has a y: let x alone serve a..<c, and (x', y) b..<d.
///   Let y be no ratio before c, X = g(a..<c, x), Y = g(b..<c, x'), and Z <= Z' what c..<d below y buy at x and at x'. (x, y) was best for a..<d, so
///   s (X + Z) >= s' (Y + Z'). What is gained, X + s' (Y + Z') - s (X + Z) - Y, is then at least (s'/s - 1) Y + (s'/s) Z' - Z >= 0, since s' >= s.
///   Let y be one before c: X = g(types of a..<c below y, x), Y = g(those of b..<c, x'), w the weight of those at or above y and f what they do not buy
///   in state 0, so that g is w - (1 - x) f. (x, y) was best for a..<d: s X >= s' Y; x' alone for b..<c: Y - (1 - x') f >= s' Y, that is Y >= (y - x') f.
///   What is gained, (1 - s) X - (1 - s') Y - (x' - x) f, is at least (s'/s - 1) Y - (x' - x) f = (x' - x) (Y/(y - x') - f) >= 0.
///
/// Therefore what a cut adds falls as other cuts are made (the sets of cuts are submodular), and the value F_k of the best k cuts is concave in k (two paths that
/// cross are exchanged where they do: Aggarwal, Schieber, Tokuyama 1994, doi:10.1007/BF02574380). So F_k = min over prices c of max_m (F_m - c m) + c k, and the maximum is one
/// pass of the envelope of `CutLayers` in which each cut pays c: O(n) for each price that is tried, a handful for each k.
struct PricedCuts {
    private let types: PrivateTypes
    private let lastInterval: [Double]
    /// Entry j: the target of the last interval of the first j types.
    private var starts: [Int32]
    private var lines = UpperEnvelope()
    /// Numbers of cuts with their values, ascending; each is the best at some price.
    private var known: [Vertex]
    /// How many prices were tried.
    private(set) var passes = 0

    /// A number of cuts that is best at a price.
    struct Vertex: Equatable {
        let cuts: Int
        /// F of so many cuts.
        let value: Double
        /// The price it was found at.
        let price: Double
    }

    init(_ layers: CutLayers) {
        (types, lastInterval) = (layers.types, layers.lastInterval)
        starts = [Int32](repeating: 0, count: types.doubters + 1)
        known = []
    }

    /// The best cuts at a price each; where that is a tie to rounding, one of the best.
    /// - Complexity: O(n).
    mutating func best(at price: Double) -> Vertex {
        passes += 1
        let below = types.doubters
        lines.removeAll()
        var value = 0.0
        // What is sold before type t less the prices of the cuts, that at t included: nothing, without a cut, where t is the first to buy.
        var before = 0.0
        var (best, last) = (-Double.infinity, below)
        for t in 0..<below {
            if before + lastInterval[t] > best { (best, last) = (before + lastInterval[t], t) }
            lines.append(slope: types.ratios[t], height: before - types.loss(t), label: t)
            if let line = lines.best(at: types.salesIn0[t + 1]) {
                value = types.salesIn1[t + 1] + line.height
                starts[t + 1] = Int32(line.label)
            }
            before = value - price
            if before <= 0 { (before, starts[t + 1]) = (0, ~starts[t + 1]) }
        }
        if before + types.weightFrom[below] > best { last = below }
        return vertex(endingWith: last, price)
    }

    /// Follows the intervals back and adds up what each sells, without the rounding of the pass.
    private func vertex(endingWith last: Int, _ price: Double) -> Vertex {
        var sum = CompensatedSum()
        sum.add(last < types.doubters ? lastInterval[last] : types.weightFrom[types.doubters])
        var (cuts, end) = (0, last)
        // A start that is negative marks types before which nobody buys.
        while end > 0, starts[end] >= 0 {
            let start = Int(starts[end])
            sum.add(types.salesIn1[end] - types.salesIn1[start] + types.ratios[start] * (types.salesIn0[end] - types.salesIn0[start]))
            (cuts, end) = (cuts + 1, start)
        }
        return Vertex(cuts: cuts, value: sum.value, price: price)
    }

    /// F_k, but for cuts that gain less than the types' resolution; nil where the watch came first.
    ///
    /// Between two known vertices F_k is at least what lies on the line between them, and at most what their prices allow; where these agree it is known.
    /// At the price of that line's slope either nothing is above the line, and F_k is on it, or a vertex between them comes to be known. Every other price
    /// is guessed: prices fall about as a power of the number of cuts.
    mutating func value(of cuts: Int, watch: PersuasionWatch = .none) -> Double? {
        if known.isEmpty {
            for price in [Double.infinity, types.resolution] {
                if watch.stops("adaptive queries", passes, of: nil) { return nil }
                known.append(best(at: price))
            }
        }
        var isGuess = true
        while true {
            guard let above = known.firstIndex(where: { $0.cuts >= cuts }) else { return known[known.count - 1].value }
            let (few, many) = (known[max(0, above - 1)], known[above])
            if many.cuts == cuts || above == 0 { return many.value }
            let slope = (many.value - few.value) / Double(many.cuts - few.cuts)
            let onChord = few.value + slope * Double(cuts - few.cuts)
            let most = min(few.value + few.price * Double(cuts - few.cuts), many.value - many.price * Double(many.cuts - cuts))
            if most <= onChord + types.resolution { return onChord }
            if watch.stops("adaptive queries", passes, of: nil) { return nil }
            let price = isGuess ? Self.guess(cuts, few, many, informed: types.informedValue) ?? slope : slope
            let found = best(at: price)
            let chord = few.value + slope * Double(found.cuts - few.cuts)
            if found.cuts > few.cuts, found.cuts < many.cuts, found.value > chord + types.resolution {
                known.insert(found, at: above)
            } else if price == slope {
                return onChord
            }
            isGuess.toggle()
        }
    }

    /// The price of so many cuts if prices were a power of their number between two vertices; what all further cuts could gain falls about as its inverse.
    private static func guess(_ cuts: Int, _ few: Vertex, _ many: Vertex, informed: Double) -> Double? {
        let (low, high) = (Double(few.cuts) + 0.5, Double(many.cuts) + 0.5)
        let wanted = Double(cuts) + 0.5
        let price: Double
        if few.price.isFinite {
            price = few.price * pow(many.price / few.price, log(wanted / low) / log(high / low))
        } else {
            price = (informed - few.value) * low / (wanted * wanted)
        }
        return price > many.price && price < few.price ? price : nil
    }
}
