#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif
import NumericCore

/// Who would sell at what price: producers by their reservation a token, rho_i = r_i/d_i, cheapest first, and how much data they
/// have in all.
///
/// Producers without tokens have no place in it. Equal reservations keep the order of the producers.
/// ```swift
/// let supply = try Supply(tokens: [1e11, 2e11], reservations: [2e5, 1e5])
/// supply.order        // [1, 0]
/// supply.cumulative   // [2e11, 3e11]
/// ```
public struct Supply: Sendable {
    /// d_i, as given.
    public let tokens: [Double]
    /// r_i, as given.
    public let reservations: [Double]
    /// Producers, cheapest first.
    public let order: [Int32]
    /// rho of each, in that order.
    public let unitReservations: [Double]
    /// Data of the cheapest k + 1, each sum correctly rounded but for about a place.
    public let cumulative: [Double]

    /// - Throws: ``FieldError`` for a number that is negative or not finite, for a reservation of a producer without tokens, and
    ///   for lists of different lengths.
    /// - Complexity: O(n): a distribution sort of the bits, at most six passes of 16 bytes a producer.
    public init(tokens: [Double], reservations: [Double]) throws(FieldError) {
        guard tokens.count == reservations.count else {
            throw FieldError(field: "producers.reservations", expected: "\(tokens.count) numbers", found: "\(reservations.count)")
        }
        guard tokens.count <= Int(Int32.max) else {
            throw FieldError(field: "producers.tokens", expected: "at most \(Int32.max) producers", found: "\(tokens.count)")
        }
        (self.tokens, self.reservations) = (tokens, reservations)
        var entries = try ReservationOrder(tokens, reservations)
        entries.sort()
        let count = entries.count
        order = [Int32](unsafeUninitializedCapacity: count) { order, filled in
            for place in 0..<count { (order.baseAddress! + place).initialize(to: entries.producer(place)) }
            filled = count
        }
        unitReservations = [Double](unsafeUninitializedCapacity: count) { prices, filled in
            for place in 0..<count { (prices.baseAddress! + place).initialize(to: entries.price(place)) }
            filled = count
        }
        let order = order
        cumulative = [Double](unsafeUninitializedCapacity: count) { sums, filled in
            var total = ExactTotal()
            tokens.withUnsafeBufferPointer { tokens in
                for place in 0..<count {
                    total.add(tokens[Int(order[place])])
                    (sums.baseAddress! + place).initialize(to: total.value)
                }
            }
            filled = count
        }
    }

    /// Producers with tokens.
    public var count: Int { order.count }
    /// sum d
    public var total: Double { cumulative.last ?? 0 }
    /// Data of the k cheapest.
    public func tokens(ofCheapest k: Int) -> Double { k == 0 ? 0 : cumulative[k - 1] }

    /// How many have rho <= price.
    /// - Complexity: O(log n).
    public func sellers(at price: Double) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if unitReservations[middle] <= price { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// phi at the data of the k cheapest, k = 0...n.
    func payments(_ payment: UnitPayment, _ workers: Workers) -> [Double] {
        let tile = 1 << 14
        return [Double](unsafeUninitializedCapacity: count + 1) { values, filled in
            values.baseAddress!.initialize(to: payment(0))
            nonisolated(unsafe) let start = values.baseAddress! + 1
            cumulative.withUnsafeBufferPointer { sums in
                nonisolated(unsafe) let sums = sums
                workers.run((count + tile - 1) / tile) { index in
                    for place in index * tile..<min((index + 1) * tile, sums.count) { (start + place).initialize(to: payment(sums[place])) }
                }
            }
            filled = count + 1
        }
    }
}

/// Pairs of a price and a producer, sorted by the price's bits: doubles >= 0 are in the order of theirs.
private struct ReservationOrder: ~Copyable {
    private struct Entry {
        let key: UInt64
        let producer: Int32
    }
    private var entries: UnsafeMutablePointer<Entry>
    private var spare: UnsafeMutablePointer<Entry>
    private(set) var count: Int
    private static let digit = 11

    init(_ tokens: [Double], _ reservations: [Double]) throws(FieldError) {
        entries = .allocate(capacity: max(tokens.count, 1))
        spare = .allocate(capacity: max(tokens.count, 1))
        count = 0
        for index in tokens.indices {
            let (size, reservation) = (tokens[index], reservations[index])
            let fault: FieldError
            if !(size >= 0 && size < .infinity) {
                fault = FieldError(field: "producers.tokens[\(index)]", expected: "a finite number >= 0", found: "\(size)")
            } else if !(reservation >= 0 && reservation < .infinity) {
                fault = FieldError(field: "producers.reservations[\(index)]", expected: "a finite number >= 0", found: "\(reservation)")
            } else if size == 0, reservation > 0 {
                fault = FieldError(
                    field: "producers.reservations[\(index)]", expected: "0 for a producer without tokens", found: "\(reservation)")
            } else {
                if size > 0 {
                    (entries + count).initialize(to: Entry(key: (reservation / size).bitPattern, producer: Int32(index)))
                    count += 1
                }
                continue
            }
            throw fault
        }
    }

    deinit {
        entries.deallocate()
        spare.deallocate()
    }

    func producer(_ place: Int) -> Int32 { entries[place].producer }
    func price(_ place: Int) -> Double { Double(bitPattern: entries[place].key) }

    /// Stable, least significant digit first; digits that all keys share are passed over.
    mutating func sort() {
        let (passes, size) = ((64 + Self.digit - 1) / Self.digit, 1 << Self.digit)
        let mask = UInt64(size - 1)
        withUnsafeTemporaryAllocation(of: Int.self, capacity: passes * size) { counts in
            counts.initialize(repeating: 0)
            for place in 0..<count {
                var key = entries[place].key
                for pass in 0..<passes {
                    counts[pass * size + Int(key & mask)] += 1
                    key >>= UInt64(Self.digit)
                }
            }
            for pass in 0..<passes {
                let starts = UnsafeMutableBufferPointer(rebasing: counts[pass * size..<(pass + 1) * size])
                let shift = UInt64(pass * Self.digit)
                if count == 0 || starts[Int(entries[0].key >> shift & mask)] == count { continue }
                var next = 0
                for value in 0..<size { (starts[value], next) = (next, next + starts[value]) }
                for place in 0..<count {
                    let entry = entries[place]
                    let value = Int(entry.key >> shift & mask)
                    (spare + starts[value]).initialize(to: entry)
                    starts[value] += 1
                }
                swap(&entries, &spare)
            }
        }
    }
}
