import CKernels

/// Q x and |Q| x of a tile of creators: by dgemm over the whole tile, or cell by cell where creators have few of the topics.
struct SimilarityTile: Sendable {
    private let coupling: CouplingCost
    /// |Q|; nil where Q has no negative entry, so that both products are the same.
    private let magnitude: CellBuffer?
    private let tile: Int
    private let isDense: Bool

    init(_ coupling: CouplingCost, creators: Int, cells: Int, tile: Int) {
        self.coupling = coupling
        self.tile = tile
        let values = coupling.matrix.array
        magnitude = values.contains { $0 < 0 } ? CellBuffer(values.map(abs)) : nil
        let average = Double(cells) / Double(creators)
        // A product inside dgemm costs about an eighth of one with gathered factors.
        isDense = 8 * average * average >= Double(coupling.topics * coupling.topics)
    }

    /// One thread's room: K x tile each, a creator a column.
    final class Products {
        let efforts, similar, magnitude: CellBuffer

        init(count: Int) { (efforts, similar, magnitude) = (CellBuffer(count: count), CellBuffer(count: count), CellBuffer(count: count)) }
    }

    func products() -> Products { Products(count: isDense ? coupling.topics * tile : 0) }

    /// Multiplies the efforts of a tile of creators. O(tile K^2).
    func fill(_ creators: Range<Int>, order: CreatorOrder, efforts: EffortProfile, _ room: Products?) {
        guard isDense, let room else { return }
        let topics = coupling.topics
        room.efforts.clear(0..<topics * creators.count)
        for i in creators {
            let column = room.efforts.base + (i - creators.lowerBound) * topics
            for position in order.offsets[i]..<order.offsets[i + 1] {
                column[Int(order.topics[position])] = efforts.values.base[Int(order.cells[position])]
            }
        }
        let (k, n) = (Int32(topics), Int32(creators.count))
        nb_blas_dgemm(false, false, k, n, k, 1, coupling.matrix.base, k, room.efforts.base, k, 0, room.similar.base, k)
        if let magnitude { nb_blas_dgemm(false, false, k, n, k, 1, magnitude.base, k, room.efforts.base, k, 0, room.magnitude.base, k) }
    }

    /// Q x and |Q| x of one creator of the tile, in the order of its cells.
    func read(_ room: Products, _ place: Int, _ creator: CoupledCreator, _ similar: inout [Double], _ size: inout [Double]) {
        let topics = coupling.topics
        if isDense {
            for j in 0..<creator.count {
                let at = place * topics + creator.cells[j].topic
                similar[j] = room.similar.base[at]
                size[j] = magnitude == nil ? similar[j] : room.magnitude.base[at]
            }
            return
        }
        creator.similar(creator.own, &similar)
        for j in 0..<creator.count {
            size[j] = 0
            for l in 0..<creator.count { size[j] += abs(creator.similarity(j, l)) * creator.own[l] }
        }
    }
}
