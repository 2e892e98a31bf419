import CKernels

/// Work on creators in tiles of fixed size, so that sums do not depend on the number of threads: tiles belong to a fixed number
/// of slots (tile t to slot t mod slots), each slot adds up its own tiles in order, and slots are added up in order.
struct CreatorTiles: Sendable {
    let game: CoupledGame
    let workers: Workers
    let tiles: Int
    let slots: Int
    /// Creators a tile.
    let width: Int

    /// Creators a tile: enough rows for a matrix product to run at its rate, few enough to stay in cache.
    static let size = 64

    /// - Parameter width: creators a tile, at most ``size``.
    init(_ game: CoupledGame, workers: Workers, width: Int = Self.size) {
        self.game = game
        self.workers = workers
        self.width = width
        tiles = (game.creators + width - 1) / width
        slots = min(tiles, game.topics <= 128 ? 64 : 16)
    }

    func creators(_ tile: Int) -> Range<Int> { tile * width..<min((tile + 1) * width, game.creators) }

    /// Calls `body` for each tile of each slot; each thread has its own room, for a K x K block only where `blocks` says so.
    func run(blocks: Bool = false, _ body: @Sendable (_ slot: Int, _ creators: Range<Int>, Room) -> Void) {
        let (tiles, slots) = (tiles, slots)
        // Without coupling the kernels form no K x K block.
        workers.run(slots, makeState: { Room(topics: game.topics, hasBlock: blocks && game.hasCoupling) }) { slot, room in
            for tile in stride(from: slot, to: tiles, by: slots) { body(slot, creators(tile), room) }
        }
    }

    /// What one thread works in.
    final class Room {
        /// For the kernels: 24 K doubles, and K^2 more where they form a block, K rounded up to whole vectors.
        let kernels: UnsafeMutablePointer<Double>
        /// A tile of dense rows, twice.
        let rows: UnsafeMutablePointer<Double>
        let products: UnsafeMutablePointer<Double>

        init(topics: Int, hasBlock: Bool) {
            let padded = (topics + 15) / 8 * 8
            let size = padded * ((hasBlock ? padded : 0) + 24)
            kernels = .allocate(capacity: size)
            kernels.initialize(repeating: 0, count: size)
            rows = .allocate(capacity: CreatorTiles.size * topics)
            products = .allocate(capacity: CreatorTiles.size * topics)
        }
        deinit {
            kernels.deallocate()
            rows.deallocate()
            products.deallocate()
        }
    }

    /// (Q v)_k, or (|Q| v)_k, at every position of a tile, by one matrix product. `out` may not be `values`.
    func coupled(
        _ creators: Range<Int>, _ values: UnsafePointer<Double>, _ out: UnsafeMutablePointer<Double>, _ room: Room, magnitudes: Bool = false
    ) {
        guard let matrix = magnitudes ? game.paddedMagnitudes : game.paddedMatrix else { return }
        let k = game.topics
        let topic = game.view.topic!
        let offsets = game.view.offset!
        if offsets[creators.upperBound] - offsets[creators.lowerBound] == creators.count * k { // every cell is there, in order
            multiply(creators.count, matrix, values + offsets[creators.lowerBound], out + offsets[creators.lowerBound])
            return
        }
        spread(creators, into: room.rows) { _, p in values[p] }
        multiply(creators.count, matrix, room.rows, room.products)
        for (row, i) in creators.enumerated() {
            for p in offsets[i]..<offsets[i + 1] { out[p] = room.products[row * k + Int(topic[p])] }
        }
    }

    /// Adds sum_i r_i u_i v_i' over a tile's creators to K x K sums, by one matrix product; u and v by position, 0 elsewhere.
    func addProducts(
        _ creators: Range<Int>, _ u: UnsafePointer<Double>, _ v: UnsafePointer<Double>, rate: (Int) -> Double,
        into sums: UnsafeMutablePointer<Double>, _ room: Room
    ) {
        guard creators.contains(where: { rate($0) != 0 }) else { return }
        let k = Int32(game.topics)
        spread(creators, into: room.rows) { i, p in rate(i) * u[p] }
        spread(creators, into: room.products) { _, p in v[p] }
        nb_blas_dgemm(false, true, k, k, Int32(creators.count), 1, room.rows, k, room.products, k, 1, sums, k)
    }

    /// A tile's values, of a creator and a position, as dense rows of K; 0 where there is no cell.
    func spread(_ creators: Range<Int>, into rows: UnsafeMutablePointer<Double>, _ value: (_ creator: Int, _ position: Int) -> Double) {
        let k = game.topics
        rows.update(repeating: 0, count: creators.count * k)
        for (row, i) in creators.enumerated() {
            for p in game.positions(i..<i + 1) { rows[row * k + Int(game.view.topic[p])] = value(i, p) }
        }
    }

    /// Up to so many topics the kernel, which leaves the matrix as it is, takes less time than a library that packs it for each tile.
    private static let kernelTopics = 128

    /// Dense rows times a symmetric matrix, whose rows are its columns.
    private func multiply(
        _ rows: Int, _ matrix: UnsafePointer<Double>, _ values: UnsafePointer<Double>, _ out: UnsafeMutablePointer<Double>
    ) {
        let (k, stride) = (game.topics, game.matrixStride)
        if k <= Self.kernelTopics {
            game.kernels.pointee.row_products(rows, k, matrix, stride, values, out)
        } else {
            nb_blas_dgemm(false, false, Int32(k), Int32(rows), Int32(k), 1, matrix, Int32(stride), values, Int32(k), 0, out, Int32(k))
        }
    }

    /// Sums over creators of the values of each topic, the same for any number of threads.
    func totals(_ values: UnsafePointer<Double>, into totals: UnsafeMutablePointer<Double>) {
        let k = game.topics
        let parts = SharedTable(count: slots * k, filledWith: 0.0)
        nonisolated(unsafe) let values = values
        run { slot, creators, _ in
            let sums = parts.base + slot * k
            let topic = game.view.topic!
            for p in game.positions(creators) { sums[Int(topic[p])] += values[p] }
        }
        add(parts, into: totals)
    }

    /// Slot after slot, K numbers each.
    func add(_ parts: SharedTable<Double>, into sums: UnsafeMutablePointer<Double>) {
        let count = parts.count / slots
        sums.update(repeating: 0, count: count)
        for slot in 0..<slots {
            for index in 0..<count { sums[index] += parts.base[slot * count + index] }
        }
    }
}
