import CKernels

/// Work on creators in tiles of fixed size, so that sums do not depend on the number of threads: tiles belong to a fixed number
/// of slots (tile t to slot t mod slots), each slot adds up its own tiles in order, and slots are added up in order.
struct CreatorTiles: Sendable {
    let game: CoupledGame
    let workers: Workers
    let tiles: Int
    let slots: Int

    /// Creators a tile: enough rows for a matrix product to run at its rate, few enough to stay in cache.
    static let size = 64

    init(_ game: CoupledGame, workers: Workers) {
        self.game = game
        self.workers = workers
        tiles = (game.creators + Self.size - 1) / Self.size
        slots = min(tiles, game.topics <= 128 ? 64 : 16)
    }

    func creators(_ tile: Int) -> Range<Int> { tile * Self.size..<min((tile + 1) * Self.size, game.creators) }

    /// Calls `body` for each tile of each slot; each thread has its own room.
    func run(_ body: @Sendable (_ slot: Int, _ creators: Range<Int>, Room) -> Void) {
        let (tiles, slots) = (tiles, slots)
        workers.run(slots, makeState: { Room(topics: game.topics, hasCoupling: game.hasCoupling) }) { slot, room in
            for tile in stride(from: slot, to: tiles, by: slots) { body(slot, creators(tile), room) }
        }
    }

    /// What one thread works in.
    final class Room {
        /// For the kernels: K (K + 20) doubles, K rounded up to whole vectors.
        let kernels: UnsafeMutablePointer<Double>
        /// A tile of dense rows, twice.
        let rows: UnsafeMutablePointer<Double>
        let products: UnsafeMutablePointer<Double>

        init(topics: Int, hasCoupling: Bool) {
            let padded = (topics + 15) / 8 * 8
            // Without coupling the kernels form no K x K block.
            let size = padded * ((hasCoupling ? padded : 0) + 24)
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
        room.rows.update(repeating: 0, count: creators.count * k)
        for (row, i) in creators.enumerated() {
            for p in offsets[i]..<offsets[i + 1] { room.rows[row * k + Int(topic[p])] = values[p] }
        }
        multiply(creators.count, matrix, room.rows, room.products)
        for (row, i) in creators.enumerated() {
            for p in offsets[i]..<offsets[i + 1] { out[p] = room.products[row * k + Int(topic[p])] }
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
