import NumericCore

/// Followers from the cheapest to the dearest, in the units in which mu = outside = 1, with what thresholds of entry are made of.
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
    /// room_m, falling; rungs after the first that has none are left out, since they cannot be in.
    let rooms: [Double]

    /// - Complexity: O(N) at the radix sort's six passes.
    init(_ unsorted: [Double]) {
        order = orderByCost(unsorted)
        let costs = order.map { unsorted[Int($0)] }
        var sums = [0.0]
        var rooms: [Double] = []
        var sum = CompensatedSum()
        for (index, cost) in costs.enumerated() {
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
        (self.costs, self.sums, self.rooms) = (costs, sums, rooms)
    }
}
