import CKernels

/// The Newton system of a coupled contest without its K x K blocks, in the unit of a step that is the same for every cell:
/// y = S^-1 dx, S = D^(1/2), on the free cells, creator i's within u'y = 0, u = S a/|S a|, where its capacity binds.
///
///     A y = b = -P S N,    A = P (M_0 + w S (Q - diag Q) S) P,    M_0 = I + nu' S b b'S + S G E E'S,    P = I - u u'
///
/// (E sums over creators, G = -(P' + x P'')). Total effort, capacities and what totals do to prices are in M = P M_0 P, whose
/// inverse is exact: with W = I - u u' - v v', v the part of S b that u leaves, scaled by (1/nu' + |v|^2)^(-1/2),
///
///     M^-1 r = W (r - S G ds),    C ds = E'S W r,    C = I + E'S W S G E,
///
/// C diagonal but for two products of n x K matrices. So A M^-1 r = r + w P S (Q - diag Q) S M^-1 r: one product with Q.
/// - Complexity: O(1) a cell to build, O(n K^2 + K^3) more where capacities bind or total effort has a price; 2 K^2 n operations
///   an application (``CreatorTiles/coupled(_:_:_:_:magnitudes:)``); 5 doubles a cell, and K^2 where C is dense.
final class KrylovSystem: @unchecked Sendable {
    let game: CoupledGame
    let tiles: CreatorTiles
    /// S by position, 0 at corners.
    let root: UnsafeMutablePointer<Double>
    /// S G by position.
    private let response: UnsafeMutablePointer<Double>
    /// u, and v: by position, 0 for creators without.
    private let capacity: UnsafeMutablePointer<Double>?
    private let effort: UnsafeMutablePointer<Double>?
    /// S z, what Q is applied to.
    private let scaled: UnsafeMutablePointer<Double>
    private var totals = TotalsSystem.diagonal([])

    init(_ game: CoupledGame, workers: Workers, arena: DoublesArena) {
        self.game = game
        tiles = CreatorTiles(game, workers: workers, width: Self.width(of: game.creators))
        root = arena.doubles(game.count)
        response = arena.doubles(game.count)
        scaled = arena.doubles(game.count)
        capacity = game.hasCapacity ? arena.doubles(game.count) : nil
        effort = game.hasTotalEffort ? arena.doubles(game.count) : nil
    }

    /// Creators a tile: few creators are shared out among threads too, by tiles that still fill a matrix product.
    private static func width(of creators: Int) -> Int { min(CreatorTiles.size, max(16, (creators + 3) / 4)) }

    /// Takes the system of a point. false where C is singular to working precision.
    func linearise(_ point: CoupledPoint) -> Bool {
        let k = game.topics
        let sums = SharedTable(count: tiles.slots * k, filledWith: 0.0)
        let borders = SharedTable(count: tiles.slots, filledWith: false)
        tiles.run { [self] slot, creators, _ in
            if linearise(point, creators, sums: sums.base + slot * k) { borders[slot] = true }
        }
        var diagonal = [Double](repeating: 0, count: k)
        diagonal.withUnsafeMutableBufferPointer { tiles.add(sums, into: $0.baseAddress!) }
        for j in 0..<k { diagonal[j] += 1 }
        guard diagonal.allSatisfy({ $0.isFinite && $0 != 0 }) else { return false }
        totals = .diagonal(diagonal)
        return borders.array.contains(true) ? factor(diagonal) : true
    }

    /// S, S G, u and v of a tile; E'S S G E added to `sums`. Whether a creator has u or v.
    private func linearise(_ point: CoupledPoint, _ creators: Range<Int>, sums: UnsafeMutablePointer<Double>) -> Bool {
        let topic = game.view.topic!
        let at = point.prices.view
        var hasBorder = false
        for i in creators {
            let positions = game.positions(i..<i + 1)
            for p in positions {
                let t = Int(topic[p])
                root[p] = point.slope[p].squareRoot()
                response[p] = -root[p] * (at.slope[t] + point.effort[p] * at.curvature[t])
                sums[t] += root[p] * response[p]
            }
            if let capacity, let weight = game.view.limit_weight {
                let binds = point.capacityPrice[i] > 0
                for p in positions { capacity[p] = binds ? root[p] * weight[Int(topic[p])] : 0 }
                let length = dot(positions, capacity, capacity).squareRoot()
                if length > 0 { scale(positions, capacity, 1 / length) }
                hasBorder = hasBorder || length > 0
            }
            if let effort, let weight = game.view.scale_weight {
                let bend = point.effortBend[i]
                for p in positions { effort[p] = bend > 0 ? root[p] * weight[Int(topic[p])] : 0 }
                let before = dot(positions, effort, effort)
                // Twice: what the first leaves along u is of the size of its rounding.
                if let capacity { for _ in 0..<2 { add(positions, -dot(positions, effort, capacity), capacity, to: effort) } }
                let along = dot(positions, effort, effort)
                // What the capacity already holds fixed leaves rounding errors only.
                let isFree = bend > 0 && along > 0x1p-40 * before
                scale(positions, effort, isFree ? 1 / (1 / bend + along).squareRoot() : 0)
                hasBorder = hasBorder || isFree
            }
        }
        return hasBorder
    }

