/// The lower convex hull of points (lambda, sales lost) added from left to right.
///
/// Two messages a < 1 < b with mean 1 sell W_j minus the height at 1 of the chord between their points (a, loss(a)) and (b, loss(b)):
/// the best pair is a tangent from one point to the hull of the others. Andrew's monotone chain; ties keep the lower point.
struct LossHull {
    struct Point {
        let ratio: Double
        let loss: Double
        let type: Int
    }
    private var points: [Point] = []

    var isEmpty: Bool { points.isEmpty }

    /// Adds a point that is not left of the last one.
    mutating func append(_ point: Point) {
        if let last = points.last, last.ratio == point.ratio {
            if last.loss <= point.loss { return }
            points.removeLast()
        }
        while points.count >= 2, Self.slope(points[points.count - 2], point) <= Self.slope(points[points.count - 2], points[points.count - 1]) {
            points.removeLast()
        }
        points.append(point)
    }

    /// The point to which the slope from a point left of all of them is least. Along a convex chain that slope falls, then rises.
    func shallowest(from left: Point) -> Point? {
        guard !points.isEmpty else { return nil }
        var (low, high) = (0, points.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if Self.slope(left, points[middle + 1]) < Self.slope(left, points[middle]) { low = middle + 1 } else { high = middle }
        }
        return points[low]
    }

    private static func slope(_ a: Point, _ b: Point) -> Double { (b.loss - a.loss) / (b.ratio - a.ratio) }
}

extension PrivateTypes {
    /// A message aimed at type t as a point of the hull.
    func lossPoint(_ t: Int) -> LossHull.Point { LossHull.Point(ratio: ratios[t], loss: loss(t), type: t) }

    /// The same mirrored at lambda = 0, so that the least slope seen from the right is the least seen from the left.
    func mirroredPoint(_ t: Int) -> LossHull.Point { LossHull.Point(ratio: -ratios[t], loss: loss(t), type: t) }

    /// Whether type t can be the target of the message above 1 of a pair: its ratio is above 1 and finite (with p = 1 the message has no
    /// weight and is obeyed by buyers who buy anyway).
    func canBeUpperTarget(_ t: Int) -> Bool { ratios[t] > 1 && ratios[t].isFinite }

    /// Sales to the types a..<end of the pair of messages aimed at a (ratio below 1) and b (above): those from b on buy for certain, those between
    /// on the message aimed at a, which has probability (r_b - 1)/(r_b - r_a) in state 1. The same as all weight less the chord's height at
    /// 1, without the difference of two large sums.
    func salesOfPair(_ a: Int, _ b: Int, end: Int) -> Double {
        let share = (ratios[b] - 1) / (ratios[b] - ratios[a])
        return weightFrom[b] - weightFrom[end] + share * (salesIn1[b] - salesIn1[a] + ratios[a] * (salesIn0[b] - salesIn0[a]))
    }

    /// The hull of all targets above 1 among the first `end` types.
    func upperHull(end: Int) -> LossHull {
        var hull = LossHull()
        for t in doubters..<max(doubters, end) where canBeUpperTarget(t) { hull.append(lossPoint(t)) }
        return hull
    }
}
