/// Cells in the order in which a file gives them, then sorted in place: what a ``CellTable`` is made of.
///
/// Creators, topics and numbers lie in arrays of their own; the numbers' memory and the creators' are the table's later.
/// - Complexity: memory 8 bytes a row and 8 more for each column of numbers; nothing is copied.
struct CellRows {
    private(set) var creatorOf: [Int32] = []
    private(set) var topicOf: [Int32] = []
    private let capacity: Int
    private let columns: [CellBuffer]

    /// - Parameter capacity: as many rows as there may be at most. What is not used takes no memory.
    init(capacity: Int, columns: Int) {
        self.capacity = capacity
        self.columns = (0..<columns).map { _ in CellBuffer(count: capacity) }
        creatorOf.reserveCapacity(capacity)
        topicOf.reserveCapacity(capacity)
    }

    var count: Int { creatorOf.count }

    /// Sets a number of the row that is added next.
    func set(_ value: Double, column: Int) {
        precondition(count < capacity, "more rows than there is room for")
        columns[column].base[count] = value
    }

    /// Adds the row whose numbers were set.
    mutating func append(creator: Int32, topic: Int32) {
        precondition(count < capacity, "more rows than there is room for")
        creatorOf.append(creator)
        topicOf.append(topic)
    }

    /// The column's numbers, where they lie.
    func values(column: Int) -> CellBuffer {
        let memory = columns[column]
        return count == memory.count ? memory : CellBuffer(adopting: memory.base, count: count) { _ = memory }
    }

    /// The first row that is the same cell as the row before it, nil for none; rows are sorted.
    var firstRepeated: Int? {
        (1..<max(count, 1)).first { creatorOf[$0] == creatorOf[$0 - 1] && topicOf[$0] == topicOf[$0 - 1] }
    }

    /// Leaves out the rows whose number in a column is 0.
    mutating func removeZeros(column: Int) {
        var kept = 0
        for row in 0..<count where columns[column].base[row] != 0 {
            creatorOf[kept] = creatorOf[row]
            topicOf[kept] = topicOf[row]
            for values in columns { values.base[kept] = values.base[row] }
            kept += 1
        }
        creatorOf.removeLast(count - kept)
        topicOf.removeLast(topicOf.count - kept)
    }

    /// The layout of the rows, which are sorted and each a cell of its own; dense where every cell is there.
    func layout(creators: Int, topics: Int) -> CellLayout {
        let (all, overflow) = creators.multipliedReportingOverflow(by: topics)
        if !overflow, all == count { return CellLayout(creators: creators, topics: topics) }
        var offsets = [Int](repeating: 0, count: topics + 1)
        for topic in topicOf { offsets[Int(topic) + 1] += 1 }
        for topic in 0..<topics { offsets[topic + 1] += offsets[topic] }
        return CellLayout(creators: creators, offsets: offsets, creatorIndex: creatorOf)
    }

    /// Puts the rows in the order of a layout: by topic, and by creator within a topic.
    ///
    /// Rows that are in order, as this program writes them, are only looked at. Others are sorted in place by eight bits
    /// of (topic, creator) at a time, the highest first: an "American flag" sort (McIlroy, Bostic and McIlroy, Engineering
    /// radix sort, Computing Systems 6, 1993).
    /// - Complexity: O(rows) for each eight bits of a topic's and a creator's number together; no memory beside the rows.
    mutating func sort() {
        let creatorBits = UInt64(Int32.bitWidth - (creatorOf.max() ?? 0).leadingZeroBitCount)
        let topicBits = UInt64(Int32.bitWidth - (topicOf.max() ?? 0).leadingZeroBitCount)
        creatorOf.withUnsafeMutableBufferPointer { creators in
            topicOf.withUnsafeMutableBufferPointer { topics in
                let rows = Sorter(creators: creators, topics: topics, columns: columns.map(\.base), creatorBits: creatorBits)
                let isSorted = (1..<max(creators.count, 1)).allSatisfy { rows.key($0 - 1) <= rows.key($0) }
                guard !isSorted else { return }
                let top = creatorBits + topicBits
                rows.sort(0..<creators.count, below: top)
            }
        }
    }
}

/// Rows being sorted by their keys, in parallel arrays.
private struct Sorter {
    let creators: UnsafeMutableBufferPointer<Int32>
    let topics: UnsafeMutableBufferPointer<Int32>
    let columns: [UnsafeMutablePointer<Double>]
    let creatorBits: UInt64

    /// Runs shorter than this are sorted by insertion.
    private static let short = 24
    private static let digitBits: UInt64 = 8

    /// The topic's number, and behind it the creator's.
    func key(_ row: Int) -> UInt64 { UInt64(UInt32(bitPattern: topics[row])) << creatorBits | UInt64(UInt32(bitPattern: creators[row])) }

    /// Sorts a run of rows whose keys agree in all but the lowest `bits`.
    func sort(_ run: Range<Int>, below bits: UInt64) {
        if run.count < Self.short { return insert(run) }
        let shift = bits > Self.digitBits ? bits - Self.digitBits : 0
        let digits = 1 << Int(bits - shift)
        withUnsafeTemporaryAllocation(of: Int.self, capacity: 2 * digits) { room in
            let next = UnsafeMutableBufferPointer(rebasing: room[..<digits])
            let ends = UnsafeMutableBufferPointer(rebasing: room[digits...])
            func digit(_ row: Int) -> Int { Int(truncatingIfNeeded: key(row) >> shift) & (digits - 1) }
            ends.initialize(repeating: 0)
            for row in run { ends[digit(row)] += 1 }
            var start = run.lowerBound
            for value in 0..<digits {
                next.initializeElement(at: value, to: start)
                start += ends[value]
                ends[value] = start
            }
            // Each swap puts one row in its place for good.
            for value in 0..<digits {
                while next[value] < ends[value] {
                    let other = digit(next[value])
                    if other != value { swap(next[value], next[other]) }
                    next[other] += 1
                }
            }
            guard shift > 0 else { return }
            start = run.lowerBound
            for value in 0..<digits {
                if ends[value] - start > 1 { sort(start..<ends[value], below: shift) }
                start = ends[value]
            }
        }
    }

    private func insert(_ run: Range<Int>) {
        for row in run.dropFirst() {
            var place = row
            while place > run.lowerBound, key(place - 1) > key(place) {
                swap(place - 1, place)
                place -= 1
            }
        }
    }

    private func swap(_ a: Int, _ b: Int) {
        creators.swapAt(a, b)
        topics.swapAt(a, b)
        for column in columns { Swift.swap(&column[a], &column[b]) }
    }
}
