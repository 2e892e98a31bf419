/// The runs of cells that kernels are called on. Sums are added up tile by tile in this order, so they are the same for
/// every number of threads.
struct Tiles: Sendable {
    let cells: Range<Int>

    /// Cells a kernel call: one tile's costs and efforts fit in the first-level cache.
    static let size = 4096
    /// Topics of at least this many cells are shared out among threads, tile by tile.
    static let parallelCells = 1 << 18

    init(_ cells: Range<Int>) { self.cells = cells }

    var count: Int { (cells.count + Self.size - 1) / Self.size }

    subscript(index: Int) -> Range<Int> {
        let first = cells.lowerBound + index * Self.size
        return first..<min(first + Self.size, cells.upperBound)
    }

    /// Calls `body` on every tile, by all threads where there are many, then `add` on each result in the order of tiles.
    func forEach<Part: Sendable>(
        _ workers: Workers, initial: Part, _ body: @Sendable (Range<Int>, inout Part) -> Void, add: (Part) -> Void
    ) {
        guard cells.count >= Self.parallelCells && workers.threads > 1 else {
            for index in 0..<count {
                var part = initial
                body(self[index], &part)
                add(part)
            }
            return
        }
        let parts = SharedTable(count: count, filledWith: initial)
        workers.run(count) { body(self[$0], &parts[$0]) }
        for index in 0..<count { add(parts[index]) }
    }
}
