import CKernels

/// Anderson mixing, type II: of the last maps G and mismatches phi of an iteration R <- G(R), the combination whose mismatch is
/// smallest, sum of squares, if both were linear between them.
///
/// Source: Anderson (J. ACM 12, 1965, doi:10.1145/321296.321305); the form with differences is that of Walker and Ni (SIAM J. Numer.
/// Anal. 49, 2011, doi:10.1137/10078356X).
/// - Complexity: 4 passes over the memory a step; 16 doubles of memory a cell for 8 steps.
final class AndersonMixing {
    /// Steps remembered.
    let depth: Int
    private(set) var count = 0
    private var newest = -1
    private let tiles: CreatorTiles
    private let replies: [UnsafeMutablePointer<Double>]
    private let mismatches: [UnsafeMutablePointer<Double>]
    /// Products of the differences of mismatches, by slot of the memory.
    private var gram: [Double]

    init(depth: Int, tiles: CreatorTiles, arena: DoublesArena) {
        self.depth = depth
        self.tiles = tiles
        replies = (0..<depth).map { _ in arena.doubles(tiles.game.count) }
        mismatches = (0..<depth).map { _ in arena.doubles(tiles.game.count) }
        gram = [Double](repeating: 0, count: depth * depth)
    }

    /// Forgets all: differences taken in another metric mean nothing.
    func clear() { (count, newest) = (0, -1) }

    /// Remembers what a step from one point to another changed.
    func add(from old: NetPricePoint, to new: NetPricePoint) {
        guard depth > 0 else { return }
        newest = (newest + 1) % depth
        count = min(count + 1, depth)
        let (slot, held) = (newest, count)
        nonisolated(unsafe) let (replies, mismatches) = (replies, mismatches)
        let (tiles, kernels) = (tiles, TableReference(tiles.game.kernels))
        let parts = SharedTable(count: tiles.slots * depth, filledWith: 0.0)
        let depth = depth
        tiles.run { part, creators, _ in
            let positions = tiles.game.positions(creators)
            for p in positions {
                replies[slot][p] = new.reply[p] - old.reply[p]
                mismatches[slot][p] = new.mismatch[p] - old.mismatch[p]
            }
            let first = positions.lowerBound
            for other in 0..<held {
                parts[part * depth + other] += kernels.table.pointee.dot(positions.count, mismatches[slot] + first, mismatches[other] + first)
            }
        }
        for other in 0..<held {
            let product = (0..<tiles.slots).reduce(0.0) { $0 + parts[$1 * depth + other] }
            gram[slot * depth + other] = product
            gram[other * depth + slot] = product
        }
    }

    /// The combination's net prices into `net`. false where there is nothing to combine or the memory has no new direction.
    func mix(_ point: NetPricePoint, into net: UnsafeMutablePointer<Double>) -> Bool {
        guard count > 0 else { return false }
        let (held, depth) = (count, depth)
        nonisolated(unsafe) let (replies, mismatches) = (replies, mismatches)
        let (tiles, kernels) = (tiles, TableReference(tiles.game.kernels))
        let parts = SharedTable(count: tiles.slots * depth, filledWith: 0.0)
        tiles.run { part, creators, _ in
            let positions = tiles.game.positions(creators)
            let first = positions.lowerBound
            for j in 0..<held {
                parts[part * depth + j] += kernels.table.pointee.dot(positions.count, mismatches[j] + first, point.mismatch + first)
            }
        }
        let right = (0..<held).map { j in (0..<tiles.slots).reduce(0.0) { $0 + parts[$1 * depth + j] } }
        guard let weights = leastSquares(right) else { return false }
        nonisolated(unsafe) let net = net
        tiles.run { _, creators, _ in
            let positions = tiles.game.positions(creators)
            for p in positions { net[p] = point.reply[p] }
            for j in 0..<held {
                let (weight, change) = (weights[j], replies[j])
                for p in positions { net[p] -= weight * change[p] }
            }
        }
        return true
    }

    /// Weights by Cholesky's method on the scaled products, each diagonal entry raised by some rounding units: nearly parallel
    /// differences then share their weight.
    private func leastSquares(_ right: [Double]) -> [Double]? {
        let m = count
        let scale = (0..<m).map { gram[$0 * depth + $0].squareRoot() }
        guard scale.allSatisfy({ $0 > 0 && $0.isFinite }), right.allSatisfy(\.isFinite) else { return nil }
        var l = [Double](repeating: 0, count: m * m)
        var weights = (0..<m).map { right[$0] / scale[$0] }
        for j in 0..<m {
            for i in j..<m {
                var value = gram[i * depth + j] / (scale[i] * scale[j]) + (i == j ? Self.ridge * Double(m) : 0)
                for k in 0..<j { value -= l[i * m + k] * l[j * m + k] }
                if i == j {
                    guard value > 0 else { return nil }
                    l[i * m + i] = value.squareRoot()
                } else {
                    l[i * m + j] = value / l[j * m + j]
                }
            }
        }
        for i in 0..<m {
            for k in 0..<i { weights[i] -= l[i * m + k] * weights[k] }
            weights[i] /= l[i * m + i]
        }
        for i in stride(from: m - 1, through: 0, by: -1) {
            for k in i + 1..<m { weights[i] -= l[k * m + i] * weights[k] }
            weights[i] /= l[i * m + i]
        }
        return (0..<m).map { weights[$0] / scale[$0] }
    }

    private static let ridge = 1e-14
}

/// The kernel table, which never changes once filled, for closures that run on other threads.
struct TableReference: Sendable {
    nonisolated(unsafe) let table: UnsafePointer<nb_kernels>
    init(_ table: UnsafePointer<nb_kernels>) { self.table = table }
}
