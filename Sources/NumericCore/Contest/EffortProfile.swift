/// Efforts of every eligible cell, in the contest's layout; 0 where a creator is not eligible.
///
/// ```swift
/// equilibrium.efforts[creator: 0, topic: 1]
/// ```
public struct EffortProfile: Sendable {
    /// Which creator and topic each value belongs to.
    public let layout: CellLayout
    /// x of every eligible cell, topic after topic.
    public let values: CellBuffer

    /// - Precondition: one value per cell of the layout.
    public init(layout: CellLayout, values: CellBuffer) {
        precondition(values.count == layout.cells, "\(layout.cells) cells, \(values.count) efforts")
        self.layout = layout
        self.values = values
    }

    /// x_ik. O(1) dense, O(log cells of the topic) sparse.
    public subscript(creator creator: Int, topic topic: Int) -> Double {
        layout.cell(creator: creator, topic: topic).map { values.base[$0] } ?? 0
    }

    /// n rows of K efforts (a copy: for small games and tables).
    public var rows: [[Double]] {
        (0..<layout.creators).map { i in (0..<layout.topics).map { self[creator: i, topic: $0] } }
    }

    /// s - x, the effort of everybody else in a topic, without cancellation: where the creator holds more than half, the
    /// others are summed. O(1) but for that one cell, then O(cells of the topic).
    func rivals(ofCell cell: Int, topic: Int, total: Double) -> Double {
        let x = values.base[cell]
        guard x > 0.5 * total else { return total - x }
        var sum = CompensatedSum()
        for other in layout.range(ofTopic: topic) where other != cell { sum.add(values.base[other]) }
        return sum.value
    }
}

extension Contest {
    /// What of costs and efforts is mapped from files, to be let go of as work goes through the cells.
    package func pages(of efforts: EffortProfile) -> PageRelease {
        PageRelease([costs.coefficients.pages, costs.perCellExponents?.pages, efforts.values.pages])
    }
}
