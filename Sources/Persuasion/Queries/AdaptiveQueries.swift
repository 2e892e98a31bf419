import NumericCore

extension PrivateTypes {
    /// Entry K: the value of K queries of which each is chosen after the answers before it; nil where the watch came first.
    ///
    /// F(i, j, K) = max(V, max_s F(i, s, K-1) + F(s, j, K-1)) is what 2^K - 1 cuts at once are worth: a balanced search tree asks them in K
    /// steps (derived). Where there are so many that every two types are told apart, that is ``informedValue``; up to 15 cuts are layers of `CutLayers`, more
    /// are found by their price (`PricedCuts`, with the proof).
    /// - Parameter watch: asked before every layer and every price; what it leaves undone is nil.
    /// - Complexity: O(n min(n, 2^K)) up to K = 4, then O(n) for each of a few prices for each K.
    public func adaptiveValues(upTo queries: Int, watch: PersuasionWatch = .none) -> [Double?] {
        var layers = CutLayers(self)
        var priced: PricedCuts?
        var values: [Double?] = []
        var best = 0.0
        for asked in 0...max(0, queries) {
            let wanted = min(asked < 62 ? (1 << asked) - 1 : Int.max, count - 1)
            var value: Double?
            if wanted <= Self.mostLayers || !layers.isMoving {
                while layers.isMoving, layers.queries < wanted, !watch.stops("adaptive queries", layers.queries, of: wanted) { layers.advance() }
                value = layers.isMoving && layers.queries < wanted ? nil : layers.best
            } else if wanted >= count - 1 {
                value = informedValue
            } else {
                var search = priced ?? PricedCuts(layers)
                value = search.value(of: wanted, watch: watch)
                priced = search
            }
            // Roundings of three ways to the same numbers must not let one fall.
            if let value { best = max(best, value) }
            values.append(value == nil ? nil : best)
        }
        return values
    }

    /// Cuts up to which layer after layer takes no longer than trying prices.
    static let mostLayers = 15
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
    /// At once: max_k F_k - c k, by layers while they are few, else in one pass of `PricedCuts`. Adaptive: G(i, j) = max(V, max_s G(i, s) + G(s, j) - c w(i..<j)), w the weight of the types that are asked.
    /// - Parameters:
    ///   - cost: c >= 0, in sales.
    ///   - watch: asked before every layer and every end of an interval; what it ends has no value.
    /// - Throws: ``FieldError`` for a negative cost or one that is not finite.
    /// - Complexity: O(n log n) and O(n^3).
    public func costlyQueries(cost: Double, watch: PersuasionWatch = .none) throws(FieldError) -> CostlyQueries {
        guard cost >= 0, cost.isFinite else { throw FieldError(field: "cost", expected: "a finite number >= 0", found: "\(cost)") }
        var layers = CutLayers(self)
        var (best, queries) = (layers.best, 0)
        let most = informedValue
        while layers.isMoving, layers.queries < count - 1, most - cost * Double(layers.queries + 1) > best {
            if watch.stops("costly queries at once", layers.queries, of: nil) { return CostlyQueries(nonAdaptive: nil, queries: nil, adaptive: nil) }
            if layers.queries == Self.mostLayers {
                // At their own price: a cut is made where it gains more than its cost by more than rounding.
                var priced = PricedCuts(layers)
                let found = priced.best(at: cost + resolution)
                (best, queries) = (max(best, found.value - cost * Double(found.cuts)), found.cuts)
                break
            }
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
            // The intervals that end so far, each start with all its cuts, are end^3 of n^3 steps (times 1/6).
            if watch.stops("adaptive costly queries", end * end * end, of: n * n * n) { return nil }
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
