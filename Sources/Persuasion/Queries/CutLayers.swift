/// The values of at most k cuts, layer after layer of the dynamic programme over the number of cuts.
///
/// F_k(j) = max(F_{k-1}(j), max_i F_{k-1}(i) + V(i..<j)) takes O(n^2) a layer. Three facts, derived here, make it O(n):
/// - An interval of types below 1/2 is aimed at one type t, and the types i..<t before the target buy nothing: since F rises in i, the interval
///   may begin at its target. Then F_k(j) = A_j + max_t (q_t B_j + F_{k-1}(t) - loss(t)): an envelope of lines with ascending slopes, asked at
///   ascending B_j.
/// - An interval of types at or above 1/2 sells to everybody for certain: no cut inside is worth anything, and a single interval can hold types on
///   both sides of 1/2.
/// - That interval may reach to the last type: a cut above a pair of messages is worth nothing, since all types above buy either way
///   (mean ratio 1); above a single message the cut is worth no more than one at 1/2.
/// The pair that serves targets t and above does not depend on k: one tangent each, O(n log n) before the first layer.
/// So K layers take O(n (K + log n)).
struct CutLayers {
    let types: PrivateTypes
    /// Entry t: what one interval t..<n aimed at t, alone or with a partner above 1, sells.
    let lastInterval: [Double]
    /// F_k(j) for j up to the number of types below 1/2.
    private var values: [Double]
    /// The best of all types with at most `queries` cuts.
    private(set) var best: Double
    /// k, the number of cuts that ``best`` allows.
    private(set) var queries = 0
    /// Entry j: the first type of the last interval, -1 where no cut more is worth anything.
    private(set) var starts: [Int32]
    /// The same for all types together.
    private(set) var lastStart: Int
    /// Whether the last layer changed anything.
    private(set) var isMoving = true

    init(_ types: PrivateTypes) {
        self.types = types
        let (n, below) = (types.count, types.doubters)
        let hull = types.upperHull(end: n)
        lastInterval = (0..<below).map { t in
            let single = types.salesIn1[n] + types.ratios[t] * types.salesIn0[n] - types.loss(t)
            guard let partner = hull.shallowest(from: types.lossPoint(t)) else { return single }
            return max(single, types.salesOfPair(t, partner.type, end: n))
        }
        values = [Double](repeating: 0, count: below + 1)
        starts = []
        (best, lastStart) = (types.weightFrom[below], below)
        layer(isFirst: true)
    }

    /// One cut more.
    mutating func advance() {
        queries += 1
        guard isMoving else { return }
        layer(isFirst: false)
    }

    private mutating func layer(isFirst: Bool) {
        let below = types.doubters
        isMoving = isFirst
        let before = best
        if !isFirst {
            lastStart = -1
            let apart = values[below] + types.weightFrom[below]
            if below < types.count, apart > best + types.resolution { (best, lastStart) = (apart, below) }
        }
        for t in 0..<below where values[t] + lastInterval[t] > best + types.resolution { (best, lastStart) = (values[t] + lastInterval[t], t) }
        var next = values
        starts = [Int32](repeating: -1, count: below + 1)
        var lines = UpperEnvelope()
        for j in 0..<below {
            lines.append(slope: types.ratios[j], height: values[j] - types.loss(j), label: j)
            guard let line = lines.best(at: types.salesIn0[j + 1]) else { continue }
            let value = types.salesIn1[j + 1] + line.height
            if value > values[j + 1] + types.resolution { (next[j + 1], starts[j + 1], isMoving) = (value, Int32(line.label), true) }
        }
        values = next
        if best > before { isMoving = true }
    }
}
