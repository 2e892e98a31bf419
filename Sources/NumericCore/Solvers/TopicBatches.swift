/// How the topics of a contest are dealt out: those that all threads share, and runs of small ones.
///
/// A run is at most as many topics as a vector has lanes and as many cells as the second-level cache holds, so that a
/// topic's second pass finds what its first pass wrote. Runs depend on the layout only.
struct TopicBatches {
    /// Topics of at least ``Tiles/parallelCells``.
    private(set) var large: [Int] = []
    /// Runs of the other topics.
    private(set) var small: [Range<Int>] = []
    /// Every topic, large ones as runs of their own.
    private(set) var all: [Range<Int>] = []

    private static let lanes = 8
    private static let cells = 1 << 14

    init(_ layout: CellLayout) {
        var first = 0
        while first < layout.topics {
            var cells = layout.range(ofTopic: first).count
            var last = first + 1
            if cells >= Tiles.parallelCells {
                large.append(first)
            } else {
                while last < layout.topics, last - first < Self.lanes, cells + layout.range(ofTopic: last).count <= Self.cells {
                    cells += layout.range(ofTopic: last).count
                    last += 1
                }
                small.append(first..<last)
            }
            all.append(first..<last)
            first = last
        }
    }
}
