import NumericCore

extension PrivateTypes {
    /// Entry K: the value of K queries of which each is chosen after the answers before it; nil where it takes too long to know.
    ///
    /// F(i, j, K) = max(V, max_s F(i, s, K-1) + F(s, j, K-1)) is what 2^K - 1 cuts at once are worth: a balanced search tree asks them in K
    /// steps (derived).
    /// - Parameters:
    ///   - work: most layers times types that are spent; 2^K - 1 >= n - 1 needs no more than n - 1 layers.
    ///   - watch: asked before every layer; what it leaves undone is nil.
    /// - Complexity: O(n min(n, 2^K)).
    public func adaptiveValues(upTo queries: Int, work: Int = 1_000_000_000, watch: PersuasionWatch = .none) -> [Double?] {
        var layers = CutLayers(self)
        var values: [Double?] = []
        for asked in 0...max(0, queries) {
            let cuts = asked < 62 ? (1 << asked) - 1 : Int.max
            let wanted = min(cuts, count - 1)
            if layers.isMoving, wanted.multipliedReportingOverflow(by: doubters + 1).partialValue > work {
                values.append(nil)
                continue
            }
            while layers.isMoving, layers.queries < wanted, !watch.stops("adaptive queries", layers.queries, of: wanted) { layers.advance() }
            values.append(layers.isMoving && layers.queries < wanted ? nil : layers.best)
        }
        return values
    }
}

/// What queries are worth that cost something.
public struct CostlyQueries: Sendable, Equatable {
    /// The best value less cost of cuts that are all asked, and paid for, at once.
    public let nonAdaptive: Double?
    /// How many cuts those are; the fewest where several numbers do as well. Both are nil where the watch came first.
    public let queries: Int?
    /// The best where a query is paid for only when it is asked; nil above ``PrivateTypes/mostTypesOfCostlyQueries`` types, and where the watch came
    /// first.
    public let adaptive: Double?
}

extension PrivateTypes {
    /// Most types for which adaptive costly queries are solved, in O(n^3).
    public static let mostTypesOfCostlyQueries = 1500

    /// The best queries at a cost each.
    ///
    /// At once: max_k F_k - c k. Adaptive: G(i, j) = max(V, max_s G(i, s) + G(s, j) - c w(i..<j)), w the weight of the types that are asked.
    /// - Parameters:
    ///   - cost: c >= 0, in sales.
    ///   - watch: asked before every layer and every end of an interval; what it ends has no value.
    /// - Throws: ``FieldError`` for a negative cost or one that is not finite.
    /// - Complexity: O(n min(n, 1/c)) and O(n^3).
    public func costlyQueries(cost: Double, watch: PersuasionWatch = .none) throws(FieldError) -> CostlyQueries {
        guard cost >= 0, cost.isFinite else { throw FieldError(field: "cost", expected: "a finite number >= 0", found: "\(cost)") }
        var layers = CutLayers(self)
        var (best, queries) = (layers.best, 0)
        let most = informedValue
        while layers.isMoving, layers.queries < count - 1, most - cost * Double(layers.queries + 1) > best {
            if watch.stops("costly queries at once", layers.queries, of: nil) { return CostlyQueries(nonAdaptive: nil, queries: nil, adaptive: nil) }
            layers.advance()
            let net = layers.best - cost * Double(layers.queries)
            if net > best + resolution { (best, queries) = (net, layers.queries) }
        }
        let adaptive = count <= Self.mostTypesOfCostlyQueries ? adaptiveValue(cost: cost, watch: watch) : nil
        return CostlyQueries(nonAdaptive: best, queries: queries, adaptive: adaptive)
    }

    /// G(0, n), over intervals of growing length; both tables keep what a sum runs over side by side.
    private func adaptiveValue(cost: Double, watch: PersuasionWatch) -> Double? {
        let n = count
        var fromStart = (0..<n).map { [Double](repeating: 0, count: n - $0 + 1) }
        for end in 1...n {
            // Of the n^3 steps those of the intervals so far.
            if watch.stops("adaptive costly queries", end * end, of: n * n) { return nil }
            let alone = valuesEnding(at: end, from: 0)
            var fromEnd = [Double](repeating: 0, count: end + 1)
            for start in stride(from: end - 1, through: 0, by: -1) {
                var split = -Double.infinity
                fromStart[start].withUnsafeBufferPointer { left in
                    fromEnd.withUnsafeBufferPointer { right in
                        for cut in start..<end where cut > start { split = max(split, left[cut - start] + right[cut]) }
                    }
                }
                let value = max(alone[start], split - cost * (weightBefore[end] - weightBefore[start]))
                fromStart[start][end - start] = value
                fromEnd[start] = value
            }
        }
        return fromStart[0][n]
    }
}
