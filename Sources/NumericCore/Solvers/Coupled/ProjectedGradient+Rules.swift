import CKernels
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

// The rules that Anderson mixing is measured against.
extension ProjectedGradient {
    /// Adaptive golden-ratio steps: x' = prox of a running mean of past efforts and the newest gradient, the step from how much the
    /// gradient last changed. Source: Malitsky, Algorithm 1, phi = 3/2.
    func goldenSteps(_ start: CoupledPoint, _ record: inout FirstOrderRecord, _ arena: DoublesArena) {
        let map = NetPriceMap(game, workers: workers, arena: arena)
        var point = NetPricePoint(game, arena)
        var next = NetPricePoint(game, arena)
        let mean = arena.doubles(game.count)
        let golden = 1.5
        begin(start, map, point)
        mean.update(from: point.effort, count: game.count)
        // Steps are in units of the first metric's.
        var (step, ratio) = (0.1, 1.0)
        map.use(Self.firstStiffness / step, keeping: point)
        while record.goesOn(point.sums) {
            for p in 0..<game.count { next.net[p] = point.reply[p] + map.stiffness[p] * (mean[p] - point.effort[p]) }
            next.multipliers.update(from: point.multipliers)
            map.evaluate(next)
            record.trials += 1
            record.counters.forward += 1
            let (moved, changed) = map.changes(point, next)
            // In units of the metric at step 1: moved^2 has the step in it once, changed^2 once the other way.
            let local = changed > 0 ? step * moved / changed : .infinity
            let grown = min((1 / golden + 1 / (golden * golden)) * step, golden * ratio / (4 * step) * local * local, 1e6)
            ratio = golden * grown / step
            step = grown
            swap(&point, &next)
            for p in 0..<game.count { mean[p] = ((golden - 1) * point.effort[p] + mean[p]) / golden }
            map.use(Self.firstStiffness / step, keeping: point)
        }
        finish(point, start)
    }

    /// Extragradient steps that put every cost into the gradient, and project. Where rho < 2 the gradient of a power cost has no bound on
    /// its curvature near 0, which the metric takes at a hundredth of the topic's mean effort.
    func projectedSteps(_ start: CoupledPoint, _ record: inout FirstOrderRecord, _ arena: DoublesArena) {
        let equations = CoupledEquations(game, workers: workers)
        let kernel = ProjectedStep(game, workers: workers, arena: arena)
        kernel.look(at: start)
        var sums = nb_mismatch_sums(square: 0, residual: start.sums.residual, rounding: start.sums.rounding)
        let middle = CoupledPoint(game, arena)
        let end = CoupledPoint(game, arena)
        while record.goesOn(sums) {
            middle.capacityPrice.update(from: start.capacityPrice, count: game.creators)
            while true {
                let moved = kernel.step(base: start, from: start, to: middle, gradient: kernel.first)
                middle.prices.evaluate(game, totals: middle.totals)
                end.capacityPrice.update(from: middle.capacityPrice, count: game.creators)
                _ = kernel.step(base: start, from: middle, to: end, gradient: kernel.second)
                record.trials += 1
                if kernel.change() <= Self.steadiness * moved.squareRoot() || moved == 0 || kernel.kappa > 1e12 { break }
                record.counters.shortened += 1
                kernel.stiffen(2)
            }
            record.counters.corrected += 1
            start.effort.update(from: end.effort, count: game.count)
            start.capacityPrice.update(from: end.capacityPrice, count: game.creators)
            equations.evaluate(start)
            sums.residual = start.sums.residual
            sums.rounding = start.sums.rounding
            if record.iterations % 20 == 0 {
                record.counters.renewed += 1
                kernel.look(at: start)
            }
        }
    }
}

/// Plain projected-gradient steps over tiles of creators: one product with Q and one pass over the cells, while they are in cache.
final class ProjectedStep {
    let game: CoupledGame
    let tiles: CreatorTiles
    /// 1/h, so that no step divides.
    let compliance: UnsafeMutablePointer<Double>
    /// Gradients of the last two steps.
    let first: UnsafeMutablePointer<Double>
    let second: UnsafeMutablePointer<Double>
    private(set) var kappa = 1.0
    private let kernels: TableReference
    private let arena: DoublesArena

    init(_ game: CoupledGame, workers: Workers, arena: DoublesArena) {
        self.game = game
        self.arena = arena
        tiles = CreatorTiles(game, workers: workers)
        kernels = TableReference(game.kernels)
        compliance = arena.doubles(game.count)
        first = arena.doubles(game.count)
        second = arena.doubles(game.count)
    }

    /// Takes the metric from the curvature of revenue and of all costs at a point.
    func look(at point: CoupledPoint) {
        kappa = 1
        var eligible = [Double](repeating: 0, count: game.topics)
        for p in 0..<game.count { eligible[Int(game.order.topics[p])] += 1 }
        let view = game.view
        for i in 0..<game.creators {
            for p in game.positions(i..<i + 1) {
                let k = Int(game.order.topics[p])
                let rho = view.exponent[p * view.exponent_stride]
                let least = 0.01 * point.prices.total[k] / eligible[k]
                let power = view.cost[p] * rho * (rho - 1) * pow(max(point.effort[p], least), rho - 2)
                let weight = view.scale_weight?[k] ?? 0
                compliance[p] = 1 / (point.stiffness[p] + power + point.effortBend[i] * weight * weight)
            }
        }
    }

    func stiffen(_ factor: Double) {
        kappa *= factor
        for p in 0..<game.count { compliance[p] /= factor }
    }

    /// `to` = projection of base + g(from)/h; its totals are added up on the way. Returns the square of the step in the metric.
    /// `from` has its prices; capacity prices of `to` are guesses on entry.
    func step(base: CoupledPoint, from: CoupledPoint, to: CoupledPoint, gradient: UnsafeMutablePointer<Double>?) -> Double {
        let (game, tiles, kernels) = (game, tiles, kernels)
        nonisolated(unsafe) let (compliance, gradient) = (compliance, gradient)
        let totals = SharedTable(count: tiles.slots * game.topics, filledWith: 0.0)
        let moved = SharedTable(count: tiles.slots, filledWith: 0.0)
        tiles.run { slot, creators, room in
            var view = game.view
            var at = from.prices.view
            tiles.coupled(creators, from.effort, to.effort, room)
            moved[slot] += kernels.table.pointee.project_step(
                &view, creators.lowerBound, creators.upperBound, &at, compliance, base.effort, from.effort,
                game.hasCoupling ? to.effort : nil, to.effort, gradient, to.capacityPrice, totals.base + slot * game.topics, room.kernels)
        }
        tiles.add(totals, into: to.totals)
        return moved.array.reduce(0, +)
    }

    /// How far apart the two gradients are, in the inverse of the metric.
    func change() -> Double {
        var sum = 0.0
        for p in 0..<game.count {
            let d = first[p] - second[p]
            sum += d * d * compliance[p]
        }
        return sum.squareRoot()
    }
}