    /// Panels of columns of C that are added up side by side, each over all creators in order: no thread changes a sum, and no
    /// slot needs K^2 numbers of its own.
    private static let panel = 128

    /// C = diagonal - sum_i (S u)(S G u)' - (S v)(S G v)', factored.
    private func factor(_ diagonal: [Double]) -> Bool {
        let k = game.topics
        var matrix = [Double](repeating: 0, count: k * k)
        for j in 0..<k { matrix[j * (k + 1)] = diagonal[j] }
        let panels = (k + Self.panel - 1) / Self.panel
        matrix.withUnsafeMutableBufferPointer { matrix in
            let matrix = SharedPositions(matrix.baseAddress!)
            tiles.workers.run(panels, makeState: { CreatorTiles.Room(topics: k, hasBlock: false) }) { [self] index, room in
                let columns = index * Self.panel..<min((index + 1) * Self.panel, k)
                for tile in 0..<tiles.tiles {
                    let creators = tiles.creators(tile)
                    for border in [capacity, effort] {
                        guard let border else { continue }
                        tiles.spread(creators, into: room.rows) { [root] _, p in border[p] * root[p] }
                        tiles.spread(creators, into: room.products) { [response] _, p in border[p] * response[p] }
                        nb_blas_dgemm(
                            false, true, Int32(k), Int32(columns.count), Int32(creators.count), -1, room.rows, Int32(k),
                            room.products + columns.lowerBound, Int32(k), 1, matrix.base + columns.lowerBound * k, Int32(k))
                    }
                }
            }
        }
        guard let factors = SquareFactors(matrix, order: k) else { return false }
        totals = .factored(factors)
        return true
    }

    /// r = b: what is left to balance at y = 0.
    func rightSide(_ point: CoupledPoint, _ creators: Range<Int>, _ residual: UnsafeMutablePointer<Double>) {
        for p in game.positions(creators) { residual[p] = -root[p] * point.imbalance[p] }
        project(creators, residual, capacity)
    }

    /// z = W r, and E'S z added to `sums` (K).
    func beginInverse(
        _ creators: Range<Int>, _ r: UnsafePointer<Double>, _ z: UnsafeMutablePointer<Double>, sums: UnsafeMutablePointer<Double>
    ) {
        let positions = game.positions(creators)
        let topic = game.view.topic!
        for p in positions { z[p] = r[p] }
        project(creators, z, capacity)
        project(creators, z, effort)
        for p in positions { sums[Int(topic[p])] += root[p] * z[p] }
    }

    /// ds of C ds = E'S W r.
    func totalStep(_ sums: [Double]) -> [Double] { totals.solve(sums) }

    /// z = M^-1 r from z = W r and ds, and q = A z.
    func endInverse(
        _ creators: Range<Int>, _ r: UnsafePointer<Double>, totalStep: UnsafePointer<Double>, _ z: UnsafeMutablePointer<Double>,
        _ q: UnsafeMutablePointer<Double>, _ room: CreatorTiles.Room
    ) {
        let positions = game.positions(creators)
        let topic = game.view.topic!
        let (root, response, scaled) = (root, response, scaled)
        for p in positions { scaled[p] = response[p] * totalStep[Int(topic[p])] }
        project(creators, scaled, capacity)
        project(creators, scaled, effort)
        for p in positions { z[p] -= scaled[p] }
        guard let weights = game.view.weight, let diagonal = game.view.matrix_diagonal else {
            for p in positions { q[p] = r[p] }
            return
        }
        for p in positions { scaled[p] = root[p] * z[p] }
        tiles.coupled(creators, scaled, q, room)
        for i in creators {
            let weight = weights[i]
            for p in game.positions(i..<i + 1) { q[p] = weight * root[p] * (q[p] - diagonal[Int(topic[p])] * scaled[p]) }
        }
        project(creators, q, capacity)
        for p in positions { q[p] += r[p] }
    }

    /// v - d (d'v) creator by creator.
    private func project(_ creators: Range<Int>, _ v: UnsafeMutablePointer<Double>, _ direction: UnsafeMutablePointer<Double>?) {
        guard let direction else { return }
        for i in creators {
            let positions = game.positions(i..<i + 1)
            add(positions, -dot(positions, direction, v), direction, to: v)
        }
    }
}
