/// The creators of a topic from the cheapest to the most expensive, equal costs in their own order.
///
/// A radix sort of the bit patterns, which order positive doubles as the doubles themselves; stable, so equal costs keep the order
/// of the file.
/// - Complexity: six passes of 11 bits at most; digits that all creators share are passed over.
func orderByCost(_ costs: [Double]) -> [Int32] {
    let n = costs.count
    var order = (0..<Int32(n)).map { $0 }
    if n <= 64 { return order.sorted { (costs[Int($0)], $0) < (costs[Int($1)], $1) } }
    var keys = costs.map(\.bitPattern)
    var (otherKeys, otherOrder) = (keys, order)
    let bits = 11
    for shift in stride(from: 0, to: 64, by: bits) {
        var places = [Int](repeating: 0, count: 1 << bits)
        let mask = UInt64(1 << bits - 1)
        for key in keys { places[Int(key >> UInt64(shift) & mask)] += 1 }
        if places.contains(n) { continue }
        var sum = 0
        for digit in places.indices { (places[digit], sum) = (sum, sum + places[digit]) }
        keys.withUnsafeBufferPointer { keys in
            order.withUnsafeBufferPointer { order in
                for at in 0..<n {
                    let digit = Int(keys[at] >> UInt64(shift) & mask)
                    otherKeys[places[digit]] = keys[at]
                    otherOrder[places[digit]] = order[at]
                    places[digit] += 1
                }
            }
        }
        swap(&keys, &otherKeys)
        swap(&order, &otherOrder)
    }
    return order
}
