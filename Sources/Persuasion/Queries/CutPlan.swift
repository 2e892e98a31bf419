import NumericCore

/// The best sets of cuts, all asked at once: for each number of cuts their value, and the cuts themselves for the largest.
public struct CutPlan: Sendable, Equatable {
    /// Entry k: the value of the best k cuts or fewer; fewer entries than were asked for where the watch came first.
    public let values: [Double]
    /// The cuts behind the last value, ascending: cut c tells the first c types from the others. The fewest that reach it.
    public let cuts: [Int]
}

extension PrivateTypes {
    /// The best thresholds for up to `queries` simulation queries that are chosen before any answer is heard.
    /// - Parameters:
    ///   - queries: K >= 0; more than n - 1 cuts are worth what n - 1 are.
    ///   - watch: asked before every layer; the plan is then that of the layers before.
    /// - Throws: ``FieldError`` for a negative number, more than 10^6, and where what was chosen at each step would not fit 2 GiB (types below 1/2 times K + 1
    ///   above 5 x 10^8).
    /// - Complexity: O(n (K + log n)) time, O(n K) memory; see `CutLayers` for why not O(n^2 K).
    public func cuts(upTo queries: Int, watch: PersuasionWatch = .none) throws(FieldError) -> CutPlan {
        let useful = min(queries, count - 1)
        guard queries >= 0, queries <= Self.mostQueries, (useful + 1) * (doubters + 1) <= 500_000_000 else {
            let most = min(Self.mostQueries, 500_000_000 / (doubters + 1) - 1)
            throw FieldError(field: "queries", expected: "an integer from 0 to \(most) for \(count) types", found: "\(queries)")
        }
        var layers = CutLayers(self)
        var values = [layers.best]
        var starts = [layers.starts]
        var lastStarts = [layers.lastStart]
        while layers.queries < useful, layers.isMoving {
            if watch.stops("cuts at once", layers.queries, of: useful) { return CutPlan(values: values, cuts: Self.cuts(starts, lastStarts)) }
            layers.advance()
            values.append(layers.best)
            starts.append(layers.starts)
            lastStarts.append(layers.lastStart)
        }
        values += [Double](repeating: layers.best, count: queries + 1 - values.count)
        return CutPlan(values: values, cuts: Self.cuts(starts, lastStarts))
    }

    /// Longest list of values that is returned.
    static let mostQueries = 1_000_000

    /// Follows the choices back from the last layer: an interval that begins at t had the best of one cut fewer before it.
    private static func cuts(_ starts: [[Int32]], _ lastStarts: [Int]) -> [Int] {
        var cuts: [Int] = []
        var layer = lastStarts.lastIndex { $0 >= 0 } ?? 0
        var start = lastStarts[layer]
        while start > 0, layer > 0 {
            layer -= 1
            while layer >= 0, starts[layer][start] < 0 { layer -= 1 }
            // Nobody before the interval buys: no cut is needed to leave them out.
            guard layer >= 0 else { break }
            cuts.append(start)
            start = Int(starts[layer][start])
        }
        return cuts.reversed()
    }
}
