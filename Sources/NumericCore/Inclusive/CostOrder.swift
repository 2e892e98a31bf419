/// The creators of a topic from the cheapest to the most expensive, equal costs in their own order.
///
/// A radix sort of the bit patterns, which order positive doubles as the doubles themselves; stable, so equal costs keep the order
/// of the file.
/// - Complexity: six passes of 11 bits at most, over the bits in which costs differ.
package func orderByCost(_ costs: [Double]) -> [Int32] {
    let n = costs.count
    var order = (0..<Int32(n)).map { $0 }
    if n <= 64 { return order.sorted { (costs[Int($0)], $0) < (costs[Int($1)], $1) } }
    // Only the bits in which costs differ from the smallest count.
    let least = costs.min()!.bitPattern
    let bits = 11
    let digits = (64 - (costs.max()!.bitPattern - least).leadingZeroBitCount + bits - 1) / bits
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 2 * n) { keyRoom in
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * n) { orderRoom in
            var (keys, otherKeys) = (keyRoom.baseAddress!, keyRoom.baseAddress! + n)
            var (from, to) = (orderRoom.baseAddress!, orderRoom.baseAddress! + n)
            for i in 0..<n { (keys[i], from[i]) = (costs[i].bitPattern - least, Int32(i)) }
            let mask = UInt64(1 << bits - 1)
            withUnsafeTemporaryAllocation(of: Int32.self, capacity: 1 << bits) { places in
                for digit in 0..<digits {
                    let shift = UInt64(digit * bits)
                    places.update(repeating: 0)
                    for i in 0..<n { places[Int(keys[i] >> shift & mask)] += 1 }
                    var sum: Int32 = 0
                    for value in places.indices { (places[value], sum) = (sum, sum + places[value]) }
                    for i in 0..<n {
                        let value = Int(keys[i] >> shift & mask)
                        let place = Int(places[value])
                        (otherKeys[place], to[place]) = (keys[i], from[i])
                        places[value] += 1
                    }
                    swap(&keys, &otherKeys)
                    swap(&from, &to)
                }
            }
            order = Array(UnsafeBufferPointer(start: from, count: n))
        }
    }
    return order
}
