import CKernels

/// How the topics of a contest are dealt out: those that all threads share, and runs of small ones.
///
/// A run is as many topics as the kernel takes at once and as many cells as the second-level cache holds, so that a
/// topic's second pass finds what its first pass wrote. Runs depend on the layout only.
struct TopicBatches {
    /// Every topic, in order.
    private(set) var runs: [Range<Int>] = []
    /// Indices of the runs of one topic of at least ``Tiles/parallelCells``, and of the others.
    private(set) var large: [Int] = []
    private(set) var small: [Int] = []

    /// Topics that stand in the lanes of one vector; a run of more is a multiple of it, up to what the kernel takes.
    private static let lanes = 8
    private static let topics = Int(NB_TOPICS)
    /// Cells of a run of up to `lanes` topics, and of more: there the room is for overlapping totals, which takes few cells.
    private static let cells = 1 << 14
    private static let cellsOfMany = 1 << 13

    init(_ layout: CellLayout) {
        var first = 0
        while first < layout.topics {
            var cells = layout.range(ofTopic: first).count
            var last = first + 1
            if cells >= Tiles.parallelCells {
                large.append(runs.count)
            } else {
                while last < layout.topics, last - first < Self.topics {
                    cells += layout.range(ofTopic: last).count
                    if cells > (last - first < Self.lanes ? Self.cells : Self.cellsOfMany) { break }
                    last += 1
                }
                if last - first > Self.lanes && last < layout.topics { last -= (last - first) % Self.lanes }
                small.append(runs.count)
            }
            runs.append(first..<last)
            first = last
        }
    }
}
