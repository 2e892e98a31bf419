/// The eligible cells of a contest creator after creator: the second order of the same cells, for work that goes through
/// all topics of one creator. The cells of topics without attention (or a licence that pays) are left out: nobody creates there.
///
/// Creator i owns the positions `offsets[i]..<offsets[i + 1]`, topics rising.
/// - Complexity: O(cells) to build, 8 bytes a cell.
struct CreatorOrder: Sendable {
    /// creators + 1 entries, rising from 0.
    let offsets: [Int]
    /// The topic of each position.
    let topics: [Int32]
    /// Where the cell of each position is in the contest's layout.
    let cells: [UInt32]

    var count: Int { topics.count }

    /// - Precondition: fewer than 2^32 cells.
    init(_ contest: Contest) {
        let layout = contest.layout
        precondition(layout.cells <= Int(UInt32.max), "a contest that couples topics has fewer than 2^32 cells")
        let open = (0..<layout.topics).filter { contest.pays($0) }
        var offsets = [Int](repeating: 0, count: layout.creators + 1)
        for k in open {
            layout.withCreatorIndex(from: layout.range(ofTopic: k).lowerBound) { index in
                for j in 0..<layout.range(ofTopic: k).count { offsets[(index.map { Int($0[j]) } ?? j) + 1] += 1 }
            }
        }
        for i in 0..<layout.creators { offsets[i + 1] += offsets[i] }
        let count = offsets[layout.creators]
        var topics = [Int32](repeating: 0, count: count)
        var cells = [UInt32](repeating: 0, count: count)
        var next = offsets
        for k in open {
            let range = layout.range(ofTopic: k)
            layout.withCreatorIndex(from: range.lowerBound) { index in
                for j in 0..<range.count {
                    let creator = index.map { Int($0[j]) } ?? j
                    topics[next[creator]] = Int32(k)
                    cells[next[creator]] = UInt32(range.lowerBound + j)
                    next[creator] += 1
                }
            }
        }
        self.offsets = offsets
        self.topics = topics
        self.cells = cells
    }
}
