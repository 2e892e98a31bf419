/// Cuts added one by one, each the best there is beside those before it.
///
/// The value of cuts is submodular (`PricedCuts`), so greedy cuts gain at least 1 - 1/e of what the best as many gain (Nemhauser, Wolsey, Fisher 1978,
/// doi:10.1007/BF01588971); the best cuts are cheap, so the exact ratio is reported beside.
public struct GreedyCuts: Sendable, Equatable {
    /// Entry k: the value after k cuts.
    public let values: [Double]
    /// The cuts in the order in which they were added.
    public let cuts: [Int]

    /// The least ratio of greedy to optimal value over all numbers of cuts; 1 where both are 0.
    public func ratio(to plan: CutPlan) -> Double { zip(values, plan.values).reduce(1) { min($0, $1.1 > 0 ? $1.0 / $1.1 : 1) } }
}

extension PrivateTypes {
    /// Greedy cuts, up to `queries` of them; ties take the lowest cut.
    /// - Parameter watch: asked before every cut; the list then ends with the one before.
    /// - Complexity: O(m log m + K) for each cut of an interval of m types: O(n log n log K + K^2) where cuts halve, O(K n log n) at worst.
    public func greedyCuts(upTo queries: Int, watch: PersuasionWatch = .none) -> GreedyCuts {
        var values = [pooledPolicy().value]
        var intervals = [bestSplit(of: 0..<count)]
        var cuts: [Int] = []
        for _ in 0..<max(0, queries) {
            if watch.stops("greedy cuts", cuts.count, of: queries) { return GreedyCuts(values: values, cuts: cuts) }
            let at = intervals.indices.max { (intervals[$0].gain, -intervals[$0].cut) < (intervals[$1].gain, -intervals[$1].cut) } ?? 0
            let chosen = intervals[at]
            guard chosen.gain > resolution else { break }
            cuts.append(chosen.cut)
            values.append((values.last ?? 0) + chosen.gain)
            intervals[at] = bestSplit(of: chosen.interval.lowerBound..<chosen.cut)
            intervals.append(bestSplit(of: chosen.cut..<chosen.interval.upperBound))
        }
        values += [Double](repeating: values.last ?? 0, count: max(0, queries + 1 - values.count))
        return GreedyCuts(values: values, cuts: cuts)
    }

    private struct Split {
        let interval: Range<Int>
        let cut: Int
        let gain: Double
    }

    private func bestSplit(of interval: Range<Int>) -> Split {
        let (start, end) = (interval.lowerBound, interval.upperBound)
        var best = Split(interval: interval, cut: end, gain: 0)
        guard interval.count > 1 else { return best }
        let left = valuesStarting(at: start, upTo: end)
        let right = valuesEnding(at: end, from: start)
        for cut in (start + 1)..<end {
            let gain = left[cut - start] + right[cut - start] - right[0]
            if gain > best.gain { best = Split(interval: interval, cut: cut, gain: gain) }
        }
        return best
    }
}
