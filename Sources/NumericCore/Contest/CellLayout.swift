/// Which creator each cell belongs to: the eligible cells of a contest, topic after topic.
///
/// Dense: each topic lists all creators in order and no index is stored. Sparse: each topic lists its eligible
/// creators in rising order. Either way topic k owns the cells `offset(k)..<offset(k + 1)`.
public struct CellLayout: Sendable {
    /// n >= 1.
    public let creators: Int
    /// K >= 1.
    public let topics: Int
    /// nil where dense.
    let offsets: [Int]?
    let creatorIndex: [Int32]?

    /// Every creator is eligible in every topic.
    public init(creators: Int, topics: Int) {
        self.creators = creators
        self.topics = topics
        offsets = nil
        creatorIndex = nil
    }

    /// `offsets` has topics + 1 entries, rising from 0 to the number of cells; the creators of a topic rise strictly.
    /// - Precondition: both hold, and every index is in 0..<creators.
    public init(creators: Int, offsets: [Int], creatorIndex: [Int32]) {
        precondition(offsets.first == 0 && offsets.last == creatorIndex.count, "offsets run from 0 to the number of cells")
        self.creators = creators
        topics = offsets.count - 1
        self.offsets = offsets
        self.creatorIndex = creatorIndex
        for topic in 0..<topics {
            var previous: Int32 = -1
            for cell in offsets[topic]..<offsets[topic + 1] {
                precondition(creatorIndex[cell] > previous && Int(creatorIndex[cell]) < creators, "creators of a topic rise strictly")
                previous = creatorIndex[cell]
            }
        }
    }

    /// Whether every creator is eligible in every topic.
    public var isDense: Bool { creatorIndex == nil }
    /// Number of eligible cells.
    public var cells: Int { creatorIndex?.count ?? creators * topics }

    /// The cells of a topic.
    public func range(ofTopic topic: Int) -> Range<Int> {
        guard let offsets else { return topic * creators..<(topic + 1) * creators }
        return offsets[topic]..<offsets[topic + 1]
    }

    /// The creator of a cell of a topic.
    public func creator(ofCell cell: Int, topic: Int) -> Int {
        creatorIndex.map { Int($0[cell]) } ?? cell - topic * creators
    }

    /// The cell of a creator in a topic, nil where not eligible. O(1) dense, O(log cells of the topic) sparse.
    public func cell(creator: Int, topic: Int) -> Int? {
        precondition(creator >= 0 && creator < creators && topic >= 0 && topic < topics, "no such creator or topic")
        guard let creatorIndex else { return topic * creators + creator }
        let cells = range(ofTopic: topic)
        let found = firstCell(notBefore: creator, topic: topic)
        return found < cells.upperBound && Int(creatorIndex[found]) == creator ? found : nil
    }

    /// The first cell of a topic whose creator is at least `creator`.
    func firstCell(notBefore creator: Int, topic: Int) -> Int {
        let cells = range(ofTopic: topic)
        guard let creatorIndex else { return min(cells.lowerBound + creator, cells.upperBound) }
        var low = cells.lowerBound
        var high = cells.upperBound
        while low < high {
            let middle = (low + high) / 2
            if Int(creatorIndex[middle]) < creator { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The creators of the cells from `cell` on, nil where dense.
    func withCreatorIndex<R>(from cell: Int, _ body: (UnsafePointer<Int32>?) throws -> R) rethrows -> R {
        guard let creatorIndex else { return try body(nil) }
        return try creatorIndex.withUnsafeBufferPointer { try body($0.baseAddress! + cell) }
    }

    /// Whether each topic's cells are the same numbers of cells in the same order of topics.
    func hasSameCells(as other: CellLayout) -> Bool {
        creators == other.creators && topics == other.topics && offsets == other.offsets
    }

    /// Whether both have the same cells in the same places. O(cells).
    func isSame(as other: CellLayout) -> Bool { hasSameCells(as: other) && creatorIndex == other.creatorIndex }
}
