/// Values of all intervals of types that share an end, in O(n log n) instead of O(n) for each.
extension PrivateTypes {
    /// V(i..<end) for every i in `start`...`end`: entry i - start. The last, of nobody, is 0.
    ///
    /// Aiming at t sells the same in every interval that holds t and ends at `end`, so the values are a maximum from the right.
    func valuesEnding(at end: Int, from start: Int) -> [Double] {
        var values = [Double](repeating: 0, count: end - start + 1)
        // Types that buy unless told otherwise: telling nothing sells to all of them.
        let upper = max(start, min(doubters, end))
        for i in upper..<end { values[i - start] = weightFrom[i] - weightFrom[end] }
        guard start < upper else { return values }
        let hull = upperHull(end: end)
        var best = values[upper - start]
        for t in stride(from: upper - 1, through: start, by: -1) {
            best = max(best, salesIn1[end] + ratios[t] * salesIn0[end] - loss(t))
            if let partner = hull.shallowest(from: lossPoint(t)) { best = max(best, salesOfPair(t, partner.type, end: end)) }
            values[t - start] = best
        }
        return values
    }

    /// V(start..<j) for every j in `start`...`end`: entry j - start. The first, of nobody, is 0.
    func valuesStarting(at start: Int, upTo end: Int) -> [Double] {
        var values = [Double](repeating: 0, count: end - start + 1)
        let upper = max(start, min(doubters, end))
        var lines = UpperEnvelope()
        for j in start..<upper {
            lines.append(slope: ratios[j], height: -loss(j), label: j)
            values[j + 1 - start] = salesIn1[j + 1] + (lines.best(at: salesIn0[j + 1])?.height ?? 0)
        }
        guard upper < end else { return values }
        // Mirrored, so from the highest ratio to the lowest.
        var hull = LossHull()
        for t in stride(from: upper - 1, through: start, by: -1) { hull.append(mirroredPoint(t)) }
        var pair: (lower: Int, upper: Int)?
        for j in upper..<end {
            if canBeUpperTarget(j), let partner = hull.shallowest(from: mirroredPoint(j)) {
                let best = pair.map { salesOfPair($0.lower, $0.upper, end: j + 1) } ?? -.infinity
                if salesOfPair(partner.type, j, end: j + 1) > best { pair = (partner.type, j) }
            }
            let unspoken = weightFrom[upper] - weightFrom[j + 1]
            let single = lines.best(at: salesIn0[j + 1]).map { salesIn1[j + 1] + $0.height } ?? 0
            values[j + 1 - start] = max(unspoken, single, pair.map { salesOfPair($0.lower, $0.upper, end: j + 1) } ?? 0)
        }
        return values
    }
}

/// The upper envelope of lines added by ascending slope and asked at ascending places: amortised O(1) each (the convex hull trick).
struct UpperEnvelope {
    private var lines: [(slope: Double, height: Double, label: Int)] = []
    private var first = 0

    /// Forgets all lines, and keeps the memory they took.
    mutating func removeAll() {
        lines.removeAll(keepingCapacity: true)
        first = 0
    }

    /// Adds a line whose slope is not below those before it.
    mutating func append(slope: Double, height: Double, label: Int) {
        if let last = lines.last, last.slope == slope {
            if last.height >= height { return }
            lines.removeLast()
        }
        // The last line is nowhere above both its neighbours: it meets the new one before it meets its predecessor.
        while lines.count - first >= 2 {
            let (a, b) = (lines[lines.count - 2], lines[lines.count - 1])
            guard (height - a.height) * (b.slope - a.slope) >= (b.height - a.height) * (slope - a.slope) else { break }
            lines.removeLast()
        }
        lines.append((slope, height, label))
        first = min(first, lines.count - 1)
    }

    /// The highest line at a place that is not left of the last one asked.
    mutating func best(at place: Double) -> (height: Double, label: Int)? {
        guard first < lines.count else { return nil }
        while first + 1 < lines.count, value(first + 1, place) >= value(first, place) { first += 1 }
        return (value(first, place), lines[first].label)
    }

    private func value(_ line: Int, _ place: Double) -> Double { lines[line].height + lines[line].slope * place }
}
