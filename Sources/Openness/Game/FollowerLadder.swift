import NumericCore

/// Followers who could ever be in, from the cheapest to the dearest, in the units in which mu = outside = 1, with what thresholds of
/// entry are made of.
///
/// With C_m = c_1 + .. + c_m the m-th follower, were there no fee, could stand beside the cheaper ones while
///
///     room_m = C_m / c_m - (m - 1) > 0
///
/// which does not depend on openness: a common royalty cancels. It never rises with m. Sums are compensated, and the difference is
/// taken before its sum is rounded, so that costs many orders of magnitude apart do not swallow each other.
struct FollowerLadder: Sendable, Equatable {
    /// Place in the file of each rung.
    let order: [Int32]
    /// c_m, rising.
    let costs: [Double]
    /// C_m for m = 0...count.
    let sums: [Double]
    /// room_m > 0, falling.
    let rooms: [Double]

    private static let (samples, unsampled) = (8...256, 256)

    /// - Parameters:
    ///   - costs: as in the file.
    ///   - unit: makes them multiples of mu / outside.
    /// - Complexity: O(N) and the sort of those who are cheap enough for room among an even sample of followers: all who have room
    ///   among all are among them, since more rivals only take room. O(N log N) where nobody can be left out.
    init(_ costs: [Double], in unit: CostUnit) {
        var limit = Double.infinity
        if costs.count > Self.unsampled {
            let count = min(costs.count / Self.samples.lowerBound, Self.samples.upperBound) // at most an eighth
            let sample = (0..<count).map { unit.scaled(costs[$0 * costs.count / count]) }.sorted()
            limit = sample.dropFirst(Self.rungs(sample).rooms.count).first ?? .infinity
        }
        var candidates: [Double] = []
        var places: [Int32] = []
        for (index, cost) in costs.enumerated() {
            let scaled = unit.scaled(cost)
            guard scaled < limit else { continue }
            candidates.append(scaled)
            places.append(Int32(truncatingIfNeeded: index))
        }
        let order = orderByCost(candidates)
        let sorted = order.map { candidates[Int($0)] }
        (rooms, sums) = Self.rungs(sorted)
        self.costs = Array(sorted.prefix(rooms.count))
        self.order = order.prefix(rooms.count).map { places[Int($0)] }
    }

    /// Rooms and sums of the cheapest, up to the first follower without room.
    private static func rungs(_ rising: [Double]) -> (rooms: [Double], sums: [Double]) {
        var sums = [0.0]
        var rooms: [Double] = []
        var sum = CompensatedSum()
        for (index, cost) in rising.enumerated() {
            sum.add(cost)
            let rivals = Double(index)
            var room = sum
            room.add(-rivals * cost)
            room.add(-(-(rivals * cost)).addingProduct(rivals, cost)) // what the product rounded off
            let share = min(room.value / cost, rooms.last ?? 1)
            guard share > 0 else { break }
            rooms.append(share)
            sums.append(sum.value)
        }
        return (rooms, sums)
    }
}

/// What makes costs multiples of mu / outside.
struct CostUnit {
    let mu: Double
    let outside: Double
    private let ratio: Double

    init(mu: Double, outside: Double) { (self.mu, self.outside, ratio) = (mu, outside, outside / mu) }

    /// cost outside / mu, by way of the ratio unless that leaves the doubles.
    func scaled(_ cost: Double) -> Double { ratio.isNormal ? cost * ratio : cost / mu * outside }
}
